"""Articles of the library. A version is never edited: what changes a word makes a new version.

Nothing here says who read what, how often or how long: there is no such column, and the reader's place in an
article or a recording stays on his own device.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from zhixing.store.personal import PersonalField, Term

_DUTY = "中国共产党党员教育管理工作条例第十条至第十五条、第三十六条；个人信息保护法第十三条第一款第三项"
_NAMED = "出版管理条例第二十四条（编辑责任制度，参照）；个人信息保护法第十三条第一款第三项"
_KEPT = "文章下架后 3 年删去署名"
_ENDS = Term(3, "文章下架")
_ASKED = "答复满 90 天删去是谁报告的"


class Entry(models.Model):
    """An article through all its versions: where it stands.

    `latest` is the version that is written or reviewed, `shown` the one that readers see (None: not published).
    `round` counts the times it was handed in for review. `org`: whose editors look after it.
    """

    PERSONAL: ClassVar[tuple[PersonalField, ...]] = (
        PersonalField("editor", "责任编辑是谁，印在文章上", _NAMED, _KEPT, _ENDS),
        PersonalField("account", "责任编辑的账户编号：审稿的须是另一人", _NAMED, _KEPT, _ENDS),
    )

    id = models.UUIDField(primary_key=True)
    org = models.UUIDField(null=True)
    stage = models.CharField(max_length=10)
    latest = models.PositiveIntegerField(default=1)
    shown = models.PositiveIntegerField(null=True)
    round = models.PositiveSmallIntegerField(default=0)
    editor = models.CharField(max_length=80)
    account = models.BigIntegerField(null=True)
    made_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField(null=True)
    withdrawn_on = models.DateField(null=True)
    withdrawn_why = models.CharField(max_length=300, blank=True)

    class Meta:
        """Listed by stage."""

        indexes = (models.Index(fields=["stage"]),)

    def __str__(self) -> str:
        return str(self.id)


class ArticleVersion(models.Model):
    """One version of the text and of all that is printed around it.

    `id` comes from the form that made it, so that a form sent twice makes one version. `body` is sanitised HTML;
    `written` what somebody typed (Markdown), empty where the HTML itself is edited. `topics`, `posts`, `media` are
    JSON lists. `reason` says why it differs from the one before.
    """

    PERSONAL: ClassVar[tuple[PersonalField, ...]] = (
        PersonalField("author", "作者署名，印在文章上", "著作权法第十条第一款第二项（署名权）", "随文章"),
        PersonalField("by", "谁写进来的，出错时找得到人", _NAMED, _KEPT, _ENDS),
        PersonalField("account", "谁写进来的（账户编号）：审稿的须是另一人", _NAMED, _KEPT, _ENDS),
    )

    id = models.UUIDField(primary_key=True)
    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    sort = models.CharField(max_length=12)
    title = models.CharField(max_length=200)
    body = models.TextField(blank=True)
    written = models.TextField(blank=True)
    author_unit = models.CharField(max_length=120, blank=True)
    author = models.CharField(max_length=120, blank=True)
    source_name = models.CharField(max_length=200, blank=True)
    source_link = models.CharField(max_length=500, blank=True)
    licence = models.CharField(max_length=10)
    proof = models.CharField(max_length=300, blank=True)
    validity = models.CharField(max_length=12)
    replaced_by = models.UUIDField(null=True)
    notice = models.CharField(max_length=500, blank=True)
    category = models.CharField(max_length=40, blank=True)
    audience = models.CharField(max_length=10)
    topics = models.TextField(default="[]")
    posts = models.TextField(default="[]")
    media = models.TextField(default="[]")
    reason = models.CharField(max_length=300, blank=True)
    by = models.CharField(max_length=80)
    account = models.BigIntegerField(null=True)
    made_at = models.DateTimeField()

    class Meta:
        """Numbered from 1 within an article: two people at once never make the same version."""

        constraints = (
            models.UniqueConstraint(fields=["entry", "number"], name="one_version_a_number_of_article"),
        )

    def __str__(self) -> str:
        return f"{self.entry_id} v{self.number}"


class ReviewStep(models.Model):
    """三审三校: somebody handed a version in, passed it on, or sent it back with a word. `round` as of the entry.

    `step` is the stage it was in (draft, first, second, third), `passed` whether it went on. `looked` is a JSON
    list of what was looked at. `by` is the name as printed.
    """

    PERSONAL: ClassVar[tuple[PersonalField, ...]] = (
        PersonalField("by", "谁审的稿，印在文章上", _NAMED, _KEPT, _ENDS),
        PersonalField("account", "谁审的稿（账户编号）：三次审稿须是不同的人", _NAMED, _KEPT, _ENDS),
        PersonalField("words", "退回的理由、审稿的话，只给编辑看", _NAMED, _KEPT, _ENDS),
    )

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="steps")
    number = models.PositiveIntegerField()
    round = models.PositiveSmallIntegerField()
    step = models.CharField(max_length=10)
    passed = models.BooleanField()
    words = models.CharField(max_length=500, blank=True)
    looked = models.TextField(default="[]")
    by = models.CharField(max_length=80)
    account = models.BigIntegerField(null=True)
    at = models.DateTimeField()

    class Meta:
        """A step of a round is passed once."""

        constraints = (
            models.UniqueConstraint(fields=["entry", "round", "step"], name="one_step_a_round_of_article"),
        )

    def __str__(self) -> str:
        return f"{self.entry_id} {self.round} {self.step}"


class Slip(models.Model):
    """纠错: words a reader marked, what they should be, and the editor's answer.

    `before` and `after` are the letters around the words, so that the right place is found. `id` comes from the
    form. Who reported it is forgotten some time after the answer; the slip itself stays.
    """

    class State(models.TextChoices):
        """How far it came."""

        OPEN = "open", "待处理"
        TAKEN = "taken", "已采纳"
        DECLINED = "declined", "未采纳"

    PERSONAL: ClassVar[tuple[PersonalField, ...]] = (
        PersonalField("by", "谁报告的错，好告诉他结果", _DUTY, _ASKED),
        PersonalField("account", "谁报告的错（账户编号），本人凭此看答复", _DUTY, _ASKED),
        PersonalField("answered_by", "谁答复的", _DUTY, _KEPT, _ENDS),
        PersonalField("answered_account", "谁答复的（账户编号）", _DUTY, _KEPT, _ENDS),
    )

    id = models.UUIDField(primary_key=True)
    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="slips")
    number = models.PositiveIntegerField()
    quote = models.CharField(max_length=300)
    before = models.CharField(max_length=60, blank=True)
    after = models.CharField(max_length=60, blank=True)
    suggestion = models.CharField(max_length=300, blank=True)
    words = models.CharField(max_length=500, blank=True)
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    by = models.CharField(max_length=80, blank=True)
    account = models.BigIntegerField(null=True)
    said_at = models.DateTimeField()
    answer = models.CharField(max_length=500, blank=True)
    answered_by = models.CharField(max_length=80, blank=True)
    answered_account = models.BigIntegerField(null=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        """The open ones are looked for."""

        indexes = (models.Index(fields=["state"]),)

    def __str__(self) -> str:
        return str(self.id)


class Erratum(models.Model):
    """勘误: on a day words of a published version were replaced, which made the version `number`."""

    PERSONAL: ClassVar[tuple[PersonalField, ...]] = (
        PersonalField("by", "谁改的", _NAMED, _KEPT, _ENDS),
        PersonalField("account", "谁改的（账户编号）", _NAMED, _KEPT, _ENDS),
    )

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="errata")
    number = models.PositiveIntegerField()
    day = models.DateField()
    was = models.CharField(max_length=300)
    became = models.CharField(max_length=300, blank=True)
    where = models.CharField(max_length=8)
    slip = models.UUIDField(null=True)
    by = models.CharField(max_length=80)
    account = models.BigIntegerField(null=True)
    at = models.DateTimeField()

    class Meta:
        """One a version."""

        constraints = (
            models.UniqueConstraint(fields=["entry", "number"], name="one_erratum_a_version_of_article"),
        )

    def __str__(self) -> str:
        return f"{self.entry_id} v{self.number}"


class Found(models.Model):
    """What is searched of an article that readers see: its grams (core.library.bigrams), made by `finding` alone.

    A row for each published article: `number` the version, `title`, `about` (author, unit, source) and `text` lines
    of grams, `repealed` what comes last. Everything here can be made again from the articles.
    """

    PERSONAL: ClassVar[tuple[PersonalField, ...]] = (
        PersonalField("about", "作者署名，好按署名找文章", "著作权法第十条第一款第二项（署名权）", "随文章"),
    )

    # The long column last: SQLite reads a row from its beginning, and orders by what stands before.
    entry = models.OneToOneField(Entry, on_delete=models.CASCADE, related_name="found")
    number = models.PositiveIntegerField()
    repealed = models.BooleanField()
    title = models.TextField()
    about = models.TextField()
    text = models.TextField()

    def __str__(self) -> str:
        return f"{self.entry_id} v{self.number}"


class Medium(models.Model):
    """A file of the library: a recording, a video, a PDF, an attachment. The bytes lie under `media/<sha256>`.

    `type` is the media type, `size` in bytes, `recorded_by` who reads or speaks.
    """

    PERSONAL: ClassVar[tuple[PersonalField, ...]] = (
        PersonalField(
            "recorded_by",
            "谁朗读、主讲的，印在文章上",
            "著作权法第三十八条、第三十九条（表明身份）",
            "随文章",
        ),
        PersonalField("by", "谁传上来的", _NAMED, "随文章"),
        PersonalField("account", "谁传上来的（账户编号）", _NAMED, "随文章"),
    )

    id = models.UUIDField(primary_key=True)
    sha256 = models.CharField(max_length=64)
    type = models.CharField(max_length=80)
    size = models.BigIntegerField()
    title = models.CharField(max_length=200)
    recorded_by = models.CharField(max_length=120, blank=True)
    by = models.CharField(max_length=80)
    account = models.BigIntegerField(null=True)
    made_at = models.DateTimeField()

    class Meta:
        """The same file is kept once."""

        indexes = (models.Index(fields=["sha256"]),)

    def __str__(self) -> str:
        return self.title

"""The annual plan by versions, batches with their runs and seats, and what was told to whom.

Plans are decisions about the future, so they are no facts: they are kept whole, version after version, and never
edited in place. What has been held becomes facts in the ledger.
"""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from zhixing.store.personal import PersonalField, Term

_DUTY = "中国共产党党员教育管理工作条例第二十条；个人信息保护法第十三条第一款第三项"
_WORK = "计划年度结束后 3 年"
_ENDS = Term(3, "计划年度结束")
_FEED = "本人停用时删除；账户停用满 180 天删除"


class PlanVersion(models.Model):
    """One version of a year's plan. `body` is the whole plan as JSON; `reason` why it differs from the one before."""

    PERSONAL: ClassVar[tuple[PersonalField, ...]] = (
        PersonalField("body", "主讲人是谁、备课的事由谁办（计划全文里写到的姓名）", _DUTY, _WORK, _ENDS),
        PersonalField("by", "计划由谁改的，出错时找得到人", _DUTY, _WORK, _ENDS),
    )

    year = models.PositiveSmallIntegerField()
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=12)
    body = models.TextField()
    reason = models.CharField(max_length=300, blank=True)
    by = models.CharField(max_length=80)
    account = models.BigIntegerField()
    made_at = models.DateTimeField()

    class Meta:
        """Numbered from 1 within a year: two people at once never make the same version."""

        constraints = (models.UniqueConstraint(fields=["year", "number"], name="one_version_a_number"),)

    def __str__(self) -> str:
        return f"{self.year} v{self.number}"


class Opinion(models.Model):
    """征求意见: what somebody said about a version, and how it was answered."""

    PERSONAL: ClassVar[tuple[PersonalField, ...]] = (
        PersonalField("words", "对计划提了什么意见，好研究吸收", _DUTY, _WORK, _ENDS),
        PersonalField("by", "谁提的意见，好答复", _DUTY, _WORK, _ENDS),
        PersonalField("answered_by", "谁答复的", _DUTY, _WORK, _ENDS),
    )

    id = models.UUIDField(primary_key=True)
    version = models.ForeignKey(PlanVersion, on_delete=models.CASCADE, related_name="opinions")
    org = models.UUIDField(null=True)
    words = models.CharField(max_length=1000)
    by = models.CharField(max_length=80)
    account = models.BigIntegerField()
    said_at = models.DateTimeField()
    answer = models.CharField(max_length=1000, blank=True)
    answered_by = models.CharField(max_length=80, blank=True)
    answered_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return str(self.id)


class Preparation(models.Model):
    """备课: a step of a lesson's checklist that is ready; `day` (ISO) the session it is for, or empty."""

    PERSONAL: ClassVar[tuple[PersonalField, ...]] = (PersonalField("by", "谁说备好了", _DUTY, _WORK, _ENDS),)

    year = models.PositiveSmallIntegerField()
    lesson = models.UUIDField()
    step = models.CharField(max_length=40)
    day = models.CharField(max_length=10, blank=True)
    by = models.CharField(max_length=80)
    done_at = models.DateTimeField()

    class Meta:
        """Ticked once."""

        constraints = (models.UniqueConstraint(fields=["lesson", "step", "day"], name="one_tick_a_step"),)

    def __str__(self) -> str:
        return f"{self.lesson} {self.step}"


class Batch(models.Model):
    """批次方案: a planner's task and its answer.

    `instance` and `result` are JSON in the exchange format, numbers only; `keys` maps the numbers to ids (stations,
    people, requirements, rooms, speakers, lessons). `progress` is the last word of a running task. `parent` is the
    batch that this one changes. `wish`: what was asked for beyond the rules, as JSON.
    """

    PERSONAL: ClassVar[tuple[PersonalField, ...]] = (
        PersonalField("instance", "谁要学什么、哪些半天有空（只存编号）", _DUTY, _WORK, _ENDS),
        PersonalField("keys", "编号对应哪位党员（只存编号）", _DUTY, _WORK, _ENDS),
        PersonalField("wish", "另提的要求，含谁不能参加、要和谁错开（只存编号）", _DUTY, _WORK, _ENDS),
        PersonalField("result", "谁排在哪一期（只存编号）", _DUTY, _WORK, _ENDS),
        PersonalField("reason", "为什么要排、要改（不记病情）", _DUTY, _WORK, _ENDS),
        PersonalField("by", "谁要求排的", _DUTY, _WORK, _ENDS),
        PersonalField("accepted_by", "谁采用的", _DUTY, _WORK, _ENDS),
    )

    id = models.UUIDField(primary_key=True)
    year = models.PositiveSmallIntegerField()
    plan = models.PositiveIntegerField()
    parent = models.UUIDField(null=True)
    kind = models.CharField(max_length=12)
    state = models.CharField(max_length=12)
    instance = models.TextField(blank=True)
    keys = models.TextField(blank=True)
    wish = models.TextField(blank=True)
    result = models.TextField(blank=True)
    progress = models.TextField(blank=True)
    stop_wanted = models.BooleanField(default=False)
    seed = models.PositiveIntegerField(default=0)
    seconds = models.PositiveIntegerField(default=30)
    reason = models.CharField(max_length=300, blank=True)
    problem = models.CharField(max_length=500, blank=True)
    by = models.CharField(max_length=80)
    account = models.BigIntegerField()
    made_at = models.DateTimeField()
    changed_at = models.DateTimeField()
    accepted_by = models.CharField(max_length=80, blank=True)
    accepted_at = models.DateTimeField(null=True)
    published_at = models.DateTimeField(null=True)

    class Meta:
        """Listed by year, the latest first. Of a year at most one is in force, whoever accepts at the same time."""

        indexes = (models.Index(fields=["year", "state"]),)
        constraints = (
            models.UniqueConstraint(
                fields=["year"], condition=models.Q(state="accepted"), name="one_batch_in_force"
            ),
        )

    def __str__(self) -> str:
        return str(self.id)


class BatchRun(models.Model):
    """一期: a run of an accepted batch. `code` stays the same through changes: what a calendar knows it by."""

    PERSONAL: ClassVar[tuple[PersonalField, ...]] = ()

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="runs")
    number = models.PositiveIntegerField()
    code = models.UUIDField()
    lesson = models.UUIDField()
    day = models.DateField()
    half = models.CharField(max_length=2)
    half_days = models.PositiveSmallIntegerField()
    venue = models.UUIDField(null=True)
    speaker = models.UUIDField(null=True)
    locked = models.BooleanField(default=False)
    cancelled = models.BooleanField(default=False)

    class Meta:
        """Numbered as in the result."""

        constraints = (models.UniqueConstraint(fields=["batch", "number"], name="one_run_a_number"),)

    def __str__(self) -> str:
        return f"{self.batch_id} {self.number}"


class Seat(models.Model):
    """Who sits in which run of an accepted batch, for which requirement; `run` is None where nobody could be seated.

    `why`: for one without a seat the reason (exempt, away, no run fits …). `way`: seat, make-up or delivered (送学).
    """

    PERSONAL: ClassVar[tuple[PersonalField, ...]] = (
        PersonalField("person", "排在哪一期（只存编号）", _DUTY, _WORK, _ENDS),
        PersonalField("why", "没有排上的原因（不记病情）", _DUTY, _WORK, _ENDS),
    )

    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="seats")
    run = models.ForeignKey(BatchRun, on_delete=models.CASCADE, null=True, related_name="seats")
    person = models.UUIDField()
    requirement = models.CharField(max_length=60)
    way = models.CharField(max_length=12, default="seat")
    why = models.CharField(max_length=40, blank=True)

    class Meta:
        """One answer a person and requirement."""

        constraints = (
            models.UniqueConstraint(fields=["batch", "person", "requirement"], name="one_seat_a_requirement"),
        )
        indexes = (models.Index(fields=["person"]),)

    def __str__(self) -> str:
        return f"{self.person} {self.requirement}"


class SeatAsked(models.Model):
    """调换或候补: somebody asks for another run, with whom he exchanges (None: waits for a place), how it was settled.

    `words`: why, if he cares to say; sealed, since it may tell an illness though it is asked not to.
    """

    PERSONAL: ClassVar[tuple[PersonalField, ...]] = (
        PersonalField("person", "谁要调换（只存编号）", _DUTY, _WORK, _ENDS),
        PersonalField("other", "和谁调换（只存编号）", _DUTY, _WORK, _ENDS),
        PersonalField("words", "为什么要调换，本人愿意写的才有（加密）", _DUTY, _WORK, _ENDS),
        PersonalField("settled_by", "谁批的", _DUTY, _WORK, _ENDS),
    )

    id = models.UUIDField(primary_key=True)
    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, related_name="asked")
    person = models.UUIDField()
    requirement = models.CharField(max_length=60)
    wanted = models.UUIDField(null=True)
    other = models.UUIDField(null=True)
    state = models.CharField(max_length=12)
    words = models.TextField(blank=True)
    asked_at = models.DateTimeField()
    agreed_at = models.DateTimeField(null=True)
    settled_by = models.CharField(max_length=80, blank=True)
    settled_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return str(self.id)


class Told(models.Model):
    """Told to one person when dates were published or changed, only where it touches him.

    `body`: his dates as they stood then and what had changed, as JSON. Whether he has looked is not kept.
    """

    PERSONAL: ClassVar[tuple[PersonalField, ...]] = (
        PersonalField("person", "告知本人的学习日期（只存编号）", _DUTY, _WORK, _ENDS),
        PersonalField("body", "本人的学习日期及其变动", _DUTY, _WORK, _ENDS),
    )

    id = models.UUIDField(primary_key=True)
    year = models.PositiveSmallIntegerField()
    batch = models.ForeignKey(Batch, on_delete=models.CASCADE, null=True, related_name="told")
    person = models.UUIDField()
    kind = models.CharField(max_length=12)
    body = models.TextField()
    told_at = models.DateTimeField()

    class Meta:
        """Looked up by the person."""

        indexes = (models.Index(fields=["person", "told_at"]),)

    def __str__(self) -> str:
        return str(self.id)


class Feed(models.Model):
    """日程订阅: a private, revocable address. Only the digest of its secret is kept.

    Revoking deletes the row. `idle_since`: when the regular round first found its account closed; None while open.
    """

    PERSONAL: ClassVar[tuple[PersonalField, ...]] = (
        PersonalField("person", "订阅的是谁的日程（只存编号）", _DUTY, _FEED),
        PersonalField("secret", "订阅地址的摘要", _DUTY, _FEED),
        PersonalField("label", "本人给订阅地址起的名字，好分清是哪台设备", _DUTY, _FEED),
        PersonalField("idle_since", "账户停用以后从哪天起算 180 天", _DUTY, _FEED),
    )

    id = models.UUIDField(primary_key=True)
    person = models.UUIDField()
    account = models.BigIntegerField()
    secret = models.CharField(max_length=64, unique=True)
    label = models.CharField(max_length=40, blank=True)
    made_at = models.DateTimeField()
    idle_since = models.DateTimeField(null=True)

    class Meta:
        """Looked up by the person."""

        indexes = (models.Index(fields=["person"]),)

    def __str__(self) -> str:
        return str(self.id)

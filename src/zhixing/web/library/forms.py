"""The form of an article: what is printed around it, and its text in Markdown (or HTML where it came so)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID, uuid4

from django import forms

from zhixing.actions.actors import tree
from zhixing.actions.library_desk import Written, hats_over
from zhixing.actions.start import rulebooks
from zhixing.core.cells import POST_WORDS, Post
from zhixing.core.library.article import (
    AUDIENCE_WORDS,
    LICENCE_WORDS,
    SORT_WORDS,
    Article,
    Audience,
    Licence,
    Sort,
    Source,
)
from zhixing.core.library.reviewing import may_write
from zhixing.store.content.queries import MediumRow, VersionRow
from zhixing.store.people.queries import Actor

TEXT = forms.Textarea(attrs={"rows": 22, "spellcheck": "false"})
TYPED = (Sort.ARTICLE, Sort.CASE, Sort.REGULATION, Sort.VIDEO, Sort.AUDIO, Sort.PDF)
"""What can be typed; a course comes as a package (`web.courses`) and stays one."""


class ArticleForm(forms.Form):
    """A draft: sent twice it is one version."""

    uid = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    version = forms.IntegerField(widget=forms.HiddenInput, initial=0)
    title = forms.CharField(label="标题", max_length=200)
    sort = forms.ChoiceField(label="类型", choices=[(one.value, SORT_WORDS[one]) for one in TYPED])
    org = forms.ChoiceField(label="由哪个党组织管")
    markdown = forms.CharField(
        label="正文",
        required=False,
        max_length=200_000,
        widget=TEXT,
        strip=False,
        help_text="空一行是一段；## 小标题，- 条目，**加粗**，[文字](https://网址)，表格用 | 分栏",
    )
    body = forms.CharField(
        label="正文（HTML）",
        required=False,
        max_length=400_000,
        widget=TEXT,
        strip=False,
        help_text="这一篇的正文是网页格式；只留标题、段落、列表、表格、加粗和链接，其余自动去掉",
    )
    author_unit = forms.CharField(label="作者单位", required=False, max_length=120)
    author = forms.CharField(label="作者", required=False, max_length=120)
    source_name = forms.CharField(
        label="来源", required=False, max_length=200, help_text="本单位原创的不用写"
    )
    source_link = forms.CharField(label="来源链接", required=False, max_length=500)
    licence = forms.ChoiceField(
        label="授权", choices=[(one.value, words) for one, words in LICENCE_WORDS.items()]
    )
    proof = forms.CharField(
        label="授权凭据", required=False, max_length=300, help_text="授权书编号、邮件日期，或者许可协议"
    )
    category = forms.ChoiceField(label="教育内容类别", required=False)
    audience = forms.ChoiceField(
        label="发布范围",
        choices=[(one.value, words) for one, words in AUDIENCE_WORDS.items()],
        initial=Audience.INTERNAL.value,
    )
    posts = forms.MultipleChoiceField(
        label="适合岗位",
        required=False,
        choices=[(one.value, POST_WORDS[one]) for one in Post],
        widget=forms.CheckboxSelectMultiple,
        help_text="都不选就是全部岗位",
    )
    beside = forms.MultipleChoiceField(
        label="音频、视频、PDF", required=False, widget=forms.CheckboxSelectMultiple
    )
    notice = forms.CharField(
        label="正文上方的提示", required=False, max_length=500, help_text="如：本文引用历史表述，现行表述见……"
    )
    reason = forms.CharField(label="这一版改了什么", required=False, max_length=300)

    def __init__(
        self,
        data: object = None,
        *,
        actor: Actor,
        today: dt.date,
        held: VersionRow | None,
        files: Sequence[MediumRow] = (),
    ) -> None:
        super().__init__(data, label_suffix="")  # type: ignore[arg-type]
        self.held, fields = held, self.fields
        rule = rulebooks().on("content.categories", today)
        names = rule.words("names") if rule else ()
        self._offer("category", [("", "未标"), *((one, one) for one in names)])
        self._offer("beside", [(str(one.id), one.title) for one in files])
        self._offer(
            "org",
            [(str(org.id), org.name) for org in tree().orgs.values() if may_write(hats_over(actor, org.id))],
        )
        if held is not None and held.article.sort is Sort.COURSE:
            self._offer("sort", [(Sort.COURSE.value, SORT_WORDS[Sort.COURSE])])
        if held is None:
            del fields["body"], fields["reason"]
        else:
            del fields["org"], fields["markdown" if held.article.body and not held.written else "body"]
            self.initial = _initial(held)
        if not files:
            del fields["beside"]
        elif held is None:
            self.initial = {}

    def _offer(self, name: str, options: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField | forms.MultipleChoiceField)
        field.choices = options

    def said(self) -> Written:
        """What was filled in; what the form does not ask (validity, topics) stays as it was."""
        got = self.cleaned_data
        before = (
            self.held.article if self.held else Article(id=uuid4(), version=0, sort=Sort.ARTICLE, title="")
        )
        kept = [str(one) for one in before.media]
        one = replace(
            before,
            id=before.id if self.held else got["uid"],
            version=got["version"] or 0,
            sort=Sort(got["sort"]),
            title=got["title"],
            body=got.get("body", ""),
            author_unit=got["author_unit"],
            author=got["author"],
            source=Source(got["source_name"], got["source_link"], Licence(got["licence"]), got["proof"]),
            category=got["category"],
            audience=Audience(got["audience"]),
            posts=tuple(got["posts"]),
            notice=got["notice"],
            media=tuple(UUID(each) for each in got.get("beside", kept)),
        )
        org = UUID(got["org"]) if got.get("org") else None
        return Written(one, got.get("markdown", ""), got["uid"], org, got.get("reason", ""))


def _initial(held: VersionRow) -> dict[str, object]:
    one = held.article
    return {
        "version": one.version,
        "title": one.title,
        "sort": one.sort.value,
        "markdown": held.written,
        "body": one.body,
        "author_unit": one.author_unit,
        "author": one.author,
        "source_name": one.source.name,
        "source_link": one.source.link,
        "licence": one.source.licence.value,
        "proof": one.source.proof,
        "category": one.category,
        "audience": one.audience.value,
        "posts": list(one.posts),
        "beside": [str(each) for each in one.media],
        "notice": one.notice,
    }

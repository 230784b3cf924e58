"""The form of documents that were read: what is printed around each of them, and which are taken."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django import forms

from zhixing.actions.actors import tree
from zhixing.actions.library_desk import hats_over
from zhixing.actions.library_documents import Taken
from zhixing.core.library.article import LICENCE_WORDS, SORT_WORDS, Article, Licence, Sort, Source
from zhixing.core.library.cleaning import STRAY_WORDS, Removed
from zhixing.core.library.incoming import Reading, Unread
from zhixing.core.library.reviewing import may_write
from zhixing.store.people.queries import Actor

SORTS = (Sort.ARTICLE, Sort.CASE, Sort.REGULATION)
NIL = UUID(int=0)


class DocumentForm(forms.Form):
    """One document: taken or left, its title, what it is, whose, where from and by which right."""

    take = forms.BooleanField(label="收下这一篇", required=False, initial=True)
    title = forms.CharField(label="标题", max_length=200, required=False)
    sort = forms.ChoiceField(label="类型", choices=[(one.value, SORT_WORDS[one]) for one in SORTS])
    org = forms.ChoiceField(label="由哪个党组织管")
    author_unit = forms.CharField(label="作者单位", required=False, max_length=120)
    author = forms.CharField(label="作者", required=False, max_length=120)
    licence = forms.ChoiceField(
        label="授权",
        choices=[("", "请选"), *((one.value, words) for one, words in LICENCE_WORDS.items())],
        required=False,
    )
    source_name = forms.CharField(
        label="来源", required=False, max_length=200, help_text="本单位原创的不用写"
    )
    source_link = forms.CharField(label="来源链接", required=False, max_length=500)
    proof = forms.CharField(
        label="授权凭据",
        required=False,
        max_length=300,
        help_text="已授权转载的写授权书编号、邮件日期或许可协议",
    )

    def __init__(self, data: object, reading: Reading, number: int, actor: Actor) -> None:
        found = reading.imprint
        source = " ".join(one for one in (found.source, found.published) if one)
        initial = {"title": found.title, "author": found.author, "source_name": source}
        super().__init__(data, prefix=str(number), label_suffix="", initial=initial)  # type: ignore[arg-type]
        org = self.fields["org"]
        assert isinstance(org, forms.ChoiceField)
        org.choices = [
            (str(one.id), one.name) for one in tree().orgs.values() if may_write(hats_over(actor, one.id))
        ]

    def clean(self) -> dict[str, object]:
        """What is left needs nothing."""
        got = self.cleaned_data
        if not got.get("take"):
            self.errors.clear()
            return got
        if not got.get("title"):
            self.add_error("title", "请写标题")
        if not got.get("licence"):
            self.add_error("licence", "请选授权；没有授权的只存题录和链接")
        return got

    def said(self, number: int) -> Taken | None:
        """The draft wanted; None where it is left."""
        got = self.cleaned_data
        if not got["take"]:
            return None
        source = Source(got["source_name"], got["source_link"], Licence(got["licence"]), got["proof"])
        one = Article(
            id=NIL,
            version=0,
            sort=Sort(got["sort"]),
            title=got["title"],
            author_unit=got["author_unit"],
            author=got["author"],
            source=source,
        )
        return Taken(number, one, UUID(got["org"]))


@dataclass(frozen=True, slots=True)
class Gone:
    """A line of what was taken out: why, the text or how often, how the text goes on after it."""

    why: str
    text: str
    before: str


@dataclass(frozen=True, slots=True)
class DocumentCard:
    """A document as shown: its form and what was taken out and lost, or why it was not read."""

    name: str
    reason: str
    form: DocumentForm | None = None
    reading: Reading | None = None
    gone: tuple[Gone, ...] = ()
    doubts: tuple[str, ...] = ()
    words: int = 0


@dataclass(frozen=True, slots=True)
class DocumentsPage:
    """The documents of an upload."""

    upload: UUID
    cards: tuple[DocumentCard, ...]
    read: int
    problem: str = ""


def cards_of(
    found: Sequence[Reading | Unread], actor: Actor, data: Mapping[str, object] | None
) -> tuple[DocumentCard, ...]:
    """A card for each document, with what was typed."""
    return tuple(_card(one, number, actor, data) for number, one in enumerate(found))


def _card(
    one: Reading | Unread, number: int, actor: Actor, data: Mapping[str, object] | None
) -> DocumentCard:
    if isinstance(one, Unread):
        return DocumentCard(one.name, one.reason)
    editor = one.imprint.editor
    told = (f"原文写明责任编辑：{editor}；本库的责任编辑是写稿的人",) if editor else ()
    return DocumentCard(
        name=one.name,
        reason="",
        form=DocumentForm(data, one, number, actor),
        reading=one,
        gone=tuple(_gone(each) for each in one.removed),
        doubts=(*one.imprint.doubts, *one.doubts, *one.dropped, *told),
        words=sum(1 for sign in one.html if "\u3400" <= sign <= "\u9fff"),
    )


def _gone(one: Removed) -> Gone:
    text = f"“{one.text}”" if one.text else ""
    times = f"{one.times} 处" if one.times > 1 or not one.text else ""
    return Gone(STRAY_WORDS[one.stray], f"{text} {times}".strip(), one.before)

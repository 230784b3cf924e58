"""The forms of a problem: its description, where it occurs, evidence of effect. Few fields, most of them filled in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from uuid import UUID, uuid4

from django import forms

from zhixing.actions import choosing
from zhixing.actions.problem_rests import Rest
from zhixing.actions.problems import places_of
from zhixing.actions.recording import BOOKKEEPERS, keeps
from zhixing.actions.roll import roll
from zhixing.actions.start import rulebooks
from zhixing.core.cells import POST_WORDS, Post
from zhixing.core.problems.register import Problem
from zhixing.core.problems.words import SOURCES
from zhixing.core.recording.base import LONGEST
from zhixing.core.recording.problems import Change, Places, Shown
from zhixing.store.people.queries import Actor

Options = Iterable[tuple[str, str]]


class Form(forms.Form):
    """A form of one problem: sent twice it is entered once."""

    uid = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)

    def __init__(self, data: object = None, *, actor: Actor, problem: Problem, today: dt.date) -> None:
        super().__init__(data, label_suffix="")  # type: ignore[arg-type]
        self.actor, self.problem, self.today = actor, problem, today
        self.prepare()

    def prepare(self) -> None:
        """Fills in the choices and what stands now."""

    def choose(self, name: str, options: Options, initial: object) -> None:
        """The options of a choice, and what is chosen beforehand."""
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField | forms.MultipleChoiceField)
        field.choices, field.initial = list(options), initial


class ChangeForm(Form):
    """The description anew: everything but the year and the number."""

    text = forms.CharField(
        label="问题", max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 3}), help_text="写事，不写姓名"
    )
    source = forms.ChoiceField(label="来源", required=False)
    category = forms.ChoiceField(label="教育内容类别", required=False)
    weight = forms.ChoiceField(label="程度（1 轻—5 重）")
    owner = forms.ChoiceField(label="责任党组织")
    due = forms.DateField(
        label="整改时限",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": "时限认不出来，请写成 2026-03-05 的样子"},
    )
    late = forms.CharField(label="迟到的理由", required=False, max_length=LONGEST)

    def prepare(self) -> None:
        """As it stands now."""
        one = self.problem
        rule = rulebooks().on("content.categories", self.today)
        names = rule.words("names") if rule else ()
        self.choose("source", _with(SOURCES, one.source, "未写"), one.source)
        self.choose("category", _with(names, one.category, "未标"), one.category)
        self.choose("weight", [(str(n), str(n)) for n in range(1, 6)], str(one.weight))
        self.choose("owner", _owners(self.actor, one), str(one.owner))
        self.fields["text"].initial, self.fields["due"].initial = one.text, one.due

    def said(self) -> Change:
        """What was filled in."""
        got = self.cleaned_data
        return Change(
            UUID(got["owner"]), got["text"], got["source"], got["category"], int(got["weight"]), got["due"]
        )


class PlacesForm(Form):
    """Where it occurs: ticked lists."""

    orgs = forms.MultipleChoiceField(
        label="党组织", required=False, widget=forms.CheckboxSelectMultiple(attrs={"class": "tick"})
    )
    posts = forms.MultipleChoiceField(
        label="岗位类别", required=False, widget=forms.CheckboxSelectMultiple(attrs={"class": "tick"})
    )
    stations = forms.MultipleChoiceField(
        label="站点", required=False, widget=forms.CheckboxSelectMultiple(attrs={"class": "tick"})
    )

    def prepare(self) -> None:
        """The organisations whose books the actor keeps with those that stand, and their stations."""
        one, register = self.problem, roll().register
        orgs = dict(_kept(self.actor)) | {str(org): register.name_of(org) for org in one.orgs}
        near = {UUID(org) for org in orgs} | places_of(one, register)
        stations = sorted(
            (each for each in register.stations.values() if each.org in near or each.id in one.stations),
            key=lambda each: (register.name_of(each.org), each.order, each.name),
        )
        self.choose("orgs", orgs.items(), [str(org) for org in one.orgs])
        self.choose("posts", [(post.value, POST_WORDS[post]) for post in Post], list(one.posts))
        self.choose(
            "stations", [(str(each.id), each.name) for each in stations], [str(uid) for uid in one.stations]
        )

    def said(self) -> Places:
        """What was ticked."""
        got = self.cleaned_data
        return Places(
            tuple(UUID(each) for each in got["orgs"]),
            tuple(got["posts"]),
            tuple(UUID(each) for each in got["stations"]),
        )


def effect_of(words: str, value: str, offered: Iterable[Rest]) -> Shown:
    """Evidence as it was sent: what it rests on is one of those offered, whose words stand where none were typed."""
    rest = next((one for one in offered if one.value == value), None)
    if rest is None:
        return Shown(words, value.partition("|")[0], value.partition("|")[2])
    return Shown(words.strip() or rest.words, rest.kind, rest.thing)


def _with(words: Iterable[str], held: str, nothing: str) -> list[tuple[str, str]]:
    """The offered words, and the one that stands though it is not offered."""
    offered = [*words]
    offered += [held] if held and held not in offered else []
    return [("", nothing), *((one, one) for one in offered)]


def _kept(actor: Actor) -> list[tuple[str, str]]:
    return [(str(uid), name) for uid, name in choosing.branches_kept(actor, *BOOKKEEPERS)]


def _owners(actor: Actor, problem: Problem) -> list[tuple[str, str]]:
    register = roll().register
    found = dict(_kept(actor))
    if register.root is not None and keeps(actor, register.root.id, register):
        found[str(register.root.id)] = f"{register.root.name}（全局）"
    found.setdefault(str(problem.owner), register.name_of(problem.owner))
    return list(found.items())

"""Sheets after their hour: terms, erasing, the copy of what is held, weak topics, batches compared."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Callable
from uuid import UUID, uuid4

import pytest
from django.utils import timezone
from tests import cast
from tests.core.papers.planted import question
from tests.web.conftest import Bureau

from zhixing.actions import papers, papers_own, papers_results, papers_terms
from zhixing.actions.papers_waiting import waiting
from zhixing.actions.problem_signals import signals
from zhixing.core.papers.blueprint import Blueprint, Part
from zhixing.core.papers.drawing import draw
from zhixing.core.papers.equating import Adjustment, Method
from zhixing.core.papers.paper import Paper as PaperValue
from zhixing.core.questions.question import Answer, Form
from zhixing.store.ledger.models import AuditLine
from zhixing.store.papers import api, queries
from zhixing.store.papers.models import Invited, ItemCounts, Paper, Sheet, Sitting

pytestmark = pytest.mark.django_db
HAND = api.Hand("周健（branch）", 1)


def _paper(seed: int) -> PaperValue:
    """Ten single choices, the first five anchors."""
    bank = [question(n, topics=("组织生活",), category="党章党规", anchor=n <= 5) for n in range(1, 11)]
    found = draw(Blueprint((Part(Form.SINGLE, 10, 200),), anchors=5), bank, seed=seed)
    assert isinstance(found, PaperValue)
    return found


def _sitting(org: UUID, people: dict[UUID, UUID], share: float, seed: int = 1, **more: object) -> UUID:
    """A sitting that so many sat, each right with this chance; all on record."""
    rng, value, now = random.Random(seed), _paper(seed), timezone.now()
    paper, sitting = uuid4(), uuid4()
    api.add_paper(api.NewPaper(paper, paper, 1, "测验甲", org, value), by=HAND, on=timezone.localdate())
    fields = {"way": "assigned", "delayed": False, "session": None, "against": None, "grace": 5, **more}
    ends = {"opens_at": now - dt.timedelta(days=1), "closes_at": now + dt.timedelta(days=1)}
    api.add_sitting(api.NewSitting(sitting, paper, **fields, **ends), people, by=HAND)  # type: ignore[arg-type]
    for person, branch in people.items():
        answers = {n: Answer(frozenset({0 if rng.random() < share else 1})) for n in range(len(value.items))}
        new = api.NewSheet(uuid4(), sitting, person, branch, answers, timezone.localdate())
        api.hand_in(new)
        api.set_counted(new.id, uuid4())
    return sitting


@pytest.fixture
def people(bureau: Bureau) -> Callable[[int], dict[UUID, UUID]]:
    """Members of a branch by its number, each with the branch."""

    def found(branch: int) -> dict[UUID, UUID]:
        wanted = bureau.year.branches[branch].id
        return {
            one.id: wanted for one in bureau.year.members if one.branch_id == wanted and one.on_roll_at_end
        }

    return found


def test_after_a_year_only_item_counts_remain(
    bureau: Bureau, people: Callable[[int], dict[UUID, UUID]]
) -> None:
    sitting = _sitting(bureau.year.branches[0].id, people(0), 0.5)
    before = papers_results.results_of(sitting, cast.actor("branch", today=timezone.localdate()))
    assert before.results.items
    now = timezone.now()
    assert papers_terms.tidy(now=now + dt.timedelta(days=300)) == 0
    assert papers_terms.tidy(now=now + dt.timedelta(days=380)) == len(people(0))
    assert not Sheet.objects.exists()
    assert not Invited.objects.exists()
    after = papers_results.results_of(sitting, cast.actor("branch", today=timezone.localdate()))
    assert after.kept
    assert after.results == before.results
    assert Sitting.objects.get().by == HAND.signature
    papers_terms.tidy(now=now + dt.timedelta(days=1200))
    assert (Sitting.objects.get().by, Paper.objects.get().by) == (api.GONE, api.GONE)
    assert ItemCounts.objects.count() == 1


def test_who_leaves_is_forgotten(bureau: Bureau, people: Callable[[int], dict[UUID, UUID]]) -> None:
    _sitting(bureau.year.branches[0].id, people(0), 0.5)
    one = next(iter(people(0)))
    api.forget_person(one, [1])
    assert not Sheet.objects.filter(person=one).exists()
    assert not Invited.objects.filter(person=one).exists()
    assert Paper.objects.get().by == api.GONE


def test_ones_copy_tells_every_answer(bureau: Bureau, people: Callable[[int], dict[UUID, UUID]]) -> None:
    _sitting(bureau.year.branches[0].id, people(0), 1.0)
    told = list(papers_own.arranged(next(iter(people(0)))))
    assert len(told) == 1
    assert "20 / 20 分，已入台账" in told[0].words
    assert "1. A；2. A" in told[0].words


def test_a_weak_topic_is_a_signal_of_five_people_or_more(
    bureau: Bureau, people: Callable[[int], dict[UUID, UUID]]
) -> None:
    today = timezone.localdate()
    superior = cast.actor("superior", today=today)
    few = dict(list(people(0).items())[:5])
    _sitting(bureau.year.branches[0].id, dict(list(few.items())[:4]), 0.0)
    assert signals(superior, today.year, today=today).topics == ()
    _sitting(bureau.year.branches[1].id, people(1), 0.2, seed=2)
    found = signals(superior, today.year, today=today).topics
    assert not [one for one in found if one.group.branch], "the four would follow from the whole"
    _sitting(bureau.year.branches[0].id, dict(list(few.items())[4:]), 0.0, seed=3)
    found = signals(superior, today.year, today=today).topics
    assert [(one.topic, one.group.branch, one.people) for one in found if one.group.branch] == [
        ("组织生活", bureau.year.branches[0].id, 5),
        ("组织生活", bureau.year.branches[1].id, len(people(1))),
    ]
    other = cast.actor("branch", today=today)
    assert all(
        one.group.branch != bureau.year.branches[1].id
        for one in signals(other, today.year, today=today).topics
    )
    page = bureau.clients["superior"].get(f"/problems/signals/?year={today.year}").content.decode()
    assert "题目薄弱处" in page
    assert "“组织生活”得分率" in page


def test_private_sheets_are_in_no_figure(bureau: Bureau, people: Callable[[int], dict[UUID, UUID]]) -> None:
    today = timezone.localdate()
    sitting = _sitting(bureau.year.branches[1].id, people(1), 0.1, way="choice")
    Sheet.objects.update(counted=False, fact=None)
    assert signals(cast.actor("superior", today=today), today.year, today=today).topics == ()
    found = papers_results.results_of(sitting, cast.actor("superior", today=today))
    assert (found.results.sheets, found.alone, found.results.items) == (0, len(people(1)), ())


def test_a_batch_is_compared_by_its_anchors(
    bureau: Bureau, people: Callable[[int], dict[UUID, UUID]]
) -> None:
    today, superior = timezone.localdate(), bureau.year.branches[0].id
    first = _sitting(superior, people(0), 0.8, seed=3)
    second = _sitting(superior, people(0), 0.8, seed=4, against=first)
    found = papers_results.results_of(second, cast.actor("branch", today=today))
    assert isinstance(found.compared, Adjustment)
    assert found.compared.method is Method.CHAINED
    assert len(found.compared.anchors) == 5
    page = bureau.clients["branch"].get(f"/papers/sittings/{second}/").content.decode()
    assert "（锚题 5 道）" in page
    assert "链式均值等值" in page
    raw = found.results.mean
    assert raw is not None
    assert papers_results.results_of(second, cast.actor("branch", today=today)).results.mean == raw


def test_reading_leaves_no_line_and_nobody_else_sees_a_sheet(
    bureau: Bureau, people: Callable[[int], dict[UUID, UUID]]
) -> None:
    _sitting(bureau.year.branches[0].id, people(0), 0.5)
    lines = AuditLine.objects.count()
    member = cast.actor("member", today=timezone.localdate())
    assert len(papers_own.own(member)) == 1
    assert papers.sittings(member) == []
    assert queries.sheets_of(uuid4()) == []
    assert AuditLine.objects.count() == lines


def test_what_has_ended_waits_to_be_collected(
    bureau: Bureau, people: Callable[[int], dict[UUID, UUID]]
) -> None:
    today = timezone.localdate()
    sitting = _sitting(bureau.year.branches[0].id, people(0), 0.5)
    actor = cast.actor("branch", today=today)
    assert list(waiting(actor, today)) == []
    later = today + dt.timedelta(days=3)
    assert [one.thing for one in waiting(actor, later)] == [sitting]
    assert list(waiting(cast.actor("branch_other", today=today), later)) == []
    bureau.clients["branch"].post(f"/papers/sittings/{sitting}/close/")
    assert list(waiting(actor, later)) == []

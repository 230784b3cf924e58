"""Why the draft is as it is, item by item, in words: from the best choice and the best ones beside it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from zhixing.core.cells import TIER_WORDS, Cell, Tier
from zhixing.core.figures.figure import hours
from zhixing.core.plan.choosing import Choice, Chosen, points, tight
from zhixing.core.plan.explained import BudgetUse, Explained, Item, LeftOut
from zhixing.core.plan.knapsack import NONE, Best
from zhixing.core.plan.plan import Lesson


def explain(
    chosen: Chosen,
    titles: Mapping[UUID, str],
    duties: Sequence[Lesson],
    budgets: Mapping[Tier, int],
    rhythm: Mapping[Cell, int],
    duty_hours: Mapping[Cell, int],
) -> Explained:
    """The whole explanation. `titles` by topic; `rhythm` and `duty_hours` by cell, in hundredths of an hour."""
    items = [_duty(one) for one in duties]
    items += [_item(chosen, n, titles) for n, pick in enumerate(chosen.best.picks) if pick != NONE]
    items += [_over(chosen, n, titles) for n in sorted(chosen.over)]
    left = [_left(chosen, n, titles) for n in sorted(chosen.forced)]
    uses = _uses(chosen, budgets, rhythm, duty_hours)
    proof = (
        f"{len(chosen.task.topics)} 个题目、{sum(len(one.choices) for one in chosen.task.topics)} 种办法中，"
        f"在各层次学时预算内合计效益最大，逐项比较得出（只需比较 {chosen.best.seen} 种情形，其余证明不会更好）"
    )
    return Explained(tuple(items), tuple(left), uses, chosen.best.value, proof)


def _duty(lesson: Lesson) -> Item:
    held = tuple(
        (tier, lesson.hundredths) for tier in Tier if any(cell.tier is tier for cell in lesson.cells)
    )
    words = f"上级规定必须安排，先占学时：{lesson.duty}"
    return Item(lesson.id, lesson.title, lesson.answers, "必须", 0, "不参加比较", held, True, words=words)


def _hours(choice: Choice) -> tuple[tuple[Tier, int], ...]:
    return tuple(
        (tier, choice.size.hundredths) for tier in Tier if any(cell.tier is tier for cell in choice.cells)
    )


def _item(chosen: Chosen, n: int, titles: Mapping[UUID, str]) -> Item:
    topic, choice = chosen.task.topics[n], chosen.choice(n)
    assert choice is not None
    other = chosen.without[n]
    cost = chosen.best.value - other.value
    came = _came(chosen, other, n, titles)
    numbers = "、".join(one.number or one.text for one in topic.problems)
    told = f"答 {numbers}；{choice.words}，{choice.formula}"
    if topic.must:
        told += "。上级必学，必须安排；"
        told += f"它占用的学时本可改排{'；'.join(came)}" if came else "没有挤掉别的课"
    elif came:
        told += f"。不排这一课，可改排{'；'.join(came)}，但合计效益少 {points(cost)}"
    else:
        told += f"。不排这一课，没有别的课可以补进来，合计效益少 {points(cost)}"
    return Item(
        lesson=topic.id,
        title=titles[topic.id],
        problems=tuple(one.id for one in topic.problems),
        size=choice.words,
        benefit=choice.benefit,
        formula=choice.formula,
        hours=_hours(choice),
        must=topic.must,
        cost=cost,
        displaced=tuple(came),
        words=told,
    )


def _came(chosen: Chosen, other: Best, n: int, titles: Mapping[UUID, str]) -> list[str]:
    """What the other choice takes in addition, or bigger."""
    found = []
    for m, topic in enumerate(chosen.task.topics):
        before, after = chosen.choice(m), chosen.choice(m, other)
        if m == n or after is None or after == before:
            continue
        was = f"由{before.words}改为" if before else ""
        found.append(f"《{titles[topic.id]}》{was}{after.words}")
    return found


def _over(chosen: Chosen, n: int, titles: Mapping[UUID, str]) -> Item:
    """What a superior asks for, although no hours are left: taken in its smallest size, beyond the budget."""
    topic = chosen.task.topics[n]
    choice = smallest(topic.choices)
    words = "上级必学，学时预算已满仍须安排；超出的学时见各层次预算"
    problems = tuple(one.id for one in topic.problems)
    return Item(
        topic.id,
        titles[topic.id],
        problems,
        choice.words,
        choice.benefit,
        choice.formula,
        _hours(choice),
        True,
        words=words,
    )


def smallest(choices: Iterable[Choice]) -> Choice:
    """The choice of the fewest hours, and of those the one that reaches most people."""
    return min(choices, key=lambda one: (one.size.hundredths, -one.people))


def _left(chosen: Chosen, n: int, titles: Mapping[UUID, str]) -> LeftOut:
    topic, forced = chosen.task.topics[n], chosen.forced[n]
    tiers = tight(chosen.task, chosen.best, n)
    named = "、".join(TIER_WORDS[tier] for tier in tiers) or "各层次"
    best = max(one.benefit for one in topic.choices)
    if forced is None:
        words = f"{named}的学时预算连最小的一种也排不下"
    else:
        gone = _gone(chosen, forced, n, titles)
        told = f"要让出{'；'.join(gone)}，" if gone else ""
        words = f"{named}的学时不够；硬要排入，{told}合计效益少 {points(chosen.best.value - forced.value)}"
    problems = tuple(one.id for one in topic.problems)
    return LeftOut(titles[topic.id], problems, best, tiers, f"{words}。可在当月主题党日里学")


def _gone(chosen: Chosen, forced: Best, n: int, titles: Mapping[UUID, str]) -> list[str]:
    found = []
    for m, topic in enumerate(chosen.task.topics):
        before, after = chosen.choice(m), chosen.choice(m, forced)
        if m != n and before is not None and after != before:
            then = f"（改为{after.words}）" if after else ""
            found.append(f"《{titles[topic.id]}》{then}")
    return found


def _uses(
    chosen: Chosen, budgets: Mapping[Tier, int], rhythm: Mapping[Cell, int], duty_hours: Mapping[Cell, int]
) -> tuple[BudgetUse, ...]:
    """Each tier by its fullest cell: that is the one that binds."""
    taken: dict[Cell, int] = dict.fromkeys(chosen.task.cells, 0)
    picks = [(n, chosen.choice(n)) for n in range(len(chosen.task.topics))]
    picks += [(n, smallest(chosen.task.topics[n].choices)) for n in chosen.over]
    for _, choice in picks:
        for cell in choice.cells if choice else ():
            taken[cell] += choice.size.hundredths if choice else 0
    found = []
    for tier in Tier:
        cells = [cell for cell in chosen.task.cells if cell.tier is tier]
        if not cells:
            continue
        full = max(cells, key=lambda one: (rhythm[one] + duty_hours[one] + taken[one], one))
        use = BudgetUse(tier, budgets[tier], rhythm[full], duty_hours[full], taken[full], "")
        words = (
            f"{TIER_WORDS[tier]}预算 {hours(use.budget)}：法定节拍 {hours(use.rhythm)}，上级规定 "
            f"{hours(use.duties)}，对着问题安排 {hours(use.chosen)}，"
            + (f"还有 {hours(use.left)}" if use.left >= 0 else f"超出 {hours(-use.left)}")
            + f"（学时最满的一格：{full.words}）"
        )
        found.append(BudgetUse(tier, use.budget, use.rhythm, use.duties, use.chosen, words))
    return tuple(found)

"""A year of review by the real choice of cards: is five minutes a day enough, and is it ever exceeded?

The learner is FSRS's own model of memory (`solvers.memory`): a card is known with the likelihood the model gives,
drawn from a seed. So this holds what is asked of the system (budget, order, new cards) and of the model's
arithmetic; it says nothing of how well real people learn. One line has a learner who forgets as if twice the days
had gone by, without the system knowing.

    python benchmarks/memory.py            writes memory.md beside this file
"""

from __future__ import annotations

import datetime as dt
import random
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from zhixing.core.memory.answer import Memory, Rating, rating_of
from zhixing.core.memory.budget import Card, Limits, limits_on, pick, seconds_of
from zhixing.core.questions.question import Form
from zhixing.interop.rulebook_files import load_rulebooks
from zhixing.solvers.memory import Fsrs

HERE = Path(__file__).resolve().parent
BEGIN = dt.date(2026, 1, 1)
CARDS, DAYS, SEEDS = 400, 365, 20
FORMS = (*[Form.SINGLE] * 4, *[Form.MULTIPLE] * 2, *[Form.TRUE_FALSE] * 2, Form.FILL_IN, Form.SHORT)
"""The mix of a bank: four in ten single choice, one in ten short answers."""
FIRST_RIGHT = 0.5
"""How likely a question never seen is answered right."""
Away = Callable[[int], bool]


@dataclass(frozen=True)
class Year:
    """What came of a year: the fullest day, the mean of days with review, how many cards were met, by which day.

    `end`: the mean likelihood of recall on the last day, a card never met counting as not known; `least`: the
    lowest of the last 90 days; `of_met`: of the cards met alone, on the last day.
    """

    fullest: int
    usual: float
    met: int
    by: int
    end: float
    least: float
    of_met: float


def year(
    limits: Limits,
    *,
    seed: int,
    cards: int = CARDS,
    days: int = DAYS,
    away: Away = lambda _: False,
    forgets: int = 1,
) -> Year:
    """One learner's year. `away`: days without review; `forgets`: how many days pass for him in one of the model's."""
    chance = random.Random(seed)  # noqa: S311 - a learner, drawn to be drawn again
    engine = Fsrs(retention=limits.retention / 100)
    bank = [Card(UUID(int=nth + 1), 1, FORMS[nth % len(FORMS)]) for nth in range(cards)]
    chance.shuffle(bank)
    known: dict[UUID, Memory] = {}
    taken, recalls, by = [], [], days
    for nth in range(days):
        day = BEGIN + dt.timedelta(days=nth)
        today = () if away(nth) else pick(bank, known, day, engine=engine, limits=limits)
        for card in today:
            before = known.get(card.question)
            likely = FIRST_RIGHT if before is None else _likely(engine, before, day, forgets)
            rating: Rating = rating_of(chance.random() < likely)
            known[card.question] = engine.after(before, rating, day, 1)
        taken.append(seconds_of(today, limits))
        by = min(by, nth + 1) if len(known) == cards else days
        recalls.append(_mean(engine, known, day, cards, forgets) if nth >= days - 90 else 0.0)
    busy = [one for one in taken if one]
    end, met = recalls[-1], len(known)
    return Year(max(taken), sum(busy) / len(busy), met, by, end, min(recalls[-90:]), end * cards / met)


def _likely(engine: Fsrs, memory: Memory, day: dt.date, forgets: int) -> float:
    return engine.recall(memory, memory.last + (day - memory.last) * forgets)


def _mean(engine: Fsrs, known: Mapping[UUID, Memory], day: dt.date, cards: int, forgets: int) -> float:
    """Over all cards; one never met counts as not known."""
    return sum(_likely(engine, one, day, forgets) for one in known.values()) / cards


SCENES: tuple[tuple[str, Away, int], ...] = (
    ("每天都来", lambda nth: False, 1),
    ("上七休七：在岗 7 天一次不来", lambda nth: nth // 7 % 2 == 1, 1),
    ("上十休十：在岗 10 天一次不来", lambda nth: nth // 10 % 2 == 1, 1),
    ("年中离开 60 天", lambda nth: 150 <= nth < 210, 1),
    ("每天都来，但忘得比模型快一倍", lambda nth: False, 2),
)


def measured(limits: Limits, *, seeds: int = SEEDS) -> list[tuple[str, list[Year]]]:
    """Every scene with so many learners."""
    return [
        (name, [year(limits, seed=seed, away=away, forgets=forgets) for seed in range(seeds)])
        for name, away, forgets in SCENES
    ]


def page(limits: Limits, found: list[tuple[str, list[Year]]], cpu: float) -> str:
    """The figures as Markdown."""
    rows = "\n".join(f"| {name} | {_row(each)} |" for name, each in found)
    return f"""# 间隔复习的模拟

`python benchmarks/memory.py` 重测并改写本页。{CARDS} 张卡、{DAYS} 天，每种情形 {SEEDS} 个学习者（种子 0—{SEEDS - 1}），取卡用系统自己的
`core.memory.budget.pick`，份量用规则手册 `memory-local`：每天最多 {limits.seconds} 秒、最多 {limits.most_new} 道新题。

**学习者就是 FSRS 自己的记忆模型**：每次答对与否，按模型给出的可能性掷出；没见过的题答对一半。所以这里量的是系统的取舍和模型的算术，
不是真人学得怎样；真人的掌握情况只看自愿参加的延时复测。秒数是按题型的固定估计，不是任何人的用时。

“记得”是平均可能性，没见过的题按不记得算；都取 {SEEDS} 个学习者里最差的一个。

| 情形 | 最满的一天（秒） | 有复习的日子平均（秒） | 见过几题 | 第几天见全 | 年末记得 | 末 90 天最低 | 见过的题年末记得 |
| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |
{rows}

每天都来的，或者中间离开过两个月的，年末都在九成以上，没有一天超过 {limits.seconds} 秒。隔周才来的，一年的份量只有一半，400 题没有见全：
系统先保住最可能忘的，不加量、不补账；在岗时用手机断网复习，就和每天都来一样。

处理器时间 {cpu:.1f} 秒。
"""


def _row(each: list[Year]) -> str:
    usual = sum(one.usual for one in each) / len(each)
    by = max(one.by for one in each)
    met = min(one.met for one in each)
    told = (
        f"{max(one.fullest for one in each)}",
        f"{usual:.0f}",
        f"{met}",
        f"{by}" if met == CARDS else "—",
        f"{min(one.end for one in each):.3f}",
        f"{min(one.least for one in each):.3f}",
        f"{min(one.of_met for one in each):.3f}",
    )
    return " | ".join(told)


def main() -> None:
    """Measures everything and writes the page."""
    limits = limits_on(load_rulebooks(HERE.parent / "rulebooks"), BEGIN)
    start = time.process_time()
    found = measured(limits)
    text = page(limits, found, time.process_time() - start)
    (HERE / "memory.md").write_text(text, "utf-8")
    print(text)  # noqa: T201 - a benchmark tells what it found


if __name__ == "__main__":
    main()

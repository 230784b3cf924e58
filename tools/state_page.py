"""The page 状态.md: through which states a year's plan, its batches and what members ask for go, read from the code.

The plan's steps are found by asking its rules (`core.plan.rules`) in every state; those of batches by reading which
state the actions and the writers of `store.plans` lead to which.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from enum import StrEnum
from pathlib import Path
from uuid import UUID

from zhixing.core.plan import rules
from zhixing.core.plan.plan import STATE_WORDS, AnnualPlan, Lesson, State, Way

PACKAGE = Path(__file__).resolve().parent.parent / "src" / "zhixing"
ACTIONS = tuple(sorted((PACKAGE / "actions").glob("batches*.py")))
WRITER = PACKAGE / "store" / "plans" / "batch_api.py"
Edge = tuple[str, str, str]
"""From, to, deed in words; from is empty where something begins."""
Table = Callable[[Sequence[str], Iterable[Sequence[str]]], str]
BRANCH, ORGAN = UUID(int=1), UUID(int=2)
KEEPER = rules.Hand(plans=True, approves=True)
HANDS: Mapping[str, rules.Hand] = {
    "机关党委党务干部": KEEPER,
    "机关党委书记": rules.Hand(plans=False, approves=True, branches=frozenset({BRANCH})),
    "支部党务干部、书记": rules.Hand(plans=False, approves=False, branches=frozenset({BRANCH})),
}
DEEDS: Mapping[str, str] = {
    "run": "后台开始排",
    "_failed": "条件不全或出错",
    "stop": "停止",
    "again": "再排一次",
    "drop": "放弃",
    "accept": "采用",
    "restore": "后来的撤回采用",
    "unaccept": "撤回采用（发布以前）",
    "begin_again": "再排一次",
    "take_back": "本人撤回",
    "_lapse": "期已开过，办的时候关闭",
}
"""By the function that takes the step; one that is missing stops the run."""
ENDS: Mapping[tuple[str, str], str] = {
    ("run", "solved"): "排好",
    ("run", "stopped"): "停止，留下最好的",
    ("agree", "agreed"): "对方同意",
    ("agree", "refused"): "对方不同意",
    ("_approved", "done"): "机关党委批准",
    ("settle", "refused"): "机关党委不批准",
}
"""Where one function leads to several states."""
REPLACED = "采用了后来的方案"


def state_page(table: Table) -> str:
    """The page; `table` writes Markdown."""
    return (
        "# 状态\n\n从程序里读出来的：计划的每一步问的是 `core/plan/rules.py`，批次、调换和候补的每一步来自 `actions/batches*.py`。"
        "\n\n## 学习计划\n\n每一步存成新的一版，以前的版本都在。\n\n"
        + _drawn(_plan_edges(), STATE_WORDS)
        + "\n审定的人不是送审的人，也不是最后改计划的人；意见都答复了，“必须处理”的都处理了，才能审定。\n\n谁在什么时候能办什么：\n\n"
        + table(
            ("计划是", *HANDS),
            ((word, *(_may(state, one) for one in HANDS.values())) for state, word in STATE_WORDS.items()),
        )
        + "\n支部改的只是本支部组织的课；机关党委书记改的只是各支部组织的课。\n\n"
        + _batches()
    )


def _batches() -> str:
    from zhixing.store.plans import batches  # needs the settings

    known = {"State": batches.State, "Asked": batches.Asked}
    known |= {name: getattr(batches, name) for name in ("DONE", "UNDER_WAY", "HELD", "OPEN_ASKS")}
    found = [*_asked_steps(known), *_written_steps(known)]
    states = [("", batches.State.WAITING.value, "开始排"), *(e for e in found if e[1] in set(batches.State))]
    asks = [
        ("", batches.Asked.OTHER.value, "提出调换"),
        ("", batches.Asked.WAITING.value, "提出候补"),
        *(edge for edge in found if edge[1] in set(batches.Asked) - {batches.Asked.WAITING}),
    ]
    return (
        "## 批次方案\n\n同一年只有一个“已采用”。\n\n"
        + _drawn(states, batches.STATE_WORDS)
        + "\n## 调换和候补\n\n"
        + _drawn(asks, batches.ASKED_WORDS)
    )


def _drawn(edges: Sequence[Edge], words: Mapping[str, str] | Mapping[State, str]) -> str:
    """A diagram of states; several deeds between the same two stand on one arrow."""
    text = "```mermaid\nstateDiagram-v2\n"
    text += "".join(f'  state "{word}" as {str(state)}\n' for state, word in words.items())
    joined: dict[tuple[str, str], list[str]] = {}
    for before, after, deed in edges:
        known = joined.setdefault((before or "[*]", after), [])
        if deed not in known:
            known.append(deed)
    text += "".join(f"  {a} --> {b}: {'、'.join(deeds)}\n" for (a, b), deeds in joined.items())
    return text + "```\n"


def _plan_edges() -> list[Edge]:
    """Every step that the rules allow to who may do everything."""
    found: list[Edge] = [("", State.DRAFT.value, "生成草案")]
    for state in State:
        steps = (
            (rules.can_draft(state, who=KEEPER), State.DRAFT, "重新起草"),
            (rules.can_send(state, who=KEEPER), State.OPINIONS, "送各支部征求意见"),
            (rules.can_approve(state, who=KEEPER, unanswered=0, in_the_way=0), State.APPROVED, "另一人审定"),
            (rules.can_publish(state, who=KEEPER), State.PUBLISHED, "发布"),
            (_can_change(state, KEEPER), rules.after_change(state), "改课"),
        )
        found += [(state.value, after.value, deed) for free, after, deed in steps if free]
    return found


def _may(state: State, who: rules.Hand) -> str:
    deeds = (
        ("重新起草", rules.can_draft(state, who=who)),
        ("改课", _can_change(state, who)),
        ("送各支部征求意见", rules.can_send(state, who=who)),
        ("提意见", rules.can_say(state, None if who.approves else BRANCH, who=who, words="意见")),
        ("审定", rules.can_approve(state, who=who, unanswered=0, in_the_way=0)),
        ("发布", rules.can_publish(state, who=who)),
    )
    return "、".join(word for word, free in deeds if free) or "—"


def _can_change(state: State, who: rules.Hand) -> bool:
    """Whether a lesson that one holds oneself may be taken out, a reason given."""
    lesson = Lesson(ORGAN, "", "", "", (), Way.BRANCH, "", 0, BRANCH)
    before, after = AnnualPlan(2026, ORGAN, (lesson,)), AnnualPlan(2026, ORGAN)
    return rules.can_change(state, before, after, who=who, reason="理由")


def _asked_steps(known: Mapping[str, object]) -> Iterator[Edge]:
    """`move`, `accept` and `step_ask` as the actions call them."""
    for path in ACTIONS:
        for function in _functions(path):
            for call in (node for node in ast.walk(function) if isinstance(node, ast.Call)):
                verb = call.func.attr if isinstance(call.func, ast.Attribute) else ""
                words = {one.arg: one.value for one in call.keywords}
                if verb not in ("move", "accept", "step_ask") or "before" not in words:
                    continue
                target = words.get("to") or ast.parse("State.ACCEPTED", mode="eval").body
                for before in _named(words["before"], function, known):
                    for after in _named(target, function, known):
                        if before != after:
                            yield before, after, ENDS.get((function.name, after)) or DEEDS[function.name]


def _written_steps(known: Mapping[str, object]) -> Iterator[Edge]:
    """What the writers do by themselves: `filter(state=…)` and the `update(state=…)` after it."""
    for function in _functions(WRITER):
        before: list[str] = []
        for call in sorted(
            (node for node in ast.walk(function) if isinstance(node, ast.Call)),
            key=lambda one: (one.end_lineno or 0, one.end_col_offset or 0),
        ):
            verb = call.func.attr if isinstance(call.func, ast.Attribute) else ""
            said = [one.value for one in call.keywords if one.arg in ("state", "state__in")]
            if verb == "filter":
                before = [name for value in said for name in _named(value, function, known)]
            elif verb == "update" and said:
                deed = REPLACED if function.name == "accept" else DEEDS.get(function.name, "")
                for name in before:
                    yield from ((name, after, deed) for after in _named(said[0], function, known))
                before = []


def _functions(path: Path) -> list[ast.FunctionDef]:
    return [node for node in ast.parse(path.read_text("utf-8")).body if isinstance(node, ast.FunctionDef)]


def _named(value: ast.expr, function: ast.FunctionDef, known: Mapping[str, object]) -> list[str]:
    """The states that an expression names: by themselves, by a tuple of the module, by a local name; `asked.state` is
    every state in which an officer settles.
    """
    found: list[str] = []
    for node in ast.walk(value):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            owner = known.get(node.value.id)
            if isinstance(owner, type) and issubclass(owner, StrEnum):
                found.append(owner[node.attr].value)
            elif node.attr in known:
                found += [str(one) for one in known[node.attr]]  # type: ignore[attr-defined]
            elif node.attr == "state":
                found += _compared(function, known)
        elif isinstance(node, ast.Name) and isinstance(known.get(node.id), tuple):
            found += [str(one) for one in known[node.id]]  # type: ignore[attr-defined]
        elif isinstance(node, ast.Name):
            found += [name for one in _assigned(node.id, function) for name in _named(one, function, known)]
    return list(dict.fromkeys(found))


def _assigned(name: str, function: ast.FunctionDef) -> list[ast.expr]:
    return [
        node.value
        for node in ast.walk(function)
        if isinstance(node, ast.Assign)
        and any(isinstance(t, ast.Name) and t.id == name for t in node.targets)
    ]


def _compared(function: ast.FunctionDef, known: Mapping[str, object]) -> list[str]:
    """The states that a function lets pass (`asked.state not in (…)`)."""
    tuples = [
        node.comparators[0]
        for node in ast.walk(function)
        if isinstance(node, ast.Compare) and isinstance(node.ops[0], ast.NotIn)
    ]
    return [name for one in tuples for name in _named(one, function, known)]

"""三审三校 as rules: who may write, review, publish, put right and withdraw, and that no two steps share a person.

A house rule of the system after 出版管理条例第二十四条 (编辑责任制度) and 图书质量保障体系 (三审责任制度), which bind
publishers; an organ's own library follows their manner, not their letter.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from zhixing.core.library.article import Stage

BRANCH, PUBLICITY, SECRETARY, SUPERIOR = "branch", "publicity", "secretary", "superior"
WRITERS = frozenset({BRANCH, PUBLICITY, SUPERIOR})
"""Write drafts for an organisation they are over; so may whoever edits."""
EDITORS = frozenset({PUBLICITY, SUPERIOR})
"""Answer reports of errors, change validity, withdraw."""
REVIEWERS: Mapping[Stage, frozenset[str]] = {
    Stage.FIRST: frozenset({PUBLICITY, SECRETARY}),
    Stage.SECOND: frozenset({PUBLICITY, SECRETARY, SUPERIOR}),
    Stage.THIRD: frozenset({SUPERIOR}),
}
NEXT: Mapping[Stage, Stage] = {
    Stage.DRAFT: Stage.FIRST,
    Stage.FIRST: Stage.SECOND,
    Stage.SECOND: Stage.THIRD,
    Stage.THIRD: Stage.PUBLISHED,
}
STEP_WORDS: Mapping[Stage, str] = {
    Stage.DRAFT: "送审",
    Stage.FIRST: "初审",
    Stage.SECOND: "复审",
    Stage.THIRD: "终审",
}
SECRECY = "secrecy"
LOOKS: tuple[tuple[str, str], ...] = (
    ("leaders", "领导人姓名、职务、排序"),
    ("quotes", "引文：讲话、文件的引文与原文一致，出处写明"),
    ("articles", "条款号、日期、数字、单位名称"),
    ("wording", "文字：不规范用语、错别字、标点"),
    ("rights", "来源和授权，作者署名"),
    ("symbols", "没有不合规范使用党旗党徽的地方"),
    ("people", "没有不必要的个人信息"),
    (SECRECY, "保密审查：不涉及国家秘密、工作秘密"),
)
"""What a reviewer looks at, ticked by hand; the last one is asked for before publication."""
PROOF = ("quotes", "wording")
"""校: whoever reviews proofreads too, quotations against the original and the words; asked for at each step."""
ROUND_WORDS: Mapping[Stage, tuple[str, str]] = {
    Stage.FIRST: ("一审", "一校"),
    Stage.SECOND: ("二审", "二校"),
    Stage.THIRD: ("三审", "三校"),
}


def may_write(hats: Collection[str]) -> bool:
    """Whether somebody who wears these hats over the article's organisation may write it."""
    return bool(WRITERS & set(hats))


def may_edit(hats: Collection[str]) -> bool:
    """Whether he may answer reports, change validity and withdraw."""
    return bool(EDITORS & set(hats))


def may_review(stage: Stage, hats: Collection[str]) -> bool:
    """Whether he may review at this stage."""
    return bool(REVIEWERS.get(stage, frozenset()) & set(hats))


def why_not(stage: Stage, hats: Collection[str], *, mine: Collection[Stage]) -> str:
    """Why somebody may not review now; empty when he may. `mine`: the steps of this round he has taken already."""
    if stage not in REVIEWERS:
        return "这篇稿子现在没有送审"
    if not may_review(stage, hats):
        return f"{STEP_WORDS[stage]}由{_who(stage)}办"
    taken = next((one for one in (Stage.DRAFT, Stage.FIRST, Stage.SECOND) if one in mine), None)
    if taken is None:
        return ""
    did = "写稿或送审" if taken is Stage.DRAFT else STEP_WORDS[taken]
    return f"您已经办过{did}，{STEP_WORDS[stage]}须由另一人办"


def why_not_discard(stage: Stage, hats: Collection[str], *, mine: Collection[Stage], published: bool) -> str:
    """Why somebody may not throw a draft away; empty when he may. Published once, it stays for good."""
    if published:
        return "发布过的文章不能弃稿；不再用的，请下架"
    if stage is not Stage.DRAFT:
        return "这篇正在审；请先撤回送审，或者请审稿的人退回"
    if Stage.DRAFT not in mine and not may_edit(hats):
        return "由写稿的人、宣传委员或者机关党委弃稿"
    return ""


def why_not_recall(stage: Stage, *, mine: Collection[Stage]) -> str:
    """Why somebody may not take back what he handed in; empty when he may: nobody has reviewed it yet."""
    if stage is Stage.DRAFT:
        return "这篇没有送审，可以直接改"
    if stage is not Stage.FIRST:
        return "已经审过，不能撤回；要改请审稿的人退回"
    return "" if Stage.DRAFT in mine else "由写稿或送审的人撤回"


def lacking(stage: Stage, looked: Collection[str]) -> str:
    """What must be ticked before a step is passed; empty when nothing."""
    missing = must(stage) - set(looked)
    if missing & set(PROOF):
        did, proof = ROUND_WORDS[stage]
        return f"{did}要连同{proof}：请把引文、文字各校一遍，勾选这两项再点通过"
    if SECRECY in missing:
        return "发布前要做保密审查：请核对后勾选这一项"
    return ""


def must(stage: Stage | None) -> frozenset[str]:
    """What has to be ticked to pass this step; nothing where there is none to be taken."""
    if stage not in REVIEWERS:
        return frozenset()
    return frozenset({*PROOF, SECRECY} if stage is Stage.THIRD else PROOF)


def recorded(stage: Stage, *, passed: bool, looked: Collection[str]) -> str:
    """一审一校, 二审二校, 三审三校 as the record says; without 校 where it was not ticked; empty where not passed."""
    if not passed or stage not in ROUND_WORDS:
        return ""
    did, proof = ROUND_WORDS[stage]
    return did + (proof if set(PROOF) <= set(looked) else "")


_WORDS = {PUBLICITY: "宣传委员", SECRETARY: "书记", SUPERIOR: "机关党委党务干部"}


def _who(stage: Stage) -> str:
    order = (PUBLICITY, SECRETARY, SUPERIOR)
    return "或".join(_WORDS[one] for one in order if one in REVIEWERS[stage])

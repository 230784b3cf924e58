"""`zhixing account`, and the accounts of the demo."""

from __future__ import annotations

import argparse
import getpass
import sys

from zhixing.actions.accounts import count_as_informed, ensure_account, invite
from zhixing.actions.dossier import whole_year
from zhixing.actions.start import make_ready
from zhixing.ops import clock

DEMO_YEAR = 2025
DEMO_PASSWORD = "zhixing-demo-2025"  # noqa: S105  printed on the screen; exists only in the demo
DEMO_USERS = (
    "dangwei",
    "jgsj",
    "zhibu",
    "shuji",
    "jijian",
    "xuanchuan",
    "dangyuan",
    "xitong",
    "anquan",
    "shenji",
)
"""The demo's accounts in the order in which they are told."""
DEMO_BRANCH = "公路养护中心党支部"


def account(words: argparse.Namespace) -> int:
    """Creates or changes an account: with a password typed twice (or read once from standard input), or with a
    one-time code by which the owner sets his own.
    """
    make_ready()
    password = None if words.invite else _password()
    _ensure(words.username, password, words.role, "", words.branch or "", words.member or "")
    print(f"账户 {words.username} 已设好。")
    if words.invite:
        code = invite(words.username, by=clock.login(), now=clock.now())
        print(
            f"一次性码：{code}（七天内有效，只显示这一次）\n本人打开 /accounts/activate/，凭用户名和码自设口令。"
        )
    return 0


def _password() -> str:
    """Raises ValueError when the two are not the same."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\n")
    first = getpass.getpass("口令（至少 12 个字符）：")
    if first != getpass.getpass("再输一次："):
        raise ValueError("两次输入的口令不一样；请重新运行")
    return first


def demo_accounts() -> list[tuple[str, str]]:
    """One account a role, of invented people; the member is on shift at a remote station and has a gap."""
    year = whole_year(DEMO_YEAR, today=clock.today())
    far = [
        m for m in year.members if m.branch == DEMO_BRANCH and m.remote and m.gap.value and m.on_roll_at_end
    ]
    member = far[0]
    who = f"{member.name}（{member.branch}{member.group}）"
    held = (
        ("superior", "机关党委 党务干事", "", ""),
        ("secretary", "机关党委书记", "", ""),
        ("branch", f"{DEMO_BRANCH} 党务干部", DEMO_BRANCH, ""),
        ("secretary", f"{DEMO_BRANCH} 书记", DEMO_BRANCH, ""),
        ("discipline", f"{DEMO_BRANCH} 纪检委员", DEMO_BRANCH, ""),
        ("publicity", f"{DEMO_BRANCH} 宣传委员", DEMO_BRANCH, ""),
        ("member", member.name, "", who),
        ("system", "系统管理员", "", ""),
        ("security", "安全管理员", "", ""),
        ("audit", "审计管理员", "", ""),
    )
    accounts = tuple((user, *one) for user, one in zip(DEMO_USERS, held, strict=True))
    for user, role, label, branch, person in accounts:
        _ensure(user, DEMO_PASSWORD, role, label, branch, person)
    count_as_informed((user for user, *_ in accounts), now=clock.now())
    return [
        (user, label if role != "member" else f"党员 {who}，{member.station}")
        for user, role, label, _, _ in accounts
    ]


def _ensure(user: str, password: str | None, role: str, label: str, branch: str, member: str) -> None:
    ensure_account(
        user,
        password,
        role=role,
        label=label,
        branch=branch or None,
        member=member or None,
        by=clock.login(),
        now=clock.now(),
        today=clock.today(),
    )

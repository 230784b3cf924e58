"""The audit administrator (审计管理员): the audit lines, their chain, taking them out and clearing what is past."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from zhixing.actions import auditing
from zhixing.actions.keeping import Refused
from zhixing.core.facts.chain import Break
from zhixing.store.ledger import audit_lines
from zhixing.store.ledger.guards import AUDIT_DAYS as LEAST_DAYS
from zhixing.store.people.queries import AUDIT
from zhixing.web.shared.downloads import answer
from zhixing.web.shared.frame import frame_for
from zhixing.web.shared.gate import Seen, may

SIZE = 100
MOST = 50_000
"""Lines that one export takes."""
DEFAULT_DAYS = 3 * 365


@dataclass(frozen=True, slots=True)
class Asked:
    """The filter as it stands in the address, and in words."""

    verb: str
    account: str
    first: str
    last: str
    wrong: str
    wanted: audit_lines.Wanted

    @property
    def query(self) -> str:
        """The filter as an address carries it."""
        given = {"verb": self.verb, "account": self.account, "first": self.first, "last": self.last}
        return urlencode({name: value for name, value in given.items() if value})

    @property
    def told(self) -> str:
        """The filter in words; empty for none."""
        days = f"{self.first or '最早'} 至 {self.last or '现在'}" if self.first or self.last else ""
        return "、".join(words for words in (self.verb, self.account, days) if words)


@dataclass(frozen=True, slots=True)
class AuditPage:
    """Lines of one page; `older` is the address of the next, `breaks` None unless the chain was walked."""

    rows: tuple[audit_lines.AuditRow, ...]
    total: int
    asked: Asked
    verbs: tuple[str, ...]
    older: str
    newest: bool
    export: str
    span: tuple[dt.datetime, dt.datetime] | None
    breaks: tuple[Break, ...] | None
    most: int

    @property
    def cut(self) -> bool:
        """Whether an export leaves older lines out."""
        return self.total > self.most


@may(AUDIT)
@require_safe
def lines(request: Seen) -> HttpResponse:
    """Audit lines from the newest downwards, paged by position."""
    asked, below = _asked(request.GET), request.GET.get("below", "")
    at = int(below) if below.isdecimal() and len(below) < 16 else None
    found = audit_lines.lines(asked.wanted, below=at, size=SIZE + 1)
    rows, more = tuple(found[:SIZE]), len(found) > SIZE
    page = AuditPage(
        rows=rows,
        total=audit_lines.count(asked.wanted),
        asked=asked,
        verbs=tuple(audit_lines.verbs()),
        older=f"?{asked.query}&below={rows[-1].position}" if more else "",
        newest=at is None,
        export=f"export/?{asked.query}" + (f"&below={at}" if at is not None else ""),
        span=audit_lines.first_and_last(),
        breaks=tuple(audit_lines.breaks()) if request.GET.get("check") == "1" else None,
        most=MOST,
    )
    frame = frame_for(request, "操作记录", here="audit")
    return render(request, "keepers/audit.html", {"page": page, "frame": frame})


@may(AUDIT)
@require_safe
def export(request: Seen) -> HttpResponse:
    """The lines as filtered, as CSV."""
    asked, below = _asked(request.GET), request.GET.get("below", "")
    at = int(below) if below.isdecimal() and len(below) < 16 else None
    rows = audit_lines.lines(asked.wanted, below=at, size=MOST)
    left = audit_lines.count(asked.wanted, below=rows[-1].position) if len(rows) == MOST else 0
    filtered = bool(asked.told) or at is not None
    made = auditing.export_lines(request.actor, rows, filtered=filtered, left=left, now=timezone.now())
    return answer(made)


@may(AUDIT)
@require_http_methods(["GET", "HEAD", "POST"])
def purge(request: Seen) -> HttpResponse:
    """How many lines a clearing would take; then the clearing."""
    given = request.POST if request.method == "POST" else request.GET
    text = given.get("days", str(DEFAULT_DAYS)).strip()
    days = int(text) if text.isdecimal() and len(text) < 6 else 0
    error, count = "", 0
    try:
        count = auditing.purge_preview(days, now=timezone.now())
        if request.method == "POST":
            gone = auditing.purge(request.actor, days, now=timezone.now())
            messages.success(request, f"已清理 {gone} 行；链从清理处继续，可随时验证")
            return redirect("keepers:audit")
    except Refused as why:
        error = str(why)
    seen = {
        "days": text,
        "count": count,
        "error": error,
        "may": auditing.may_purge(),
        "least": LEAST_DAYS,
        "frame": frame_for(request, "清理操作记录", here="audit"),
    }
    return render(request, "keepers/purge.html", seen, status=422 if error else 200)


def _asked(given: QueryDict) -> Asked:
    first, last = given.get("first", "").strip(), given.get("last", "").strip()
    since, until, wrong = None, None, ""
    try:
        since = _start(first) if first else None
        until = _start(last) + dt.timedelta(days=1) if last else None
    except ValueError:
        wrong = "日期要写成 2026-03-01 这样；这次没有按日期筛选"
    verb, account = given.get("verb", "")[:40], given.get("account", "").strip()[:150]
    return Asked(verb, account, first, last, wrong, audit_lines.Wanted(verb, account, since, until))


def _start(text: str) -> dt.datetime:
    return timezone.make_aware(dt.datetime.fromisoformat(f"{text}T00:00:00"))

"""When a session is over: after eight hours, after nothing happened for a while, or when its account says so.

A session is stamped when it begins; the stamp is written anew only every few minutes, so that looking at a page
does not write to the database. The signal `user_logged_in` is heard because it alone is passed by every way of
signing in; no hook of the libraries is.
"""

from __future__ import annotations

import time
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User
from django.contrib.auth.signals import user_logged_in
from django.http import HttpRequest

from zhixing.actions.sign_in import epoch_of
from zhixing.store.people.queries import Standing

KEY = "stamp"
PARTS = 6
"""The stamp is written anew after a sixth of the idle time."""
IDLE, LONG, ENDED = "闲置过久", "登录已满八小时", "会话已结束"
REASONS = {
    IDLE: "有一阵没有操作，已自动退出；请再登录",
    LONG: "登录已满八小时，请再登录",
    ENDED: "这次登录已被结束（口令、动态口令或账户有变动）；请再登录",
}


def begin(sender: object, request: HttpRequest | None, user: User, **more: Any) -> None:
    """Stamps a session at its beginning."""
    if request is not None:
        now = int(time.time())
        request.session[KEY] = [epoch_of(user.pk) or 0, now, now]


def renew(request: HttpRequest, epoch: int) -> None:
    """This session goes on though the account's epoch has counted up."""
    _, since, seen = request.session[KEY]
    request.session[KEY] = [epoch, since, seen]


def over(request: HttpRequest, standing: Standing | None) -> str:
    """Why the session is over, or an empty text; in passing the stamp is renewed when it is old."""
    stamp = request.session.get(KEY)
    if stamp is None:
        return ENDED
    epoch, since, seen = stamp
    now, idle = int(time.time()), settings.IDLE_MINUTES * 60
    if standing is not None and epoch != standing.epoch:
        return ENDED
    if now - since >= settings.SESSION_COOKIE_AGE:
        return LONG
    if idle and now - seen >= idle:
        return IDLE
    if idle and now - seen >= idle / PARTS:
        request.session[KEY] = [epoch, since, now]
    return ""


def listen() -> None:
    """From now on every session is stamped when it begins."""
    user_logged_in.connect(begin, dispatch_uid="zhixing.stamps")

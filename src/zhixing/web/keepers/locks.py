"""Accounts locked after failed sign-ins: the account library counts in the cache; here it is read and cleared."""

from __future__ import annotations

import time
from collections.abc import Sequence

from allauth.core import ratelimit
from allauth.core.internal.ratelimit import get_cache_key, parse_rates
from django.conf import settings
from django.contrib.sites.shortcuts import get_current_site
from django.core.cache import cache
from django.http import HttpRequest

ACTION, APP = "login_failed", "allauth.account"


def locked(request: HttpRequest, accounts: Sequence[tuple[str, int]]) -> frozenset[str]:
    """The user names that have used up their failures; `accounts` pairs user name and user. One look-up."""
    rate = next(one for one in parse_rates(settings.ACCOUNT_RATE_LIMITS[ACTION]) if one.per == "key")
    keys = {
        get_cache_key(request, app=APP, action=ACTION, rate=rate, key=key): username
        for username, user in accounts
        for key in _keys(request, username, user)
    }
    since = time.time() - rate.duration
    counts = cache.get_many(keys)
    return frozenset(
        keys[key] for key, history in counts.items() if sum(one > since for one in history) >= rate.amount
    )


def clear(request: HttpRequest, username: str, user: int) -> None:
    """Forgets the failures of an account."""
    for key in _keys(request, username, user):
        ratelimit.clear(request, action=ACTION, key=key)


def _keys(request: HttpRequest, username: str, user: int) -> tuple[str, str]:
    """As the library names them: the password's count and the second factor's."""
    return f"{get_current_site(request).domain}:{username.lower()}", f"mfa-auth-user-{user}"

"""Sending a notice by e-mail, webhook or any other service that apprise speaks. Network: never in a transaction."""

from __future__ import annotations

import importlib
import logging
import warnings
from urllib.parse import quote

MAIL = ("mailto://", "mailtos://")


class BadAddress(ValueError):
    """An address that apprise does not understand; the sentence says which, without its password."""


def send(url: str, title: str, body: str) -> bool:
    """Sends; whether it went. Loads apprise at the first call: it is large, and pages don't need it.

    apprise logs addresses with their passwords when they are wrong, so it is kept quiet.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # of its own parts, loaded at the first address
        apprise = importlib.import_module("apprise")
        logging.getLogger("apprise").setLevel(logging.CRITICAL)
        sender = apprise.Apprise()
        known = sender.add(url)
    if not known:
        raise BadAddress(f"通知地址认不出来：{url.partition('://')[0]}://…；写法见 docs/运维.md“通知”")
    return bool(sender.notify(title=title, body=body, body_format="text"))


def mail_to(server: str, address: str) -> str:
    """The address of a mail to somebody through a mail server given as `mailto(s)://…`."""
    if not server.startswith(MAIL):
        raise BadAddress("ZHIXING_NOTICE_MAIL 要写成 mailtos://用户:密码@邮件服务器?from=发件地址")
    return f"{server}{'&' if '?' in server else '?'}to={quote(address, safe='@')}"

"""Settings about signing in, from the environment: second factor, passwords, sessions, other organs' sign-in.

Sign-in through an identity provider (OIDC, CAS) is loaded only where it is configured.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from zhixing.config import env

IDLE_MINUTES = env.whole("ZHIXING_IDLE_MINUTES", 30)
"""A session in which nothing happens for so long is over; 0: only after eight hours."""

PASSWORDS = env.choice("ZHIXING_PASSWORDS", ("plain", "dengbao"), "plain")
PASSWORD_DAYS = 90 if PASSWORDS == "dengbao" else 0  # noqa: S105
"""After so many days a password is changed; 0: never by the calendar."""
PASSWORD_VALIDATORS: list[dict[str, str]] = (
    [
        {"NAME": "zhixing.web.account.passwords.ThreeSorts"},
        {"NAME": "zhixing.web.account.passwords.NotTheSame"},
    ]
    if PASSWORDS == "dengbao"  # noqa: S105
    else []
)
SECOND_FACTOR_FORMS = {
    "authenticate": "zhixing.web.account.second_factor.AuditedCode",
    "reauthenticate": "zhixing.web.account.second_factor.AuditedAgain",
}

OIDC_URL = env.text("ZHIXING_OIDC_URL", "").rstrip("/")
OIDC_CLIENT = env.text("ZHIXING_OIDC_CLIENT", "")
OIDC_SECRET = env.text("ZHIXING_OIDC_SECRET", "")
OIDC_NAME = env.text("ZHIXING_OIDC_NAME", "单位统一身份认证")
OIDC_CLAIM = env.text("ZHIXING_OIDC_CLAIM", "preferred_username")
CAS_SERVER_URL = env.text("ZHIXING_CAS_URL", "")

for _name, _url in (("ZHIXING_OIDC_URL", OIDC_URL), ("ZHIXING_CAS_URL", CAS_SERVER_URL)):
    if (
        _url
        and urlsplit(_url).scheme != "https"
        and urlsplit(_url).hostname not in ("127.0.0.1", "localhost")
    ):
        raise env.SettingError(f"{_name} 要以 https:// 开头；登录信息不能明文传送")
if OIDC_URL and not OIDC_CLIENT:
    raise env.SettingError(
        "设了 ZHIXING_OIDC_URL，还要设 ZHIXING_OIDC_CLIENT（在统一身份认证里登记的客户端编号）"
    )

FEDERATED = (("oidc", OIDC_NAME),) * bool(OIDC_URL) + (("cas", "单位统一身份认证（CAS）"),) * bool(
    CAS_SERVER_URL
)
"""The ways in beside the password: the word of each, and what stands on its button."""
FEDERATED_APPS = (
    ["allauth.socialaccount", "allauth.socialaccount.providers.openid_connect"] if OIDC_URL else []
)
SOCIALACCOUNT_PROVIDERS: dict[str, Any] = (
    {
        "openid_connect": {
            "OAUTH_PKCE_ENABLED": True,
            "APPS": [
                {
                    "provider_id": "oidc",
                    "name": OIDC_NAME,
                    "client_id": OIDC_CLIENT,
                    "secret": OIDC_SECRET,
                    "settings": {"server_url": OIDC_URL, "claim": OIDC_CLAIM},
                }
            ],
        }
    }
    if OIDC_URL
    else {}
)


def second_factor(production: bool) -> str:
    """Who needs a second factor: `officers` (and administrators), `all`, or `off`."""
    return env.choice("ZHIXING_MFA", ("officers", "all", "off"), "officers" if production else "off")

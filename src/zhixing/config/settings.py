"""All settings, from the environment. See docs/运维.md for the list in words."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import dj_database_url
from csp.constants import NONE, SELF

from zhixing.config import doors, env, logs

BASE_DIR = Path(__file__).resolve().parents[3]
HOME = env.home()
RULEBOOKS = Path(env.text("ZHIXING_RULEBOOKS", str(BASE_DIR / "rulebooks")))
SAMPLE = BASE_DIR / "sample"
# A folder of the office's own fonts for PDF (方正小标宋, 仿宋_GB2312 …); empty: those that are shipped.
FONTS = env.text("ZHIXING_FONTS", "")

PROFILE = env.choice("ZHIXING_PROFILE", ("local", "production"), "local")
PRODUCTION = PROFILE == "production"
DEBUG = False
SECRET_KEY = env.secret("ZHIXING_SECRET_KEY", HOME / "keys" / "secret.key")
SEAL_KEY = env.secret("ZHIXING_SEAL_KEY", HOME / "keys" / "seal.key")
CHAIN_DIGEST = env.choice("ZHIXING_CHAIN_DIGEST", ("sha256", "sm3"), "sha256")
LOOPBACK = ["localhost", "127.0.0.1", "[::1]"]
"""Always allowed: the server asks itself whether it answers."""
ALLOWED_HOSTS = [host.strip() for host in env.text("ZHIXING_HOSTS", "").split(",") if host.strip()] + LOOPBACK

# Courses are shown on a host of their own, so that what is in them stands before no door of ours.
COURSES_HOST = env.text("ZHIXING_COURSES_HOST", "")
if COURSES_HOST:
    ALLOWED_HOSTS.append(COURSES_HOST.partition(":")[0])

SQLITE = {
    "ENGINE": "django.db.backends.sqlite3",
    "NAME": str(HOME / "zhixing.sqlite3"),
    # Opening takes the pragmas below, closing the last one folds the journal in: milliseconds at every request.
    "CONN_MAX_AGE": None,
    "OPTIONS": {
        "timeout": 20,
        # Read-then-write under the default mode ends in "database is locked"; IMMEDIATE waits instead.
        "transaction_mode": "IMMEDIATE",
        # FULL: what was acknowledged survives a power cut. recursive_triggers: REPLACE must not pass the guards.
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA recursive_triggers=ON;"
        ),
    },
}


def _database(url: str) -> dict[str, Any]:
    """A database from an address; SQLite files get the same options as the embedded one."""
    parsed: dict[str, Any] = dict(dj_database_url.parse(url, conn_max_age=600, conn_health_checks=True))
    if parsed["ENGINE"] == SQLITE["ENGINE"]:
        return {**SQLITE, "NAME": parsed["NAME"]}
    if "postgresql" not in parsed["ENGINE"]:
        raise env.SettingError("ZHIXING_DATABASE_URL 只支持 sqlite:/// 和 postgresql://")
    return parsed


DATABASES: dict[str, Any] = {
    "default": _database(env.text("ZHIXING_DATABASE_URL", f"sqlite:///{SQLITE['NAME']}"))
}
OWNER_URL = env.text("ZHIXING_DATABASE_OWNER_URL", "")
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    *doors.FEDERATED_APPS,
    "csp",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "zhixing.store.people",
    "zhixing.store.ledger",
    "zhixing.store.intake",
    "zhixing.store.content",
    "zhixing.store.papers",
    "zhixing.store.plans",
    "zhixing.store.questions",
    "zhixing.store.memory",
    "zhixing.store.courses",
    "zhixing.store.notes",
    "zhixing.store.outbox",
    "zhixing.store.packs",
    "zhixing.store.reviews",
    "zhixing.store.keeping",
    "zhixing.store.voices",
    "zhixing.store.notices",
    "zhixing.web.shared",
]

MIDDLEWARE = [
    "zhixing.web.shared.requests.Requests",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "zhixing.web.shared.plain.PlainWords",
    "zhixing.web.shared.gate.Gate",
]

ROOT_URLCONF = "zhixing.config.urls"
WSGI_APPLICATION = "zhixing.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": sorted(str(path) for path in (BASE_DIR / "src/zhixing/web").glob("*/templates")),
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]

AUTHENTICATION_BACKENDS = ["zhixing.store.people.signing_in.Accounts"]
SECOND_FACTOR = doors.second_factor(PRODUCTION)
PASSWORD_DAYS = doors.PASSWORD_DAYS
IDLE_MINUTES = doors.IDLE_MINUTES
MFA_ADAPTER = "zhixing.web.account.second_factor.SecondFactor"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "知行"
MFA_TOTP_TOLERANCE = 1
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_FORMS = doors.SECOND_FACTOR_FORMS
FEDERATED = doors.FEDERATED
SOCIALACCOUNT_PROVIDERS = doors.SOCIALACCOUNT_PROVIDERS
SOCIALACCOUNT_ADAPTER = "zhixing.web.account.federated.KnownOnly"
SOCIALACCOUNT_ONLY = False
CAS_SERVER_URL = doors.CAS_SERVER_URL
CAS_VERSION = "3"
CAS_CREATE_USER = False
CAS_LOGIN_MSG = CAS_LOGGED_MSG = None
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "zhixing.web.account.passwords.NotSimple"},
    *doors.PASSWORD_VALIDATORS,
]
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "zhixing.web.account.adapter.ClosedDoor"
ACCOUNT_RATE_LIMITS = {"login": "60/m/ip", "login_failed": "10/m/ip,5/5m/key", "change_password": "5/m/user"}
# Behind so many proxies the visitor's address is read from X-Forwarded-For; 0 believes nobody.
ALLAUTH_TRUSTED_PROXY_COUNT = env.whole("ZHIXING_PROXIES", 0)
ACCOUNT_SESSION_REMEMBER = False
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGOUT_REDIRECT_URL = "/accounts/login/"

CACHES = {
    "default": {
        # Shared by all workers, so that the limits on sign-in hold across them.
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "shared_cache",
    },
    # In the process's own memory: limits on what comes without an account leave no trace anywhere.
    "moment": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "moment"},
}

FILE_UPLOAD_HANDLERS = ["zhixing.web.shared.caps.CappedUpload"]
DATA_UPLOAD_MAX_NUMBER_FILES = 400

# Where notices of the organ go (apprise addresses, by blanks), through which mail server members' own, how often.
NOTICE_URLS = env.text("ZHIXING_NOTICE_URLS", "").split()
NOTICE_MAIL = env.text("ZHIXING_NOTICE_MAIL", "")
NOTICE_RHYTHM = env.choice("ZHIXING_NOTICE_RHYTHM", ("daily", "weekly"), "daily")

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

SESSION_ENGINE = "zhixing.store.people.sessions"
SESSION_COOKIE_AGE = 8 * 3600
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_HTTPONLY = True
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = PRODUCTION
SECURE_REDIRECT_EXEMPT = [r"^health(/ready)?$"]
SECURE_HSTS_SECONDS = 31536000 if PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = PRODUCTION
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if PRODUCTION else None

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
STATIC_URL = "/static/"
STATIC_ROOT = HOME / "static"
WHITENOISE_USE_FINDERS = True
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

LOGGING = logs.logging_settings(
    form=env.choice("ZHIXING_LOG", ("line", "json"), "json" if PRODUCTION else "line"),
    trace=env.flag("ZHIXING_TRACE", False),
)

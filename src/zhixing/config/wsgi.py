"""The WSGI door. It refuses to open on a database whose guards are missing or a rulebook that is broken."""

from __future__ import annotations

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "zhixing.config.settings")
os.umask(0o077)

_application = get_wsgi_application()

from zhixing.actions.start import check_ready  # noqa: E402  (models need the line above)

check_ready()
# Addresses and screens now, not with the first request; what is loaded stays, and need never be looked through again.
get_resolver().url_patterns  # noqa: B018
gc.collect()
gc.freeze()
application = _application

"""Log lines that tell nothing about anybody.

What others log may hold addresses with ids of people, names in the words of an error, values of variables. So of
a foreign message only its constant words are written ("Not Found: …"), of an error its class and the lines it passed
through. `ZHIXING_TRACE=1` writes everything, for somebody who looks for a fault and keeps the log to himself.
"""

from __future__ import annotations

import datetime as dt
import json
import logging
import re
import traceback
from http import HTTPStatus
from types import TracebackType
from typing import Any

from pythonjsonlogger.json import JsonFormatter

OWN = ("zhixing", "granian", "_granian")
UNTOLD = "(内容不写入日志)"
SHOWN = 12
"""Lines of a trace, the last ones."""
_FILLED_IN = re.compile(r"%(?:\(\w+\))?[-#0 +]*[\d*]*(?:\.[\d*]+)?[a-zA-Z]")
"""Where a message is filled in: with what, is not told."""
_STATUSES = frozenset(HTTPStatus)


def bare(record: logging.LogRecord) -> dict[str, Any]:
    """What may be written of a record."""
    told: dict[str, Any] = {
        "at": dt.datetime.fromtimestamp(record.created, dt.UTC).isoformat(timespec="milliseconds"),
        "level": record.levelname,
        "logger": record.name,
        "message": _message(record),
    }
    told |= getattr(record, "told", {})
    request = getattr(record, "request", None)
    match = getattr(request, "resolver_match", None)
    if request is not None:
        told["request"] = getattr(request, "number", "")
        told["route"] = match.view_name if match else ""
    if isinstance(status := getattr(record, "status_code", None), int):
        told["status"] = status
    if record.exc_info and record.exc_info[0] is not None:
        told["error"] = f"{record.exc_info[0].__module__}.{record.exc_info[0].__qualname__}"
        told["where"] = _where(record.exc_info[2])
    return told


def _message(record: logging.LogRecord) -> str:
    if record.name.partition(".")[0] in OWN:
        return record.getMessage()
    words = _FILLED_IN.sub("…", str(record.msg)) if record.args else ""
    if any(one.isalpha() for one in words):
        return words
    status = getattr(record, "status_code", None)
    return HTTPStatus(status).phrase if status in _STATUSES else UNTOLD


def _where(trace: TracebackType | None) -> list[str]:
    frames = traceback.extract_tb(trace)[-SHOWN:]
    return [
        f"{frame.filename.rpartition('site-packages/')[2]}:{frame.lineno} {frame.name}" for frame in frames
    ]


class Lines(logging.Formatter):
    """A line for people: moment, level, what happened, then name=value."""

    def format(self, record: logging.LogRecord) -> str:
        """The record as one line."""
        told = bare(record)
        first = " ".join(str(told.pop(name)) for name in ("at", "level", "logger", "message"))
        rest = (f"{name}={json.dumps(value, ensure_ascii=False)}" for name, value in told.items())
        return " ".join([first, *rest])


class JsonLines(JsonFormatter):
    """A JSON object a line, for machines."""

    def format(self, record: logging.LogRecord) -> str:
        """The record as one object."""
        return str(self.serialize_log_record(bare(record)))


def logging_settings(*, form: str, trace: bool) -> dict[str, Any]:
    """`LOGGING`: everything to standard error, where the service manager keeps it; requests only as JSON."""
    formatters: dict[str, Any] = {
        "line": {"()": "zhixing.config.logs.Lines"},
        "json": {"()": "zhixing.config.logs.JsonLines", "json_ensure_ascii": False},
        "trace": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"},
    }
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": formatters,
        "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "trace" if trace else form}},
        "root": {"handlers": ["console"], "level": "WARNING"},
        "loggers": {
            # Django would mail reports with every variable in them.
            "django": {"handlers": [], "level": "WARNING", "propagate": True},
            "zhixing.requests": {"level": "INFO" if form == "json" else "WARNING"},
        },
    }

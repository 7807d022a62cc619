"""Logging to standard error, as text or JSON: without secrets, and nobody's text can pass for a line of the bot's."""

from __future__ import annotations

import json
import logging
import re
import sys
import threading
from collections.abc import Iterable
from contextlib import suppress
from datetime import UTC, datetime
from types import TracebackType
from typing import TextIO
from urllib.parse import quote

_HIDDEN = "[secret]"
_SHAPES = (
    # A bot's token, wherever it comes from; in an address its colon may be encoded.
    (re.compile(r"\d{5,20}(?::|%3[Aa])[A-Za-z0-9_-]{30,}"), _HIDDEN),
    # The password in an address, up to the last @: it may hold one itself.
    (re.compile(r"(://[^\s/:@]*:)\S+@"), rf"\1{_HIDDEN}@"),
    # What stands behind the name of something secret.
    (
        re.compile(
            r"""((?:secret[_-]token|password|authorization)['"]?\s*[:=,]\s*b?['"]?(?:bearer\s+|basic\s+)?|\bbearer\s+)"""
            r"""[^\s'",;&]{8,}""",
            re.IGNORECASE,
        ),
        rf"\1{_HIDDEN}",
    ),
)
_UNSAFE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff"
    "\U000e0000-\U000e007f]"
)
"""What moves a terminal's cursor, ends a line, turns the direction of what follows, or cannot be seen."""
_NOISY = {
    # httpx logs every URL at INFO, and Telegram's URLs carry the token.
    **dict.fromkeys(("httpx", "httpcore", "apscheduler", "alembic"), logging.WARNING),
    # At DEBUG it logs what people write, and who.
    "telegram": logging.INFO,
}
"""The least level of what others log."""
_log = logging.getLogger(__name__)


class Redaction:
    """Takes secrets out of a text: those that are known, however they are written, and what looks like one."""

    def __init__(self, secrets: Iterable[str] = ()) -> None:
        forms = {form for s in secrets if s for form in (s, quote(s, safe=""), json.dumps(s)[1:-1], repr(s)[1:-1])}
        # The longest first: one may hold another.
        self._forms = sorted(forms, key=len, reverse=True)

    def __call__(self, text: str) -> str:
        """*text* without them."""
        for form in self._forms:
            text = text.replace(form, _HIDDEN)
        for shape, instead in _SHAPES:
            text = shape.sub(instead, text)
        return text


def visible(text: str) -> str:
    """*text* on one line and in one direction: what would do something to the log is shown as its escape."""
    return _UNSAFE.sub(lambda found: found[0].encode("unicode_escape").decode("ascii"), text)


class Formatter(logging.Formatter):
    """One line for a record, and under it, indented, its traceback; or one JSON object."""

    def __init__(self, *, as_json: bool, redaction: Redaction) -> None:
        super().__init__()
        self._as_json = as_json
        self._redaction = redaction

    def format(self, record: logging.LogRecord) -> str:
        """The record as it is written."""
        time = datetime.fromtimestamp(record.created, UTC if self._as_json else None)
        message = self._redaction(record.getMessage())
        trace = self._redaction(self._trace(record))
        if self._as_json:
            fields = {"time": time.isoformat(timespec="milliseconds"), "level": record.levelname}
            fields |= {"logger": record.name, "message": message} | ({"traceback": trace} if trace else {})
            # Escapes of JSON's own: whoever reads it gets the text as it was.
            return _UNSAFE.sub(lambda found: json.dumps(found[0])[1:-1], json.dumps(fields, ensure_ascii=False))
        stamp = f"{time:%Y-%m-%d %H:%M:%S},{int(record.msecs):03}"
        lines = [f"{stamp} {record.levelname} {record.name}: {visible(message)}"]
        # Indented, so that no line of an error's own text begins like one of the log.
        return "\n".join([*lines, *(f"  {visible(line)}" for line in trace.split("\n") if trace)])

    def _trace(self, record: logging.LogRecord) -> str:
        parts = [self.formatException(record.exc_info)] if record.exc_info else []
        return "\n".join([*parts, *([record.stack_info] if record.stack_info else [])])


class _Handler(logging.StreamHandler[TextIO]):
    def handleError(self, record: logging.LogRecord) -> None:
        """Say that it happened: the standard library prints the message and its arguments, secrets and all."""
        with suppress(OSError, ValueError):  # a full disk, a closed stream: the bot goes on without its log
            print(f"a message of {record.name} could not be logged", file=sys.stderr, flush=True)


def configure(level: str, *, as_json: bool = False, secrets: Iterable[str] = ()) -> None:
    """Send all logging to standard error, and what ends the program or one of its threads with it."""
    handler = _Handler(sys.stderr)
    handler.setFormatter(Formatter(as_json=as_json, redaction=Redaction(secrets)))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for name, least in _NOISY.items():
        logging.getLogger(name).setLevel(max(least, logging.getLevelName(level)))
    sys.excepthook = _ended
    threading.excepthook = _thread_ended


def _ended(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt):
        sys.__excepthook__(kind, error, trace)
    else:
        _log.critical("ended by an error that nobody expected", exc_info=(kind, error, trace))


def _thread_ended(ended: threading.ExceptHookArgs) -> None:
    if ended.exc_value is not None:
        _log.error(
            "a thread ended by an error that nobody expected",
            exc_info=(ended.exc_type, ended.exc_value, ended.exc_traceback),
        )

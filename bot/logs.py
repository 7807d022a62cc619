"""Logging to standard error, as text or JSON, with secrets taken out by value and by shape."""

from __future__ import annotations

import json
import logging
import re
import sys
from datetime import UTC, datetime

_TOKEN_SHAPE = re.compile(r"\d{5,20}:[A-Za-z0-9_-]{30,}")
_HIDDEN = "[secret]"
_NOISY = {
    # httpx logs every URL at INFO, and Telegram's URLs carry the token.
    **dict.fromkeys(("httpx", "httpcore", "apscheduler", "alembic"), logging.WARNING),
    # At DEBUG it logs what people write, and who.
    "telegram": logging.INFO,
}
"""The least level of what others log."""


class _Formatter(logging.Formatter):
    def __init__(self, *, as_json: bool, secrets: tuple[str, ...]) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")
        self._as_json = as_json
        self._secrets = tuple(s for s in secrets if s)

    def format(self, record: logging.LogRecord) -> str:
        if self._as_json:
            text = json.dumps(
                {
                    "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
                    "level": record.levelname,
                    "logger": record.name,
                    "message": record.getMessage(),
                    **({"traceback": self.formatException(record.exc_info)} if record.exc_info else {}),
                },
                ensure_ascii=False,
            )
        else:
            # A line break in a message would forge a line of its own.
            shown = logging.makeLogRecord({**record.__dict__, "msg": record.getMessage(), "args": ()})
            shown.msg = str(shown.msg).replace("\r", "\\r").replace("\n", "\\n")
            text = super().format(shown)
        for secret in self._secrets:
            text = text.replace(secret, _HIDDEN)
        return _TOKEN_SHAPE.sub(_HIDDEN, text)


def configure(level: str, *, as_json: bool = False, secrets: tuple[str, ...] = ()) -> None:
    """Send all logging to standard error; nothing that looks like a token gets through."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Formatter(as_json=as_json, secrets=secrets))
    logging.basicConfig(level=level, handlers=[handler], force=True)
    for name, least in _NOISY.items():
        logging.getLogger(name).setLevel(max(least, logging.getLevelName(level)))

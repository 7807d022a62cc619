"""The webhook over HTTP: who may post, how much, and what is answered; beside it /healthz and /metrics."""

from __future__ import annotations

import hmac
import ipaddress
import json
import logging
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Final
from urllib.parse import urlsplit

from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from bot.errors import SettingsError, StorageError
from bot.settings import Settings
from bot.telegram.delivery.receiving import BusyError, Receiving
from bot.telegram.memory import absent
from bot.telegram.state import State
from bot.telegram.updates import read

# Uvicorn's command line, its several processes and its --reload: nobody here uses them.
_command = ModuleType("uvicorn.main")
vars(_command).update(dict.fromkeys(("Server", "main", "run")))
with absent(**{"uvicorn.main": _command}):
    from uvicorn import config, server

_log = logging.getLogger(__name__)

MOST_BYTES: Final = 1 << 20
"""Telegram's updates have some kilobytes."""
_PROOF: Final = "X-Telegram-Bot-Api-Secret-Token"
_PASSED_ON: Final = ("Forwarded", "X-Forwarded-For", "X-Real-IP", "Via")
"""What a proxy adds: then it is not this machine that asks."""
_CHECK_SECONDS: Final = 2.0
_GRACE_SECONDS: Final = 2


class Site:
    """What is served."""

    def __init__(self, settings: Settings, state: State, receiving: Receiving) -> None:
        self._secret = settings.webhook_secret.get_secret_value().encode()
        self._metrics_token = settings.metrics_token.get_secret_value().encode()
        self._only_here = is_loopback(settings.webhook_listen)
        self._state = state
        self._receiving = receiving
        self._checked = float("-inf")
        self._database = ""
        self._path = urlsplit(settings.webhook_url).path
        self._beside = Starlette(routes=[Route("/healthz", self.health), Route("/metrics", self.metrics)])

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The ASGI application. Updates are no route of Starlette's: what is around one takes longer than a view."""
        if scope["type"] != "http" or scope["path"] != self._path:
            await self._beside(scope, receive, send)
        elif scope["method"] == "POST":
            await (await self.update(Request(scope, receive)))(scope, receive, send)
        else:
            await Response(status_code=405, headers={"Allow": "POST"})(scope, receive, send)

    async def update(self, request: Request) -> Response:
        """An update: 200 when it is dealt with, with the answer as a call where that is one message."""
        given = request.headers.get(_PROOF, "").encode("utf-8", "replace")
        if not hmac.compare_digest(given, self._secret):
            # Nothing of it is read, and nothing of it is logged.
            _log.warning("a request without the webhook's secret was refused")
            return _closing(403)
        try:
            body = await _body(request)
        except ClientDisconnect:
            return _closing(400)
        if body is None:
            return _closing(413)
        try:
            content = json.loads(body)
            number = content["update_id"] if isinstance(content, dict) else None
        except (ValueError, RecursionError, KeyError):
            number = None
        if not isinstance(number, int):  # Telegram did not send it
            _log.warning("a request with the webhook's secret was no update")
            return _closing(400)
        try:
            update = read(content)
        except ValueError as error:
            # It would come again for a day, and before everything else of its chat.
            _log.warning("update %d cannot be read (%s) and is left out", number, error)
            return Response()
        try:
            with self._state.metrics.update_seconds.time():
                reply = await self._receiving.take(update)
        except BusyError:
            return Response(status_code=503, headers={"Retry-After": "1"})
        return JSONResponse(reply) if reply else Response()

    async def health(self, request: Request) -> Response:
        """Whether it works: 200 also while the database is away, since questions are answered all the same."""
        now, seen = time.monotonic(), self._state.health.seen
        if now - self._checked > _CHECK_SECONDS:
            self._checked = now
            try:
                await self._state.database.check()
                self._database = "reachable"
            except StorageError:
                self._database = "not reachable"
        current, webhook = self._state.live.current, self._state.health.webhook
        return JSONResponse(
            {
                "status": "ok" if (self._database, webhook) == ("reachable", "set") else "degraded",
                "webhook": webhook,
                "last_update": seen.isoformat(timespec="seconds") if seen else None,
                "knowledge": {"revision": current.library.revision, "reports": len(current.library.reports)},
                "database": self._database,
            }
        )

    async def metrics(self, request: Request) -> Response:
        """The figures: for whoever has the token; without one for this machine alone."""
        given = request.headers.get("Authorization", "").encode("utf-8", "replace")
        wanted = b"Bearer " + self._metrics_token
        if self._metrics_token and not hmac.compare_digest(given, wanted):
            return Response(status_code=401, headers={"WWW-Authenticate": "Bearer"})
        passed_on = any(name in request.headers for name in _PASSED_ON)
        if not self._metrics_token and (passed_on or not self._only_here):
            return PlainTextResponse("set BOT_METRICS_TOKEN to read this from other machines\n", status_code=403)
        current = self._state.live.current
        text = self._state.metrics.text(current.number, current.library.revision)
        return Response(text, media_type="text/plain; version=0.0.4")


class Server(server.Server):
    """Serves until ``should_exit``; the signals are the runner's."""

    def __init__(self, site: Site) -> None:
        super().__init__(
            config.Config(
                site,
                lifespan="off",
                log_config=None,
                access_log=False,
                server_header=False,
                proxy_headers=False,
                date_header=False,
                timeout_graceful_shutdown=_GRACE_SECONDS,
                ws="none",
            )
        )

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave them alone."""
        yield


def listening(address: str) -> socket.socket:
    """A socket that listens. Raises SettingsError."""
    host, _, port = address.rpartition(":")
    host = host.strip("[]")
    try:
        return socket.create_server(
            (host, int(port)), family=socket.AF_INET6 if ":" in host else socket.AF_INET, backlog=1024
        )
    except OSError as error:
        raise SettingsError(f"BOT_WEBHOOK_LISTEN: {address} cannot be listened on ({error.strerror})") from None


def is_loopback(listen: str) -> bool:
    """Whether only this machine can reach an address to listen on."""
    host = listen.rpartition(":")[0].strip("[]")
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


async def _body(request: Request) -> bytes | None:
    """The body; None if it is too large, of which no more is read than shows it."""
    if int(request.headers.get("Content-Length") or 0) > MOST_BYTES:
        return None
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > MOST_BYTES:
            return None
    return bytes(body)


def _closing(status: int) -> Response:
    return Response(status_code=status, headers={"Connection": "close"})

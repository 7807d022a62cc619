"""HTTP to the Bot API server: PTB's request object over aiohttp."""

from __future__ import annotations

import json
import os
from http import HTTPStatus
from typing import Any, TypeGuard
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import aiohttp
from telegram.error import BadRequest, NetworkError, TimedOut
from telegram.request import BaseRequest, RequestData

_JSON = "application/json"
_UPLOAD_SECONDS = 60.0
# Statuses to which PTB has exceptions of its own; what else the server refuses for good would look like an outage.
_KNOWN = frozenset({400, 401, 403, 404, 409, 429})
# Too large, whoever says so: it would be so again.
_TOO_LARGE = frozenset({413, 414, 431})


class Transport(BaseRequest):
    """Sends requests, each once. Raises what PTB's own does: TimedOut, NetworkError, and what Telegram refuses."""

    def __init__(self, *, connections: int = 256, read_seconds: float = 20.0, connect_seconds: float = 5.0) -> None:
        self._connections = connections
        self._read_seconds = read_seconds
        self._connect_seconds = connect_seconds
        self._session: aiohttp.ClientSession | None = None
        self._proxies: dict[str, str | None] = {}

    @property
    def read_timeout(self) -> float:
        """Seconds to wait for an answer unless a call says otherwise."""
        return self._read_seconds

    async def initialize(self) -> None:
        """Open the pool of connections."""
        if self._session is None:
            # aiohttp's trust_env would look for proxies and a .netrc in two threads, for every request.
            connector = aiohttp.TCPConnector(limit=self._connections, keepalive_timeout=60)
            self._session = aiohttp.ClientSession(
                connector=connector, headers={"User-Agent": self.USER_AGENT}, raise_for_status=False
            )

    async def shutdown(self) -> None:
        """Close all connections."""
        if self._session is not None:
            await self._session.close()
            self._session = None

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = BaseRequest.DEFAULT_NONE,
        write_timeout: Any = BaseRequest.DEFAULT_NONE,
        connect_timeout: Any = BaseRequest.DEFAULT_NONE,
        pool_timeout: Any = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        """Send one request; its status and body."""
        if self._session is None:
            raise RuntimeError("the transport is not initialized")
        files = request_data.multipart_data if request_data else None
        read = _UPLOAD_SECONDS if files else self._read_seconds
        timeout = aiohttp.ClientTimeout(
            total=None,
            connect=_given(pool_timeout, None),
            sock_connect=_given(connect_timeout, self._connect_seconds),
            sock_read=_given(read_timeout, read),
        )
        body, headers = _body(request_data, files)
        try:
            async with self._session.request(
                method, url, data=body, headers=headers, timeout=timeout, proxy=self._proxy(url)
            ) as response:
                status, payload = response.status, await response.read()
        except TimeoutError as error:
            raise TimedOut(_short(error)) from None
        except (aiohttp.ClientError, OSError) as error:
            # Without the cause: it knows the address, and with it the token.
            raise NetworkError(_short(error)) from None
        if status >= HTTPStatus.INTERNAL_SERVER_ERROR:
            # From a proxy before the server more often than from itself, and then it is a page and no JSON.
            raise NetworkError(_phrase(status))
        if status in _TOO_LARGE:
            raise BadRequest(_phrase(status))
        if status >= HTTPStatus.BAD_REQUEST:
            if not _of_the_bot_api(_read(payload)):
                # A page of whatever stands before the server refuses nothing for good.
                raise NetworkError(_phrase(status))
            if status not in _KNOWN:
                raise BadRequest(_phrase(status))
        return status, payload

    def _proxy(self, url: str) -> str | None:
        """The proxy that the environment names for this server, as PTB reads it."""
        server = urlsplit(url)
        if server.netloc not in self._proxies:
            direct = server.hostname is None or proxy_bypass(server.hostname)
            self._proxies[server.netloc] = None if direct else getproxies().get(server.scheme)
        return self._proxies[server.netloc]

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """The answer as JSON; NetworkError if it is none, and so did not come from Telegram."""
        found = _read(payload)
        if not _of_the_bot_api(found):
            raise NetworkError("what answers is no Bot API server")
        return found


def _read(payload: bytes) -> Any:
    """What an answer says; None if it is no JSON."""
    try:
        return json.loads(payload)
    except (ValueError, RecursionError):
        return None


def _of_the_bot_api(found: Any) -> TypeGuard[dict[str, Any]]:
    if not isinstance(found, dict) or not isinstance(found.get("ok"), bool):
        return False
    return "result" in found or not found["ok"]


def _given(value: Any, otherwise: float | None) -> float | None:
    return otherwise if value is BaseRequest.DEFAULT_NONE else value


def _body(given: RequestData | None, files: Any) -> tuple[bytes | aiohttp.FormData | None, dict[str, str]]:
    if given is None:
        return None, {}
    if not files:
        # As a form, nested values would be JSON inside of it, and every letter of Urdu six characters long.
        return json.dumps(given.parameters, ensure_ascii=False).encode("utf-8", "replace"), {"Content-Type": _JSON}
    form = aiohttp.FormData(given.json_parameters)
    for name, (filename, content, kind) in files.items():
        form.add_field(name, content, filename=filename, content_type=kind)
    return form, {}


def _phrase(status: int) -> str:
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return str(status)


def _short(error: Exception) -> str:
    """What is wrong in a few words, without addresses."""
    if isinstance(error, aiohttp.ClientConnectorDNSError):
        return "the server's name is not known"
    if isinstance(error, aiohttp.ClientConnectorError):
        number = error.os_error.errno
        return f"no connection ({os.strerror(number) if number else type(error.os_error).__name__})"
    if isinstance(error, aiohttp.ServerDisconnectedError | ConnectionError):
        return "the connection was cut"
    if isinstance(error, TimeoutError):
        return "no answer in time"
    return type(error).__name__

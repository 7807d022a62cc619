"""The tests' own Bot API server: real HTTP, Telegram's rules and error texts, no Telegram.

    with BotApi() as api:
        ...  # run a bot with api.token, base url f"{api.url}/bot" and base file url f"{api.url}/file/bot"
        update = api.message("/start")
        [call] = api.wait("sendMessage")

It has its own loop in a thread, so a test may block while the bot answers; where the bot shares the test's loop, use
``await asyncio.to_thread(api.wait, ...)``. HTML is read as Telegram reads it and once more strictly: an ``&`` or ``>``
left unescaped is refused, as documented but not enforced there. Markdown is refused. Of the methods outside the table
those that only do something answer ``true``, those that return something 501.
"""

from __future__ import annotations

import asyncio
import contextlib
import html
import json
import mimetypes
import re
import threading
import time
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Coroutine, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import takewhile
from pathlib import PurePath
from typing import Any, Literal, Self

import telegram
from aiohttp import ClientError, ClientSession, ClientTimeout, TCPConnector, web

Json = dict[str, Any]

USER: Json = {"id": 7, "is_bot": False, "first_name": "Ann", "username": "ann_lee", "language_code": "en"}
"""Who writes unless a test says otherwise."""

_METHODS = {name.lower(): name for name in dir(telegram.Bot) if re.fullmatch("[a-z]+[A-Z][A-Za-z]+", name)}
_RETURNING = ("get", "send", "copy", "forward", "create", "export", "edit", "stop", "upload")
_NOTICED = ("send", "edit", "answer", "copy", "forward")  # by the people in the chat
_NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same as a current content"
    " and reply markup of the message"
)
_ABILITIES = {"can_join_groups": True, "can_read_all_group_messages": False, "supports_inline_queries": True}
_OPT_IN = {"chat_member", "message_reaction", "message_reaction_count"}  # come only when allowed_updates says so
_TEXTS = frozenset(  # parameters that stay text even when they look like JSON
    "text caption message_text parse_mode url secret_token name title description short_description language_code"
    " action document photo file_id callback_query_id inline_query_id inline_message_id next_offset".split()
)
_RIGHTS = (
    "can_be_edited is_anonymous can_manage_chat can_delete_messages can_manage_video_chats can_restrict_members"
    " can_promote_members can_change_info can_invite_users can_post_stories can_edit_stories can_delete_stories"
).split()
_GIFTS = "unlimited_gifts limited_gifts unique_gifts premium_subscription gifts_from_channels".split()
_FULL = {"accent_color_id": 0, "max_reaction_count": 11, "accepted_gift_types": dict.fromkeys(_GIFTS, False)}


class ApiError(Exception):
    """What Telegram answers when it refuses; ``parameters`` such as ``retry_after`` go along."""

    def __init__(self, code: int, description: str, **parameters: int) -> None:
        super().__init__(f"{code} {description}")
        self.code, self.description, self.parameters = code, description, parameters


def _need(condition: object, otherwise: str) -> None:
    if not condition:
        raise ApiError(400, f"Bad Request: {otherwise}")


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that the bot sent, as it stands among a call's parameters."""

    name: str
    content: bytes = field(repr=False)


Trouble = Literal["reset", "502", "stall", "403", "200"]
"""The connection is cut, a proxy answers with a page (502, 403) or with JSON of its own (200), or nobody answers."""


@dataclass(slots=True)
class _Trouble:
    kind: Trouble
    times: int
    method: str
    after: bool


@dataclass(frozen=True, slots=True)
class Call:
    """One call of the bot: its parameters with JSON parsed, the message that came of it, if any, or the error."""

    method: str
    parameters: Json
    result: Json | None
    error: ApiError | None
    host: str = field(default="", compare=False)  # by which the bot reached the server: tells two bots apart
    at: float = field(default_factory=time.monotonic, compare=False)


def utf16(text: str) -> int:
    """The length of a text as Telegram counts it."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


_FOUND = re.compile(
    r"(?<![\w/<>])(?P<bot_command>/[A-Za-z0-9_]{1,64}(?:@[A-Za-z0-9_]{3,32})?)(?![\w/<>])"
    r"|(?<!\w)(?P<mention>@[A-Za-z0-9_]{4,32})(?!\w)"
)


def find_entities(text: str) -> list[Json]:
    """The commands and mentions that Telegram itself marks in what a person writes."""
    return [
        {"type": found.lastgroup, "offset": utf16(text[: found.start()]), "length": utf16(found[0])}
        for found in _FOUND.finditer(text)
    ]


_TAGS = {
    **{tag: tag for tag in ("code", "pre", "blockquote")},
    **dict.fromkeys(("b", "strong"), "bold"),
    **dict.fromkeys(("i", "em"), "italic"),
    **dict.fromkeys(("u", "ins"), "underline"),
    **dict.fromkeys(("s", "strike", "del"), "strikethrough"),
    **dict.fromkeys(("span", "tg-spoiler"), "spoiler"),
    **{"a": "text_link", "tg-emoji": "custom_emoji", "tg-time": "date_time"},
}
_TOKEN = re.compile(
    r"<(?P<slash>/?)(?P<tag>[^\s>]*)(?P<attributes>(?:\"[^\"]*\"|'[^']*'|[^>\"'])*)(?P<end>>?)"
    r"|(?P<character>&(?:lt|gt|amp|quot|\#\d+|\#x[0-9A-Fa-f]+);)|(?P<bare>[&>])"
)
_ATTRIBUTE = re.compile(r"""([^\s=/"']+)(?:\s*=\s*("[^"]*"|'[^']*'|[\w.-]+))?""")


def parse_html(source: str) -> tuple[str, list[Json]]:
    """Telegram's HTML to plain text and entities, or the error that Telegram gives."""
    plain, length, at = "", 0, 0
    entities: list[Json] = []
    opened: list[tuple[str, Json]] = []

    def need(condition: object, otherwise: str, there: re.Match[str] | None = None, more: str = "") -> None:
        if not condition:
            place = f" at byte offset {len(source[: there.start()].encode())}" if there else ""
            raise ApiError(400, f"Bad Request: can't parse entities: {otherwise}{place}{more}")

    for token in _TOKEN.finditer(source):
        here = source[at : token.start()] + html.unescape(token["character"] or "")
        plain, length, at = plain + here, length + utf16(here), token.end()
        need(not token["bare"], f'Unescaped character "{token["bare"]}"', token)
        if token["tag"] is None:
            continue
        tag = token["tag"].lower()
        if token["slash"]:
            need(opened, "Unexpected end tag", token)
            need(token["end"] and not token["attributes"].strip(), "Unclosed end tag", token)
            start, entity = opened.pop()
            need(tag in ("", start), "Unmatched end tag", token, f', expected "</{start}>", found "</{tag}>"')
            if length > entity["offset"]:
                entities.append(entity | {"length": length - entity["offset"]})
            continue
        need(tag in _TAGS or token.end("tag") == len(source), f'Unsupported start tag "{tag}"', token)
        need(token["end"], "Unclosed start tag", token)
        given = {name: html.unescape(value.strip("\"'")) for name, value in _ATTRIBUTE.findall(token["attributes"])}
        need(tag != "span" or given.get("class") == "tg-spoiler", 'Tag "span" must have class "tg-spoiler"', token)
        kind = "expandable_blockquote" if tag == "blockquote" and "expandable" in given else _TAGS[tag]
        opened.append((tag, {"type": kind, "offset": length} | ({"url": given.get("href", "")} if tag == "a" else {})))
    need(not opened, f'Can\'t find end tag corresponding to start tag "{opened[-1][0] if opened else ""}"')
    return plain + source[at:], sorted(entities, key=lambda entity: (entity["offset"], -entity["length"]))


def _formatted(parameters: Json, key: str = "text", limit: int = 4096) -> Json:
    """A text or caption as Telegram keeps it: parsed and measured."""
    raw, mode = parameters.get(key, ""), parameters.get("parse_mode", "").lower()
    name, listed = ("message caption", "caption_entities") if key == "caption" else ("message", "entities")
    _need(raw or key == "caption", "message text is empty")
    _need(mode in ("", "html"), "unsupported parse_mode")
    text, entities = parse_html(raw.strip()) if mode else (raw.strip(), parameters.get(listed))
    _need(text.strip() or key == "caption", "text must be non-empty")
    _need(utf16(text) <= limit, f"{name} is too long")
    return ({key: text} if text else {}) | ({listed: entities} if entities else {})


def _keyboard(parameters: Json) -> Json:
    """The inline keyboard, checked, as a message carries it."""
    markup = parameters.get("reply_markup") or {}
    for button in (button for row in markup.get("inline_keyboard", ()) for button in row):
        _need(1 <= len(button.get("callback_data", "-").encode()) <= 64, "BUTTON_DATA_INVALID")
    return {"reply_markup": markup} if markup.get("inline_keyboard") else {}


def _member(user: Json, status: str) -> Json:
    more: dict[str, Json] = {
        "creator": {"is_anonymous": False},
        "administrator": dict.fromkeys(_RIGHTS, False) | {"can_manage_chat": True},
        "kicked": {"until_date": 0},
    }
    return {"user": user, "status": status} | more.get(status, {})


def _private(user: Json) -> Json:
    return {"id": user["id"], "type": "private"} | {key: user[key] for key in ("first_name", "username") if key in user}


def _message(source: Call | Json | None) -> Json:
    """The message in a call's result or in an update, or the message itself."""
    found = source.result if isinstance(source, Call) else source
    return next((value for kind, value in (found or {}).items() if kind in ("message", "edited_message")), found or {})


def _chat_of(update: Json) -> object:
    body = next(value for key, value in update.items() if key != "update_id")
    return body.get("message", body).get("chat", body.get("from", {})).get("id")


def _marked(message: Json) -> Json:
    """With the entities that Telegram adds to what a person writes."""
    for key, listed in (("text", "entities"), ("caption", "caption_entities")):
        if listed not in message and (found := find_entities(message.get(key, ""))):
            message[listed] = found
    return message


def _scope(parameters: Json) -> tuple[str, int, str]:
    scope = parameters.get("scope") or {"type": "default"}
    return scope["type"], scope.get("chat_id", 0), parameters.get("language_code", "")


async def _parameters(request: web.Request) -> Json:
    body = await (request.json() if request.content_type == "application/json" else request.post())
    fields: Json = {**request.query, **body}
    for name, value in fields.items():
        if isinstance(value, web.FileField):
            fields[name] = Upload(value.filename, value.file.read())
        elif isinstance(value, str) and name not in _TEXTS:
            with contextlib.suppress(ValueError):
                fields[name] = json.loads(value)
    attached = {name: value[9:] for name, value in fields.items() if str(value).startswith("attach://")}
    return fields | {name: fields.get(part) for name, part in attached.items()}


class BotApi:
    """The server, and the hands of the people who write to the bot."""

    def __init__(self) -> None:
        self.bot_id, self.username = 123456789, "panel_bot"
        self.token = f"{self.bot_id}:AAtestsOnlyTokenOfTheLocalBotApi0000"
        self.me: Json = {"id": self.bot_id, "is_bot": True, "first_name": "Panel", "username": self.username}
        self.sent: list[Call] = []  # every call but getUpdates, in order
        self.chats: dict[int, Json] = {}
        self.messages: dict[tuple[int, int], Json] = {}  # by chat and message id, as they look now
        self.members: dict[tuple[int, int], Json] = {}  # ChatMembers by chat and user id, the bot among them
        self.commands: dict[tuple[str, int, str], list[Json]] = {}  # by type of scope, its chat (or 0) and language
        self.allowed: list[str] = []  # the allowed_updates asked for last; empty is Telegram's default
        self.webhook: Json = {}  # the parameters of the webhook that is set
        self._changed = threading.Condition()
        self._ids: Counter[object] = Counter({"update": 500_000_000})
        self._queue: list[Json] = []
        self._queries: set[str] = set()
        self._files: dict[str, tuple[Json, bytes]] = {}
        self._faults: defaultdict[str, deque[ApiError]] = defaultdict(deque)
        self._troubles: list[_Trouble] = []
        self._outage: Trouble | None = None
        self._floods: dict[int, float] = {}
        self._choking = ""
        self._after: tuple[int, Callable[[], object]] | None = None
        self._limits: tuple[int, int] | None = None
        self._lately: defaultdict[int, deque[float]] = defaultdict(deque)  # when messages were taken, by chat; 0: all
        self.asked: dict[int, float] = {}  # when an update was queued, by its id
        self.delivered: dict[int, float] = {}  # when the webhook took it
        self.redelivered = 0  # posts to the webhook that were not taken
        self._not_taken: Json = {}  # what getWebhookInfo says of the last of them
        self._gathering = False
        self._delivering: set[int] = set()
        self._lanes: defaultdict[str, deque[Json]] = defaultdict(deque)
        self._posting: set[asyncio.Task[None]] = set()
        self._connections, self._most_connections = asyncio.Semaphore(40), 100
        self._hooks: ClientSession | None = None
        self._delay, self._port = 0.0, 0
        self._runner: web.AppRunner
        self._poll: asyncio.Future[None] | None = None
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="bot-api", daemon=True)
        self._methods: dict[str, Callable[[Json], Any]] = {
            "getMe": lambda p: self.me | _ABILITIES,
            "setWebhook": self._set_webhook,
            "deleteWebhook": lambda p: self._set_webhook(p | {"url": ""}),
            "getWebhookInfo": self._webhook_info,
            "setMyCommands": self._set_commands,
            "deleteMyCommands": lambda p: self._set_commands(p | {"commands": []}),
            "getMyCommands": lambda p: self.commands.get(_scope(p), []),
            "sendMessage": lambda p: self._send(p, _formatted(p)),
            "sendDocument": lambda p: self._send_file(p, "document"),
            "sendPhoto": lambda p: self._send_file(p, "photo"),
            "sendChatAction": lambda p: bool(self._chat(p)),
            "editMessageText": lambda p: self._edit(p, _formatted(p)),
            "editMessageReplyMarkup": lambda p: self._edit(p, {}),
            "answerCallbackQuery": self._answer,
            "answerInlineQuery": self._answer,
            "getFile": self._file,
            "getChat": lambda p: self._chat(p) | _FULL,
            "getChatMember": self._chat_member,
            "getChatAdministrators": self._administrators,
            "leaveChat": lambda p: bool(self.membership("left", self._chat(p), self.me)),
        }

    # What people do

    @contextlib.contextmanager
    def at_once(self) -> Iterator[None]:
        """What people do within this comes all at once, at its end."""
        with self._changed:
            self._gathering = True
            try:
                yield
            finally:
                self._gathering = False
        self._loop.call_soon_threadsafe(self._wake)

    def push(self, update: Json) -> int:
        """Number an update and queue it, if the bot allows its kind; from then on its chat is known."""
        kind, body = next(item for item in update.items() if item[0] != "update_id")
        chat, user = body.get("message", body).get("chat"), body.get("from")
        with self._changed:
            number = update["update_id"] = self._next("update")
            if chat:
                self.chats[chat["id"]] = chat
            if chat and user:
                self.members.setdefault((chat["id"], user["id"]), _member(user, "member"))
            if kind == "my_chat_member":
                self.members[chat["id"], self.bot_id] = body["new_chat_member"]
            elif kind in ("callback_query", "inline_query"):
                self._queries.add(body["id"])
            elif "message_id" in body:
                self._keep(body)
            if kind in (self.allowed or {kind} - _OPT_IN):
                self._queue.append(update)
                self.asked[number] = time.monotonic()
            alone = not self._gathering
        if alone:
            self._loop.call_soon_threadsafe(self._wake)
        return number

    def message(
        self,
        text: str | None = None,
        *,
        user: Json = USER,
        chat: Json | None = None,
        reply_to: Call | Json | None = None,
        thread: int | None = None,
        **extra: Any,
    ) -> Json:
        """Write to the bot, in private unless a chat is named; ``extra`` fields of the message come last."""
        message = self._new(chat or _private(user), user, thread, _message(reply_to)) | {"text": text} | extra
        if thread and not reply_to and message["chat"].get("is_forum"):  # all in a topic replies to its creation
            topic = {"message_id": thread, "forum_topic_created": {"name": f"Topic {thread}", "icon_color": 7322096}}
            message["reply_to_message"] = message | topic
        return self._pushed({"message": _marked({key: value for key, value in message.items() if value is not None})})

    def edit(self, source: Json, text: str, **extra: Any) -> Json:
        """Change the text of a message that was written to the bot."""
        message = {key: value for key, value in _message(source).items() if key != "entities"}
        message |= {"text": text, "edit_date": int(time.time())} | extra
        return self._pushed({"edited_message": _marked(message)})

    def press(self, message: Call | Json, data: str, user: Json = USER) -> Json:
        """Press a button of a message of the bot's, be that button still there or not."""
        found = _message(message)
        found = self.messages.get((found["chat"]["id"], found["message_id"]), found)
        query = {"id": str(self._next("query")), "from": user, "message": found, "chat_instance": "1", "data": data}
        return self._pushed({"callback_query": query})

    def inline(self, query: str, user: Json = USER) -> Json:
        """Type the bot's name and a query in some chat."""
        body = {"id": str(self._next("query")), "from": user, "query": query, "offset": ""}
        return self._pushed({"inline_query": body})

    def add_chat(self, chat: Json) -> Json:
        """Let the bot write to a chat that has not written yet; for a person, the private chat."""
        chat = chat if "type" in chat else _private(chat)
        self.chats[chat["id"]] = chat
        return chat

    def group(self, id: int, title: str, forum: bool = False, admins: Iterable[Json] = ()) -> Json:
        """A group with the bot in it; a forum, or an id of -100..., makes it a supergroup."""
        kind = "supergroup" if forum or id < -1_000_000_000_000 else "group"
        self.members[id, self.bot_id] = _member(self.me, "member")
        self.members.update({(id, user["id"]): _member(user, "administrator") for user in admins})
        return self.add_chat({"id": id, "type": kind, "title": title} | ({"is_forum": True} if forum else {}))

    def membership(self, status: str, chat: Json | None = None, user: Json = USER) -> Json:
        """Make the bot "member", "administrator", "left" or "kicked", in private: blocked; its calls are refused so."""
        chat = chat or _private(user)
        old = self.members.get((chat["id"], self.bot_id)) or _member(self.me, "member")
        change = {"chat": chat, "from": user, "date": int(time.time()), "old_chat_member": old}
        return self._pushed({"my_chat_member": change | {"new_chat_member": _member(self.me, status)}})

    def file(self, name: str, content: bytes, **extra: Any) -> Json:
        """A document to download, for ``message(document=...)``; ``file_size=`` pretends another size."""
        number, kind = f"file_{self._next('file')}", mimetypes.guess_type(name)[0] or "application/octet-stream"
        about = {"file_id": number, "file_unique_id": f"unique_{number}", "file_name": name, "mime_type": kind}
        self._files[number] = (about | {"file_size": len(content)} | extra, content)
        return self._files[number][0]

    # What a test sees

    @property
    def url(self) -> str:
        """Where the server listens."""
        return f"http://127.0.0.1:{self._port}"

    def calls(self, method: str) -> list[Call]:
        """The calls of one method so far."""
        return [call for call in self.sent if call.method == method]

    def wait(self, method: str, count: int = 1, timeout: float = 5.0) -> list[Call]:
        """The calls of a method, refused ones too, once there are so many."""
        with self._changed:
            if not self._changed.wait_for(lambda: len(self.calls(method)) >= count, timeout):
                raise AssertionError(f"no {count} {method} in {timeout} s, but {self.sent}")
            return self.calls(method)

    def quiet(self, seconds: float) -> None:
        """Nothing that a person would notice comes in that time."""
        with self._changed:
            start = len(self.sent)
            if self._changed.wait_for(lambda: any(c.method.startswith(_NOTICED) for c in self.sent[start:]), seconds):
                raise AssertionError(f"not quiet: {self.sent[start:]}")

    def replies_to(self, update: Json) -> list[Call]:
        """The replies to an update's message, and their edits; or the answers to its query."""
        if query := update.get("callback_query") or update.get("inline_query"):
            keys = ("callback_query_id", "inline_query_id")
            return [call for call in self.sent if query["id"] in map(call.parameters.get, keys)]
        chat, number = (message := _message(update))["chat"]["id"], message["message_id"]
        made = [call for call in self.sent if call.result and call.result["chat"]["id"] == chat]
        return [call for call in made if _message(call).get("reply_to_message", {}).get("message_id") == number]

    # Faults

    def trouble(self, kind: Trouble, times: int = 1, *, method: str = "send", after: bool = False) -> None:
        """Break the next calls whose method begins so; *after*: they take effect all the same."""
        self._troubles.append(_Trouble(kind, times, method, after))

    def outage(self, kind: Trouble | None) -> None:
        """From now on answer nothing but this, and nothing takes effect; None ends it, but not for what stalled."""
        self._outage = kind

    def flood(self, chat: int, seconds: float) -> None:
        """For so long refuse every message to a chat with 429."""
        self._floods[chat] = time.monotonic() + seconds

    def after(self, messages: int, do: Callable[[], object]) -> None:
        """Do something at the very moment at which so many more messages were sent."""
        with self._changed:
            self._after = len(self.calls("sendMessage")) + messages, do

    def limit(self, per_second: int, a_minute_in_a_group: int) -> None:
        """From now on take so many messages and no more, as Telegram does."""
        self._limits = per_second, a_minute_in_a_group
        self._lately.clear()

    def fail(self, method: str, code: int, description: str, times: int = 1, retry_after: int | None = None) -> None:
        """Refuse the next calls of a method and do nothing for them."""
        more = {} if retry_after is None else {"retry_after": retry_after}
        self._faults[method].extend(ApiError(code, description, **more) for _ in range(times))

    def narrow(self, connections: int) -> None:
        """From now on post no more updates at once than that, whatever the webhook asks for."""
        self._most_connections = connections
        self._connections = asyncio.Semaphore(connections)

    def choke(self, words: str) -> None:
        """From now on answer 500 to every message with these words in it; with none to nothing any more."""
        self._choking = words

    def delay(self, seconds: float) -> None:
        """From now on hold back each response, but not those to ``getUpdates``, after the call took effect."""
        self._delay = seconds

    def down(self) -> None:
        """Refuse connections and cut the open ones; nothing queued is lost."""
        self._run(self._runner.cleanup())

    def up(self) -> None:
        """Listen again, on the same port."""
        self._run(self._listen())

    # The server

    def __enter__(self) -> Self:
        self._thread.start()
        self.up()
        return self

    def __exit__(self, *_: object) -> None:
        self.down()
        self._run(self._end())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def _run(self, work: Coroutine[Any, Any, None]) -> None:
        asyncio.run_coroutine_threadsafe(work, self._loop).result(10)

    async def _end(self) -> None:
        """End what stalls."""
        if self._hooks is not None:
            await self._hooks.close()
        tasks = asyncio.all_tasks() - {asyncio.current_task()}
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _listen(self) -> None:
        app = web.Application(client_max_size=64 * 2**20)
        app.router.add_route("*", "/{path:.*}", self._respond)
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", self._port, reuse_address=True).start()
        self._port = self._runner.addresses[0][1]

    @staticmethod
    async def _broken(request: web.Request, kind: Trouble) -> web.Response:
        if kind == "200":
            return web.json_response({"status": "maintenance"})
        if kind in ("502", "403"):
            page = f"<html><head><title>{kind}</title></head><body><h1>{kind} by the proxy</h1></body></html>"
            return web.Response(status=int(kind), content_type="text/html", text=page)
        if kind == "stall":
            await asyncio.sleep(3600)
        if request.transport is not None:
            request.transport.abort()
        return web.Response()

    async def _respond(self, request: web.Request) -> web.Response:
        if self._outage:
            return await self._broken(request, self._outage)
        try:
            path = re.fullmatch(r"/(file/)?bot([^/]+)/(.+)", request.path)
            if path and path[2] != self.token:
                raise ApiError(401, "Unauthorized")
            if not path or (path[1] and PurePath(path[3]).stem not in self._files):
                raise ApiError(404, "Not Found")
            if path[1]:
                return web.Response(body=self._files[PurePath(path[3]).stem][1])
            parameters = await _parameters(request)
            trouble = next((t for t in self._troubles if t.times > 0 and path[3].startswith(t.method)), None)
            if trouble:
                trouble.times -= 1
                if trouble.after:
                    await self._call(path[3], parameters, request.host)
                return await self._broken(request, trouble.kind)
            result = await self._call(path[3], parameters, request.host)
        except ApiError as error:
            answer = {"ok": False, "error_code": error.code, "description": error.description}
            more = {"parameters": error.parameters} if error.parameters else {}
            return web.json_response(answer | more, status=error.code)
        return web.json_response({"ok": True, "result": result})

    async def _call(self, name: str, parameters: Json, host: str = "") -> Any:
        method = _METHODS.get(name.lower())
        if not method:
            raise ApiError(404, "Not Found: method not found")
        if method == "getUpdates":
            return await self._get_updates(parameters)
        result, error = None, None
        with self._changed:
            try:
                self._fault(method)
                if method not in self._methods and method.startswith(_RETURNING):
                    raise ApiError(501, f"Not Implemented: tests/botapi.py has no {method}")
                result = self._methods[method](parameters) if method in self._methods else True
            except ApiError as refused:
                error = refused
            message = result if isinstance(result, dict) and "message_id" in result else None
            self.sent.append(Call(method, parameters, message, error, host))
            if self._after and method == "sendMessage" and sum(c.method == method for c in self.sent) >= self._after[0]:
                (_, do), self._after = self._after, None
                do()
            self._changed.notify_all()
        await asyncio.sleep(self._delay)
        if error:
            raise error
        return result

    async def _get_updates(self, p: Json) -> list[Json]:
        self._fault("getUpdates")
        if self.webhook:
            why = "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
            raise ApiError(409, f"Conflict: {why}")
        only = "make sure that only one bot instance is running"
        self._wake(ApiError(409, f"Conflict: terminated by other getUpdates request; {only}"))
        offset, limit = p.get("offset", 0), p.get("limit", 100)
        with self._changed:
            self.allowed = p.get("allowed_updates", self.allowed)
            self._queue = self._queue[offset:] if offset < 0 else [u for u in self._queue if u["update_id"] >= offset]
        if not self._queue and p.get("timeout"):
            self._poll = poll = self._loop.create_future()
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(poll, p["timeout"])
        return self._queue[:limit]

    def _wake(self, error: ApiError | None = None) -> None:
        """End the waiting poll, or deliver to the webhook what is queued: in order within a chat, until it is taken."""
        if self.webhook:
            # The last ones are new, unless it was only now set.
            waiting = self._queue if error else takewhile(self._is_new, reversed(self._queue))
            for update in sorted(filter(self._is_new, waiting), key=lambda update: update["update_id"]):
                self._delivering.add(update["update_id"])
                lane = self._lanes[str(_chat_of(update))]
                lane.append(update)
                if len(lane) == 1:
                    self._posting.add(task := self._loop.create_task(self._deliver(lane)))
                    task.add_done_callback(self._posting.discard)
        if self._poll and not self._poll.done():
            self._poll.set_exception(error) if error else self._poll.set_result(None)

    def _is_new(self, update: Json) -> bool:
        return update["update_id"] not in self._delivering

    async def _deliver(self, lane: deque[Json]) -> None:
        pause = 0.0
        while lane and self.webhook:
            await asyncio.sleep(pause)
            if await self._post(lane[0]):
                done, pause = lane.popleft(), 0.0
                self._queue.remove(done)
                self.delivered[done["update_id"]] = time.monotonic()
            else:
                # Telegram waits longer and longer, up to a minute or two.
                pause = min(1.0, pause * 2 or 0.05)
                self.redelivered += 1
                self._not_taken = {"last_error_date": int(time.time()), "last_error_message": "Connection refused"}
        self._delivering -= {update["update_id"] for update in lane}
        lane.clear()

    async def _post(self, update: Json) -> bool:
        """Post an update to the webhook; whether that took it. A call in the answer is carried out."""
        async with self._connections:
            if not (hook := self.webhook):
                return False
            try:
                if self._hooks is None:
                    self._hooks = ClientSession(timeout=ClientTimeout(total=60), connector=TCPConnector(limit=100))
                proof = {"X-Telegram-Bot-Api-Secret-Token": str(hook.get("secret_token", ""))}
                async with self._hooks.post(hook["url"], json=update, headers=proof) as response:
                    body = await response.read()
                    if not 200 <= response.status < 300:
                        return False
            except (ClientError, OSError):
                return False
        if body and response.content_type == "application/json":
            call = json.loads(body)
            with contextlib.suppress(ApiError):  # nobody hears of it
                await self._call(call.pop("method"), call)
        return True

    def _fault(self, method: str) -> None:
        if self._faults[method]:
            raise self._faults[method].popleft()

    # The methods

    def _next(self, what: object) -> int:
        with self._changed:
            self._ids[what] += 1
            return self._ids[what]

    def _pushed(self, update: Json) -> Json:
        self.push(update)
        return update

    def _new(self, chat: Json, author: Json, thread: int | None, reply: Json | None) -> Json:
        message = {"message_id": self._next(chat["id"]), "from": author, "chat": chat, "date": int(time.time())}
        if thread:
            message |= {"message_thread_id": thread, "is_topic_message": True}
        if reply:
            message["reply_to_message"] = {key: reply[key] for key in reply if key != "reply_to_message"}
        return message

    def _keep(self, message: Json) -> Json:
        chat, number = message["chat"]["id"], message["message_id"]
        self._ids[chat] = max(self._ids[chat], number)
        self.messages[chat, number] = message
        return message

    def _chat(self, p: Json) -> Json:
        """The chat a call goes to, or why it cannot go there."""
        _need(p.get("chat_id"), "chat_id is empty")
        _need(p["chat_id"] in self.chats, "chat not found")
        chat = self.chats[p["chat_id"]]
        status = self.members.get((chat["id"], self.bot_id), {}).get("status")
        if status == "kicked" and chat["type"] == "private":
            raise ApiError(403, "Forbidden: bot was blocked by the user")
        if status in ("kicked", "left"):
            what = "was kicked from" if status == "kicked" else "is not a member of"
            raise ApiError(403, f"Forbidden: bot {what} the {chat['type']} chat")
        return chat

    def _send(self, p: Json, content: Json) -> Json:
        chat, thread = self._chat(p), p.get("message_thread_id")
        if (left := self._floods.get(chat["id"], 0) - time.monotonic()) > 0:
            seconds = int(left) + 1
            raise ApiError(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)
        if self._choking and self._choking in json.dumps(p, ensure_ascii=False, default=str):
            raise ApiError(500, "Internal Server Error")
        self._within_limits(chat["id"])
        quoted: Json = p.get("reply_parameters") or {}
        topics = chat["type"] == "private" or chat.get("is_forum")
        here = (message for (where, _), message in self.messages.items() if where == chat["id"])
        if thread and topics:
            _need(any(message.get("message_thread_id") == thread for message in here), "message thread not found")
        reply: Json = self.messages.get((quoted.get("chat_id") or chat["id"], quoted.get("message_id", 0)), {})
        _need(reply or not quoted or quoted.get("allow_sending_without_reply"), "message to be replied not found")
        thread = (thread or reply.get("message_thread_id")) if topics else None
        keyboard = _keyboard(p)
        return self._keep(self._new(chat, self.me, thread, reply) | content | keyboard)

    def _within_limits(self, chat: int) -> None:
        if self._limits is None:
            return
        now = time.monotonic()
        for key, most, seconds in ((0, self._limits[0], 1.0), (chat, self._limits[1], 60.0)):
            lately = self._lately[key]
            while lately and lately[0] < now - seconds:
                lately.popleft()
            if len(lately) >= most and key <= 0:
                left = int(lately[0] + seconds - now) + 1
                raise ApiError(429, f"Too Many Requests: retry after {left}", retry_after=left)
        for key in (0, chat):
            self._lately[key].append(now)

    def _send_file(self, p: Json, kind: str) -> Json:
        given: Any = p.get(kind)
        caption = _formatted(p, "caption", 1024)
        _need(given, f"there is no {kind} in the request")
        if isinstance(given, Upload):
            _need(given.content, "file must be non-empty")
            given = self.file(given.name, given.content)["file_id"]
        _need(given in self._files, "wrong file identifier/HTTP URL specified")
        about = self._files[given][0]
        return self._send(p, {kind: [about | {"width": 640, "height": 480}] if kind == "photo" else about} | caption)

    def _edit(self, p: Json, content: Json) -> Json | bool:
        keyboard = _keyboard(p)
        if "inline_message_id" in p:
            return True
        where = (self._chat(p)["id"], p.get("message_id", 0))
        _need(where in self.messages, "message to edit not found")
        old = self.messages[where]
        _need(old.get("from") == self.me, "message can't be edited")
        _need("text" in old or not content, "there is no text in the message to edit")
        replaced = {"edit_date", "reply_markup"} | ({"text", "entities"} if content else set())
        new = {key: value for key, value in old.items() if key not in replaced} | content | keyboard
        _need(new | {"edit_date": 0} != old | {"edit_date": 0}, _NOT_MODIFIED)
        return self._keep(new | {"edit_date": int(time.time())})

    def _answer(self, p: Json) -> bool:
        number, results = p.get("callback_query_id") or p.get("inline_query_id"), p.get("results", [])
        _need(number in self._queries, "query is too old and response timeout expired or query ID is invalid")
        _need(utf16(p.get("text", "")) <= 200, "MESSAGE_TOO_LONG")
        _need(len(results) <= 50, "RESULTS_TOO_MUCH")
        _need(len({result["id"] for result in results}) == len(results), "RESULT_ID_DUPLICATE")
        for result in results:
            _need(1 <= len(result["id"].encode()) <= 64, "RESULT_ID_INVALID")
            if "input_message_content" in result:
                _formatted(result["input_message_content"], "message_text")
            _keyboard(result)
        return True

    def _file(self, p: Json) -> Json:
        _need(p.get("file_id") in self._files, "invalid file_id")
        about = self._files[p["file_id"]][0]
        _need(about["file_size"] <= 20 * 2**20, "file is too big")
        path = f"documents/{about['file_id']}{PurePath(about['file_name']).suffix}"
        return {key: about[key] for key in ("file_id", "file_unique_id", "file_size")} | {"file_path": path}

    def _chat_member(self, p: Json) -> Json:
        who = (self._chat(p)["id"], p.get("user_id", 0))
        _need(who in self.members, "member not found")
        return self.members[who]

    def _administrators(self, p: Json) -> list[Json]:
        chat = self._chat(p)
        _need(chat["type"] != "private", "there are no administrators in the private chat")
        members = (member for (where, _), member in self.members.items() if where == chat["id"])
        return [member for member in members if member["status"] in ("administrator", "creator")]

    def _set_commands(self, p: Json) -> bool:
        if "chat_id" in (p.get("scope") or {}):
            self._chat(p["scope"])
        for command in p["commands"]:
            _need(re.fullmatch("[a-z0-9_]{1,32}", command["command"]), "BOT_COMMAND_INVALID")
            _need(1 <= len(command["description"]) <= 256, "BOT_COMMAND_DESCRIPTION_INVALID")
        self.commands[_scope(p)] = p["commands"]
        return True

    def _set_webhook(self, p: Json) -> bool:
        self.webhook = p if p.get("url") else {}
        self._not_taken = {}
        self._connections = asyncio.Semaphore(min(int(p.get("max_connections", 40)), self._most_connections))
        self.allowed = p.get("allowed_updates", self.allowed)
        self._queue = [] if p.get("drop_pending_updates") else self._queue
        if self.webhook:
            self._wake(ApiError(409, "Conflict: terminated by setWebhook request"))
        return True

    def _webhook_info(self, p: Json) -> Json:
        info = {"url": self.webhook.get("url", ""), "pending_update_count": len(self._queue)} | self._not_taken
        return info | {"has_custom_certificate": False} | ({"allowed_updates": self.allowed} if self.allowed else {})

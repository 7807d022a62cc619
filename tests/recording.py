"""A transport that records what the bot calls and answers as Telegram would, and real update JSON to feed it.

``Recorder`` is given to ``bot.telegram.runner.build`` in place of HTTP. It refuses what Telegram refuses (HTML that
cannot be parsed, texts and button data that are too long), so the bot's error handler logs and the test fails.
"""

from __future__ import annotations

import asyncio
import json
from collections import defaultdict, deque
from collections.abc import Callable
from dataclasses import dataclass
from itertools import count
from typing import Any

from telegram.request import BaseRequest, RequestData

from tests.botapi import ApiError, Upload, find_entities, parse_html, utf16

Json = dict[str, Any]

TOKEN = "123456789:AAtestsOnlyTokenOfTheRecorder00000000"
BOT: Json = {"id": 123456789, "is_bot": True, "first_name": "Panel", "username": "panel_bot"}
ANN: Json = {"id": 7, "is_bot": False, "first_name": "Ann", "username": "ann_lee", "language_code": "en"}
ADMIN: Json = {"id": 9, "is_bot": False, "first_name": "Root"}
OTHER_BOT: Json = {"id": 55, "is_bot": True, "first_name": "Weather", "username": "weather_bot"}
ANONYMOUS: Json = {"id": 1087968824, "is_bot": True, "first_name": "Group", "username": "GroupAnonymousBot"}
AS_CHANNEL: Json = {"id": 136817688, "is_bot": True, "first_name": "Channel", "username": "Channel_Bot"}
TELEGRAM: Json = {"id": 777000, "is_bot": False, "first_name": "Telegram"}

GROUP: Json = {"id": -4001, "type": "group", "title": "Friends", "all_members_are_administrators": False}
SUPERGROUP: Json = {"id": -1001000000001, "type": "supergroup", "title": "Discussion"}
FORUM: Json = {"id": -1001000000002, "type": "supergroup", "title": "Forum", "is_forum": True}
CHANNEL: Json = {"id": -1001000000003, "type": "channel", "title": "News"}

_DATE = 1_780_000_000
_numbers = count(1)


@dataclass(frozen=True, slots=True)
class Call:
    """One call of the bot: parameters with their JSON parsed, and what was answered."""

    method: str
    parameters: Json
    result: Any
    error: str | None

    @property
    def plain(self) -> str:
        """The text as the person reads it, the HTML taken away."""
        text = str(self.parameters.get("text", ""))
        return parse_html(text)[0] if self.parameters.get("parse_mode") == "HTML" else text

    @property
    def bold(self) -> list[str]:
        """The passages in bold."""
        return self._passages("bold")

    def _passages(self, kind: str) -> list[str]:
        plain, entities = parse_html(str(self.parameters.get("text", "")))
        units = plain.encode("utf-16-le")
        return [
            units[2 * e["offset"] : 2 * (e["offset"] + e["length"])].decode("utf-16-le")
            for e in entities
            if e["type"] == kind
        ]

    @property
    def buttons(self) -> dict[str, str]:
        """The callback data of each button, by its label."""
        return {button["text"]: button["callback_data"] for button in self._keyboard if "callback_data" in button}

    @property
    def links(self) -> dict[str, str]:
        """Where each button with an address leads, by its label."""
        return {button["text"]: button["url"] for button in self._keyboard if "url" in button}

    @property
    def folded(self) -> list[str]:
        """The passages in quotes that are folded."""
        return self._passages("expandable_blockquote")

    @property
    def _keyboard(self) -> list[Json]:
        rows = (self.parameters.get("reply_markup") or {}).get("inline_keyboard", [])
        return [button for row in rows for button in row]


class Recorder(BaseRequest):
    """Records each call and answers it as Telegram would."""

    def __init__(self) -> None:
        self.calls: list[Call] = []
        self.administrators: dict[int, list[Json]] = {}
        """The users who are admins of a chat."""
        self.updates: list[Json] = []
        """What it gives to who polls."""
        self._answers: dict[str, Callable[[Json], Any]] = {
            "getChatAdministrators": self._admins,
            "getFile": self._file,
            "getUpdates": lambda asked: [u for u in self.updates if u["update_id"] >= asked.get("offset", 0)],
        }
        self._refusals: defaultdict[str, deque[ApiError]] = defaultdict(deque)
        self._files: dict[str, bytes] = {}

    def document(self, name: str, content: bytes, **extra: Any) -> Json:
        """A document that a person sends, to be fetched by the bot; *extra* fields may lie."""
        number = f"file{next(_numbers)}"
        self._files[number] = content
        about = {"file_id": number, "file_unique_id": f"u{number}", "file_name": name, "file_size": len(content)}
        return about | extra

    def refuse(self, method: str, code: int, description: str, **parameters: int) -> None:
        """Refuse the next call of *method*."""
        self._refusals[method].append(ApiError(code, description, **parameters))

    @property
    def read_timeout(self) -> float | None:
        return 5.0

    async def initialize(self) -> None:
        pass

    async def shutdown(self) -> None:
        pass

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Any = None,
        write_timeout: Any = None,
        connect_timeout: Any = None,
        pool_timeout: Any = None,
    ) -> tuple[int, bytes]:
        name = url.rsplit("/", 1)[1]
        if "/file/bot" in url:
            return 200, self._files[name]
        if name == "getUpdates":
            await asyncio.sleep(0.001)  # who polls gives up its turn
        given = request_data.parameters if request_data else {}
        encoded = request_data.json_parameters if request_data else {}
        # What is text stays text; the rest is read back from the JSON that would go over the wire.
        files = (request_data.multipart_data or {}) if request_data else {}
        parameters = {
            key: v if isinstance(v, str) or key in files else json.loads(encoded[key]) for key, v in given.items()
        }
        parameters |= {k: Upload(name, c) for k, (name, c, _) in files.items() if isinstance(c, bytes)}
        try:
            if self._refusals[name]:
                raise self._refusals[name].popleft()
            result: Any = self._answers[name](parameters) if name in self._answers else _result(name, parameters)
        except ApiError as error:
            self.calls.append(Call(name, parameters, None, error.description))
            body: Json = {"ok": False, "error_code": error.code, "description": error.description}
            return error.code, json.dumps(body | {"parameters": error.parameters}).encode()
        self.calls.append(Call(name, parameters, result, None))
        return 200, json.dumps({"ok": True, "result": result}).encode()

    def _admins(self, parameters: Json) -> list[Json]:
        users = self.administrators.get(parameters["chat_id"], [])
        return [{"user": user, "status": "creator", "is_anonymous": True} for user in users]

    def _file(self, parameters: Json) -> Json:
        number = parameters["file_id"]
        if number not in self._files:
            raise ApiError(400, "Bad Request: wrong file_id or the file is temporarily unavailable")
        if len(self._files[number]) > 20 * 2**20:
            raise ApiError(400, "Bad Request: file is too big")
        return {"file_id": number, "file_unique_id": f"u{number}", "file_path": f"documents/{number}"}


def _result(method: str, parameters: Json) -> Any:
    if method == "getMe":
        return BOT | {"can_join_groups": True, "can_read_all_group_messages": False, "supports_inline_queries": False}
    if method in ("sendMessage", "editMessageText"):
        return _written(parameters, parameters.get("message_id") or next(_numbers))
    if method in ("sendDocument", "sendPhoto"):
        kind = method.removeprefix("send").lower()
        if not parameters[kind].content:
            raise ApiError(400, "Bad Request: file must be non-empty")
        sent = _written(parameters | {"text": "x"}, next(_numbers))
        about = {"file_id": "F", "file_unique_id": "U", "width": 640, "height": 480}
        return sent | {"text": None, kind: [about] if kind == "photo" else about}
    if method == "deleteMessage":
        return True
    if method == "answerCallbackQuery" and utf16(parameters.get("text", "")) > 200:
        raise ApiError(400, "Bad Request: MESSAGE_TOO_LONG")
    if method == "editMessageReplyMarkup":
        return _written(parameters | {"text": "x"}, parameters["message_id"])
    if method == "answerInlineQuery":
        return _offered(parameters["results"])
    if method in ("answerCallbackQuery", "setMyCommands", "deleteMyCommands", "sendChatAction"):
        return True
    raise ApiError(501, f"Not Implemented: tests/recording.py has no {method}")


def _offered(results: list[Json]) -> bool:
    if len(results) > 50:
        raise ApiError(400, "Bad Request: RESULTS_TOO_MUCH")
    if len({result["id"] for result in results}) < len(results):
        raise ApiError(400, "Bad Request: RESULT_ID_DUPLICATE")
    for result in results:
        if not 1 <= len(result["id"].encode()) <= 64:
            raise ApiError(400, "Bad Request: RESULT_ID_INVALID")
        content = result["input_message_content"]
        _written({"chat_id": 1, "text": content["message_text"], "parse_mode": content.get("parse_mode")}, 1)
    return True


def _written(parameters: Json, number: int) -> Json:
    text = str(parameters.get("text", ""))
    entities: list[Json] = []
    if mode := parameters.get("parse_mode"):
        if mode != "HTML":
            raise ApiError(400, "Bad Request: unsupported parse_mode")
        text, entities = parse_html(text)
    if not text.strip():
        raise ApiError(400, "Bad Request: message text is empty")
    if utf16(text) > 4096:
        raise ApiError(400, "Bad Request: message is too long")
    markup = parameters.get("reply_markup")
    for button in (b for row in (markup or {}).get("inline_keyboard", []) for b in row):
        data = button.get("callback_data", "-").encode()
        if not 1 <= len(data) <= 64 or not button["text"].strip():
            raise ApiError(400, "Bad Request: BUTTON_DATA_INVALID")
    thread = parameters.get("message_thread_id")
    return (
        {"message_id": number, "from": BOT, "chat": _chat(parameters["chat_id"]), "date": _DATE, "text": text}
        | ({"entities": entities} if entities else {})
        | ({"reply_markup": markup} if markup else {})
        | ({"message_thread_id": thread, "is_topic_message": True} if thread else {})
    )


def _chat(number: int) -> Json:
    known = {chat["id"]: chat for chat in (GROUP, SUPERGROUP, FORUM, CHANNEL)}
    return known.get(number) or {"id": number, "type": "private", "first_name": "Somebody"}


def private(user: Json) -> Json:
    """The private chat with a person."""
    return {"id": user["id"], "type": "private", "first_name": user["first_name"]}


def body(text: str | None = None, *, user: Json = ANN, chat: Json | None = None, **extra: Any) -> Json:
    """A message, in private unless *chat* is given, with the commands and mentions marked as Telegram marks them."""
    made: Json = {"message_id": next(_numbers), "from": user, "chat": chat or private(user), "date": _DATE}
    made |= ({} if text is None else {"text": text}) | extra
    for content, marks in (("text", "entities"), ("caption", "caption_entities")):
        if marks not in made and (found := find_entities(made.get(content, ""))):
            made[marks] = found
    return made


def update(kind: str, content: Json) -> Json:
    """An update that carries *content*."""
    return {"update_id": next(_numbers), kind: content}


def message(text: str | None = None, *, user: Json = ANN, chat: Json | None = None, **extra: Any) -> Json:
    """An update with a new message."""
    return update("message", body(text, user=user, chat=chat, **extra))


def in_topic(text: str, thread: int = 42, **extra: Any) -> Json:
    """A message in a forum's topic; as all of them, it replies to the topic's creation."""
    place: Json = {"message_thread_id": thread, "is_topic_message": True}
    created: Json = place | {"forum_topic_created": {"name": "Talk", "icon_color": 7322096}}
    replied: Json = {"reply_to_message": body(chat=FORUM, **created)}
    return message(text, chat=FORUM, **(replied | place | extra))


def edited(text: str, **extra: Any) -> Json:
    """An update with an edited message."""
    return update("edited_message", body(text, **extra) | {"edit_date": _DATE + 60})


def channel_post(text: str) -> Json:
    """A post in a channel."""
    post = body(text, chat=CHANNEL, sender_chat=CHANNEL)
    del post["from"]
    return update("channel_post", post)


def anonymous_admin(text: str, chat: Json = SUPERGROUP, **extra: Any) -> Json:
    """A message of a group's admin who stays anonymous."""
    return message(text, user=ANONYMOUS, chat=chat, sender_chat=chat, **extra)


def as_channel(text: str, chat: Json = SUPERGROUP) -> Json:
    """A message that somebody writes in a group in the name of a channel."""
    return message(text, user=AS_CHANNEL, chat=chat, sender_chat=CHANNEL)


def automatic_forward(text: str) -> Json:
    """A post of the linked channel, which Telegram forwards into its discussion group."""
    origin = {"type": "channel", "chat": CHANNEL, "message_id": 3, "date": _DATE}
    return message(
        text, user=TELEGRAM, chat=SUPERGROUP, sender_chat=CHANNEL, is_automatic_forward=True, forward_origin=origin
    )


def photo(caption: str | None = None, **extra: Any) -> Json:
    """A photo, with or without a caption."""
    size = {"file_id": "AgAC", "file_unique_id": "AQAD", "width": 90, "height": 60, "file_size": 1000}
    given: Json = {} if caption is None else {"caption": caption}
    return message(photo=[size], **given, **extra)


def press(under: Call | Json, data: str, user: Json = ANN) -> Json:
    """A press on a button under a message that the bot sent."""
    shown = under.result if isinstance(under, Call) else under
    query = {"id": str(next(_numbers)), "from": user, "chat_instance": "1", "message": shown, "data": data}
    return update("callback_query", query)

"""``python -m tests.edge.echo KIND``: bots that do nothing but answer each message with itself."""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections.abc import Callable
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

TOKEN, API, LISTEN = (os.environ.get(f"ECHO_{name}", "") for name in ("TOKEN", "API", "LISTEN"))
SECRET = "S" * 40
CONNECTIONS = 100


def ptb(*, webhook: bool) -> None:
    """Python-telegram-bot as its first example has it."""
    from telegram import Update
    from telegram.ext import Application, ContextTypes, MessageHandler, filters

    async def echo(update: Update, context: ContextTypes.DEFAULT_TYPE) -> None:
        if update.message and update.message.text:
            await update.message.reply_text(update.message.text)

    application = Application.builder().token(TOKEN).base_url(f"{API}/bot").build()
    application.add_handler(MessageHandler(filters.TEXT & ~filters.COMMAND, echo))
    if webhook:
        host, _, port = LISTEN.rpartition(":")
        application.run_webhook(host, int(port), "updates", webhook_url=f"http://{LISTEN}/updates", secret_token=SECRET)
    else:
        application.run_polling()


def aiogram() -> None:
    """Aiogram as its first example has it."""
    from aiogram import Bot, Dispatcher
    from aiogram.client.session.aiohttp import AiohttpSession
    from aiogram.client.telegram import TelegramAPIServer
    from aiogram.types import Message

    dispatcher = Dispatcher()

    @dispatcher.message()  # type: ignore[untyped-decorator, unused-ignore]
    async def echo(message: Message) -> None:
        if message.text:
            await message.answer(message.text)

    bot = Bot(TOKEN, session=AiohttpSession(api=TelegramAPIServer.from_base(API)))
    asyncio.run(dispatcher.start_polling(bot))


async def bare() -> None:
    """No framework: as quick as the server lets anybody be."""
    host, port = str(urlsplit(API).hostname), urlsplit(API).port
    free: asyncio.Queue[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = asyncio.Queue()
    for _ in range(CONNECTIONS):
        free.put_nowait(await asyncio.open_connection(host, port))

    async def call(method: str, **parameters: object) -> Any:
        reader, writer = await free.get()
        body = urlencode(parameters)
        writer.write(
            f"POST /bot{quote(TOKEN)}/{method} HTTP/1.1\r\nHost: {host}\r\n"
            f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n{body}".encode()
        )
        head = await reader.readuntil(b"\r\n\r\n")
        length = next(line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length"))
        found = await reader.readexactly(int(length.partition(b":")[2]))
        free.put_nowait((reader, writer))
        return json.loads(found)["result"]

    await call("deleteWebhook")
    offset = 0
    while True:
        updates = await call("getUpdates", offset=offset, timeout=10)
        if updates:
            offset = updates[-1]["update_id"] + 1
        messages = [u["message"] for u in updates]
        await asyncio.gather(*(call("sendMessage", chat_id=m["chat"]["id"], text=m["text"]) for m in messages))


async def bare_webhook() -> None:
    """No framework: as quick as the server posts, with the answer as the call in the response."""

    async def connected(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while True:
            head = await reader.readuntil(b"\r\n\r\n")
            length = next(line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length"))
            message = json.loads(await reader.readexactly(int(length.partition(b":")[2])))["message"]
            body = json.dumps({"method": "sendMessage", "chat_id": message["chat"]["id"], "text": message["text"]})
            kind = "Content-Type: application/json\r\nContent-Length:"
            writer.write(f"HTTP/1.1 200 OK\r\n{kind} {len(body)}\r\n\r\n{body}".encode())

    host, _, port = LISTEN.rpartition(":")
    serving = await asyncio.start_server(connected, host, int(port))
    reader, writer = await asyncio.open_connection(str(urlsplit(API).hostname), urlsplit(API).port)
    query = urlencode({"url": f"http://{LISTEN}/updates", "secret_token": SECRET})
    writer.write(f"GET /bot{quote(TOKEN)}/setWebhook?{query} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
    await reader.readline()
    await serving.serve_forever()


def _looped(work: Callable[[], Any]) -> Callable[[], None]:
    import uvloop

    return lambda: uvloop.run(work())


KINDS: dict[str, Callable[[], None]] = {
    "ptb-polling": lambda: ptb(webhook=False),
    "ptb-webhook": lambda: ptb(webhook=True),
    "aiogram": aiogram,
    "bare-polling": _looped(bare),
    "bare-webhook": _looped(bare_webhook),
}

if __name__ == "__main__":
    KINDS[sys.argv[1]]()

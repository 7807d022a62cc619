"""The cases: what goes wrong, and what came of the questions. Each takes a bot and a size, and gives a line."""

from __future__ import annotations

import random
import resource
import signal
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import replace
from typing import Final

from bot.telegram.catalogue import choose
from bot.telegram.markup import unformatted
from tests.botapi import Trouble
from tests.faults.bench import ADMIN, Bench, Outcome, person
from tests.faults.reloading import reloaded

Case = Callable[[Bench, float], Outcome]


def killed(b: Bench, size: float) -> Outcome:
    """kill -9 ten times, each amidst 500 questions."""
    b.begin()
    times = max(1, round(10 * size))
    fewest = float("inf")
    for n in range(times):
        asked = max(50, round(500 * min(1.0, 2 * size)))
        before = sum(b.answered().values())
        # Where in the middle is chance, the same in every run.
        goal = int(asked * random.Random(n).uniform(0.1, 0.5 if b.way == "webhook" else 0.9))
        if b.way == "webhook":
            # A look now and then would come when all is answered. (A poller would always be killed in mid-send so.)
            b.kill_after(goal)
            # All at once, and those that are answered before the server gets to count may be all.
            b.api.narrow(asked // 5)
            with b.api.at_once():
                b.ask(asked)
            b.until(lambda: not b.running, 60)
        else:
            b.ask(asked)
            b.until(lambda goal=before + goal: sum(b.answered().values()) >= goal, 60)
            b.kill()
        fewest = min(fewest, b.never)
        b.start()
        b.wait(60)
    return b.outcome(f"kill -9, {times} times, {b.way}", open=fewest)


_CRASH: Final = """
import os, resource
from rapidfuzz import process

resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
intact = process.cdist

def cdist(queries, *more, **options):
    if "extremmizm" in queries:
        os.abort()
    return intact(queries, *more, **options)

process.cdist = cdist
"""


def crashed(b: Bench, size: float) -> Outcome:
    """Two questions end the process whenever it works on them, as a fault in a library does; it is started again."""
    b.begin()
    b.stop()
    (b.folder / "sitecustomize.py").write_text(_CRASH, "utf-8")
    b.start()
    with b.api.at_once():
        for n in range(2 if size == 1 else 1):
            b.ask(round(50 * size))
            sender = person(b.next_person + 10_000 + n)
            b.api.message("What causes extremmizm?", user=sender)
            b.asked[sender["id"], unformatted(choose([None])("failed"))] += 1
        b.ask(round(50 * size))
    times, deadline = 0, time.monotonic() + 90
    while b.never and time.monotonic() < deadline:
        if not b.running:
            times += 1
            b.start(ready=False)
        time.sleep(0.05)
    (b.folder / "sitecustomize.py").unlink()
    b.wait(1)
    note = f"ended {times} times; who asked was told"
    return b.outcome(f"questions that end the process, {b.way}", note=note, times=times)


def terminated(b: Bench, size: float) -> Outcome:
    """SIGTERM amidst questions."""
    b.begin()
    b.ask(round(500 * size))
    b.until(lambda: b.answered(), 30)
    seconds = b.stop()
    b.start()
    b.wait(60)
    return b.outcome(f"SIGTERM, {b.way}", note=f"ended in {seconds:.1f} s", ended=seconds)


def interrupted(b: Bench, size: float) -> Outcome:
    """SIGINT while the server answers nothing: neither the answers nor a press's acknowledgement can be sent."""
    b.begin()
    b.ask(round(100 * size))
    b.wait(30)
    b.api.outage("stall")
    # The webhook's answers need no call; to acknowledge a press is one in any case.
    answer = next(c for c in reversed(b.api.calls("sendMessage")) if c.result and "reply_markup" in c.result)
    thumbs = [button for row in answer.parameters["reply_markup"]["inline_keyboard"] for button in row]
    b.api.press(answer, next(t["callback_data"] for t in thumbs if "👍" in t["text"]), person(b.next_person))
    b.ask(round(100 * size))
    time.sleep(0.5)
    seconds = b.stop(signal.SIGINT)
    b.api.outage(None)
    b.start()
    b.wait(60)
    return b.outcome(f"SIGINT, no answer to anything, {b.way}", note=f"ended in {seconds:.1f} s", ended=seconds)


def _away(name: str, begin: Callable[[Bench], None], end: Callable[[Bench], None]) -> Case:
    def case(b: Bench, size: float) -> Outcome:
        b.begin()
        third = max(20, round(200 * size))
        b.ask(third)
        b.until(lambda: b.answered(), 30)
        begin(b)
        b.ask(third)
        time.sleep(10 * size)
        end(b)
        back = b.back()
        b.ask(third)
        b.wait(90)
        return b.outcome(name, back)

    return case


def _outage(kind: Trouble) -> Case:
    return _away(f"{kind} to all, 10 s", lambda b: b.api.outage(kind), lambda b: b.api.outage(None))


refused: Final = _away("connections refused, 10 s", lambda b: b.api.down(), lambda b: b.api.up())


def _away_at_start(name: str, begin: Callable[[Bench], None], end: Callable[[Bench], None]) -> Case:
    def case(b: Bench, size: float) -> Outcome:
        b.begin()
        b.stop()
        begin(b)
        b.ask(round(200 * size))
        b.start(ready=False)
        b.until(lambda: "does not answer" in b.log[b.started_at :], 30)
        time.sleep(8 * size)
        end(b)
        back = b.back()
        b.wait(60)
        return b.outcome(name, back)

    return case


def _outage_at_start(kind: Trouble) -> Case:
    return _away_at_start(f"{kind} to all at the start", lambda b: b.api.outage(kind), lambda b: b.api.outage(None))


refused_at_start: Final = _away_at_start(
    "connections refused at the start", lambda b: b.api.down(), lambda b: b.api.up()
)


def _some(name: str, kind: Trouble, *, after: bool) -> Case:
    def case(b: Bench, size: float) -> Outcome:
        b.begin()
        asked = round(300 * size)
        b.api.trouble(kind, asked // 10, after=after)
        b.ask(asked)
        b.wait(90)
        return b.outcome(name, note="nobody can know that they arrived" if after else "")

    return case


def too_many(b: Bench, size: float) -> Outcome:
    """429 to a tenth of all messages."""
    b.begin()
    asked = round(300 * size)
    b.api.fail("sendMessage", 429, "Too Many Requests: retry after 1", times=asked // 10, retry_after=1)
    b.ask(asked)
    b.wait(90)
    return b.outcome("429 to a tenth")


def flooded(b: Bench, size: float) -> Outcome:
    """One group has had too many messages; all others are answered meanwhile."""
    b.begin()
    group = b.api.group(-4001, "Busy")
    b.api.flood(-4001, 15 * size + 2)
    b.ask(10, group=group, chats=1)
    b.ask(round(300 * size))
    since = time.monotonic()
    others = sum(count for (chat, _), count in b.asked.items() if chat > 0)
    b.until(lambda: sum(count for (chat, _), count in b.answered().items() if chat > 0) >= others, 60)
    seconds = time.monotonic() - since
    waited = not any(chat < 0 for chat, _ in b.answered())
    b.wait(60)
    note = f"all others in {seconds:.1f} s" + (", before the group" if waited else "")
    return b.outcome("429, one group for 17 s" if size == 1 else "429, one group", note=note)


def window(b: Bench, size: float) -> Outcome:
    """One group hears nothing for long, and many more ask meanwhile than Telegram gives at once; then kill -9."""
    b.begin()
    group = b.api.group(-4002, "Busiest")
    b.api.flood(-4002, 3600)
    b.ask(10, group=group, chats=1)
    b.ask(max(220, round(600 * size)), chats=200)
    others = sum(count for (chat, _), count in b.asked.items() if chat > 0)
    b.until(lambda: sum(count for (chat, _), count in b.answered().items() if chat > 0) >= others, 60)
    b.kill()
    b.api.flood(-4002, 0)
    b.start()
    b.wait(60)
    return b.outcome("429, one group for an hour, kill -9")


def limits(b: Bench, size: float) -> Outcome:
    """A server that takes no more than Telegram: thirty messages a second, twenty a minute in a group."""
    if b.way == "webhook" and "webhook_rate" not in b.settings:
        if b.running:
            b.stop()
        # As it is where no other server is named than Telegram's.
        b.settings |= {"webhook_rate": "25"}
    b.begin()
    group = b.api.group(-4003, "Hall")
    b.api.limit(30, 20)
    since = time.monotonic()
    for _ in range(6 if size == 1 else 1):
        b.ask(4, group=group, chats=4)
        b.ask(max(45, round(50 * size)), chats=200)
        if size == 1:
            time.sleep(4)
    b.wait(150)
    b.api.limit(1_000_000, 1_000_000)
    return b.outcome(f"Telegram's own limits, {b.way}", note=f"all within {time.monotonic() - since:.0f} s")


def final(b: Bench, size: float) -> Outcome:
    """Telegram refuses for good: blocked, thrown out, no rights. That is tried once, and counted."""
    b.begin()
    asked, refused = round(300 * size), round(30 * size)
    b.api.fail("sendMessage", 403, "Forbidden: bot was blocked by the user", times=refused)
    b.api.fail("sendMessage", 400, "Bad Request: not enough rights to send text messages to the chat", times=refused)
    before = len(b.api.calls("sendMessage"))
    b.ask(asked)
    b.until(lambda: b.never <= 2 * refused, 60)
    time.sleep(1)
    tries = len(b.api.calls("sendMessage")) - before
    found = b.outcome("403 and 400 to a tenth each", note=f"{2 * refused} refused, {tries - asked} tried again")
    return replace(found, asked=asked - 2 * refused, never=found.never - 2 * refused)


def second(b: Bench, size: float) -> Outcome:
    """Another program with the same token comes: it steps back, and takes over when the first one ends."""
    b.begin()
    b.until(lambda: b.age > 6, 30)
    folder = b.folder / "second"
    folder.mkdir(exist_ok=True)
    more = {"database_url": "", "data": str(folder), "api_url": b.api.url.replace("127.0.0.1", "localhost")}
    other = Bench(b.api, folder, b.settings | more)
    other.start()

    def told() -> int:
        return other.log.count("another program is polling with the same token; stop one of them")

    def ask(pause: float = 0.25) -> bool:
        b.ask(4, chats=4)
        time.sleep(pause)
        return bool(told())

    try:
        b.until(ask, 30)
        time.sleep(0.5)  # for what it had begun
        since = len(b.api.sent)
        # Two seconds after it stepped back it comes again, to listen; not much longer, or it waits longer each time.
        for _ in range(max(5, round(40 * size))):
            ask(0.5)
        b.until(lambda: not b.never, 30, must=False)
        taken = sum(c.host.startswith("localhost") and c.method == "sendMessage" for c in b.api.sent[since:])
        times = told()
        b.stop()
        back = b.back()
        b.ask(round(50 * size))
        b.wait(30)
    finally:
        other.kill()
    note = f"it stepped back {times} times, and took over {back:.0f} s after the first one had ended"
    return b.outcome("409, a second program", note=note, times=times, taken=taken)


def unreadable(b: Bench, size: float) -> Outcome:
    """Telegram cannot read the formatting of some messages."""
    b.begin()
    b.api.fail("sendMessage", 400, "Bad Request: can't parse entities: unexpected end of tag")
    b.ask(round(100 * size))
    b.wait(30)
    return b.outcome("can't parse entities")


def _unstored(name: str, begin: Callable[[Bench], AbstractContextManager[None]]) -> Case:
    def case(b: Bench, size: float) -> Outcome:
        b.begin()
        told = len(b.api.calls("sendMessage"))
        with begin(b):
            b.ask(round(200 * size))
            b.wait(60)
            told_more(b, told)
        return b.outcome(name, note=f"the admin was told {len(notices(b, told))} time")

    return case


def notices(b: Bench, after: int) -> list[str]:
    """What the admin was told of things that could not be stored."""
    sent = [c.result for c in b.api.calls("sendMessage")[after:] if c.result]
    return [m["text"] for m in sent if m["chat"]["id"] == ADMIN and "could not be stored" in m["text"]]


def told_more(b: Bench, after: int) -> None:
    """Wait for what the admin is told, and for whatever more they might be told of what is asked then."""
    b.until(lambda: notices(b, after), 30, must=False)
    b.ask(4)
    time.sleep(2)
    b.wait(30)


@contextmanager
def _locked(b: Bench) -> Iterator[None]:
    """Somebody else writes to the database, and does not end."""
    with closing(sqlite3.connect(b.folder / "panelbot.db", isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        yield
        other.execute("ROLLBACK")


@contextmanager
def _nowhere(b: Bench) -> Iterator[None]:
    """There is no folder in which anything could be written."""
    b.stop()
    before = b.settings.get("database_url")
    b.settings |= {"database_url": "sqlite:////proc/nowhere/panelbot.db", "data": "/proc/nowhere"}
    b.start()
    yield
    b.stop()
    b.settings = {k: v for k, v in b.settings.items() if k not in ("database_url", "data")}
    b.settings |= {"database_url": before} if before else {}


@contextmanager
def _full(b: Bench) -> Iterator[None]:
    """No file of the bot's may grow."""
    assert b.process is not None
    _, hard = resource.prlimit(b.process.pid, resource.RLIMIT_FSIZE)
    resource.prlimit(b.process.pid, resource.RLIMIT_FSIZE, (1, hard))
    yield
    resource.prlimit(b.process.pid, resource.RLIMIT_FSIZE, (hard, hard))


UNSTORED: Final[dict[str, Case]] = {
    "locked": _unstored("database locked", _locked),
    "readonly": _unstored("nothing can be written", _nowhere),
    "full": _unstored("disk full", _full),
}
POLLING: Final[dict[str, Case]] = {
    "kill": killed,
    "crash": crashed,
    "term": terminated,
    "int": interrupted,
    "refused": refused,
    "reset": _outage("reset"),
    "502": _outage("502"),
    "stall": _outage("stall"),
    "start": refused_at_start,
    "start-reset": _outage_at_start("reset"),
    "start-502": _outage_at_start("502"),
    "start-stall": _outage_at_start("stall"),
    "reset-before": _some("reset before a tenth of the sends", "reset", after=False),
    "reset-after": _some("reset after a tenth of the sends", "reset", after=True),
    "403-some": _some("a proxy's 403 to a tenth of the sends", "403", after=False),
    "200-some": _some("other JSON to a tenth of the sends", "200", after=False),
    "502-some": _some("502 to a tenth of the sends", "502", after=False),
    "stall-some": _some("a tenth of the sends stalled", "stall", after=False),
    "429": too_many,
    "flood": flooded,
    "window": window,
    "limits": limits,
    "final": final,
    "entities": unreadable,
    "second": second,
    "reload": reloaded,
}

WEBHOOK: Final[dict[str, Case]] = {
    "kill-webhook": killed,
    "crash-webhook": crashed,
    "term-webhook": terminated,
    "int-webhook": interrupted,
    "limits-webhook": limits,
}
CASES: Final = POLLING | UNSTORED | WEBHOOK

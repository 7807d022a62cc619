"""The cases: what goes wrong, and what came of the questions. Each takes a bot and a size, and gives a line."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from typing import Final

from tests.botapi import Trouble
from tests.faults.bench import Bench, Outcome

Case = Callable[[Bench, float], Outcome]


def killed(b: Bench, size: float) -> Outcome:
    """kill -9 ten times, each amidst 500 questions."""
    b.begin()
    times = max(1, round(10 * size))
    for n in range(times):
        asked = max(50, round(500 * min(1.0, 2 * size)))
        before = sum(b.answered().values())
        b.ask(asked)
        # Where in the middle is chance, the same in every run.
        goal = before + int(asked * random.Random(n).uniform(0.1, 0.9))
        b.until(lambda goal=goal: sum(b.answered().values()) >= goal, 60)
        b.kill()
        b.start()
        b.wait(60)
    return b.outcome(f"kill -9, {times} times, {b.way}")


def terminated(b: Bench, size: float) -> Outcome:
    """SIGTERM amidst questions."""
    b.begin()
    b.ask(round(500 * size))
    b.until(lambda: b.answered(), 30)
    seconds = b.stop()
    b.start()
    b.wait(60)
    return b.outcome(f"SIGTERM, {b.way}", note=f"ended in {seconds:.1f} s")


def _away(name: str, begin: Callable[[Bench], None], end: Callable[[Bench], None]) -> Case:
    def case(b: Bench, size: float) -> Outcome:
        b.begin()
        third = max(20, round(200 * size))
        b.ask(third)
        b.until(lambda: b.answered(), 30)
        begin(b)
        b.ask(third)
        time.sleep(10 * size)
        before = sum(b.answered().values())
        end(b)
        since = time.monotonic()
        b.ask(third)
        back = b.back(since, before)
        b.wait(90)
        return b.outcome(name, back)

    return case


def _outage(kind: Trouble) -> Case:
    return _away(f"{kind} to all, 10 s", lambda b: b.api.outage(kind), lambda b: b.api.outage(None))


refused: Final = _away("connections refused, 10 s", lambda b: b.api.down(), lambda b: b.api.up())


def away_at_start(b: Bench, size: float) -> Outcome:
    """The server is not there when the bot starts."""
    b.begin()
    b.stop()
    b.api.down()
    b.ask(round(200 * size))
    b.start(ready=False)
    b.until(lambda: b.log.count("does not answer"), 30)
    time.sleep(5 * size)
    b.api.up()
    since = time.monotonic()
    back = b.back(since, 0)
    b.wait(60)
    return b.outcome("server away at the start", back)


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


def unreadable(b: Bench, size: float) -> Outcome:
    """Telegram cannot read the formatting of some messages."""
    b.begin()
    b.api.fail("sendMessage", 400, "Bad Request: can't parse entities: unexpected end of tag")
    b.ask(round(100 * size))
    b.wait(30)
    return b.outcome("can't parse entities")


POLLING: Final[dict[str, Case]] = {
    "kill": killed,
    "term": terminated,
    "refused": refused,
    "reset": _outage("reset"),
    "502": _outage("502"),
    "stall": _outage("stall"),
    "start": away_at_start,
    "reset-before": _some("reset before a tenth of the sends", "reset", after=False),
    "reset-after": _some("reset after a tenth of the sends", "reset", after=True),
    "502-some": _some("502 to a tenth of the sends", "502", after=False),
    "stall-some": _some("a tenth of the sends stalled", "stall", after=False),
    "429": too_many,
    "flood": flooded,
    "entities": unreadable,
}

WEBHOOK: Final[dict[str, Case]] = {"kill-webhook": killed, "term-webhook": terminated}
CASES: Final = POLLING | WEBHOOK

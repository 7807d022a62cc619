"""Questions without a pause while the knowledge is read again and again, every other time from a broken file."""

from __future__ import annotations

import gc
import shutil
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import quantiles

from bot.knowledge.library import SHIPPED
from tests.faults.bench import Bench, Outcome

_LONGEST_SECONDS = 60.0
LATE_SECONDS = 0.05
RATE = 50
"""Questions a second."""
_MARK = '          - "types of extremism"\n'
_TAKEN, _REFUSED = "knowledge exchanged", "are not right, nothing changed"


def reloaded(b: Bench, size: float) -> Outcome:
    """2,000 questions during 50 reloads; how much later the slowest answers come than without any reload."""
    knowledge = b.folder / "knowledge"
    shutil.copytree(SHIPPED, knowledge)
    if b.running:
        b.stop()
    b.settings["knowledge"] = str(knowledge)
    b.begin()
    reloads = max(2, round(50 * size))
    least = round(2000 * size)
    loads = _reloads(b, knowledge, reloads)
    with _undisturbed():
        quiet = _asked(b, least, lambda: True)
        busy = _asked(b, least, lambda: next(loads, None) is None)
        b.wait(30)
    del b.settings["knowledge"]
    b.stop()
    figures = ", ".join(f"{name} {1000 * of(busy):.0f} ms ({1000 * of(quiet):.0f} ms without)" for name, of in _FIGURES)
    late = sum(seconds > max(quiet) + LATE_SECONDS for seconds in busy)
    note = f"{late} came {1000 * LATE_SECONDS:.0f} ms after the slowest without reloads; {figures}"
    return b.outcome(f"{reloads} reloads, half of them broken files", note=note, later=max(busy) - max(quiet))


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Without collections of garbage in this process: the server is in it, and answers nothing for 150 ms then."""
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def _half(times: list[float]) -> float:
    return quantiles(times, n=2)[0]


def _most(times: list[float]) -> float:
    return quantiles(times, n=100)[98]


_FIGURES: tuple[tuple[str, Callable[[list[float]], float]], ...] = (
    ("median", _half),
    ("99 of 100 within", _most),
    ("slowest", max),
)


def _reloads(b: Bench, knowledge: Path, count: int) -> Iterator[int]:
    """Goes on whenever asked; ends after so many reloads."""
    file = next(knowledge.glob("*2021.yaml"))
    whole = file.read_text("utf-8")
    for n in range(count):
        changed = whole.replace(_MARK, f"{_MARK}          - types of extremism {n}\n")
        assert changed != whole
        file.write_text(changed if n % 2 == 0 else changed[: len(changed) // 2] + "\n: [", "utf-8")
        before = b.log.count(_TAKEN) + b.log.count(_REFUSED)
        assert b.process is not None
        b.process.send_signal(signal.SIGHUP)
        until = time.monotonic() + _LONGEST_SECONDS
        while b.log.count(_TAKEN) + b.log.count(_REFUSED) == before:
            if time.monotonic() > until:
                raise TimeoutError(f"reload {n} has no end; the log ends: {b.log[-2000:]}")
            yield n
        yield n


def _asked(b: Bench, least: int, over: Callable[[], bool]) -> list[float]:
    """Ask at a steady pace, at least so many and until it is *over*; how long each answer took."""
    begun, asked = time.monotonic(), dict[int, float]()
    ended = False
    while len(asked) < least or not ended:
        ended = over()
        asked[b.next_person] = time.monotonic()
        b.ask(1, chats=1)
        time.sleep(max(0.0, begun + len(asked) / RATE - time.monotonic()))
    b.wait(30)
    came = [(c.result["chat"]["id"], c.at) for c in b.api.calls("sendMessage") if c.result]
    return [at - asked[chat] for chat, at in came if chat in asked]

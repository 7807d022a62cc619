"""How much one person and one chat may ask: beyond it questions are dropped, with one polite line, before matching."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum

_MOST = 10_000


@dataclass(frozen=True, slots=True)
class Allowance:
    """So many at once, and so many a second after that."""

    burst: float
    per_second: float


PERSON = Allowance(40, 1.0)
"""A chat takes about one message a second from a bot; faster nobody reads either."""
GROUP = Allowance(20, 20 / 60)
"""Telegram lets a bot send twenty messages a minute to a group."""
LISTENING = Allowance(30, 0.5)
"""Plain messages of a group that are looked at; in a chat livelier than that the bot only listens now and then."""
UNASKED = Allowance(2, 1 / 60)
"""Answers to plain questions in a group that nobody asked the bot: hardly more than one a minute."""
TYPING = Allowance(60, 2.0)
"""Inline queries: Telegram sends one for nearly every letter."""


class Verdict(Enum):
    """What is to be done."""

    FINE = "fine"
    SAY_SO = "say so"
    """Too many: say so, once."""
    DROP = "drop"


@dataclass(slots=True)
class _Bucket:
    left: float
    at: float
    dated: float | None = None
    told: bool = False


class Budgets:
    """Token buckets by key, in memory, the longest unused forgotten first.

    They fill with the time that goes by here or between the dates of what is asked, whichever is more: what waited at
    Telegram while the bot was away comes all at once, and was not asked at once.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._buckets: OrderedDict[object, _Bucket] = OrderedDict()

    def spend(self, *claims: tuple[object, Allowance], date: float | None = None) -> Verdict:
        """Take one from each of the budgets, or from none if one of them is used up.

        *date* is Telegram's, in seconds, of what is asked; None if it has none.
        """
        buckets = [self._filled(key, allowance, date) for key, allowance in claims]
        if all(b.left >= 1 for b in buckets):
            for b in buckets:
                b.left -= 1
            return Verdict.FINE
        told = any(b.told for b in buckets)
        for b in buckets:
            b.told = b.told or b.left < 1
        return Verdict.DROP if told else Verdict.SAY_SO

    def _filled(self, key: object, allowance: Allowance, date: float | None) -> _Bucket:
        now = self._clock()
        bucket = self._buckets.setdefault(key, _Bucket(allowance.burst, now))
        self._buckets.move_to_end(key)
        passed = now - bucket.at
        bucket.at = now
        if date is not None:
            if bucket.dated is not None:
                passed = max(passed, date - bucket.dated)
            bucket.dated = max(date, bucket.dated or date)
        bucket.left = min(allowance.burst, bucket.left + passed * allowance.per_second)
        # Whoever goes on at the limit is told once, and again only after a pause.
        bucket.told = bucket.told and bucket.left < allowance.burst / 2
        while len(self._buckets) > _MOST:
            self._buckets.popitem(last=False)
        return bucket

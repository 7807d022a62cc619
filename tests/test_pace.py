"""What goes out unheard in answers to the webhook: within what Telegram surely takes."""

from __future__ import annotations

import asyncio
import time

from bot.telegram.delivery.pace import Pace


class Clock:
    """Time that a test sets."""

    now = 100.0

    def __call__(self) -> float:
        return self.now


async def test_a_chat_is_allowed_less_than_telegram_takes() -> None:
    """A group fifteen a minute, a person forty; whatever went out counts, and a minute later it does not."""
    clock = Clock()
    pace = Pace(0, clock)
    clock.now += 61
    for chat, most in ((-5, 15), (5, 40)):
        for _ in range(most):
            assert pace.allows(chat)
            await pace.turn(chat)
        assert not pace.allows(chat)
    assert pace.allows(-6)
    clock.now += 61
    assert pace.allows(-5)
    assert pace.allows(5)


async def test_what_a_group_has_had_from_others_is_not_known() -> None:
    """In the first minute an earlier run may have sent there, and other replicas at any time."""
    clock = Clock()
    alone, one_of_many = Pace(0, clock), Pace(0, clock, alone=False)
    assert not alone.allows(-5)
    assert not one_of_many.allows(-5)
    assert alone.allows(5)
    assert one_of_many.allows(5)
    clock.now += 61
    assert alone.allows(-5)
    assert not one_of_many.allows(-5)


async def test_all_chats_together_are_paced() -> None:
    """A few at once, then one after the other; without a rate none waits."""
    for rate, least in ((100, 0.24), (0, 0.0)):
        pace, begun = Pace(rate), time.monotonic()
        await asyncio.gather(*(pace.turn(n) for n in range(30)))
        assert time.monotonic() - begun >= least


async def test_forgotten_chats_take_no_memory() -> None:
    """Of very many chats the longest unused are forgotten."""
    pace = Pace()
    for chat in range(5000):
        await pace.turn(chat)
    assert len(pace._chats) <= 2000

"""Two programs with one token, without the programs: who goes on, who steps back, and for how long."""

from __future__ import annotations

from bot.telegram.delivery.precedence import Precedence


class Clock:
    """Time that passes when told to."""

    now = 1000.0

    def __call__(self) -> float:
        return self.now


def started(clock: Clock, after: float) -> Precedence:
    """A program that has polled for so long."""
    made = Precedence(clock)
    clock.now += after
    return made


def test_who_was_first_goes_on_at_once() -> None:
    """It waits less than the other one listens, and what it fetches is its own."""
    clock = Clock()
    first = started(clock, 60)
    assert first.refused() == 1.0
    assert not first.listens


def test_who_comes_later_steps_back_further_each_time() -> None:
    """It takes nothing while it finds out whether the other one is still there."""
    clock = Clock()
    later = started(clock, 1)
    for pause in (2.0, 5.0, 10.0, 20.0, 30.0, 30.0):
        assert later.refused() == pause
        clock.now += pause
        assert later.listens
        clock.now += 1  # then the first one asks again


def test_who_is_not_refused_again_is_alone() -> None:
    """The other one has ended: after some seconds what comes is taken, and then this one was first."""
    clock = Clock()
    later = started(clock, 1)
    clock.now += later.refused() + 4
    assert not later.listens
    clock.now += 60
    assert later.refused() == 1.0


def test_two_that_were_both_first_do_not_take_turns_for_ever() -> None:
    """One of them gives way after some rounds."""
    clock = Clock()
    one, two = Precedence(clock), Precedence(clock)
    clock.now += 100
    waited = []
    for _ in range(4):
        for each in (one, two):
            waited.append(each.refused())
            clock.now += 1
    assert waited[:6] == [1.0] * 6
    assert max(waited) == 2.0

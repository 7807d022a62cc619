"""The fault suite in short (``python -m tests.faults`` runs it whole): nothing is lost, hardly anything repeated."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.bench import Bench, bench, webhook
from tests.faults.cases import POLLING, WEBHOOK


@pytest.fixture(scope="module")
def polling(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    """One bot for all that does not end it."""
    with bench(tmp_path_factory.mktemp("faults")) as made:
        yield made


SURE = ("term", "refused", "502", "stall", "start", "429", "flood", "entities")
"""Where it is known what went through, nothing may come twice."""


@pytest.mark.parametrize("name", [*SURE, "reset-before"])
def test_nothing_is_lost_or_repeated(polling: Bench, name: str) -> None:
    """Every question has one answer, and no more."""
    found = POLLING[name](polling, 0.1)
    assert (found.never, found.twice) == (0, 0), found


def test_a_kill_loses_nothing(polling: Bench) -> None:
    """kill -9 amidst questions: all are answered after the start; what was just being sent may come twice."""
    found = POLLING["kill"](polling, 0.1)
    assert found.never == 0
    assert found.twice <= 2, found


def test_an_answer_that_is_cut_off_is_repeated(polling: Bench) -> None:
    """Nobody can know that a message arrived whose answer was lost: it is sent again rather than not at all."""
    found = POLLING["reset-after"](polling, 0.1)
    assert found.never == 0
    assert found.twice <= found.asked // 10


def test_the_webhook_loses_and_repeats_nothing(tmp_path: Path) -> None:
    """kill -9 and SIGTERM amidst questions: the answer goes out with the confirmation, or not at all and then again."""
    with bench(tmp_path, **webhook()) as made:
        for case in WEBHOOK.values():
            found = case(made, 0.1)
            assert (found.never, found.twice) == (0, 0), found

"""The fault suite in short (``python -m tests.faults`` runs it whole): nothing is lost, hardly anything repeated."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.databases import Server
from tests.faults.bench import Bench, bench, webhook
from tests.faults.cases import POLLING, UNSTORED, WEBHOOK
from tests.faults.replicas import SERVED


@pytest.fixture(scope="module")
def polling(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    """One bot for all that does not end it."""
    with bench(tmp_path_factory.mktemp("faults")) as made:
        yield made


ENDED = ("term", "int")
AWAY = ("refused", "reset", "502", "stall", "start")
SURE = ("term", "int", *AWAY, "429", "flood", "window", "limits", "entities", "403-some", "200-some")
"""Where it is known what went through, nothing may come twice."""


@pytest.mark.parametrize("name", [*SURE, "reset-before"])
def test_nothing_is_lost_or_repeated(polling: Bench, name: str) -> None:
    """Every question has one answer, and no more; a stop and the way back from an outage take less than 5 s."""
    found = POLLING[name](polling, 0.1)
    assert (found.never, found.twice) == (0, 0), found
    if name in ENDED:
        assert found.measured["ended"] < 5, found
    if name in AWAY:
        assert found.back is not None
        assert found.back < 5, found


def test_a_second_program_steps_back(polling: Bench) -> None:
    """It says plainly that another one polls with the token, takes nothing, and goes on when that one ends."""
    found = POLLING["second"](polling, 0.1)
    assert found.never == 0, found
    # Four are asked at a time. Its very first request may bring what the first program has on its way at that moment,
    # and the request with which the first one goes on what the second one has on its way.
    assert found.twice <= 8, found
    assert found.measured["times"] >= 1, found
    assert found.measured["taken"] == 0, found


def test_what_is_refused_for_good_is_tried_once(polling: Bench) -> None:
    """Blocked, no rights: final, and each of them is in the log."""
    found = POLLING["final"](polling, 0.1)
    assert (found.asked, found.never, found.note) == (24, 0, "6 refused, 0 tried again")
    assert polling.log.count("not sent: Forbidden: bot was blocked by the user") >= 3


def test_a_kill_loses_nothing(polling: Bench) -> None:
    """kill -9 amidst questions: all are answered after the start; what was just being sent may come twice."""
    found = POLLING["kill"](polling, 0.1)
    assert found.never == 0
    assert found.twice <= 2, found
    assert found.measured["open"] > 0, found


def test_a_question_that_ends_the_process_is_given_up(polling: Bench) -> None:
    """Who asked it is told after four starts; all others are answered."""
    found = POLLING["crash"](polling, 0.2)
    assert found.never == 0, found
    assert found.twice <= 2, found
    assert found.measured["times"] == 4, found
    assert "ended the program 4 times and is given up" in polling.log
    assert "Fatal Python error: Aborted" in polling.log  # and where


def test_an_answer_that_is_cut_off_is_repeated(polling: Bench) -> None:
    """Nobody can know that a message arrived whose answer was lost: it is sent again rather than not at all."""
    found = POLLING["reset-after"](polling, 0.1)
    assert found.never == 0
    assert found.twice <= found.asked // 10


def test_the_webhook_loses_and_repeats_nothing(tmp_path: Path) -> None:
    """kill -9, SIGTERM and SIGINT: the answer goes out with the confirmation, or not at all and then again."""
    with bench(tmp_path, **webhook()) as made:
        for name in (n for n in WEBHOOK if n != "crash-webhook"):  # as by polling, and not quick
            found = WEBHOOK[name](made, 0.1)
            assert (found.never, found.twice) == (0, 0), found
            assert found.measured.get("ended", 0) < 5, found
            assert found.measured.get("open", 1) > 0, found


@pytest.mark.parametrize("name", ["gone", "hangs"])
def test_a_database_server_that_is_away_keeps_nobody_from_an_answer(
    tmp_path: Path, new_server: Callable[[], Server], name: str
) -> None:
    """All are answered, once, and the admin is told once."""
    found = SERVED[name](tmp_path, new_server(), 0.1)
    assert (found.never, found.twice, found.note) == (0, 0, "the admin was told 1 time")


def test_reloads_hold_nobody_up(polling: Bench) -> None:
    """Good files and broken ones by turns, and all questions are answered, once."""
    found = POLLING["reload"](polling, 0.01)
    assert (found.never, found.twice) == (0, 0), found
    # Some 20 ms by themselves; the rest is for a machine that is busy with other tests.
    assert found.measured["later"] < 0.35, found


@pytest.mark.parametrize("name", UNSTORED)
def test_what_cannot_be_stored_keeps_nobody_from_an_answer(polling: Bench, name: str) -> None:
    """All are answered, once, and the admin is told once."""
    found = UNSTORED[name](polling, 0.1)
    assert (found.never, found.twice, found.note) == (0, 0, "the admin was told 1 time"), polling.log[-3000:]

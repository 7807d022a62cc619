"""What all tests share: the shipped report's answerers, and the rule that nothing may be logged as an error."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import settings

from bot import app
from bot.knowledge import library
from bot.knowledge.library import SHIPPED, Library
from bot.matching.answering import Answerer, Suggested
from tests.databases import breakable, database, database_url, empty_url, new_server, postgresql  # noqa: F401 (fixtures)

ROOT = Path(__file__).parents[1]

# The same examples in every run, so that a change fails for what it changed; HYPOTHESIS_PROFILE=search looks for more.
settings.register_profile("same", derandomize=True)
settings.register_profile("search", derandomize=False)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same"))


def pytest_xdist_auto_num_workers() -> int:
    """One more than there are cores: tests of processes, faults and outages wait for much of their time."""
    return (os.cpu_count() or 1) + 1


@pytest.fixture(autouse=True)
def no_errors_logged(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """A test fails if anything was logged at ERROR: PTB hides a handler's exceptions in its error handler."""
    root = logging.getLogger()
    handlers = root.handlers[:]
    with caplog.at_level(logging.DEBUG):
        yield
    # A command run in this process sets up logging of its own, to a stream that is closed after the test.
    root.handlers[:] = handlers
    errors = [
        r.getMessage() for when in ("setup", "call") for r in caplog.get_records(when) if r.levelno >= logging.ERROR
    ]
    assert not errors, f"logged at ERROR: {errors}"


def doubtful(answerer: Answerer) -> Iterator[tuple[str, Suggested]]:
    """Questions that are asked back, with the choices: words of two points in one."""
    texts = [p.text.split() for r in answerer.reports for x in r.panelists for p in x.points]
    for first, second in combinations(texts, 2):
        question = " ".join(first[:6] + second[:6])
        found = answerer.answer(question)
        if isinstance(found, Suggested) and len(found.results) > 1:
            yield question, found


@pytest.fixture(scope="session")
def shipped() -> Library:
    """The knowledge in the repository."""
    return library.load([SHIPPED])


@pytest.fixture(scope="session")
def answerer(shipped: Library, tmp_path_factory: pytest.TempPathFactory) -> Answerer:
    """Answers from the shipped knowledge with the model that comes with the installation."""
    own = tmp_path_factory.getbasetemp()
    # What one worker has embedded need not be embedded by the others of this run.
    return app.answerer(shipped, "minilm", own.parent if "PYTEST_XDIST_WORKER" in os.environ else own)


@pytest.fixture(scope="session")
def lexical(shipped: Library) -> Answerer:
    """Answers from the shipped knowledge without sentence vectors: builds and answers fast."""
    return app.answerer(shipped, app.OFF)

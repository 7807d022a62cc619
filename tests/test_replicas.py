"""Several replicas of the bot behind a load balancer: an update is dealt with once, a change is known to all."""

from __future__ import annotations

import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.botapi import BotApi
from tests.databases import Server
from tests.faults.bench import ADMIN
from tests.faults.replicas import NGINX, fleet, killed_at_random, revision
from tests.test_run import KNOWLEDGE, NEW, OLD

pytestmark = pytest.mark.skipif(NGINX is None, reason="nginx is not installed")


@pytest.fixture
def server(new_server: Callable[[], Server]) -> Server:
    """A server of this test's own."""
    return new_server()


def test_killed_replicas_lose_and_repeat_nothing(tmp_path: Path, server: Server) -> None:
    """Whichever replica is killed, another one answers what it had, and nothing comes twice."""
    found = killed_at_random(tmp_path, server, 0.1)
    assert (found.never, found.twice) == (0, 0), found


def test_a_change_reaches_all_replicas(tmp_path: Path, server: Server) -> None:
    """The files are read again by one of three; all of them answer from the new revision."""
    file = tmp_path / "river.yaml"
    file.write_text(KNOWLEDGE, "utf-8")
    with BotApi() as api, fleet(tmp_path / "fleet", server, api, file) as benches:
        file.write_text(KNOWLEDGE.replace(OLD, NEW), "utf-8")
        assert benches[0].process is not None
        before = max(revision(b.port) for b in benches)
        benches[0].process.send_signal(signal.SIGHUP)
        benches[0].until(lambda: all(revision(b.port) > before for b in benches), 20)
        told = [c for c in api.calls("sendMessage") if c.parameters["chat_id"] == ADMIN]
        assert len(told) == 1

"""Several replicas of the bot behind a load balancer: an update is dealt with once, a change is known to all."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.databases import Server
from tests.faults.replicas import NGINX, changed, killed_at_random

pytestmark = pytest.mark.skipif(NGINX is None, reason="nginx is not installed")


def test_killed_replicas_lose_and_repeat_nothing(tmp_path: Path, postgresql: Server) -> None:
    """Whichever replica is killed, another one answers what it had, and nothing comes twice."""
    found = killed_at_random(tmp_path, postgresql, 0.1)
    assert (found.never, found.twice) == (0, 0), found
    assert found.measured["kills"] >= 1, found


def test_a_change_reaches_all_replicas(tmp_path: Path, postgresql: Server) -> None:
    """A file that changes on disk, which all of them watch, is taken over and told once; a question that is taught at
    one of them is answered by all, and no more once it is taken back: each within two seconds."""
    found = changed(tmp_path, postgresql, 0.1)
    assert found.never == 0, found
    assert found.note.endswith("the admin was told 1 time"), found
    assert max(found.measured.values()) <= 2, found

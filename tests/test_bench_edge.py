"""``python -m tests.bench_edge`` goes on working, so that its figures can be taken again."""

from __future__ import annotations

import re
import sys

import pytest

from tests import bench_edge


@pytest.mark.skipif(sys.platform != "linux", reason="memory and processor time are read from /proc")
def test_a_short_run_prints_the_table(capsys: pytest.CaptureFixture[str]) -> None:
    """A row for each bot that was asked for, in which every cell is a figure."""
    bench_edge.main(["off-webhook", "bare", "--messages", "40", "--chats", "4"])
    table = [line for line in capsys.readouterr().out.splitlines() if line.startswith("|")]
    assert len(table) == 4
    for row in table[2:]:
        cells = [cell.strip() for cell in row.strip("|").split("|")]
        assert len(cells) == table[0].strip("|").count("|") + 1
        assert all(re.fullmatch(r"[\d.,]+( ms| MB)?", cell) for cell in cells[1:])

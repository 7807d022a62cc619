"""Reports that an admin sends to the bot: hostile ones do nothing, good ones are proposed with what was unclear."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.telegram.catalogue import catalogues
from tests.driving import Driven, plain
from tests.test_admins import OLD, admin_bot, answer, push, send_file
from tests.test_difference import RIVER
from tests.test_import import HOSTILE, REPORT

OTHER = ("brackets", "a PDF named text")
"""The first is given up after seconds, and the command's tests have it; the second is read as what it is."""


@pytest.fixture
async def bot(tmp_path: Path) -> AsyncIterator[Driven]:
    folder = tmp_path / "knowledge"
    folder.mkdir()
    (folder / "river.yaml").write_text(RIVER, "utf-8")
    async with admin_bot(folder) as running:
        yield running


async def test_hostile_documents_are_refused_in_one_line(bot: Driven) -> None:
    """Each with one message, nothing proposed and nothing changed, while the bot goes on answering."""
    before = bot.live.current
    for case in sorted(set(HOSTILE) - set(OTHER)):
        name, made, said = HOSTILE[case]
        calls = await send_file(bot, name, made())
        # On a busy machine whoever waits is told so first.
        told = [c for c in calls if c.plain != catalogues()["en"]("checking")]
        assert [c.method for c in told if c.method not in ("getFile", "sendChatAction")] == ["sendMessage"], case
        assert [c.error for c in calls] == [None] * len(calls), case
        assert len(calls[-1].plain.strip().splitlines()) <= 2, case
        assert not calls[-1].buttons, case
        assert said in calls[-1].plain, case
    assert bot.live.current is before
    assert OLD in await answer(bot, OLD)


async def test_a_report_is_proposed_with_what_was_unclear(bot: Driven) -> None:
    """The difference and the lines to look over come first; nothing is answered from it until it is taken over."""
    shown = await send_file(bot, "gardens.txt", REPORT)
    said = plain(shown)
    assert "New reports: 1" in said
    assert "gardens.txt:12: Dr. Hazel Brook is a participant and never speaks" in said
    assert "worms" not in await answer(bot, "What about compost?")
    await push(bot, shown[-1:], "Take it over")
    assert "Compost needs air and worms." in await answer(bot, "What about compost?")

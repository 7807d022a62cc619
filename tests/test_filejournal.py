"""The journal of the polling bot, read again as after kill -9."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from bot.errors import StorageError
from bot.storage.filejournal import FileJournal

UPDATE = '{"update_id": 7, "message": {"text": "what about privacy?"}}'


async def test_what_was_sent_and_done_is_known_after_a_kill(tmp_path: Path) -> None:
    """A send that is noted is not done again; an update that is done is not dealt with again."""
    file = tmp_path / "panelbot.sent"
    before = FileJournal(file)
    for update in (1, 2):
        await before.claim(update, f"f{update}")
        await before.sent(update, 0, 100 + update)
    await before.done(1)
    after = FileJournal(file)
    assert (await after.claim(1, "f1")).state == "done"
    assert (await after.claim(2, "f2")).sends == {0: 102}
    assert (await after.claim(2, "another bot's")).sends == {}


async def test_an_update_is_held_until_it_is_dealt_with(tmp_path: Path) -> None:
    """Through a kill, past its confirmation and through a line that was cut short; then its words are in no file."""
    file = tmp_path / "panelbot.sent"
    before = FileJournal(file)
    await before.claim(7, "f7")
    assert await before.keep(7, "f7", UPDATE)
    await before.sent(7, 0, 107)
    await before.confirmed(8)
    with file.open("a") as cut:
        cut.write("\nk 8 f8 eyJ1cG")
    after = FileJournal(file)
    assert after.kept() == [("f7", UPDATE)]
    claim = await after.claim(7, "f7")
    assert (claim.state, claim.sends) == ("mine", {0: 107})
    await after.done(7)
    assert after.kept() == []
    assert (await FileJournal(file).claim(7, "f7")).state == "done"
    assert [line.split()[0] for line in file.read_text().split("\n") if line] == ["d"]


async def test_an_update_is_held_before_its_turn_comes(tmp_path: Path) -> None:
    """It waits for an earlier one of its chat; when that is done, and others are, it is still held."""
    file = tmp_path / "panelbot.sent"
    before = FileJournal(file)
    assert await before.keep(7, "f7", UPDATE)
    assert await before.keep(8, "f8", UPDATE.replace("7", "8"))
    assert (await before.claim(7, "f7")).state == "mine"
    await before.claim(8, "f8")
    await before.done(8)
    before._compact()
    assert before.kept() == FileJournal(file).kept() == [("f7", UPDATE)]


@pytest.mark.parametrize("what", ["file", "folder"])
async def test_a_file_that_somebody_removed_is_written_anew(tmp_path: Path, what: str) -> None:
    """With all that was in it: else the next start would send again what was sent."""
    file = tmp_path / "data" / "panelbot.journal"
    before = FileJournal(file)
    await before.claim(1, "f1")
    await before.sent(1, 0, 101)
    await before.keep(7, "f7", UPDATE)
    file.unlink()
    if what == "folder":
        file.parent.rmdir()
    await asyncio.sleep(1.1)
    await before.claim(2, "f2")
    await before.sent(2, 0, 102)
    after = FileJournal(file)
    assert (await after.claim(1, "f1")).sends == {0: 101}
    assert (await after.claim(2, "f2")).sends == {0: 102}
    assert after.kept() == [("f7", UPDATE)]


async def test_what_another_program_wrote_is_left_alone(tmp_path: Path) -> None:
    """Somebody removed the folder, and a second program began there: the first one does not write over its journal."""
    file = tmp_path / "panelbot.journal"
    first = FileJournal(file)
    file.unlink()
    second = FileJournal(file)
    await second.claim(2, "f2")
    await second.sent(2, 0, 102)
    with pytest.raises(StorageError, match="another file"):
        await first.keep(7, "f7", UPDATE)
    assert (await FileJournal(file).claim(2, "f2")).sends == {0: 102}


async def test_what_cannot_be_kept_is_not_said_to_be(tmp_path: Path) -> None:
    """The file is gone and none can be written: Telegram is to go on giving the update."""
    file = tmp_path / "data" / "panelbot.journal"
    journal = FileJournal(file)
    file.unlink()
    file.parent.rmdir()
    file.parent.write_text("not a folder")
    for _ in range(2):
        with pytest.raises(StorageError):
            await journal.keep(7, "f7", UPDATE)

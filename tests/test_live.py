"""The knowledge that answers: how the next one is proposed, taken, taught, kept, and found again after a restart."""

from __future__ import annotations

import asyncio
import os
from collections.abc import AsyncIterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from bot import app
from bot.errors import EditError, KnowledgeError, RevisionConflictError, StorageError
from bot.knowledge import library
from bot.knowledge.library import Library
from bot.live import Live, Proposal
from bot.live.opening import opened
from bot.live.revision import packed, unpacked
from bot.live.summary import Summary
from bot.matching.answering import Answered, Answerer
from bot.storage.database import Database
from tests.test_difference import HARBOUR, RIVER

LIGHTS = "Lighthouses guide the boats by night."
SHIPS = "Which lamps help a ship along the coast?"


def quick(known: Library) -> Answerer:
    """An answerer without sentence vectors and lexicon, which takes most of the time to build."""
    return app.answerer(replace(known, lexicon=()), app.OFF)


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    opened = await Database.open(f"sqlite+aiosqlite:///{tmp_path}/bot.db")
    yield opened
    await opened.close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "knowledge"
    made.mkdir()
    (made / "river.yaml").write_text(RIVER, "utf-8")
    return made


async def start(folder: Path, database: Database | None) -> Live:
    """As ``run`` starts."""
    read = partial(library.load, [folder])
    revisions = database.revisions if database else None
    return Live(read, quick, revisions, await opened(read, revisions))


def place(live: Live, panelist: int = 0, point: int = 0) -> tuple[str, str]:
    report = live.current.library.reports[0]
    return report.id, report.panelists[panelist].points[point].key


def answers(live: Live, question: str) -> str:
    found = live.current.answerer.answer(question)
    return found.results[0].text if isinstance(found, Answered) else ""


async def proposed(live: Live, content: str) -> Proposal:
    found = await live.from_document(content.encode(), "sent.yaml")
    assert found is not None
    return found


async def test_nothing_answers_before_it_is_taken(folder: Path) -> None:
    """A proposal says what it would change; taking it is the change, and only once."""
    live = await start(folder, None)
    assert await live.from_disk() is None
    (folder / "river.yaml").write_text(RIVER.replace("by night", "in the dark"), "utf-8")
    found = await live.from_disk()
    assert found is not None
    assert [c.after.point.text for c in found.difference.changed] == ["Lighthouses guide the boats in the dark."]
    assert answers(live, LIGHTS) == LIGHTS
    await live.take(found, 9, "reload")
    assert "in the dark" in answers(live, LIGHTS)
    assert await live.from_disk() is None
    with pytest.raises(RevisionConflictError):
        await live.take(found, 9, "again")


async def test_a_proposal_that_was_overtaken_is_not_taken(folder: Path) -> None:
    """Another admin's change in between would be lost with it."""
    live = await start(folder, None)
    mine, theirs = await proposed(live, HARBOUR), await proposed(live, HARBOUR.replace("longer", "long"))
    await live.take(theirs, 8, "theirs")
    with pytest.raises(RevisionConflictError):
        await live.take(mine, 9, "mine")
    assert "Build long berths." in [r.takeaway for r in live.current.library.reports]


async def test_a_document_takes_the_place_of_its_report_or_comes_beside(folder: Path) -> None:
    """By the report's id, whatever the document is called."""
    live = await start(folder, None)
    await live.take(await proposed(live, HARBOUR), None, "new")
    assert sorted(live.current.library.files) == ["harbour.yaml", "river.yaml"]
    await live.take(await proposed(live, RIVER.replace("The river", "The long river")), None, "changed")
    assert sorted(live.current.library.files) == ["harbour.yaml", "river.yaml"]
    assert {r.title for r in live.current.library.reports} == {"The long river", "The harbour"}
    assert await live.from_document(HARBOUR.encode(), "sent.yaml") is None
    clash = HARBOUR.replace("id: harbour", "id: pier")
    (folder / "pier.yaml").write_text(RIVER.replace("id: river", "id: quay"), "utf-8")
    disk = await live.from_disk()
    assert disk is not None
    await live.take(disk, None, "disk")
    await live.take(await proposed(live, clash), None, "a file of that name is there")
    assert {"pier.yaml", "new-pier.yaml"} < set(live.current.library.files)


async def test_a_lexicon_may_be_sent(folder: Path) -> None:
    """It is known by what is in it, and its words help at once."""
    live = await start(folder, None)
    found = await proposed(live, "entries:\n  - {en: [lighthouse], roman: [roshnighar]}\n")
    assert found.difference.others == ("lexicon",)
    await live.take(found, None, "words")
    assert "roshnighar" in live.current.library.files["lexicon.yaml"]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "empty"),
        (b"\xff\xfe\x00", "UTF-8"),
        (RIVER.replace("date: ", "day: ").encode(), "day"),
        (b"entries: 3", "list"),
        (b"hello", "keys with values"),
        (b"a: &a [1]\nb: {<<: *a}\n", "anchors"),
        (b"x" * (2 * 2**20 + 1), "larger"),
    ],
)
async def test_what_is_no_knowledge_is_refused_with_its_line(folder: Path, content: bytes, said: str) -> None:
    """Every problem names the document; nothing has changed."""
    live = await start(folder, None)
    before = live.current
    with pytest.raises(KnowledgeError, match=said) as refused:
        await live.from_document(content, "sent.yaml")
    assert {p.file for p in refused.value.problems} == {"sent.yaml"}
    assert live.current is before


async def test_too_many_questions_are_refused(folder: Path) -> None:
    """They would take minutes to build, and the machine from those who ask."""
    live = await start(folder, None)
    many = RIVER.replace("[Who guides the boats?]", "[" + ", ".join(f"q {n}" for n in range(20_001)) + "]")
    with pytest.raises(KnowledgeError, match="20001 example questions"):
        await live.from_document(many.encode(), "sent.yaml")


async def test_the_trial_asks_both(folder: Path) -> None:
    """Examples that do not arrive are named, those that did not arrive before apart; answers that turn are named."""
    live = await start(folder, None)
    harmless = await proposed(live, RIVER.replace("The river", "The long river"))
    assert harmless.trial.asked == harmless.trial.total == 1
    assert harmless.passed
    wrong = RIVER.replace(
        "[Who guides the boats?]", "[Who guides the boats?]\n        negative_examples: [lighthouses?]"
    )
    found = await proposed(live, wrong)
    assert [p.question for p in found.trial.failed] == ["lighthouses?"]
    assert found.trial.newly == found.trial.failed
    assert not found.passed
    await live.take(found, None, "so be it")
    later = await proposed(live, wrong.replace("The river", "The long river"))
    assert [p.question for p in later.trial.failed] == ["lighthouses?"]
    assert later.passed
    await live.teach(place(live), SHIPS, None, "learnt")
    turned = RIVER.replace(
        "- Ropes should be dry before the winter comes.",
        f"- text: Ropes should be dry before the winter comes.\n        examples: ['{SHIPS}']",
    )
    [change] = (await proposed(live, turned)).trial.turned
    assert change.question == SHIPS
    assert (change.before.told, change.after.told) == (place(live), place(live, 0, 1))


async def test_a_trial_that_takes_too_long_says_how_far_it_came(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Then it has not passed."""
    live = await start(folder, None)
    monkeypatch.setattr("bot.live.proposal.TRIAL_SECONDS", -1.0)
    found = await proposed(live, HARBOUR)
    assert (found.trial.asked, found.trial.total) == (0, 1)
    assert not found.passed


async def test_teaching_is_in_effect_at_once_and_can_be_taken_back(folder: Path, database: Database) -> None:
    """One tap, one more example; the answer follows, each step is kept, and the file's text is as it was in the end."""
    live = await start(folder, database)
    before = live.current
    assert answers(live, SHIPS) != LIGHTS
    await live.teach(place(live), SHIPS, 9, "learnt")
    assert answers(live, SHIPS) == LIGHTS
    assert SHIPS in live.current.library.files["river.yaml"]
    with pytest.raises(EditError):
        await live.teach(place(live), SHIPS.upper(), 9, "again")
    with pytest.raises(EditError):
        await live.teach(("river", "no-such"), "What else?", 9, "nowhere")
    with pytest.raises(EditError):
        await live.teach(("brook", "no-such"), "What else?", 9, "nowhere")
    await live.unteach(place(live), SHIPS, 9, "forgotten")
    assert live.current.library.files == before.library.files
    assert answers(live, SHIPS) != LIGHTS
    assert [(n.number, n.by, n.summary) for n in await live.history(5)] == [
        (3, 9, "forgotten"),
        (2, 9, "learnt"),
        (1, None, Summary("first").pack()),
    ]


async def test_two_who_teach_at_once_are_both_heard(folder: Path, database: Database) -> None:
    """One after the other, each on what the other one made."""
    live = await start(folder, database)
    lights, ropes = place(live), place(live, 0, 1)
    await asyncio.gather(live.teach(lights, SHIPS, 8, "one"), live.teach(ropes, "Are wet ropes bad?", 9, "two"))
    text = live.current.library.files["river.yaml"]
    assert SHIPS in text
    assert "Are wet ropes bad?" in text


async def test_any_kept_revision_comes_back(folder: Path, database: Database) -> None:
    """Going back is a change like any other: proposed, taken, and kept as a new revision."""
    live = await start(folder, database)
    await live.teach(place(live), SHIPS, 9, "learnt")
    assert await live.from_history(7) is None
    found = await live.from_history(1)
    assert found is not None
    assert [h.question for h in found.difference.examples_removed] == [SHIPS]
    after = await live.take(found, 9, "back to 1")
    assert after.number == 3
    assert live.current.library.files == {"river.yaml": RIVER}


async def test_what_was_done_in_the_chat_answers_after_a_restart(folder: Path, database: Database) -> None:
    """Taught examples and sent reports; without a word as long as the files on disk are the same."""
    live = await start(folder, database)
    await live.teach(place(live), SHIPS, 9, "learnt")
    await live.take(await proposed(live, HARBOUR), 9, "sent")
    again = await start(folder, database)
    assert again.current.number == 3
    assert again.current.library.files == live.current.library.files
    assert answers(again, SHIPS) == LIGHTS
    assert await again.from_disk() is None


async def test_files_that_changed_on_disk_meanwhile_answer_with_what_was_taught(
    folder: Path, database: Database
) -> None:
    """A new version was put in place while the bot was down: it counts, with the examples, and is told."""
    live = await start(folder, database)
    await live.teach(place(live), SHIPS, 9, "learnt")
    await live.take(await proposed(live, HARBOUR), 9, "sent")
    (folder / "river.yaml").write_text(RIVER.replace("by night", "in the dark"), "utf-8")
    found = await opened(partial(library.load, [folder]), database.revisions)
    assert found.number == 4
    assert found.changed is not None
    assert [c.after.point.text for c in found.changed.changed] == ["Lighthouses guide the boats in the dark."]
    assert found.merged is not None
    assert [h.question for h in found.merged.carried] == [SHIPS]
    again = await start(folder, database)
    assert again.current.number == 4
    assert answers(again, SHIPS) == "Lighthouses guide the boats in the dark."
    assert {r.id for r in again.current.library.reports} == {"river", "harbour"}


async def test_what_the_disk_overrides_is_named_and_kept(folder: Path, database: Database) -> None:
    """The admin's text gave way to the disk's; the revision that has it can be gone back to."""
    live = await start(folder, database)
    await live.take(await proposed(live, RIVER.replace("Rivers need care.", "Mine.")), 9, "mine")
    (folder / "river.yaml").write_text(RIVER.replace("Rivers need care.", "Theirs."), "utf-8")
    found = await opened(partial(library.load, [folder]), database.revisions)
    assert found.merged is not None
    assert found.merged.dropped == ("river.yaml",)
    again = await start(folder, database)
    assert again.current.library.reports[0].takeaway == "Theirs."
    back = await again.from_history(2)
    assert back is not None
    await again.take(back, 9, "back")
    assert (await start(folder, database)).current.library.reports[0].takeaway == "Mine."


async def test_broken_files_on_disk_do_not_stop_what_was_kept(folder: Path, database: Database) -> None:
    """The last good knowledge answers, and the problems are there to be told; without any, there is no start."""
    (folder / "river.yaml").write_text("broken: [", "utf-8")
    with pytest.raises(KnowledgeError):
        await start(folder, database)
    (folder / "river.yaml").write_text(RIVER, "utf-8")
    await start(folder, database)
    (folder / "river.yaml").write_text("broken: [", "utf-8")
    found = await opened(partial(library.load, [folder]), database.revisions)
    assert found.refused
    assert found.library.files == {"river.yaml": RIVER}
    live = await start(folder, database)
    with pytest.raises(KnowledgeError):
        await live.from_disk()
    (folder / "river.yaml").write_text(RIVER, "utf-8")
    assert await live.from_disk() is None


async def test_new_files_that_do_not_fit_what_was_sent_are_refused(folder: Path, database: Database) -> None:
    """The disk got a report with an id that an admin's report has: what answered before goes on."""
    live = await start(folder, database)
    await live.take(await proposed(live, HARBOUR), 9, "sent")
    (folder / "port.yaml").write_text(HARBOUR.replace("longer", "long"), "utf-8")
    found = await opened(partial(library.load, [folder]), database.revisions)
    assert "is the id of" in found.refused[0].what
    assert found.library.files == live.current.library.files
    with pytest.raises(KnowledgeError):
        await live.from_disk()


async def test_a_folder_that_may_only_be_read_is_enough(folder: Path, database: Database) -> None:
    """Files on disk are never written."""
    before = (folder / "river.yaml").stat().st_mtime_ns
    live = await start(folder, database)
    await live.teach(place(live), SHIPS, 9, "learnt")
    await live.take(await proposed(live, HARBOUR), 9, "sent")
    assert os.listdir(folder) == ["river.yaml"]
    assert (folder / "river.yaml").stat().st_mtime_ns == before


async def test_without_the_database_the_files_answer_and_edits_are_refused(folder: Path, tmp_path: Path) -> None:
    """What could not be kept would be gone after a restart, so it is not begun; questions are answered."""
    (tmp_path / "no-folder").write_text("a file")
    gone = await Database.open(f"sqlite+aiosqlite:///{tmp_path}/no-folder/bot.db")
    try:
        live = await start(folder, gone)
        assert live.current.number == 0
        assert answers(live, LIGHTS) == LIGHTS
        with pytest.raises(StorageError):
            await live.teach(place(live), SHIPS, 9, "learnt")
        with pytest.raises(StorageError):
            await live.take(await proposed(live, HARBOUR), 9, "sent")
        assert live.current.library.files == {"river.yaml": RIVER}
    finally:
        await gone.close()


async def test_another_replica_follows(folder: Path, database: Database) -> None:
    """What one keeps the other one takes over; a change to what is not the latest is refused, and works afterwards."""
    one, other = await start(folder, database), await start(folder, database)
    await one.teach(place(one), SHIPS, 9, "learnt")
    with pytest.raises(RevisionConflictError):
        await other.teach(place(other), "What else?", 8, "at the same time")
    assert await other.follow() is not None
    assert await other.follow() is None
    assert other.current.number == one.current.number
    assert answers(other, SHIPS) == LIGHTS
    await other.teach(place(other), "What else?", 8, "now")


async def test_a_revision_is_kept_with_what_was_on_disk() -> None:
    """Both come back exactly, whatever they have in common."""
    files, disk = {"a": "1", "b": "2", "c": "3"}, {"a": "1", "b": "two", "d": "4"}
    assert unpacked(packed(files, disk)) == (files, disk)
    assert unpacked(packed({}, {})) == ({}, {})
    assert unpacked(files) == (files, {})
    shipped = library.load([library.SHIPPED]).files
    small = packed(shipped, {**shipped, "lexicon.yaml": "entries: []\n"})
    assert unpacked(small) == (shipped, {**shipped, "lexicon.yaml": "entries: []\n"})
    assert sum(map(len, small.values())) < 1.1 * len(shipped["countering-extremism-2021.yaml"])


async def test_chats_may_use_some_of_the_reports(folder: Path) -> None:
    """Built once for each choice, and anew for a new revision; an unknown choice is all of them."""
    (folder / "harbour.yaml").write_text(HARBOUR, "utf-8")
    live = await start(folder, None)
    some = await live.part(frozenset({"harbour", "gone"}))
    assert [r.id for r in some.reports] == ["harbour"]
    assert await live.part(frozenset({"harbour"})) is some
    assert await live.part(frozenset({"gone"})) is live.current.answerer
    assert await live.part(frozenset()) is live.current.answerer
    await live.teach(place(live), "What else?", None, "learnt")
    assert await live.part(frozenset({"harbour"})) is not some


def test_without_anything_kept_the_files_on_disk_are_the_beginning(folder: Path) -> None:
    """What they were is remembered, so that a change of them is seen."""
    known = library.load([folder])
    live = Live(lambda: known, quick)
    assert live.current.disk == {"river.yaml": RIVER}
    assert live.current.number == 0

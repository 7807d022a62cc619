"""What is kept: settings of chats, choices of people, answers, votes and figures, on SQLite and on PostgreSQL."""

from __future__ import annotations

import asyncio
import re
from asyncio import TaskGroup
from datetime import UTC, date, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from bot.errors import StorageError
from bot.storage.answers import KeptAnswer, Shown
from bot.storage.batch import Write
from bot.storage.chats import ChatSettings
from bot.storage.database import Database
from bot.storage.votes import Tally
from tests import driving
from tests.databases import within

CHAT, USER, OTHER = -1001234, 987654321, 123456789
OCCASIONS = count()
"""Each answer of a test is given on another one."""


async def test_a_chat_that_nobody_set_up_has_the_defaults(database: Database) -> None:
    """Each person's own language, only when asked, not quiet, all reports."""
    assert await database.chats.settings(CHAT) == ChatSettings(None, "asked", False, frozenset())


async def test_settings_of_a_chat_outlive_a_restart(database_url: str) -> None:
    """Every setting comes back as it was saved, the latest wins."""
    wanted = ChatSettings("ur", "open", True, frozenset({"water-2024", "schools"}))
    first = await Database.open(database_url)
    await first.chats.save(CHAT, ChatSettings("en"))
    await first.chats.save(CHAT, wanted)
    assert await first.chats.settings(CHAT) == wanted
    await first.close()
    second = await Database.open(database_url)
    assert await second.chats.settings(CHAT) == wanted
    assert await second.chats.settings(CHAT + 1) == ChatSettings()
    await second.close()


async def test_settings_follow_a_group_that_becomes_a_supergroup(database: Database) -> None:
    """Both chats' messages tell of it, in any order: the second one changes nothing."""
    await database.chats.save(-55, ChatSettings("ur", quiet=True))
    for _ in range(2):
        await database.chats.move(-55, CHAT)
        assert await database.chats.settings(CHAT) == ChatSettings("ur", quiet=True)
        assert await database.chats.settings(-55) == ChatSettings()


async def test_what_a_supergroup_was_set_to_wins_over_the_old_group(database: Database) -> None:
    """An admin who was quicker than the news of the move is not overruled by it."""
    await database.chats.save(-55, ChatSettings("ur"))
    await database.chats.save(CHAT, ChatSettings("en"))
    await database.chats.move(-55, CHAT)
    assert await database.chats.settings(CHAT) == ChatSettings("en")
    assert await database.chats.settings(-55) == ChatSettings()


async def test_a_chat_is_forgotten(database: Database) -> None:
    """A chat that the bot left has the defaults again; another one keeps its settings."""
    await database.chats.save(CHAT, ChatSettings("ur"))
    await database.chats.save(-55, ChatSettings("ur"))
    await database.chats.forget(CHAT)
    assert await database.chats.settings(CHAT) == ChatSettings()
    assert await database.chats.settings(-55) == ChatSettings("ur")


async def test_choices_of_a_person_outlive_a_restart(database_url: str) -> None:
    """A language and the digest are chosen apart; nobody else's change."""
    first = await Database.open(database_url)
    assert (await first.people.language(USER), await first.people.digest(USER)) == (None, True)
    await first.people.set_language(USER, "ur")
    await first.people.set_digest(USER, False)
    assert (await first.people.language(USER), await first.people.digest(USER)) == ("ur", False)
    await first.close()
    second = await Database.open(database_url)
    assert (await second.people.language(USER), await second.people.digest(USER)) == ("ur", False)
    assert (await second.people.language(OTHER), await second.people.digest(OTHER)) == (None, True)
    await second.people.set_language(USER, None)
    assert (await second.people.language(USER), await second.people.digest(USER)) == (None, False)
    await second.close()


def _answer(database: Database, question: str = "what about taxes?", shown: Shown | None = None) -> Write[str]:
    return database.answers.keep(
        f"occasion {next(OCCASIONS)}",
        question,
        language="en",
        outcome="answer",
        results=["water/2.1", "water/3.2"],
        revision="r7",
        shown=shown,
    )


async def test_an_answer_is_found_by_its_id_its_message_and_its_question(database: Database) -> None:
    """As it was given; by an id that fits into a button and says nothing."""
    answer = await _answer(database, "کیا ٹیکس؟ <b>\u202e", Shown(CHAT, 500, asked=499))
    assert re.fullmatch(r"[A-Za-z0-9_-]{12}", answer)
    kept = await database.answers.get(answer)
    assert kept is not None
    assert abs(kept.at - datetime.now(UTC)) < timedelta(minutes=1)
    assert kept == KeptAnswer(answer, "کیا ٹیکس؟ <b>\u202e", "en", "answer", ("water/2.1", "water/3.2"), "r7", kept.at)
    assert await database.answers.of_message(CHAT, 500) == kept
    assert await database.answers.of_question(CHAT, 499) == (kept, 500)
    assert await database.answers.of_message(CHAT, 499) is None
    assert await database.answers.of_question(CHAT, 500) is None
    assert await database.answers.of_message(USER, 500) is None


async def test_a_message_that_was_edited_shows_its_latest_answer(database: Database) -> None:
    """The bot edits its own message when the question is edited: the answer that is read there now counts."""
    for question in ("first?", "second?"):
        await _answer(database, question, Shown(CHAT, 500, asked=499))
    shown = await database.answers.of_message(CHAT, 500)
    asked = await database.answers.of_question(CHAT, 499)
    assert shown is not None
    assert asked == (shown, 500)
    assert shown.question == "second?"


async def test_an_answer_has_its_id_before_it_is_kept(database: Database, tmp_path: Path) -> None:
    """The buttons are sent with it; another database gives another one, so that nobody can guess it."""
    for occasion in ("message 1 2", "message 1 3", "ایک \ud800"):
        before = database.answers.id_on(occasion)
        assert before == await database.answers.keep(occasion, "q", language="en", outcome="none")
        async with driving.database(tmp_path / "other.db") as other:
            assert other.answers.id_on(occasion) not in (None, before)


async def test_an_answer_that_is_given_once_more_is_one(database: Database) -> None:
    """A bot that was killed after it sent an answer deals with the question again; another question is another."""
    for occasion, question in (("message 1 2", "taxes"), ("message 1 3", "roads"), ("message 1 2", "taxes")):
        again = database.answers.keep(occasion, question, language="en", outcome="none", shown=Shown(CHAT, 5))
        # Also where both come at once.
        await database.together(again, database.answers.keep(occasion, question, language="en", outcome="none"))
    kept = await database.answers.of_message(CHAT, 5)
    assert kept is not None
    assert kept.question == "roads"
    taxes = await database.answers.get(database.answers.id_on("message 1 2") or "")
    assert taxes is not None
    assert taxes.at < kept.at


async def test_what_is_written_together_is_written_or_not(database: Database, database_url: str) -> None:
    """A figure and a question for the review: both of them; and where one cannot be written, neither."""

    def asked(question: str) -> list[Write[Any]]:
        figure = database.tallies.count(outcome="none", language="en")
        return [figure, database.review.add(question, language="en", reason="none")]

    await asyncio.gather(database.together(*asked("taxes")), database.together(*asked("Taxes?")))
    assert (await database.tallies.report(1)).questions == 2
    assert [item.count for item in await database.review.page("new")] == [2]
    await within(database_url, lambda c: c.execute(text("DROP TABLE review_keys")))
    with pytest.raises(StorageError):
        await database.together(*asked("zebras and lions"))
    assert (await database.tallies.report(1)).questions == 2


async def test_an_answer_that_never_was_is_not_found(database: Database) -> None:
    """Forged ids, however long or strange, find nothing."""
    for forged in ("", "x", "A" * 64, "'; DROP TABLE answers; --", "\0", "\ud800", "ایک"):
        assert await database.answers.get(forged) is None
        assert await database.votes.cast(forged, USER, 1) is None
        assert await database.votes.of(forged) == Tally()


async def test_text_that_no_database_takes_is_kept_without_it(database: Database) -> None:
    """NUL and halves of surrogate pairs, which JSON can carry, cost nobody the rest of the question."""
    kept = await database.answers.get(await _answer(database, "ta\0x\ud800es 💧"))
    assert kept is not None
    assert kept.question == "taxes 💧"


async def test_one_voice_a_person_and_changeable(database: Database) -> None:
    """The last vote counts, once; taking it back leaves none; answers are apart."""
    answer, other = await _answer(database), await _answer(database)
    assert await database.votes.cast(answer, USER, 1) == Tally(1, 0)
    assert await database.votes.cast(answer, USER, 1) == Tally(1, 0)
    assert await database.votes.cast(answer, OTHER, -1) == Tally(1, 1)
    assert await database.votes.cast(answer, USER, -1) == Tally(0, 2)
    assert await database.votes.cast(answer, OTHER, 0) == Tally(0, 1)
    assert await database.votes.of(answer) == Tally(0, 1)
    assert await database.votes.of(other) == Tally()


async def test_votes_that_come_at_once_are_all_counted(database: Database) -> None:
    """Twenty people tap at the same moment, and one of them twenty times."""
    answer = await _answer(database)
    async with TaskGroup() as group:
        for number in range(20):
            group.create_task(database.votes.cast(answer, 1000 + number, 1))
            group.create_task(database.votes.cast(answer, USER, -1))
    assert await database.votes.of(answer) == Tally(20, 1)
    stats = await database.tallies.report(1)
    assert (stats.right, stats.wrong) == (20, 1)


async def test_figures_of_the_last_days(database_url: str) -> None:
    """Counted by outcome, language, panelist, topic and point; every day has its number; older days are left out."""
    today = datetime(2024, 3, 14, 23, 30, tzinfo=UTC)
    database = await Database.open(database_url, clock=lambda: today)
    count = database.tallies.count
    await count(outcome="answer", language="en", panelists=["w/a", "w/b", "w/a"], topics=["w/law"], points=["w/a/1"])
    await count(outcome="answer", language="ur", panelists=["w/b"], topics=["w/police"], points=["w/b/2"])
    await count(outcome="none", language="ur")
    await count(outcome="suggest", language="en", when=date(2024, 3, 8))
    await count(outcome="answer", language="en", panelists=["w/old"], when=date(2024, 3, 7))
    stats = await database.tallies.report(7)
    assert stats.questions == 4
    assert stats.outcomes == {"answer": 2, "none": 1, "suggest": 1}
    assert stats.languages == {"en": 2, "ur": 2}
    assert stats.panelists == (("w/b", 2), ("w/a", 1))
    assert stats.topics == (("w/law", 1), ("w/police", 1))
    assert stats.points == (("w/a/1", 1), ("w/b/2", 1))
    assert stats.by_day == (
        (date(2024, 3, 8), 1),
        *((date(2024, 3, d), 0) for d in range(9, 14)),
        (date(2024, 3, 14), 3),
    )
    assert (await database.tallies.report(8)).panelists == (("w/b", 2), ("w/a", 1), ("w/old", 1))
    assert (await database.tallies.report(90, top=1)).panelists == (("w/b", 2),)
    await database.close()


async def test_figures_follow_the_votes(database: Database) -> None:
    """A changed vote moves, a vote taken back goes; no count goes below nothing."""
    answer = await _answer(database)
    for vote, right, wrong in ((1, 1, 0), (-1, 0, 1), (-1, 0, 1), (0, 0, 0), (0, 0, 0), (1, 1, 0)):
        await database.votes.cast(answer, USER, vote)  # type: ignore[arg-type]
        stats = await database.tallies.report(7)
        assert (stats.right, stats.wrong) == (right, wrong)


async def test_figures_name_what_was_not_found(database: Database) -> None:
    """The questions without an answer that came most often; not those that were ignored, nor those voted down."""
    for question, times in (("what about taxes", 2), ("what about zebras", 3), ("spam spam", 5)):
        for _ in range(times):
            item = await database.review.add(question, language="en", reason="none")
    assert item is not None
    await database.review.mark(item, "ignored")
    await database.review.add("who speaks first", language="en", reason="vote")
    stats = await database.tallies.report(7)
    assert stats.not_found == (("what about zebras", 3), ("what about taxes", 2))


async def test_nothing_counted_is_all_zero(database: Database) -> None:
    """A bot that nobody asked has figures too."""
    stats = await database.tallies.report(30)
    assert (stats.questions, stats.right, stats.wrong, stats.outcomes, stats.panelists) == (0, 0, 0, {}, ())
    assert [n for _, n in stats.by_day] == [0] * 30


async def test_many_calls_at_once_are_all_kept(database: Database) -> None:
    """Two thousand at the same moment: none lost, none twice, each with its own result."""
    kept = asyncio.gather(*(_answer(database, f"question {n}") for n in range(1000)))
    await asyncio.gather(
        *(database.tallies.count(outcome="answer", language="en", points=["w/1"]) for _ in range(1000))
    )
    ids = await kept
    assert len(set(ids)) == 1000
    for number in (0, 499, 500, 999):
        answer = await database.answers.get(ids[number])
        assert answer is not None
        assert answer.question == f"question {number}"
    assert (await database.tallies.report(1)).points == (("w/1", 1000),)

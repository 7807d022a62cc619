"""The review queue: what is one question and what is two, how it is paged and marked, and what is never kept."""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable, Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import combinations
from pathlib import Path

import pytest

from bot.matching.answering import Answerer
from bot.storage.answers import Shown
from bot.storage.chats import ChatSettings
from bot.storage.database import Database
from bot.storage.likeness import Meaning, alike, essence
from bot.storage.review import ReviewItem
from bot.storage.twins import numbers
from tests.databases import within

USER = 987654321
Add = Callable[..., Awaitable[int | None]]

ONE_QUESTION = [
    ("What about taxes?", "what about TAXES??", "en"),
    ("What about taxes?", "pls tell me about the tax", "en"),
    ("what did they say about water", "What have they said on water?", "en"),
    ("who pays for the recommendations", "who pays for the recomendations", "en"),
    ("are moderators of groups accountable", "are moderators of gruops accountable", "en"),
    ("group admin zimmedar hai", "Group admin zimedaar hai?", "roman"),
    ("police ke bare mein kya kaha", "pulice k baray main kia kaha", "roman"),
    ("تیسرے پینلسٹ نے کیا کہا", "تيسرے پینلسٹ نے کیا کہا ہے؟", "ur"),
    ("taxes", "ta\u200bxes \u202e", "en"),
]
TWO_QUESTIONS = [
    ("what about police", "what about policy", "en"),
    ("should police be armed", "should police not be armed", "en"),
    ("what did Khosa say about Munaf", "what did Munaf say about Khosa", "en"),
    ("what is point 2", "what is point 3", "en"),
    ("why was it banned", "how was it banned", "en"),
    ("who spoke on water", "when did they speak on water", "en"),
    ("taxes", "taxes and schools", "en"),
    ("taxes in Lahore", "taxes in Karachi", "en"),
    ("پولیس کی اصلاح", "عدالت کی اصلاح", "ur"),
    ("what did the party promise", "what did the patty promise", "en"),
    ("what about Iran", "what about Imran", "en"),
    ("what did Amir say about water", "what did Amin say about water", "en"),
    ("what did Hani say about water", "what did they say about water", "en"),
    ("rights of women", "rights of a woman's sights", "en"),
    ("who should pay for it", "who should play for it", "en"),
    ("is it a crime or a prime", "is it a crime or a crime", "en"),
    ("bank fraud", "bark fraud", "en"),
    ("are boys at risk", "are toys at risk", "en"),
    ("phase 3a", "phase 3b", "en"),
    ("taleem ka budget kitna hai", "talaaq ka budget kitna hai", "roman"),
    ("larka kahan jaye", "larki kahan jaye", "roman"),
    ("larkon ke liye kya hai", "larkiyon ke liye kya hai", "roman"),
    ("insan ke huqooq", "kisan ke huqooq", "roman"),
    ("pani ka masla", "mani ka masla", "roman"),
    ("بات کا حق", "ذات کا حق", "ur"),
    ("کسان کی مدد", "انسان کی مدد", "ur"),
]

MISSPELT = [
    ("What about the price of medicine in rural hospitals?", "en"),
    ("How many teachers were killed in the floods?", "en"),
    ("Who pays for the school bus of my daughter?", "en"),
    ("Is the internet slower because of the new firewall?", "en"),
    ("Should children under twelve have a telephone?", "en"),
    ("When will the court decide about the election?", "en"),
    ("sarkar bijli ke bill kab kam karegi", "roman"),
    ("hamare gaon mein hospital kab banega", "roman"),
    ("kya bachon ko mobile dena chahiye", "roman"),
    ("petrol ki qeemat kitni barhegi", "roman"),
    ("بجلی کے بل کب کم ہوں گے", "ur"),
    ("کیا بچوں کو موبائل دینا چاہیے", "ur"),
    ("ہمارے گاؤں میں ہسپتال کب بنے گا", "ur"),
]
"""Questions that the report does not answer, to be typed with one slip."""
ROWS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")


def slips(question: str) -> Iterator[str]:
    """The question with a letter left out, typed twice, exchanged with the next one, or one of the key beside it."""
    for n, letter in enumerate(question):
        before, after = question[:n], question[n + 1 :]
        if not letter.isalpha():
            continue
        yield before + after
        yield before + letter + letter + after
        if after[:1].isalpha() and after[0] != letter:
            yield before + after[0] + letter + after[1:]
        for row in ROWS:
            if letter.lower() in row[:-1]:
                yield before + row[row.index(letter.lower()) + 1] + after


def merged(first: str, second: str, language: str, meaning: Meaning) -> bool:
    """Whether two questions would be one item."""
    a, b = essence(first, language), essence(second, language)
    return a is not None and b is not None and (a.same == b.same or bool(a.keys & b.keys and alike(a, b, meaning)))


def test_slips_of_the_fingers_are_mostly_one_question(lexical: Answerer) -> None:
    """Of all single slips in some questions most are seen; those that make another word, or two letters, are not."""
    meaning = lexical.matcher.reader.vocabulary.meaning
    typed = [(question, slip, language) for question, language in MISSPELT for slip in slips(question)]
    seen = sum(merged(*case, meaning) for case in typed)
    assert len(typed) > 1000
    assert seen / len(typed) > 0.85


def test_what_is_a_word_is_meant(lexical: Answerer) -> None:
    """With the words that there are known, too, different questions stay apart."""
    meaning = lexical.matcher.reader.vocabulary.meaning
    assert [pair for pair in TWO_QUESTIONS if merged(*pair, meaning)] == []
    assert [pair for pair in ONE_QUESTION if not merged(*pair, meaning)] == []
    questions = [*MISSPELT, *((q, language) for *pair, language in TWO_QUESTIONS for q in pair)]
    pairs = [(a, b, x) for (a, x), (b, y) in combinations(questions, 2) if x == y and a != b]
    assert [pair for pair in pairs if merged(*pair, meaning)] == []


@pytest.fixture
def add(database: Database, lexical: Answerer) -> Add:
    """Adds a question as the bot does, with the words that it knows."""
    return partial(database.review.add, meaning=lexical.matcher.reader.vocabulary.meaning)


async def test_near_duplicates_are_one_item(database: Database, add: Add) -> None:
    """Other characters, courtesies, inflections, a slip of the fingers: counted, and shown as it was first asked."""
    for first, second, language in ONE_QUESTION:
        item = await add(first, language=language, reason="none")
        assert item is not None
        before = await database.review.get(item)
        assert await add(second, language=language, reason="vote") == item, second
        after = await database.review.get(item)
        assert before is not None
        assert after is not None
        assert (after.question, after.count) == (before.question, before.count + 1)
        assert after.reasons["vote"] == before.reasons.get("vote", 0) + 1


async def test_different_questions_stay_apart(add: Add) -> None:
    """One word of weight, a number, a not, another order: an admin sees both."""
    for first, second, language in TWO_QUESTIONS:
        item = await add(first, language=language, reason="none")
        assert await add(second, language=language, reason="none") != item, second


@pytest.mark.parametrize(("first", "second", "language"), ONE_QUESTION + TWO_QUESTIONS)
def test_likeness_knows_no_first_and_second(lexical: Answerer, first: str, second: str, language: str) -> None:
    """Whichever is asked first, the same comes of it; and every question is like itself."""
    a, b = essence(first, language), essence(second, language)
    assert a is not None
    assert b is not None
    for meaning in (str, lambda word: "", lexical.matcher.reader.vocabulary.meaning):
        assert alike(a, b, meaning) == alike(b, a, meaning)
        assert alike(a, a, meaning)


async def test_a_duplicate_is_found_among_very_many(database: Database) -> None:
    """Also where hundreds of others share words with it."""
    words = [f"{a}{b}" for a in "bcdfghklmnprstvz" for b in ("ala", "eni", "oru", "imo", "usa", "aka", "opi", "iga")]
    for n in range(150):
        question = f"what about {words[n % 128]} and {words[n // 128]} for farmers"
        await database.review.add(question, language="en", reason="none")
    before = await database.review.count("new")
    item = await database.review.add("what about ghosts for farmers in parliament", language="en", reason="none")
    assert await database.review.add("ghosts for farmers in parliment", language="en", reason="none") == item
    assert await database.review.count("new") == before + 1


async def test_a_question_that_comes_at_many_places_at_once_is_one_item(database: Database) -> None:
    """Each is counted, whoever was first."""
    items = await asyncio.gather(*(database.review.add("Taxes?", language="en", reason="none") for _ in range(20)))
    assert len(set(items)) == 1
    (item,) = await database.review.page("new")
    assert item.count == 20


async def test_very_many_are_looked_up_at_once(database: Database, database_url: str) -> None:
    """More than a database takes in one statement."""
    item = await database.review.add("taxes", language="en", reason="none")
    meant = essence("taxes", "en")
    assert meant is not None
    wanted = [*(n.to_bytes(16, "big") for n in range(40_000)), meant.same]
    assert await within(database_url, lambda c: numbers(c, wanted)) == {meant.same: item}


async def test_pages_show_the_most_asked_first(database: Database) -> None:
    """Then the latest; every item on one page, none on two; past the end there is nothing."""
    for n, times in enumerate((1, 3, 2, 1, 1)):
        for _ in range(times):
            await database.review.add(f"zebra{n * 11111}x", language="en", reason="none")
    pages = [await database.review.page("new", offset, 2) for offset in (0, 2, 4, 6, 10**30, -1)]
    order = ["zebra11111x", "zebra22222x", "zebra44444x", "zebra33333x", "zebra0x"]
    assert [i.question for page in pages for i in page] == order


async def test_an_item_is_marked(database: Database) -> None:
    """It leaves the one page for the other; each status has its own count."""
    first = await database.review.add("taxes", language="en", reason="none")
    await database.review.add("zebras", language="en", reason="suggestion")
    assert first is not None
    marked = await database.review.mark(first, "done")
    assert marked is not None
    assert marked.status == "done"
    assert await database.review.get(first) == marked
    assert [i.question for i in await database.review.page("done")] == ["taxes"]
    assert [i.question for i in await database.review.page("new")] == ["zebras"]
    assert [await database.review.count(s) for s in ("new", "done", "ignored")] == [1, 1, 0]


async def test_a_done_question_comes_back_and_an_ignored_one_does_not(database: Database) -> None:
    """What was taught and still fails is news; what is ignored stays so, and is counted on."""
    done = await database.review.add("taxes", language="en", reason="none")
    ignored = await database.review.add("zebras", language="en", reason="none")
    assert done is not None
    assert ignored is not None
    await database.review.mark(done, "done")
    await database.review.mark(ignored, "ignored")
    await database.review.add("taxes?", language="en", reason="vote")
    await database.review.add("zebras?", language="en", reason="none")
    assert [(i.id, i.count) for i in await database.review.page("new")] == [(done, 2)]
    assert [(i.id, i.count) for i in await database.review.page("ignored")] == [(ignored, 2)]


async def test_a_forged_number_finds_nothing(database: Database) -> None:
    """A button's number is never trusted; also not one that no database takes."""
    await database.review.add("taxes", language="en", reason="none")
    for forged in (0, -1, 999, 2**62, 2**63, 10**40):
        assert await database.review.get(forged) is None
        assert await database.review.mark(forged, "done") is None
        assert await database.revisions.get(forged) is None
    assert await database.review.count("new") == 1


async def test_what_holds_no_word_is_not_kept(database: Database) -> None:
    """There is nothing in it to teach."""
    for text in ("", " ", "???", "👍", "\u200b\u202e", "\0", "\ud800"):
        assert await database.review.add(text, language="en", reason="none") is None
    assert await database.review.count() == 0


async def test_the_longest_and_strangest_questions_are_kept(database: Database) -> None:
    """4,096 letters of one word, or 2,000 words."""
    for text in ("x" * 4096, "ہ " * 2048, "a1 b2 c3 " * 450, "\U0001f4a7 water " * 500, "𝕬𝖇𝖈 " * 1000):
        item = await database.review.add(text, language="en", reason="none")
        assert item is not None
        assert await database.review.add(text, language="en", reason="none") == item


def _files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


class _Calendar:
    """A clock that the test sets."""

    def __init__(self) -> None:
        self.now = datetime(2024, 1, 1, 12, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def pass_by(self, days: float) -> None:
        self.now += timedelta(days=days)


async def test_questions_expire(database_url: str) -> None:
    """Questions, answers and votes go after the days that were set, counted from when they last came."""
    clock = _Calendar()
    database = await Database.open(database_url, keep_days=10, clock=clock)
    old = await database.review.add("taxes", language="en", reason="none")
    again = await database.review.add("zebras", language="en", reason="none")
    answer = await database.answers.keep("1/2", "taxes", language="en", outcome="none")
    await database.votes.cast(answer, USER, 1)
    clock.pass_by(9)
    await database.tidy()
    assert await database.answers.get(answer) is not None
    await database.review.add("zebras", language="en", reason="none")
    clock.pass_by(2)
    await database.tidy()
    assert old is not None
    assert again is not None
    assert await database.review.get(old) is None
    assert await database.review.get(again) is not None
    assert await database.answers.get(answer) is None
    assert (await database.votes.of(answer)).right == 0
    assert await database.votes.cast(answer, USER, -1) is None
    assert (await database.tallies.report(30)).right == 1
    await database.close()


async def test_a_new_item_never_gets_the_number_of_an_expired_one(database_url: str) -> None:
    """Else an old button would teach another question."""
    clock = _Calendar()
    database = await Database.open(database_url, clock=clock)
    old = await database.review.add("taxes", language="en", reason="none")
    clock.pass_by(91)
    await database.tidy()
    new = await database.review.add("zebras", language="en", reason="none")
    assert old != new
    await database.close()


async def test_with_zero_days_no_question_is_kept(tmp_path: Path) -> None:
    """Not in any table, not in any file of the database, also those not that were kept under other settings."""
    file = tmp_path / "panelbot.db"
    with_questions = await Database.open(f"sqlite:///{file}")
    await with_questions.answers.keep("1/2", "yesterday's pomegranates", language="en", outcome="none")
    await with_questions.review.add("yesterday's pomegranates", language="en", reason="none")
    await with_questions.close()
    database = await Database.open(f"sqlite:///{file}", keep_days=0)
    assert await database.review.add("today's pomegranates", language="en", reason="none") is None
    answer = await database.answers.keep(
        "1/3", "today's pomegranates", language="en", outcome="answer", results=["w/1"]
    )
    await database.tidy()
    kept = await database.answers.get(answer)
    assert kept is not None
    assert (kept.question, kept.results) == (None, ("w/1",))
    vote = await database.votes.cast(answer, USER, 1)
    assert vote is not None
    assert vote.right == 1
    await database.close()
    assert [name for name, content in _files(tmp_path).items() if b"pomegranate" in content] == []
    assert _files(tmp_path)


async def test_no_id_of_a_user_is_in_the_database(tmp_path: Path) -> None:
    """Choices, votes and the messages of private chats, whose ids are users' ids: none of it can be read there."""
    file = tmp_path / "panelbot.db"
    database = await Database.open(f"sqlite:///{file}")
    await database.people.set_language(USER, "ur")
    shown = Shown(USER, 5, 4)
    answer = await database.answers.keep(f"{USER}/4", "taxes", language="en", outcome="answer", shown=shown)
    await database.votes.cast(answer, USER, -1)
    await database.review.add("taxes", language="en", reason="vote")
    await database.chats.save(-1001234, ChatSettings("ur"))
    await database.close()
    with sqlite3.connect(file) as connection:
        dump = "\n".join(connection.iterdump())
    connection.close()
    assert "-1001234" in dump
    assert str(USER) not in dump
    assert f"{USER:x}" not in dump.lower()


async def test_forgetting_a_person_removes_choices_and_votes(database: Database) -> None:
    """Theirs, also from the figures, and nobody else's; the number of what went is told; twice is nothing."""
    answer = await database.answers.keep("1/2", "taxes", language="en", outcome="answer")
    await database.people.set_language(USER, "ur")
    await database.people.set_language(USER + 1, "ur")
    for person, vote in ((USER, 1), (USER + 1, -1)):
        await database.votes.cast(answer, person, vote)  # type: ignore[arg-type]
    assert await database.people.forget(USER) == 2
    assert await database.people.language(USER) is None
    assert await database.people.language(USER + 1) == "ur"
    tally = await database.votes.of(answer)
    assert (tally.right, tally.wrong) == (0, 1)
    stats = await database.tallies.report(1)
    assert (stats.right, stats.wrong) == (0, 1)
    assert await database.people.forget(USER) == 0


async def test_an_item_says_when_it_came(database_url: str) -> None:
    """First and last time, in UTC, and can be counted since then for a digest."""
    clock = _Calendar()
    database = await Database.open(database_url, clock=clock)
    await database.review.add("taxes", language="ur", reason="none")
    clock.pass_by(2)
    await database.review.add("taxes", language="ur", reason="suggestion")
    await database.review.add("zebras", language="ur", reason="suggestion")
    items = {i.question: i for i in await database.review.page("new")}
    first = datetime(2024, 1, 1, 12, tzinfo=UTC)
    number = items["taxes"].id
    reasons = {"none": 1, "suggestion": 1}
    wanted = ReviewItem(number, "taxes", "ur", 2, reasons, "new", first, first + timedelta(days=2))  # type: ignore[arg-type]
    assert items["taxes"] == wanted
    assert await database.review.count("new", since=first + timedelta(days=1)) == 2
    assert await database.review.count("new", since=first + timedelta(days=3)) == 0
    await database.close()

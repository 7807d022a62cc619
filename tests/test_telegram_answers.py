"""Around an answer: thumbs, choices, /why, long questions, what is kept and forgotten, and a database out of order."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import AsyncIterator, Sequence
from contextlib import closing
from pathlib import Path

import pytest

from bot import __version__, app
from bot.knowledge.library import Library
from bot.live import Live
from bot.matching.answering import Answered, Answerer, Unanswered
from bot.storage.models import Base
from bot.storage.review import Reason
from bot.telegram.admin.status import RIGHT_OFF, RIGHT_ON
from bot.telegram.chats import keeping
from bot.telegram.chats.buttons import Vote
from bot.telegram.chats.conversations import KEPT_SECONDS, Conversations, Suggestion
from bot.telegram.chats.manners import MAX_QUESTION, question_of
from bot.terminal import explained
from tests.conftest import ROOT
from tests.driving import (
    OUT_OF_ORDER,
    Driven,
    button,
    driven,
    plain,
    points,
    pressed,
    refused,
    sent,
    speaker,
    suggested,
)
from tests.recording import ADMIN, ANN, GROUP, Call, Json, body, message, photo, press

UNKNOWN = "What is the capital of France?"
NOT_SAID = "doesn't answer"
EVE: Json = {"id": 30, "is_bot": False, "first_name": "Eve", "language_code": "en"}


@pytest.fixture
async def bot(shipped: Library, lexical: Answerer) -> AsyncIterator[Driven]:
    async with driven(Live(lambda: shipped, lambda _: lexical), [ADMIN["id"]]) as running:
        yield running


def some_point(bot: Driven, n: int = 2) -> str:
    return bot.report.panelists[n].points[0].text


def voted(calls: Sequence[Call]) -> tuple[str, list[str]]:
    """What a voter reads, and the thumbs afterwards."""
    [note] = [c.parameters["text"] for c in calls if c.method == "answerCallbackQuery"]
    return note, [label for c in calls for label in c.buttons if label[0] in "👍👎"]


async def reviewed(bot: Driven) -> dict[str, dict[Reason, int]]:
    return {i.question: dict(i.reasons) for i in await bot.state.database.review.page("new", limit=100)}


# Thumbs


async def test_every_answer_has_thumbs(bot: Driven) -> None:
    """Under each answer to a question, for a point or a person, in private and in groups; not under lists."""
    person = bot.report.panelists[1]
    for question in (some_point(bot), f"what did {person.name} say?", "what is the takeaway?"):
        for words, chat in ((question, None), (f"@panel_bot {question}", GROUP)):
            calls = sent(await bot.tell(words, chat=chat))
            assert {"👍", "👎"} <= set(calls[-1].buttons), words
    for other in (UNKNOWN, "/panelists", "/help"):
        assert not {"👍", "👎"} & set(sent(await bot.tell(other))[-1].buttons)


async def test_a_person_has_one_voice_and_may_change_it(bot: Driven) -> None:
    """The count of each thumb follows; the other buttons stay; what changed is only that person's vote."""
    calls = sent(await bot.tell(f"@panel_bot {some_point(bot)}", chat=GROUP))
    others = {label: data for label, data in calls[-1].buttons.items() if label[0] not in "👍👎"}
    up, down = calls[-1].buttons["👍"], calls[-1].buttons["👎"]
    for user, data, thumbs in (
        (ANN, up, ["👍 1", "👎"]),
        (ANN, up, ["👍 1", "👎"]),
        (EVE, up, ["👍 2", "👎"]),
        (ANN, down, ["👍 1", "👎 1"]),
        (EVE, down, ["👍", "👎 2"]),
        (EVE, up, ["👍 1", "👎 1"]),
    ):
        made = await bot.feed(press(calls[-1], data, user=user))
        note, shown = voted(made)
        assert "Thank you" in note
        assert shown == thumbs
        assert others.items() <= made[-1].buttons.items()
    report = await bot.state.database.tallies.report(1)
    assert (report.right, report.wrong) == (1, 1)


async def test_votes_belong_to_their_answer(bot: Driven) -> None:
    """The same answer given twice has two counts."""
    first, second = [sent(await bot.tell(some_point(bot)))[-1] for _ in range(2)]
    await bot.feed(press(first, first.buttons["👍"]))
    assert voted(await bot.feed(press(second, second.buttons["👍"])))[1] == ["👍 1", "👎"]


async def test_votes_survive_a_restart(shipped: Library, lexical: Answerer, tmp_path: Path) -> None:
    """So do the other buttons under the answer."""
    file = tmp_path / "bot.db"
    async with driven(Live(lambda: shipped, lambda _: lexical), file=file) as bot:
        [call] = sent(await bot.tell(some_point(bot)))
        await bot.feed(press(call, call.buttons["👍"], user=EVE))
    async with driven(Live(lambda: shipped, lambda _: lexical), file=file) as bot:
        assert voted(await bot.feed(press(call, call.buttons["👍"])))[1] == ["👍 2", "👎"]
        for label, data in call.buttons.items():
            if label[0] not in "👍👎":
                pressed(await bot.feed(press(call, data)))


async def test_a_question_that_is_dealt_with_again_has_the_same_answer(
    shipped: Library, lexical: Answerer, tmp_path: Path
) -> None:
    """As after a kill between the send and the write: the thumbs that were sent lead to what is kept then."""
    file = tmp_path / "bot.db"
    given = message(f"@panel_bot {shipped.reports[0].panelists[2].points[0].text}", chat=GROUP)
    shown: list[Call] = []
    for user in (ANN, EVE):
        async with driven(Live(lambda: shipped, lambda _: lexical), file=file) as bot:
            shown += sent(await bot.feed(given))
            note, _ = voted(await bot.feed(press(shown[0], shown[0].buttons["👍"], user=user)))
            assert "Thank you" in note
    assert shown[0].buttons == shown[1].buttons
    with closing(sqlite3.connect(file)) as connection:
        assert connection.execute("SELECT count(*), count(DISTINCT id) FROM answers").fetchone() == (1, 1)
        assert connection.execute("SELECT count(*) FROM votes").fetchone() == (2,)


async def test_answers_to_an_edited_question_are_apart(bot: Driven) -> None:
    """Each has its own thumbs, also where it is changed back."""
    first, second = some_point(bot), some_point(bot, 3)
    given = message(first)
    thumbs = [sent(await bot.feed(given))[-1].buttons["👍"]]
    for n, words in enumerate((second, first), 1):
        changed = {"edited_message": given["message"] | {"text": words, "edit_date": given["message"]["date"] + n}}
        thumbs.append((await bot.feed({"update_id": given["update_id"] + n} | changed))[-1].buttons["👍"])
    assert len(set(thumbs)) == 3


async def test_a_thumb_down_goes_into_the_review_once(bot: Driven) -> None:
    """The question is reviewed for the first thumb down of each person, without anybody's id."""
    [call] = sent(await bot.tell(some_point(bot)))
    for _ in range(3):
        await bot.feed(press(call, call.buttons["👎"]))
    await bot.feed(press(call, call.buttons["👍"], user=EVE))
    assert list((await reviewed(bot)).values()) == [{"vote": 1}]


@pytest.mark.parametrize("data", [Vote("AAAAAAAAAAAA", 1).pack(), Vote("x" * 40, -1).pack(), Vote("", 1).pack()])
async def test_votes_on_nothing(bot: Driven, data: str) -> None:
    """A forged or expired vote gets one polite line."""
    [call] = sent(await bot.tell(some_point(bot)))
    refused(await bot.feed(press(call, data)))


# Choices


async def test_a_choice_is_an_answer_to_the_question(bot: Driven) -> None:
    """It has thumbs of its own, a thumb down puts the first question into the review, and /why explains it."""
    question, calls = await suggested(bot)
    label = next(iter(calls[0].buttons))
    shown = pressed(await bot.feed(press(*button(calls, label))))
    assert "👎" in shown[-1].buttons
    await bot.feed(press(shown[-1], shown[-1].buttons["👎"]))
    assert await reviewed(bot) == {question: {"vote": 1}}
    assert question in plain(sent(await bot.tell("/why", reply_to_message=shown[-1].result)))


async def test_a_suggestion_that_nobody_took_is_reviewed(bot: Driven) -> None:
    """Dismissed, or left until its time is over, or until the bot stops; not if somebody chose, and never twice."""
    question, calls = await suggested(bot)
    for _ in range(2):
        await bot.feed(press(*button(calls, "None")))
    assert await reviewed(bot) == {question: {"suggestion": 1}}
    await bot.tell(question)
    await keeping.write(bot.state, *keeping.untaken(bot.state))
    assert await reviewed(bot) == {question: {"suggestion": 1}}
    await keeping.finish(bot.state)
    await keeping.finish(bot.state)
    assert await reviewed(bot) == {question: {"suggestion": 2}}
    calls = await bot.tell(question)
    pressed(await bot.feed(press(*button(calls, next(iter(calls[0].buttons))))))
    await keeping.finish(bot.state)
    assert await reviewed(bot) == {question: {"suggestion": 2}}


def test_suggestions_wait_for_a_while() -> None:
    """Each is given up once, when its time is over."""
    now = [0.0]
    conversations = Conversations(clock=lambda: now[0])
    for n in range(3):
        conversations.suggest(1, n, Suggestion(f"question {n}", "en"))
        now[0] += 10
    now[0] = KEPT_SECONDS + 15
    assert [s.question for s in conversations.untaken()] == ["question 0", "question 1"]
    assert conversations.choose(1, 2) is not None
    assert conversations.untaken(all_of_them=True) == []


async def test_what_was_not_answered_is_reviewed(bot: Driven) -> None:
    """Without who asked; small talk is no question, and what is no text is nothing."""
    for text in (UNKNOWN, UNKNOWN.upper(), "hello", "thanks!", "salam", "???", "🙂"):
        await bot.tell(text)
    assert await reviewed(bot) == {UNKNOWN: {"none": 2}}


GREETINGS = (
    """
hello|Hi!|thanks|Thank you!!|salam|السلام علیکم|شکریہ|good morning|good night, Allah hafiz|kya haal hai bhai|صبح بخیر
eid mubarak|nice work|khuda hafiz|بہت خوب|happy birthday to me
""".strip()
    .replace("\n", "|")
    .split("|")
)
QUESTIONS = (
    """
how much is petrol|what is the price of petrol|petrol kitne ka hai|who won the match|weather|is it raining|price?
پٹرول کتنے کا ہے|tell me a joke
""".strip()
    .replace("\n", "|")
    .split("|")
)


@pytest.mark.parametrize("text", QUESTIONS)
@pytest.mark.parametrize("place", [ANN, GROUP], ids=["private", "group"])
async def test_a_question_beside_the_report_is_no_small_talk(bot: Driven, text: str, place: Json) -> None:
    """What anybody else would ask a search engine is declined as a question, and is in the review."""
    [call] = await bot.tell(f"@panel_bot {text}", **({"chat": GROUP} if place is GROUP else {}))
    assert NOT_SAID in call.plain
    assert len(await reviewed(bot)) == 1


@pytest.mark.parametrize("place", [ANN, GROUP], ids=["private", "group"])
async def test_words_of_greetings_greet_nobody_in_a_question(bot: Driven, place: Json) -> None:
    """Declined or asked back, however the numbers were fitted: but not taken for a greeting."""
    [call] = await bot.tell("@panel_bot is work good?", **({"chat": GROUP} if place is GROUP else {}))
    assert "/topics" not in call.plain
    assert NOT_SAID in call.plain or call.buttons


@pytest.mark.parametrize("text", GREETINGS)
async def test_small_talk_is_not_declined(bot: Driven, text: str) -> None:
    """A greeting gets a friendly line, not that the report doesn't answer it."""
    [call] = sent(await bot.tell(text))
    assert NOT_SAID not in call.plain
    assert "/topics" in call.plain


# Why


def words_of(text: str) -> set[str]:
    return set(re.findall(r"\w+", text.lower()))


@pytest.mark.parametrize("model", ["lexical", "answerer"])
async def test_why_says_what_the_terminal_says(shipped: Library, request: pytest.FixtureRequest, model: str) -> None:
    """Understood, repaired, words, vectors, lead, thresholds and outcome: the same facts as ``ask --explain``."""
    built: Answerer = request.getfixturevalue(model)
    async with driven(Live(lambda: shipped, lambda _: built)) as bot:
        for question in ("facebok group ka admin zimmedar hai?", "hybrid wars", UNKNOWN):
            calls = sent(await bot.tell(question))
            shown = plain(sent(await bot.tell("/why", reply_to_message=calls[-1].result)))
            found = built.answer(question)
            decision = found.explanation.decision
            for share in (decision.scope, decision.correctness):
                assert f"{100 * share:.0f} %" in shown
            for threshold in (decision.thresholds.answer_above, decision.thresholds.none_below):
                assert f"{100 * threshold:.0f} %" in shown
            terminal = explained(built, found)
            [lead] = re.findall(r"^lead ([\d.]+)", terminal, re.MULTILINE)
            assert f"Lead over the second: {float(lead):.1f}" in shown
            for term in found.explanation.question.terms:
                assert term.word in shown
                assert not term.repaired or f"{term.typed} → {term.word or '–'}" in shown
            assert ("vectors" in shown) is (model == "answerer") or "off" in shown
            assert ("I answered" in shown) is isinstance(found, Answered)
            assert ("I declined" in shown) is isinstance(found, Unanswered)


async def test_why_an_answer_for_a_person(bot: Driven) -> None:
    """A question for a person is not ranked; it says whom it was for."""
    person = bot.report.panelists[1]
    calls = sent(await bot.tell(f"What did {person.name} say?"))
    shown = plain(sent(await bot.tell("/why", reply_to_message=calls[-1].result)))
    assert f"Asked for: {person.name}" in shown
    assert "I answered" in shown


async def test_why_a_follow_up(bot: Driven) -> None:
    """A follow-up is explained with what it followed."""
    await bot.tell(some_point(bot))
    calls = sent(await bot.tell("what else did he say?"))
    shown = plain(sent(await bot.tell("/why", reply_to_message=calls[-1].result)))
    assert bot.report.panelists[2].name in shown


async def test_why_in_a_group_is_folded_and_names_its_bar(bot: Driven) -> None:
    """A group is not flooded by an explanation."""
    calls = sent(await bot.tell(f"@panel_bot {some_point(bot)}", chat=GROUP))
    [call] = sent(await bot.tell("/why@panel_bot", chat=GROUP, reply_to_message=calls[-1].result))
    assert call.folded
    assert "In a group I answer from" in call.plain


async def test_why_without_an_answer(bot: Driven) -> None:
    """Not in reply, or in reply to something else: one line that says how."""
    [call] = sent(await bot.tell("/why"))
    assert "reply" in call.plain
    for other in (body("Hello."), sent(await bot.tell("/panelists"))[0].result):
        [call] = sent(await bot.tell("/why", reply_to_message=other))
        assert "don't know" in call.plain


async def test_why_after_a_restart(shipped: Library, lexical: Answerer, tmp_path: Path) -> None:
    """The question is in the database; where none are kept, the bot says that it doesn't know any more."""
    for days, known in ((90, True), (0, False)):
        file = tmp_path / f"{days}.db"
        async with driven(Live(lambda: shipped, lambda _: lexical), file=file, keep_days=days) as bot:
            [call] = sent(await bot.tell("hybrid wars"))
            assert "hybrid" in plain(await bot.tell("/why", reply_to_message=call.result))
        async with driven(Live(lambda: shipped, lambda _: lexical), file=file, keep_days=days) as bot:
            shown = plain(sent(await bot.tell("/why", reply_to_message=call.result)))
            assert ("hybrid" in shown) is known
            assert ("don't know" in shown) is not known


# Long and strange messages

ASKED = "Should the admin of a Facebook group be accountable for violence there?"
CHATTER = "I was at the market yesterday and met an old friend of mine. "


@pytest.mark.parametrize("count", [10, 60])
async def test_of_a_long_message_the_question_is_answered(bot: Driven, count: int) -> None:
    """A forwarded page with the question at its end, in its middle or at its beginning; the person is told."""
    text = bot.report.panelists[6].points[1].text
    noise = CHATTER * count
    for words in (noise + ASKED, ASKED + " " + noise, f"{noise} {ASKED} {noise}"[:4000]):
        shown = plain(sent(await bot.tell(words, forward_origin={"type": "hidden_user", "sender_user_name": "X",
                                                                 "date": 1_780_000_000})))  # fmt: skip
        assert text in shown
        assert ASKED in shown
        assert "I read this in it" in shown


def test_at_most_500_characters_are_taken(lexical: Answerer) -> None:
    """Whatever is written; a short question is taken whole, and invisible characters do not count."""
    for text in ("x" * 4096, "boats? " * 600, CHATTER * 60, "؟" * 4096, "کیا " * 1000, "a\n" * 2000):
        taken, shortened = question_of(lexical, text)
        assert len(taken) <= MAX_QUESTION
        assert shortened
    padded = "\u200b\u202e".join(ASKED) + "\u200d" * 4000
    assert question_of(lexical, padded) == (ASKED, False)
    assert question_of(lexical, "x" * MAX_QUESTION) == ("x" * MAX_QUESTION, False)


async def test_no_more_than_500_characters_are_kept(bot: Driven) -> None:
    """Neither in the review nor with the answer."""
    await bot.tell("zebra crossing paint tender " * 140)
    [question] = await reviewed(bot)
    assert len(question) <= MAX_QUESTION


STRANGE = {
    "4,096 letters": "x" * 4096,
    "4,096 emoji": "🛶" * 2048,
    "zero-width": "\u200b" * 10_000,
    "zero-width in a question": "\u200b".join(ASKED * 8),
    "overrides": "\u202e" * 2000 + ASKED,
    "isolates that never end": "\u2067" * 2000 + ASKED,
    "marks on marks": "a" + "\u0301" * 4000,
    "controls": "".join(map(chr, range(1, 32))) * 50,
    "HTML": "<b><i><a href='x'>" * 200,
    "entities": "&lt;&amp;&#0;&#x110000;" * 150,
    "surrogate-like": "\ud83d \udc4d".encode("utf-8", "replace").decode(),
    "one line a word": "boat\n" * 800,
    "digits of many scripts": "٣٤५६௭" * 500,
    "braces": "{0} {name} %s %(x)s" * 100,
}


@pytest.mark.parametrize("kind", STRANGE)
@pytest.mark.parametrize("way", ["private", "group", "panelist", "caption", "quoted"])
async def test_strange_texts_are_answered_or_declined(bot: Driven, kind: str, way: str) -> None:
    """Nothing that a person can type is an error, in any place where text is taken."""
    text = STRANGE[kind]
    given = {
        "private": message(text),
        "group": message(f"@panel_bot {text}", chat=GROUP),
        "panelist": message(f"/panelist {text}"),
        "caption": photo(text[:1024]),
        "quoted": message("/ask", chat=GROUP, reply_to_message=body(text, chat=GROUP)),
    }
    calls = sent(await bot.feed(given[way]))
    if way != "panelist":
        await bot.tell("/why", reply_to_message=calls[-1].result)


async def test_html_in_names_does_no_harm(bot: Driven) -> None:
    """Whoever is called by markup gets the same answers."""
    hostile = ANN | {"first_name": "<b>&\u202e", "last_name": "</i>", "username": "a_b_c", "language_code": "<x>"}
    assert some_point(bot) in plain(sent(await bot.tell(some_point(bot), user=hostile)))
    chat = GROUP | {"title": "<b>\u202e&"}
    assert some_point(bot) in plain(sent(await bot.tell(f"/ask {some_point(bot)}", user=hostile, chat=chat)))


async def test_directions_do_not_spill_over(bot: Driven) -> None:
    """What a person types is repeated without the controls that would turn round the rest of the message."""
    shown = plain(await bot.tell("/panelist \u202eevil\u202d \u2067name"))
    assert "evil name" in shown
    assert not re.search("[\u202a-\u202e\u2066-\u2069]", shown)


# What is kept, and forgotten


@pytest.mark.parametrize("days", [90, 7, 1, 0])
async def test_privacy_tells_the_truth(shipped: Library, lexical: Answerer, days: int) -> None:
    """It names for how long questions are kept, as it is set, or that none are."""
    async with driven(Live(lambda: shipped, lambda _: lexical), keep_days=days) as bot:
        shown = plain(sent(await bot.tell("/privacy")))
        expected = {90: "90 days", 7: "7 days", 1: "one day", 0: "No questions"}[days]
        assert expected in shown
        assert "/forget" in shown


SAID_OF_TABLES = {
    "secrets": "code made from your user id",
    "chats": "settings of a group, under the group's id",
    "people": "Your language",
    "answers": "Questions and what I answered",
    "votes": "your votes",
    "review": "what I could not answer",
    "review_keys": "what I could not answer",
    "proposals": "A change that waits for their word",
    "revisions": "their user id stays with the change, also after /forget",
    "tallies": "The figures stay",
    "updates": "Which messages I have dealt with",
    "sends": "Which messages I have dealt with",
}


async def test_privacy_names_all_that_is_kept(bot: Driven) -> None:
    """Whoever adds a table says in /privacy what it keeps."""
    shown = plain(sent(await bot.tell("/privacy")))
    assert set(Base.metadata.tables) == set(SAID_OF_TABLES)
    assert [words for words in SAID_OF_TABLES.values() if words not in shown] == []


async def test_of_an_admin_the_changes_are_left(shipped: Library, lexical: Answerer, tmp_path: Path) -> None:
    """After /forget an admin's id stands beside the changes of the knowledge and nowhere else, as /privacy says."""
    file = tmp_path / "bot.db"
    chief: Json = ADMIN | {"id": 987654321}
    async with driven(Live(lambda: shipped, lambda _: lexical), [chief["id"]], file=file) as bot:
        await bot.state.database.revisions.keep({"a.yaml": "x"}, chief["id"], "s")
        [call] = sent(await bot.tell(some_point(bot), user=chief))
        await bot.feed(press(call, call.buttons["👎"], user=chief))
        for command in ("/language en", "/digest off", "/why", "/stats", "/forget"):
            await bot.tell(command, user=chief)
    with closing(sqlite3.connect(file)) as connection:
        for table in SAID_OF_TABLES:
            rows = str(connection.execute(f"SELECT * FROM {table}").fetchall())  # noqa: S608
            assert ("987654321" in rows) is (table == "revisions"), table
        assert connection.execute("SELECT count(*) FROM votes").fetchone() == (0,)
        assert connection.execute("SELECT count(*) FROM people").fetchone() == (0,)


async def test_nobody_stands_in_the_database(shipped: Library, lexical: Answerer, tmp_path: Path) -> None:
    """After questions, votes and choices there is no user id, no name and no private chat's id in the file."""
    file = tmp_path / "bot.db"
    person: Json = {"id": 987654321, "is_bot": False, "first_name": "Zaphod", "username": "zaphod_b"}
    async with driven(Live(lambda: shipped, lambda _: lexical), file=file) as bot:
        for question in (some_point(bot), UNKNOWN):
            calls = await bot.tell(question, user=person)
        await bot.tell("/language ur", user=person)
        [call] = sent(await bot.tell(some_point(bot), user=person))
        await bot.feed(press(call, call.buttons["👎"], user=person))
        calls = await bot.tell(f"@panel_bot {UNKNOWN}", user=person, chat=GROUP)
        assert calls
    with closing(sqlite3.connect(file)) as connection:
        dump = "\n".join(connection.iterdump())
    for secret in ("987654321", "Zaphod", "zaphod_b", "3ade68b1"):
        assert secret not in dump
    assert UNKNOWN in dump


async def test_with_no_days_no_question_is_kept(shipped: Library, lexical: Answerer, tmp_path: Path) -> None:
    """BOT_KEEP_QUESTIONS_DAYS=0: not a word of any question is in the file; votes work all the same."""
    file = tmp_path / "bot.db"
    async with driven(Live(lambda: shipped, lambda _: lexical), file=file, keep_days=0) as bot:
        await bot.tell("What is the capital of Zanzibar?")
        [call] = sent(await bot.tell("hybrid wars"))
        assert voted(await bot.feed(press(call, call.buttons["👎"])))[1] == ["👍", "👎 1"]
        assert await reviewed(bot) == {}
    with closing(sqlite3.connect(file)) as connection:
        dump = "\n".join(connection.iterdump()).lower()
    assert "zanzibar" not in dump
    assert "hybrid wars" not in dump


async def test_forget_removes_choices_and_votes(bot: Driven) -> None:
    """Of that person alone; what the conversation was about is forgotten too."""
    for user in (ANN, EVE):
        await bot.tell("/language ur", user=user)
    [call] = sent(await bot.tell(some_point(bot), user=EVE | {"language_code": "ur"}))
    for user in (ANN, EVE):
        await bot.feed(press(call, call.buttons["👍"], user=user))
    assert "2" in plain(sent(await bot.tell("/forget")))
    assert "nothing" in plain(sent(await bot.tell("/forget")))
    assert (await bot.state.database.tallies.report(1)).right == 1
    assert NOT_SAID in plain(await bot.tell(UNKNOWN))
    assert "رپورٹ" in plain(await bot.tell(UNKNOWN, user=EVE))


async def test_forget_ends_the_conversation(bot: Driven) -> None:
    """A follow-up after /forget follows nothing."""
    person = bot.report.panelists[2]
    await bot.tell(some_point(bot))
    assert person.points[-1].text in plain(await bot.tell("more"))
    await bot.tell(some_point(bot))
    await bot.tell("/forget")
    assert person.points[-1].text not in plain(await bot.tell("more"))


# Status


async def test_status_in_short_and_in_full(bot: Driven) -> None:
    """Everybody reads version, revision and model; an admin in private also the queue, the errors and the database."""
    revision = bot.live.current.library.revision
    inner = ("Last update", "At work on", "errors", "Database: fine")
    for user, chat, full in ((ANN, None, False), (ADMIN, None, True), (ADMIN, GROUP, False)):
        shown = plain(sent(await bot.tell("/status", user=user, chat=chat)))
        assert __version__ in shown
        assert revision in shown
        assert "Running for" in shown
        assert [part in shown for part in inner] == [full] * len(inner)


async def test_status_counts_what_went_wrong(bot: Driven, caplog: pytest.LogCaptureFixture) -> None:
    """Answers that Telegram did not take, and errors."""
    bot.request.refuse("sendMessage", 403, "Forbidden: bot was blocked by the user")
    await bot.tell("/topics")
    bot.request.refuse("sendMessage", 400, "Bad Request: message is too long")
    await bot.tell("/topics")
    caplog.clear()
    shown = plain(await bot.tell("/status", user=ADMIN))
    assert "one error, one answer not taken by Telegram" in shown


async def test_status_says_what_working_without_vectors_costs(shipped: Library, lexical: Answerer) -> None:
    """BOT_MODEL=off is said with its price, in figures, to everybody."""
    async with driven(Live(lambda: shipped, lambda _: lexical)) as bot:
        shown = plain(sent(await bot.tell("/status")))
        assert "BOT_MODEL" in shown
        for without, full in zip(RIGHT_OFF, RIGHT_ON, strict=True):
            assert f"{without} % rightly instead of {full} %" in shown or f"{without} % instead of {full} %" in shown


def test_what_status_says_of_the_vectors_is_what_was_measured() -> None:
    """The figures are those of the README's table, which ``tests.bench_models`` measured."""
    readme = (ROOT / "README.md").read_text("utf-8")
    for model, said in ((app.OFF, RIGHT_OFF), ("minilm", RIGHT_ON)):
        [row] = re.findall(rf"^\| `{model}` \| (\d+) / [^|]*\| (\d+) / ", readme, re.MULTILINE)
        assert tuple(map(int, row)) == said, f"{model}: change bot/telegram/admin/status.py"


# A database out of order


async def test_everything_is_answered_without_a_database(shipped: Library, lexical: Answerer) -> None:
    """Questions, buttons, commands, edits and inline mode work; what needs the database says so; admins see a count."""
    async with driven(Live(lambda: shipped, lambda _: lexical), [ADMIN["id"]], file=OUT_OF_ORDER) as bot:
        bot.request.administrators[GROUP["id"]] = [ANN]
        for person, text in list(points(bot.report))[:4]:
            for words, chat in ((text, None), (f"@panel_bot {text}", GROUP)):
                calls = sent(await bot.tell(words, chat=chat))
                assert speaker(plain(calls), text, bot.report) == person.name
                assert "👍" not in calls[-1].buttons
                assert calls[-1].buttons
                assert some_point(bot)
                for data in calls[-1].buttons.values():
                    pressed(await bot.feed(press(calls[-1], data)))
        assert NOT_SAID in plain(sent(await bot.tell(UNKNOWN)))
        for command in ("/panelists", "/topics", "/help", "/privacy", "/status", "/why"):
            assert sent(await bot.tell(command))
        assert "could not store" in plain(sent(await bot.tell("/language ur")))
        assert "could not store" in plain(sent(await bot.tell("/forget")))
        calls = await bot.tell("/settings", chat=GROUP)
        *_, alert = await bot.feed(press(*button(calls, "quiet")))
        assert alert.method == "answerCallbackQuery"
        assert "could not store" in alert.parameters["text"]
        note, _ = voted(await bot.feed(press(calls[-1], Vote("AAAAAAAAAAAA", 1).pack())))
        assert "later" in note
        shown = plain(await bot.tell("/status", user=ADMIN))
        [lost] = re.findall(r"(\d+) things not stored", shown)
        assert int(lost) > 10
        assert "cannot be" in shown


async def test_a_question_asked_back_without_a_database(shipped: Library, lexical: Answerer) -> None:
    """The choices work, and so does none of them."""
    async with driven(Live(lambda: shipped, lambda _: lexical), file=OUT_OF_ORDER) as bot:
        _, calls = await suggested(bot)
        for label, data in calls[0].buttons.items():
            made = await bot.feed(press(calls[0], data))
            assert [c.error for c in made] == [None, None], label


async def test_a_locked_database_holds_up_nobody_for_long(shipped: Library, lexical: Answerer, tmp_path: Path) -> None:
    """While another program holds the file locked, questions are answered; afterwards things are stored again."""
    file = tmp_path / "bot.db"
    async with driven(Live(lambda: shipped, lambda _: lexical), file=file) as bot:
        assert "👍" in sent(await bot.tell(some_point(bot)))[-1].buttons
        with closing(sqlite3.connect(file, isolation_level=None)) as other:
            other.execute("BEGIN EXCLUSIVE")
            calls = sent(await bot.tell(some_point(bot)))
            assert some_point(bot) in plain(calls)
            assert bot.state.health.unstored
            # Known by now: a thumb would lead nowhere.
            assert "👍" not in sent(await bot.tell(some_point(bot)))[-1].buttons
            other.execute("ROLLBACK")
        # What was sent before the lock was noticed has thumbs all the same.
        note, _ = voted(await bot.feed(press(calls[-1], calls[-1].buttons["👍"])))
        assert "Thank you" not in note
        await bot.tell(some_point(bot))
        [call] = sent(await bot.tell(some_point(bot)))
        assert voted(await bot.feed(press(call, call.buttons["👍"])))[1] == ["👍 1", "👎"]

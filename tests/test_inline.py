"""Inline mode: the bot's name and a question in any chat offer points with their panelist and source."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.knowledge.library import Library
from bot.live import Live
from bot.matching.answering import Answerer
from bot.telegram.budgets import TYPING, Budgets
from tests.botapi import parse_html, utf16
from tests.driving import OUT_OF_ORDER, Driven, driven, from_files, panelist, plain, points, sent, write
from tests.recording import ANN, GROUP, Call, Json, message, update

SANA: Json = {"id": 40, "is_bot": False, "first_name": "Sana", "language_code": "ur"}


@pytest.fixture
async def bot(shipped: Library, lexical: Answerer) -> AsyncIterator[Driven]:
    async with driven(Live(lambda: shipped, lambda _: lexical)) as running:
        yield running


def typed(query: str, user: Json = ANN) -> Json:
    """What comes when somebody types the bot's name and a query."""
    return update("inline_query", {"id": "77", "from": user, "query": query, "offset": "", "chat_type": "group"})


async def offered(bot: Driven, query: str, user: Json = ANN) -> tuple[Call, list[Json]]:
    """The answer and its articles, all of them within Telegram's limits."""
    [call] = await bot.feed(typed(query, user))
    assert (call.method, call.error) == ("answerInlineQuery", None)
    articles: list[Json] = call.parameters["results"]
    for article in articles:
        assert article["type"] == "article"
        assert article["title"].strip()
        assert article["description"].strip()
        assert 1 <= len(article["id"].encode()) <= 64
        assert 1 <= utf16(posted(article)) <= 4096
        [[link]] = article["reply_markup"]["inline_keyboard"]
        assert link["url"].startswith("https://t.me/panel_bot?start=")
        assert len(link["url"].partition("=")[2]) <= 64
    return call, articles


def posted(article: Json) -> str:
    """What choosing an article puts into the chat."""
    content = article["input_message_content"]
    assert content["parse_mode"] == "HTML"
    return parse_html(content["message_text"])[0]


async def test_a_question_offers_points_ready_to_post(bot: Driven) -> None:
    """The right point first; each article says who, and posts the point, its panelist, topic and report."""
    for person, text in points(bot.report):
        _, articles = await offered(bot, text)
        first = posted(articles[0])
        assert text in first
        assert all(part in first for part in (person.name, person.topic, bot.report.title))
        assert person.name in articles[0]["title"]
        assert articles[0]["description"] in text


async def test_more_points_are_offered_than_one(bot: Driven) -> None:
    """Here a person chooses, so what may also be meant stands below, each thing once."""
    _, articles = await offered(bot, "what about privacy")
    titles = [a["title"] for a in articles]
    assert len(articles) > 1
    assert len({a["id"] for a in articles}) == len(articles)
    assert all(any(p.name in title for p in bot.report.panelists) for title in titles)


@pytest.mark.parametrize("query", ["", "   ", "\u200b", "?"])
async def test_an_empty_query_offers_the_panelists(bot: Driven, query: str) -> None:
    """All of them, in order, each with all points."""
    _, articles = await offered(bot, query)
    assert [a["title"] for a in articles] == [p.name for p in bot.report.panelists]
    for person, article in zip(bot.report.panelists, articles, strict=True):
        assert all(point.text in posted(article) for point in person.points)


async def test_a_name_is_found_while_it_is_typed(bot: Driven) -> None:
    """Three letters of any part of it, in either script; the whole name too."""
    name, urdu = "Tariq Khosa", "طارق کھوسہ"
    for query, title in (("kho", name), ("KHOSA", name), ("طارق", urdu), ("what did khosa say", name)):
        _, articles = await offered(bot, query)
        assert articles[0]["title"] == title, query
        assert len([a for a in articles if a["title"] == title]) == 1


async def test_lists_and_facts_are_offered_too(bot: Driven) -> None:
    """Asked for the takeaway or the event, that is what can be posted."""
    _, articles = await offered(bot, "what is the takeaway?")
    assert bot.report.takeaway in posted(articles[0])
    _, articles = await offered(bot, "when was the event?")
    assert "8 January 2021" in posted(articles[0])


async def test_what_the_report_does_not_say_is_not_offered(bot: Driven) -> None:
    """Nothing is, and the line above says so; it leads to the bot."""
    call, articles = await offered(bot, "What is the capital of France?")
    assert articles == []
    assert "doesn't answer" in call.parameters["button"]["text"]
    start = call.parameters["button"]["start_parameter"]
    shown = plain(sent(await bot.tell(f"/start {start}")))
    assert bot.report.title in shown
    assert "link" not in shown.split("\n")[0]


async def test_articles_open_in_private(bot: Driven) -> None:
    """The button under what was posted leads to the same in the private chat."""
    _, articles = await offered(bot, "")
    for person, article in zip(bot.report.panelists, articles, strict=True):
        payload = article["reply_markup"]["inline_keyboard"][0][0]["url"].partition("=")[2]
        shown = plain(sent(await bot.tell(f"/start {payload}")))
        assert all(point.text in shown for point in person.points)


async def test_any_language(bot: Driven) -> None:
    """Asked in Urdu, or by somebody who reads Urdu, the articles are in Urdu."""
    point = bot.report.panelists[6].points[1]
    for query, user in (("فیس بک گروپ کا ایڈمن تشدد پر جواب دہ ہے؟", ANN), (point.text, SANA)):
        _, articles = await offered(bot, query, user)
        assert point.translations["ur"] in posted(articles[0])
        assert "مناف" in articles[0]["title"]
    await bot.tell("/language ur")
    _, articles = await offered(bot, "")
    assert articles[0]["title"] == bot.report.panelists[0].translations["ur"].name


async def test_the_answer_is_for_this_person_and_for_a_minute(bot: Driven) -> None:
    """Telegram may keep it so long: it is in one person's language, and the knowledge may change."""
    call, _ = await offered(bot, "privacy")
    assert call.parameters["is_personal"] is True
    assert 1 <= call.parameters["cache_time"] <= 300


async def test_at_most_fifty(tmp_path: Path) -> None:
    """Of eighty panelists with long texts fifty are offered, whatever stands in them."""
    people = [
        panelist(
            f"Ann<b> {n} & \u202eson",
            f"Boat {n} <i>& quay " * (400 if n < 2 else 1),
            topic="T" * 300,
            role="Captain <b>" * 20,
        )
        for n in range(80)
    ]
    async with driven(from_files(write(tmp_path / ("r" * 40 + ".yaml"), *people))) as bot:
        assert len((await offered(bot, ""))[1]) == 50
        assert len((await offered(bot, "ann"))[1]) == 50
        assert len((await offered(bot, "boat quay"))[1]) <= 50


@pytest.mark.parametrize(
    "query", ["x" * 256, "🛶" * 128, "<b>&", "\u202e\u200b" * 128, "?" * 256, "\n", "{0}%s", "ب" * 256]
)
async def test_whatever_is_typed(bot: Driven, query: str) -> None:
    """It is answered, within the limits."""
    await offered(bot, query)


async def test_typing_has_a_budget(shipped: Library, lexical: Answerer) -> None:
    """Beyond it the answer is empty and soon asked for again, so that nothing is matched and nothing hangs."""
    async with driven(Live(lambda: shipped, lambda _: lexical), budgets=Budgets(clock=lambda: 0.0)) as bot:
        for _ in range(int(TYPING.burst)):
            assert (await offered(bot, "privacy"))[1]
        call, articles = await offered(bot, "privacy")
        assert articles == []
        assert call.parameters["cache_time"] == 1
        assert (await offered(bot, "privacy", SANA))[1]
        assert sent(await bot.tell("privacy"))


async def test_what_is_typed_is_not_kept(bot: Driven) -> None:
    """Nobody asked the bot yet: no review, no figures."""
    await offered(bot, "What is the capital of France?")
    assert await bot.state.database.review.page("new") == []
    assert (await bot.state.database.tallies.report(1)).questions == 0


async def test_inline_mode_needs_no_database(shipped: Library, lexical: Answerer) -> None:
    """It goes on without one."""
    async with driven(Live(lambda: shipped, lambda _: lexical), file=OUT_OF_ORDER) as bot:
        assert (await offered(bot, "privacy"))[1]


async def test_a_query_too_old_is_no_error(bot: Driven) -> None:
    """Telegram gives up after some seconds; that is noted and nothing more."""
    bot.request.refuse("answerInlineQuery", 400, "Bad Request: query is too old and response timeout expired")
    assert len(await bot.feed(typed("privacy"))) == 1


async def test_what_was_posted_is_not_answered(bot: Driven) -> None:
    """The article in the chat comes back as a message sent via the bot."""
    _, articles = await offered(bot, "privacy")
    via = {"id": 123456789, "is_bot": True, "first_name": "Panel", "username": "panel_bot"}
    assert await bot.feed(message(posted(articles[0]), chat=GROUP, via_bot=via)) == []


async def test_ones_own_choice_of_reports_narrows(tmp_path: Path) -> None:
    """It holds for what one posts elsewhere; the button above says so and leads to where it is changed."""
    for number, name in enumerate(("Ada Berg", "Nora Dahl")):
        text = f"Boats of kind {number} should be painted every spring."
        write(tmp_path / f"r{number}.yaml", panelist(name, text), title=f"Harbour evening {number}")
    async with driven(from_files(tmp_path)) as bot:
        call, articles = await offered(bot, "")
        assert {a["title"].split(" ·")[0] for a in articles} == {"Ada Berg", "Nora Dahl"}
        assert all("Harbour evening" in a["description"] for a in articles)
        assert "/reports" not in call.parameters["button"]["text"]
        await bot.state.database.people.set_reports(ANN["id"], frozenset({"r1"}))
        call, articles = await offered(bot, "")
        assert [a["title"] for a in articles] == ["Nora Dahl"]
        assert "/reports" in call.parameters["button"]["text"]
        _, articles = await offered(bot, "", SANA)
        assert len(articles) == 2

"""The figures in words and as a picture, and the daily digest."""

from __future__ import annotations

import asyncio
import re
import struct
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from xml.etree import ElementTree

import pytest

from bot.storage.tallies import Stats
from bot.telegram.admin import chart, digest
from bot.telegram.admin.chart import Bar, Bars, Days, Picture
from tests.driving import Driven, plain
from tests.recording import ADMIN, ANN, Call, press
from tests.test_admins import SECOND, SHIPS, admin_bot, folder, push, queue, tell
from tests.test_difference import RIVER

__all__ = ["folder"]

URDU = RIVER.replace("    role: Pilot", "    role: Pilot\n    translations: {ur: {name: ایڈا برگ, topic: کشتیاں}}")


@pytest.fixture
async def bot(folder: Path) -> AsyncIterator[Driven]:
    (folder / "river.yaml").write_text(URDU, "utf-8")
    async with admin_bot(folder) as running:
        yield running


def photos(calls: list[Call]) -> list[bytes]:
    return [c.parameters["photo"].content for c in calls if c.method == "sendPhoto"]


def size(png: bytes) -> tuple[int, int]:
    """Width and height from a PNG's header."""
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    return struct.unpack(">II", png[16:24])


async def test_figures_of_what_was_really_asked(bot: Driven) -> None:
    """Asked, answered, voted on: the words say how much of each, and a picture comes first."""
    for _ in range(3):
        asked = await bot.tell("Do lighthouses guide the boats by night?")
    await bot.feed(press(asked[0], next(d for b, d in asked[0].buttons.items() if b.startswith("👍")), user=ANN))
    await bot.tell("What about whales and the price of gold?")
    calls = await tell(bot, "/stats")
    assert [c.method for c in calls] == ["sendPhoto", "sendMessage"]
    shown = plain(calls[1:])
    assert "The last 7 days: 4 questions" in shown
    assert "Answered: 3 (75%)" in shown
    assert "Not found: 1 (25%)" in shown
    assert "English 4" in shown
    assert "👍 right 1 · 👎 wrong 0" in shown
    assert "3× Ada Berg" in shown
    assert "3× Boats" in shown
    assert "1× What about whales and the price of gold?" in shown
    width, height = size(photos(calls)[0])
    assert width == chart.WIDTH
    assert width + height <= 10_000
    assert 0.4 < width / height < 1


async def test_other_spans_by_button_or_by_word(bot: Driven) -> None:
    """7 is the beginning, 30 and 90 one tap away; anything else is 7."""
    await bot.tell("Do lighthouses guide the boats by night?")
    shown = await tell(bot, "/stats")
    assert set(shown[-1].buttons) == {"30 days", "90 days"}
    later = await push(bot, [shown[-1]], "90 days")
    assert "The last 90 days: one question" in plain(later)
    assert len(photos(later)) == 1
    assert "The last 30 days" in plain((await tell(bot, "/stats 30"))[-1:])
    assert "The last 7 days" in plain((await tell(bot, "/stats <b>"))[-1:])


async def test_no_questions_no_picture(bot: Driven) -> None:
    """A line says so."""
    [call] = await tell(bot, "/stats")
    assert "Nobody asked anything in the last 7 days." in call.plain


async def test_figures_in_urdu(bot: Driven) -> None:
    """The words, the names and the topics are in Urdu, and the picture is drawn from the right."""
    await bot.tell("Do lighthouses guide the boats by night?")
    calls = await tell(bot, "/stats", user=ADMIN | {"language_code": "ur"})
    shown = plain(calls[-1:])
    assert "ایڈا برگ" in shown
    assert "کشتیاں" in shown
    assert "Ada" not in shown
    english = photos(await tell(bot, "/stats"))[0]
    assert photos(calls)[0] != english


def picture(right_to_left: bool = False, label: str = "طارق کھوسہ", **more: object) -> Picture:
    made = Picture(
        "Questions", "12", Days((0, 3, 9), "1 May", "3 May", "at most 9 a day"),
        (Bar("answered", 9), Bar("not found", 3, chart.GREY)), (Bars("People", (Bar(label, 9), Bar("B", 3))),),
        right_to_left,
    )  # fmt: skip
    return replace(made, **more)  # type: ignore[arg-type]


def texts(svg: str) -> dict[str, tuple[float, str]]:
    """Each text of a picture, without marks of direction, with its place across and its anchor."""
    root = ElementTree.fromstring(svg)  # noqa: S314 - our own
    return {
        re.sub("[\u2066-\u2069]", "", e.text or ""): (float(e.get("x", "")), e.get("text-anchor", ""))
        for e in root.iter()
        if e.tag.endswith("text")
    }


def test_the_picture_is_mirrored_for_urdu() -> None:
    """Headings begin on the other side, numbers end there; bars grow from where reading begins."""
    left, right = texts(chart.svg(picture())), texts(chart.svg(picture(right_to_left=True)))
    assert left["People"] == (64.0, "start")
    assert right["People"] == (chart.WIDTH - 64.0, "end")
    assert left["1 May"][0] < left["3 May"][0]
    assert right["1 May"][0] > right["3 May"][0]
    assert left.keys() == right.keys()


def test_urdu_is_shaped() -> None:
    """Letters are joined: kept apart by joiners they make another, wider picture; and Latin ones are drawn as well."""
    joined, apart = "طارق کھوسہ", "\u200c".join("طارق کھوسہ")
    assert chart.png(picture(label=joined)) != chart.png(picture(label=apart.replace(" ", "")))
    drawn = {
        chart.png(picture(label=x))
        for x in ("ٹ", "ڈ", "ڑ", "ں", "ے", "گ", "چ", "پ", "ھ", "ہ", "ی", "A", "é", "۱", "1", " ")
    }
    # A letter that the font does not have would be drawn as the same box as another one.
    assert len(drawn) == 16


@pytest.mark.parametrize(
    "label", ["<b>&\"'", "x" * 4000, "\x00\x07\u202egniht\u202c", "", "🙂", "\ud800", "a\nb", "ﷺ" * 50]
)
def test_any_label_is_drawn(label: str) -> None:
    """Names come from files and questions."""
    assert size(chart.png(picture(label=label)))[0] == chart.WIDTH
    assert all(len(t) <= 44 for t in texts(chart.svg(picture(label=label))))


def test_any_figures_are_drawn() -> None:
    """Nothing, very much, ninety days."""
    for counts in ((0,) * 7, (10**12,), tuple(range(90))):
        made = picture(days=Days(counts, "a", "b", "c"), shares=(Bar("x", 0),), groups=(Bars("none", ()),))
        assert size(chart.png(made))[0] == chart.WIDTH


def test_every_bar_stays_on_the_paper() -> None:
    """From either side, with the widest values."""
    for mirrored in (False, True):
        root = ElementTree.fromstring(chart.svg(picture(right_to_left=mirrored)))  # noqa: S314 - our own
        height = float(root.get("height", ""))
        for e in root.iter():
            if e.tag.endswith("rect"):
                x, y, w, h = (float(e.get(k, "")) for k in ("x", "y", "width", "height"))
                assert x >= 0
                assert y >= 0
                assert x + w <= chart.WIDTH + 0.1
                assert y + h <= height + 0.1


async def test_the_digest_comes_if_there_is_anything(bot: Driven) -> None:
    """To every admin in their language: how many, which, and a button to go through them; otherwise nothing comes."""
    now = datetime.now(UTC)
    await digest.send(bot.state, bot.application.bot, now)
    assert bot.request.calls[1:] == []
    await queue(bot, SHIPS, "What about whales?", "<b>&amp;")
    await bot.state.database.people.set_language(10, "ur")
    await digest.send(bot.state, bot.application.bot, now)
    first, second = bot.request.calls[-2:]
    assert first.parameters["chat_id"] == 9
    assert "Since yesterday: 3 questions to review, 3 in all" in first.plain
    assert f"1× {SHIPS}" in first.plain
    assert "<b>&amp;" in first.plain
    assert "گزشتہ روز سے" in second.plain
    [_, page] = await push(bot, [first], "Review them")
    assert "New: 1 of 3" in page.plain
    count = len(bot.request.calls)
    await digest.send(bot.state, bot.application.bot, now + timedelta(days=2))
    assert len(bot.request.calls) == count


async def test_an_admin_can_do_without_the_digest(bot: Driven) -> None:
    """/digest turns it off and on again, for whoever says so alone."""
    await queue(bot, SHIPS)
    assert "is off" in plain(await tell(bot, "/digest"))
    assert "is off" in plain(await tell(bot, "/digest off"))
    start = len(bot.request.calls)
    await digest.send(bot.state, bot.application.bot, datetime.now(UTC))
    assert [c.parameters["chat_id"] for c in bot.request.calls[start:]] == [SECOND["id"]]
    assert "is on" in plain(await tell(bot, "/digest"))
    assert "is on" in plain(await tell(bot, "/digest on"))


async def test_an_admin_who_cannot_be_reached_does_not_keep_it_from_the_others(bot: Driven) -> None:
    """Blocked, or never started the bot."""
    await queue(bot, SHIPS)
    bot.request.refuse("sendMessage", 403, "Forbidden: bot can't initiate conversation with a user")
    await digest.send(bot.state, bot.application.bot, datetime.now(UTC))
    assert [c.error is None for c in bot.request.calls[-2:]] == [False, True]


async def test_one_of_several_replicas_sends_it(bot: Driven) -> None:
    """Whichever comes first that day; one that starts again at that hour does not send it again."""
    await queue(bot, SHIPS)
    start = len(bot.request.calls)
    day = datetime.combine(datetime.now(UTC).date(), bot.state.digest_at) - timedelta(milliseconds=10)
    replicas = [asyncio.create_task(digest.run(bot.state, bot.application.bot, lambda: day)) for _ in range(3)]
    await asyncio.sleep(0.2)
    for replica in replicas:
        replica.cancel()
    assert sorted(c.parameters["chat_id"] for c in bot.request.calls[start:]) == [9, SECOND["id"]]


@pytest.mark.parametrize(
    ("now", "at", "hours"),
    [
        (datetime(2030, 1, 2, 3, 0, tzinfo=UTC), "04:00+00:00", 1),
        (datetime(2030, 1, 2, 4, 0, tzinfo=UTC), "04:00+00:00", 24),
        (datetime(2030, 1, 2, 4, 30, tzinfo=UTC), "04:00+00:00", 23.5),
        (datetime(2030, 12, 31, 23, 0, tzinfo=UTC), "04:00+00:00", 5),
        (datetime(2030, 1, 2, 3, 0, tzinfo=UTC), "09:00+05:00", 1),
        (datetime(2030, 1, 2, 20, 0, tzinfo=UTC), "02:00+05:00", 1),
        (datetime(2030, 1, 2, 21, 0, tzinfo=UTC), "02:00+05:00", 24),
        (datetime(2030, 1, 2, 1, 0, tzinfo=UTC), "20:30-04:00", 23.5),
    ],
)
def test_it_comes_once_a_day(now: datetime, at: str, hours: float) -> None:
    """At the same hour, wherever that is; sent at that hour, the next one is a day away."""
    assert digest.until(now, time.fromisoformat(at)) == timedelta(hours=hours)


def test_words_for_any_figures() -> None:
    """Every outcome and language that is counted has its words, and none is divided by nothing."""
    from bot.telegram.admin.stats import Names, words
    from bot.telegram.catalogue import catalogues

    found = Stats(
        days=7, questions=1, outcomes={"none": 1}, languages={"ur": 1, "roman": 2, "en": 3}, right=0, wrong=0,
        panelists=(), topics=(), points=(), by_day=((date(2030, 1, 2), 1),), not_found=(),
    )  # fmt: skip
    for say in catalogues().values():
        [shown] = words(found, Names([], say.code), say)
        assert "100%" in shown

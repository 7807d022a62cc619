"""The real Application, fed with real update JSON: what it answers, what it leaves alone, what it never does."""

from __future__ import annotations

import asyncio
import re
import threading
from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path

import pytest

from bot.knowledge import library
from bot.knowledge.library import Library
from bot.live import Live
from bot.matching.answering import Answerer
from bot.telegram.catalogue import catalogues
from bot.telegram.chats.buttons import Dismiss, ShowOthers, ShowPanelist, ShowPoint
from bot.telegram.commands import COMMANDS, menu
from bot.telegram.menus import register_menus
from bot.telegram.routes import ON_COMMAND
from tests.driving import (
    Driven,
    button,
    driven,
    from_files,
    panelist,
    plain,
    points,
    press_everything,
    pressed,
    quick,
    refused,
    sent,
    speaker,
    squeezed,
    suggested,
    write,
)
from tests.recording import (
    ADMIN,
    ANN,
    GROUP,
    OTHER_BOT,
    Json,
    body,
    edited,
    in_topic,
    message,
    photo,
    press,
)

UNKNOWN = "What is the capital of France?"
NOT_SAID = "doesn't answer"
HOSTILE = "<b>&\"'> &amp; </b> <script>"


@pytest.fixture
async def bot(shipped: Library, lexical: Answerer) -> AsyncIterator[Driven]:
    """The bot with the shipped report."""
    async with driven(Live(lambda: shipped, lambda _: lexical)) as running:
        yield running


# Private chats


async def test_a_question_is_answered_with_the_panelists_own_words(bot: Driven) -> None:
    """Free text in private: the matching point exactly as in the YAML, under its panelist's name in bold."""
    for person, text in points(bot.report):
        calls = sent(await bot.tell(text))
        shown = plain(calls)
        assert text in shown
        assert speaker(shown, text, bot.report) == person.name
        assert person.name in calls[0].bold
        assert calls[0].parameters["chat_id"] == ANN["id"]
        assert "message_thread_id" not in calls[0].parameters
        assert calls[-1].buttons


async def test_what_the_report_does_not_say_is_not_answered(bot: Driven) -> None:
    """A question beside the report is declined, with none of its points, and with ways to go on."""
    calls = sent(await bot.tell(UNKNOWN))
    shown = plain(calls)
    assert NOT_SAID in shown
    assert not [text for _, text in points(bot.report) if text in shown]
    assert len(await press_everything(bot, calls)) > 2


@pytest.mark.parametrize("suffix", ["", "@panel_bot", "@PANEL_Bot"])
@pytest.mark.parametrize("place", ["private", "group"])
async def test_the_commands_show_the_report(bot: Driven, suffix: str, place: str) -> None:
    """Every command that shows facts shows all of them, in report order, in private and in groups."""
    report, chat = bot.report, {} if place == "private" else {"chat": GROUP}
    third = report.panelists[2]
    day = f"{report.date.day} {report.date:%B %Y}"
    expected: dict[str, list[str]] = {
        "panelists": [part for p in report.panelists for part in (p.name, p.role)],
        "topics": [p.topic for p in report.panelists],
        "takeaway": [report.takeaway],
        "about": [report.title, day, *report.organizers],
        f"panelist{suffix} {third.name}": [third.name, third.topic, third.role, *(p.text for p in third.points)],
        f"ask{suffix} {third.points[1].text}": [third.name, third.points[1].text],
        f"ask{suffix}\n{third.points[1].text}": [third.name, third.points[1].text],
        "start": [report.title, day],
        "help": [report.title, day],
        "privacy": ["90 days", "user id", "/forget"],
    }
    for command, parts in expected.items():
        words = f"/{command}" if command.startswith(("panelist" + suffix + " ", "ask")) else f"/{command}{suffix}"
        shown = plain(sent(await bot.tell(words, **chat)))
        places = [shown.find(part) for part in parts]
        assert -1 not in places, (command, shown)
        assert places == sorted(places), command


async def test_help_names_each_command_that_the_person_may_use(shipped: Library, lexical: Answerer) -> None:
    """/help and /start name every command; those for admins only to admins."""
    async with driven(Live(lambda: shipped, lambda _: lexical), [ADMIN["id"]]) as bot:
        for user in (ANN, ADMIN):
            for command in ("/help", "/start"):
                said = [c for c in await bot.tell(command, user=user) if c.method == "sendMessage"]
                named = set(re.findall(r"^/(\w+)", plain(sent(said)), re.MULTILINE))
                assert named == {c.name for c in COMMANDS if user is ADMIN or not c.admin}


@pytest.mark.parametrize("text", ["/nonsense", "/asks what", "/ask@weather_bot what", "/", "/панель"])
async def test_an_unknown_command_is_said_to_be_unknown(bot: Driven, text: str) -> None:
    """In private an unknown command gets one line that points to /help, no answer."""
    [call] = sent(await bot.tell(text))
    assert "/help" in call.plain
    assert NOT_SAID not in call.plain


async def test_commands_without_what_they_need_explain_themselves(bot: Driven) -> None:
    """/ask alone shows how to ask; /panelist alone, or with a stranger's name, offers the panelists."""
    [call] = sent(await bot.tell("/ask"))
    assert "/ask " in call.plain
    for words in ("/panelist", "/panelist <i>Zaphod & Co</i>"):
        calls = sent(await bot.tell(words))
        shown = plain(calls)
        assert words.removeprefix("/panelist").strip() in shown
        assert all(p.name in shown for p in bot.report.panelists)
        assert not [text for _, text in points(bot.report) if text in shown]
        assert len(calls[-1].buttons) == len(bot.report.panelists)


@pytest.mark.parametrize("kind", ["photo", "sticker", "voice", "location", "contact"])
async def test_private_messages_without_words_get_a_line(bot: Driven, kind: str) -> None:
    """A private message that has no words gets one line that says so; in a group none."""
    media: Json = {
        "sticker": {"file_id": "C", "file_unique_id": "D", "type": "regular", "width": 9, "height": 9,
                    "is_animated": False, "is_video": False},
        "voice": {"file_id": "E", "file_unique_id": "F", "duration": 3},
        "location": {"latitude": 33.7, "longitude": 73.1},
        "contact": {"phone_number": "+92", "first_name": "Eve"},
    }  # fmt: skip
    extra = {} if kind == "photo" else {kind: media[kind]}
    make = photo if kind == "photo" else message
    [call] = sent(await bot.feed(make(**extra)))
    assert "text" in call.plain
    assert await bot.feed(make(chat=GROUP, **extra)) == []


async def test_a_caption_in_private_is_a_question(bot: Driven) -> None:
    """The words under a photo are read like a message."""
    _, text = next(points(bot.report))
    assert text in plain(sent(await bot.feed(photo(text))))


async def test_events_that_are_no_words_to_the_bot_stay_unanswered(bot: Driven) -> None:
    """Edited messages, service messages and what came through another bot are left alone in private too."""
    _, text = next(points(bot.report))
    assert await bot.feed(edited(text)) == []
    assert await bot.feed(edited("/help")) == []
    assert await bot.feed(message(pinned_message=body("pinned"))) == []
    assert await bot.tell(text, via_bot=OTHER_BOT) == []
    assert await bot.tell(text, user=OTHER_BOT) == []


# Escaping and lengths


def hostile(path: Path, name: str = "report") -> Path:
    people = [
        panelist(
            f"Ann {HOSTILE} {name} {n}",
            *(f"Boats {word} the {name} <i>{n}</i> & \"quay\" 'now' &lt;{HOSTILE}" for word in ("leave", "reach")),
            topic=f"Harbour {n} {HOSTILE}",
            role=f"Pilot {n} {HOSTILE}",
        )
        for n in ("alpha", "beta")
    ]
    return write(
        path / f"{name}.yaml",
        *people,
        title=f"Title of {name} {HOSTILE}",
        organizers=[f"Guild {HOSTILE}", "</b>"],
        takeaway=f"Sum of {name}: {HOSTILE}",
    )


@pytest.mark.parametrize("count", [1, 2])
async def test_markup_in_the_knowledge_is_shown_not_obeyed(tmp_path: Path, count: int) -> None:
    """Names, roles, topics, titles and points with HTML in them are shown character for character, by every way."""
    for name in ("report", "second")[:count]:
        hostile(tmp_path, name)
    async with driven(from_files(tmp_path)) as bot:
        for report in bot.live.current.library.reports:
            for person, text in points(report):
                shown = plain(sent(await bot.tell(text)))
                if text in shown:
                    assert person.name in shown
                    assert person.topic in shown
                    assert count == 1 or report.title in shown
                everything = plain(sent(await bot.tell(f"/panelist {person.name}")))
                assert all(part in everything for part in (person.name, person.role, person.topic, text))
            for command, parts in {
                "/panelists": [part for p in report.panelists for part in (p.name, p.role)],
                "/topics": [part for p in report.panelists for part in (p.name, p.topic)],
                "/takeaway": [report.takeaway],
                "/about": [report.title, *report.organizers],
                "/help": [report.title],
            }.items():
                shown = plain(sent(await bot.tell(command)))
                assert all(part in shown for part in parts), command
        calls = [call for c in ("/panelists", "/topics", "/about", "/help") for call in await bot.tell(c)]
        assert len(await press_everything(bot, calls)) >= 3 + 2 * count


async def test_what_a_person_writes_is_escaped(bot: Driven) -> None:
    """A name with markup that is repeated to the person comes back as it was written."""
    assert HOSTILE in plain(sent(await bot.tell(f"/panelist {HOSTILE}")))
    assert "&" in plain(sent(await bot.tell("/panelist " + "&" * 4000)))


async def test_a_long_answer_is_split_between_points(tmp_path: Path) -> None:
    """Forty long points come in several messages, in order, each point whole in one of them, buttons at the end."""
    words = "the boat & the quay <of> the river 🛶 carry salt, wool and iron to the towns upstream every spring; "
    texts = [f"Point {n} says: " + words * 6 + f"end of {n}." for n in range(40)]
    path = write(tmp_path / "river.yaml", panelist("Ada Berg", *texts), panelist("Carl Dahl", "Carl is brief."))
    async with driven(from_files(path)) as bot:
        calls = sent(await bot.tell("/panelist Ada Berg"))
        assert len(calls) > 5
        holding = [[n for n, call in enumerate(calls) if text in call.plain] for text in texts]
        assert all(len(found) == 1 for found in holding)
        assert holding == sorted(holding)
        assert "".join(squeezed(call.plain) for call in calls).count("Point") == 40
        [choice] = [data for label, data in sent(await bot.tell("/panelists"))[-1].buttons.items() if "Ada" in label]
        again = pressed(await bot.feed(press(calls[-1], choice)))
        assert [call.plain for call in again] == [call.plain for call in calls]


LONG = {
    "words": "boats go to the river ",
    "emoji": "🛶🌊👩‍👩‍👧 ",
    "lines": "boats go\nto the river\n",
    "markup": "<b>boats</b> & 🛶 rivers ",
    "unbroken": "boat🛶river",
    "unbroken emoji": "🛶🌊",
    "unbroken markup": "boats&rivers<>",
}
SHIFTS = range(0, 12, 3)
LONG_CASES = [(kind, shift) for kind in LONG for shift in SHIFTS]


@pytest.fixture(scope="module")
def long_points(tmp_path_factory: pytest.TempPathFactory) -> Live:
    """A panelist for each case, with one point of 20,000 characters or some more and a short one."""
    people = []
    for n, (kind, shift) in enumerate(LONG_CASES):
        length = 20_000 + 137 * n
        text = (f"{n:02}" + "Z" * shift + LONG[kind] * 20_000)[:length].rstrip()
        people.append(panelist(f"Ada {n:02}", text.ljust(length, "."), f"Short {n:02}."))
    return from_files(write(tmp_path_factory.mktemp("long") / "river.yaml", *people))


@pytest.mark.parametrize(
    "case",
    [
        pytest.param(
            case,
            id=f"{case[0]}-{case[1]}",
        )
        for case in LONG_CASES
    ],
)
async def test_a_point_longer_than_a_message_is_shown_whole(long_points: Live, case: tuple[str, int]) -> None:
    """A point of 20,000 characters comes in several messages, which put together hold exactly its characters."""
    async with driven(long_points) as bot:
        number = LONG_CASES.index(case) + 1
        text, short = (point.text for point in bot.report.panelists[number - 1].points)
        assert len(text) >= 20_000
        [under] = sent(await bot.tell("/takeaway"))
        calls = pressed(await bot.feed(press(under, ShowPanelist("river", number).pack())))
        assert len(calls) >= 5
        glue = "" if case[0].startswith("unbroken") else " "
        # A message may end where a line ends as well as at a space.
        shown = glue.join(call.plain.strip() for call in calls)
        exactly = " ".join(text.split()) in " ".join(shown.split())
        assert exactly
        assert calls[-1].plain.endswith(short)


async def test_a_long_takeaway_and_its_report_are_shown_whole(tmp_path: Path) -> None:
    """Takeaways of any length, in several reports, come whole and each with its report's title."""
    title = "What the pilots of the river said about their boats and the salt & wool they carry "
    for n in range(8):
        takeaway = ("Rivers carry salt & wool to every town. " * 99)[: 3350 + 80 * n].strip()
        write(
            tmp_path / f"r{n}.yaml",
            panelist(f"Ada {n}", f"Boats of {n}."),
            takeaway=f"In {n}: {takeaway}.",
            title=f"{n} {title * 3}".strip(),
        )
    async with driven(from_files(tmp_path)) as bot:
        together = squeezed(plain(sent(await bot.tell("/takeaway"))))
        for report in bot.live.current.library.reports:
            assert squeezed(report.takeaway) in together
            assert squeezed(report.title) in together


@pytest.mark.parametrize(
    "command",
    [
        "/panelists",
        "/topics",
    ],
)
async def test_a_long_list_of_panelists_is_shown_whole(tmp_path: Path, command: str) -> None:
    """Forty panelists with long names, roles and topics are listed in order, in as many messages as it takes."""
    long = "of the harbour & of the river, of the northern boats, of the lighthouse and of the old quay " * 3
    people = [
        panelist(f"Captain {n} {long}".strip(), f"Boat {n}.", role=f"Pilot {n}", topic=f"Topic {n} {long}".strip())
        for n in range(40)
    ]
    async with driven(from_files(write(tmp_path / "river.yaml", *people))) as bot:
        shown = squeezed(plain(sent(await bot.tell(command))))
        for person in bot.report.panelists:
            assert squeezed(person.name) in shown
            assert squeezed(person.role if command == "/panelists" else person.topic) in shown


async def test_help_fits_with_many_reports(tmp_path: Path) -> None:
    """With thirty reports of long titles /help still works and names every command."""
    for n in range(30):
        write(tmp_path / f"r{n}.yaml", panelist(f"Ada Berg {n}", f"Boat {n}."), title=f"River {n}: " + "boats & " * 34)
    async with driven(from_files(tmp_path)) as bot:
        shown = plain(sent(await bot.tell("/help")))
        assert all(f"/{c.name}" in shown for c in COMMANDS if not c.admin)


async def test_the_longest_allowed_names_do_not_break_the_markup(tmp_path: Path) -> None:
    """Name, topic and title of 300 characters that all need escaping are shown whole."""
    longest = ("&" * 20 + " ") * 14 + "&&&&&&"
    assert len(longest) == 300
    for n in range(2):
        people = panelist(f"Ada{n} {longest}"[:300], f"Boat {n} leaves.", topic=longest, role=longest)
        write(tmp_path / f"r{n}.yaml", people, title=longest)
    async with driven(from_files(tmp_path)) as bot:
        shown = squeezed(plain(sent(await bot.tell("/panelist Ada0"))))
        assert squeezed(bot.report.panelists[0].name) in shown
        assert "Boat0leaves." in shown


# Buttons


async def test_all_points_of_the_panelist(bot: Driven) -> None:
    """Under an answer a button leads to all that its panelist said, in order."""
    person = bot.report.panelists[1]
    calls = await bot.tell(person.points[2].text)
    shown = plain(pressed(await bot.feed(press(*button(calls, f"All points of {person.name}")))))
    places = [shown.index(p.text) for p in person.points]
    assert places == sorted(places)
    assert person.role in shown
    assert not [text for other, text in points(bot.report) if other is not person and text in shown]


async def test_who_else_spoke_on_it(bot: Driven) -> None:
    """The button under a point shows other panelists' points, each with its name; it is there if there are any."""
    found = 0
    for person, text in points(bot.report):
        calls = await bot.tell(text)
        key = next(x.key for x in person.points if x.text == text)
        under = ShowOthers(bot.report.id, key).pack()
        shown = plain(pressed(await bot.feed(press(calls[-1], under))))
        others = [(other, said) for other, said in points(bot.report) if said in shown]
        assert person not in [other for other, _ in others]
        assert all(speaker(shown, said, bot.report) == other.name for other, said in others)
        assert others or "Nobody else" in shown
        assert (under in calls[-1].buttons.values()) is bool(others)
        found += bool(others)
    assert 0 < found < 19


async def test_all_points_are_offered_where_there_are_more(tmp_path: Path) -> None:
    """Whoever said only what is shown has no button for all points."""
    path = write(
        tmp_path / "river.yaml", panelist("Ada", "Boats carry salt.", "Quays need lamps."), panelist("Bo", "X y z.")
    )
    async with driven(from_files(path)) as bot:
        assert "All points of Ada" in sent(await bot.tell("Boats carry salt."))[-1].buttons
        assert not [b for b in sent(await bot.tell("X y z."))[-1].buttons if b.startswith("All points")]


async def test_did_you_mean(bot: Driven) -> None:
    """Not sure: at most three choices, with names and never ids; each, pressed, shows what it says."""
    _, calls = await suggested(bot)
    [call] = calls
    choices = {label: data for label, data in call.buttons.items() if data != Dismiss().pack()}
    assert 1 <= len(choices) <= 3
    assert len(call.buttons) == len(choices) + 1
    for label, data in choices.items():
        shown = plain(pressed(await bot.feed(press(call, data))))
        if label.startswith("All points of "):
            assert label.removeprefix("All points of ") in shown
        else:
            name, _, start = label.partition(": ")
            assert name in shown
            assert start.rstrip("…") in shown


async def test_none_of_the_choices(bot: Driven) -> None:
    """A press on none of these takes the choices away and sends nothing new; pressed twice it is no error."""
    _, calls = await suggested(bot)
    under, data = button(calls, "None")
    answered, changed = await bot.feed(press(under, data))
    assert (answered.method, changed.method) == ("answerCallbackQuery", "editMessageText")
    assert changed.error is None
    assert changed.parameters["message_id"] == under.result["message_id"]
    assert not changed.buttons
    assert "other words" in changed.plain
    bot.request.refuse("editMessageText", 400, "Bad Request: message is not modified")
    assert len(await bot.feed(press(under, data))) == 2


GARBLED = [
    "", " ", ":", "::", "p", "p:", "zz", "l:nothing:", "l::",
    "z:countering-extremism-2021:1", "P:countering-extremism-2021:1",
    "p:countering-extremism-2021:1", "p:countering-extremism-2021:1:2:3", "p:countering-extremism-2021:一:",
    "p:countering-extremism-2021:-1:", "v:AbcdefGH1234:2", "v:AbcdefGH1234:0", "v::1", "g:xx", "s:quiet:on",
    "p:../../etc/passwd:1", "q:countering-extremism-2021:<b>", "\x00\x01", "🛶" * 16, "x" * 64, "p:" + "9" * 5000,
    '{"a": 1}', "p::",
]  # fmt: skip
FORGED = [
    "p:countering-extremism-2021:0:", "p:countering-extremism-2021:8:", f"p:countering-extremism-2021:{'9' * 18}:",
    "p:countering-extremism-2021:one:", "q:countering-extremism-2021:1:", "q:countering-extremism-2021::",
    "o:countering-extremism-2021:1:", "o:countering-extremism-2021::", "l:nothing::", "l:::",
]  # fmt: skip
VANISHED = [
    "p:dengue-response:1:", "q:dengue-response:eebaa17f23:", "q:countering-extremism-2021:0123456789:",
    "o:countering-extremism-2021:0123456789:", "o:dengue-response:eebaa17f23:", "l:topics:dengue-response:",
    "l:event:dengue-response:", "v:AbcdefGH1234:1",
]  # fmt: skip


@pytest.mark.parametrize(
    "data",
    [pytest.param(data, id=repr(data)[:40]) for data in [*GARBLED, *FORGED, *VANISHED]],
)
async def test_button_data_is_never_trusted(bot: Driven, data: str) -> None:
    """Garbled, forged, oversized and outdated data get one polite alert and nothing else."""
    [under] = sent(await bot.tell("/takeaway"))
    refused(await bot.feed(press(under, data)))


async def test_dismissing_what_is_no_question_back_changes_nothing(bot: Driven) -> None:
    """Dismiss data sent for an answer, which has no such button, must not wipe the answer away."""
    [under] = sent(await bot.tell("/takeaway"))
    calls = await bot.feed(press(under, Dismiss().pack()))
    assert [call.method for call in calls] == ["answerCallbackQuery"]


async def test_a_press_under_a_message_out_of_reach_is_not_left_hanging(bot: Driven) -> None:
    """Telegram hides old messages from a press; the person still gets the answer or a line, never nothing."""
    person = bot.report.panelists[0]
    _, data = button(await bot.tell(person.points[0].text), "All points of")
    gone = {"chat": body()["chat"], "message_id": 4, "date": 0}
    calls = await bot.feed(press(gone, data))
    assert [call.method for call in calls].count("answerCallbackQuery") == 1
    assert any(call.plain for call in calls)


async def test_a_press_too_old_to_acknowledge_is_still_answered(bot: Driven) -> None:
    """When Telegram refuses the acknowledgement, the points come all the same and nothing is an error."""
    person = bot.report.panelists[0]
    under, data = button(await bot.tell(person.points[0].text), "All points of")
    bot.request.refuse("answerCallbackQuery", 400, "Bad Request: query is too old and response timeout expired")
    _, *rest = await bot.feed(press(under, data))
    assert person.points[1].text in plain(sent(rest))


@pytest.mark.parametrize(
    "ids",
    ["made from the text", "given"],
)
async def test_button_data_fits_for_the_longest_ids(tmp_path: Path, ids: str) -> None:
    """With report and point ids of 40 characters, all that the format allows, every button still fits and works."""
    texts = ["Boats carry salt.", "Boats carry wool.", "Pilots know the river.", "Pilots know the boats."]
    made = [t if ids != "given" else {"id": f"{n}".ljust(40, "x"), "text": t} for n, t in enumerate(texts)]
    path = tmp_path / ("r" * 40 + ".yaml")
    write(path, panelist("Ada Berg", *made[:2]), panelist("Carl Dahl", *made[2:], topic="Pilots"))
    async with driven(from_files(path)) as bot:
        for text in texts:
            calls = sent(await bot.tell(text))
            assert text in plain(calls)
            await press_everything(bot, calls)
        for text in ("boats", "/panelists", "/topics", "/about"):
            await press_everything(bot, sent(await bot.tell(text)))


# While the knowledge changes

RIVER = """\
id: river
title: The river
date: 2022-03-04
organizers: [The harbour]
panelists:
  - name: Ada Berg
    role: Pilot
    topic: Boats
    points:
      - Lighthouses guide the boats by night.
takeaway: Rivers need care.
"""
OLD, NEW = "Lighthouses guide the boats by night.", "Lanterns warn the boats of the rocks."
CHANGED = RIVER.replace(OLD, NEW)


@pytest.fixture
def river(tmp_path: Path) -> Path:
    path = tmp_path / "river.yaml"
    path.write_text(RIVER, "utf-8")
    return path


def change(file: Path) -> None:
    """Another text for the only point."""
    file.write_text(CHANGED, "utf-8")


async def _answers(bot: Driven, text: str) -> bool:
    return text in plain(sent(await bot.tell(text)))


async def _reload(bot: Driven) -> None:
    """Read the files again, and take over what changed."""
    proposed = await bot.tell("/reload", user=ADMIN)
    await bot.feed(press(*button(proposed, "Take it over"), user=ADMIN))


async def test_questions_are_answered_while_the_knowledge_is_read(river: Path) -> None:
    """While a reload is at work, others ask and are answered from the old knowledge; then from the new."""
    building, go_on = threading.Event(), threading.Event()
    go_on.set()

    def build(known: Library) -> Answerer:
        building.set()
        assert go_on.wait(20)
        return quick(known)

    async with driven(Live(partial(library.load, [river]), build), [ADMIN["id"]]) as bot:
        change(river)
        building.clear()
        go_on.clear()
        reload = asyncio.create_task(_reload(bot))
        try:
            assert await asyncio.to_thread(building.wait, 20)
            assert await _answers(bot, OLD)
            assert not reload.done()
        finally:
            go_on.set()
            await reload
        assert await _answers(bot, NEW)


async def test_a_button_of_older_knowledge_is_refused_politely(river: Path) -> None:
    """A button for a point that a reload took away gets the polite alert; one for a panelist still there works."""
    async with driven(from_files(river), [ADMIN["id"]]) as bot:
        calls = await bot.tell(OLD)
        point = ShowPoint("river", bot.report.panelists[0].points[0].key).pack()
        assert OLD in plain(pressed(await bot.feed(press(calls[-1], point))))
        change(river)
        await _reload(bot)
        refused(await bot.feed(press(calls[-1], point)))
        assert NEW in plain(pressed(await bot.feed(press(calls[-1], ShowPanelist("river", 1).pack()))))


async def test_several_reports_each_say_whose_they_are(river: Path) -> None:
    """With two reports each answer names its report, and the lists hold both panels."""
    other = CHANGED.replace("id: river", "id: sea").replace("The river", "The sea").replace("Ada Berg", "Carl Dahl")
    (river.parent / "sea.yaml").write_text(other, "utf-8")
    async with driven(from_files(river.parent)) as bot:
        shown = plain(sent(await bot.tell(NEW)))
        assert "Carl Dahl" in shown
        assert "The sea" in shown
        calls = sent(await bot.tell("/panelists"))
        assert all(part in plain(calls) for part in ("Ada Berg", "The river", "Carl Dahl", "The sea"))
        assert await press_everything(bot, calls)


# What Telegram refuses, and the menus


@pytest.mark.parametrize(
    ("code", "description"),
    [
        (403, "Forbidden: bot was blocked by the user"),
        (403, "Forbidden: bot was kicked from the group chat"),
        (403, "Forbidden: user is deactivated"),
    ],
)
async def test_being_blocked_is_no_error(
    bot: Driven, caplog: pytest.LogCaptureFixture, code: int, description: str
) -> None:
    """A person who blocked the bot is noted, not logged as an error, and not written to again; the next is answered."""
    _, text = next(points(bot.report))
    bot.request.refuse("sendMessage", code, description)
    assert [call.error for call in await bot.tell(text)] == [description]
    assert any(description.removeprefix("Forbidden: ") in r.getMessage() for r in caplog.records if r.name[:3] == "bot")
    assert await _answers(bot, text)


@pytest.mark.parametrize("description", ["not enough rights to send text messages to the chat", "TOPIC_CLOSED"])
async def test_a_chat_where_the_bot_may_not_write_is_no_error(bot: Driven, description: str) -> None:
    """Where the bot is muted or the topic is closed, that is noted and not tried again; the next is answered."""
    text = bot.report.panelists[2].points[0].text
    for _ in range(2):
        bot.request.refuse("sendMessage", 400, f"Bad Request: {description}")
    calls = await bot.feed(in_topic(f"/ask {text}"))
    assert len(calls) == 1


@pytest.mark.parametrize("fault", ["can't parse entities: Unclosed start tag at byte offset 3", "message is too long"])
async def test_a_message_that_the_bot_made_wrong_is_an_error(
    bot: Driven, caplog: pytest.LogCaptureFixture, fault: str
) -> None:
    """Refused for what the bot itself did wrong, unlike for where it wrote, is a bug: the operator reads an error."""
    bot.request.refuse("sendMessage", 400, f"Bad Request: {fault}")
    await bot.tell("/takeaway")
    assert [record for record in caplog.records if record.levelname == "ERROR"]
    caplog.clear()


async def test_menus_are_registered_where_they_belong(bot: Driven) -> None:
    """Private chats, groups and each admin's chat get their menu, and the menus are exactly the table of commands."""
    start = len(bot.request.calls)
    await register_menus(bot.application.bot, frozenset({9, 8}))
    calls = bot.request.calls[start:]
    assert {(call.method, call.error) for call in calls} == {("setMyCommands", None)}
    menus = {
        (
            call.parameters["scope"]["type"],
            call.parameters["scope"].get("chat_id"),
            call.parameters.get("language_code"),
        ): [(command["command"], command["description"]) for command in call.parameters["commands"]]
        for call in calls
    }
    for say in catalogues().values():
        code = None if say.code == "en" else say.code

        def lines(**which: bool) -> list[tuple[str, str]]:
            return [(c.command, c.description) for c in menu(say, **which)]  # noqa: B023

        assert menus.pop(("chat", 8, code)) == lines(admin=True)
        assert menus.pop(("chat", 9, code)) == lines(admin=True)
        assert menus.pop(("all_private_chats", None, code)) == lines()
        assert menus.pop(("all_group_chats", None, code)) == lines(group=True)
    assert menus == {}
    assert {c.name for c in COMMANDS} >= {"ask", "panelists", "panelist", "topics", "takeaway", "about", "help",
                                          "privacy", "start", "reload"}  # fmt: skip


async def test_a_menu_that_is_refused_does_not_stop_the_others(bot: Driven) -> None:
    """An admin who never wrote to the bot has no chat yet: the other menus are registered all the same."""
    for chosen in range(4):
        start = len(bot.request.calls)
        for n in range(chosen + 1):
            if n == chosen:
                bot.request.refuse("setMyCommands", 400, "Bad Request: chat not found")
        await register_menus(bot.application.bot, frozenset({9, 8}))
        assert len(bot.request.calls) - start == 4 * len(catalogues())


async def test_an_admin_gets_the_menu_with_the_first_start(shipped: Library, lexical: Answerer) -> None:
    """Nobody else does, and a refusal leaves the welcome as it is."""
    async with driven(Live(lambda: shipped, lambda _: lexical), [ADMIN["id"]]) as bot:
        for user, count in ((ADMIN, len(catalogues())), (ANN, 0)):
            calls = await bot.tell("/start", user=user)
            assert len([c for c in calls if c.method == "setMyCommands"]) == count
        bot.request.refuse("setMyCommands", 400, "Bad Request: chat not found")
        assert "Ask me" in plain((await bot.tell("/start", user=ADMIN))[-1:])


async def test_each_command_has_one_handler_and_each_handler_is_in_the_menus(bot: Driven) -> None:
    """The commands handled are exactly those of the table, and none of them is unknown to the bot."""
    assert set(ON_COMMAND) == {c.name for c in COMMANDS}
    for command in COMMANDS:
        assert "don't know" not in plain(sent(await bot.tell(f"/{command.name}")))

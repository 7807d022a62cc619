"""Several reports at once: each answer names its own, people are found over all, and everybody may narrow them."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import pytest

from bot import app
from bot.knowledge import library
from bot.matching.answering import Answered, Answerer, Suggested, Unanswered
from tests.driving import Driven, button, driven, from_files, panelist, plain, sent, write
from tests.recording import ANN, GROUP, Call, Json, message, press

BOSS = ANN
BEN: Json = ANN | {"id": 8, "first_name": "Ben", "username": "ben"}
BOATS = "Lighthouses guide the boats by night."
ROCKS = "Lanterns warn the boats of the rocks."
SILT = "Silt should be dredged from the harbour every spring."
WELLS = "Wells must be covered before the rain."


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three reports: one person at two of them, and two people with one family name."""
    write(tmp_path / "river.yaml", panelist("Ada Berg", BOATS), title="The river and its boats", date="2020-05-06")
    write(
        tmp_path / "sea.yaml", panelist("Carl Dahl", ROCKS), panelist("Ada Berg", SILT), title="The sea and its coast",
        date="2021-07-08",
    )  # fmt: skip
    write(tmp_path / "desert.yaml", panelist("Nora Dahl", WELLS), title="Water in the desert", date="2022-09-10")
    return tmp_path


@pytest.fixture
def answerer(folder: Path) -> Answerer:
    return app.answerer(library.load([folder]), app.OFF)


@pytest.fixture
async def bot(folder: Path) -> AsyncIterator[Driven]:
    async with driven(from_files(folder)) as running:
        running.request.administrators |= {GROUP["id"]: [BOSS]}
        yield running


def labels(calls: Sequence[Call]) -> list[str]:
    """The labels of all buttons."""
    return [label for call in calls for label in call.buttons]


# ------------------------------------------------------------------ questions


def test_a_person_is_found_over_all_reports(answerer: Answerer) -> None:
    """One person, two events: all that she said, each with its report."""
    found = answerer.answer("What did Ada Berg say?")
    assert isinstance(found, Answered)
    assert [(r.report.id, r.text) for r in found.results if r.kind == "point"] == [("river", BOATS), ("sea", SILT)]


def test_two_people_with_one_family_name_are_asked_about(answerer: Answerer) -> None:
    """Neither is guessed; the first name tells them apart."""
    found = answerer.answer("What did Dahl say?")
    assert isinstance(found, Suggested)
    assert [r.name for r in found.results] == ["Nora Dahl", "Carl Dahl"] or [r.name for r in found.results] == [
        "Carl Dahl", "Nora Dahl",
    ]  # fmt: skip
    told = answerer.answer("What did Nora Dahl say?")
    assert isinstance(told, Answered)
    assert {r.name for r in told.results} == {"Nora Dahl"}


@pytest.mark.parametrize(
    ("question", "report"),
    [
        ("What did Ada Berg say in the river report?", "river"), ("Ada Berg at the coast seminar", "sea"),
        ("in the report on the desert, who spoke?", "desert"), ("What did Dahl say in the desert report?", "desert"),
        ("what was the takeaway of the sea event", "sea"), ("When was the desert discussion held?", "desert"),
        ("What did Ada Berg say in the 2021 report?", "sea"),
        ("What did Ada Berg say in the report about the river?", "river"),
        ("darya wali report mein Ada Berg ne kya kaha", "river"), ("صحرا والی رپورٹ میں کس نے بات کی؟", "desert"),
    ],
)  # fmt: skip
def test_a_report_that_is_named_narrows(answerer: Answerer, question: str, report: str) -> None:
    """Everything in the answer is from that report."""
    found = answerer.answer(question)
    assert isinstance(found, Answered), found.results
    assert {r.report.id for r in found.results} == {report}


def test_of_two_reports_with_the_word_the_one_called_by_it_is_meant(tmp_path: Path) -> None:
    """Both are about water by their titles; one is the water report by its id."""
    write(tmp_path / "water.yaml", panelist("Ada Berg", BOATS), title="Water in the delta", takeaway="Share it.")
    write(tmp_path / "flood.yaml", panelist("Carl Dahl", ROCKS), title="Before the water comes", takeaway="Go up.")
    two = app.answerer(library.load([tmp_path]), app.OFF)
    for question in ("What was the takeaway of the water report?", "the water report's takeaway"):
        found = two.answer(question)
        assert isinstance(found, Answered)
        assert [r.text for r in found.results] == ["Share it."]


def test_everybody_of_one_place_in_the_order_is_offered(tmp_path: Path) -> None:
    """The first speakers of five events are five people."""
    for n, name in enumerate(("Ada Berg", "Carl Dahl", "Nora Holm", "Per Lund", "Siv Moe")):
        write(tmp_path / f"event-{n}.yaml", panelist(name, f"{BOATS} {n}"), title=f"Evening number {n}")
    found = app.answerer(library.load([tmp_path]), app.OFF).answer("What did the first speaker say?")
    assert isinstance(found, Suggested)
    assert len({r.name for r in found.results}) == 5


def test_a_wish_narrows_and_a_named_report_is_stronger(answerer: Answerer) -> None:
    """What somebody chose holds for questions that name no report."""
    chosen = frozenset({"sea"})
    ada = answerer.answer("What did Ada Berg say?", None, chosen)
    assert {r.report.id for r in ada.results} == {"sea"}
    assert {r.name for r in answerer.answer("What did Dahl say?", None, chosen).results} == {"Carl Dahl"}
    assert isinstance(answerer.answer("Should wells be covered?", None, chosen), Unanswered)
    named = answerer.answer("What did Ada Berg say in the river report?", None, chosen)
    assert {r.report.id for r in named.results} == {"river"}
    gone = answerer.answer("What did Ada Berg say?", None, frozenset({"no longer there"}))
    assert {r.report.id for r in gone.results} == {"river", "sea"}


# ------------------------------------------------------------------ Telegram


async def test_every_answer_names_its_report(bot: Driven) -> None:
    """In text, in lists, for all that somebody said, and in inline mode."""
    assert "The sea and its coast" in plain(await bot.tell(ROCKS))
    said = plain(await bot.tell("What did Ada Berg say?"))
    assert said.count("The river and its boats") == 1
    assert said.count("The sea and its coast") == 1
    for command in ("/panelists", "/topics", "/takeaway", "/about"):
        shown = plain(await bot.tell(command))
        assert all(t in shown for t in ("The river and its boats", "The sea and its coast", "Water in the desert"))


async def test_of_two_choices_each_names_its_report(bot: Driven) -> None:
    """Two people with one family name: the lines above the buttons say who, and from where; in a group too."""
    for asked in ({"text": "What did Dahl say?"}, {"text": "@panel_bot What did Dahl say?", "chat": GROUP}):
        shown = await bot.tell(**asked)
        lines = plain(shown).splitlines()
        for name, title in (("Carl Dahl", "The sea and its coast"), ("Nora Dahl", "Water in the desert")):
            [line] = [x for x in lines if x.endswith(f"{name} · {title}")]
            [chosen] = [x for x in labels(shown) if name in x]
            assert chosen.split()[0] == line.split()[0]  # the number


async def test_choices_of_one_report_name_it_once(folder: Path) -> None:
    """Two people with one family name at one event: their names on the buttons, the report above them, no numbers."""
    write(
        folder / "wood.yaml", panelist("Ida Falk", WELLS), panelist("Olof Falk", SILT), title="Wood", date="2023-01-02"
    )
    async with driven(from_files(folder)) as bot:
        shown = await bot.tell("What did Falk say?")
        assert plain(shown).count("Wood") == 1
        assert {"All points of Ida Falk", "All points of Olof Falk"} <= set(labels(shown))


async def test_choices_name_their_reports_in_urdu_too(bot: Driven) -> None:
    """The same lines below the Urdu question."""
    shown = plain(await bot.tell("What did Dahl say?", user={**ANN, "id": 40, "language_code": "ur"}))
    assert "کیا آپ کا مطلب" in shown
    assert "Carl Dahl · The sea and its coast" in shown
    assert "Nora Dahl · Water in the desert" in shown


async def test_reports_lists_them_and_narrows(bot: Driven) -> None:
    """A tap, and answers come from that report alone; another one adds a report; the first button brings all back."""
    shown = await bot.tell("/reports")
    assert "“The river and its boats” (6 May 2020)" in plain(shown)
    assert labels(shown)[0] == "✓ All reports"
    [_, edited] = await bot.feed(press(*button(shown, "The sea and its coast")))
    assert labels([edited]) == [
        "All reports", "Water in the desert", "The river and its boats", "✓ The sea and its coast",
    ]  # fmt: skip
    lost = plain(await bot.tell("Should wells be covered before the rain?"))
    assert "I looked only in “The sea and its coast”" in lost
    assert "Nora" not in plain(await bot.tell("/panelists"))
    said = plain(await bot.tell("What did Ada Berg say?"))
    assert SILT in said
    assert BOATS not in said
    assert "The sea and its coast" in said
    assert WELLS in plain(await bot.tell("Should wells be covered before the rain, by the desert report?"))
    [_, edited] = await bot.feed(press(*button([edited], "Water in the desert")))
    assert WELLS in plain(await bot.tell("Should wells be covered before the rain?"))
    [_, edited] = await bot.feed(press(*button([edited], "All reports")))
    assert BOATS in plain(await bot.tell("What did Ada Berg say?"))


async def test_what_was_chosen_is_a_persons_own_and_outlives_a_restart(folder: Path, tmp_path: Path) -> None:
    """Another person hears of all reports; /forget takes the choice back."""
    asked = "What did Ada Berg say?"
    async with driven(from_files(folder), file=tmp_path / "kept.db") as bot:
        await bot.feed(press(*button(await bot.tell("/reports", user=ANN), "The sea and its coast"), user=ANN))
        assert BOATS in plain(await bot.tell(asked, user=BEN))
    async with driven(from_files(folder), file=tmp_path / "kept.db") as bot:
        assert BOATS not in plain(await bot.tell(asked, user=ANN))
        assert "one choice" in plain(await bot.tell("/forget", user=ANN))
        assert BOATS in plain(await bot.tell(asked, user=ANN))


async def test_old_buttons_and_follow_ups_go_on(bot: Driven) -> None:
    """What was shown before the choice still leads on; a follow-up after it is about the right person."""
    before = await bot.tell("/panelists")
    await bot.feed(press(*button(await bot.tell("/reports"), "The sea and its coast")))
    assert WELLS in plain(await bot.feed(press(*button(before, "Nora Dahl"))))
    assert SILT in plain(await bot.tell("What did Ada Berg say?"))
    assert BOATS in plain(await bot.tell("What did Ada Berg say in the river report?"))
    assert ROCKS in plain(await bot.tell("What did Carl Dahl say?"))
    assert ROCKS in plain(await bot.tell("more"))


async def test_in_a_group_its_admins_choose(bot: Driven) -> None:
    """Everybody sees what is used; only an admin changes it, and it is the group's setting."""
    shown = await bot.tell("/reports", chat=GROUP, user=BEN)
    assert "This group asks all of these." in plain(shown)
    *_, alert = await bot.feed(press(*button(shown, "The sea and its coast"), user=BEN))
    assert "admins" in alert.parameters["text"]
    await bot.feed(press(*button(shown, "The sea and its coast"), user=BOSS))
    assert (await bot.state.database.chats.settings(GROUP["id"])).reports == {"sea"}
    said = plain(await bot.tell("@panel_bot What did Ada Berg say?", chat=GROUP))
    assert SILT in said
    assert BOATS not in said
    assert "The sea and its coast" in said
    assert BOATS in plain(await bot.tell("What did Ada Berg say?"))


async def test_one_report_is_named_without_a_choice(tmp_path: Path) -> None:
    """There is nothing to choose."""
    write(tmp_path / "river.yaml", panelist("Ada Berg", BOATS), title="The river")
    async with driven(from_files(tmp_path)) as one:
        shown = await one.tell("/reports")
        assert "I answer from one report:" in plain(shown)
        assert "The river" in plain(shown)
        assert not any(c.buttons for c in sent(shown))


async def test_a_report_that_is_gone_is_told(bot: Driven) -> None:
    """A button of before a reload, or a forged one, does nothing."""
    shown = await bot.tell("/reports")
    number, _ = button(shown, "All reports")
    [alert] = await bot.feed(press(number, "u:nowhere"))
    assert "not in the report any more" in alert.parameters["text"]
    assert await bot.state.database.people.reports(ANN["id"]) == frozenset()
    assert await bot.feed(message("/reports")) != []

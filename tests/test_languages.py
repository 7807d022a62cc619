"""The interface in several languages: complete catalogues, the right one for each person and chat, right to left."""

from __future__ import annotations

import ast
import re
import unicodedata
from collections.abc import AsyncIterator, Iterator, Mapping
from datetime import date
from importlib.resources import files
from pathlib import Path
from typing import Any, get_args

import pytest
from babel import Locale
from bidi import get_display
from fluent.syntax import FluentParser
from fluent.syntax import ast as ftl
from fluent.syntax.visitor import Visitor

from bot.knowledge.library import Library
from bot.knowledge.model import Report
from bot.live import Live
from bot.matching.answering import Answerer, Result
from bot.matching.entries import Kind
from bot.telegram import menus
from bot.telegram.catalogue import Catalogue, catalogues, choose, load
from bot.telegram.chats import references
from bot.telegram.commands import COMMANDS
from tests.conftest import ROOT
from tests.driving import (
    Driven,
    button,
    driven,
    from_files,
    panelist,
    plain,
    press_everything,
    pressed,
    sent,
    write,
)
from tests.recording import ADMIN, ANN, GROUP, Json, message, press

FOLDER = ROOT / "bot" / "locales"
ENGLISH, URDU = catalogues()["en"], catalogues()["ur"]
UNKNOWN = "What is the capital of France?"
SANA: Json = {"id": 40, "is_bot": False, "first_name": "Sana", "language_code": "ur"}
SALIM: Json = {"id": 41, "is_bot": False, "first_name": "Salim"}
NOT_SAID = {"en": "doesn't answer", "ur": "جواب نہیں"}
ISOLATED = re.compile("\u2068[^\u2068\u2069]*\u2069")


# The catalogues


def source(code: str) -> str:
    return (FOLDER / f"{code}.ftl").read_text("utf-8")


class Variables(Visitor):
    """The names of the variables in a pattern."""

    def __init__(self) -> None:
        self.names: set[str] = set()

    def visit_VariableReference(self, node: Any) -> None:
        self.names.add(node.id.name)


def messages(code: str) -> dict[str, set[str]]:
    """Each text's key with the variables that it uses; a file that is wrong anywhere fails."""
    out: dict[str, set[str]] = {}
    for entry in FluentParser().parse(source(code)).body:
        assert not isinstance(entry, ftl.Junk), entry.content
        if isinstance(entry, ftl.Message):
            assert entry.id.name not in out, f"{code}.ftl: {entry.id.name} stands there twice"
            assert entry.value is not None
            variables = Variables()
            variables.visit(entry.value)
            out[entry.id.name] = variables.names
    return out


def test_the_shipped_languages() -> None:
    """English and Urdu at least; English is what everything falls back to and stands first."""
    assert next(iter(catalogues())) == "en"
    assert {"en", "ur"} <= set(catalogues())


@pytest.mark.parametrize("code", sorted(catalogues()))
def test_each_catalogue_is_complete(code: str) -> None:
    """Every text of the English one is there, none beside, with the same variables."""
    assert messages(code) == messages("en")


@pytest.mark.parametrize("code", sorted(catalogues()))
def test_texts_are_plain(code: str) -> None:
    """No HTML, no controls of direction: markup is the views', isolation the catalogue's."""
    assert not re.search(r"<\w|&\w+;|[\u200e\u200f\u202a-\u202e\u2066-\u2069]", source(code))


@pytest.mark.parametrize("code", [code for code, say in catalogues().items() if say.right_to_left])
def test_arrows_point_where_they_should_from_the_right(code: str) -> None:
    """Signs that a screen turns round among letters from the right, and not among others, point nowhere surely."""
    assert set("‹›«»<>≤≥") & set(source(code).replace("->", "")) == set()


@pytest.mark.parametrize("code", sorted(set(catalogues()) - {"en"}))
def test_a_translation_is_one(code: str) -> None:
    """Hardly a text is the same as in English; the rest is forgotten work."""
    others = FluentParser().parse(source("en")).body
    english = {e.id.name: e for e in others if isinstance(e, ftl.Message)}
    same = [
        e.id.name
        for e in FluentParser().parse(source(code)).body
        if isinstance(e, ftl.Message) and _text(e) == _text(english[e.id.name])
    ]
    worded = [key for key in same if re.search("[a-z]{3}", re.sub(r"\{[^}]*\}", "", _text(english[key])))]
    assert [key for key in worded if key != "status-version"] == []


def _text(entry: ftl.Message) -> str:
    assert entry.value is not None
    return " ".join(e.value for e in entry.value.elements if isinstance(e, ftl.TextElement))


def _strings() -> Iterator[str]:
    """Every string in the code, ``{}`` for what is put into it."""
    for path in sorted((ROOT / "bot" / "telegram").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.JoinedStr):
                yield "".join(str(v.value) if isinstance(v, ast.Constant) else "{}" for v in node.values)
            elif isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield node.value


def test_every_text_is_used() -> None:
    """A text that the code does not name, whole or by its beginning, is a leftover."""
    found = set(_strings())
    patterns = [re.compile(re.escape(t).replace(r"\{\}", ".+")) for t in found if re.fullmatch(r"[a-z-]+-\{\}", t)]
    unused = [key for key in messages("en") if key not in found and not any(p.fullmatch(key) for p in patterns)]
    assert unused == []


def test_every_text_that_the_code_says_is_there() -> None:
    """The key in each ``say("…")`` is in the catalogue."""
    keys = set(messages("en"))
    missing = []
    for path in (ROOT / "bot" / "telegram").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            called = node.func if isinstance(node, ast.Call) else None
            name = (
                called.attr if isinstance(called, ast.Attribute) else called.id if isinstance(called, ast.Name) else ""
            )
            if isinstance(node, ast.Call) and name == "say" and isinstance(node.args[0], ast.Constant):
                missing += [] if node.args[0].value in keys else [(path.name, node.args[0].value)]
    assert missing == []


ALLOWED = (
    "can't parse entities",  # Telegram's own words, compared with
    "message is too long",
    "message text is empty",
)


FOR_OPERATORS = ("delivery/", "metrics.py", "runner.py")
"""What a machine is told over HTTP, what figures mean, why a send failed: in English, like the log."""


def _not_shown(node: ast.AST) -> bool:
    """Docstrings, errors and the log."""
    logged = isinstance(node, ast.Call) and ast.unparse(node.func).startswith("_log.")
    documented = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    return isinstance(node, ast.Raise | ast.Assert) or logged or documented


def test_no_sentence_stands_in_the_code() -> None:
    """Whatever a person reads comes from a catalogue."""
    found = []
    telegram = ROOT / "bot" / "telegram"
    for path in telegram.rglob("*.py"):
        if path.relative_to(telegram).as_posix().startswith(FOR_OPERATORS):
            continue
        nodes = list(ast.walk(ast.parse(path.read_text("utf-8"))))
        apart = {inner for node in nodes if _not_shown(node) for inner in ast.walk(node)}
        strings = [n.value for n in nodes if isinstance(n, ast.Constant) and n not in apart]
        sentences = [s for s in strings if isinstance(s, str) and re.search(r"[A-Za-z]{2,} [a-z]{2,} [a-z]{2,}", s)]
        found += [(path.name, s) for s in sentences if s not in ALLOWED]
    assert found == []


def test_adding_a_language_is_adding_a_file(tmp_path: Path) -> None:
    """A file with another name is another language, with the direction and the dates of that language."""
    for code in ("en", "de", "fa"):
        text = source("en").replace("language-name = English", f"language-name = {code}!")
        (tmp_path / f"{code}.ftl").write_text(text, "utf-8")
    loaded = load(tmp_path)
    assert list(loaded) == ["en", "de", "fa"]
    assert [loaded[code].name for code in ("en", "de")] == ["en!", "de!"]
    assert [c.right_to_left for c in loaded.values()] == [False, False, True]
    assert loaded["de"].day(date(2021, 1, 8)) == "8 Januar 2021"


@pytest.mark.parametrize(
    ("wishes", "code"),
    [
        (["ur"], "ur"), (["ur-PK"], "ur"), (["UR-arab"], "ur"), (["en-GB"], "en"), ([None, "ur"], "ur"),
        (["xx", "ur"], "ur"), (["xx"], "en"), ([], "en"), ([None], "en"), ([""], "en"), (["en", "ur"], "en"),
        (["../../etc"], "en"), (["<b>"], "en"), (["u" * 5000], "en"),
    ],
)  # fmt: skip
def test_the_language_is_the_first_wish_that_there_is(wishes: list[str | None], code: str) -> None:
    """Regions do not matter, what there is not is passed over, and English is always there."""
    assert choose(wishes).code == code


def test_values_of_any_length_and_shape() -> None:
    """Whatever is put into a text comes out as it was put in, without obeying it."""
    for value in ("x" * 10_000, "{ $name }", "\\u0041", '{"a"}', "[one]", "a\nb", "\ue000name\ue001"):
        assert ENGLISH("unknown-panelist", name=value).endswith(f"{value}.")
    assert "1,234" in URDU("privacy-questions", days=1234)
    with pytest.raises(KeyError):
        ENGLISH("there-is-no-such-text")
    with pytest.raises(ValueError, match="unknown-panelist"):
        ENGLISH("unknown-panelist")


# Which language


@pytest.fixture
async def bot(shipped: Library, lexical: Answerer) -> AsyncIterator[Driven]:
    async with driven(Live(lambda: shipped, lambda _: lexical), [ADMIN["id"]]) as running:
        yield running


async def speaks(bot: Driven, user: Json, chat: Json | None = None) -> str:
    """The language in which the bot declines a question."""
    shown = plain(sent(await bot.tell(f"@panel_bot {UNKNOWN}" if chat else UNKNOWN, user=user, chat=chat)))
    [code] = [code for code, words in NOT_SAID.items() if words in shown]
    return code


async def test_the_language_comes_from_telegram(bot: Driven) -> None:
    """In private and in a group that has chosen none; without a language code it is English."""
    for user, code in ((SANA, "ur"), (ANN, "en"), (SALIM, "en"), (SANA | {"language_code": "ur-PK"}, "ur")):
        assert await speaks(bot, user) == code
        assert await speaks(bot, user, GROUP) == code


@pytest.mark.parametrize("way", ["/language ur", "/language اردو", "button"])
async def test_a_person_chooses(bot: Driven, way: str) -> None:
    """By command or by button, for themselves alone, everywhere, and back again."""
    if way == "button":
        calls = sent(await bot.tell("/language"))
        made = await bot.feed(press(*button(calls, "اردو")))
        assert [c.method for c in made] == ["answerCallbackQuery", "editMessageText"]
        assert "اردو" in made[-1].plain
    else:
        assert "اردو" in plain(sent(await bot.tell(way)))
    assert await speaks(bot, ANN) == "ur"
    assert await speaks(bot, ANN, GROUP) == "ur"
    assert await speaks(bot, SALIM) == "en"
    assert "✓ اردو" in sent(await bot.tell("/language"))[0].buttons
    await bot.feed(press(*button(await bot.tell("/language"), "ٹیلی گرام کے مطابق")))
    assert await speaks(bot, ANN) == "en"


async def test_the_choice_survives_a_restart(shipped: Library, lexical: Answerer, tmp_path: Path) -> None:
    """It lies in the database."""
    for _ in range(2):
        async with driven(Live(lambda: shipped, lambda _: lexical), file=tmp_path / "bot.db") as bot:
            if _ == 0:
                await bot.tell("/language ur")
            assert await speaks(bot, ANN) == "ur"


async def test_settings_in_private_are_the_language(bot: Driven) -> None:
    """There is nothing else to set there."""
    assert sent(await bot.tell("/settings"))[0].buttons == sent(await bot.tell("/language"))[0].buttons


async def test_menus_speak_every_language(bot: Driven) -> None:
    """The menus are registered for Telegram's languages, in the words of the catalogue, within its limits."""
    start = len(bot.request.calls)
    await menus.register_menus(bot.application.bot, frozenset())
    shown = {c.parameters.get("language_code"): c.parameters["commands"] for c in bot.request.calls[start:]}
    assert set(shown) == {None, *(set(catalogues()) - {"en"})}
    for code, commands in shown.items():
        say = catalogues()[code or "en"]
        assert {c["command"]: c["description"] for c in commands}.items() <= {
            c.name: say(f"command-{c.name}") for c in COMMANDS
        }.items()
        assert all(1 <= len(c["description"]) <= 256 for c in commands)


# What the report says


async def test_every_point_is_there_in_urdu(bot: Driven) -> None:
    """All 19 points, the names, offices, topics, the title and the takeaway, for whoever reads Urdu."""
    report = bot.report
    translated = report.translations["ur"]
    count = 0
    for person in report.panelists:
        theirs = person.translations["ur"]
        shown = plain(sent(await bot.tell(f"/panelist {person.name}", user=SANA)))
        assert all(str(part) in shown for part in (theirs.name, theirs.role, theirs.topic))
        for point in person.points:
            assert point.translations["ur"] in shown
            assert point.text not in shown
            count += 1
            answer = plain(sent(await bot.tell(point.text, user=SANA)))
            assert point.translations["ur"] in answer
            assert str(theirs.name) in answer
    assert count == 19
    assert str(translated.takeaway) in plain(sent(await bot.tell("/takeaway", user=SANA)))
    assert str(translated.title) in plain(sent(await bot.tell("/about", user=SANA)))
    assert "8 جنوری 2021" in plain(sent(await bot.tell("/about", user=SANA)))


async def test_points_are_shown_in_the_language_of_the_question(bot: Driven) -> None:
    """Asked in Urdu script, an English reader gets the point in Urdu, and so from the buttons under it."""
    point = bot.report.panelists[6].points[1]
    calls = sent(await bot.tell("فیس بک گروپ کا ایڈمن تشدد پر جواب دہ ہے؟"))
    assert point.translations["ur"] in plain(calls)
    _, data = button(calls, "All points of")
    more = plain(pressed(await bot.feed(press(calls[-1], data))))
    assert all(p.translations["ur"] in more for p in bot.report.panelists[6].points)
    assert point.text in plain(sent(await bot.tell(point.text)))


async def test_where_there_is_no_translation_it_is_said_as_it_stands(tmp_path: Path) -> None:
    """A report without Urdu, or with some of it, is shown in Urdu where it has it and as it stands elsewhere."""
    half = {"text": "Lanterns warn of rocks.", "translations": {"ur": "لالٹین چٹانوں سے خبردار کرتی ہے۔"}}
    person = panelist("Ada Berg", "Lighthouses guide boats.", half) | {"translations": {"ur": {"name": "ایڈا برگ"}}}
    async with driven(from_files(write(tmp_path / "river.yaml", person))) as bot:
        shown = plain(sent(await bot.tell("/panelist Ada", user=SANA)))
        for part in ("ایڈا برگ", "Boatman", "Rivers", "Lighthouses guide boats.", half["translations"]["ur"]):  # type: ignore[index]
            assert part in shown
        assert "Rivers need care." in plain(sent(await bot.tell("/takeaway", user=SANA)))
        assert await press_everything(bot, sent(await bot.tell("/panelists", user=SANA)))


def test_names_in_buttons_fit_with_a_language(shipped: Library) -> None:
    """The longest ids and a language still make at most 64 bytes."""
    report = shipped.reports[0].model_copy(update={"id": "r" * 40})
    assert len(references.short(report)) <= 32
    assert references.short(shipped.reports[0]) == shipped.reports[0].id
    panel = report.model_copy(update={"id": "r" * 32})
    kinds: tuple[Kind, ...] = get_args(Kind)
    for kind in kinds:
        shown = Result(kind, panel, 7, 3, "x", "x", "x", 1.0) if kind in ("panelist", "point") else Result(
            kind, panel, None, None, None, None, "x", 1.0)  # fmt: skip
        assert len(references.button(shown, "ur").pack().encode()) <= 64
        assert len(references.link(shown, "ur")) <= 64


# Read from the right


def first_strong(line: str, *, isolates: bool) -> str:
    """The direction in which a line begins; with *isolates*, what is isolated does not count, as Unicode says."""
    kept = line
    while isolates and (rest := ISOLATED.sub("", kept)) != kept:
        kept = rest
    return next((k for c in kept if (k := unicodedata.bidirectional(c)) in ("L", "R", "AL")), "")


def outside(line: str) -> str:
    """What is not isolated."""
    while (rest := ISOLATED.sub(" ", line)) != line:
        line = rest
    return line


def knowledge_lines(report: Report) -> set[str]:
    """What the report itself says, in whatever language, as it may stand in a line."""
    return {text for p in report.panelists for x in p.points for text in (x.text, *x.translations.values())}


async def everything_urdu(bot: Driven) -> AsyncIterator[str]:
    """All lines of what an Urdu reader can come to see."""
    bot.request.administrators[GROUP["id"]] = [SANA]
    calls = []
    for command in (*COMMANDS, "panelist Khosa", "panelist Nobody", "weather", "ask"):
        name = command if isinstance(command, str) else command.name
        for user in (SANA, ADMIN | {"language_code": "ur"}):
            calls += await bot.tell(f"/{name}", user=user)
    for question in (UNKNOWN, "facebook group ka admin zimmedar hai?", "hello", "x " * 400, "privacy", "???"):
        answers = await bot.tell(question, user=SANA)
        calls += answers
        calls += await bot.tell("/why", user=SANA, reply_to_message=answers[-1].result)
        calls += await bot.tell(f"@panel_bot {question}", user=SANA, chat=GROUP)
    calls += await bot.tell("/settings", user=SANA, chat=GROUP)
    calls += await bot.feed(message(voice={"file_id": "E", "file_unique_id": "F", "duration": 3}, user=SANA))
    for call in calls:
        for line in [*call.plain.split("\n"), *call.buttons, *call.links]:
            yield line


async def test_urdu_begins_from_the_right_and_latin_words_stay_whole(bot: Driven) -> None:
    """Checked on what was sent: each line with Urdu begins from the right by the simplest rule and by Unicode's, and
    every Latin word in it is isolated, so that slashes, dots and brackets stay on its side."""
    said = knowledge_lines(bot.report)
    seen = 0
    async for line in everything_urdu(bot):
        if not re.search("[\u0600-\u06ff]", line) or any(text[:40] in line for text in said):
            continue
        seen += 1
        assert first_strong(line, isolates=False) in ("R", "AL"), ascii(line)
        assert first_strong(line, isolates=True) in ("R", "AL"), ascii(line)
        assert not re.search("[A-Za-z]", outside(line)), ascii(line)
        assert line.count("\u2068") == line.count("\u2069")
    assert seen > 80


async def test_what_a_screen_shows_of_urdu(bot: Driven) -> None:
    """Ordered as a screen does it, whichever way it finds a line's direction: commands, names, file names, dates and
    shares read as they were written, each sign on its side. Without the isolates they would not."""
    said = knowledge_lines(bot.report)
    seen = set[str]()
    async for line in everything_urdu(bot):
        if not re.search("[\u0600-\u06ff]", line) or any(text[:40] in line for text in said):
            continue
        found, right = (re.sub("[\u2066-\u2069\u200e\u200f]", "", get_display(line, base_dir=d)) for d in (None, "R"))
        assert found == right, ascii(line)
        for word in re.findall(r"[/@]?[A-Za-z](?:[\w@.:/-]*\w)?|\d+(?:[.:]\d+)+", line, re.ASCII):
            seen.add(word)
            assert word in found, ascii(line)
    assert {"/ask", "/why", "/topics"} <= seen
    assert "/ask" not in get_display("/ask — سوال", base_dir="R")


async def test_english_stays_as_plain_as_it_was(bot: Driven) -> None:
    """No invisible character in what an English reader sees of an English report."""
    for command in ("help", "panelists", "topics", "about", "privacy", "panelist Khosa", "status", "why"):
        assert not re.search("[\u200e\u200f\u202a-\u202e\u2066-\u2069]", plain(await bot.tell(f"/{command}")))


@pytest.mark.parametrize("code", sorted(catalogues()))
def test_foreign_names_are_isolated(code: str) -> None:
    """A name in the other direction stands between isolates; what is put together from isolated parts stays so."""
    say = catalogues()[code]
    foreign, own = ("Ann (2)", "عمار") if say.right_to_left else ("عمار (2)", "Ann")
    assert f"\u2068{foreign}\u2069" in say("unknown-panelist", name=foreign)
    assert f"\u2068{own}" not in say("unknown-panelist", name=own)
    nested = say("all-points", name=foreign)
    assert say("unknown-panelist", name=nested).count("\u2068") >= nested.count("\u2068") > 0
    for control in "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069":
        shown = say("unknown-panelist", name=f"a{control}b")
        assert shown.count("\u2068") == shown.count("\u2069")
        assert not re.search("[\u202a-\u202e\u2066\u2067]", shown)


def test_directions_are_those_of_the_languages() -> None:
    """Babel knows them; a new catalogue needs no setting for it."""
    for code, say in catalogues().items():
        assert say.right_to_left is (Locale.parse(code).text_direction == "rtl")
    assert isinstance(URDU, Catalogue)
    assert (files("bot") / "locales" / "en.ftl").is_file()


def test_catalogues_are_a_mapping_by_code() -> None:
    """A language's code is its file's name."""
    known: Mapping[str, Catalogue] = catalogues()
    assert {p.stem for p in FOLDER.glob("*.ftl")} == set(known)
    assert all(code == say.code for code, say in known.items())

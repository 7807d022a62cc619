"""What the bot's admins do from the chat: the knowledge changed, taught and taken back, and nobody else does it."""

from __future__ import annotations

import asyncio
import json
import re
import threading
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from bot import app
from bot.knowledge import library
from bot.knowledge.library import Library
from bot.live import Live
from bot.live.opening import opened
from bot.live.summary import Summary
from bot.matching.answering import Answerer
from bot.settings import Settings
from bot.telegram import runner
from bot.telegram.admin.changes import Back, Leave, Take
from bot.telegram.admin.differences import excerpts
from bot.telegram.admin.history import Revisions
from bot.telegram.admin.review import Mark, Page, Teach, Unteach, fingerprint
from bot.telegram.admin.stats import Span
from bot.telegram.routes import BUTTONS
from bot.telegram.state import State
from tests.conftest import ROOT
from tests.driving import Driven, button, database, plain, quick, squeezed
from tests.recording import (
    ADMIN,
    ANN,
    ANONYMOUS,
    CHANNEL,
    GROUP,
    OTHER_BOT,
    SUPERGROUP,
    TELEGRAM,
    TOKEN,
    Call,
    Json,
    Recorder,
    anonymous_admin,
    as_channel,
    automatic_forward,
    body,
    edited,
    in_topic,
    message,
    press,
)
from tests.test_difference import HARBOUR, RIVER

OLD, NEW = "Lighthouses guide the boats by night.", "Lanterns guide the boats by night."
BETTER = RIVER.replace("Lighthouses", "Lanterns")
SHIPS = "Which lamps help a ship along the coast?"
SECOND: Json = {"id": 10, "is_bot": False, "first_name": "Second", "language_code": "ur"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "knowledge"
    made.mkdir()
    (made / "river.yaml").write_text(RIVER, "utf-8")
    return made


@asynccontextmanager
async def admin_bot(
    folder: Path,
    admins: Sequence[int] = (9, 10),
    keep_days: int = 90,
    build: Callable[[Library], Answerer] = quick,
) -> AsyncIterator[Driven]:
    """The application with the knowledge of *folder* and a database beside it, put together as ``run`` does."""
    request = Recorder()
    given: Json = {"token": SecretStr(TOKEN), "admin_ids": frozenset(admins), "_env_file": None}
    async with database(folder.parent / "bot.db", keep_days) as storage:
        read = partial(library.load, [folder])
        live = Live(read, build, storage.revisions, await opened(read, storage.revisions))
        state = State(live, storage, frozenset(admins), app.OFF, keep_days)
        application = runner.build(Settings(**given), state, request)
        await application.initialize()
        try:
            yield Driven(application, request, state)
        finally:
            await application.shutdown()


@pytest.fixture
async def bot(folder: Path) -> AsyncIterator[Driven]:
    async with admin_bot(folder) as running:
        yield running


async def tell(bot: Driven, text: str, user: Json = ADMIN) -> list[Call]:
    """Write as an admin; every call has to be accepted."""
    calls = await bot.tell(text, user=user)
    assert [c.error for c in calls] == [None] * len(calls)
    return calls


async def push(bot: Driven, calls: Sequence[Call], label: str, user: Json = ADMIN) -> list[Call]:
    """Press the button with this label; acknowledged exactly once."""
    calls = await bot.feed(press(*button(calls, label), user=user))
    assert [c.error for c in calls] == [None] * len(calls)
    assert sum(c.method == "answerCallbackQuery" for c in calls) == 1
    return calls


async def send_file(bot: Driven, name: str, content: bytes | str, user: Json = ADMIN, **more: Any) -> list[Call]:
    """Send a document to the bot."""
    data = content.encode() if isinstance(content, str) else content
    return await bot.feed(message(document=bot.request.document(name, data), user=user, **more))


async def answer(bot: Driven, question: str) -> str:
    return plain(await bot.tell(question))


def attached(calls: Sequence[Call]) -> list[str]:
    """The texts of the documents that were sent."""
    return [c.parameters["document"].content.decode() for c in calls if c.method == "sendDocument"]


async def test_reload_shows_what_would_change_and_waits(bot: Driven, folder: Path) -> None:
    """Nothing changes before the admin says so; then the next answer is the new one, and one tap leads back."""
    assert "not changed" in plain(await tell(bot, "/reload"))
    (folder / "river.yaml").write_text(BETTER, "utf-8")
    shown = await tell(bot, "/reload")
    assert "Nothing has changed yet" in plain(shown)
    assert "Points changed: 1" in plain(shown)
    assert f"{OLD} → {NEW}" in plain(shown)
    assert "own question was asked" in plain(shown)
    assert OLD in await answer(bot, OLD)
    done = await push(bot, shown, "Take it over")
    assert "revision 2" in plain(done)
    assert NEW in await answer(bot, NEW)
    back = await push(bot, done, "Back to revision 1")
    assert f"{NEW} → {OLD}" in plain(back)
    await push(bot, back, "Take it over")
    assert OLD in await answer(bot, OLD)


async def test_a_proposal_can_be_left(bot: Driven, folder: Path) -> None:
    """Then everything is as it was, and its buttons do nothing more."""
    (folder / "river.yaml").write_text(BETTER, "utf-8")
    shown = await tell(bot, "/reload")
    assert "Nothing has changed" in plain(await push(bot, shown, "Leave it"))
    late = await push(bot, shown, "Take it over")
    assert "not waiting any more" in late[0].parameters["text"]
    assert bot.live.current.number == 1


async def test_of_two_admins_the_second_learns_that_it_was_done(bot: Driven, folder: Path) -> None:
    """What was proposed against older knowledge is not taken over it, and says so."""
    mine = await send_file(bot, "harbour.yaml", HARBOUR)
    theirs = await send_file(bot, "harbour.yaml", HARBOUR.replace("longer", "long"), user=SECOND)
    await push(bot, theirs, "اپنا لیں", user=SECOND)
    late = await push(bot, mine, "Take it over")
    assert "not waiting any more" in late[0].parameters["text"]
    assert bot.live.current.library.reports[-1].takeaway == "Build long berths."


async def test_an_older_file_says_what_was_taught_since(bot: Driven) -> None:
    """Above all else, with a button that keeps it; the file's own changes are taken over all the same."""
    await queue(bot, SHIPS)
    await push(bot, await tell(bot, "/unanswered"), OLD)
    shown = await send_file(bot, "river.yaml", BETTER)
    assert plain(shown[-1:]).splitlines()[2].startswith("⚠ One example question that is not in this would be forgotten")
    assert f"{SHIPS} → " in plain(shown)
    kept = await push(bot, shown, "Keep the forgotten questions too")
    assert f"{OLD} → {NEW}" in plain(kept)
    assert "forgotten" not in plain(kept)
    assert "Example questions removed" not in plain(kept)
    await push(bot, kept, "Take it over")
    assert NEW in await answer(bot, SHIPS)
    assert "river.yaml: Points changed: 1" in plain(await tell(bot, "/history"))
    back = await tell(bot, "/rollback 1")
    assert "would be forgotten" in plain(back)
    # Without the button it is done as the file has it.
    await push(bot, back, "Take it over")
    assert OLD not in await answer(bot, SHIPS)
    assert attached(await tell(bot, "/export")) == [RIVER]


async def test_what_may_be_kept_is_asked_of_admins_once(bot: Driven) -> None:
    """Pressed twice, or after another change, it says that nothing waits."""
    await queue(bot, SHIPS)
    await push(bot, await tell(bot, "/unanswered"), OLD)
    shown = await send_file(bot, "river.yaml", BETTER)
    await push(bot, shown, "Keep the forgotten questions too")
    late = await push(bot, shown, "Keep the forgotten questions too")
    assert "not waiting any more" in late[0].parameters["text"]


async def test_examples_whose_answer_would_change_are_shown(bot: Driven, folder: Path) -> None:
    """The example went to another point: before and after are named, and what would not go as wished."""
    taught = RIVER.replace("[Who guides the boats?]", f"[Who guides the boats?, '{SHIPS}']")
    await push(bot, await send_file(bot, "river.yaml", taught), "Take it over")
    moved = RIVER.replace(
        "- Ropes should be dry before the winter comes.",
        f"- text: Ropes should be dry before the winter comes.\n        examples: ['{SHIPS}']",
    )
    shown = plain(await send_file(bot, "river.yaml", moved))
    assert "answered otherwise: 1" in shown
    assert f"• {SHIPS}: Ada Berg: {OLD} → Ada Berg: Ropes should be dry before the winter comes." in shown
    unwished = RIVER.replace("examples:", "negative_examples: [lighthouses by night]\n        examples:")
    assert "would not go as it wants: 1" in plain(await send_file(bot, "river.yaml", unwished))


async def test_of_a_long_text_the_changed_words_are_shown(bot: Driven) -> None:
    """With some words around them, of before and after; both are whole in the file."""
    words = [f"word{n}" for n in range(120)]
    long = RIVER.replace("Ropes should be dry before the winter comes.", " ".join(words))
    await push(bot, await send_file(bot, "x.yaml", long), "Take it over")
    shown = await send_file(bot, "x.yaml", long.replace("word60 ", "other "))
    assert "… word56 word57 word58 word59 word60 word61 word62 word63 word64 … → " in plain(shown)
    assert "→ … word56 word57 word58 word59 other word61 word62 word63 word64 …" in plain(shown)
    [whole] = attached(shown)
    assert " ".join(words) in whole
    for before, after in (
        ("a" * 200, "b" * 200),
        ("", "c " * 200),
        ("d " * 200, "d " * 201),
        ("e " * 200, "f e " * 100),
    ):
        assert all(len(x) <= 120 for x in excerpts(before, after))


async def test_a_long_difference_is_short_in_the_message_and_whole_in_a_file(bot: Driven) -> None:
    """On a phone a few lines of each part are read; nothing is left out of the file."""
    many = "".join(f"      - Point {n} of many, which is said here at some length for once.\n" for n in range(40))
    long = "      - Very long, " + "and on, " * 40 + "to the end.\n"
    shown = await send_file(bot, "river.yaml", RIVER.replace("  - name: Bo", f"{many}{long}  - name: Bo"))
    text = plain([c for c in shown if c.method == "sendMessage"])
    assert "Points added: 41" in text
    assert "and 35 more" in text
    assert len(text) < 2500
    [whole] = attached(shown)
    assert all(f"Point {n} of many" in whole for n in range(40))
    assert "to the end." in whole


async def test_a_change_that_says_the_same_needs_no_word(bot: Driven) -> None:
    """Comments and layout are taken over at once, for they are exported."""
    shown = plain(await send_file(bot, "x.yaml", "# mine\n" + RIVER))
    assert "revision 2" in shown
    [text] = attached(await tell(bot, "/export"))
    assert text == "# mine\n" + RIVER
    assert "already" in plain(await send_file(bot, "x.yaml", "# mine\n" + RIVER))


async def test_bad_files_change_nothing_and_say_why(bot: Driven, folder: Path) -> None:
    """Every problem with its line; markup in it is shown, not obeyed."""
    (folder / "river.yaml").write_text(RIVER + "<b>&nonsense: 1\n", "utf-8")
    shown = plain(await tell(bot, "/reload"))
    assert "Nothing changed: one problem" in shown
    assert "river.yaml:19: <b>&nonsense" in shown
    assert OLD in await answer(bot, OLD)


async def test_reload_survives_any_damage(bot: Driven, folder: Path) -> None:
    """A file that is gone, empty, no text or full of markup is reported, and nothing changes."""
    file = folder / "river.yaml"
    for damage in (None, b"", b"\xff\x00", b"<b>&: </i>\n<u>: &amp;\n", b"- &a [*a]\n", b"[" * 5000):
        file.unlink() if damage is None else file.write_bytes(damage)
        shown = plain(await tell(bot, "/reload"))
        assert re.search(re.escape(str(folder)) + r"(/river\.yaml:\d+)?: ..........", shown), damage
        assert OLD in await answer(bot, OLD)


async def test_every_problem_is_shown(bot: Driven, folder: Path) -> None:
    """Three hundred problems come in several messages; each is there with its line."""
    (folder / "river.yaml").write_text(RIVER + "".join(f"nonsense<{n}>: 1\n" for n in range(300)), "utf-8")
    calls = await tell(bot, "/reload")
    assert len(calls) > 1
    together, start = squeezed(plain(calls)), len(RIVER.splitlines()) + 1
    assert all(f"river.yaml:{start + n}:nonsense<{n}>" in together for n in range(300))


async def test_questions_are_answered_while_the_knowledge_is_read(folder: Path) -> None:
    """While a change is built, others ask and are answered from the old knowledge; who waits long is told so."""
    building, go_on = threading.Event(), threading.Event()
    go_on.set()

    def slow(known: Library) -> Answerer:
        building.set()
        assert go_on.wait(20)
        return quick(known)

    async with admin_bot(folder, build=slow) as bot:
        building.clear()
        go_on.clear()
        (folder / "river.yaml").write_text(BETTER, "utf-8")
        reload = asyncio.create_task(bot.tell("/reload", user=ADMIN))
        try:
            assert await asyncio.to_thread(building.wait, 20)
            assert OLD in await answer(bot, OLD)
            async with asyncio.timeout(20):
                while not any("Checking" in c.plain for c in bot.request.calls):  # noqa: ASYNC110
                    await asyncio.sleep(0.05)
            assert OLD in await answer(bot, OLD)
            assert not reload.done()
        finally:
            go_on.set()
            shown = await reload
        await push(bot, shown[-1:], "Take it over")
        assert NEW in await answer(bot, NEW)


async def test_very_many_problems_come_as_a_file(bot: Driven) -> None:
    """Nobody wants a thousand messages."""
    bad = RIVER + "".join(f"nonsense{n}: 1\n" for n in range(900))
    shown = await send_file(bot, "river.yaml", bad)
    assert [c.method for c in shown] == ["getFile", "sendDocument", "sendMessage"]
    [whole] = attached(shown)
    assert all(f"nonsense{n}:" in whole for n in range(900))
    assert "900 problems" in shown[-1].plain


FILES = {
    "an empty file": ("x.yaml", b"", "empty"),
    "no text": ("x.yaml", b"\x89PNG\r\n\x1a\n\xff\xfe", "UTF-8"),
    "text that is no YAML": ("x.yaml", b"a: [", "not YAML"),
    "a bomb of aliases": ("x.yaml", b"a: &a [1,1]\nb: &b [*a,*a]\nc: [*b,*b]\n", "anchors and aliases"),
    "merge keys": ("x.yaml", b"{<<: {<<: {<<: {}}}}", "merge keys"),
    "a tag": ("x.yaml", b"!!python/object/apply:os.system ['true']", "tags"),
    "deep nesting": ("x.yaml", b"[" * 100_000, "nested too deeply"),
    "a strange date": ("x.yaml", RIVER.replace("2022-03-04", "2022-99-99").encode(), "not a date"),
    "two of one key": ("x.yaml", RIVER.encode() + b"id: again\n", "given twice"),
    "three megabytes": ("x.yaml", b"a: b\n" * 600_000, "larger than"),
    "a program called .yaml": ("x.yaml", b"\x7fELF\x02\x01\x01\x00", "not YAML"),
    "something else": ("x.exe", b"MZ\x90", "don't know what to do with x.exe"),
    "no name": ("", b"hello", "don't know what to do with document"),
    "a name that climbs": ("../../etc/<b>passwd", b"hello", "don't know what to do with bpasswd"),
    "a name that turns around": ("x\u202elmay.exe", b"hello", "don't know what to do with xlmay.exe"),
}


@pytest.mark.parametrize("kind", FILES)
async def test_files_that_are_no_knowledge_get_a_line(bot: Driven, kind: str) -> None:
    """Whatever a file is called and holds: one clear answer, and nothing has changed."""
    name, content, said = FILES[kind]
    before = bot.live.current
    calls = await send_file(bot, name, content)
    assert [c.error for c in calls] == [None] * len(calls)
    assert said in plain(calls)
    assert bot.live.current is before
    assert OLD in await answer(bot, OLD)


@pytest.mark.parametrize("name", ["harbour.yaml", "harbour.txt", "photo.jpg", "", "HARBOUR.YML"])
async def test_knowledge_is_known_by_what_is_in_it(bot: Driven, name: str) -> None:
    """The name and the type may lie."""
    shown = await send_file(bot, name, HARBOUR)
    assert "New reports: 1" in plain(shown)
    await push(bot, shown, "Take it over")
    assert "Berths are too short" in await answer(bot, "Are berths too short?")


async def test_a_file_too_large_to_fetch_is_not_fetched(bot: Driven) -> None:
    """By what it says of itself, and by what Telegram says where that was a lie; a file that is gone has a line too."""
    honest = await bot.feed(message(document=bot.request.document("x.yaml", b"a", file_size=20_000_001), user=ADMIN))
    assert [c.method for c in honest] == ["sendMessage"]
    assert "up to 20 MB" in plain(honest)
    liar = bot.request.document("x.yaml", b"a" * (20 * 2**20 + 1), file_size=10)
    assert "too big" in plain(await bot.feed(message(document=liar, user=ADMIN)))
    gone = bot.request.document("x.yaml", b"a") | {"file_id": "gone"}
    assert "could not fetch" in plain(await bot.feed(message(document=gone, user=ADMIN)))


async def test_markup_in_knowledge_is_shown_not_obeyed(bot: Driven) -> None:
    """In the difference, in the trial, in the export."""
    hostile = HARBOUR.replace("Berths are", "<b>Berths & </i> are").replace("The harbour", "The <script> harbour")
    shown = await send_file(bot, "x.yaml", hostile)
    assert "<b>Berths & </i> are" in plain(shown)
    assert "The <script> harbour" in plain(await push(bot, shown, "Take it over"))


async def test_history_lists_and_leads_back(bot: Driven, folder: Path) -> None:
    """Who did what and when, the current one marked; each of the others can be gone back to, page by page."""
    for n in range(8):
        await push(bot, await send_file(bot, "x.yaml", HARBOUR.replace("longer", f"{n} m longer")), "Take it over")
    shown = await tell(bot, "/history")
    lines = plain(shown).splitlines()
    assert lines[1].startswith("▶ 9 · ")
    assert "you · x.yaml: Facts changed: 1" in lines[1]
    assert "Back to 9" not in str(shown[0].buttons)
    [_, older] = await push(bot, shown, "older")
    assert "the bot · the files on disk" in older.plain
    [_, newer] = await push(bot, [older], "newer")
    assert newer.plain == plain(shown)
    proposal = await push(bot, [older], "Back to 1")
    assert "Reports that go: 1" in plain(proposal)
    await push(bot, proposal, "Take it over")
    assert {r.id for r in bot.live.current.library.reports} == {"river"}
    assert "admin 9" in plain(await tell(bot, "/history", user=SECOND | {"language_code": "en"}))


async def test_history_is_told_in_the_admins_language(bot: Driven, folder: Path) -> None:
    """What a colleague did, in whatever language, reads in Urdu: no English but file names and the report's words."""
    await queue(bot, SHIPS)
    await push(bot, await tell(bot, "/unanswered"), OLD)
    await push(bot, await send_file(bot, "x.yaml", HARBOUR), "Take it over")
    (folder / "river.yaml").write_text(BETTER, "utf-8")
    await push(bot, await tell(bot, "/reload"), "Take it over")
    await push(bot, await tell(bot, "/rollback 1"), "Take it over")
    shown = plain(await tell(bot, "/history", user=SECOND))
    for said in ("ڈسک کی فائلیں", "مثالی سوال", "نئی رپورٹیں: 1", "بدلے ہوئے نکات: 1", "پر واپسی"):
        assert said in shown, said
    rest = re.sub("|".join(map(re.escape, (SHIPS, "Ada Berg", "x.yaml", "/reload", "UTC"))), "", shown)
    assert not re.search("[A-Za-z]", rest), rest


async def test_rollback(bot: Driven) -> None:
    """To the revision before, or to a number; what there is not, and what is current, is said."""
    assert "no revision to go back to" in plain(await tell(bot, "/rollback"))
    await push(bot, await send_file(bot, "x.yaml", HARBOUR), "Take it over")
    await push(bot, await tell(bot, "/rollback"), "Take it over")
    assert {r.id for r in bot.live.current.library.reports} == {"river"}
    await push(bot, await tell(bot, "/rollback 2"), "Take it over")
    assert {r.id for r in bot.live.current.library.reports} == {"river", "harbour"}
    assert "no revision 77" in plain(await tell(bot, "/rollback 77"))
    assert "no revision 0" in plain(await tell(bot, "/rollback 0"))
    assert "is what answers now" in plain(await tell(bot, "/rollback 4"))
    assert "goes back one revision" in plain(await tell(bot, "/rollback one"))
    assert "goes back one revision" in plain(await tell(bot, "/rollback " + "9" * 40))


async def test_export_sends_the_files_as_they_are(bot: Driven) -> None:
    """Each report as a document, with what was taught; sent back it is nothing new."""
    crlf = "\ufeff" + HARBOUR.replace("\n", "\r\n")
    await push(bot, await send_file(bot, "x.yaml", crlf), "Take it over")
    calls = await tell(bot, "/export")
    assert sorted(attached(calls)) == sorted([RIVER, crlf])
    assert {c.parameters["document"].name for c in calls} == {"river.yaml", "harbour.yaml"}
    assert "already" in plain(await send_file(bot, "y.yaml", crlf))
    assert "no such file" in plain(await tell(bot, "/export lexicon"))


async def queue(bot: Driven, *questions: str) -> None:
    for question in questions:
        await bot.state.database.review.add(question, language="en", reason="none")


async def test_one_tap_teaches_and_one_takes_it_back(bot: Driven) -> None:
    """The question is answered at once, stands in the export, and goes out again without a trace."""
    assert OLD not in await answer(bot, SHIPS)
    shown = await tell(bot, "/unanswered")
    assert "New: 1 of 1" in plain(shown)
    assert f"“{SHIPS}”" in plain(shown)
    assert "asked once" in plain(shown)
    assert "1× no answer" in plain(shown)
    assert len([b for b in shown[0].buttons if b.startswith(("Ada Berg:", "Bo Lind:"))]) == 3
    [_, learnt] = await push(bot, shown, OLD)
    assert learnt.method == "editMessageText"
    assert "Learnt. From now on" in learnt.plain
    assert OLD in await answer(bot, SHIPS)
    assert SHIPS in attached(await tell(bot, "/export"))[0]
    assert await bot.state.database.review.count("new") == 0
    assert await bot.state.database.review.count("done") == 1
    [_, page] = await push(bot, [learnt], "Undo")
    assert "New: 1 of 1" in page.plain
    assert attached(await tell(bot, "/export")) == [RIVER]
    assert OLD not in await answer(bot, SHIPS)
    assert [n.summary for n in await bot.live.history(2)] == [
        Summary("untaught", SHIPS, "Ada Berg").pack(),
        Summary("taught", SHIPS, "Ada Berg").pack(),
    ]


async def test_what_was_taught_is_there_after_a_restart(folder: Path) -> None:
    """With the files on disk as they were, and the folder untouched."""
    async with admin_bot(folder) as bot:
        await queue(bot, SHIPS)
        await push(bot, await tell(bot, "/unanswered"), OLD)
    async with admin_bot(folder) as bot:
        assert OLD in await answer(bot, SHIPS)
    assert (folder / "river.yaml").read_text("utf-8") == RIVER


async def test_pages_of_new_done_and_ignored(bot: Driven) -> None:
    """Each question is gone through and put where it belongs; the next one comes by itself."""
    await queue(bot, "What about whales?", "What about sharks?", "What about sharks?", "Where is the moon tonight?")
    shown = await tell(bot, "/unanswered")
    assert "sharks" in plain(shown)  # the most asked comes first
    assert "asked 2 times" in plain(shown)
    [_, second] = await push(bot, shown, "›")
    assert "New: 2 of 3" in second.plain
    [_, again] = await push(bot, [second], "‹")
    assert again.plain == plain(shown)
    [note, after] = await push(bot, [again], "✓ Done")
    assert note.parameters["text"] == "Done."
    assert "New: 1 of 2" in after.plain
    [_, after] = await push(bot, [after], "Ignore it")
    assert "New: 1 of 1" in after.plain
    [_, done] = await push(bot, [after], "Done (1)")
    assert "sharks" in done.plain
    [_, none] = await push(bot, [done], "New again")
    assert "Nothing is done yet" in none.plain
    [_, ignored] = await push(bot, [none], "Ignored (1)")
    assert "Ignored: 1 of 1" in ignored.plain
    assert "New (2)" in ignored.buttons


async def test_teaching_what_is_known_or_gone_says_so(bot: Driven) -> None:
    """An example already, an expired question, a point that is gone, a database that is away: a line, no change."""
    await queue(bot, "Who GUIDES the boats")
    shown = await tell(bot, "/unanswered")
    before = bot.live.current
    [note] = await push(bot, list(shown), OLD)
    assert "example question already" in note.parameters["text"]
    assert note.parameters["show_alert"]
    for data in (
        Teach(99, "0123456789ab", 0),
        Teach(1, "0123456789ab", 0),
        Unteach(1, 0),
        Mark(99, "done", "new", 0),
    ):
        calls = await bot.feed(press(shown[0], data.pack(), user=ADMIN))
        assert "not there any more" in calls[0].parameters["text"]
    for unknown in (Page("other", 0), Mark(1, "other", "new", 0), Mark(1, "new", "other", 0)):
        [note] = await bot.feed(press(shown[0], unknown.pack(), user=ADMIN))
        assert len(note.parameters["text"]) > 10
    assert bot.live.current is before


async def test_hard_questions_are_shown_and_taught_as_they_are(bot: Driven) -> None:
    """Markup, quotes, Urdu, line breaks and turning controls in a question."""
    questions = [
        "<b>&amp; lamps</b>: \"who\" 'lights' #them?",
        "کشتیوں کو\nراستہ کون دکھاتا ہے؟",
        "lamps \u202egniht\u202c?",
    ]
    for question in questions:
        await queue(bot, question)
    for _ in questions:
        shown = await tell(bot, "/unanswered")
        assert shown[0].error is None
        await push(bot, shown, OLD)
    examples = bot.live.current.library.reports[0].panelists[0].points[0].examples
    assert set(examples) >= {" ".join(q.split()) for q in questions}


async def test_without_kept_questions_there_is_nothing_to_review(folder: Path) -> None:
    """BOT_KEEP_QUESTIONS_DAYS=0."""
    async with admin_bot(folder, keep_days=0) as bot:
        assert "No questions are kept" in plain(await tell(bot, "/unanswered"))


async def test_urdu_reads_from_the_right(bot: Driven) -> None:
    """An admin whose Telegram is in Urdu gets every text and the points' speakers in it."""
    await queue(bot, SHIPS)
    urdu = ADMIN | {"language_code": "ur"}
    for text in ("/reload", "/history", "/rollback", "/unanswered", "/stats", "/digest", "/export lexicon"):
        shown = plain(await tell(bot, text, user=urdu))
        assert re.search("[\u0600-\u06ff]{3}", shown), text
        shown = shown.replace(SHIPS, "")
        assert not re.search(r"\b(the|and|is|are)\b", shown), shown


ADMIN_COMMANDS = ("reload", "history", "rollback", "export", "unanswered", "stats", "digest")


@pytest.mark.parametrize("command", ADMIN_COMMANDS)
async def test_nobody_else_does_it(folder: Path, command: str) -> None:
    """Only an admin in private: no member, no group, no anonymous admin, no channel, no bot, no service account."""
    odd = [9, ANONYMOUS["id"], 136817688, TELEGRAM["id"], OTHER_BOT["id"], SUPERGROUP["id"], CHANNEL["id"], GROUP["id"]]
    async with admin_bot(folder, admins=odd) as bot:
        (folder / "river.yaml").write_text(BETTER, "utf-8")
        for given in (
            message(f"/{command}", user=ADMIN, chat=GROUP),
            message(f"/{command}@panel_bot", user=ADMIN, chat=SUPERGROUP),
            in_topic(f"/{command}", user=ADMIN),
            anonymous_admin(f"/{command}"),
            as_channel(f"/{command}"),
            automatic_forward(f"/{command}"),
            edited(f"/{command}", user=ADMIN),
            message(f"/{command}", user=OTHER_BOT),
            message(f"/{command}", user=ADMIN, via_bot=OTHER_BOT),
        ):
            assert await bot.feed(given) == []
        for user in (ANN, TELEGRAM):
            [call] = await bot.tell(f"/{command}", user=user)
            assert "Only the bot's admins" in call.plain
        assert bot.live.current.number == 1


async def test_documents_of_others_are_not_looked_at(folder: Path) -> None:
    """A person, and an admin anywhere but in private."""
    async with admin_bot(folder, admins=[9, ANONYMOUS["id"]]) as bot:
        for extra in ({"user": ANN}, {"user": ADMIN, "chat": GROUP}, {"user": ANONYMOUS, "chat": SUPERGROUP}):
            calls = await send_file(bot, "harbour.yaml", HARBOUR, **extra)
            assert "getFile" not in [c.method for c in calls]
            assert "New reports" not in plain(calls)


async def forged(bot: Driven) -> list[str]:
    """Data of every kind of admin button, with what is really waiting."""
    await queue(bot, SHIPS)
    shown = await send_file(bot, "x.yaml", HARBOUR)
    waiting = list(shown[-1].buttons.values())
    return [
        *waiting,
        *(await tell(bot, "/unanswered"))[0].buttons.values(),
        Back(1).pack(),
        Revisions(0).pack(),
        Span(7).pack(),
    ]


async def test_buttons_of_admins_do_nothing_for_others(bot: Driven) -> None:
    """Whoever got hold of the data: a person in private, an admin in a group."""
    data = await forged(bot)
    before, waiting = bot.live.current, await bot.state.database.review.count("new")
    for user, chat in ((ANN, {"id": 7, "type": "private", "first_name": "Ann"}), (ADMIN, GROUP), (ANN, GROUP)):
        under = body("Look", user=BOT_USER, chat=chat)
        for one in data:
            [call] = await bot.feed(press(under, one, user=user))
            assert call.method == "answerCallbackQuery"
            assert len(call.parameters["text"]) > 10
    assert bot.live.current is before
    assert await bot.state.database.review.count("new") == waiting


BOT_USER: Json = {"id": 123456789, "is_bot": True, "first_name": "Panel", "username": "panel_bot"}
NONSENSE = (
    "",
    "x",
    "1",
    "-1",
    "999999999999999999",
    "9" * 19,
    "a:b",
    "../x",
    "<b>",
    "new",
    "\u0665",
    "0x1",
    "None",
    "1e9",
)


@pytest.mark.parametrize("kind", [Take, Leave, Back, Revisions, Page, Mark, Teach, Unteach, Span])
async def test_forged_data_is_answered_politely(bot: Driven, kind: type) -> None:
    """Any values, also from an admin: acknowledged once, no error, no change."""
    assert BUTTONS[kind].admin
    before = bot.live.current
    under = body("Look", user=BOT_USER, chat={"id": 9, "type": "private", "first_name": "Root"})
    fields = len(kind.__slots__)  # type: ignore[attr-defined]
    for value in NONSENSE:
        data = ":".join([kind.code, *[value] * fields])  # type: ignore[attr-defined]
        calls = await bot.feed(press(under, data[:64], user=ADMIN))
        assert sum(c.method == "answerCallbackQuery" for c in calls) == 1
        assert all(c.error is None for c in calls)
    assert bot.live.current is before


async def test_a_database_that_is_gone_is_said(folder: Path) -> None:
    """Each command has a line for it; questions are answered; nothing is half done."""
    (folder.parent / "bot.db").mkdir()
    async with admin_bot(folder) as bot:
        before = bot.live.current
        for text in ("/history", "/rollback", "/rollback 1", "/unanswered", "/stats", "/digest"):
            assert len(plain(await tell(bot, text))) > 20, text
        shown = await send_file(bot, "x.yaml", HARBOUR)
        assert "could not be kept" in plain(await push(bot, shown, "Take it over"))
        for button in (Teach(1, fingerprint(place(bot)), 0), Unteach(1, 0), Mark(1, "done", "new", 0), Page("new", 0)):
            calls = await bot.feed(press(shown[-1], button.pack(), user=ADMIN))
            assert [c.error for c in calls] == [None] * len(calls)
        assert bot.live.current is before
        assert OLD in await answer(bot, OLD)


def place(bot: Driven) -> tuple[str, str]:
    report = bot.live.current.library.reports[0]
    return report.id, report.panelists[0].points[0].key


def test_the_texts_of_every_reason_are_there() -> None:
    """Words that are put together from a key and a name exist in every language."""
    from bot.errors import EditError
    from bot.telegram.catalogue import catalogues

    for say in catalogues().values():
        for why in EditError.WORDS:
            assert say(f"edit-{why}", detail="x")
        for what in ("title", "date", "organizers", "takeaway", "name", "role", "topic"):
            assert say(f"fact-{what}")
        for what in ("keywords", "aliases", "negative_examples", "translations", "order", "lexicon"):
            assert say(f"other-{what}")
        for status in ("new", "done", "ignored"):
            assert say(f"review-now-{status}")
        for language in ("en", "ur", "roman"):
            assert say(f"stats-in-{language}", count=1)
    assert json.dumps(sorted(catalogues()))


FLOODS = (ROOT / "tests" / "reports" / "flood-preparedness.txt").read_bytes()


@pytest.mark.parametrize("name", ["floods.txt", "floods.yaml.txt", "../floods.TXT"])
async def test_a_report_becomes_knowledge(bot: Driven, name: str) -> None:
    """As its author wrote it: shown with what was not understood, taken over with a tap, and answered from."""
    shown = await send_file(bot, name, FLOODS)
    assert "New reports: 1" in plain(shown)
    assert "Before the Water Comes" in plain(shown)
    done = await push(bot, shown[-1:], "Take it over")
    assert "Before the Water Comes" in plain(done)
    report = bot.live.current.library.reports[-1]
    assert report.panelists[0].points[0].text in await answer(bot, report.panelists[0].points[0].text)


async def test_a_report_that_is_sent_again_keeps_what_was_taught(bot: Driven) -> None:
    """It is the same report, whatever the file is called: points keep their examples, the words are the new ones."""
    await push(bot, (await send_file(bot, "floods.txt", FLOODS))[-1:], "Take it over")
    report = bot.live.current.library.reports[-1]
    await bot.live.teach((report.id, report.panelists[0].points[0].key), "Who rings when water comes?", 9, "taught")
    assert "already" in plain(await send_file(bot, "copy of floods.txt", FLOODS))
    again = await send_file(bot, "final version.txt", FLOODS.replace(b"Upper Sarai", b"Lower Sarai"))
    assert "New reports" not in plain(again)
    await push(bot, again[-1:], "Take it over")
    after = bot.live.current.library.reports[-1]
    assert after.id == report.id
    assert "Lower Sarai" in after.panelists[0].role
    assert "Who rings when water comes?" in after.panelists[0].points[0].examples
    other = await send_file(bot, "floods.txt", FLOODS.replace(b"9th May 2024", b"9th May 2025"))
    await push(bot, other[-1:], "Take it over")
    assert [r.id for r in bot.live.current.library.reports[-2:]] == [report.id, f"{report.id}-2"]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("x.txt", b""),
        ("x.txt", b"Just some words."),
        ("x.docx", b"PK\x03\x04 junk"),
        ("x.yaml", b"PK\x03\x04 junk"),
        ("x.pdf", b"%PDF-1.7 junk"),
        ("x.jpg", b"%PDF-1.7 junk"),
        ("x.md", b"\x00\xff" * 500),
        ("x.txt", b"MZ\x90\x00" + bytes(range(256))),
    ],
)
async def test_reports_that_cannot_be_read_get_a_line(bot: Driven, name: str, content: bytes) -> None:
    """Empty, junk, another kind than the name says: one line, nothing changed."""
    before = bot.live.current
    calls = await send_file(bot, name, content)
    assert [c.error for c in calls] == [None] * len(calls)
    assert "Nothing changed" in calls[-1].plain
    assert bot.live.current is before

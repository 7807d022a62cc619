"""Manners in groups: short, sure, folded, set up by the group's admins, and never too much."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import replace
from itertools import count, product
from pathlib import Path

import pytest

from bot.knowledge import library
from bot.knowledge.library import SHIPPED, Library
from bot.live import Live
from bot.matching.answering import Answered, Answerer, Suggested, Unanswered
from bot.telegram.budgets import GROUP as GROUP_BUDGET
from bot.telegram.budgets import PERSON, Budgets
from bot.telegram.chats.buttons import Set
from bot.telegram.chats.manners import GROUP_BAR, UNASKED_BAR, group_bar
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
    sent,
    speaker,
    write,
)
from tests.recording import (
    ANN,
    ANONYMOUS,
    FORUM,
    GROUP,
    SUPERGROUP,
    Call,
    Json,
    anonymous_admin,
    as_channel,
    body,
    edited,
    in_topic,
    message,
    photo,
    press,
    update,
)

UNKNOWN = "What is the capital of France?"
NOT_SAID = "doesn't answer"
BOSS: Json = {"id": 21, "is_bot": False, "first_name": "Boss", "language_code": "en"}
URDU_SPEAKER: Json = {"id": 22, "is_bot": False, "first_name": "Sana", "language_code": "ur"}


@pytest.fixture
async def bot(shipped: Library, lexical: Answerer) -> AsyncIterator[Driven]:
    """The bot with the shipped report, in a group whose admin is BOSS."""
    async with driven(Live(lambda: shipped, lambda _: lexical)) as running:
        running.request.administrators |= {chat["id"]: [BOSS] for chat in (GROUP, SUPERGROUP, FORUM)}
        yield running


async def push(bot: Driven, calls: Sequence[Call], label: str, user: Json = BOSS) -> list[Call]:
    """Press the button with this label."""
    return await bot.feed(press(*button(calls, label), user=user))


async def choose(bot: Driven, label: str, chat: Json = GROUP) -> None:
    """Change one setting of the group."""
    calls = await push(bot, await bot.tell("/settings", user=BOSS, chat=chat), label)
    assert [(c.method, c.error) for c in calls if c.method.startswith("edit")] == [("editMessageText", None)]


def answered(answerer: Answerer, when: Callable[[Answered], bool]) -> tuple[str, Answered]:
    """The beginning of a point as a question that is answered in private, and so as it is wanted."""
    for report in answerer.reports:
        for point in (point for person in report.panelists for point in person.points):
            words = point.text.split()
            for at, length in product((0, 3, 6), range(2, 9)):
                question = " ".join(words[at : at + length])
                found = answerer.answer(question)
                if isinstance(found, Answered) and not found.explanation.personal and when(found):
                    return question, found
    raise AssertionError("no such question")


def unsure(found: Answered) -> bool:
    return found.results[0].score < group_bar(found)


def sure(found: Answered) -> bool:
    return found.results[0].score >= UNASKED_BAR


# How it answers


async def test_in_a_group_the_bot_has_to_be_surer(bot: Driven, lexical: Answerer) -> None:
    """What is answered in private is only a choice in a group, if the score is below the group's bar."""
    question, found = answered(lexical, unsure)
    text = found.results[0].text
    assert text in plain(sent(await bot.tell(question)))
    [call] = sent(await bot.tell(f"@panel_bot {question}", chat=GROUP))
    assert text not in call.plain
    assert any(str(found.results[0].name) in label for label in call.buttons)
    surer, found = answered(lexical, lambda found: not unsure(found))
    assert found.results[0].text in plain(sent(await bot.tell(f"@panel_bot {surer}", chat=GROUP)))


@pytest.mark.parametrize("model", ["answerer", "lexical"])
def test_the_bars_rise(model: str, request: pytest.FixtureRequest) -> None:
    """In a group it is higher than in private, for every kind of knowledge and model; unasked it is the highest."""
    built: Answerer = request.getfixturevalue(model)
    found = built.answer("hybrid wars")
    for thresholds in (built.calibration.edited, built.calibration.plain):
        decision = replace(found.explanation.decision, thresholds=thresholds)
        bar = group_bar(replace(found, explanation=replace(found.explanation, decision=decision)))
        assert max(GROUP_BAR, thresholds.answer_above + 0.01) <= bar < UNASKED_BAR


async def test_a_group_is_told_in_one_line_that_there_is_no_answer(bot: Driven) -> None:
    """Asked in a group what the report does not say, the bot says so in a line, without buttons."""
    [call] = sent(await bot.tell(f"@panel_bot {UNKNOWN}", chat=GROUP))
    assert NOT_SAID in call.plain
    assert "\n" not in call.plain
    assert not call.buttons


async def test_did_you_mean_is_short(bot: Driven, lexical: Answerer) -> None:
    """In a group the question back is a line of a few words and the choices; any member may choose."""
    question, found = answered(lexical, unsure)
    [call] = sent(await bot.tell(f"@panel_bot {question}", chat=GROUP))
    assert len(call.plain) < 20
    assert len(call.buttons) <= 4
    chosen = next(label for label in call.buttons if str(found.results[0].name) in label)
    shown = await push(bot, [call], chosen, user=URDU_SPEAKER)
    assert any(c.plain for c in shown if c.method == "sendMessage")


async def test_a_long_answer_is_folded_and_opens_in_private(bot: Driven) -> None:
    """All points of a person are folded under the name; a link shows the same, unfolded, in private."""
    person = bot.report.panelists[1]
    calls = sent(await bot.tell(f"@panel_bot What did {person.name} say?", chat=GROUP))
    folded = "".join(part for call in calls for part in call.folded)
    assert all(p.text in folded for p in person.points)
    assert person.name not in folded
    link = calls[-1].links["Open in private"]
    address, _, payload = link.partition("?start=")
    assert address == "https://t.me/panel_bot"
    assert 1 <= len(payload) <= 64
    opened = sent(await bot.tell(f"/start {payload}"))
    assert all(p.text in plain(opened) for p in person.points)
    assert not any(call.folded or call.links for call in opened)


async def test_a_short_answer_is_not_folded(bot: Driven) -> None:
    """One point stands open, in private a long answer too."""
    text = bot.report.panelists[2].points[0].text
    assert len(text) < 400
    assert not any(c.folded or c.links for c in sent(await bot.tell(f"@panel_bot {text}", chat=GROUP)))
    assert not any(c.folded for c in sent(await bot.tell(f"What did {bot.report.panelists[1].name} say?")))


@pytest.mark.parametrize("length", [300, 3000, 9000])
async def test_folding_keeps_every_word(tmp_path: Path, length: int) -> None:
    """Points of any length come whole, in as many messages as it takes, markup shown and not obeyed."""
    texts = [(f"{n} The boat & the <quay> 🛶 " + "carry salt and wool " * length)[:length].strip() for n in range(4)]
    path = write(tmp_path / "river.yaml", panelist("Ada <b>Berg</b>", *texts), panelist("Carl Dahl", "Brief."))
    async with driven(from_files(path)) as bot:
        calls = sent(await bot.tell("/panelist@panel_bot Ada", chat=GROUP))
        together = " ".join(plain(calls).split())
        assert all(" ".join(text.split()) in together for text in texts)
        assert any(call.folded for call in calls)


@pytest.mark.parametrize(
    "payload",
    [
        "x",
        "YTo",
        "_" * 64,
        "A" * 64,
        "A" * 65,
        "🛶",
        "YTpBYmNkZWZHSDEyMzQ6",
        "../../etc",
        "cDpyaXZlcjo5OjE",
        "<b>",
        "eA",
    ],
)
async def test_links_are_never_trusted(bot: Driven, payload: str) -> None:
    """Whatever stands behind ?start=, the person gets the beginning, with a line that the link leads nowhere."""
    [call] = sent(await bot.tell(f"/start {payload}"))
    assert "link" in call.plain
    assert bot.report.title in call.plain


# Places


async def test_a_forum_topic_gets_its_answer(tmp_path: Path) -> None:
    """All parts of a long answer go to the asker's topic, the first in reply; so do the answers to its buttons."""
    long = [f"Boat {n}: " + "the river carries salt and wool. " * 20 for n in range(10)]
    path = write(tmp_path / "river.yaml", panelist("Ada Berg", *long), panelist("Carl Dahl", "Brief."))
    async with driven(from_files(path)) as bot:
        given = in_topic("/panelist@panel_bot Ada Berg", thread=42)
        calls = sent(await bot.feed(given))
        assert len(calls) > 1
        assert {(c.parameters["chat_id"], c.parameters["message_thread_id"]) for c in calls} == {(FORUM["id"], 42)}
        assert calls[0].parameters["reply_parameters"]["message_id"] == given["message"]["message_id"]
        calls = sent(await bot.feed(in_topic("@panel_bot Carl is brief.", thread=43)))
        calls += sent(await bot.feed(in_topic("/panelists", thread=43)))
        under, data = button(calls[-1:], "Ada")
        more = pressed(await bot.feed(press(under, data)))
        assert {(c.parameters["chat_id"], c.parameters["message_thread_id"]) for c in more} == {(FORUM["id"], 43)}


@pytest.mark.parametrize(
    ("chat", "thread"),
    [(FORUM, None), (SUPERGROUP, 5), (FORUM, 5)],
    ids=["General topic", "thread of replies", "thread of replies in the General topic"],
)
async def test_no_thread_is_named_outside_of_topics(bot: Driven, chat: Json, thread: int | None) -> None:
    """In the General topic and in threads of replies a message_thread_id would be refused: none is sent."""
    extra: Json = {} if thread is None else {"message_thread_id": thread}
    calls = sent(await bot.feed(message("/panelists@panel_bot", chat=chat, **extra)))
    assert all("message_thread_id" not in call.parameters for call in calls)
    more = pressed(await bot.feed(press(*button(calls, bot.report.panelists[0].name))))
    assert all("message_thread_id" not in call.parameters for call in more)
    assert more[0].parameters["chat_id"] == chat["id"]


# Edited questions


async def test_an_edited_question_changes_the_reply(bot: Driven) -> None:
    """The bot edits its own reply, buttons and all, and sends nothing new."""
    one, two = (bot.report.panelists[n].points[0].text for n in (2, 4))
    for chat in (None, GROUP):
        words = "" if chat is None else "@panel_bot "
        asked = message(f"{words}{one}", chat=chat)
        [first] = sent(await bot.feed(asked))
        [call] = await bot.feed(update("edited_message", _changed(asked, f"{words}{two}")))
        assert (call.method, call.error) == ("editMessageText", None)
        assert call.parameters["message_id"] == first.result["message_id"]
        assert speaker(call.plain, two, bot.report) == bot.report.panelists[4].name
        assert two in call.plain
        assert one not in call.plain
        assert await press_everything(bot, [call])
        [call] = await bot.feed(update("edited_message", _changed(asked, f"{words}{UNKNOWN}")))
        assert NOT_SAID in call.plain


def _changed(asked: Json, text: str) -> Json:
    """The same message with another text, as Telegram sends it."""
    old = asked["message"]
    marked = body(text)
    kept = {k: v for k, v in old.items() if k not in ("text", "entities")}
    return kept | {k: marked[k] for k in ("text", "entities") if k in marked} | {"edit_date": old["date"] + 60}


async def test_an_edit_without_a_change_is_left_alone(bot: Driven) -> None:
    """Telegram sends an edit for a link preview too: the same text, or the same question, changes nothing."""
    text = bot.report.panelists[2].points[0].text
    asked = message(f"@panel_bot {text}", chat=GROUP)
    await bot.feed(asked)
    for same in (f"@panel_bot {text}", f"{text} @panel_bot"):
        assert await bot.feed(update("edited_message", _changed(asked, same))) == []
    assert await bot.feed(update("edited_message", _changed(asked, text))) == []


async def test_an_edited_message_that_was_no_question_stays_unanswered(bot: Driven) -> None:
    """An edit never leads to a new message."""
    text = bot.report.panelists[2].points[0].text
    assert await bot.feed(edited(f"@panel_bot {text}", chat=GROUP)) == []
    assert await bot.feed(edited(text)) == []


async def test_a_question_is_edited_after_a_restart(shipped: Library, lexical: Answerer, tmp_path: Path) -> None:
    """What the database knows is enough to find the reply, and to see that the question is the same."""
    one, two = (shipped.reports[0].panelists[n].points[0].text for n in (2, 4))
    asked = message(one)
    file = tmp_path / "bot.db"
    async with driven(Live(lambda: shipped, lambda _: lexical), file=file) as bot:
        [first] = sent(await bot.feed(asked))
    async with driven(Live(lambda: shipped, lambda _: lexical), file=file) as bot:
        assert await bot.feed(update("edited_message", _changed(asked, one))) == []
        [call] = await bot.feed(update("edited_message", _changed(asked, two)))
        assert (call.method, call.parameters["message_id"]) == ("editMessageText", first.result["message_id"])
        assert two in call.plain


async def test_an_edit_that_makes_the_answer_shorter_takes_the_rest_away(tmp_path: Path) -> None:
    """Of an answer in several messages those that are too many are deleted; a longer one is continued."""
    long = [f"Boat {n}: " + "the river carries salt and wool. " * 20 for n in range(10)]
    path = write(tmp_path / "river.yaml", panelist("Ada Berg", *long), panelist("Carl Dahl", "Brief is the quay."))
    async with driven(from_files(path)) as bot:
        asked = message("What did Ada Berg say?")
        calls = sent(await bot.feed(asked))
        assert len(calls) > 1
        changed = await bot.feed(update("edited_message", _changed(asked, "What did Carl Dahl say?")))
        assert [c.method for c in changed] == ["editMessageText"] + ["deleteMessage"] * (len(calls) - 1)
        assert "Brief is the quay." in changed[0].plain
        again = await bot.feed(update("edited_message", _changed(asked, "What did Ada Berg say?")))
        assert [c.method for c in again] == ["editMessageText"] + ["sendMessage"] * (len(calls) - 1)


# Settings


@pytest.mark.parametrize("command", ["/settings", "/language"])
async def test_only_the_groups_admins_set_it_up(bot: Driven, command: str) -> None:
    """Members and channels get a line; admins get buttons, those who write as the group itself too."""
    for given in (message(command, user=ANN, chat=SUPERGROUP), as_channel(command)):
        [*_, call] = await bot.feed(given)
        assert "admins" in call.plain
        assert not call.buttons
    for given in (message(command, user=BOSS, chat=SUPERGROUP), anonymous_admin(command)):
        [*_, call] = await bot.feed(given)
        assert "اردو" in call.buttons


async def test_buttons_of_settings_are_for_admins_only(bot: Driven) -> None:
    """A member's press, and one in private, is refused and changes nothing; the anonymous admin presses in person."""
    calls = await bot.feed(anonymous_admin("/settings"))
    for given in (
        press(*button(calls, "quiet"), user=ANN),
        press(*button(calls, "quiet"), user=ANONYMOUS),
        press(calls[-1].result | {"chat": {"id": BOSS["id"], "type": "private"}}, Set("quiet", "on").pack(), user=BOSS),
    ):
        made = [c for c in await bot.feed(given) if c.method != "getChatAdministrators"]
        assert [c.method for c in made] == ["answerCallbackQuery"]
        assert "admins" in made[0].parameters["text"]
        assert made[0].parameters["show_alert"]
    assert not (await bot.state.database.chats.settings(SUPERGROUP["id"])).quiet
    await push(bot, calls, "quiet")
    assert (await bot.state.database.chats.settings(SUPERGROUP["id"])).quiet


@pytest.mark.parametrize(
    "data", ["s:mode:loud", "s:quiet:yes", "s:language:xx", "s:report:river", "s:nothing:on", "s::", "s:report:", "s:x"]
)
async def test_forged_settings_change_nothing(bot: Driven, data: str) -> None:
    """An admin's forged press gets one polite line."""
    calls = await bot.tell("/settings", user=BOSS, chat=GROUP)
    before = await bot.state.database.chats.settings(GROUP["id"])
    made = [c for c in await bot.feed(press(calls[-1], data, user=BOSS)) if c.method != "getChatAdministrators"]
    assert [c.method for c in made] == ["answerCallbackQuery"]
    assert len(made[0].parameters["text"]) > 10
    assert await bot.state.database.chats.settings(GROUP["id"]) == before


async def test_the_language_of_a_group(bot: Driven) -> None:
    """Chosen by its admin it holds for all there, over each one's own; in private it does not."""
    await choose(bot, "اردو")
    assert "رپورٹ" in plain(await bot.tell(f"@panel_bot {UNKNOWN}", chat=GROUP))
    assert NOT_SAID in plain(await bot.tell(UNKNOWN))
    assert NOT_SAID in plain(await bot.tell(f"@panel_bot {UNKNOWN}", chat=SUPERGROUP))
    calls = await bot.tell("/language english", user=BOSS, chat=GROUP)
    assert "English" in plain(calls)
    assert NOT_SAID in plain(await bot.tell(f"@panel_bot {UNKNOWN}", chat=GROUP, user=URDU_SPEAKER))
    await choose(bot, "as in Telegram")
    assert "رپورٹ" in plain(await bot.tell(f"@panel_bot {UNKNOWN}", chat=GROUP, user=URDU_SPEAKER))


async def test_plain_questions_are_answered_where_admins_want_it(bot: Driven, lexical: Answerer) -> None:
    """Only after it was set, only what is asked and sure; all else is let pass."""
    question, found = answered(lexical, sure)
    asking = f"{question}?"
    assert await bot.tell(asking, chat=GROUP) == []
    await choose(bot, "sure answers")
    assert found.results[0].text in plain(sent(await bot.tell(asking, chat=GROUP)))
    doubtful, _ = answered(lexical, unsure)
    for silent in (
        message(f"{doubtful}?", chat=GROUP),
        message(UNKNOWN, chat=GROUP),
        message("hello", chat=GROUP),
        message("?", chat=GROUP),
        message(asking, chat=GROUP, reply_to_message=body("So?", chat=GROUP)),
        message(f"@ann_lee {asking}", chat=GROUP),
        message(asking, chat=SUPERGROUP),
        photo(chat=GROUP),
    ):
        assert await bot.feed(silent) == [], silent
    await choose(bot, "only when asked")
    assert await bot.tell(asking, chat=GROUP) == []


async def test_what_is_no_question_is_let_pass(bot: Driven, lexical: Answerer) -> None:
    """The words of a point without any word of asking are a statement, not a question."""
    question, _ = answered(lexical, sure)
    await choose(bot, "sure answers")
    assert await bot.tell(question, chat=GROUP) == []


async def test_unasked_answers_are_few(bot: Driven, lexical: Answerer) -> None:
    """Two at once at most, however many plain questions there are; whoever asks the bot is still answered."""
    question, found = answered(lexical, sure)
    bot.state.budgets._clock = lambda: 0.0
    await choose(bot, "sure answers")
    heard = [bool(await bot.tell(f"{question}?", chat=GROUP)) for _ in range(6)]
    assert heard == [True, True, False, False, False, False]
    assert found.results[0].text in plain(sent(await bot.tell(f"@panel_bot {question}?", chat=GROUP)))


async def test_the_admin_is_told_what_the_bot_needs_to_hear(bot: Driven) -> None:
    """A bot in privacy mode does not get plain messages: the settings say what to do."""
    calls = await push(bot, await bot.tell("/settings", user=BOSS, chat=GROUP), "sure answers")
    assert "BotFather" in plain(calls)


async def test_a_quiet_group(bot: Driven) -> None:
    """Without a sound, and nothing where there is no answer; what is known is answered."""
    text = bot.report.panelists[2].points[0].text
    assert "disable_notification" not in sent(await bot.tell(f"@panel_bot {text}", chat=GROUP))[0].parameters
    await choose(bot, "quiet")
    assert await bot.tell(f"@panel_bot {UNKNOWN}", chat=GROUP) == []
    calls = sent(await bot.tell(f"@panel_bot {text}", chat=GROUP))
    assert text in plain(calls)
    assert all(c.parameters["disable_notification"] is True for c in calls)
    await choose(bot, "✓ quiet")
    assert NOT_SAID in plain(await bot.tell(f"@panel_bot {UNKNOWN}", chat=GROUP))


@pytest.fixture
async def harbour(tmp_path: Path) -> AsyncIterator[Driven]:
    """Two reports, both on boats."""
    write(tmp_path / "river.yaml", panelist("Ada Berg", "Lighthouses guide the boats by night."), title="The river")
    write(tmp_path / "sea.yaml", panelist("Carl Dahl", "Lanterns warn the boats of the rocks."), title="The sea")
    async with driven(from_files(tmp_path)) as running:
        running.request.administrators |= {chat["id"]: [BOSS] for chat in (GROUP, SUPERGROUP)}
        yield running


async def test_a_group_uses_the_reports_that_it_wants(harbour: Driven) -> None:
    """Answers, lists, links and buttons of the other report are gone there, and nowhere else."""
    calls = await harbour.tell("/panelists", chat=GROUP)
    dahl = button(calls, "Carl Dahl")
    await choose(harbour, "The sea")
    shown = plain(await harbour.tell("/panelists", chat=GROUP))
    assert "Ada Berg" in shown
    assert "Carl Dahl" not in shown
    assert NOT_SAID in plain(await harbour.tell("@panel_bot what warns of the rocks?", chat=GROUP))
    alert = await harbour.feed(press(*dahl))
    assert [c.method for c in alert] == ["answerCallbackQuery"]
    assert alert[0].parameters["text"]
    assert "Carl Dahl" in plain(await harbour.tell("/panelists", chat=SUPERGROUP))
    assert "Carl Dahl" in plain(await harbour.tell("/panelists"))
    await choose(harbour, "The sea")
    assert "Carl Dahl" in plain(await harbour.tell("/panelists", chat=GROUP))


async def test_to_use_no_report_is_to_use_all(harbour: Driven) -> None:
    """The last report turned off brings back the others: a group without any would be mute for no reason."""
    await choose(harbour, "The sea")
    await choose(harbour, "The river")
    shown = plain(await harbour.tell("/panelists", chat=GROUP))
    assert "Ada Berg" in shown
    assert "Carl Dahl" in shown


# Kicked, muted, moved


async def test_settings_follow_into_the_supergroup(bot: Driven) -> None:
    """Whichever of the two messages comes first, or both: the supergroup has the group's settings, once."""
    await choose(bot, "quiet")
    new = SUPERGROUP["id"]
    for given in (
        message(chat=GROUP, migrate_to_chat_id=new),
        message(chat=SUPERGROUP, migrate_from_chat_id=GROUP["id"], user=ANONYMOUS, sender_chat=SUPERGROUP),
    ):
        assert await bot.feed(given) == []
        assert (await bot.state.database.chats.settings(new)).quiet
    assert not (await bot.state.database.chats.settings(GROUP["id"])).quiet


async def test_an_answer_finds_the_supergroup(bot: Driven, caplog: pytest.LogCaptureFixture) -> None:
    """A group that became a supergroup while the bot was answering gets its answer there."""
    text = bot.report.panelists[2].points[0].text
    bot.request.refuse(
        "sendMessage",
        400,
        "Bad Request: group chat was upgraded to a supergroup chat",
        migrate_to_chat_id=SUPERGROUP["id"],
    )
    first, second = await bot.tell(f"@panel_bot {text}", chat=GROUP)
    assert first.error is not None
    assert second.parameters["chat_id"] == SUPERGROUP["id"]
    assert "reply_parameters" not in second.parameters
    assert text in second.plain


@pytest.mark.parametrize("status", ["kicked", "left", "restricted", "member", "administrator"])
async def test_what_happens_to_the_bot_is_no_error_and_changes_no_setting(bot: Driven, status: str) -> None:
    """Kicked, muted or left, the settings are there when it is back."""
    await choose(bot, "quiet")
    rights = dict.fromkeys(
        "can_send_messages can_send_audios can_send_documents can_send_photos can_send_videos can_send_video_notes"
        " can_send_voice_notes can_send_polls can_send_other_messages can_add_web_page_previews can_change_info"
        " can_invite_users can_pin_messages can_manage_topics can_edit_tag can_react_to_messages".split(),
        False,
    )
    admin = dict.fromkeys(
        "can_be_edited is_anonymous can_manage_chat can_delete_messages can_manage_video_chats can_restrict_members"
        " can_promote_members can_change_info can_invite_users can_post_stories can_edit_stories"
        " can_delete_stories".split(),
        False,
    )
    more: dict[str, Json] = {
        "kicked": {"until_date": 0},
        "restricted": rights | {"is_member": True, "until_date": 0},
        "administrator": admin,
    }
    user = {"id": 123456789, "is_bot": True, "first_name": "Panel"}
    change = {
        "chat": GROUP,
        "from": BOSS,
        "date": 1_780_000_000,
        "old_chat_member": {"user": user, "status": "member"},
        "new_chat_member": {"user": user, "status": status} | more.get(status, {}),
    }
    assert await bot.feed(update("my_chat_member", change)) == []
    for code, description in ((403, "Forbidden: bot was kicked from the group chat"), (400, "Bad Request: CHAT_WRITE")):
        bot.request.refuse("sendMessage", code, description)
        assert len(await bot.tell("/topics@panel_bot", chat=GROUP)) == 1
    assert (await bot.state.database.chats.settings(GROUP["id"])).quiet


async def test_admins_that_cannot_be_asked_for_are_none(bot: Driven) -> None:
    """Where Telegram does not tell who is an admin (kicked meanwhile), nobody is, and it is no error."""
    bot.request.refuse("getChatAdministrators", 403, "Forbidden: bot was kicked from the group chat")
    [*_, call] = await bot.tell("/settings", user=BOSS, chat=GROUP)
    assert "admins" in call.plain


# Budgets


async def asked_often(bot: Driven, times: int, chat: Json | None = None, users: int = 1) -> list[list[Call]]:
    """The same question again and again, at one moment."""
    words = "@panel_bot hybrid wars" if chat else "hybrid wars"
    people = [ANN | {"id": 100 + n} for n in range(users)]
    return [await bot.feed(message(words, user=people[n % users], chat=chat)) for n in range(times)]


def frozen() -> Budgets:
    return Budgets(clock=lambda: 0.0)


@pytest.mark.parametrize("place", ["private", "group"])
async def test_whoever_asks_too_much_is_told_once(shipped: Library, lexical: Answerer, place: str) -> None:
    """Within the budget each question is answered; then comes one polite line, then nothing; others are answered."""
    chat = None if place == "private" else GROUP
    allowed = int(PERSON.burst if chat is None else GROUP_BUDGET.burst)
    async with driven(Live(lambda: shipped, lambda _: lexical), budgets=frozen()) as bot:
        answers = await asked_often(bot, allowed + 5, chat)
        assert all(sent(calls) for calls in answers[:allowed])
        [line] = answers[allowed]
        assert "ask again" in line.plain
        assert answers[allowed + 1 :] == [[]] * 4
        assert sent(await bot.tell("hybrid wars", user=BOSS))
        assert sent(await bot.tell("@panel_bot hybrid wars", user=BOSS, chat=SUPERGROUP))


async def test_a_group_has_a_budget_of_all_its_members(shipped: Library, lexical: Answerer) -> None:
    """Ten members asking by turns use up the group's budget, not only their own."""
    async with driven(Live(lambda: shipped, lambda _: lexical), budgets=frozen()) as bot:
        answers = await asked_often(bot, int(GROUP_BUDGET.burst) + 10, GROUP, users=10)
        assert sum(bool(calls) for calls in answers) == int(GROUP_BUDGET.burst) + 1


async def test_dropped_questions_are_not_matched(shipped: Library, lexical: Answerer) -> None:
    """The budget comes before the matching: what is dropped leads to no figure either."""
    async with driven(Live(lambda: shipped, lambda _: lexical), budgets=frozen()) as bot:
        await asked_often(bot, int(PERSON.burst) + 30)
        assert (await bot.state.database.tallies.report(7)).questions == PERSON.burst


async def test_commands_and_buttons_cost_too(shipped: Library, lexical: Answerer) -> None:
    """Whoever hammers on a button or a command gets no more than whoever asks; the bot's admins are not held up."""
    async with driven(Live(lambda: shipped, lambda _: lexical), [BOSS["id"]], budgets=frozen()) as bot:
        calls = await bot.tell("/panelists")
        for _ in range(int(PERSON.burst) - 1):
            assert len(await bot.feed(press(*button(calls, "Tariq Khosa")))) > 1
        [line] = await bot.feed(press(*button(calls, "Tariq Khosa")))
        assert line.method == "answerCallbackQuery"
        assert "ask again" in line.parameters["text"]
        assert await bot.tell("/topics") == []
        for _ in range(int(PERSON.burst) + 5):
            assert sent(await bot.tell("/topics", user=BOSS))


async def test_what_is_not_for_the_bot_costs_nothing(shipped: Library, lexical: Answerer) -> None:
    """Other bots' commands and plain talk do not use up a group's budget."""
    async with driven(Live(lambda: shipped, lambda _: lexical), budgets=frozen()) as bot:
        for _ in range(int(GROUP_BUDGET.burst) + 5):
            for text in ("/weather", "/ask@weather_bot hybrid wars", "hybrid wars?", "/reload"):
                assert await bot.tell(text, chat=GROUP) == []
        assert sent(await bot.tell("@panel_bot hybrid wars", chat=GROUP))


async def test_a_quiet_group_is_not_told(shipped: Library, lexical: Answerer) -> None:
    """Quiet is quiet: no line about the budget."""
    async with driven(Live(lambda: shipped, lambda _: lexical), budgets=frozen()) as bot:
        bot.request.administrators[GROUP["id"]] = [BOSS]
        await choose(bot, "quiet")
        answers = await asked_often(bot, int(GROUP_BUDGET.burst) + 3, GROUP)
        assert [bool(calls) for calls in answers[-3:]] == [False] * 3


def test_budgets_fill_again() -> None:
    """After a pause there is as much as before, and whoever is over again is told again."""
    now = count(0.0, 0.0)
    budgets = Budgets(clock=now.__next__)
    claim = ("ann", PERSON)
    verdicts = [budgets.spend(claim).name for _ in range(int(PERSON.burst) + 2)]
    assert verdicts == ["FINE"] * int(PERSON.burst) + ["SAY_SO", "DROP"]
    budgets._clock = lambda: PERSON.burst / PERSON.per_second
    assert [budgets.spend(claim).name for _ in range(int(PERSON.burst) + 2)] == verdicts


def test_what_waited_at_telegram_was_not_asked_at_once() -> None:
    """Forty questions of forty minutes come at once after the bot was away: their dates count, not their coming."""
    claims = (("ann", PERSON), ("chat", GROUP_BUDGET))
    over_time, at_once = frozen(), frozen()
    for n in range(40):
        assert over_time.spend(*claims, date=1_700_000_000 + 60 * n).name == "FINE"
    assert [at_once.spend(*claims, date=1_700_000_000).name for _ in range(40)].count("FINE") == GROUP_BUDGET.burst
    # Dates that go back, and things without one, give nothing.
    assert at_once.spend(*claims, date=1_600_000_000).name == at_once.spend(*claims).name == "DROP"


def test_a_refused_claim_costs_the_others_nothing() -> None:
    """Where the chat's budget is used up, the person's is not touched."""
    budgets = frozen()
    for _ in range(int(GROUP_BUDGET.burst)):
        budgets.spend(("chat", GROUP_BUDGET))
    for _ in range(100):
        assert budgets.spend(("ann", PERSON), ("chat", GROUP_BUDGET)).name != "FINE"
    assert budgets.spend(("ann", PERSON)).name == "FINE"


# The shipped report, with the model


async def test_the_shipped_report_in_a_group(answerer: Answerer) -> None:
    """Each point's own words find it in a group too, and what is not in the report is declined."""
    known = library.load([SHIPPED])
    async with driven(Live(lambda: known, lambda _: answerer)) as bot:
        wrong = 0
        for person, text in points(bot.report):
            shown = plain(await bot.tell(f"@panel_bot {text}", chat=GROUP))
            wrong += text not in shown or speaker(shown, text, bot.report) != person.name
        assert wrong == 0
        assert isinstance(answerer.answer(UNKNOWN), Unanswered | Suggested)
        assert NOT_SAID in plain(await bot.tell(f"@panel_bot {UNKNOWN}", chat=GROUP))

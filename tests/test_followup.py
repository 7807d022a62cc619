"""Follow-ups keep person and subject for a while, for the person who asked, and for nobody else."""

from __future__ import annotations

import pytest

from bot.matching.answering import Answered, Answerer
from bot.matching.followup import Context
from bot.telegram.chats.conversations import KEPT_SECONDS, Conversations


def _talk(answerer: Answerer, *questions: str) -> list[tuple[str, int | None, int | None]]:
    """The first result of the last of *questions*, asked one after the other, and what stands with it."""
    context: Context | None = None
    results: list[tuple[str, int | None, int | None]] = []
    for question in questions:
        answer = answerer.answer(question, context)
        context = answerer.context(answer) or context
        results = [(r.kind, r.panelist, r.point) for r in answer.results]
    return results


@pytest.mark.parametrize("more", ["more", "aur?", "aur batao", "tell me more", "اور؟"])
def test_more_means_the_rest_of_what_that_person_said(answerer: Answerer, more: str) -> None:
    """After a point, "more" in any language gives all points of the same panelist."""
    assert ("point", 6, 2) in _talk(answerer, "is my whatsapp data shared with facebook?", more)
    assert _talk(answerer, "is my whatsapp data shared with facebook?", more)[0] == ("panelist", 6, None)
    assert _talk(answerer, "who is rafi us shan?", more)[0] == ("panelist", 6, None)


@pytest.mark.parametrize("question", ["and what did he say about fault lines?", "and the internal fault lines?"])
def test_a_pronoun_or_a_link_means_the_person_before(answerer: Answerer, question: str) -> None:
    """The person named before is meant still."""
    assert _talk(answerer, "What did Tariq Khosa say about parliament?", question)[0] == ("point", 2, 3)


@pytest.mark.parametrize("question", ["and what was said about fault lines?", "aur kya kaha about parliament"])
def test_who_is_meant_need_not_be_in_the_question(answerer: Answerer, question: str) -> None:
    """Neither a name nor a pronoun says it: what something was said about is found all the same."""
    assert _talk(answerer, "What did Tariq Khosa say about parliament?", question)[0][1] == 2


def test_who_else_means_others_on_the_same_subject(answerer: Answerer) -> None:
    """Other panelists' points near the one before; never the same panelist's."""
    others = _talk(answerer, "Should the country have a strategy against violent extremism?", "who else?")
    assert others
    assert all(kind == "point" and panelist != 2 for kind, panelist, _ in others)


def test_a_new_name_ends_the_old_subject(answerer: Answerer) -> None:
    """Whoever is named in the question itself is meant."""
    assert _talk(answerer, "What did Khosa say?", "and Munaf on group admins?")[0] == ("point", 7, 2)


def test_without_a_conversation_nothing_is_assumed(answerer: Answerer) -> None:
    """ "More" as the first word of a conversation refers to nothing."""
    assert not isinstance(answerer.answer("more"), Answered)


def test_contexts_are_kept_apart_and_not_for_ever() -> None:
    """One asker's context is not another's; it ends after a while and with a reload."""
    now = [0.0]
    conversations = Conversations(lambda: now[0])
    conversations.put((1, 1), Context((0, 1), None))
    assert conversations.get((1, 1)) == Context((0, 1), None)
    assert conversations.get((1, 2)) is None
    now[0] = KEPT_SECONDS - 1
    assert conversations.get((1, 1)) is not None
    now[0] = KEPT_SECONDS
    assert conversations.get((1, 1)) is None
    conversations.put((1, 1), Context((0, 1), None))
    conversations.clear()
    assert conversations.get((1, 1)) is None

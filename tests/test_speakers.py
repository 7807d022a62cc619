"""A name in a question is nobody's but the panelist's whose it is: what another said is never given as theirs."""

from __future__ import annotations

import pytest

from bot import app
from bot.explanation import explain
from bot.knowledge import library
from bot.matching.answering import Answered, Answerer, Suggested
from bot.matching.question import Role
from bot.matching.speakers import speakers
from tests.conftest import ROOT


@pytest.fixture(scope="module")
def crops() -> Answerer:
    """A report that nobody edited, on crops: seeds, water, soil."""
    return app.answerer(library.load([ROOT / "tests" / "questions" / "reports" / "heat-and-crops.yaml"]), app.OFF)


_ALONE = (
    "what did {} say", "What did {} say?", "views of {}", "according to {}", "{}'s points",
    "tell me what {} recommended",     "{} ne kya kaha", "{} sahib ki rai", "{} kya kehte hain",
)  # fmt: skip
_ON = (
    "what did {} say about {}", "what does {} think of {}", "According to {}, what should be done about {}?",
    "what was {}'s opinion on {}", "did {} mention {}", "{} ne {} ke bare mein kya kaha",
    "{} ke mutabiq {} ka hal kya hai",
)  # fmt: skip
_URDU = ("{} نے کیا کہا", "{} صاحب کی رائے", "{} نے {} کے بارے میں کیا کہا", "{} کے مطابق کیا کرنا چاہیے")
# Most of them are or resemble a word: seed, soil, bill, media, seminar, water, country, had, expert, waste.
_NOBODY = (
    "Saeeda", "saeeda", "Sohail", "bilal", "Mediha", "samina", "Wateen", "hadia", "Mehreen", "waseem", "Bilal Ashraf",
    "Danish", "Sarah Johnson", "nadeem sarwar",
)  # fmt: skip


@pytest.mark.parametrize("name", _NOBODY)
def test_who_was_not_there_said_nothing(crops: Answerer, lexical: Answerer, name: str) -> None:
    """No other panelist's words; at most somebody whose name resembles it is a choice."""
    for answerer in (crops, lexical):
        for question in _ALONE:
            answer = answerer.answer(question.format(name))
            assert not isinstance(answer, Answered), question.format(name)
            assert all(r.kind == "panelist" for r in answer.results), question.format(name)


@pytest.mark.parametrize("name", _NOBODY)
def test_on_a_subject_of_the_report_others_are_choices_at_most(crops: Answerer, answerer: Answerer, name: str) -> None:
    """The subject is there and the person is not: whoever asks sees who else spoke on it, under that one's name."""
    for one, subject in ((crops, "seeds"), (crops, "water"), (answerer, "privacy"), (answerer, "social media")):
        for question in _ON:
            assert not isinstance(one.answer(question.format(name, subject)), Answered), question.format(name, subject)


@pytest.mark.parametrize("name", ["سعیدہ", "بلال", "مدیحہ", "ثمینہ", "یاسر", "مہرین", "حارث", "دانش", "نائلہ"])
def test_nor_in_urdu_script(crops: Answerer, lexical: Answerer, name: str) -> None:
    """A name is not translated into the word that it is, or resembles, beside it."""
    for one, subject in ((crops, "پانی"), (lexical, "پولیس")):
        for question in (
            "{} نے کیا کہا",
            "{} صاحب کی رائے",
            "{} نے {} کے بارے میں کیا کہا",
            "{} کے مطابق کیا کرنا چاہیے",
        ):
            assert not isinstance(one.answer(question.format(name, subject)), Answered), question.format(name, subject)


@pytest.mark.parametrize(
    ("typed", "panelist"),
    [
        ("samon", 1), ("Samoom", 1), ("dahaar", 2), ("daher", 2), ("talpoor", 3), ("Taalpur", 3), ("qurashi", 4),
        ("Qureishi", 4), ("lashri", 5), ("Lasharee", 5), ("faheeem", 4), ("Rubaab", 3),
    ],
)  # fmt: skip
@pytest.mark.parametrize("question", ["what did {} say", "{} ne kya kaha", "views of {}", "{}'s points"])
def test_a_panelists_name_is_found_misspelt(crops: Answerer, typed: str, panelist: int, question: str) -> None:
    """A slip or another spelling of it is the panelist, if not surely then as the choice."""
    answer = crops.answer(question.format(typed))
    assert isinstance(answer, Answered | Suggested)
    assert {r.panelist for r in answer.results} == {panelist}


def test_a_name_that_only_resembles_a_panelists_is_asked_back(crops: Answerer) -> None:
    """Samina is as likely another person as Samoon misspelt: the bot asks, and tells none of his points."""
    for question in ("what did Samina Sahib say", "Samina sahib ki rai", "ثمینہ نے کیا کہا"):
        answer = crops.answer(question)
        assert not isinstance(answer, Answered)
        assert all(r.kind == "panelist" for r in answer.results)


@pytest.mark.parametrize(
    "question",
    ["what did they say about seeds", "what did the panelists say about seeds", "what did the speaker recommend",
     "seeds on credit", "panelist ne beej ke bare mein kya kaha", "انہوں نے پانی کے بارے میں کیا کہا",
     "what did the experst say about seeds", "seed storage karne ka mashwara"],
)  # fmt: skip
def test_words_for_people_in_general_are_no_names(crops: Answerer, question: str) -> None:
    """Pronouns, offices, the panel, infinitives stand where names stand."""
    read = crops.matcher.reader.read(question)
    assert not any(t.role is Role.UNKNOWN for t in read.terms)
    assert not crops.matcher.people.mentioned(read.terms).stranger


def test_the_explanation_names_who_was_not_there(lexical: Answerer) -> None:
    """Why there is no answer: nobody on the panel is called so."""
    for question, names in (
        ("what did Bilal Ashraf say about privacy", ("bilal", "ashraf")),
        ("what did Khosa say", ()),
    ):
        assert explain(lexical, lexical.answer(question)).strangers == names


@pytest.mark.parametrize(
    ("clause", "names"),
    [
        ("what did saeeda begum say about seeds", {2, 3}), ("did the saeeda say", set()),
        ("views of dr saeeda on it", {3}),
        ("privacy par saeeda ne kya kaha", {2}), ("سعیدہ صاحبہ نے کیا کہا", {0}), ("what seeds are there", set()),
        ("saeeda on seeds", {0}), ("how does one spend on seeds", set()), ("seeds rakhne ka khayal", set()),
        ("say", set()),
    ],
)  # fmt: skip
def test_the_place_of_a_name(clause: str, names: set[int]) -> None:
    """Whose words are asked for, by the words around; nothing after an article, no verb."""
    assert set(speakers(clause.split(), clause)) == names

"""The lexicon: words of Urdu and Roman Urdu to English, by listed spelling, by near spelling and in company."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot import app
from bot.errors import KnowledgeError
from bot.knowledge import library
from bot.knowledge.library import Library
from bot.language.lexicon import Entries, Lexicon, LexiconEntry, Meaning
from bot.language.text import words
from bot.matching.answering import Answerer
from bot.matching.question import Question, Role

GOVERNMENT = LexiconEntry(en=("government", "state"), ur=("حکومت", "سرکار"), roman=("hukumat", "Sarkaar"))
EDUCATION = LexiconEntry(en=("education",), ur=("تعلیم",), roman=("taleem",))
WHAT = LexiconEntry(en=("what",), ur=("کیا",), roman=("kya",), function=True)
WHAT_IS = LexiconEntry(en=("what",), roman=("kya hai", "kya hota hai"), function=True)
SMALL = Lexicon([GOVERNMENT, EDUCATION, WHAT, WHAT_IS])

REPORT = """\
id: garden
title: Gardens
date: 2020-05-01
organizers: [Allotment Society]
panelists:
  - name: Rose Field
    role: Gardener
    topic: Compost
    points: [Compost needs air., The zebra eats the roses.]
takeaway: Dig.
"""


def meant(entry: LexiconEntry) -> Meaning:
    """What an entry says, without how it is written."""
    return Meaning(entry.en, entry.function)


def test_entries_come_out_as_they_went_in() -> None:
    """Packed, one by one, some or all, from either end; equal where all of them are."""
    given = [GOVERNMENT, WHAT, LexiconEntry(en=()), WHAT_IS]
    packed = Entries(iter(given))
    assert (len(packed), list(packed), packed[1:3]) == (4, given, (WHAT, given[2]))
    assert [packed[n] for n in (-1, -4)] == [WHAT_IS, GOVERNMENT]
    with pytest.raises(IndexError):
        packed[4]
    assert Entries.packed(packed) is packed
    assert (packed, hash(packed)) == (Entries(given), hash(Entries(given)))
    changed = (
        given[:3],
        [GOVERNMENT, WHAT, WHAT_IS, given[2]],
        [*given[:3], LexiconEntry(en=("what",), roman=("kya",))],
    )
    other = LexiconEntry(en=WHAT.en, ur=(), roman=(*WHAT.ur, *WHAT.roman), function=True)
    for entries in (*changed, [GOVERNMENT, other, *given[2:]], []):
        assert packed != Entries(entries)


def test_of_entries_with_one_spelling_the_last_wins() -> None:
    """As a later file's spelling wins over an earlier one's, however either writes it."""
    for first, last in (("Kya", "kya"), ("kya", "Kya!")):
        lexicon = Lexicon([LexiconEntry(en=("first",), roman=(first,)), LexiconEntry(en=("last",), roman=(last,))])
        match = lexicon.find(["kya"])
        assert match is not None
        assert (match.entry.en, match.spelling) == (("last",), "kya")


def test_a_listed_spelling_is_found() -> None:
    """Any listed spelling, in either script, normalised as everything is, leads to its entry for certain."""
    for spelling in ("حکومت", "سرکار", "hukumat", "sarkaar"):
        match = SMALL.find([spelling])
        assert match is not None
        found = (match.entry, match.length, match.spelling, match.likeness)
        assert found == (meant(GOVERNMENT), 1, spelling, 1.0)
        assert spelling in SMALL


def test_the_longest_phrase_at_a_place_is_found() -> None:
    """Of phrases that begin alike the longest counts; a phrase that is cut off by the end is no match."""
    run = "hukumat kya hota hai taleem kya".split()
    found = [SMALL.find(run, start) for start in range(len(run))]
    assert [(m.entry, m.length) if m else None for m in found] == [
        (meant(GOVERNMENT), 1), (meant(WHAT_IS), 3), None, None, (meant(EDUCATION), 1), (meant(WHAT), 1)
    ]  # fmt: skip


def test_what_is_not_listed_is_not_found() -> None:
    """No entry for unknown words, part of a word, an empty run or a place after its end."""
    for run, start in ((["talim"], 0), (["hukuma"], 0), ([], 0), (["taleem"], 1), ([""], 0)):
        assert SMALL.find(run, start) is None
    assert "kya hai" not in SMALL
    assert "" not in SMALL


@pytest.mark.parametrize(
    ("typed", "entry"),
    [("talim", EDUCATION), ("taleeem", EDUCATION), ("hukoomat", GOVERNMENT), ("hakumat", GOVERNMENT),
     ("sarkar", GOVERNMENT), ("حکومتی", GOVERNMENT), ("تعلیمی", EDUCATION)],
)  # fmt: skip
def test_a_near_spelling_resembles_its_entry(typed: str, entry: LexiconEntry) -> None:
    """A spelling that nobody listed is met by its sound, and is less than certain."""
    match = SMALL.resemble(typed)
    assert match is not None
    assert match.entry == meant(entry)
    assert match.length == 1
    assert match.likeness < 1


@pytest.mark.parametrize("typed", ["", "a", "privacy", "zebra", "پرندہ", "7", "kya", "🙂"])
def test_another_word_resembles_nothing(typed: str) -> None:
    """Words of other sounds, and words too short to tell, are nobody's spelling."""
    assert SMALL.resemble(typed) is None


def test_scripts_are_not_compared_with_each_other() -> None:
    """A word resembles spellings of its own script only: letters of two scripts have no likeness to measure."""
    roman_only = Lexicon([LexiconEntry(en=("education",), roman=("taleem",))])
    assert roman_only.resemble("تعلیم") is None
    assert roman_only.resemble("talim") is not None


@settings(deadline=None, max_examples=200)
@given(st.text(max_size=60))
def test_any_text_can_be_looked_up(text: str) -> None:
    """Neither way of looking up raises, and a likeness stays within 0 and 1."""
    run = words(text)
    for start in range(len(run)):
        match = SMALL.find(run, start)
        assert match is None or match.spelling == " ".join(run[start : start + match.length])
        near = SMALL.resemble(run[start])
        assert near is None or 0 < near.likeness < 1


def test_a_later_spelling_wins() -> None:
    """Of two entries with one spelling the later one counts: an editor's after the shipped one."""
    lexicon = Lexicon([EDUCATION, LexiconEntry(en=("zebra",), roman=("taleem",))])
    match = lexicon.find(["taleem"])
    assert match is not None
    assert match.entry.en == ("zebra",)


def test_a_later_spelling_wins_for_near_spellings() -> None:
    """The same for a spelling that is only near to both."""
    lexicon = Lexicon([EDUCATION, LexiconEntry(en=("zebra",), roman=("taleem",))])
    match = lexicon.resemble("talim")
    assert match is not None
    assert match.entry.en == ("zebra",)


def test_the_shipped_lexicon_is_whole(shipped: Library) -> None:
    """At least 600 meanings in both scripts, each findable; only function words lack English."""
    assert len(shipped.lexicon) >= 600
    assert sum(bool(e.ur) for e in shipped.lexicon) >= 600
    assert sum(bool(e.roman) for e in shipped.lexicon) >= 600
    for entry in shipped.lexicon:
        assert entry.ur or entry.roman, entry
        assert entry.function or entry.en, entry
        assert all(words(s) for s in (*entry.en, *entry.ur, *entry.roman)), entry


@pytest.mark.parametrize(
    ("spellings", "english"),
    [
        (("حکومت", "hukumat", "hakoomat"), "government"),
        (("معاشرہ", "معاشرے", "muashra", "muashray"), "society"),
        (("پولیس", "pulis"), "police"),
        (("انتہا پسندی", "intehapasandi", "inteha pasandi"), "extremism"),
        (("بیانیہ", "bayania"), "narrative"),
        (("خطرہ", "khatra", "khatre"), "threat"),
        (("تربیت", "tarbiyat"), "training"),
        (("قانون", "qanoon", "kanoon"), "law"),
        (("نوجوان", "naujawan", "nojawan"), "youth"),
        (("کیوں", "kyun", "kyon"), "why"),
    ],
)
def test_the_shipped_lexicon_knows_words_of_the_report(
    lexical: Answerer, spellings: tuple[str, ...], english: str
) -> None:
    """Each spelling, typed as a question of its own company, is read as the English word."""
    for spelling in spellings:
        read = lexical.matcher.reader.read(f"{spelling} kya hai")
        assert english in " ".join(t.word for t in read.terms), spelling


def _read(answerer: Answerer, text: str) -> tuple[Question, dict[str, str]]:
    question = answerer.matcher.reader.read(text)
    return question, {t.typed: t.word for t in question.terms}


@pytest.mark.parametrize(
    ("word", "english", "urdu", "meant"),
    [
        (
            "door",
            "who will knock on the open door of the police",
            "kya ye baat haqeeqat se door hai",
            "far away distant",
        ),
        (
            "band",
            "which music band will play at the school",
            "kya sarkar ko TikTok band karna chahiye",
            "block ban closed close shut",
        ),
        ("main", "what was the main danger to society", "main ye nahi jaanta ke hukumat kya karegi", "in"),
        ("hum", "why does my old radio hum at night", "hum ne kya seekha hai", "we"),
        ("par", "is the new strategy on par with the policy", "is masle par kya kaha gaya", "on"),
    ],
)
def test_a_word_of_both_languages_is_urdu_only_in_urdu_company(
    lexical: Answerer, word: str, english: str, urdu: str, meant: str
) -> None:
    """Between English words it stays what it is there, between Roman Urdu words it is translated."""
    question, read = _read(lexical, english)
    assert question.language == "en"
    assert read[word] == word
    question, read = _read(lexical, urdu)
    assert question.language == "roman"
    assert {t.word for t in question.terms if word in t.typed.split()} & set(meant.split())


@pytest.mark.parametrize("text", ["itna jitna, police", "jitna itna jitna itna, phir thanay wale, phir police"])
def test_no_word_is_lost_after_words_of_several(lexical: Answerer, text: str) -> None:
    """Some are translated by two ("so much"): what stands behind the comma is read all the same."""
    terms = lexical.matcher.reader.read(text).terms
    assert len(terms) > len(text.split())
    assert terms[-1].typed == "police"


def test_languages_are_told_apart(lexical: Answerer) -> None:
    """English, Urdu script and Roman Urdu are recognised by their words, mixed names and loan words notwithstanding."""
    reader = lexical.matcher.reader
    assert reader.read("What did the panel say about hybrid wars?").language == "en"
    assert reader.read("ہائبرڈ جنگ کے بارے میں پینل نے کیا کہا؟").language == "ur"
    assert reader.read("hybrid jang ke bare mein panel ne kya kaha").language == "roman"
    assert reader.read("Facebook group ka admin zimmedar kyun hai?").language == "roman"


def test_particles_carry_no_content(lexical: Answerer) -> None:
    """Pronouns, particles and words of asking are function words in every script."""
    for text in ("yeh kya hai aur kyun", "یہ کیا ہے اور کیوں", "what is this and why"):
        terms = lexical.matcher.reader.read(text).terms
        assert terms
        assert {t.role for t in terms} <= {Role.FUNCTION, Role.ASKING}, text


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """An editor's folder: a report and, beside it, a lexicon that says otherwise than the shipped one."""
    (tmp_path / "garden.yaml").write_text(REPORT, "utf-8")
    (tmp_path / "lexicon.yaml").write_text(
        "entries:\n  - {en: [zebra], ur: [حکومت], roman: [hukumat, blorfa]}\n", "utf-8"
    )
    return tmp_path


@pytest.mark.parametrize("name", ["", "garden.yaml"])
def test_the_lexicon_beside_the_reports_wins(folder: Path, name: str) -> None:
    """Its spellings replace the shipped ones, the others stay, for the folder and for a file in it."""
    known = library.load([folder / name])
    lexicon = Lexicon(known.lexicon)
    for spelling in ("hukumat", "حکومت", "blorfa"):
        match = lexicon.find([spelling])
        assert match is not None
        assert match.entry.en == ("zebra",), spelling
    untouched = lexicon.find(["taleem"])
    assert untouched is not None
    assert "education" in untouched.entry.en


def test_questions_are_read_with_the_lexicon_beside_the_reports(folder: Path) -> None:
    """The editor's meaning reaches the words that questions are matched by."""
    answerer = app.answerer(library.load([folder]), app.OFF)
    for text in ("hukumat kya karti hai?", "حکومت کیا کرتی ہے؟", "blorfa kya hai?"):
        assert "zebra" in {t.word for t in answerer.matcher.reader.read(text).terms}, text


def test_a_lexicon_is_checked_as_a_report_is(folder: Path) -> None:
    """Every mistake in it is named with its file, line and place."""
    bad = folder / "lexicon.yaml"
    bad.write_text(
        "entries:\n"
        "  - {en: [zebra], urdu: [حکومت]}\n"
        "  - {ur: [ایک]}\n"
        "  - {en: [x], function: perhaps}\n"
        "  - {en: ['']}\n",
        "utf-8",
    )
    with pytest.raises(KnowledgeError) as refused:
        library.load([folder])
    assert [str(p) for p in refused.value.problems] == [
        f"{bad}:2: entries[1].urdu: is not a key of this format; correct or remove it",
        f"{bad}:3: entries[2].en: is missing; add it",
        f"{bad}:4: entries[3].function: should be true or false",
        f"{bad}:5: entries[4].en[1]: is empty; write it or take the key out",
    ]

"""The normaliser, the skeletons and the likeness of spellings: what holds for any text that a person can send."""

from __future__ import annotations

import sys
import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.language.skeleton import neighbours, similarity, skeletons
from bot.language.text import MAX_CHARACTERS, normalise, script, words

# Letters that fold in several ways, marks, controls, apostrophes, presentation forms, digits: where folding goes wrong.
_TRICKY = (
    "aAzZßẞſİıŉΐᾳΣσςﬁﬄＡａ Åå①²½Ⅷ٣۳३𝟗ﷺﷲﻻﭘﻛيىئكهةۀۂأإآٱؤۇءےۓھہکیں"
    "\u0300\u0307\u0345\u0301\u064b\u064e\u0651\u0654\u0655\u0670\u200b\u200c\u200d\u200e\u200f\u202a\u202e\u2066\u2069"
    "\u061c\u0640\ufeff\u00ad\ufe0f\u00a0\u2028'’‘`´ʼs-_/.?؟۔،🙂👨‍👩‍👧한각\u1100\u1161\u11a8が\U000e0001"
)
_any_character = st.sampled_from(_TRICKY) | st.characters(exclude_categories=())
_any_text = st.text(_any_character, max_size=120)
_letters = st.text(st.sampled_from("abcxyzABCXYZéüåدرسگلاکیےںہھوپچٹڈ"), min_size=1, max_size=20)
_CONTROLS = "\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u061c\ufeff\u00ad"
_MARKS = (
    "\u0300\u0301\u0303\u0308\u0327"
    "\u064b\u064c\u064d\u064e\u064f\u0650\u0651\u0652\u0653\u0654\u0670"
)  # fmt: skip
_any = settings(deadline=None, max_examples=150)


@_any
@given(_any_text)
def test_normalising_twice_changes_nothing(text: str) -> None:
    """A normalised text is its own normal form, whatever was typed."""
    once = normalise(text)
    assert normalise(once) == once


@pytest.mark.parametrize(
    "text",
    [
        "ß" * MAX_CHARACTERS,
        "ŉ" * MAX_CHARACTERS,
        "ﷺ" * MAX_CHARACTERS,
        "x" * 9000,
    ],
    ids=["sharp s", "n with apostrophe", "one-letter blessing", "plain"],
)
def test_normalising_twice_changes_nothing_at_the_limit(text: str) -> None:
    """Folding may lengthen a text (ß is ss); that must not bring it over the limit at which it is cut."""
    once = normalise(text)
    assert len(once) <= MAX_CHARACTERS
    assert normalise(once) == once


@_any
@given(_any_text)
def test_only_letters_digits_and_single_spaces_are_left(text: str) -> None:
    """Words of letters and digits with one space between them; every decimal digit an ASCII one; no case left."""
    folded = normalise(text)
    assert folded == " ".join(folded.split(" "))
    assert all(folded.split(" ")) or folded == ""
    assert all(c == " " or c.isalnum() for c in folded)
    assert all(c in "0123456789" for c in folded if c.isdecimal())
    # Not "no capital": Unicode folds the small letters of Cherokee to its capitals.
    assert all(c.casefold() == c for c in folded)
    assert not any(unicodedata.category(c) in ("Lt", "Mn", "Mc", "Me", "Cf", "Cc", "Cs") for c in folded)


@_any
@given(_any_text)
def test_words_are_those_of_the_normalised_text(text: str) -> None:
    """Splitting to words never raises and asks for no other folding than the normaliser's."""
    assert words(text) == words(normalise(text))
    assert all(words(text))


@_any
@given(st.text(_any_character, max_size=40))
def test_canonically_equal_texts_normalise_alike(text: str) -> None:
    """Composed and decomposed spellings are the same text to a reader, so to the bot."""
    assert normalise(unicodedata.normalize("NFC", text)) == normalise(unicodedata.normalize("NFD", text))


@_any
@given(st.lists(st.tuples(_letters, st.sampled_from(_CONTROLS)), min_size=1, max_size=6))
def test_invisible_controls_are_not_there(pieces: list[tuple[str, str]]) -> None:
    """Zero-width joiners, bidirectional controls, soft hyphens and byte order marks inside a word change nothing."""
    assert normalise("".join(a + b for a, b in pieces)) == normalise("".join(a for a, _ in pieces))


@_any
@given(
    st.lists(
        st.tuples(
            st.sampled_from("abcdefghijklmnopqrstuvwxyzابپتٹثجچحخدڈذرڑزژسشصضطظعغفقکگلمنںوہھیے"),
            st.text(st.sampled_from(_MARKS), max_size=3),
        ),
        min_size=1,
        max_size=12,
    )
)  # fmt: skip
def test_diacritics_are_not_there(pieces: list[tuple[str, str]]) -> None:
    """Accents on Latin letters, vowel signs and hamza on Urdu ones make no other word."""
    assert normalise("".join(a + b for a, b in pieces)) == "".join(a for a, _ in pieces)


@_any
@given(st.text(st.characters(codec="iso8859-1"), max_size=40).filter(lambda t: "µ" not in t))
def test_case_makes_no_difference(text: str) -> None:
    """Shouted or whispered, a text of Latin letters is the same."""
    assert normalise(text.upper()) == normalise(text.lower()) == normalise(text)


def test_digits_of_every_script_are_ascii_digits() -> None:
    """Each of Unicode's decimal digits (Urdu, Arabic, Devanagari, mathematical, …) means what it means."""
    digits = [c for c in map(chr, range(sys.maxunicode + 1)) if c.isdecimal()]
    assert len(digits) > 600
    for c in digits:
        assert normalise(f"{c}x {c}") == f"{unicodedata.decimal(c)}x {unicodedata.decimal(c)}", f"U+{ord(c):04X}"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        pytest.param("علي", "علی", id="Arabic yeh"),
        pytest.param("على", "علی", id="alef maksura"),
        pytest.param("پاكستان", "پاکستان", id="Arabic kaf"),
        pytest.param("لاهور", "لاہور", id="Arabic heh"),
        pytest.param("مدرسة", "مدرسہ", id="teh marbuta"),
        pytest.param("آئین", "ائین".replace("ئ", "ی"), id="madda and hamza"),
        pytest.param("آئین", "آئین", id="madda and hamza as marks"),
        pytest.param("مسئله", "مسئلہ", id="yeh with hamza"),
        pytest.param("مسئلۂ", "مسئلہ", id="heh with hamza"),
        pytest.param("أمن", "امن", id="alef with hamza"),
        pytest.param("ﭘﺎﻛﺴﺘﺎﻥ", "پاکستان", id="presentation forms"),
        pytest.param("سلام ﻻ", "سلام لا", id="ligature"),
        pytest.param("مُحَمَّد", "محمد", id="vowel signs"),
        pytest.param("لاہـــــور", "لاہور", id="tatweel"),
        pytest.param("می\u200cخواہم", "میخواہم", id="zero-width non-joiner"),
        pytest.param("\u202bپینل\u202c", "پینل", id="bidirectional embedding"),
        pytest.param("پینل؟!۔،", "پینل", id="Urdu punctuation"),
        pytest.param("۸ جنوری ٢٠٢١", "8 جنوری 2021", id="Urdu and Arabic digits"),
    ],
)
def test_spellings_of_urdu_fold_to_one(typed: str, meant: str) -> None:
    """The code points of an Arabic or Persian keyboard, marks and shapes give the Urdu word."""
    assert normalise(typed) == normalise(meant)
    assert normalise(typed) != ""


def test_urdu_letters_that_differ_stay_apart() -> None:
    """Folding goes no further than spelling: letters that make other words are kept."""
    for a, b in (("پر", "بر"), ("بات", "باپ"), ("گھر", "گر"), ("میں", "مین"), ("سے", "سی"), ("ٹیم", "تیم")):
        assert normalise(a) != normalise(b)


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("", ""),
        (" \t\n\u2028 ", ""),
        ("?!…—_*🙂👍🏽", ""),
        ("What did Mr. Khosa say?", "what did mr khosa say"),
        ("Khosa's, Khosa’s and KHOSA'S", "khosa khosa and khosa"),
        ("don't DON’T dont", "dont dont dont"),
        ("counter-narrative/plan_B", "counter narrative plan b"),
        ("Zarb-e-Azb", "zarb e azb"),
        ("Straße ΣΊΣΥΦΟΣ İstanbul Ångström naïve", "strasse σισυφοσ istanbul angstrom naive"),
        ("ﬁrewall ＷｈａｔｓＡｐｐ x²", "firewall whatsapp x2"),
        ("privacy🔒facebook", "privacy facebook"),
        ("one\u00a0two\nthree", "one two three"),
    ],
)
def test_folding_by_example(typed: str, folded: str) -> None:
    """What a reader of the normaliser's docstring expects, literally."""
    assert normalise(typed) == folded


def test_text_over_the_limit_is_cut() -> None:
    """Only what fits into one Telegram message is looked at."""
    assert normalise("x" * MAX_CHARACTERS + "y") == "x" * MAX_CHARACTERS
    assert "late" not in words("a " * (MAX_CHARACTERS // 2) + "late")


def test_emphasis_is_cut_and_numbers_are_not() -> None:
    """Letters drawn out for emphasis shrink to two; digits are no emphasis."""
    assert words("pleeeeease HELLLLP") == ["pleease", "hellp"]
    assert words("بہتتتتت") == ["بہتت"]
    assert words("1000 5555 2021") == ["1000", "5555", "2021"]


def test_numbers_that_touch_letters_are_kept() -> None:
    """Digits are no emphasis beside letters either."""
    assert words("5000rs covid1000") == ["5000rs", "covid1000"]


@pytest.mark.parametrize(
    ("word", "expected"),
    [("privacy", "latin"), ("طارق", "arabic"), ("2021", "digit"), ("привет", "other"), ("한글", "other"), ("", "other"),
     ("3rd", "latin"), ("ݐ", "arabic")],
)  # fmt: skip
def test_script_of_a_word(word: str, expected: str) -> None:
    """A word's script is that of its first letter; digits alone are digits."""
    assert script(word) == expected


_NAMES = (
    ("طارق", "tariq", "tarik", "taariq"),
    ("کھوسہ", "khosa", "khossa", "khosah"),
    ("عمار", "ammar", "amar", "ammaar"),
    ("جعفری", "jaffri", "jafri", "jaffery", "jafari"),
    ("تحسین", "tahsin", "tehseen", "tahseen", "tehsin"),
    ("شاہ", "shah", "shaah"),
    ("قمر", "qamar", "qmar", "kamar"),
    ("شہزادہ", "shahzada", "shehzada", "shahzaada"),
    ("سلطان", "sultan", "sultaan"),
    ("رفیع", "rafi", "rafee", "raffi"),
    ("محمد", "muhammad", "mohammad", "mohammed", "muhammed"),
    ("مناف", "munaf", "manaf", "munaaf"),
)
_WORDS = (
    ("پولیس", "police", "polees"),
    ("سوشل", "social", "soshal"),
    ("میڈیا", "media", "midia"),
    ("سکیورٹی", "security", "sikyurity"),
    ("پالیسی", "policy", "palisi"),
    ("تعلیم", "taleem", "talim", "taaleem"),
    ("حکومت", "hukumat", "hakoomat", "hukoomat"),
    ("بیانیہ", "bayania", "bayaniya", "biyania"),
    ("فریم", "frame", "freem"),
    ("نیٹ", "net", "neet"),
    ("کراچی", "karachi", "karaachi"),
)


def _meet(a: str, b: str) -> bool:
    return bool(set(skeletons(normalise(a))) & set(skeletons(normalise(b))))


@pytest.mark.parametrize("spellings", _NAMES + _WORDS, ids=lambda s: str(s[1]))
def test_three_scripts_meet_in_the_skeleton(spellings: tuple[str, ...]) -> None:
    """The Urdu, Roman Urdu and English spellings of one word share a key, each with each."""
    apart = [(a, b) for a in spellings for b in spellings if not _meet(a, b)]
    assert not apart


def test_names_of_different_people_do_not_meet() -> None:
    """No two of these names share a key: a skeleton that fits everything would find nobody."""
    firsts = [s[1] for s in _NAMES]
    assert not [(a, b) for a in firsts for b in firsts if a < b and _meet(a, b)]


@_any
@given(_any_text)
def test_a_skeleton_is_a_short_key_for_any_word(text: str) -> None:
    """One key or two for every word there is, never longer than the word (x is two sounds), alike at each call."""
    for word in words(text):
        keys = skeletons(word)
        assert 1 <= len(keys) <= 2
        assert all(len(k) <= 2 * len(word) for k in keys)
        assert skeletons(word) == keys


@_any
@given(st.text(st.sampled_from("aeioubdfglmnrt"), min_size=1, max_size=12), st.integers(0, 11))
def test_doubled_letters_make_no_other_skeleton(word: str, at: int) -> None:
    """Khossa is Khosa, raffi is rafi."""
    i = at % len(word)
    assert skeletons(word[: i + 1] + word[i:]) == skeletons(word)


@_any
@given(st.text(st.sampled_from("bdfgklmnprstvz"), min_size=4, max_size=10), st.integers(0, 9))
@example("trk", 1)
def test_keys_one_consonant_apart_have_a_neighbour_in_common(key: str, at: int) -> None:
    """A forgotten consonant, or one of them mistyped, leaves a common neighbour by which the word is found."""
    i = at % len(key)
    assert set(neighbours(key)) & set(neighbours(key[:i] + key[i + 1 :]))
    assert set(neighbours(key)) & set(neighbours(key[:i] + "x" + key[i + 1 :]))


@_any
@given(st.text(_any_character, max_size=30), st.text(_any_character, max_size=30))
def test_likeness_is_between_0_and_1(a: str, b: str) -> None:
    """Any two texts can be compared; only a text itself is entirely like it."""
    assert 0.0 <= similarity(a, b) <= 1.0
    assert (similarity(a, b) == 1.0) == (a == b)


@pytest.mark.parametrize(
    ("word", "near", "far"),
    [("khosa", "khoosa", "kasur"), ("munaf", "manaf", "munir"), ("privacy", "privecy", "private"),
     ("طارق", "طارك", "فاروق"), ("extremism", "extremisim", "externalism")],
)  # fmt: skip
def test_a_misspelling_is_more_like_a_word_than_another_word_is(word: str, near: str, far: str) -> None:
    """Likeness orders spellings as a reader would."""
    assert similarity(word, near) > similarity(word, far)


@pytest.mark.parametrize("marks", ["\u0301" * 1000, "\u0323\u0301" * 500, "\u064e\u0651" * 1000])
@pytest.mark.parametrize("word", ["khosa", "پولیس", "résumé"])
def test_a_thousand_marks_are_as_good_as_none(word: str, marks: str) -> None:
    """On a letter within a word; what stands behind them is read."""
    assert words(f"{word[:3]}{marks}{word[3:]} police") == words(f"{word} police")


def test_other_signs_in_a_row_are_left_alone() -> None:
    """However many stand between two words, and marks among them."""
    signs = "🙂" * 50 + "\u20e3" * 3 + "!?…" * 30
    assert words(f"one {signs} two") == ["one", "two"]

"""The small questions behind an import: is this a name, a date, a bullet, a heading; where does a word end?"""

from __future__ import annotations

import pytest

from bot.importing import bodies, dates, labels, markers, persons
from bot.importing.document import UnreadableError, clean
from bot.importing.encoding import decode
from bot.importing.joining import Joiner


@pytest.mark.parametrize(
    ("text", "name", "role"),
    [
        ("Dr. Amna Baloch, Director of Water", "Dr. Amna Baloch", "Director of Water"),
        ("Brig (R) Asif Ali – Analyst", "Brig (R) Asif Ali", "Analyst"),
        ("Justice (Retd.) Nasira Iqbal, Judge", "Justice (Retd.) Nasira Iqbal", "Judge"),
        ("Mr. Ihsan Ullah – District Officer (retired)", "Mr. Ihsan Ullah", "District Officer (retired)"),
        ("Ms. Nimra (Founder, Raasta (rights group))", "Ms. Nimra", "Founder, Raasta (rights group)"),
        ("Mehr-un-nisa Talpur", "Mehr-un-nisa Talpur", ""),
    ],
)
def test_a_name_and_what_stands_behind_it(text: str, name: str, role: str) -> None:
    """Brackets, dashes and commas part them; "(R)" and hyphens are in the name."""
    assert persons.split(text) == (name, role)


@pytest.mark.parametrize(
    "name",
    "Ammar Jaffri|Shahzada sultan|Rafi us shan|DR. SABAHAT MIRANI|Brig (R) Asif Ali|Lt. Gen. (Retd.) Abdul Qadir|"
    "A. R. Khan|Dr. Khosa|ڈاکٹر آمنہ چنا|Mohammad Bin Qasim|Tooba O'Neill".split("|"),
)
def test_names(name: str) -> None:
    """As people write them, in capitals, with ranks, in Urdu."""
    assert persons.is_name(name)


@pytest.mark.parametrize(
    "text",
    "Founder Cybersecurity alliance of Pakistan|Director NIOC|Chief cybersecurity|Hydrogeologist|Topic: Water|Khosa|"
    "KP cyber emergency response centre|Key recommendations|Whoever loses people's data|1 April".split("|"),
)
def test_no_names(text: str) -> None:
    """Offices, bodies, headings, sentences; one word alone could be anything."""
    assert not persons.is_name(text)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Prof. Dr. Qamar ul Arafeen", "Dr. Qmar-ul-arafeen"), ("Shahzada sultan", "Shehzada Sultan"),
        ("Rafi us shan", "Dr. Rafi-us-Shaan"), ("Muhammad Munaf", "Mohammad Munaf"),
        ("Syed Tahsin Shah", "Tahsin Shah"),
        ("Ms. Ruxana Jamroz", "Ms. Rukhsana Jamroze"), ("Mehr un Nisa", "Mehrunnisa"),
        ("Saeeda Laghari", "Saeeda Leghari"),
    ],
)  # fmt: skip
def test_two_spellings_of_one_person(a: str, b: str) -> None:
    """Vowels, doubled letters, particles and titles differ; the person is the same."""
    assert persons.alike(a, b) > 0.8
    assert persons.alike(b, a) > 0.8


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Sara Khan", "Sana Khan"), ("Asif Ali", "Atif Ali"), ("Imran Baloch", "Kamran Baloch"),
        ("Mr. A. Khan", "Ms. A. Khan"),
        ("Tariq Khosa", "Tariq Shah"), ("Ali", "Ali Raza"),
    ],
)  # fmt: skip
def test_two_persons(a: str, b: str) -> None:
    """A shared name, or a common name alone, is not enough."""
    assert persons.alike(a, b) <= 0.5


DATES = {
    "14-3-2022": "2022-03-14", "8-1-2021": "2021-01-08", "14/03/22": "2022-03-14", "14.3.2022": "2022-03-14",
    "2022-05-17": "2022-05-17", "3-14-2022": "2022-03-14", "4th November, 2023": "2023-11-04",
    "Thursday, 12 January 2023": "2023-01-12", "March 14, 2022": "2022-03-14", "14th of March 2022": "2022-03-14",
    "14-Mar-22": "2022-03-14", "Sept. 5th, 2021": "2021-09-05", "12-13 January 2023": "2023-01-12",
    "۱۴ مارچ ۲۰۲۲": "2022-03-14", "30 June’22": "2022-06-30", "3rd day of March 2023": "2023-03-03",
}  # fmt: skip


@pytest.mark.parametrize("text", DATES)
def test_dates(text: str) -> None:
    """In any usual form, day first where it could be either."""
    assert [f.day.isoformat() for f in dates.dates(f"on {text} at 3 pm")] == [DATES[text]]


@pytest.mark.parametrize("text", ["31-2-2022", "March 2022", "May 2023, 12 people", "1.5.2", "7 marches 2022", "2021"])
def test_no_dates(text: str) -> None:
    """What names no day, or one that never was."""
    assert list(dates.dates(text)) == []


def test_several_days() -> None:
    """The first of them, and it is known that there are more."""
    (found,) = dates.dates("12th to 13th January, 2023")
    assert (found.day.isoformat(), found.several_days) == ("2023-01-12", True)


@pytest.mark.parametrize(
    "typed",
    ["• A", "•A", "- A", "-Training", "* A", "– A", "1. A", "1.Aa", "2) A", "(3) A", "1- A", "iv. A", "(a) a", "o\tA",
     "o A", "▪ A", "✓ A", "➢ A", "\uf0b7 A", "(cid:127) A", "Point 1: A", "۱۔ متن", "Ø\tA", "[2] A"],
)  # fmt: skip
def test_markers(typed: str) -> None:
    """Bullets and numbers of every kind stand before a point."""
    marker, rest = markers.split(typed)
    assert marker
    assert rest.strip() in ("A", "Aa", "a", "Training", "متن")


@pytest.mark.parametrize(
    "typed",
    [
        "14-3-2022",
        "2019. It was",
        "A. R. Khan",
        "o foo",
        "**bold**",
        "5 - 6 days",
        "1.5 percent",
        "10 a.m. sharp",
        "Dr. X",
    ],
)
def test_no_markers(typed: str) -> None:
    """Years, initials, times and emphasis are text."""
    assert markers.split(typed) == ("", typed)


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("NIOC, CSAP, PISA", ["NIOC", "CSAP", "PISA"]),
        (
            "Rozgar Digital Forum and Shahmir College of Commerce",
            ["Rozgar Digital Forum", "Shahmir College of Commerce"],
        ),
        ("Department of Peace and Conflict Studies", ["Department of Peace and Conflict Studies"]),
        ("Ministry of Law and Justice, NIOC", ["Ministry of Law and Justice", "NIOC"]),
        ("A Forum, Lahore and B Institute", ["A Forum, Lahore", "B Institute"]),
        ("X Institute in collaboration with Y University", ["X Institute", "Y University"]),
        ("Department of Physics, Indus University", ["Department of Physics, Indus University"]),
    ],
)
def test_bodies(text: str, wanted: list[str]) -> None:
    """An "and" within a name parts nothing, nor does the comma before a city."""
    assert bodies.split(text) == (wanted, True)


@pytest.mark.parametrize("text", ["Edhi and Saylani", "Women and Children Welfare Society"])
def test_doubtful_bodies(text: str) -> None:
    """One body or two: nobody can tell, and that is known."""
    assert not bodies.split(text)[1]


@pytest.mark.parametrize(
    "text",
    ["Panelist recommendations:", "Speakers: Dr. A, Dr. B", "The third panelist, Dr. Amna Baloch, said that",
     "Guest house", "Speaker: On the other hand", "Expert opinion is divided"],
)  # fmt: skip
def test_no_headings(text: str) -> None:
    """Sentences and lists that have the words of a heading."""
    assert labels.heading(text) is None


def test_words_broken_at_a_margin() -> None:
    """The hyphen goes unless the word has one, as the document or English writes it."""
    joiner = Joiner(["the tail-end farmers", "a tubewell"], broken_words=True)
    assert joiner.join(["self-", "respect of resettle-", "ment, tube-", "well at the tail-", "end"]) == (
        "self-respect of resettlement, tubewell at the tail-end"
    )
    assert joiner.join(["experi\u00ad", "ence in North-", "bridge town"]) == "experience in Northbridge town"
    assert Joiner([], broken_words=False).join(["self-", "respect"]) == "self- respect"


def test_what_cannot_be_seen_goes() -> None:
    """Zero-width characters, direction overrides and controls are no words; what joins Urdu letters stays."""
    assert clean("a\u200bb\u202ec \x07d\u00a0e\tf") == "abc d e f"
    assert clean("می\u200cخواہم") == "می\u200cخواہم"


@pytest.mark.parametrize(
    "data", [b"\x00\x01\x02\x03" * 99, b"\xff\xfe\x00", b"\x89PNG\r\n\x1a\n" + bytes(200), b"\x81\x8d\x8f"]
)
def test_no_text(data: bytes) -> None:
    """Bytes that no Windows machine writes as text are refused, not guessed at."""
    with pytest.raises(UnreadableError):
        decode(data)

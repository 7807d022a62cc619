"""Particulars that a question asks for and recommendations seldom hold: figures, dates, names, how-to, penalties."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from bot.language.english import FUNCTION_WORDS, stem
from bot.matching.question import Term

DETAILS: Final[dict[str, tuple[str, ...]]] = {
    kind: tuple(" ".join(cue.split()) for cue in cues.split(","))
    for kind, cues in {
        "number": """
            how many, how much, how long, how old, how often, number of, percent, percentage, figure,
            figures, statistics, total, ratio, amount, budget, price, prices, fee, fees, salary, rupees,
            dollars, per month, count, duration, how far, کتنے, کتنی, کتنا, kitne, kitni, kitna
        """,
        "time": """
            when will, when did, when was, when is, when does, when are, since when, by when, which year,
            what year, which date, what date, on which day, what day, which month, deadline, what time, so
            far, in 2, kab, کب, کس سال, kis saal, kis tareekh
        """,
        "place": """
            where is, where was, where did, where are, address, located, location, venue, which city, which
            hotel, kahan hai, kahan hua
        """,
        "person": """
            phone, email, contact, born, birth, married, wife, husband, age, biography, education, phd,
            degree, studied, book, books, author, earn, earns, salary, career, nowadays, current, currently,
            prime minister, minister, hometown, children, linkedin, twitter handle, name of, names of,
            member names, members of, who are the
        """,
        "service": """
            how do i, how can i, how should i apply, where can i, where do i, steps, apply, register,
            registration, install, download, recover, switch off, turn off, turn on, disable, settings, sign
            up, helpline, lodge, vacancy, vacancies, admission, criteria, eligibility, buy, recording, video
            of, photos, slides, transcript, certificate, karun, karoon, krun, laun, karwaun, bnaun, banaun,
            lagaun, jaun, hogya wapis, کروں, لاوں, لگاوں, بناوں, جاوں
        """,
        "law": """
            section, article, penalty, penalties, jail, imprisonment, sentence, fine, fines, ordinance,
            which law, convicted, arrested, sentenced, dafa
        """,
        "meaning": """
            stand for, stands for, full form, definition, meaning, abbreviation, invented, history, coined
        """,
        "other": """
            other countries, abroad, reply, replied, respond, responded, reaction of, approved, rejected,
            decided, court order, supreme court, high court, pta, next event, next seminar, next session,
            audience
        """,
    }.items()
}
"""Words of asking for a particular that recommendations seldom hold, by what is asked for."""

COUNTRIES: Final[frozenset[str]] = frozenset(
    """
    afghanistan america american argentina australia bangladesh brazil britain british canada china chinese denmark
    egypt england europe european france french german germany gulf india indian indonesia iran iranian iraq israel
    italy japan japanese jordan kashmir kenya korea kuwait malaysia mexico myanmar nepal netherlands nigeria norway
    oman palestine philippines qatar russia russian saudi singapore somalia spain lanka sudan sweden switzerland syria
    taiwan thailand turkey turkish uae uganda uk ukraine usa vietnam yemen zealand
    """.split()
)
"""Countries and peoples: a question on one that a report does not name is on something else."""


class _Cue(NamedTuple):
    place: int
    """In the order of DETAILS."""
    kind: str
    padded: str
    stems: tuple[str, ...]


def _by_first_word() -> dict[str, list[_Cue]]:
    out: dict[str, list[_Cue]] = {}
    cues = [(kind, cue) for kind, of_kind in DETAILS.items() for cue in of_kind]
    for place, (kind, cue) in enumerate(cues):
        stems = tuple(stem(w) for w in cue.split() if w not in FUNCTION_WORDS)
        out.setdefault(cue.split()[0], []).append(_Cue(place, kind, f" {cue} ", stems))
    return out


_BY_FIRST_WORD: Final = _by_first_word()


def details(terms: Sequence[Term]) -> dict[str, list[str]]:
    """By kind of particular: the stems of the words that ask for it, in English or as typed; figures as ``digits``.

    Kinds that are not asked for are left out.
    """
    out: dict[str, list[str]] = {}
    read, typed = [t.word for t in terms if t.word], " ".join([t.typed for t in terms])
    if figures := [t.stem for t in terms if t.word.isdecimal() and t.stem]:
        out["digits"] = figures
    if beginning := _BY_FIRST_WORD.keys() & {*read, *typed.split()}:
        text = f" {' '.join(read)}  {typed} "
        for cue in sorted([cue for word in beginning for cue in _BY_FIRST_WORD[word] if cue.padded in text]):
            # A cue of nothing but function words asks too, and no word of an entry answers it.
            out.setdefault(cue.kind, []).extend(cue.stems or ("",))
    return {kind: [s for s in stems if s] or stems[:1] for kind, stems in out.items()}

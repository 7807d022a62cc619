"""What a single line says that it is: a labelled fact, the heading of a section, the heading of a panelist."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal

from bot.importing import persons, vocabulary
from bot.importing.document import Line
from bot.language.text import normalise

Section = Literal["participants", "moderators", "takeaway", "summing up", "other", "closing", "boilerplate"]

_LABEL: Final = re.compile(r"\s*(?P<label>[^:：\n]{2,48}?)\s*(?:[:：]+\s*[-–—]*|\s[-–—]+\s|[–—])\s*(?P<value>.*)$")
_ORDINAL: Final = rf"(?:{'|'.join(vocabulary.ORDINALS)}|\d{{1,2}}\s?(?:st|nd|rd|th))"
_COUNT: Final = rf"(?:\d{{1,2}}|{'|'.join(vocabulary.NUMBERS)}|[ivx]{{1,5}}|[A-H])"
_KEY: Final = (
    r"(?:(?:guest|key\s?-?note|main|invited|panel|our)\s+)?"
    r"(?:p[ae]n+[aei]?l+[aei]?s?t|speaker|speeker|presenter|discussant|panel\s+member|resource\s+person|expert|"
    r"commentator|contributor|respondent|guest|پینلسٹ|مقرر)"
)
_HEADING: Final = re.compile(
    rf"\W*(?:our\s+|the\s+)?(?:(?P<ordinal>{_ORDINAL})[\s.-]+)?(?P<key>{_KEY})(?!\w|['’])(?:[\s.-]*(?:no|number|\#)?[\s.:#(-]*"
    rf"(?P<count>{_COUNT})(?![\w]))?(?P<mark>\s*\)?\s*[:：.\-–—―|(\[]*\s*)(?P<rest>.*)",
    re.IGNORECASE,
)
_ARRANGED: Final = re.compile(
    r"\W*(?:event\s+|jointly\s+|co-?)?(?:organi[sz]ed|arranged|hosted)"
    r"(?:\s+(?:jointly|collaboratively|and\s+hosted))?\s+(?:by|under\s+the\s+(?:auspices|banner|umbrella)\s+of)\b"
    r"\s*[:\-–—]*\s*(?P<value>.*)|"
    r"\W*an?\s+joint\s+(?:event|activity|initiative|venture|effort|programme?)\s+(?:of|by|between)\b\s*:?\s*(?P<joint>.*)",
    re.IGNORECASE,
)
_ALSO_ARRANGED: Final = re.compile(
    r"\W*(?:in\s+(?:collaboration|partnership|association|cooperation|co-operation)\s+with)\b\s*[:\-–—]*\s*(?P<value>.*)",
    re.IGNORECASE,
)
_CREDIT: Final = re.compile(
    r"\W*(?:(?:this|the)\s+)?(?:(?:post[\s-]event\s+)?report\s+)?(?:(?:is|was)\s+)?"
    r"(?:prepared|compiled|written|drafted|documented|submitted|reported|recorded)(?:\s+and\s+\w+)?\s+(?:by|to)\b.{2,80}",
    re.IGNORECASE,
)
_TAKEAWAY: Final = re.compile(
    r"(?:the |key |main |major |overall |final |our |event |some |panel |brief )*"
    r"(?:(?:summary|outcomes?|findings|recommendations|lessons learn(?:ed|t)|closing) and (?:the )?)?"
    r"(?:take ?aways?|conclusions?|way forward|concluding remarks)"
    r"(?: (?:and|points?|messages?|remarks|notes?|way forward|conclusions?|recommendations?|take ?aways?|"
    r"(?:from|of|for) .{3,60}))*"
)
_SUMMING_UP: Final = re.compile(
    r"(?:the |key |main |major |overall )*(?:outcomes?|results?|findings|lessons learn(?:ed|t)|closing|wrap up)"
    r" (?:of|from) (?:the )?(?:panel |policy )?(?:event|discussion|panel|session|seminar|webinar|dialogue|meeting|day)"
)
_WHO: Final = re.compile(
    r"(?:the |following |honou?rable |respected |distinguished |our |names? of (?:the )?)*"
    r"(?:panel|panell?ists|speakers|participants|experts|guests|panel members)"
    r"(?: (?:list|consisted of|comprised|comprised of|included|includes|were|are|as follows|the following|"
    r"(?:who )?(?:participated|spoke|attended|took part|joined)(?: .{1,40})?))*"
)
_CONSISTED: Final = re.compile(
    r"(?:the\s+)?(?:panel(?:\s+members)?|panell?ists|speakers|participants)\s+"
    r"(?:consisted\s+of|comprised(?:\s+of)?|included|were|are)\s*:?\s+(?P<who>.+)",
    re.IGNORECASE,
)
_ABOUT_POINTS: Final = re.compile(
    r"(?:the |key |main |major |important |following |some |his |her |their |panell?ists? |speakers? |expert )*"
    r"(?:recommendations?|suggestions?|points?|remarks|views|proposals?|highlights|comments|observations|arguments|"
    r"discussion points|talking points|key points|messages?|takeaways of the speaker)"
    r"(?: (?:and|discussed|made|given|shared|presented|put|forward|offered|raised|proposed|suggested|by|of|from|the|a|"
    r"his|her|our|this|honou?rable|respected|worthy|panell?ists?|speakers?|experts?|him|them|as|under|are|were|follows|"
    r"recommendations?|suggestions?|points?|views|key|main|in|brief))*"
)


_ANNOUNCES: Final = re.compile(
    r".*\b(?:recommend\w*|suggest\w*|propos\w*|points?|sa(?:id|ys)|spoke|views?|highlight\w*|argu\w*|emphasi[sz]ed|stressed|"
    r"following|follows|noted|remarks|messages?)\b.*(?::|:\s*[-–—])",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Heading:
    """The heading of a panelist's part."""

    name: str
    """Empty if the name stands in the next line."""
    role: str = ""
    topic: str = ""
    called: str = "Panelist"
    """What the report calls the person: Panelist, Speaker."""


def label(text: str) -> tuple[str, str]:
    """The folded label and the value of a line "Label: value"; an empty label if it is none."""
    found = _LABEL.match(text)
    if found is None or len(found["label"].split()) > 7:
        return "", text
    return normalise(found["label"]), found["value"].strip()


def organizers(text: str) -> str | None:
    """Who is named behind "Organised by", which needs no colon; None for another line."""
    found = _ARRANGED.match(text) or _ALSO_ARRANGED.match(text)
    return None if found is None else next(filter(None, found.groups()), "").strip()


def credit(text: str) -> bool:
    """Whether a line says who wrote the report: "Report prepared by X"."""
    return _CREDIT.fullmatch(text) is not None


def says_nothing(text: str) -> bool:
    """Whether nothing is lost without a line: "A post-event report", a rule."""
    folded = normalise(text).removeprefix("a ")
    return not folded or folded in vocabulary.BOILERPLATE


def section(line: Line) -> tuple[Section, str] | None:
    """The section that a line begins, and the text that stands behind its heading in the same line."""
    if line.cells or len(line.text) > 2000:
        return None
    folded = normalise(line.text) if len(line.text) < 120 else ""
    if (kind := _section(folded)) is not None:
        return kind, ""
    if line.text.endswith(":") and _WHO.fullmatch(folded):
        return "participants", ""
    told = _CONSISTED.match(line.text)
    if told is not None and persons.several(told["who"]):
        return "participants", told["who"]
    name, value = label(line.text)
    if (kind := _section(name)) in ("takeaway", "summing up", "participants", "moderators", "other") and value:
        return (kind, value) if kind is not None else None
    return None


def _section(folded: str) -> Section | None:
    folded = re.sub(r"^(?:\d{1,2} |section \d+ |part \d+ )+", "", folded)
    if not folded:
        return None
    kinds: tuple[tuple[Section, frozenset[str]], ...] = (
        ("participants", vocabulary.PARTICIPANTS),
        ("moderators", vocabulary.MODERATORS),
        ("takeaway", vocabulary.TAKEAWAY),
        ("summing up", vocabulary.SUMMING_UP),
        ("other", vocabulary.OTHER),
        ("closing", vocabulary.CLOSING),
        ("boilerplate", vocabulary.BOILERPLATE),
    )
    for kind, phrases in kinds:
        if folded in phrases:
            return kind
    if _SUMMING_UP.fullmatch(folded):
        return "summing up"
    return "takeaway" if _TAKEAWAY.fullmatch(folded) else None


def about_points(text: str) -> bool:
    """Whether a line only announces points: "Recommendations made by the panelist:"."""
    folded = normalise(text) if len(text) < 120 and not text.endswith((".", "!", "?")) else ""
    return bool(folded) and bool(_ABOUT_POINTS.fullmatch(folded) or folded in vocabulary.BOILERPLATE)


def announces(text: str) -> bool:
    """Whether a sentence before the points only says that they come: "She made the following suggestions:"."""
    return len(text.split()) <= 14 and _ANNOUNCES.fullmatch(text) is not None


def heading(text: str) -> Heading | None:
    """The panelist whose part a line begins, if it says so: "First Panelist: X", "Speaker 3 – Dr. X, Title"."""
    if len(text) > 300 or (found := _HEADING.fullmatch(text)) is None:
        return None
    numbered = bool(found["ordinal"] or found["count"])
    rest = found["rest"].lstrip(" .:–—-)]").rstrip(" .:–—-")
    if rest.endswith((")", "]")) and rest.count(")") + rest.count("]") > rest.count("(") + rest.count("["):
        rest = rest[:-1]
    called = " ".join(found["key"].split()).capitalize()
    if not rest:
        return Heading("", called=called) if numbered else None
    if behind := re.match(r"(?:,|was|is)\s+", found["rest"]):  # "First speaker, Dr. X", "The first panelist was Dr. X"
        name, role = persons.split(found["rest"][behind.end() :])
        sure = numbered and persons.is_name(name) and not role[:1].islower() and not text.endswith(".")
        return Heading(name, role.strip(" ,;"), called=called) if sure else None
    if not (numbered or found["mark"].strip()):
        return None
    rest, topic = _with_topic(rest)
    name, role = persons.split(_unlabelled(rest))
    if persons.is_name(name) or (numbered and found["mark"].strip() and _short(name)):
        return Heading(name, role.strip(" ,;"), topic, called)
    return None


def _short(name: str) -> bool:
    return len(name.split()) <= 8 and name[:1].isupper() and not name.endswith(".")


def _unlabelled(text: str) -> str:
    name, value = label(text)
    return value if name in vocabulary.NAME and value else text


def _with_topic(text: str) -> tuple[str, str]:
    """What stands before and behind "Topic:" within a heading."""
    found = re.search(r"[\s,;|(–—-]+(?:topic|theme|subject)\s*[:–—-]\s*(.+)$", text, re.IGNORECASE)
    if found is not None:
        return text[: found.start()].strip(), unquoted(found[1].rstrip(" )"))
    quoted = re.search(r"[\s:,–—-]+(?:on\s+)?[“\"]([^“”\"]+)[”\"]\s*$", text)
    return (text[: quoted.start()].strip(), quoted[1].strip()) if quoted is not None else (text, "")


def unquoted(text: str) -> str:
    """*text* without quotation marks round it and a full stop behind them."""
    text = text.strip()
    found = re.fullmatch(r"[“\"'‘«](.+)[”\"'’»]\.?", text)
    return found[1].strip() if found and not re.search(r"[“”\"]", found[1]) else text

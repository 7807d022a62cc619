"""Names of persons: what looks like one, what stands behind it in a line, and which two spell the same person."""

from __future__ import annotations

import re
from typing import Final

from bot.importing.vocabulary import NOT_NAMES
from bot.language.names import COMMON, PARTICLES, TITLES, joined, name_parts
from bot.language.skeleton import similarity, skeletons
from bot.language.text import normalise, words

_RETIRED: Final = r"\(\s*(?:r|rd|rtd|retd|ret|r'?etd|retired|late|dr|phd|sitara-e-\w+)\.?\s*\)"
_BEHIND: Final = re.compile(
    rf"\s+[–—―-]+\s+|\s*[–—―]\s*|\s*[,;|،]\s*|\s*(?!{_RETIRED})[(\[]|:\s+|\s+/\s+|\t+", re.IGNORECASE
)
_BETWEEN: Final = (
    re.compile(r"(?<=[)\]])\s*(?:[,;،]\s*(?:and\s+|&\s*)?|(?:and|&|اور)\s+)"),
    re.compile(r"\s*[;؛]\s*(?:(?:and|&|اور)\s+)?"),
    re.compile(r"\s*[,;،]\s*(?:(?:and|&|اور)\s+)?|\s+(?:and|&|اور)\s+"),
)
"""What parts the persons of one line: behind brackets, at semicolons, at commas."""
_BEFORE: Final = frozenset(
    """
    mr mrs ms miss dr doctor prof professor engr engineer sir madam justice gen general brig brigadier col colonel
    capt captain maj major lt lieutenant barrister advocate adv senator hon honourable honorable maulana mufti qari
    hafiz haji syed syeda sheikh ambassador amb cdr cmdr commodore admiral rear vice air marshal ch chaudhry rana raja
    mian malik sardar nawab pir makhdoom mst mohtarma janab allama hakim ustad retd rtd r rd ret late shaheed phd mx
    ڈاکٹر پروفیسر جناب محترمہ سید سیدہ انجینئر مسٹر مفتی مولانا
    """.split()
)
"""Words that stand before a name; some are names themselves."""
_MEN: Final = frozenset("mr sir janab maulana qari mufti haji".split())
_WOMEN: Final = frozenset("mrs ms miss madam mst mohtarma syeda".split())
_INNER: Final = PARTICLES | frozenset("e al ud uz bin binte van abu ibn i".split())
_LONGEST: Final = 8


def split(text: str) -> tuple[str, str]:
    """A line "Dr. X, Title" as the name and what stands behind it."""
    text = text.strip().lstrip(".:;,–—- ")
    found = _BEHIND.search(text)
    if found is None:
        return text.rstrip(" .:;,–—-"), ""
    behind = text[found.end() :]
    if found[0].strip()[:1] in ("(", "["):
        end = _closed(behind)
        behind = ", ".join(filter(None, (behind[:end].strip(), behind[end + 1 :].strip(" ,;:–—-"))))
    return text[: found.start()].strip(" .:;,–—-"), behind.lstrip(" :;–—-").rstrip(" :")


def tabbed(text: str) -> str:
    """*text*, with a dash where a tab parts a name from what stands behind it: a space would run them into one."""
    name, tab, behind = text.strip().partition("\t")
    sentence = behind.rstrip().endswith(".") or not behind.strip()[:1].isupper()
    return f"{name.strip()} – {behind.strip()}" if tab and not sentence and is_name(" ".join(name.split())) else text


def several(text: str) -> list[tuple[str, str]]:
    """The persons of a line that names more than one, each with what stands behind the name; empty for any other.

    "Dr. A, Mr. B and Ms. C", "Dr. A (office), Mr. B (office)", "Dr. A, office; Mr. B, office".
    """
    for between in _BETWEEN:
        people = [split(p) for p in between.split(text.strip(" .")) if p]
        if len(people) > 1 and all(is_name(name) for name, _ in people):
            return people
    return []


def _closed(text: str) -> int:
    """Where the bracket closes that stands open before *text*; its end if it never does."""
    depth = 1
    for n, c in enumerate(text):
        depth += (c in "([") - (c in ")]")
        if depth == 0:
            return n
    return len(text)


def titled(text: str) -> bool:
    """Whether a form of address or a rank stands at the beginning."""
    first = normalise(text).split(" ", 1)[0]
    return first in _BEFORE and " " in normalise(text)


def is_name(text: str) -> bool:
    """Whether *text* looks like the name of a person and nothing else."""
    bare = re.sub(_RETIRED, " ", text, flags=re.IGNORECASE)
    if re.search(r"[.!?:;,/\d\"“”&@(\[]", re.sub(r"\b\w{1,6}\.|['’`]", " ", bare)):
        return False
    parts = [p for p in re.split(r"[\s.]+", bare.strip()) if p]
    while parts and normalise(parts[0]) in _BEFORE and len(parts) > 1:
        parts = parts[1:]
    address = len(parts) < len([p for p in re.split(r"[\s.]+", bare.strip()) if p])
    if not parts or len(parts) > _LONGEST or (len(parts) == 1 and not address and "-" not in parts[0]):
        return False
    if not (parts[0][:1].isupper() or "\u0600" <= parts[0][:1] <= "\u06ff"):
        return False
    small = [p for p in parts if p[0].islower() and normalise(p) not in _INNER]
    return len(small) * 2 <= len(parts) and all(map(_in_name, parts))


def _in_name(part: str) -> bool:
    if not re.fullmatch(r"[^\W\d_]+(?:['’`-][^\W\d_]+)*['’`-]?", part):
        return False
    folded = normalise(part)
    return len(part) == 1 or folded in _INNER or not (set(folded.split()) & NOT_NAMES)


def alike(a: str, b: str) -> float:
    """How surely two spellings name one person, 0 to 1; up to 0.5 it is a part of the name that they share."""
    if _contradict(a, b):
        return 0.0
    if normalise(a) == normalise(b):
        return 1.0
    ours, theirs = name_parts(a), name_parts(b)
    if not ours or not theirs:
        return 0.0
    if ours == theirs:
        return 0.99
    if similarity(joined(a), joined(b)) > 0.93:
        return 0.97
    few, many = sorted((ours, theirs), key=len)
    left = list(many)
    shared = []
    for part in few:
        best = max(left, key=lambda p: _same(part, p), default="")
        if best and _same(part, best) > 0:
            shared.append(_same(part, best))
            left.remove(best)
    if len(shared) < len(few):
        return 0.0
    if len(few) == 1:
        return 0.5 if few[0] not in COMMON or len(many) == 1 else 0.0
    return 0.8 + 0.15 * sum(shared) / len(shared) - 0.05 * (len(many) - len(few))


def _same(a: str, b: str) -> float:
    """How alike two words of names are; 0 if they are two words."""
    if a == b:
        return 1.0
    looks = similarity(a, b)
    sounds = bool(set(skeletons(a)) & set(skeletons(b)))
    return looks if looks >= 0.87 or (sounds and looks >= 0.7 and a[:1] == b[:1]) else 0.0


def _contradict(a: str, b: str) -> bool:
    """Whether the forms of address belong to a man and to a woman."""
    ours, theirs = set(words(a)), set(words(b))
    return bool((ours & _MEN and theirs & _WOMEN) or (ours & _WOMEN and theirs & _MEN))


def bare(name: str) -> str:
    """A name folded, without forms of address: two names are spelt alike if this is equal."""
    return " ".join(w for w in words(name) if w not in TITLES)

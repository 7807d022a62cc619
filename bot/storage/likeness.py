"""When two questions are the same one: in other characters, other courtesies, another inflection, misspelt.

Different questions must stay apart, so every word that counts has its partner at the same place, and two words that
there are have to mean the same: a slip of the fingers is one only where at most one of the two is a word.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz.distance import OSA, Levenshtein

from bot.language.english import stem
from bot.language.skeleton import similarity, skeletons
from bot.language.text import script, words

Meaning = Callable[[str], str]
"""What a normalised word means, whatever its language, the same for words of one meaning; empty for what is none."""

_FILLERS = frozenset(
    words(
        """
    a an the this that these those is are was were be been being am do does did done has have had of on in at to for
    from with by about regarding concerning as and or so then well please pls plz kindly hello hi hey dear sir madam
    bro guys thanks thank ok okay me my i im you your r u can could would may might tell know want wanted let give
    say said says saying speak spoke talk talked mention mentioned what whats there it its any anything something
    ka ki ke k kay ko ne se pe par mein main mai me hai hain tha thi the ho hota hoti hote aur bhi kya kia kaha kehte
    bola bataya batao bataen bataiye baare bare barey baray jee ji janab sahib sahab plez meharbani
    کا کی کے کو نے سے پہ پر میں ہے ہیں تھا تھی تھے ہو ہوتا ہوتی ہوتے اور بھی کیا کہا کہتے بولا بتایا بتاو بتائیں
        بارے جی جناب
        """
    )
)
"""Words whose coming and going makes no other question. Who, when, why, how, not and should do make one."""
_ALIKE = 0.9
"""Of two spellings of one word; police and policy are below."""
_SHORTEST, _SHORTEST_NAME = 3, 4
"""Letters from which on one slip of the fingers makes no other word, and no other name."""
_ALIKE_SOUND = 0.7
"""Where words have no one spelling, and these two sound the same: kya and kia."""
_MOST_WORDS = 100
"""Of a question with more of them a slip is not looked for."""
_KEYS = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_URDU_KEYS = str.maketrans("قوعرتےیپاسدفگحجکلزشچطبنمہٹڑڈصغھضخذثظں", "qwertyipasdfghjklzxcvbnmotrdsghjkzcvn")
"""Urdu letters where phonetic keyboards have them."""


@dataclass(frozen=True, slots=True)
class Essence:
    """What counts in a question."""

    words: tuple[str, ...]
    """The normalised words without fillers; all of them where there are no others."""
    spelt: bool = True
    """Whether its language has one spelling for each word; Roman Urdu has not."""
    typed: tuple[str, ...] = ()
    """All its words, normalised."""

    @property
    def same(self) -> bytes:
        """Equal for questions with the same words up to inflection."""
        return _hash(" ".join(map(stem, self.words)))

    @property
    def keys(self) -> frozenset[bytes]:
        """Two questions of as many words, of which at most one sounds otherwise, share a key; so do others alike."""
        sounds = sorted(map(_sound, self.words))
        n = len(sounds)
        lists = [f"{n} " + " ".join(sounds)]
        if 1 < n <= _MOST_WORDS:
            # A word too many may be a misspelt filler.
            fillers = {_sound(w) for w in self.words if _nearly_filler(w)}
            for i, sound in enumerate(sounds):
                left = " ".join(sounds[:i] + sounds[i + 1 :])
                lists += [f"{n} {left}", f"{n - 1} {left}"] if sound in fillers else [f"{n} {left}"]
        return frozenset(map(_hash, (*lists, "".join(self.words))))


def essence(question: str, language: str) -> Essence | None:
    """What counts in *question*; None if there is no word in it."""
    everything = words(question)
    counting = [w for w in everything if w not in _FILLERS] or everything
    return Essence(tuple(counting), language == "en", tuple(everything)) if counting else None


def alike(a: Essence, b: Essence, meaning: Meaning) -> bool:
    """Whether two questions are one and the same."""
    spelt = a.spelt and b.spelt
    return (
        _all(a.words, b.words, lambda x, y: _same_word(x, y, spelt, meaning))
        or "".join(a.words) == "".join(b.words)
        or _all(a.typed, b.typed, lambda x, y: x == y or _same_filler(x, y, meaning))
    )


def _all(a: Sequence[str], b: Sequence[str], same: Callable[[str, str], bool]) -> bool:
    return len(a) == len(b) > 0 and all(same(x, y) for x, y in zip(a, b, strict=True))


def _same_word(a: str, b: str, spelt: bool, meaning: Meaning) -> bool:
    if stem(a) == stem(b):
        return True
    if any(c.isdigit() for c in a + b):
        return False
    if meaning(a) and meaning(b):
        return meaning(a) == meaning(b)
    sound = not spelt and _sound(a) == _sound(b)
    if script(a) != script(b):
        return sound
    if sound and similarity(a, b) >= _ALIKE_SOUND:
        return True
    return (similarity(a, b) >= _ALIKE and OSA.distance(a, b) > 1) or _one_slip(a, b, meaning)


def _one_slip(a: str, b: str, meaning: Meaning) -> bool:
    """Whether one of two words, of which one is none, is the other one with a slip of the fingers."""
    shortest = min(len(a), len(b))
    if shortest < _SHORTEST or OSA.distance(a, b) != 1:
        return False
    meant, typed = (b, a) if meaning(b) else (a, b)
    if meaning(meant):
        return _slipped(meant, typed)
    # Of two names either may be the right one.
    return shortest >= _SHORTEST_NAME and a[0] == b[0] and (_slipped(a, b) or _slipped(b, a))


def _slipped(meant: str, typed: str) -> bool:
    """Whether *typed* is *meant* with a letter missing or doubled, two exchanged, or one of a key beside its own."""
    if len(typed) < len(meant) or sorted(typed) == sorted(meant):
        return True
    [edit] = Levenshtein.editops(meant, typed)
    at, letter = edit.dest_pos, typed[edit.dest_pos]
    if len(typed) == len(meant):
        return _beside(letter, meant[edit.src_pos])
    return any(letter == c or _beside(letter, c) for c in typed[max(0, at - 1) : at] + typed[at + 1 : at + 2])


def _beside(a: str, b: str) -> bool:
    """Whether two letters are on one key or on keys that touch."""
    (row, column), (other, place) = _place(a), _place(b)
    return row >= 0 and other >= 0 and abs(row - other) <= 1 and abs(column - place) <= 1


def _place(letter: str) -> tuple[int, int]:
    key = letter.translate(_URDU_KEYS)
    return next(((n, row.index(key)) for n, row in enumerate(_KEYS) if key in row), (-1, -1))


def _same_filler(a: str, b: str, meaning: Meaning) -> bool:
    """Whether one is a filler, and the other what it becomes by a slip, and no word."""
    fillers = (a in _FILLERS) + (b in _FILLERS)
    return fillers == 1 and OSA.distance(a, b) == 1 and not meaning(b if a in _FILLERS else a)


@lru_cache(maxsize=2_000)
def _nearly_filler(word: str) -> bool:
    return any(OSA.distance(word, filler) == 1 for left in _shortened(word) for filler in _FILLERS_BY.get(left, ()))


def _shortened(word: str) -> set[str]:
    """The word, and what is left of it without one letter: two words that are one slip apart have one of these."""
    return {word, *(word[:i] + word[i + 1 :] for i in range(len(word)))}


_FILLERS_BY: dict[str, list[str]] = {}
for _filler in _FILLERS:
    for _left in _shortened(_filler):
        _FILLERS_BY.setdefault(_left, []).append(_filler)


def _sound(word: str) -> str:
    """One consonant key; و, v and w inside go, because they are vowels as often as not."""
    key = skeletons(stem(word))[-1]
    return key[:1] + key[1:].replace("v", "") or word


def _hash(text: str) -> bytes:
    return hashlib.blake2b(text.encode(), digest_size=16).digest()

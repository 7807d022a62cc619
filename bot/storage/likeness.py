"""When two questions are the same one: in other characters, other courtesies, another inflection, misspelt.

Different questions must stay apart, so every word that counts has its partner at the same place.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from rapidfuzz.distance import DamerauLevenshtein

from bot.language.english import stem
from bot.language.skeleton import similarity, skeletons
from bot.language.text import script, words

_FILLERS = frozenset(
    words(
        """
    a an the this that these those is are was were be been being am do does did done has have had of on in at to for
    from with by about regarding concerning as and or so then well please pls plz kindly hello hi hey dear sir madam
    bro guys thanks thank ok okay me my i im you your u r can could would may might tell know want wanted let give
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
_SLIPS_FROM = 4
"""Letters from which on one slip of the fingers makes no other word."""
_ALIKE_SOUND = 0.7
"""Where words have no one spelling, and these two sound the same: kya and kia."""


@dataclass(frozen=True, slots=True)
class Essence:
    """What counts in a question."""

    words: tuple[str, ...]
    """The normalised words without fillers; all of them where there are no others."""
    spelt: bool = True
    """Whether its language has one spelling for each word; Roman Urdu has not."""

    @property
    def same(self) -> bytes:
        """Equal for questions with the same words up to inflection."""
        return _hash(" ".join(map(stem, self.words)))

    @property
    def keys(self) -> frozenset[bytes]:
        """Two questions of as many words, of which at most one sounds otherwise, share a key."""
        sounds = [_sound(w) for w in self.words]
        left = [sounds[:i] + sounds[i + 1 :] for i in range(len(sounds))] if len(sounds) > 1 else []
        return frozenset(_hash(f"{len(sounds)} " + " ".join(sorted(s))) for s in (sounds, *left))


def essence(question: str, language: str) -> Essence | None:
    """What counts in *question*; None if there is no word in it."""
    everything = words(question)
    counting = [w for w in everything if w not in _FILLERS] or everything
    return Essence(tuple(counting), spelt=language == "en") if counting else None


def alike(a: Essence, b: Essence) -> bool:
    """Whether two questions are one and the same."""
    spelt = a.spelt and b.spelt
    return len(a.words) == len(b.words) and all(_same_word(x, y, spelt) for x, y in zip(a.words, b.words, strict=True))


def _same_word(a: str, b: str, spelt: bool) -> bool:
    if stem(a) == stem(b):
        return True
    if a.isdigit() or b.isdigit():
        return False
    sound = not spelt and _sound(a) == _sound(b)
    if script(a) != script(b):
        return sound
    return similarity(a, b) >= (_ALIKE_SOUND if sound else _ALIKE) or _one_slip(a, b)


def _one_slip(a: str, b: str) -> bool:
    """Whether a letter is missing, or two have changed places; another letter in its place may be another word."""
    if min(len(a), len(b)) < _SLIPS_FROM or a[0] != b[0] or DamerauLevenshtein.distance(a, b) != 1:
        return False
    return len(a) != len(b) or sorted(a) == sorted(b)


def _sound(word: str) -> str:
    """One consonant key; و, v and w inside go, because they are vowels as often as not."""
    key = skeletons(stem(word))[-1]
    return key[:1] + key[1:].replace("v", "") or word


def _hash(text: str) -> bytes:
    return hashlib.blake2b(text.encode(), digest_size=16).digest()

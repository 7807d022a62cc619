"""English: stems, the words that carry no content, and the words of asking about an event."""

from __future__ import annotations

from functools import lru_cache

import Stemmer

_STEMMER = Stemmer.Stemmer("english", 0)  # what it has stemmed is remembered below

FUNCTION_WORDS = frozenset(
    """
    a about above across after again against all almost along already also although always am among an and
    any anybody anyone anything are around as at away back be because been before being below between both
    but by came can cannot come could did do does doing done dont down during each either else ever every
    everyone everything few for from get gets getting go goes going gone got had has have having he hello
    her here hers herself hey hi him himself his how i if im in instead into is it its itself ive just kind
    let lets like lot made make makes many may maybe me might mine more most much must my myself need needs
    never no nobody none nor not nothing now of off ok okay on once one only onto or other others our ours
    out over own perhaps please pls plz put quite rather really said same say says see seem seems shall she
    should since so some somebody someone something sort still such take takes than thank thanks that the
    their theirs them themselves then there these they thing things this those though through thus to too
    under until up upon us use used using very want wants was way we well were what whatever when where
    whether which while who whoever whom whose why will with within without would yes yet you your yours
    yourself hasnt havent isnt arent wasnt werent wont wouldnt cant couldnt shouldnt didnt doesnt theres
    thats whats whos id ill u ur r n y abt bcoz coz cuz shud shld wud cud wat wht hw wen wer thx tht thr dis
    dat da wid w b/c bc dem dere den dose gonna wanna gotta tell told give gave know anyway actually
    basically bro sir madam dear guys lol haha hmm yeah ya oh ah um gimme lemme plus
    """.split()
)
"""Words that say nothing of what a question is about. They count little, never for coverage."""

ASKING_WORDS = frozenset(
    """
    according advice advise advised advises angle answer answered answers ask asked asking asks believe
    believed believes bring brings brought call called calls claim claimed claims comment commented comments
    complete conference contribution contributions demand demanded demands describe described describes
    discuss discussed discussing discussion entire event events exact exactly expert experts explain
    explained explains express favour full give guest guests idea ideas insist insisted issue issues main
    mention mentioned mentions note notes opinion opinions panel panelist panelists panellist panellists
    participant participants person perspective point pointed points position propose proposal proposals
    proposed proposes put question questions quote quoted raise raised raises recommend recommendation
    recommendations recommended recommends regarding remark remarks report reported reports saying seminar
    send session share shared show speak speaker speakers speaking speaks speech spoke spoken stance stand
    state stated statement statements states suggest suggested suggesting suggestion suggestions suggests
    sum summarise summarised summarize summary talk talked talking talks telling thinks think thought
    thoughts topic topics touch urge urged view viewpoint views whole words conversation overall mean listen
    hear heard audience forward present presented presents offer offered offers write joined missed miss
    late detail details lecture address addressed vs versus compare compared comparison
    """.split()
)
"""Words of asking what was said at an event: content for a question on the event itself, frame for all others."""


@lru_cache(maxsize=2_000)
def stem(word: str) -> str:
    """The Snowball stem of a normalised English word; other scripts come back as they are."""
    if not (word.isascii() and word.isalpha()):
        return word
    stemmed = str(_STEMMER.stemWord(word))
    return _spelling(stemmed) if len(stemmed) > 5 else stemmed


def _spelling(stemmed: str) -> str:
    """British and American spellings of one stem as one."""
    if stemmed.endswith("is"):
        return stemmed[:-1] + "z"
    if stemmed.endswith(("enc", "centr", "programm")):
        return {"c": stemmed[:-1] + "s", "r": "center", "m": "program"}[stemmed[-1]]
    return stemmed.replace("our", "or")

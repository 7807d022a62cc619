"""What a question costs at a size: ``python -m tests.bench.cost MATCHER SIZE`` prints it as JSON, of its own process.

Times are processor time of the one thread that works, so that other processes on the machine do not count. Texts are
8 to 16 words of English drawn by how common they are; a question is six words of one of them, clean or with a slip of
the keyboard in two. Questions are never asked twice, and none is asked before it is measured.
"""

from __future__ import annotations

import gc
import json
import random
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

import numpy as np

from bot import app
from bot.knowledge import library
from bot.knowledge.library import SHIPPED
from bot.knowledge.model import Panelist, Point, Report
from bot.language.lexicon import Lexicon
from bot.matching.answering import Answerer
from bot.matching.reader import Reader
from bot.matching.retrieval import Retrieval
from bot.resources import calibration, english_words
from tests.bench.peers import PEERS
from tests.bench.sets import slip

SIZES = (20, 1_000, 100_000, 1_000_000)
SEARCH, ANSWER, ANSWER_VECTORS = (
    "this matcher: read and search",
    "this matcher: answer",
    "this matcher: answer, vectors",
)
MOST: dict[str, int] = {
    "TF-IDF, character n-grams": 100_000,
    "MiniLM alone": 1_000,
    ANSWER: 100_000,
    ANSWER_VECTORS: 1_000,
}
"""Sizes beyond which a matcher is not measured: it would take hours or gigabytes, or is not made for that."""
MATCHERS = (*PEERS, SEARCH, ANSWER, ANSWER_VECTORS)

_QUESTIONS = 1_000
_WARM = 50
_PATIENCE = 20.0
"""Seconds for the questions of a kind; a slow matcher is asked fewer, but never less than five."""
_WORDS = range(8, 17)
_ASKED, _SLIPPED = 6, 2


@dataclass(frozen=True, slots=True)
class Cost:
    """What a matcher costs at a size. Times in milliseconds of processor time where not said."""

    matcher: str
    size: int
    build: float
    """Seconds."""
    memory: float
    """Megabytes more than before it was built."""
    peak: float
    """The same at the highest while it was built."""
    clean: list[float]
    """By question."""
    typos: list[float]
    found: float
    """The share of questions with typos that brought the text they were made from first."""


def texts(size: int) -> list[str]:
    """The same *size* texts each time."""
    english = english_words()
    ranked = np.array(sorted(english, key=lambda w: -english[w]), dtype=object)
    chance = np.random.default_rng(1)
    share = 1 / (np.arange(len(ranked)) + 2.7)  # Zipf's law, as Mandelbrot mended it
    upto = np.cumsum(share / share.sum())
    out: list[str] = []
    while len(out) < size:
        lengths = chance.integers(_WORDS.start, _WORDS.stop, min(50_000, size - len(out)))
        drawn = ranked[np.minimum(np.searchsorted(upto, chance.random(lengths.sum())), len(ranked) - 1)]
        out += [" ".join(part) for part in np.split(drawn, np.cumsum(lengths)[:-1])]
    return out


def questions(known: Sequence[str], count: int, *, slips: bool) -> list[tuple[str, int]]:
    """*count* questions and the number of the text that each is made from."""
    chance = random.Random(7 + slips)
    out = []
    for _ in range(count):
        at = chance.randrange(len(known))
        words = known[at].split()
        asked = [words[n] for n in sorted(chance.sample(range(len(words)), _ASKED))]
        long = [n for n, w in enumerate(asked) if len(w) >= 4] if slips else []
        for n in chance.sample(long, min(len(long), _SLIPPED)):
            asked[n] = slip(asked[n], chance)
        out.append((" ".join(asked), at))
    return out


Ask = Callable[[str], int | None]
"""A question to the number of the text found first."""


def _peer(name: str, known: Sequence[str]) -> Ask:
    peer = PEERS[name]()
    peer.build(known)

    def ask(question: str) -> int | None:
        found = peer.find(question, 10)
        return found[0][0] if found else None

    return ask


def _search(known: Sequence[str]) -> Ask:
    """Reading a question, repair included, and the ten best entries."""
    own: set[str] = set()
    for text in known:
        own.update(text.split())
    reader = Reader(Lexicon(library.load([SHIPPED]).lexicon), english_words(), own, ())
    retrieval = Retrieval(reader, ([(text, 1.0)] for text in known))

    def ask(question: str) -> int | None:
        found = retrieval.find(reader.read(question), 10).entries
        return int(found[0]) if len(found) else None

    return ask


def _answer(known: Sequence[str], model: str) -> Ask:
    """The whole way from a message to a decision, from a report with the texts as points, ten to a panelist."""
    panelists = [
        Panelist(name=f"Q{n:06}", role=f"Q{n:06}", topic="—", points=tuple(Point(text=t) for t in known[n : n + 10]))
        for n in range(0, len(known), 10)
    ]
    report = Report(
        id="made", title="—", date=date(2024, 1, 1), organizers=("—",), panelists=tuple(panelists), takeaway="—"
    )
    vectors = app.embedder(model)
    numbers = calibration(vectors.name, vectors.width) if vectors else calibration(app.OFF)
    answerer = Answerer([report], library.load([SHIPPED]).lexicon, english_words(), numbers, vectors)

    def ask(question: str) -> int | None:
        explained = answerer.answer(question).explanation
        entry = answerer.matcher.entries[int(explained.evidence.candidates[explained.decision.order[0]])]
        return None if entry.panelist is None or entry.point is None else entry.panelist * 10 + entry.point

    return ask


def _built(matcher: str, known: Sequence[str]) -> Ask:
    if matcher == SEARCH:
        return _search(known)
    if matcher in (ANSWER, ANSWER_VECTORS):
        return _answer(known, app.OFF if matcher == ANSWER else app.DEFAULT)
    return _peer(matcher, known)


def _resident(which: str = "VmRSS") -> float:
    """Megabytes of this process now, or at the highest (``VmHWM``); Linux tells."""
    with open("/proc/self/status", encoding="ascii") as stream:
        return next(int(line.split()[1]) * 1024 / 1e6 for line in stream if line.startswith(which))


def measure(matcher: str, size: int) -> Cost:
    """Build *matcher* over *size* texts and ask it, in this process."""
    known = texts(size)
    english_words()
    gc.collect()
    before, began = _resident(), time.process_time()
    ask = _built(matcher, known)
    build = time.process_time() - began
    gc.collect()
    memory, peak = _resident() - before, _resident("VmHWM") - before
    gc.freeze()
    took: dict[bool, list[float]] = {}
    found = 0.0
    for slips in (False, True):
        asked = questions(known, _WARM + _QUESTIONS, slips=slips)
        took[slips] = []
        right, began = 0, time.perf_counter()
        for n, (question, at) in enumerate(asked):
            if n >= 5 and time.perf_counter() - began > _PATIENCE:
                break
            start = time.process_time_ns()
            first = ask(question)
            took[slips].append((time.process_time_ns() - start) / 1e6)
            right += first == at
        found = right / len(took[slips])
    # The first ones fill the caches of the processor and the interpreter.
    clean, typos = (took[slips][_WARM if len(took[slips]) > 2 * _WARM else 1 :] for slips in (False, True))
    return Cost(matcher, size, build, memory, peak, clean, typos, found)


def in_own_process(matcher: str, size: int) -> Cost:
    """The same in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.cost", matcher, str(size)], check=True, stdout=subprocess.PIPE, text=True
    )
    read: dict[str, Any] = json.loads(done.stdout)
    return Cost(**read)


if __name__ == "__main__":
    print(json.dumps(asdict(measure(sys.argv[1], int(sys.argv[2])))))

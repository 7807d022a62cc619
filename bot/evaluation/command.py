"""``python -m bot eval``: the figures of a set of questions, a report of them, or new numbers from them."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from bot import app
from bot.errors import BotError
from bot.evaluation import calibrate as fitting
from bot.evaluation import page, table
from bot.evaluation.judge import Bounds, failures, tally
from bot.evaluation.measure import measure, sets_of
from bot.evaluation.meter import Meter
from bot.matching.matcher import Matcher
from bot.resources import CALIBRATION, OTHERS, english_words


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be shown besides the table."""

    wrong: bool = False
    """Every question that was not answered as wanted."""
    points: bool = False
    """What an editor can mend."""
    html: Path | None = None
    """A file for the report."""
    bounds: Bounds = field(default_factory=Bounds)


def evaluate(files: Sequence[Path], knowledge: Sequence[Path], model: str, wish: Wish) -> int:
    """Print a table by set, language and style, and what *wish* says; 1 if a bound is not kept."""
    paired = sets_of(files, knowledge)
    if wish.html is not None and not wish.html.absolute().parent.is_dir():
        raise BotError(f"{wish.html}: cannot be written (there is no such folder)")
    with Meter() as meter:
        measured = measure(paired, model, meter, in_full=wish.points or wish.html is not None)
    failed = list(failures(tally(measured.verdicts), wish.bounds))
    _print(table.table(measured))
    if wish.wrong:
        _print(table.wrong(measured))
    if wish.points:
        for reviewed in measured.reviews:
            _print(table.advice(reviewed.review))
    if wish.html is not None:
        _write(wish.html, page.page(measured, model, failed))
    _print(failed)
    return 1 if failed else 0


def _print(lines: Iterable[str]) -> None:
    for line in lines:
        print(line)


def _write(file: Path, text: str) -> None:
    try:
        file.write_text(text, "utf-8", errors="replace")
    except OSError as error:
        raise BotError(f"{file}: cannot be written ({error.strerror or error})") from None


def calibrate(files: Sequence[Path], knowledge: Sequence[Path], model: str) -> int:
    """Fit the numbers for *model* to the questions and write them to the calibration file."""
    vectors = app.embedder(model)
    samples = []
    for questions, known in sets_of(files, knowledge):
        matcher = Matcher(known.reports, known.lexicon, english_words(), vectors)
        print(f"measuring {questions.name}: {len(questions.questions)} questions", file=sys.stderr)
        samples += [
            fitting.sample(matcher, q, hard=questions.hard)
            for q in questions.questions
            if fitting.is_ranked(matcher, q)
        ]
    fitted = fitting.calibrate(samples, lambda step: print(f"fitting {step}", file=sys.stderr))
    data = json.loads(CALIBRATION.read_text("utf-8")) if CALIBRATION.is_file() else {}
    data[vectors.name if vectors else app.OFF] = fitted.to_mapping()
    if vectors and vectors.name == app.DEFAULT:
        blind = [replace(s, evidence=replace(s.evidence, vector=s.evidence.vector[:0])) for s in samples]
        data[OTHERS] = fitting.calibrate(blind).to_mapping()
    CALIBRATION.write_text(json.dumps(data, indent=1, sort_keys=True) + "\n", "utf-8")
    print(f"{len(samples)} questions; edited: {fitted.edited}, plain: {fitted.plain}")
    print(f"written to {CALIBRATION.name}; review the difference and run the tests")
    return 0

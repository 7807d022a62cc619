"""``python -m bot eval``: the figures of a set of questions, or new numbers from it."""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from bot import app
from bot.evaluation import calibrate as fitting
from bot.evaluation import questions as labelled
from bot.evaluation.judge import Verdict, judge, tally
from bot.evaluation.questions import QuestionSet
from bot.knowledge import library
from bot.matching.answering import Suggested
from bot.matching.matcher import Matcher
from bot.resources import CALIBRATION, english_words


def evaluate(files: Sequence[Path], knowledge: Sequence[Path], model: str, *, wrong: bool) -> int:
    """Print a table by set, language and style; with *wrong*, every question that was not answered right."""
    verdicts: list[tuple[str, Verdict]] = []
    for questions in _sets(files):
        answerer = app.load([questions.knowledge] if questions.knowledge else knowledge, model)
        verdicts += [(questions.name, judge(q, answerer.answer(q.q))) for q in questions.questions]
    print(f"{'':34}{'asked':>6}{'right':>7}{'helped':>8}{'misled':>8}{'none':>7}{'refused':>9}{'misled':>8}")
    _table("set", [(name, v) for name, v in verdicts])
    _table("language", [(v.question.lang, v) for _, v in verdicts])
    _table("style", [(v.question.style, v) for _, v in verdicts])
    if wrong:
        for name, v in verdicts:
            if not (v.right or (v.refused and v.question.want == "none")):
                _print_wrong(name, v)
    return 0


def _table(title: str, rows: Sequence[tuple[str, Verdict]]) -> None:
    groups: dict[str, list[Verdict]] = defaultdict(list)
    for key, verdict in rows:
        groups[key].append(verdict)
    print(title)
    for key, group in groups.items():
        t = tally(group)
        print(
            f"  {key:32}{t.asked:6}{t.right:7.1%}{t.helped:8.1%}{t.misled:8.1%}"
            f"{t.none_asked:7}{t.none_refused:9.1%}{t.none_misled:8.1%}"
        )


def _print_wrong(name: str, v: Verdict) -> None:
    verdict = "MISLED" if v.misled else "refused" if v.refused else "helped" if v.helped else "unhelpful"
    shown = [f"{r.panelist or r.kind}{f'.{r.point}' if r.point else ''}" for r in v.answer.results[:3]]
    kind = "suggest" if isinstance(v.answer, Suggested) else "answer" if shown else "none"
    wanted = ",".join(v.question.points) or ",".join(map(str, v.question.panelists)) or v.question.want
    d = v.answer.explanation.decision
    print(f"{verdict:9} {name}:{v.question.line} [{v.question.style}] {v.question.q}")
    print(f"          wanted {wanted}; {kind} {' '.join(shown)}; scope {d.scope:.2f}, first right {d.correctness:.2f}")


def _sets(files: Sequence[Path]) -> list[QuestionSet]:
    return [s for f in files for s in labelled.load(f)]


def calibrate(files: Sequence[Path], knowledge: Sequence[Path], model: str) -> int:
    """Fit the numbers for *model* to the questions and write them to the calibration file."""
    vectors = app.embedder(model)
    samples = []
    for questions in _sets(files):
        known = library.load([questions.knowledge] if questions.knowledge else knowledge)
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
    CALIBRATION.write_text(json.dumps(data, indent=1, sort_keys=True) + "\n", "utf-8")
    print(f"{len(samples)} questions; edited: {fitted.edited}, plain: {fitted.plain}")
    print(f"written to {CALIBRATION.name}; review the difference and run the tests")
    return 0

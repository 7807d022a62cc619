"""Answers as plain text, and the conversation in the terminal."""

from __future__ import annotations

import json
import sys
import textwrap
from collections.abc import Callable, Iterable

from bot.knowledge.model import Report
from bot.matching.answering import Answer, Answered, Answerer, Result, Suggested, Unanswered
from bot.matching.decision import MAX_CHOICES
from bot.matching.features import RANK_FEATURES
from bot.matching.followup import Context

_WIDTH = 92


def as_json(question: str, answer: Answer) -> str:
    """One line of the JSON contract."""
    outcome = {Answered: "answer", Suggested: "suggest", Unanswered: "none"}[type(answer)]
    results = [
        {
            "kind": r.kind,
            "report": r.report.id,
            "panelist": r.panelist,
            "point": r.point,
            "name": r.name,
            "topic": r.topic,
            "text": r.text,
            "score": r.score,
        }
        for r in answer.results
    ]
    return json.dumps({"question": question, "outcome": outcome, "results": results}, ensure_ascii=False)


def as_text(answer: Answer, *, many_reports: bool = False) -> str:
    """What a person reads."""
    if isinstance(answer, Unanswered):
        return "The report doesn't answer that."
    if isinstance(answer, Suggested):
        lines = ["I'm not sure. Did you mean:"]
        for n, result in enumerate(answer.results[:MAX_CHOICES], 1):
            lines.append(_wrapped(f"{n}. {label(result)}", "   "))
        return "\n".join(lines)
    return _results(answer.results, many_reports)


def label(result: Result) -> str:
    """A choice in one line: who and what."""
    kinds = {"takeaway": "the takeaway", "event": "the event", "panelists": "the panelists", "topics": "the topics"}
    if result.kind == "point":
        return f"{result.name}: {textwrap.shorten(result.text, 110, placeholder=' …')}"
    if result.kind == "panelist":
        return f"everything {result.name} said ({result.topic})"
    return f"{kinds[result.kind]} of “{result.report.title}”"


def _results(results: Iterable[Result], many_reports: bool) -> str:
    out: list[str] = []
    speaker: tuple[str, int | None] | None = None
    for r in results:
        if r.kind in ("point", "panelist"):
            if speaker != (r.report.id, r.panelist):
                speaker = (r.report.id, r.panelist)
                out.append(("\n" if out else "") + f"{r.name} · {r.topic}")
                out += [f"  — {r.report.title}"] if many_reports else []
            number, indent = (f"{r.point}. ", "     ") if r.kind == "point" else ("", "  ")
            out.append(_wrapped(f"  {number}{r.text}", indent))
        else:
            out += [*_fact(r), *([f"  — {r.report.title}"] if many_reports else [])]
    return "\n".join(out)


def _fact(r: Result) -> list[str]:
    report = r.report
    if r.kind == "takeaway":
        return ["Takeaway", _wrapped(f"  {r.text}", "  ")]
    if r.kind == "panelists":
        return [
            "Panelists",
            *(_wrapped(f"  {n}. {p.name}, {p.role}", "     ") for n, p in enumerate(report.panelists, 1)),
        ]
    if r.kind == "topics":
        return [
            "Topics",
            *(_wrapped(f"  {n}. {p.topic} ({p.name})", "     ") for n, p in enumerate(report.panelists, 1)),
        ]
    if r.name is not None:
        return [str(r.name), _wrapped(f"  {r.text}", "  ")]
    return [_wrapped(report.title, ""), *event_lines(report)]


def event_lines(report: Report) -> list[str]:
    """The event's facts, a line each."""
    day = report.date
    return [
        f"  Date: {day.day} {day:%B %Y}",
        f"  Organised by: {', '.join(report.organizers)}",
        f"  Panelists: {len(report.panelists)} ({', '.join(p.name for p in report.panelists)})",
    ]


def _wrapped(text: str, indent: str) -> str:
    return textwrap.fill(text, _WIDTH, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)


def explained(answer: Answer) -> str:
    """Why: the words, the best candidates with what counted, the thresholds."""
    e = answer.explanation
    q, d = e.question, e.decision
    lines = [f"understood   {' '.join(t.word for t in q.terms if t.word) or '(no words)'}   [{q.language}]"]
    changed = [f"{t.typed} → {t.word or '–'}" for t in q.terms if t.repaired]
    if changed:
        lines.append(f"read as      {'; '.join(changed)}")
    if q.background:
        lines.append(f"background   {' '.join(t.word for t in q.background if t.word)}")
    for entry, at in zip(e.candidates, d.order, strict=False):
        who = f"{(entry.panelist or 0) + 1}.{(entry.point or 0) + 1}" if entry.kind == "point" else ""
        who = who or (
            f"{entry.kind} {entry.panelist + 1}" if entry.panelist is not None else str(entry.kind or "small talk")
        )
        row = dict(zip(RANK_FEATURES, e.evidence.rank[at], strict=True))
        counted = "  ".join(f"{k} {v:.2f}" for k, v in row.items() if abs(v) >= 0.005)
        lines.append(f"{d.utilities[at]:7.2f}  {who:<12} {counted}")
    lines.append(
        f"in scope {d.scope:.2f} (declines below {d.thresholds.none_below:.2f}); "
        f"first right {d.correctness:.2f} (answers from {d.thresholds.answer_above:.2f}) → {d.outcome}"
    )
    return "\n".join(lines)


_HELP = (
    "Ask in your own words, in English, Urdu or Roman Urdu. A number takes a choice; /panelists, /topics, /takeaway "
    "and /about show the lists and the event; /quit or Ctrl-D ends."
)


def chat(answerer: Answerer, ask: Callable[[str], str] = input) -> None:
    """A conversation until the end of input."""
    titles = "; ".join(f"“{r.title}” ({r.date.year})" for r in answerer.reports)
    print(_wrapped(f"Ask what the panel said: {titles}.", ""))
    print(_wrapped(_HELP, ""), end="\n\n")
    choices: tuple[Result, ...] = ()
    context: Context | None = None
    while True:
        try:
            text = ask("You: ").strip()
        except EOFError:
            print()
            return
        if text in ("/quit", "/exit"):
            return
        if not text:
            continue
        if text.isdecimal() and 1 <= int(text) <= len(choices):
            results = answerer.expand(choices[int(text) - 1])
            print(_results(results, len(answerer.reports) > 1), end="\n\n")
            continue
        command = _commanded(answerer, text)
        if command is not None:
            print(command, end="\n\n")
            continue
        answer = answerer.answer(text, context)
        context = answerer.context(answer) or context
        choices = answer.results if isinstance(answer, Suggested) else ()
        print(as_text(answer, many_reports=len(answerer.reports) > 1), end="\n\n")
        sys.stdout.flush()


def _commanded(answerer: Answerer, text: str) -> str | None:
    kinds = {"/panelists": "panelists", "/topics": "topics", "/takeaway": "takeaway", "/about": "event"}
    if text in kinds:
        kind = kinds[text]
        results = [answerer.whole(kind, n) for n in range(len(answerer.reports))]  # type: ignore[arg-type]
        return _results(results, len(answerer.reports) > 1)
    if text.startswith("/"):
        return _wrapped(_HELP, "")
    return None

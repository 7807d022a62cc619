"""Answers as plain text, and the conversation in the terminal."""

from __future__ import annotations

import json
import sys
import textwrap
from collections.abc import Callable, Iterable

from bot.explanation import explain
from bot.knowledge.model import Report
from bot.matching import courtesy
from bot.matching.answering import Answer, Answered, Answerer, Result, Suggested, Unanswered
from bot.matching.entries import Entry
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
        for n, result in enumerate(answer.results, 1):
            source = f" — {result.report.title}" if many_reports and result.kind in ("point", "panelist") else ""
            lines.append(_wrapped(f"{n}. {label(result)}{source}", "   "))
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
        f"  Points: {sum(len(p.points) for p in report.panelists)}",
    ]


def _wrapped(text: str, indent: str) -> str:
    return textwrap.fill(text, _WIDTH, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)


def explained(answerer: Answerer, answer: Answer) -> str:
    """Why: the words, the best candidates with what counted, the lead, the thresholds."""
    why = explain(answerer, answer)
    lines = [f"understood   {' '.join(why.understood) or '(no words)'}   [{why.language}]"]
    repairs = [f"{r.typed} → {r.read or '–'}" for r in why.repairs]
    if repairs:
        lines.append(f"read as      {'; '.join(repairs)}")
    if why.background:
        lines.append(f"background   {' '.join(why.background)}")
    if why.people:
        lines.append(f"asked for    {'; '.join(why.people)}: a question for a person, nothing is ranked")
    if why.strangers:
        lines.append(f"no panelist  {' '.join(why.strangers)}: nobody on the panel is called so, so no answer")
    for c in why.candidates:
        counted = "  ".join(f"{k} {v:.2f}" for k, v in c.features.items())
        lines.append(f"{c.utility:7.2f}  {_short(c.entry):<12} {counted}")
        grounds = ", ".join(f"{k} {v:+.2f}" for k, v in c.grounds.items())
        lines.append(f"{'':22}= {grounds}; has {', '.join(c.words) or '–'}; lacks {', '.join(c.missing) or '–'}")
    lines.append(f"lead {why.lead:.2f}; {'words and vectors' if why.vectors else 'words only'}")
    t = why.thresholds
    lines.append(
        f"in scope {why.scope:.2f} (declines below {t.none_below:.2f}); "
        f"first right {why.correctness:.2f} (answers from {t.answer_above:.2f}) → {why.outcome}"
    )
    return "\n".join(lines)


def _short(entry: Entry) -> str:
    if entry.kind == "point":
        return f"{(entry.panelist or 0) + 1}.{(entry.point or 0) + 1}"
    return f"{entry.kind} {entry.panelist + 1}" if entry.panelist is not None else str(entry.kind or "small talk")


_HELP = (
    "Ask in your own words, in English, Urdu or Roman Urdu. A number takes a choice; /panelists, /topics, /takeaway "
    "and /about show the lists and the event; /quit or Ctrl-D ends."
)
_SMALL_TALK = "I answer what was said on the panel. Ask me something, or look at the /topics."


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
        greeted = courtesy.small_talk(answer)
        print(_SMALL_TALK if greeted else as_text(answer, many_reports=len(answerer.reports) > 1), end="\n\n")
        sys.stdout.flush()


def _commanded(answerer: Answerer, text: str) -> str | None:
    kinds = {"/panelists": "panelists", "/topics": "topics", "/takeaway": "takeaway", "/about": "event"}
    if text in kinds:
        kind = kinds[text]
        results = [answerer.whole(kind, n) for n in range(len(answerer.reports))]  # type: ignore[arg-type]
        return _results(results, len(answerer.reports) > 1)
    if text in ("/help", "/start"):
        return _wrapped(_HELP, "")
    if text.startswith("/"):
        return _wrapped(f"There is no command {textwrap.shorten(text.split()[0], 40)} here. {_HELP}", "")
    return None

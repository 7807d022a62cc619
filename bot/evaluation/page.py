"""The report of an evaluation as one HTML file: no script, nothing fetched, readable by day and by night."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

from bot import __version__
from bot.evaluation import plots, table
from bot.evaluation.editor import Review
from bot.evaluation.judge import Verdict, tally
from bot.evaluation.leaveout import FOLDS, Place
from bot.evaluation.measure import Measured, Reviewed
from bot.evaluation.style import STYLE


def page(measured: Measured, model: str, failed: Sequence[str]) -> str:
    """The whole report; *failed* are the lines of the bounds that were not kept."""
    titles = "; ".join(dict.fromkeys(r.title for k in measured.reviews for r in k.reports))
    parts = [
        "<h1>How the bot answers</h1>",
        _p(f"{titles}. {len(measured.verdicts)} questions, model {model}, panelbot {__version__}.", "soft"),
        *(_p(line, "failed") for line in failed),
        _tiles(measured.verdicts),
        _figures(measured),
        _table(measured),
        *(_knowledge(k, alone=len(measured.reviews) == 1) for k in measured.reviews),
        _wrong(measured),
    ]
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>How the bot answers</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
        f"<style>{STYLE}</style></head>\n<body>\n" + "\n".join(parts) + "\n</body></html>\n"
    )


def _p(text: str, kind: str = "") -> str:
    return f'<p class="{kind}">{escape(text)}</p>' if kind else f"<p>{escape(text)}</p>"


def _tiles(verdicts: Sequence[Verdict]) -> str:
    t = tally(verdicts)
    shown = [
        ("right first", t.right), ("helped", t.helped), ("misled", t.misled),
        ("none-questions refused", t.none_refused), ("none-questions misled", t.none_misled),
    ]  # fmt: skip
    tiles = [f'<div class="tile"><b>{table.percent(share)}</b>{name}</div>' for name, share in shown]
    return f'<div class="tiles">{"".join(tiles)}</div>' + _p(table.calibrated(verdicts), "soft")


def _figure(title: str, text: str, drawing: str) -> str:
    return f'<figure><h3>{escape(title)}</h3>{_p(text, "soft")}<div class="scroll">{drawing}</div></figure>'


def _figures(measured: Measured) -> str:
    verdicts = measured.verdicts
    key = "".join(f'<i class="{shade}"></i>{escape(meaning)}' for shade, meaning in plots.KINDS)
    by_style = dict(table.groups(measured))["style"]
    return (
        "<h2>Scores and thresholds</h2>"
        '<div class="plots">'
        + _figure(
            "Are the scores true?",
            "First results of answers and of choices. On the dashed line a score is the share that is right; the bars "
            "below and their numbers say how many results there are, the whiskers are 95 % intervals.",
            plots.reliability(verdicts),
        )
        + _figure(
            "What would another threshold do?",
            "Blue: questions with an answer; orange: none-questions. Along a line one threshold on the score falls for "
            "all, what is declined stays declined. The dots are the bot as it answers now.",
            plots.tradeoff(verdicts),
        )
        + "</div>"
        f'<h2>By style</h2><p class="key soft">{key}</p><div class="scroll">{plots.styles(by_style)}</div>'
    )


def _rows(head: Sequence[str], rows: Iterable[Sequence[str]], numbers: Sequence[int] = ()) -> str:
    """A table; *rows* are HTML, the columns *numbers* are aligned as numbers."""

    def cell(tag: str, i: int, text: str) -> str:
        kind = ' class="n"' if i in numbers else ' dir="auto"' if tag == "td" else ""
        return f"<{tag}{kind}>{text}</{tag}>"

    heading = "".join(cell("th", i, escape(h)) for i, h in enumerate(head))
    body = "".join(f"<tr>{''.join(cell('td', i, c) for i, c in enumerate(row))}</tr>" for row in rows)
    return f'<div class="scroll"><table><thead><tr>{heading}</tr></thead><tbody>{body}</tbody></table></div>'


def _table(measured: Measured) -> str:
    head = "".join(f'<th class="n">{h}</th>' for h in table.HEADINGS)
    out = [f"<tr><th></th>{head}</tr>"]
    for title, rows in table.groups(measured):
        if title:
            out.append(f'<tr class="part"><th colspan="8">by {title}</th></tr>')
        for name, verdicts in rows.items():
            cells = "".join(f'<td class="n">{c}</td>' for c in table.cells(tally(verdicts)))
            out.append(f'<tr><td dir="auto">{escape(name)}</td>{cells}</tr>')
    return (
        "<h2>By set, language and style</h2>"
        + _p(
            "right: answered, and the first result is acceptable. helped: right, or asked back with an acceptable "
            "choice. misled: answered with something else first. none: questions that the report does not answer, "
            "refused or misled.",
            "soft",
        )
        + f'<div class="scroll"><table>{"".join(out)}</table></div>'
    )  # fmt: skip


def _knowledge(k: Reviewed, *, alone: bool) -> str:
    titles = "; ".join(r.title for r in k.reports)
    review = k.review
    return (
        f"<h2>What an editor can mend{'' if alone else ': ' + escape(titles)}</h2>"
        + _figure(
            "Who is taken for whom",
            "Rows: whose points were asked for. Columns: whose came first, in an answer or among choices.",
            plots.confusion(k.reports, k.verdicts),
        )
        + _weak(review)
        + _fights(review)
        + _reached(review)
        + _twins(review)
    )


def _weak(review: Review) -> str:
    rows = [
        (
            _point(review, s.place), str(s.asked), str(s.right), str(s.helped), str(len(s.missed)),
            _questions(s.missed),
        )
        for s in review.weak
    ]  # fmt: skip
    return _section(
        "Weak points",
        "Asked for, and neither answered with nor among the choices. An example question, a keyword or a clearer text "
        "at the point helps; a question of this list itself is better kept for measuring.",
        _rows(("point", "asked", "right", "helped", "not found", "questions"), rows, (1, 2, 3, 4)) if rows else "",
    )


def _fights(review: Review) -> str:
    rows = [
        (
            _point(review, f.places[0]), _point(review, f.places[1]), str(len(f.questions)), str(f.lost),
            _questions(f.questions),
        )
        for f in review.fights
    ]  # fmt: skip
    return _section(
        "Points that fight over questions",
        "Both are near for the same question, and only one is acceptable; lost means that the wrong one came first. "
        "Examples and negative examples draw the line between them.",
        _rows(("point", "and point", "questions", "lost", "which"), rows, (2, 3)) if rows else "",
    )


def _reached(review: Review) -> str:
    hidden = [(_point(review, s.place), str(s.asked), str(s.tried)) for s in review.standings if s.unreachable]
    untried = [_point(review, s.place) for s in review.standings if s.untried]
    return _section(
        "Points that nobody reaches",
        "No question of the file found them, and none of their own examples did, each asked while it was left out "
        f"(with one in {FOLDS} of all examples at a time).",
        _rows(("point", "questions", "examples"), hidden, (1, 2)) if hidden else "",
    ) + (
        _section("Points that nothing asked for", "No question of the file, no example.", _bullets(untried))
        if untried
        else ""
    )


def _twins(review: Review) -> str:
    rows = [
        (_point(review, t.places[0]), escape(t.examples[0]), _point(review, t.places[1]), escape(t.examples[1]),
         f"{t.likeness:.2f}")
        for t in review.twins
    ]  # fmt: skip
    return _section(
        "Examples that are nearly the same",
        "They belong to different points, so that neither wins the question clearly. Keep each at the point that "
        "answers it.",
        _rows(("point", "example", "and point", "example", "likeness"), rows, (4,)) if rows else "",
    )


def _section(title: str, text: str, content: str) -> str:
    return f"<h3>{escape(title)}</h3>{_p(text, 'soft')}{content or _p('None.')}"


def _bullets(items: Iterable[str]) -> str:
    return "<ul>" + "".join(f'<li dir="auto">{i}</li>' for i in items) + "</ul>"


def _point(review: Review, place: Place) -> str:
    text = review.text(place)
    short = text if len(text) < 90 else text[:88] + "…"
    return f'<b>{escape(review.label(place))}</b> <span class="wide" title="{escape(text)}">{escape(short)}</span>'


def _questions(verdicts: Sequence[Verdict]) -> str:
    listed = _bullets(
        f'{escape(table.one_line(v))} <span class="soft">({escape(v.question.at)})</span>' for v in verdicts
    )
    return f"<details><summary>{len(verdicts)}</summary>{listed}</details>" if len(verdicts) > 3 else listed


def _wrong(measured: Measured) -> str:
    rows = []
    for s in measured.sets:
        for v in s.verdicts:
            if not v.as_wanted:
                where = f"{s.name}:{v.question.line}"
                score = f"{v.answer.results[0].score:.2f}" if v.answer.results else ""
                texts = (where, v.question.style, table.one_line(v), table.wanted(v), table.got(v), table.outcome(v))
                rows.append((*map(escape, texts), score))
    listed = _rows(("where", "style", "question", "wanted", "got", "", "score"), rows, (6,))
    return (
        f"<h2>What went wrong</h2><details><summary>{len(rows)} questions</summary>{listed}</details>"
        if rows
        else "<h2>What went wrong</h2><p>Nothing.</p>"
    )

"""``python -m tests.bench_match [FOLDER]``: this matcher beside those that people use, as the README's tables.

FOLDER holds public question sets (``NAME.know.jsonl``, ``NAME.q.jsonl``); without it accuracy is left out. The
matcher answers with its shipped numbers: they were fitted to questions about reports, never to these sets. Every
matcher gets the same texts and the same questions, clean and with the same typos.
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np

from bot import app
from bot.evaluation.meter import Meter
from bot.knowledge.library import SHIPPED
from tests.bench import accuracy, cost, limits
from tests.bench.accuracy import OURS, OURS_LEXICAL, Row
from tests.bench.cost import Cost
from tests.bench.peers import PEERS
from tests.bench.sets import SETS

_OF_EACH = 20
"""Longest messages of every kind."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure what is asked for and print it as Markdown."""
    asked = _arguments(arguments)
    missing = [s for s in asked.sets if asked.folder and not (asked.folder / f"{s}.know.jsonl").is_file()]
    if missing:
        sys.exit(f"{asked.folder}: no {missing[0]}.know.jsonl there; name the folder of the public sets, or --sets")
    print(f"{_machine()}\n")
    with Meter(patience=0.0) as meter:
        if asked.folder is not None and asked.sets:
            matchers = [m for m in (*PEERS, OURS_LEXICAL, OURS) if not asked.matchers or m in asked.matchers]
            _print(_accuracy(accuracy.measure(asked.folder, asked.sets, matchers, meter)))
        if asked.size:
            costs = _costs(asked.size, asked.matchers, asked.repeat, meter)
            _print(_cost(costs))
            if asked.plots:
                from tests.bench.plots import draw

                draw(costs, asked.plots)
        if asked.limits:
            _print(_limits(limits.measure(app.load([SHIPPED], app.OFF), meter, _OF_EACH)))


def _arguments(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        "python -m tests.bench_match", description="This matcher beside those that people use, as the README's tables."
    )
    parser.add_argument("folder", nargs="?", type=Path, metavar="FOLDER", help="where the public question sets lie")
    parser.add_argument("--sets", nargs="*", choices=SETS, default=SETS, metavar="SET", help=f"of {', '.join(SETS)}")
    parser.add_argument(
        "--size", nargs="*", type=int, default=cost.SIZES, metavar="N", help="numbers of entries; none: no costs"
    )
    parser.add_argument(
        "--matchers", nargs="+", default=(), metavar="NAME", help="only these, as they stand in the tables"
    )
    parser.add_argument(
        "--repeat", type=int, default=1, metavar="N", help="runs of each, of which each question's fastest counts"
    )
    parser.add_argument("--plots", type=Path, metavar="FOLDER", help="draws cost against size there")
    parser.add_argument("--limits", action="store_true", help="the longest messages of every kind, too")
    return parser.parse_args(arguments)


def _machine() -> str:
    model = "processor unknown"
    if (info := Path("/proc/cpuinfo")).exists():
        model = next(
            (x.partition(":")[2].strip() for x in info.read_text().splitlines() if x.startswith("model name")), model
        )
    return f"{model}, {os.cpu_count()} cores, one used; {platform.system()}, Python {platform.python_version()}."


def _print(lines: Iterable[str]) -> None:
    for line in lines:
        print(line, flush=True)
    print()


def _cell(value: float, digits: int = 2) -> str:
    """A share without its zero."""
    return "" if np.isnan(value) else f"{value:.{digits}f}".removeprefix("0")


def _accuracy(rows: Sequence[Row]) -> Iterable[str]:
    """Right first, then among the first three, then scope; clean / with typos."""
    sets, matchers = dict.fromkeys(r.set for r in rows), dict.fromkeys(r.matcher for r in rows)
    by = {(r.set, r.matcher): r for r in rows}
    for title, of in (
        ("right first, clean / typos", "first"),
        ("among the first three, clean / typos", "three"),
        ("far from the subject: AUROC, clean / typos", "far"),
        ("right first while 95 % of the far ones are turned away", "far_kept"),
        ("near the subject and not in it: AUROC, clean / typos", "near"),
    ):
        shown = [s for s in sets if not np.isnan(getattr(by[s, next(iter(matchers))].clean, of))]
        if not shown:
            continue
        yield f"| {title} | {' | '.join(shown)} | mean |"
        yield f"|{' --- |' * (len(shown) + 2)}"
        for m in matchers:
            pairs = [(getattr(by[s, m].clean, of), getattr(by[s, m].typos, of)) for s in shown]
            pairs.append((float(np.mean([a for a, _ in pairs])), float(np.mean([b for _, b in pairs]))))
            yield f"| {m} | {' | '.join(f'{_cell(a, 3)} / {_cell(b, 3)}' for a, b in pairs)} |"
        yield ""


def _costs(sizes: Sequence[int], matchers: Sequence[str], repeat: int, meter: Meter) -> list[Cost]:
    runs = [
        (m, n) for n in sizes for m in cost.MATCHERS if n <= cost.MOST.get(m, n) and (not matchers or m in matchers)
    ]
    return [_fastest([cost.in_own_process(*run) for _ in range(repeat)]) for run in meter.track(runs, "costs")]


def _fastest(runs: Sequence[Cost]) -> Cost:
    """Of the same questions asked in several processes each one's fastest time, so that a busy machine counts less."""
    return Cost(
        runs[0].matcher, runs[0].size,
        min(r.build for r in runs), min(r.memory for r in runs), min(r.peak for r in runs),
        list(map(min, *(r.clean for r in runs))) if len(runs) > 1 else runs[0].clean,
        list(map(min, *(r.typos for r in runs))) if len(runs) > 1 else runs[0].typos,
        runs[0].found,
    )  # fmt: skip


def _cost(costs: Sequence[Cost]) -> Iterable[str]:
    yield "| entries | matcher | built, s | MB (peak) | clean: p50 / p99 ms | typos: p50 / p99 ms | found with typos |"
    yield f"|{' --- |' * 7}"
    for c in costs:
        clean, typos = (" / ".join(f"{v:.3g}" for v in np.percentile(t, [50, 99])) for t in (c.clean, c.typos))
        few = "" if len(c.typos) > 100 else f" ({len(c.typos)} questions)"
        yield (
            f"| {c.size:,} | {c.matcher} | {c.build:.3g} | {max(c.memory, 0):.0f} ({max(c.peak, 0):.0f}) | {clean} "
            f"| {typos}{few} | {_cell(c.found)} |"
        )


def _limits(found: Sequence[limits.Limit]) -> Iterable[str]:
    yield "| 4,096 characters | texts | p50 ms | worst ms |"
    yield f"|{' --- |' * 4}"
    for limit in found:
        yield f"| {limit.kind} | {limit.count} | {limit.median:.1f} | {limit.worst:.1f} |"


if __name__ == "__main__":
    main()

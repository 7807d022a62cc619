"""Cost against size as SVG files that read on light and dark pages alike."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from io import BytesIO
from pathlib import Path

import matplotlib as mpl
import numpy as np
from matplotlib import pyplot as plt
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from tests.bench.cost import ANSWER, ANSWER_VECTORS, SEARCH, Cost

_GREY = "#808080"
# Distinct on white and on near-black, also to the colour-blind: Okabe and Ito's palette without its black and yellow.
_STYLE = {
    "rapidfuzz WRatio": ("#E69F00", "o"),
    "rapidfuzz token_set_ratio": ("#CC79A7", "v"),
    "TF-IDF, character n-grams": ("#56B4E9", "^"),
    "bm25s": ("#009E73", "s"),
    "SQLite FTS5": ("#808080", "D"),
    "MiniLM alone": ("#9467BD", "P"),
    SEARCH: ("#D55E00", "o"),
    ANSWER: ("#D55E00", "s"),
    ANSWER_VECTORS: ("#0072B2", "s"),
}


def draw(costs: Sequence[Cost], folder: Path) -> list[Path]:
    """Write the plots of *costs* into *folder*: time of a question, and building with memory. Raises OSError."""
    settings = {
        "svg.fonttype": "none", "svg.hashsalt": "bench", "font.family": "sans-serif", "font.size": 10,
        "text.color": _GREY, "axes.labelcolor": _GREY, "axes.edgecolor": _GREY, "xtick.color": _GREY,
        "ytick.color": _GREY, "axes.spines.top": False, "axes.spines.right": False, "legend.frameon": False,
        "grid.color": _GREY, "grid.alpha": 0.3, "axes.grid": True, "axes.grid.axis": "y",
    }  # fmt: skip
    folder.mkdir(parents=True, exist_ok=True)
    with mpl.rc_context(settings):
        return [
            _save(folder / "cost-question.svg", _questions(costs)),
            _save(folder / "cost-building.svg", _building(costs)),
        ]


def _questions(costs: Sequence[Cost]) -> Figure:
    figure: Figure
    figure, panels = plt.subplots(1, 2, figsize=(10, 4.4), sharey=True, layout="constrained")
    for panel, share, name in zip(panels, (50, 99), ("half of the questions", "99 of 100 questions"), strict=True):
        _lines(panel, costs, partial(_percentile, share=share))
        panel.set_title(f"{name} take at most", loc="left")
    panels[0].set_ylabel("ms, two words misspelt")
    _legend(figure, panels[0])
    return figure


def _building(costs: Sequence[Cost]) -> Figure:
    figure: Figure
    figure, panels = plt.subplots(1, 2, figsize=(10, 4.4), layout="constrained")
    _lines(panels[0], costs, lambda c: max(c.build, 1e-3))
    panels[0].set_title("building, s", loc="left")
    _lines(panels[1], costs, lambda c: max(c.memory, 1.0))
    panels[1].set_title("memory, MB", loc="left")
    _legend(figure, panels[0])
    return figure


def _percentile(cost: Cost, share: int) -> float:
    return float(np.percentile(cost.typos, share))


def _lines(panel: Axes, costs: Sequence[Cost], value: Callable[[Cost], float]) -> None:
    for matcher, (colour, marker) in _STYLE.items():
        points = sorted((c.size, value(c)) for c in costs if c.matcher == matcher)
        if points:
            ours = matcher in (SEARCH, ANSWER, ANSWER_VECTORS)
            panel.plot(
                *zip(*points, strict=True),
                color=colour, marker=marker, markersize=5, label=matcher,
                linewidth=2.5 if ours else 1.2, linestyle="-" if ours else "--",
            )  # fmt: skip
    panel.set_xscale("log")
    panel.set_yscale("log")
    panel.set_xlabel("entries")


def _legend(figure: Figure, panel: Axes) -> None:
    figure.legend(*panel.get_legend_handles_labels(), loc="outside lower center", ncols=3)


def _save(path: Path, figure: Figure) -> Path:
    drawn = BytesIO()
    figure.savefig(drawn, format="svg", transparent=True, metadata={"Date": None})
    plt.close(figure)
    # Without spaces at the ends of lines, which matplotlib leaves.
    path.write_text("\n".join(line.rstrip() for line in drawn.getvalue().decode().splitlines()) + "\n", "utf-8")
    return path

"""A progress bar for a person who waits: on a terminal, and only from the second second on."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Sequence
from threading import Timer
from types import TracebackType
from typing import TypeVar

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeRemainingColumn

T = TypeVar("T")

_PATIENCE = 2.0
"""Seconds that pass without a bar."""


class Meter:
    """Shows what is being done on standard error while the ``with`` block lasts; nothing where that is no terminal."""

    def __init__(self, console: Console | None = None, patience: float = _PATIENCE) -> None:
        self._bar = Progress(
            SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(),
            console=console or Console(stderr=True, force_terminal=sys.stderr.isatty()),
            transient=True,
        )  # fmt: skip
        self._task = self._bar.add_task("", total=None)
        self._timer = Timer(patience, self._bar.start)
        self._timer.daemon = True

    def __enter__(self) -> Meter:
        if self._bar.console.is_terminal:
            self._timer.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self._timer.cancel()
        if self._timer.is_alive():
            self._timer.join()  # so that the bar does not start after it was stopped
        if self._bar.live.is_started:  # stopping one that never started would print an empty line
            self._bar.stop()

    def stage(self, what: str) -> None:
        """Say what is being done, for as long as it takes."""
        self._bar.reset(self._task, description=what, total=None)

    def track(self, items: Sequence[T], what: str) -> Iterable[T]:
        """*items*, counted as they are taken."""
        self._bar.reset(self._task, description=what, total=len(items))
        return self._counted(items)

    def _counted(self, items: Sequence[T]) -> Iterator[T]:
        for item in items:
            yield item
            self._bar.advance(self._task)

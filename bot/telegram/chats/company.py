"""Which points are not the only ones on their subject, as far as it was looked up, for each answerer there is."""

from __future__ import annotations

from weakref import WeakKeyDictionary

from bot.matching.answering import Answerer


class Company:
    """Remembers as long as the answerer lives: after a reload there is another one."""

    def __init__(self) -> None:
        self._known: WeakKeyDictionary[Answerer, dict[tuple[str, str], bool]] = WeakKeyDictionary()

    def get(self, answerer: Answerer, report: str, point: str) -> bool | None:
        """Whether there are others; None if that was not looked up yet."""
        return self._known.get(answerer, {}).get((report, point))

    def put(self, answerer: Answerer, report: str, point: str, others: bool) -> None:
        """Remember it."""
        self._known.setdefault(answerer, {})[report, point] = others

"""Figures for Prometheus: what was asked, how long it took, what the Bot API refused."""

from __future__ import annotations

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

_SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30)


class Metrics:
    """The figures of one process."""

    def __init__(self) -> None:
        self._registry = registry = CollectorRegistry()
        self.questions = Counter(
            "panelbot_questions", "Questions by outcome and language", ["outcome", "language"], registry=registry
        )
        self.update_seconds = Histogram(
            "panelbot_update_seconds", "From an update's arrival to its end", buckets=_SECONDS, registry=registry
        )
        self.call_seconds = Histogram(
            "panelbot_call_seconds", "Calls of the Bot API that were answered", buckets=_SECONDS, registry=registry
        )
        self.calls_failed = Counter(
            "panelbot_calls_failed",
            "Calls of the Bot API that were refused, held back (flood) or not answered, each try of its own",
            ["kind"],
            registry=registry,
        )
        self.unstored = Counter("panelbot_unstored", "What the database or the journal did not take", registry=registry)
        self._revision = Gauge(
            "panelbot_knowledge_revision", "The number of the revision that answers", ["id"], registry=registry
        )

    def text(self, number: int, revision: str) -> bytes:
        """All of it in the format of Prometheus, with the revision that answers now."""
        self._revision.clear()
        self._revision.labels(revision).set(number)
        return generate_latest(self._registry)

"""The next knowledge, whole and tried, set beside the present one; nothing of it answers before it is taken."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from bot.errors import KnowledgeError, Problem
from bot.knowledge import library
from bot.knowledge.difference import Difference, Help, difference, successors
from bot.knowledge.library import Library
from bot.knowledge.merge import Files, Merged
from bot.live.revision import Revision, packed
from bot.matching.answering import Answerer
from bot.matching.examples import Place, Probe, Shown, Trial, Turned, ask, holds, probes, same

TRIAL_SECONDS = 45.0
"""Questions that are not asked by then are not asked."""
MOST_QUESTIONS = 20_000
"""Examples and must-not-match questions of one knowledge: more would take minutes to build."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """What would answer, and all that an admin has to know to take it or leave it."""

    before: Revision
    after: Revision
    difference: Difference
    trial: Trial
    merged: Merged
    """Where it comes from, with what was carried over from the chat and what was not."""
    forgets: tuple[Help, ...] = ()
    """The example questions that go although their points stay, each with where its point is afterwards."""

    @property
    def files(self) -> Files:
        """What is to be kept of it."""
        return packed(self.after.library.files, self.after.disk)

    @property
    def passed(self) -> bool:
        """Whether its own questions fare as well as before, so that it may be taken unseen."""
        return not self.trial.newly and self.trial.asked == self.trial.total


def propose(before: Revision, merged: Merged, disk: Files, build: Callable[[Library], Answerer]) -> Proposal:
    """Read, validate, build and try the files of *merged*; takes seconds. Raises KnowledgeError."""
    known = library.build(merged.files)
    _bounded(known)
    after = Revision(known, build(known), 0, disk)
    differs = difference(before.library, known)
    forgets = _forgotten(differs, successors(before.library, known))
    return Proposal(before, after, differs, _tried(before, after), merged, forgets)


def _forgotten(differs: Difference, now_at: Mapping[Place, Place]) -> tuple[Help, ...]:
    return tuple(replace(h, place=now_at[h.place]) for h in differs.examples_removed if h.place in now_at)


def _bounded(known: Library) -> None:
    count = sum(1 for _ in probes(known.reports))
    if count > MOST_QUESTIONS:
        what = f"{count} example questions and questions not to be answered; at most {MOST_QUESTIONS} are taken"
        raise KnowledgeError([Problem(", ".join(known.files), 1, "", what)])


def _tried(before: Revision, after: Revision) -> Trial:
    """Ask both the questions of either, but for those of points that are gone."""
    deadline = time.monotonic() + TRIAL_SECONDS
    now_at = successors(before.library, after.library)
    wishes = list(probes(after.library.reports))
    olds = list(probes(before.library.reports))
    known = {(p.question, now_at.get(p.place, p.place), p.wanted): p for p in olds}
    there = {p.place for p in wishes} | set(now_at.values())
    wishes_of: dict[str, list[Probe]] = {}
    for probe in wishes:
        wishes_of.setdefault(probe.question, []).append(probe)
    for probe in olds:
        if now_at.get(probe.place, probe.place) in there:
            wishes_of.setdefault(probe.question, [])
    asked_before = {p.question for p in olds}
    failed: list[Probe] = []
    newly: list[Probe] = []
    turned: list[Turned] = []
    asked = 0
    for question, own in wishes_of.items():
        if time.monotonic() > deadline:
            break
        asked += 1
        was, now = _shown(before, question), _shown(after, question)
        for probe in own:
            if not holds(probe, now):
                failed.append(probe)
                old = known.get((question, probe.place, probe.wanted))
                if old is None or holds(old, was):
                    newly.append(probe)
        if question in asked_before and not same(was, now, now_at):
            turned.append(Turned(question, was, now))
    return Trial(asked, len(wishes_of), tuple(failed), tuple(newly), tuple(turned))


def _shown(revision: Revision, question: str) -> Shown:
    if question not in revision.seen:
        revision.seen[question] = ask(revision.answerer, question)
    return revision.seen[question]

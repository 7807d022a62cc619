"""Proposals that wait for an admin, ready to answer; another replica builds them anew from the database."""

from __future__ import annotations

import secrets
from collections import OrderedDict

from bot.live import Proposal

_MOST = 6
"""A proposal holds a whole answerer."""


class Pending:
    """Proposals by a name that nobody can guess, the oldest forgotten first."""

    def __init__(self) -> None:
        self._proposals: OrderedDict[str, tuple[Proposal, str]] = OrderedDict()

    def add(self, proposal: Proposal, summary: str) -> str:
        """Keep *proposal* with the line that the list of revisions is to show; its name."""
        name = secrets.token_urlsafe(9)
        self._proposals[name] = (proposal, summary)
        while len(self._proposals) > _MOST:
            self._proposals.popitem(last=False)
        return name

    def pop(self, name: str) -> tuple[Proposal, str] | None:
        """The proposal and its line, once; None if there is none of that name (any more)."""
        return self._proposals.pop(name, None)

    def clear(self) -> None:
        """Forget all: the knowledge that they would change is another one now."""
        self._proposals.clear()

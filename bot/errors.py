"""What can go wrong, each with the words that a person reads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


class BotError(Exception):
    """Anything the bot tells a person about in one clear line instead of a traceback."""


class SettingsError(BotError):
    """A setting is missing or malformed; says which and what to do."""


class ModelError(BotError):
    """A sentence-vector model cannot be loaded; says why and what to do."""


class StorageError(BotError):
    """The database cannot be read or written now; says why. The next call tries again."""


class RevisionConflictError(BotError):
    """Somebody else changed the knowledge meanwhile; says what the latest revision is."""


class QuestionsError(BotError):
    """A file of labelled questions cannot be read; says where."""


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing wrong in a file: ``file:line: where: what is wrong``."""

    file: str
    line: int
    where: str
    what: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.where + ': ' if self.where else ''}{self.what}"


class KnowledgeError(BotError):
    """The knowledge is refused; carries every problem found in one run."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))

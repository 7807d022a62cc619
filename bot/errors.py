"""What can go wrong, each with the words that a person reads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal


class BotError(Exception):
    """Anything the bot tells a person about in one clear line instead of a traceback."""

    wrong_use: bool = False
    """Whether it is the command or a setting that has to be changed: another exit status."""


class SettingsError(BotError):
    """A setting is missing or malformed; says which and what to do."""

    wrong_use = True


class ModelError(BotError):
    """A sentence-vector model cannot be loaded; says why and what to do."""


class ModelMissingError(ModelError):
    """BOT_MODEL names a model that is not here, or whose package is not."""

    wrong_use = True


class StorageError(BotError):
    """The database cannot be read or written now; says why. The next call tries again."""


class RevisionConflictError(BotError):
    """Somebody else changed the knowledge meanwhile; says what the latest revision is."""


class QuestionsError(BotError):
    """A file of labelled questions cannot be read; says where."""

    def __init__(self, what: str, *, wrong_use: bool = False) -> None:
        self.wrong_use = wrong_use
        super().__init__(what)


class EditError(BotError):
    """An example question cannot be added or taken away; says why, and for ``known`` what it leads to already."""

    WORDS: Final = {
        "gone": "That is not in the report any more.",
        "empty": "It has no letters or digits, so nothing can be learnt from it.",
        "known": "It is an example question already, of: ",
        "negative": "It is listed there as a question that must not be answered so.",
        "layout": "The file is laid out in a way that cannot be edited from here; edit it by hand and send it.",
    }

    def __init__(self, why: Literal["gone", "empty", "known", "negative", "layout"], detail: str = "") -> None:
        self.why = why
        self.detail = detail
        super().__init__(self.WORDS[why] + detail)


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing wrong in a file: ``file:line: where: what is wrong``."""

    file: str
    line: int
    """0 where it is the file or folder itself that is not there or cannot be read."""
    where: str
    what: str

    def __str__(self) -> str:
        line = f":{self.line}" if self.line else ""
        return f"{self.file}{line}: {self.where + ': ' if self.where else ''}{self.what}"


class KnowledgeError(BotError):
    """The knowledge is refused; carries every problem found in one run."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        # With anything wrong in a file that is there, the file has to be mended too.
        self.wrong_use = not any(p.line for p in self.problems)
        super().__init__("\n".join(map(str, self.problems)))

"""The process in which a report is read: it may take little memory and time, and what it reads may be hostile.

It gets the file on standard input and its name as the argument, and prints one JSON object: the draft, or why the
report is refused, and of what nobody foresaw also where in the code it happened.
"""

from __future__ import annotations

import json
import os
import sys
import traceback
from contextlib import suppress
from pathlib import PurePath
from typing import Final

from bot.importing import reading, understanding
from bot.importing.document import UnreadableError

MEMORY: Final = 160 * 1024 * 1024
"""Bytes that the process may allocate."""
SECONDS: Final = 6
"""Processor time that it may take."""
_TOO_LARGE: Final = "needs more memory to read than any report; nothing was read"
_DAMAGED: Final = "cannot be read; save it again, as .docx or as UTF-8 text"
_MISTAKEN: Final = (
    "cannot be read: the mistake ({}) is the bot's, not the report's; please tell its makers. In another format it may "
    "be read"
)
_CAN_BE_DAMAGED: Final = (".docx", ".pdf")
"""Formats whose readers may stumble over a file that is not as it should be; text is never wrong in itself."""
_FRAMES: Final = 8


def main() -> None:
    """Read one report."""
    limit()
    json.dump(outcome(sys.stdin.buffer.read(), sys.argv[1]), sys.stdout)
    sys.stdout.flush()
    os._exit(0)  # freeing what a hostile file took can fail


def outcome(data: bytes, name: str) -> dict[str, object]:
    """The ``draft`` of a report, or why it is ``refused``.

    Of an error that nobody foresaw there is also ``where`` it happened, and whether it is ``ours``. What the error says
    is left out: it may hold words of the report.
    """
    document = None
    try:
        document = reading.read(data, name)
        return {"draft": understanding.understand(document).to_json()}
    except UnreadableError as error:
        return {"refused": str(error)}
    except MemoryError:
        return {"refused": _TOO_LARGE}
    except Exception as error:
        # A reader that stumbles over a damaged file is no mistake; lines that were read cannot be damaged any more.
        ours = (
            document is not None
            or PurePath(name).suffix.lower() not in _CAN_BE_DAMAGED
            or isinstance(error, ImportError | NameError)
        )
        where = _where(error)
        said = _MISTAKEN.format(where.partition(" <")[0]) if ours else _DAMAGED
        return {"refused": said, "ours": ours, "where": where}


def _where(error: Exception) -> str:
    """The kind of an error and the lines of code that led to it, the last one first."""
    frames = traceback.extract_tb(error.__traceback__)[: -_FRAMES - 1 : -1]
    places = " < ".join(f"{PurePath(f.filename).name}:{f.lineno}" for f in frames)
    return f"{type(error).__name__} at {places}"


def limit() -> None:
    """Bound memory and time, where the system can."""
    if sys.platform == "win32":
        return
    import resource

    for kind, most in ((resource.RLIMIT_DATA, MEMORY), (resource.RLIMIT_CPU, SECONDS), (resource.RLIMIT_FSIZE, 0)):
        _, hard = resource.getrlimit(kind)
        if hard == resource.RLIM_INFINITY or hard > most:
            with suppress(OSError, ValueError):  # not every system has every limit
                resource.setrlimit(kind, (most, hard))


if __name__ == "__main__":
    main()

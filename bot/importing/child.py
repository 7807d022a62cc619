"""The process in which a report is read: it may take little memory and time, and what it reads may be hostile.

It gets the file on standard input and its name as the argument, and prints one JSON object: the draft, or why the
report is refused.
"""

from __future__ import annotations

import json
import os
import sys
from contextlib import suppress
from typing import Final

from bot.importing import reading, understanding
from bot.importing.document import UnreadableError

MEMORY: Final = 160 * 1024 * 1024
"""Bytes that the process may allocate."""
SECONDS: Final = 6
"""Processor time that it may take."""
_TOO_LARGE: Final = "needs more memory to read than any report; nothing was read"
_DAMAGED: Final = "cannot be read; save it again, as .docx or as UTF-8 text"


def main() -> None:
    """Read one report."""
    limit()
    name = sys.argv[1]
    result: dict[str, object]
    try:
        result = {"draft": understanding.understand(reading.read(sys.stdin.buffer.read(), name)).to_json()}
    except UnreadableError as error:
        result = {"refused": str(error)}
    except MemoryError:
        result = {"refused": _TOO_LARGE}
    except (Exception, RecursionError):
        # A reader stumbled over the file; whatever it says would not help whoever sent it.
        result = {"refused": _DAMAGED}
    json.dump(result, sys.stdout)
    sys.stdout.flush()
    os._exit(0)  # freeing what a hostile file took can fail


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

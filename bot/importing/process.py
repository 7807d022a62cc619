"""Reads a report in a process of its own, with limits, so that no file can harm the one that asks."""

from __future__ import annotations

import asyncio
import json
import logging
import signal
import sys
from pathlib import Path
from typing import Final

import bot
from bot.importing import child, reading
from bot.importing.document import UnreadableError
from bot.importing.draft import Draft

PATIENCE: Final = 8.0
"""Seconds after which reading is given up."""
_SLOW: Final = "takes too long to read; no report should, so it was given up"
_BROKEN_OFF: Final = "cannot be read: it is damaged, or needs more memory than any report; save it again"
_ROOT: Final = Path(bot.__file__).parents[1]
_log = logging.getLogger(__name__)


async def read(data: bytes, name: str) -> Draft:
    """The report in *data*; the end of *name* tells its format.

    Raises UnreadableError, whose message begins with *name* and is one line, if the report is refused.
    """
    reading.check_name(name, len(data))
    try:
        return await _read(data, name)
    except UnreadableError as error:
        raise UnreadableError(f"{name}: {error}") from None


async def _read(data: bytes, name: str) -> Draft:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", child.__name__, name, cwd=_ROOT,
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL,
    )  # fmt: skip
    try:
        async with asyncio.timeout(PATIENCE):
            output, _ = await process.communicate(data)
    except TimeoutError:
        raise UnreadableError(_SLOW) from None
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    if process.returncode == -getattr(signal, "SIGXCPU", 0):
        raise UnreadableError(_SLOW)
    return drafted(output)


def drafted(output: bytes) -> Draft:
    """The draft in what the process printed. Raises UnreadableError; a mistake of the bot's own is logged too."""
    try:
        result = json.loads(output)
    except ValueError:
        raise UnreadableError(_BROKEN_OFF) from None  # its limits ended it, or a library that stumbled over the file
    if "where" in result:
        # At DEBUG for a file that is damaged: whoever sent it has been told all that helps.
        level = logging.ERROR if result["ours"] else logging.DEBUG
        _log.log(level, "a report could not be read: %s", result["where"])
    if "refused" in result:
        raise UnreadableError(result["refused"])
    return Draft.from_json(result["draft"])

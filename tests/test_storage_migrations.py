"""A database is made and kept as the models say, wherever it lies and however many start at once."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from pydantic import SecretStr
from sqlalchemy import Connection, text

from bot.errors import SettingsError, StorageError
from bot.settings import Settings, load
from bot.storage import migrating
from bot.storage.chats import ChatSettings
from bot.storage.database import Database
from bot.storage.engine import address, file_engine
from bot.storage.models import Base
from tests.databases import within


def _differences(connection: Connection) -> list[object]:
    context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
    found: list[object] = compare_metadata(context, Base.metadata)
    return found


async def test_migrations_make_what_the_models_say(empty_url: str) -> None:
    """A database that goes through all the steps differs in nothing from the models."""
    await within(empty_url, migrating.upgrade)
    assert await within(empty_url, _differences) == []
    assert await within(empty_url, migrating.is_current)


async def test_a_new_database_is_what_the_models_say(empty_url: str) -> None:
    """It is made in one go, counts as current, and no step finds anything left to do; nor does a second start."""
    for _ in range(2):
        await (await Database.open(empty_url)).close()
        assert await within(empty_url, _differences) == []
        await within(empty_url, migrating.upgrade)


async def test_a_difference_would_be_seen(empty_url: str) -> None:
    """The test above can fail: a column that the models forgot, and one that a migration did."""
    await (await Database.open(empty_url)).close()

    def change(connection: Connection) -> None:
        connection.execute(text("ALTER TABLE chats ADD COLUMN colour TEXT"))
        connection.execute(text("ALTER TABLE people DROP COLUMN language"))

    await within(empty_url, change)
    assert len(await within(empty_url, _differences)) == 2


def test_the_last_step_is_known() -> None:
    """HEAD, by which a current database is known without Alembic, is the last step; the steps are one line."""
    config = Config()
    config.set_main_option("script_location", str(Path(migrating.__file__).parent / "migrations"))
    assert ScriptDirectory.from_config(config).get_heads() == [migrating.HEAD]


async def test_several_start_at_once_on_a_new_database(empty_url: str) -> None:
    """One makes the tables, the others wait for it; all of them work."""
    databases = await asyncio.gather(*(Database.open(empty_url) for _ in range(4)))
    for number, database in enumerate(databases):
        await database.chats.save(-number, ChatSettings("ur"))
    assert await databases[0].chats.settings(-3) == ChatSettings("ur")
    await asyncio.gather(*(database.close() for database in databases))


async def test_a_database_of_a_newer_version_is_left_alone(empty_url: str, caplog: pytest.LogCaptureFixture) -> None:
    """An older bot says what is the matter, and changes nothing."""
    await (await Database.open(empty_url)).close()
    version = "SELECT version_num FROM alembic_version"
    await within(empty_url, lambda c: c.execute(text("UPDATE alembic_version SET version_num = '9999'")))
    older = await Database.open(empty_url)
    assert "another version of the bot" in caplog.text
    with pytest.raises(StorageError, match="another version of the bot"):
        await older.chats.save(1, ChatSettings("ur"))
    await older.close()
    assert await within(empty_url, lambda c: c.scalar(text(version))) == "9999"
    assert await within(empty_url, lambda c: c.scalar(text("SELECT count(*) FROM chats"))) == 0


@pytest.mark.parametrize("writing", [True, False])
def test_sqlite_is_told_to_be_safe(tmp_path: Path, writing: bool) -> None:
    """Write-ahead log, foreign keys, a time to wait for a lock, nothing left of what is deleted."""
    url = address(f"sqlite:///{tmp_path / 'x.db'}")
    for first in (True, writing):
        engine = file_engine(url, writing=first)
        with engine.begin() as connection:
            names = ("journal_mode", "foreign_keys", "busy_timeout", "secure_delete")
            told = [connection.scalar(text(f"PRAGMA {name}")) for name in names]
        engine.dispose()
        assert told == ["wal", 1, 1000, 1]


async def test_the_folder_is_made(tmp_path: Path) -> None:
    """Nobody has to make it before the first start."""
    file = tmp_path / "a" / "b c" / "panelbot.db"
    database = await Database.open(f"sqlite:///{file}")
    await database.check()
    await database.close()
    assert file.is_file()


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        ("sqlite+aiosqlite:////srv/bot.db", "sqlite:////srv/bot.db"),
        ("postgres://u:p@h/d", "postgresql+asyncpg://u:p@h/d"),
        ("postgresql://u:p@h:5433/d?sslmode=require", "postgresql+asyncpg://u:p@h:5433/d?ssl=require"),
        ("postgresql+asyncpg://u@/d?host=/run", "postgresql+asyncpg://u@/d?host=%2Frun"),
    ],
)
def test_addresses_are_read_as_people_write_them(given: str, meant: str) -> None:
    """As hosters print them, with the driver that the bot uses."""
    assert address(given).render_as_string(hide_password=False) == meant


@pytest.mark.parametrize(
    "given", ["", "panelbot.db", "mysql://u:hunter22@h/d", "sqlite://", "sqlite:///:memory:", "://"]
)
async def test_an_address_that_makes_no_sense_is_a_matter_of_settings(given: str) -> None:
    """Said once, at the start, with the name of the setting and without a password."""
    with pytest.raises(SettingsError, match=r"^BOT_DATABASE_URL: ") as refused:
        await Database.open(given)
    assert "hunter22" not in str(refused.value)
    assert "\n" not in str(refused.value)


def test_where_the_database_lies(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Where BOT_DATABASE_URL says, else in BOT_DATA, else in the person's data folder: never in the cache."""
    for name in ("BOT_DATA", "BOT_DATABASE_URL"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_DATA_HOME", "/home/x/share")
    monkeypatch.setenv("XDG_CACHE_HOME", "/home/x/cache")
    assert load().database_url == SecretStr("sqlite:////home/x/share/panelbot/panelbot.db")
    monkeypatch.setenv("BOT_DATA", "/srv/bot")
    assert load().database_url == SecretStr("sqlite:////srv/bot/panelbot.db")
    monkeypatch.setenv("BOT_DATABASE_URL", "postgresql://u:opensesame@h/d")
    assert load().database_url.get_secret_value() == "postgresql://u:opensesame@h/d"
    assert "opensesame" not in repr(load())


@pytest.mark.parametrize("days", ["-1", "many", "99999"])
def test_days_that_make_no_sense_are_refused(monkeypatch: pytest.MonkeyPatch, days: str) -> None:
    """With the name of the setting; 0 is a sensible number."""
    monkeypatch.setenv("BOT_KEEP_QUESTIONS_DAYS", "0")
    assert Settings().keep_questions_days == 0
    monkeypatch.setenv("BOT_KEEP_QUESTIONS_DAYS", days)
    with pytest.raises(SettingsError, match="BOT_KEEP_QUESTIONS_DAYS"):
        load()

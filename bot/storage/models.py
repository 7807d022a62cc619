"""The tables. Whoever changes one writes a migration beside it; a test holds the two together."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, cast

from sqlalchemy import (
    BigInteger,
    Connection,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Text,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import TypeDecorator

if TYPE_CHECKING:
    from sqlalchemy.dialects import postgresql


class Words(TypeDecorator[str]):
    """Text that people wrote: without what no database takes (NUL, halves of surrogate pairs)."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        """As it is stored."""
        return value and value.replace("\0", "").encode("utf-8", "ignore").decode("utf-8")


class Moment(TypeDecorator[datetime]):
    """A moment in UTC, also where the database knows no time zones."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """As it is stored."""
        if value is None:
            return None
        return value.astimezone(UTC).replace(tzinfo=None) if dialect.name == "sqlite" else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """As it is read."""
        return value and (value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC))


# SQLite counts rows by itself only in a column of this very type.
_Number = BigInteger().with_variant(Integer, "sqlite")
Counted = Annotated[int, mapped_column(_Number, primary_key=True, autoincrement=True)]
Person = Annotated[bytes, mapped_column(LargeBinary)]
"""The keyed hash of a user id."""


class Base(DeclarativeBase):
    """What all tables share."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_name)s",
            "uq": "uq_%(table_name)s_%(column_0_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    """Names by rule, so that a later migration can name what it drops, on every database."""
    type_annotation_map: ClassVar[dict[Any, Any]] = {int: BigInteger, str: Words, datetime: Moment, bytes: LargeBinary}


class SecretRow(Base):
    """Keys that this database hashes with."""

    __tablename__ = "secrets"

    name: Mapped[str] = mapped_column(String(20), primary_key=True)
    value: Mapped[bytes]


class ChatRow(Base):
    """The settings of a chat."""

    __tablename__ = "chats"

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    language: Mapped[str | None]
    mode: Mapped[str]
    quiet: Mapped[bool]
    reports: Mapped[str]
    """A JSON list of ids."""


class PersonRow(Base):
    """The choices of a person."""

    __tablename__ = "people"

    person: Mapped[Person] = mapped_column(primary_key=True)
    language: Mapped[str | None]
    digest: Mapped[bool]
    reports: Mapped[str | None]
    """A JSON list of ids; nothing for all."""


class AnswerRow(Base):
    """An answer that was given."""

    __tablename__ = "answers"

    id: Mapped[str] = mapped_column(primary_key=True)
    question: Mapped[str | None]
    language: Mapped[str]
    outcome: Mapped[str]
    results: Mapped[str]
    """A JSON list of keys."""
    revision: Mapped[str]
    at: Mapped[datetime] = mapped_column(index=True)
    shown: Mapped[bytes | None] = mapped_column(index=True)
    """The keyed hash of the chat and the bot's message."""
    asked: Mapped[bytes | None] = mapped_column(index=True)
    """The keyed hash of the chat and the message that asked."""
    message_id: Mapped[int | None]
    """The bot's message; means nothing without the chat."""


class VoteRow(Base):
    """One voice on one answer."""

    __tablename__ = "votes"

    answer_id: Mapped[str] = mapped_column(ForeignKey("answers.id", ondelete="CASCADE"), primary_key=True)
    person: Mapped[Person] = mapped_column(primary_key=True, index=True)
    vote: Mapped[int]


class ReviewRow(Base):
    """A question of the review queue."""

    __tablename__ = "review"
    __table_args__ = (
        Index("ix_review_page", "status", "count", "last_at"),
        {"sqlite_autoincrement": True},  # a button for an expired question must never mean another one
    )

    id: Mapped[Counted]
    same: Mapped[bytes] = mapped_column(unique=True)
    """A hash of the stems."""
    words: Mapped[str]
    """The words that count, normalised, with spaces between them."""
    question: Mapped[str]
    language: Mapped[str]
    status: Mapped[str]
    count: Mapped[int]
    none: Mapped[int]
    suggestion: Mapped[int]
    vote: Mapped[int]
    first_at: Mapped[datetime]
    last_at: Mapped[datetime] = mapped_column(index=True)


class ReviewKeyRow(Base):
    """A key under which a near-duplicate finds a question of the review queue."""

    __tablename__ = "review_keys"

    key: Mapped[bytes] = mapped_column(primary_key=True)
    item_id: Mapped[int] = mapped_column(ForeignKey("review.id", ondelete="CASCADE"), primary_key=True, index=True)


class RevisionRow(Base):
    """A revision of the knowledge."""

    __tablename__ = "revisions"

    number: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    by: Mapped[int | None]
    summary: Mapped[str]
    content: Mapped[bytes]
    """The files: a JSON object of name to text, compressed."""


class ProposalRow(Base):
    """A change of the knowledge that waits for an admin's word."""

    __tablename__ = "proposals"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    at: Mapped[datetime]
    before: Mapped[int]
    """The number of the revision that it would change."""
    summary: Mapped[str]
    content: Mapped[bytes]
    """The files, as in a revision."""


class TallyRow(Base):
    """How often something was counted on a day."""

    __tablename__ = "tallies"

    day: Mapped[date] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(12), primary_key=True)
    name: Mapped[str] = mapped_column(primary_key=True)
    count: Mapped[int]


class UpdateRow(Base):
    """An update that was taken or dealt with."""

    __tablename__ = "updates"

    id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    fingerprint: Mapped[str]
    """Of the update's content: a server that began anew counts from the same numbers."""
    owner: Mapped[str]
    """Which run of the bot took it."""
    tries: Mapped[int]
    until: Mapped[datetime]
    """Until then nobody else may take it; the moment it was done, once it is."""
    done: Mapped[bool]


class SendRow(Base):
    """A send that was done for an update that is not done yet."""

    __tablename__ = "sends"

    update_id: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    step: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    message_id: Mapped[int | None]


def insert_into(connection: Connection, table: type[Base]) -> postgresql.Insert:
    """An INSERT that can say what to do on a conflict, in the words of the database at hand."""
    return insertion(connection.dialect.name, table)


def insertion(dialect: str, table: type[Base]) -> postgresql.Insert:
    """The same where the statement is made once, by the name of the dialect."""
    # Only one of them is ever needed.
    if dialect == "sqlite":
        from sqlalchemy.dialects import sqlite

        return cast("postgresql.Insert", sqlite.insert(table))  # the same interface, no common type
    from sqlalchemy.dialects import postgresql

    return postgresql.insert(table)


def is_number(value: int) -> bool:
    """Whether a number that came from a button can be one of a row; no database takes longer ones."""
    return 0 <= value < 2**63

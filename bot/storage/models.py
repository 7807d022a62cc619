"""The tables. Whoever changes one writes a migration beside it; a test holds the two together."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any, ClassVar, cast

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ColumnClause,
    Connection,
    Date,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
)
from sqlalchemy.types import TypeDecorator, TypeEngine

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


class _Declared(type):
    """A class whose attributes are the columns of a table, and which stands for that table in statements."""

    table: Table

    def __clause_element__(cls) -> Table:
        return cls.table


class Base(metaclass=_Declared):
    """What all tables share. SQLAlchemy's ORM would declare them alike, and needs 8 MB for what nobody here uses."""

    metadata: ClassVar[MetaData] = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_name)s",
            "uq": "uq_%(table_name)s_%(column_0_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    """Names by rule, so that a later migration can name what it drops, on every database."""

    def __init_subclass__(cls, name: str, also: tuple[Index, ...] = (), **options: Any) -> None:
        """A table of this *name*: its columns, what there is *also* of it and the *options* of some database."""
        columns = {key: value for key, value in vars(cls).items() if isinstance(value, Column)}
        for key, column in columns.items():
            column.key = column.name = key
        cls.table = Table(name, cls.metadata, *columns.values(), *also, **options)


def _column(kind: TypeEngine[Any] | type[TypeEngine[Any]], *more: ForeignKey, **how: Any) -> Column[Any]:
    """A column that is never empty unless it is said that it may be."""
    return Column(kind, *more, **{"nullable": False, **how})


class SecretRow(Base, name="secrets"):
    """Keys that this database hashes with."""

    name: ColumnClause[str] = _column(String(20), primary_key=True)
    value: ColumnClause[bytes] = _column(LargeBinary)


class ChatRow(Base, name="chats"):
    """The settings of a chat."""

    id: ColumnClause[int] = _column(BigInteger, primary_key=True, autoincrement=False)
    language: ColumnClause[str | None] = _column(Words, nullable=True)
    mode: ColumnClause[str] = _column(Words)
    quiet: ColumnClause[bool] = _column(Boolean)
    reports: ColumnClause[str] = _column(Words)
    """A JSON list of ids."""


class PersonRow(Base, name="people"):
    """The choices of a person."""

    person: ColumnClause[bytes] = _column(LargeBinary, primary_key=True)
    language: ColumnClause[str | None] = _column(Words, nullable=True)
    digest: ColumnClause[bool] = _column(Boolean)
    reports: ColumnClause[str | None] = _column(Words, nullable=True)
    """A JSON list of ids; nothing for all."""


class AnswerRow(Base, name="answers"):
    """An answer that was given."""

    id: ColumnClause[str] = _column(Words, primary_key=True)
    question: ColumnClause[str | None] = _column(Words, nullable=True)
    language: ColumnClause[str] = _column(Words)
    outcome: ColumnClause[str] = _column(Words)
    results: ColumnClause[str] = _column(Words)
    """A JSON list of keys."""
    revision: ColumnClause[str] = _column(Words)
    at: ColumnClause[datetime] = _column(Moment, index=True)
    shown: ColumnClause[bytes | None] = _column(LargeBinary, index=True, nullable=True)
    """The keyed hash of the chat and the bot's message."""
    asked: ColumnClause[bytes | None] = _column(LargeBinary, index=True, nullable=True)
    """The keyed hash of the chat and the message that asked."""
    message_id: ColumnClause[int | None] = _column(BigInteger, nullable=True)
    """The bot's message; means nothing without the chat."""


class VoteRow(Base, name="votes"):
    """One voice on one answer."""

    answer_id: ColumnClause[str] = _column(Words, ForeignKey("answers.id", ondelete="CASCADE"), primary_key=True)
    person: ColumnClause[bytes] = _column(LargeBinary, primary_key=True, index=True)
    vote: ColumnClause[int] = _column(BigInteger)


class ReviewRow(
    Base,
    name="review",
    also=(Index("ix_review_page", "status", "count", "last_at"),),
    sqlite_autoincrement=True,  # a button for an expired question must never mean another one
):
    """A question of the review queue."""

    id: ColumnClause[int] = _column(_Number, primary_key=True, autoincrement=True)
    same: ColumnClause[bytes] = _column(LargeBinary, unique=True)
    """A hash of the stems."""
    words: ColumnClause[str] = _column(Words)
    """The words that count, normalised, with spaces between them."""
    question: ColumnClause[str] = _column(Words)
    language: ColumnClause[str] = _column(Words)
    status: ColumnClause[str] = _column(Words)
    count: ColumnClause[int] = _column(BigInteger)
    none: ColumnClause[int] = _column(BigInteger)
    suggestion: ColumnClause[int] = _column(BigInteger)
    vote: ColumnClause[int] = _column(BigInteger)
    first_at: ColumnClause[datetime] = _column(Moment)
    last_at: ColumnClause[datetime] = _column(Moment, index=True)


class ReviewKeyRow(Base, name="review_keys"):
    """A key under which a near-duplicate finds a question of the review queue."""

    key: ColumnClause[bytes] = _column(LargeBinary, primary_key=True)
    item_id: ColumnClause[int] = _column(
        _Number, ForeignKey("review.id", ondelete="CASCADE"), primary_key=True, index=True
    )


class RevisionRow(Base, name="revisions"):
    """A revision of the knowledge."""

    number: ColumnClause[int] = _column(BigInteger, primary_key=True, autoincrement=False)
    at: ColumnClause[datetime] = _column(Moment)
    by: ColumnClause[int | None] = _column(BigInteger, nullable=True)
    summary: ColumnClause[str] = _column(Words)
    content: ColumnClause[bytes] = _column(LargeBinary)
    """The files: a JSON object of name to text, compressed."""


class ProposalRow(Base, name="proposals"):
    """A change of the knowledge that waits for an admin's word."""

    name: ColumnClause[str] = _column(String(40), primary_key=True)
    at: ColumnClause[datetime] = _column(Moment)
    before: ColumnClause[int] = _column(BigInteger)
    """The number of the revision that it would change."""
    summary: ColumnClause[str] = _column(Words)
    content: ColumnClause[bytes] = _column(LargeBinary)
    """The files, as in a revision."""


class TallyRow(Base, name="tallies"):
    """How often something was counted on a day."""

    day: ColumnClause[date] = _column(Date, primary_key=True)
    kind: ColumnClause[str] = _column(String(12), primary_key=True)
    name: ColumnClause[str] = _column(Words, primary_key=True)
    count: ColumnClause[int] = _column(BigInteger)


class UpdateRow(Base, name="updates"):
    """An update that was taken or dealt with."""

    id: ColumnClause[int] = _column(BigInteger, primary_key=True, autoincrement=False)
    fingerprint: ColumnClause[str] = _column(Words)
    """Of the update's content: a server that began anew counts from the same numbers."""
    owner: ColumnClause[str] = _column(Words)
    """Which run of the bot took it."""
    tries: ColumnClause[int] = _column(BigInteger)
    until: ColumnClause[datetime] = _column(Moment)
    """Until then nobody else may take it; the moment it was done, once it is."""
    done: ColumnClause[bool] = _column(Boolean)


class SendRow(Base, name="sends"):
    """A send that was done for an update that is not done yet."""

    update_id: ColumnClause[int] = _column(BigInteger, primary_key=True, autoincrement=False)
    step: ColumnClause[int] = _column(Integer, primary_key=True, autoincrement=False)
    message_id: ColumnClause[int | None] = _column(BigInteger, nullable=True)


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

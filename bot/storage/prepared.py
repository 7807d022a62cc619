"""Statements put together once, as the driver takes them, for what is written with every question.

To put a statement together, or only to find it again, takes several times as long as a database needs to carry it out.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Column, ColumnClause, Connection, Dialect, Insert, LargeBinary, Select, Update, bindparam
from sqlalchemy.types import TypeEngine

_Parameter = tuple[str, Callable[[Any], Any] | None]
"""The name of a value, and what makes of it what the driver takes; None where that is the value itself."""

_MOST = 1 << 10
"""Values in one statement; databases take no more than some tens of thousands."""
_MOST_ROWS = 32


class Inserts:
    """An INSERT of many rows, several of them by each statement.

    While SQLite carries one out other threads run, and to have its turn again takes a thread longer than a row does.
    """

    def __init__(self, insert: Callable[[str], Insert], columns: Iterable[Column[Any]]) -> None:
        """*insert* for the dialect of this name, which says nothing of values; it gets some for these *columns*."""
        self._insert = insert
        self._columns = list(columns)
        self._made: dict[tuple[str, int], tuple[str, list[_Parameter]]] = {}

    def __call__(self, connection: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
        """Insert *rows*, which have a value for each column."""
        at = 0
        while left := len(rows) - at:
            # Few different statements: each is put together once.
            size = min(_MOST_ROWS, 1 << (left.bit_length() - 1))
            text, parameters = self._statement(connection.dialect, size)
            part = rows[at : at + size]
            given = [
                row[name] if process is None else process(row[name]) for row in part for name, process in parameters
            ]
            connection.exec_driver_sql(text, tuple(given))
            at += size

    def _statement(self, dialect: Dialect, size: int) -> tuple[str, list[_Parameter]]:
        if (dialect.name, size) not in self._made:
            rows = [{c.name: bindparam(f"{c.name}_{n}", type_=c.type) for c in self._columns} for n in range(size)]
            compiled = self._insert(dialect.name).values(rows).compile(dialect=dialect)
            assert list(compiled.positiontup or ()) == [bound.key for row in rows for bound in row.values()]
            parameters = [(column.name, _processor(column.type, dialect)) for column in self._columns]
            self._made[dialect.name, size] = str(compiled), parameters
        return self._made[dialect.name, size]


class Updates:
    """An UPDATE that is carried out for each of many rows."""

    def __init__(self, statement: Update) -> None:
        """All values in it are parameters."""
        self._statement = statement
        self._made: dict[str, tuple[str, list[_Parameter]]] = {}

    def __call__(self, connection: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
        """Carry it out for *rows*, which have a value for each parameter."""
        if not rows:
            return
        dialect = connection.dialect
        if dialect.name not in self._made:
            self._made[dialect.name] = self._make(dialect)
        text, parameters = self._made[dialect.name]
        values = [
            [row[name] for row in rows] if process is None else [process(row[name]) for row in rows]
            for name, process in parameters
        ]
        connection.exec_driver_sql(text, list(zip(*values, strict=True)))

    def _make(self, dialect: Dialect) -> tuple[str, list[_Parameter]]:
        compiled = self._statement.compile(dialect=dialect)
        types = [(name, compiled.binds[name].type) for name in compiled.positiontup or ()]
        return str(compiled), [(name, _processor(kind, dialect)) for name, kind in types]


class WhereAmong:
    """A SELECT of the rows in which a column has one of some values."""

    def __init__(self, select: Select[*tuple[Any, ...]], column: ColumnClause[Any]) -> None:
        """What is selected, and the column: both of types that drivers take and give as they are."""
        self._select = select
        self._column = column
        self._made: dict[tuple[str, int], str] = {}

    def __call__(self, connection: Connection, values: Collection[Any]) -> list[Any]:
        """The rows with these *values*, each once where these are different."""
        given = list(values)
        parts = [given[at : at + _MOST] for at in range(0, len(given), _MOST)]
        return [row for part in parts for row in self._found(connection, part)]

    def _found(self, connection: Connection, values: list[Any]) -> Sequence[Any]:
        # Few different statements, so that drivers know them again: the last value stands there several times.
        size = 1 << (len(values) - 1).bit_length()
        values += values[-1:] * (size - len(values))
        dialect = connection.dialect
        if (dialect.name, size) not in self._made:
            wanted = self._select.where(self._column.in_(values))
            made = wanted.compile(dialect=dialect, compile_kwargs={"render_postcompile": True})
            self._made[dialect.name, size] = str(made)
        return connection.exec_driver_sql(self._made[dialect.name, size], tuple(values)).all()


def _processor(kind: TypeEngine[Any], dialect: Dialect) -> Callable[[Any], Any] | None:
    # Drivers take bytes as they are; SQLAlchemy wraps each of them once more.
    return None if isinstance(kind, LargeBinary) else kind.dialect_impl(dialect).bind_processor(dialect)

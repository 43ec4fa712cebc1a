"""Statements compiled once and run by the driver itself: for what every request does.

SQLAlchemy writes the SQL and converts the values, as ever; what is saved is the rest of its work,
which takes longer than the database's own.
"""

from collections import namedtuple
from collections.abc import Callable, Mapping, Sequence
from functools import cache, lru_cache, partial
from typing import Any

from sqlalchemy import (
    BigInteger,
    BindParameter,
    ColumnElement,
    Dialect,
    Select,
    Table,
    bindparam,
    insert,
)
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.types import TypeEngine

from polydesk.core.models.base import Utc
from polydesk.core.transaction import Transaction

Convert = Callable[[Any], Any] | None
_KEPT = 1000
"""How many queries stay prepared."""
_SHAPES = 50
"""How many forms of a query stay prepared."""
_MOMENTS = 16


SIZE, OFFSET = (bindparam(name, type_=BigInteger) for name in ("size", "offset"))
"""What cuts a page: so many rows, after so many."""


def among(column: Any, name: str) -> ColumnElement[bool]:
    """That a column has one of the values which are bound by this name when the query is run."""
    condition: ColumnElement[bool] = column.in_(bindparam(name, expanding=True))
    return condition


def rows(work: Transaction, query: Select[Any], values: Mapping[str, Any]) -> Sequence[Any]:
    """The rows of a query of columns, as named tuples; `values` are for its binds."""
    return _query(query, work.dialect).rows(work, values)


def insert_row(work: Transaction, table: Table, values: Mapping[str, Any]) -> int:
    """Put a row into a table, columns not given at their defaults; gives its id."""
    return _insert(table, work.dialect).id_of(work, values)


class _Form:
    """SQL, and what is bound in it by order or by name; None as a value is NULL.

    `origins` maps each name in the SQL to the bind it comes of, which has its type and constant.
    """

    def __init__(
        self,
        sql: str,
        names: Sequence[str],
        origins: Mapping[str, BindParameter[Any]],
        dialect: Dialect,
        *,
        ordered: bool,
    ) -> None:
        self._sql, self._names, self._ordered = sql, names, ordered
        self._constants = [(name, _constant(origins[name])) for name in names]
        converts = [_in(origins[name].type, dialect) for name in names]
        self._converts = [(at, convert) for at, convert in enumerate(converts) if convert]

    def run(self, work: Transaction, values: Mapping[str, Any]) -> Any:
        """What the driver answers; raises SQLAlchemy's errors."""
        binds: Any = [values.get(name, constant) for name, constant in self._constants]
        for at, convert in self._converts:
            if binds[at] is not None:
                binds[at] = convert(binds[at])
        if not self._ordered:
            binds = dict(zip(self._names, binds, strict=True))
        return work.run(self._sql, binds)


class _Query:
    """A query, in a form of its own for each number of values in the lists that it compares."""

    def __init__(self, query: Select[Any], dialect: Dialect) -> None:
        self._compiled: SQLCompiler = query.compile(dialect=dialect)
        self._dialect = dialect
        binds = self._compiled.bind_names.items()
        self._lists = [(name, _constant(bind)) for bind, name in binds if bind.expanding]
        self._forms: dict[tuple[int, ...], tuple[_Form, Mapping[str, Sequence[str]]]] = {}
        columns = query.selected_columns
        row: Any = namedtuple("Row", list(columns.keys()), rename=True)  # type: ignore[misc]
        self._make = partial(tuple.__new__, row)  # what `_make` does, and nothing else
        converts = [_out(column.type, dialect) for column in columns]
        self._converts = [(at, convert) for at, convert in enumerate(converts) if convert]

    def rows(self, work: Transaction, values: Mapping[str, Any]) -> list[Any]:
        lists = {name: values.get(name, constant) for name, constant in self._lists}
        shape = tuple(map(len, lists.values()))
        form, names = self._forms.get(shape) or self._expand(shape, {**values, **lists})
        if lists:
            values = dict(values)
            for name, items in lists.items():
                values.update(zip(names[name], items, strict=True))
        rows = form.run(work, values)
        if not self._converts:
            return [self._make(row) for row in rows]
        found = []
        for row in rows:
            converted = list(row)
            for at, convert in self._converts:
                if converted[at] is not None:
                    converted[at] = convert(converted[at])
            found.append(self._make(converted))
        return found

    def _expand(self, shape: tuple[int, ...], values: Mapping[str, Any]) -> Any:
        state = self._compiled.construct_expanded_state(values)
        origins = dict(self._compiled.binds)
        for name, expanded in state.parameter_expansion.items():
            origins |= dict.fromkeys(expanded, origins[name])
        ordered = state.positiontup is not None
        form = _Form(
            state.statement,
            list(state.positiontup or state.parameters),
            origins,
            self._dialect,
            ordered=ordered,
        )
        if len(self._forms) < _SHAPES:
            self._forms[shape] = form, state.parameter_expansion
        return form, state.parameter_expansion


class _Insert:
    """An INSERT of one row, in a form of its own for each choice of columns that are no NULL."""

    def __init__(self, table: Table, dialect: Dialect) -> None:
        self._table, self._dialect = table, dialect
        columns = [column for column in table.columns if not column.primary_key]
        self._defaults: dict[str, Any] = {one.key: one.default for one in columns if one.default}
        self._forms: dict[Sequence[str], _Row] = {}
        self._whole = _Row(table, [column.key for column in columns], {}, dialect)

    def id_of(self, work: Transaction, values: Mapping[str, Any]) -> int:
        defaults = self._defaults
        given = tuple([n for n, value in values.items() if value is not None or n in defaults])
        row = self._forms.get(given) or self._form(given)
        if row is self._whole:
            made = {n: one.arg(None) if one.is_callable else one.arg for n, one in defaults.items()}
            values = {**made, **values}
        return row.put(work, values)

    def _form(self, given: Sequence[str]) -> "_Row":
        if len(self._forms) == _SHAPES:
            return self._whole
        rest = {name: one for name, one in self._defaults.items() if name not in given}
        self._forms[given] = _Row(self._table, given, rest, self._dialect)
        return self._forms[given]


class _Row:
    """An INSERT that says some columns: those that are `given`, and the defaults of others."""

    def __init__(
        self, table: Table, given: Sequence[str], defaults: Mapping[str, Any], dialect: Dialect
    ) -> None:
        statement = insert(table)
        self._has_last_id = dialect.name == "sqlite"  # which says it sooner than RETURNING
        if not self._has_last_id:
            statement = statement.returning(*table.primary_key)
        compiled = statement.compile(dialect=dialect, column_keys=[*given, *defaults])
        names = compiled.positiontup or list(compiled.params)
        self._sql, self._names = str(compiled), None if compiled.positiontup else names
        converts = {name: _in(compiled.binds[name].type, dialect) for name in names}
        places = [(at, name, converts[name]) for at, name in enumerate(names)]
        self._given = [place for place in places if place[1] not in defaults]
        self._made = [
            (at, defaults[name].arg, convert)
            for at, name, convert in places
            if name in defaults and defaults[name].is_callable
        ]
        plain = {name: one.arg for name, one in defaults.items() if not one.is_callable}
        self._constants = [_bound(plain.get(name), converts[name]) for name in names]

    def put(self, work: Transaction, values: Mapping[str, Any]) -> int:
        row = self._constants.copy()
        for at, name, convert in self._given:
            row[at] = _bound(values.get(name), convert)
        for at, make, convert in self._made:
            row[at] = _bound(make(None), convert)
        binds = row if self._names is None else dict(zip(self._names, row, strict=True))
        if self._has_last_id:
            return work.add(self._sql, binds)
        return int(work.run(self._sql, binds)[0][0])


def _bound(value: Any, convert: Convert) -> Any:
    return value if value is None or convert is None else convert(value)


@lru_cache(_KEPT)
def _query(query: Select[Any], dialect: Dialect) -> _Query:
    return _Query(query, dialect)


@cache
def _insert(table: Table, dialect: Dialect) -> _Insert:
    return _Insert(table, dialect)


def _constant(bind: BindParameter[Any]) -> Any:
    if bind.required or (bind.expanding and bind.value is None):
        return None
    return bind.effective_value


def _in(type: TypeEngine[Any], dialect: Dialect) -> Convert:
    if isinstance(type, Utc):
        return _moments_in(dialect)
    return type.dialect_impl(dialect).bind_processor(dialect)


@cache
def _moments_in(dialect: Dialect) -> Convert:
    """A transaction has one moment, in many columns: it is converted once."""
    convert = Utc().dialect_impl(dialect).bind_processor(dialect)
    return convert and lru_cache(_MOMENTS)(convert)


def _out(type: TypeEngine[Any], dialect: Dialect) -> Convert:
    return type.dialect_impl(dialect).result_processor(dialect, None)

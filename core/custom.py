"""Custom fields: which there are, what is filled in, and filling it in.

Who may is the dialect's to ask. Values of fields that are not valid for a ticket's category (any
more) are neither read nor written; they are back once the ticket is. So with the fields that are
not enabled: `known` has them, nothing else here. Defining is for `polydesk.core.definitions`.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from typing import Any, Protocol, cast

from sqlalchemy import ColumnElement, Select, and_, delete, false, or_, select

from polydesk.core import categories, moves
from polydesk.core.conflicts import refusing
from polydesk.core.desk import Desk
from polydesk.core.errors import Invalid, NotFound
from polydesk.core.fields import Cell, as_cells, as_told, as_value
from polydesk.core.fields import Field as Field
from polydesk.core.fields import Option as Option
from polydesk.core.fields import Value as Value
from polydesk.core.models import (
    Asset,
    Conversation,
    CustomField,
    CustomFieldCategory,
    CustomOption,
    CustomValue,
    Entity,
    Organization,
    Person,
    Ticket,
    Usage,
)
from polydesk.core.prepared import among

_USAGES: Mapping[type[Entity], Usage] = {
    Ticket: Usage.TICKET,
    Person: Usage.PERSON,
    Organization: Usage.ORGANIZATION,
    Asset: Usage.ASSET,
    Conversation: Usage.CONVERSATION,
}
_FIELDS = select(
    CustomField.id,
    CustomField.ulid,
    CustomField.name,
    CustomField.usage,
    CustomField.type,
    CustomField.mandatory,
    CustomField.techs_only,
    CustomField.show_in_list,
    CustomField.position,
    CustomField.everywhere,
    CustomField.enabled,
).order_by(CustomField.position, CustomField.id)
_OPTIONS = select(
    CustomOption.field_id,
    CustomOption.id,
    CustomOption.ulid,
    CustomOption.name,
    CustomOption.position,
).order_by(CustomOption.position, CustomOption.id)
_CATEGORIES = select(CustomFieldCategory.field_id, CustomFieldCategory.category_id)


def _of(usage: Usage) -> Any:
    """The column that says of which ticket, person … a value is."""
    return getattr(CustomValue, f"{usage.value}_id")


def _values(usage: Usage) -> Select[Any]:
    column = _of(usage)
    return (
        select(column.label("of"), CustomValue.field_id, CustomValue.text, CustomValue.option_id)
        .where(among(column, "ids"))
        .order_by(CustomValue.id)
    )


_VALUES = {usage: _values(usage) for usage in Usage}
_Cells = defaultdict[int, list[Cell]]
"""What is stored of one thing, by field."""


class Thing(Protocol):
    """What has values: a row, or the columns of one; a ticket has its `category_id` too."""

    @property
    def id(self) -> int: ...


def known(desk: Desk) -> Mapping[int, Field]:
    """All fields by id, ordered by position; without a query where nothing has changed."""
    return desk.recall("custom fields", lambda: _read(desk))


def _read(desk: Desk) -> Mapping[int, Field]:
    desk.flush()
    options: dict[int, list[Option]] = defaultdict(list)
    for field_id, *columns in desk.rows(_OPTIONS):
        options[field_id].append(Option(*columns))
    scopes: dict[int, set[int]] = defaultdict(set)
    for field_id, category_id in desk.rows(_CATEGORIES):
        scopes[field_id].add(category_id)
    return {
        id: Field(*(id, *columns, tuple(options[id]), frozenset(scopes[id]), enabled))
        for id, *columns, enabled in desk.rows(_FIELDS)
    }


def of_usage(desk: Desk, usage: Usage) -> Sequence[Field]:
    """The enabled fields of tickets, people, organizations …, ordered by position."""

    def find() -> Sequence[Field]:
        fields = known(desk).values()
        return tuple(field for field in fields if field.usage is usage and field.enabled)

    return desk.recall(("custom fields", usage), find)


def for_category(desk: Desk, category_id: int | None) -> Sequence[Field]:
    """The fields that tickets of a category have, ordered by position; of the default one for None.

    A field of a category is one of all categories below it.
    """

    def find() -> Sequence[Field]:
        above = {node.id for node in categories.path(desk, category_id)}
        fields = of_usage(desk, Usage.TICKET)
        return tuple(field for field in fields if field.everywhere or field.category_ids & above)

    return desk.recall(("custom fields", category_id), find)


def of(desk: Desk, row: Entity) -> dict[int, Value]:
    """What is filled in for a ticket, person, organization …, as `of_all`."""
    return of_all(desk, _USAGES[type(row)], [cast(Thing, row)])[row.id]


def of_all(desk: Desk, usage: Usage, things: Iterable[Thing]) -> dict[int, dict[int, Value]]:
    """What is filled in for several things: `{id of the thing: {id of the field: value}}`.

    Every thing is there, fields without a value are not; the fields are ordered by position.
    One statement, or none where there are no such fields.
    """
    valid = _valid_of_all(desk, usage, things)
    if not any(valid.values()):
        return {id: {} for id in valid}
    cells = _cells(desk, usage, list(valid))
    return {
        id: _values_of(fields, cells[id]) if id in cells else {} for id, fields in valid.items()
    }


def _valid(desk: Desk, usage: Usage, thing: Thing) -> Sequence[Field]:
    if usage is Usage.TICKET:
        return for_category(desk, cast(Ticket, thing).category_id)
    return of_usage(desk, usage)


def _valid_of_all(
    desk: Desk, usage: Usage, things: Iterable[Thing]
) -> Mapping[int, Sequence[Field]]:
    if usage is not Usage.TICKET:
        return dict.fromkeys([thing.id for thing in things], of_usage(desk, usage))
    chosen = {ticket.id: ticket.category_id for ticket in cast(Iterable[Ticket], things)}
    fields = {id: for_category(desk, id) for id in {*chosen.values()}}
    return {id: fields[category_id] for id, category_id in chosen.items()}


def _cells(desk: Desk, usage: Usage, ids: list[int]) -> defaultdict[int, _Cells]:
    found: defaultdict[int, _Cells] = defaultdict(lambda: defaultdict(list))
    for of, field_id, *columns in desk.rows(_VALUES[usage], ids=ids):
        found[of][field_id].append(Cell(*columns))
    return found


def _values_of(fields: Sequence[Field], cells: Mapping[int, list[Cell]]) -> dict[int, Value]:
    return {
        field.id: value
        for field in fields
        if field.id in cells and (value := as_value(field, cells[field.id])) is not None
    }


def put(desk: Desk, row: Entity, given: Mapping[int, Any]) -> None:
    """Fill in fields of a ticket, person, organization …, by their ids: all, or none.

    For what may be given see `fields.as_cells`; what stays the same changes nothing. Tells
    `ticket.custom` (or `person.custom` …) with `fields`: `{id: [before, after]}`, each a text, the
    ids of options or None. The row is to come of `desk.get`, which keeps others from writing
    meanwhile.
    Raises NotFound("custom_field", id) for a field of something else, or not valid for the
    ticket's category; Invalid, `{name of the field: [reason]}`; Conflict("custom_field", "erased")
    where it is erased at the same moment.
    """
    usage = _USAGES[type(row)]
    wanted = _read_given(_valid(desk, usage, cast(Thing, row)), given)
    stored = _cells(desk, usage, [row.id])[row.id]
    changed = {id: cells for id, cells in wanted.items() if cells != stored[id]}
    if not changed:
        return
    mine = _of(usage) == row.id
    desk.session.execute(delete(CustomValue).where(mine, CustomValue.field_id.in_(changed)))
    with refusing(desk, "custom_field", "erased"):  # or an option of it, at this moment
        _insert(desk, usage, row.id, changed)
    if isinstance(row, Ticket):
        moves.touch(desk, row)
    else:
        row.updated_at = desk.now()
    told = {str(id): [as_told(stored[id]), as_told(cells)] for id, cells in changed.items()}
    desk.tell(f"{usage.value}.custom", row, fields=told)


def enter(
    desk: Desk, usage: Usage, id: int, given: Mapping[int, Any], *, category_id: int | None = None
) -> dict[int, Value]:
    """As `put`, for what was made in this transaction, by its id; gives what `of` would: all of it.

    Nothing is told. `category_id` is that of a ticket.
    """
    if not given:
        return {}
    is_ticket = usage is Usage.TICKET
    fields = for_category(desk, category_id) if is_ticket else of_usage(desk, usage)
    wanted = _read_given(fields, given)
    _insert(desk, usage, id, wanted)
    return _values_of(fields, wanted)


def _insert(desk: Desk, usage: Usage, id: int, wanted: Mapping[int, Sequence[Cell]]) -> None:
    column = f"{usage.value}_id"
    for field_id, cells in wanted.items():
        for cell in cells:
            desk.insert(CustomValue, field_id=field_id, **{column: id}, **cell._asdict())


def _read_given(fields: Sequence[Field], given: Mapping[int, Any]) -> dict[int, list[Cell]]:
    valid = {field.id: field for field in fields}
    wanted: dict[int, list[Cell]] = {}
    problems: dict[str, list[str]] = {}
    for id, value in given.items():
        if id not in valid:
            raise NotFound("custom_field", id)
        try:
            wanted[id] = as_cells(valid[id], value)
        except ValueError as error:
            problems.setdefault(valid[id].name, []).append(str(error))
    if problems:
        raise Invalid(problems)
    return wanted


def having(desk: Desk, usage: Usage, field_id: int, value: Any) -> Select[tuple[int]]:
    """The ids of the things for which a field holds a value, for `Ticket.id.in_` and the like.

    The value is as for `put`, and compared to the letter; of a multichoice field the options that
    are given must be among those chosen. What `put` refuses, and what is empty, is held by none.
    """
    column = _of(usage)
    field = known(desk).get(field_id)
    cells: list[Cell] = []
    if field is not None and field.usage is usage and field.enabled:
        with suppress(ValueError):
            cells = as_cells(field, value)
    if field is None or not cells:
        return select(column).where(false())
    query = select(column).where(_holds(field, cells[0]))
    for cell in cells[1:]:
        query = query.where(column.in_(select(column).where(_holds(field, cell))))
    if usage is Usage.TICKET and not field.everywhere:
        query = query.join(Ticket, Ticket.id == column).where(_in_categories(desk, field))
    return query


def _holds(field: Field, cell: Cell) -> ColumnElement[bool]:
    same = (
        CustomValue.text == cell.text
        if cell.option_id is None
        else CustomValue.option_id == cell.option_id
    )
    return and_(CustomValue.field_id == field.id, same)


def _in_categories(desk: Desk, field: Field) -> ColumnElement[bool]:
    """The condition that tickets have the field."""
    nodes = categories.tree(desk).values()
    valid = [node.id for node in nodes if field.category_ids & {above.id for above in node.path}]
    default = categories.default(desk)
    stands_in = default is not None and default.id in valid
    within = Ticket.category_id.in_(valid)
    return or_(within, Ticket.category_id.is_(None)) if stands_in else within

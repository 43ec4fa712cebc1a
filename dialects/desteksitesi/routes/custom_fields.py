"""Custom fields: which there are, and filling them in. Source: contract 6.2, 6.4, 6.7 and 6.8."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from marshmallow import Schema

from polydesk.core import custom, organizations
from polydesk.core.desk import Desk
from polydesk.core.errors import Hidden, Invalid
from polydesk.core.models import Asset, Usage
from polydesk.dialects.desteksitesi import custom_fields, members, sight, sorting
from polydesk.dialects.desteksitesi.method import Methods
from polydesk.dialects.desteksitesi.schemas import custom_fields as schemas

routes = Methods("custom_fields", tag="Custom fields")

_CF = re.compile(r"cf(\d{1,18})", re.ASCII)
_At = Callable[..., dict[str, Any]]


@routes.method(
    "GET",
    "CustomFields",
    given=schemas.OfUsage(),
    gives=schemas.Definition(many=True),
    at=sight.tech,
)
def index(desk: Desk, given: dict[str, Any]) -> Any:
    """The custom fields of tickets, assets, users and companies, or of one of them.

    Source: contract 6.7, method 58; 7.10.
    """
    return [
        custom_fields.defined(field)
        for usage, number in custom_fields.USAGES.items()
        if given["usage"] in (None, number)
        for field in custom.of_usage(desk, usage)
    ]


@routes.method(
    "GET",
    "CustomFieldsForCategory",
    given=schemas.OfCategory(),
    gives=schemas.Definition(many=True),
    errors=(404,),
)
def of_category(desk: Desk, given: dict[str, Any]) -> Any:
    """The custom fields that tickets of a category have.

    Source: contract 6.2, method 20; 7.10.
    """
    node = sorting.get(desk, given["category_id"])
    fields = custom_fields.seen(desk, custom.for_category(desk, node.id))
    return [custom_fields.defined(field) for field in fields]


@routes.method(
    "GET",
    "TicketCustomFields",
    given=schemas.OfTicket(),
    gives=schemas.Value(many=True),
    errors=(404,),
)
def of_ticket(desk: Desk, given: dict[str, Any]) -> Any:
    """What is filled in for a ticket; with `returnUnset` the other fields that it has as well.

    Source: contract 6.2, method 11; 7.11.
    """
    ticket = sight.get(desk, given["id"])
    return custom_fields.of_all(desk, Usage.TICKET, [ticket], unset=given["unset"])[ticket.id]


@dataclass(frozen=True)
class _Holder:
    """What else has custom fields: `one` of them in words, and how it is found by its id."""

    one: str
    usage: Usage
    get: Callable[[Desk, int], Any]

    @property
    def name(self) -> str:
        return self.one.rpartition(" ")[2]


_USER = _Holder("a user", Usage.PERSON, members.get)
_COMPANY = _Holder("a company", Usage.ORGANIZATION, organizations.get)
_ASSET = _Holder("an asset", Usage.ASSET, lambda desk, key: desk.get(Asset, key))


def _read(holder: _Holder, given: Schema, source: str) -> None:
    """Declare how technicians read what is filled in."""

    def view(desk: Desk, given: dict[str, Any]) -> Any:
        thing = holder.get(desk, given["id"])
        return custom_fields.of_all(desk, holder.usage, [thing])[thing.id]

    view.__name__ = f"of_{holder.name}"
    view.__doc__ = f"What is filled in for {holder.one}.\n\nSource: contract {source}; 7.11."
    routes.method(
        "GET",
        f"{holder.name.capitalize()}CustomFields",
        given=given,
        gives=schemas.ShortValue(many=True),
        at=sight.tech,
        errors=(404,),
    )(view)


_read(_USER, schemas.OfUser(), "6.4, method 42")
_read(_COMPANY, schemas.OfThing(), "6.4, method 51")


@routes.method("POST", "SetCustomField", given=schemas.TicketField(), errors=(404,))
def put_one(desk: Desk, given: dict[str, Any]) -> None:
    """Fill in one field of a ticket, or clear it.

    Source: contract 6.2, method 7; 11.5.
    """
    _put(desk, given["id"], {given["field_id"]: given["value"]})


@routes.method("POST", "SetCustomFields", given=schemas.TicketFields(), errors=(404,))
def put_several(desk: Desk, given: dict[str, Any]) -> None:
    """Fill in several fields of a ticket, each sent as `cf<id>`: all or none.

    Source: contract 6.2, method 8; 11.5.
    """
    found = {_CF.fullmatch(name): value for name, value in given.items()}
    wanted = {int(name[1]): value for name, value in found.items() if name is not None}
    if not wanted:
        raise Invalid({"cf<fieldId>": ["is required"]})
    _put(desk, given["id"], wanted)


def _put(desk: Desk, id: int, wanted: Mapping[int, Any]) -> None:
    ticket = sight.existing(desk, id)
    custom_fields.check(desk, Usage.TICKET, ticket, wanted)
    if not sight.may_see(desk, ticket.id, ticket.category_id):
        raise Hidden("ticket", id)
    sight.require(sight.may_change(desk, ticket))
    custom_fields.put(desk, Usage.TICKET, ticket, wanted)


def _write(holder: _Holder, given: Schema, at: _At, source: str) -> None:
    """Declare how a field is filled in."""

    def view(desk: Desk, given: dict[str, Any]) -> None:
        thing = holder.get(desk, given["id"])
        custom_fields.put(desk, holder.usage, thing, {given["field_id"]: given["value"]})

    view.__name__ = f"put_for_{holder.name}"
    does = f"Fill in a field of {holder.one}, or clear it"
    view.__doc__ = f"{does}.\n\nSource: contract {source}; 11.5."
    path = f"SetCustomFieldFor{holder.name.capitalize()}"
    routes.method("POST", path, given=given, at=at, errors=(404,))(view)


_write(_USER, schemas.UserField(), sight.admin, "6.4, method 38")
_write(_COMPANY, schemas.ThingField(), sight.admin, "6.4, method 50")
_write(_ASSET, schemas.ThingField(), sight.tech, "6.8, method 62")

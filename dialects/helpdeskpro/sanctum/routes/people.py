"""Contacts, users, customers and organizations. Source: contract 1.4, "People"."""

from collections.abc import Mapping
from typing import Any

from polydesk.core import organizations, records, removal
from polydesk.core.desk import Desk
from polydesk.core.models import Record
from polydesk.dialects.helpdeskpro.sanctum import (
    people_list,
    people_pending,
    people_shown,
    people_write,
    signup,
)
from polydesk.dialects.helpdeskpro.sanctum.collection import Collection
from polydesk.dialects.helpdeskpro.sanctum.listing import Searched
from polydesk.dialects.helpdeskpro.sanctum.people_list import CONTACT, CUSTOMER, USER, Kind
from polydesk.dialects.helpdeskpro.sanctum.schemas import people as schemas
from polydesk.dialects.helpdeskpro.sanctum.schemas.auth import Said
from polydesk.kit.routes import Routes

_CHAPTER = "People"


def _source(path: str) -> str:
    return f'contract 1.4, "People", row `{path}`; 1.5 and 1.9; 1.10 (Q-S1, Q-S4, Q-S5)'


def _people(kind: Kind, **declared: Any) -> Collection:
    """The collection of a kind of people."""
    name = f"{kind.name}s"
    return Collection(
        path=f"/{name}",
        stem=name,
        chapter=_CHAPTER,
        source=_source(f"/{name}"),
        thing=kind.name,
        rows=kind.rows,
        get=kind.get,
        lost=kind.lost,
        delete=removal.remove,
        restore=removal.restore,
        **declared,
    )


pending = Collection(
    path="/users/pending",
    stem="pending_users",
    chapter=_CHAPTER,
    source='contract 1.4, "People", row `/users/pending`; 1.10 (Q-S2)',
    thing="pending user",
    shows=schemas.PendingUser(),
    show=people_pending.shown,
    rows=people_pending.rows,
    filters=Searched,
).routes


def _waiting(desk: Desk, id: int) -> Mapping[str, Any]:
    """For `at`: who waits. Raises NotFound."""
    return {"row": people_pending.get(desk, id)}


@pending.post("/<number:id>/approve", at=_waiting, gives=schemas.Approved(), errors=(404, 422))
def approve(desk: Desk, row: Record) -> Any:
    """Make a customer of who waits, and tell the password; nobody is mailed.

    Source: contract 1.4, "People".
    """
    person, password = people_pending.approve(desk, row)
    return {"user": people_shown.users(desk, [person])[0], "password": password}


@pending.post("/<number:id>/decline", at=_waiting, gives=Said(), errors=(404,))
def decline(desk: Desk, row: Record) -> Any:
    """Let somebody wait no more.

    Source: contract 1.4, "People".
    """
    records.delete(desk, row)
    return {"message": "Request has been declined!"}


COLLECTIONS = (
    _people(
        CONTACT,
        shows=schemas.ContactWithOrganization(),
        show=people_shown.contacts,
        filters=schemas.ContactFilter,
        echoes=("search",),
        new=schemas.NewContact,
        create=people_write.create_contact,
        change=people_write.change_contact,
    ),
    _people(
        USER,
        shows=schemas.UserWithCountry(),
        show=people_shown.users,
        filters=schemas.UserFilter,
        echoes=("search", "role_id"),
        new=schemas.NewUser,
        create=lambda desk, json: signup.make(desk, **json),
        change=people_write.change_user,
        may_stay=True,
    ),
    _people(
        CUSTOMER,
        shows=schemas.UserWithCountry(),
        show=people_shown.users,
        filters=Searched,
        echoes=("search",),
        new=schemas.NewCustomer,
        create=lambda desk, json: signup.make(desk, **json),
        change=people_write.change_user,
    ),
    Collection(
        path="/organizations",
        stem="organizations",
        chapter=_CHAPTER,
        source=_source("/organizations"),
        thing="organization",
        shows=schemas.Organization(),
        show=people_shown.organizations,
        details=schemas.OrganizationWithContacts(),
        detail=people_shown.organization,
        brief=True,
        rows=people_list.companies,
        get=organizations.get,
        lost=people_list.lost_company,
        filters=Searched,
        echoes=("search",),
        new=schemas.NewOrganization,
        create=people_write.create_organization,
        change=people_write.change_organization,
        delete=organizations.remove,
        restore=organizations.restore,
    ),
)
ROUTES: tuple[Routes, ...] = (pending, *(collection.routes for collection in COLLECTIONS))

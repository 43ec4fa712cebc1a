"""People. Source: contract 9.4 and 10.3."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Select, select

from polydesk.core import text
from polydesk.core.desk import Desk
from polydesk.core.errors import NotFound
from polydesk.core.models import Organization, Person, Role, Usage
from polydesk.core.search import same
from polydesk.dialects.deskpro import custom_query, people_write
from polydesk.dialects.deskpro.collection import Collection
from polydesk.dialects.deskpro.counting import Group
from polydesk.dialects.deskpro.fields import truth
from polydesk.dialects.deskpro.paths import BASE, located
from polydesk.dialects.deskpro.people_orders import ORDERS
from polydesk.dialects.deskpro.people_shown import show
from polydesk.dialects.deskpro.query import named_ids
from polydesk.dialects.deskpro.schemas import people as schemas
from polydesk.kit.perform import Answer
from polydesk.kit.routes import Routes


def rows(desk: Desk, query: Mapping[str, Any]) -> Select[Person]:
    """The people that a list has; without any parameter the deleted are among them."""
    found = select(Person)
    is_agent, is_deleted = truth(query.get("is_agent")), truth(query.get("is_deleted"))
    if is_agent is not None:
        found = found.where((Person.role != Role.USER) if is_agent else Person.role == Role.USER)
    if is_deleted is not None:
        gone = Person.deleted_at
        found = found.where(gone.is_not(None) if is_deleted else gone.is_(None))
    if query.get("primary_email"):
        found = found.where(Person.email_key == text.key(query["primary_email"]))
    if query.get("organization"):
        found = found.where(Person.organization_id.in_(named_ids(query["organization"])))
    if query.get("name"):
        found = found.where(same(Person.name, query["name"].strip()))
    if truth(query.get("not_me")):
        found = found.where(Person.id != desk.person_id)
    return found.where(*custom_query.conditions(desk, Usage.PERSON, Person.id, query))


def get(desk: Desk, id: int) -> Person:
    """Somebody who is not deleted. Raises NotFound."""
    person = desk.find(Person, id)
    if person is None or person.deleted_at is not None:
        raise NotFound("person", id)
    return person


def at(desk: Desk, id: int) -> Mapping[str, Any]:
    """For collections below somebody."""
    return {"owner": get(desk, id)}


def organization_titles(desk: Desk, ids: Sequence[int | None]) -> Mapping[Any, str]:
    """The names of organizations by id, for counts."""
    query = select(Organization.id, Organization.name).where(Organization.id.in_(ids))
    return {id: name for id, name in desk.session.execute(query)}


people = Collection(
    path="/people",
    stem="people.people",
    chapter="People",
    source="contract 9.4, row `/people`",
    shows=schemas.Person(),
    show=show,
    rows=rows,
    get=get,
    filters=schemas.PersonListing(),
    orders=ORDERS,
    groups={"organization": Group(Person.organization_id, titles=organization_titles)},
    takes=schemas.PersonChange(partial=True),
    create=people_write.create,
    change=people_write.change,
    delete=people_write.remove,
    linked="person",
)
_permissions = Routes("people.permissions", tag="People", prefix=BASE, errors=(401, 403))


@_permissions.put(
    "/people/<int:id>/permissions",
    at=at,
    json=schemas.Permissions(),
    status=204,
    errors=(400, 404),
)
def put(desk: Desk, owner: Person, json: dict[str, Any]) -> Any:
    """Make somebody an agent, or one no more.

    Source: contract 9.4, row `/people/{id}/permissions`.
    """
    if "agent" in json:
        people_write.appoint(desk, owner, agent=json["agent"])
    return Answer(None, 204), located(f"/people/{owner.id}")


ROUTES = (people.routes, _permissions)

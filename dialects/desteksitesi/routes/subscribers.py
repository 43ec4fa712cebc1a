"""The subscribers of a ticket. Source: contract 6.2, 15 to 17."""

from typing import Any

from polydesk.core.desk import Desk
from polydesk.core.models import Person, Ticket
from polydesk.dialects.desteksitesi import followers, members, persons, sight
from polydesk.dialects.desteksitesi.method import Methods
from polydesk.dialects.desteksitesi.schemas import tickets as schemas
from polydesk.dialects.desteksitesi.schemas.users import UserDetail

routes = Methods("subscribers", tag="Tickets")


@routes.method("POST", "AddSubscriber", given=schemas.Subscription(), errors=(404,))
def add(desk: Desk, given: dict[str, Any]) -> None:
    """Subscribe somebody to a ticket.

    Source: contract 6.2, 15.
    """
    ticket, person = _named(desk, given)
    sight.require(sight.may_change(desk, ticket))
    followers.add(desk, ticket, person)


@routes.method("POST", "RemoveSubscriber", given=schemas.Subscription(), errors=(404,))
def remove(desk: Desk, given: dict[str, Any]) -> None:
    """End a subscription; one's own whoever one is.

    Source: contract 6.2, 16.
    """
    ticket, person = _named(desk, given)
    sight.require(person.id == desk.person_id or sight.may_change(desk, ticket))
    followers.remove(desk, ticket, person)


@routes.method("GET", "Subscribers", given=schemas.Id(), gives=UserDetail(many=True), errors=(404,))
def index(desk: Desk, given: dict[str, Any]) -> Any:
    """Who is subscribed to a ticket: submitter, assignee, commenters, who was added.

    Source: contract 6.2, 17, 7.6 and 11.7.
    """
    ids = followers.ids(desk, sight.get(desk, given["id"]))
    found = persons.detail(desk, ids)
    return [found[id] for id in ids]


def _named(desk: Desk, given: dict[str, Any]) -> tuple[Ticket, Person]:
    ticket = sight.existing(desk, given["id"])
    return ticket, members.get(desk, given["user_id"])

"""How much was said in tickets."""

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from sqlalchemy import case, exists, func, select

from polydesk.core.desk import Desk
from polydesk.core.models import File, Message, MessageKind, Person, Role, Ticket
from polydesk.core.prepared import among


class Counts(NamedTuple):
    """How many public messages, by side, the ticket's own text included; and if there are files.

    What is by nobody known is by an agent. Files of notes count.
    """

    by_agents: int = 0
    by_users: int = 0
    has_files: bool = False


_IS_PUBLIC = Message.kind.in_((MessageKind.OPENING, MessageKind.REPLY))
_BY_AGENT = _IS_PUBLIC & Person.role.is_distinct_from(Role.USER)
_BY_USER = _IS_PUBLIC & (Person.role == Role.USER)


def _counted(said: Any) -> Any:
    """How many such messages a ticket of the query around this has."""
    found = select(func.count()).outerjoin_from(Message, Person, Message.author_id == Person.id)
    mine = found.where(Message.ticket_id == Ticket.id, Message.deleted_at.is_(None), said)
    return mine.correlate(Ticket).scalar_subquery()


BY_AGENTS, BY_USERS = _counted(_BY_AGENT), _counted(_BY_USER)
"""As in `Counts`, to sort tickets by."""
_COUNTS = (
    select(
        Message.ticket_id,
        func.count(case((_BY_AGENT, 1))),
        func.count(case((_BY_USER, 1))),
        func.max(case((exists().where(File.message_id == Message.id), 1), else_=0)),
    )
    .outerjoin(Person, Message.author_id == Person.id)
    .where(among(Message.ticket_id, "tickets"), Message.deleted_at.is_(None))
    .group_by(Message.ticket_id)
)


def of_all(desk: Desk, ids: Iterable[int]) -> Mapping[int, Counts]:
    """The counts of each of these tickets, by id; what is deleted counts not. One statement."""
    found = dict.fromkeys(ids, Counts())
    rows = desk.rows(_COUNTS, tickets=list(found)) if found else []
    for id, by_agents, by_users, files in rows:
        found[id] = Counts(by_agents, by_users, bool(files))
    return found

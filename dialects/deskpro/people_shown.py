"""People as clients see them, many at once: three statements, and one for custom fields.

Source: contract 10.3.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

from flask import has_request_context, request
from sqlalchemy import func, literal_column, select, union_all

from polydesk.core import addresses, people
from polydesk.core.desk import Desk
from polydesk.core.models import Conversation, GroupMember, Person, Role, Ticket, Usage
from polydesk.core.prepared import among
from polydesk.dialects.deskpro import contact, custom_values, extras, languages, usergroups

ONLINE = timedelta(minutes=5)
"""For how long after their last request an agent counts as online."""
_AVATAR = "file.php/avatar/{{IMG_SIZE}}/default.jpg?size-fit=1"
_TEAMS = select(GroupMember.person_id, GroupMember.group_id).order_by(GroupMember.group_id)


def counted(tickets: Any, chats: Any) -> Any:
    """A query of what is counted of each of `ids`, from queries of whose tickets and chats."""
    parts = [
        select(literal_column(str(at)).label("kind"), of.c.id, func.count().label("n"))
        .where(among(of.c.id, "ids"))
        .group_by(of.c.id)
        for at, of in enumerate([tickets.subquery(), chats.subquery()])
    ]
    return union_all(*parts)


_COUNTS = counted(
    select(Ticket.requester_id.label("id")).where(Ticket.deleted_at.is_(None)),
    select(Conversation.person_id.label("id")).where(Conversation.deleted_at.is_(None)),
)


def counts(desk: Desk, query: Any, ids: Sequence[int]) -> Mapping[int, Sequence[int]]:
    """How many tickets and chats there are of each, by id, in one statement; see `counted`."""
    found: dict[int, list[int]] = {id: [0, 0] for id in ids}
    for kind, id, n in desk.rows(query, ids=list(found)) if found else ():
        found[id][int(kind)] = n
    return found


def teams(desk: Desk) -> Mapping[int, Sequence[int]]:
    """The teams of everybody who is in one, by id, without a query where nothing has changed."""

    def read() -> Mapping[int, Sequence[int]]:
        desk.flush()
        found: dict[int, list[int]] = defaultdict(list)
        for person_id, group_id in desk.rows(_TEAMS):
            found[person_id].append(group_id)
        return dict(found)

    return desk.recall("deskpro teams", read)


def is_online(desk: Desk, person: Person) -> bool:
    """Whether an agent has called just now."""
    seen = None if person.role is Role.USER else people.last_seen(desk, person)
    return seen is not None and desk.now() - seen.at <= ONLINE


def show(desk: Desk, persons: Sequence[Person]) -> Sequence[Mapping[str, Any]]:
    """What `schemas.people.Person` writes of each."""
    ids = [person.id for person in persons]
    emails = addresses.of_many(desk, ids)
    numbers = counts(desk, _COUNTS, ids)
    custom = custom_values.shown(desk, Usage.PERSON, persons)
    in_teams = teams(desk)
    root = request.root_url if has_request_context() else "/"
    return [
        _shown(desk, one, root)
        | {
            "emails": emails[one.id],
            "tickets_count": numbers[one.id][0],
            "chats_count": numbers[one.id][1],
            "fields": custom[one.id],
            **_in_teams(one, in_teams.get(one.id, ())),
        }
        for one in persons
    ]


def _in_teams(person: Person, ids: Sequence[int]) -> dict[str, Any]:
    primary = extras.of(person).get("primary_team")
    return {"teams": list(ids), "primary_team": primary if primary in ids else None}


def _shown(desk: Desk, person: Person, root: str) -> dict[str, Any]:
    own = extras.of(person)
    is_agent, is_admin = person.role is not Role.USER, person.role is Role.ADMIN
    online = is_online(desk, person)
    seen = people.last_seen(desk, person)
    name = own.get("override_display_name") or person.name
    user_groups = own.get("user_groups", [])
    agent_groups = own.get("agent_groups") if is_agent else []
    if agent_groups is None:
        agent_groups = [usergroups.ALL_PERMISSIONS if is_admin else usergroups.NON_DESTRUCTIVE]
    return {
        "id": person.id,
        "primary_email": person.email,
        "name": person.name,
        "first_name": person.first_name,
        "last_name": person.last_name,
        "title_prefix": own.get("title_prefix", ""),
        "override_display_name": own.get("override_display_name", ""),
        "summary": person.notes or "",
        "timezone": person.timezone or "UTC",
        "organization_position": person.organization_position,
        "display_name": name,
        "display_contact": name if person.email is None else f"{name} <{person.email}>",
        "organization": person.organization_id,
        "organization_members": [] if person.organization_id is None else [person.id],
        "organization_manager": person.organization_manager,
        "labels": own.get("labels", []),
        "user_groups": user_groups,
        "agent_groups": agent_groups,
        "all_user_groups": sorted({usergroups.EVERYONE, *user_groups}),
        "brands": [1],
        "language": languages.id_of(person.language),
        "contact_data": contact.shown(person),
        "phone_numbers": list(contact.phones(person)),
        "agent_data": own.get("agent_data") or {} if is_agent else None,
        "is_agent": is_agent,
        "is_user": not is_agent and person.can_sign_in,
        "is_contact": not is_agent and not person.can_sign_in,
        "was_agent": not is_agent and bool(own.get("was_agent")),
        "can_agent": is_agent,
        "can_admin": is_admin,
        "can_billing": is_admin,
        "can_reports": is_admin,
        "is_confirmed": person.can_sign_in,
        "is_deleted": person.deleted_at is not None,
        "is_disabled": person.disabled,
        "disable_picture": False,
        "disable_autoresponses": False,
        "online": online,
        "online_for_chat": online and not person.out_of_office,
        "avatar": {
            "default_url_pattern": f"{root}{_AVATAR}",
            "url_pattern": person.avatar_url,
            "base_gravatar_url": None,
        },
        "gravatar_url": None,
        "picture_blob": None,
        "browser": None,
        "last_seen": None if seen is None else seen.at,
        "date_last_login": person.last_login_at,
        "date_created": person.created_at,
        "creation_system": "web.person",
        "disable_autoresponses_log": "",
        "contextual_options": [],
        "preferences": [],
    }

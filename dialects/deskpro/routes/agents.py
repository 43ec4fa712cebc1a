"""Agents, their teams and their groups. Source: contract 9.4."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import selectinload

from polydesk.core import groups as core
from polydesk.core.desk import Desk
from polydesk.core.errors import Conflict, Invalid, NotFound
from polydesk.core.models import ChatStatus, Conversation, Group, GroupMember, Person, Role
from polydesk.dialects.deskpro import usergroups
from polydesk.dialects.deskpro.collection import Collection
from polydesk.dialects.deskpro.flaws import Flaw
from polydesk.dialects.deskpro.people_shown import is_online
from polydesk.dialects.deskpro.routes import people
from polydesk.dialects.deskpro.schemas import agents as schemas


def _rows(desk: Desk, query: Mapping[str, Any]) -> Select[Person]:
    return people.rows(desk, query).where(Person.role != Role.USER)


def _get(desk: Desk, id: int) -> Person:
    person = people.get(desk, id)
    if person.role is Role.USER:
        raise NotFound("agent", id)
    return person


def _online(desk: Desk, query: Mapping[str, Any]) -> Sequence[Person]:
    found = desk.all(_rows(desk, query).order_by(Person.id))
    return [person for person in found if is_online(desk, person)]


def _chatting(desk: Desk, query: Mapping[str, Any]) -> Select[Person]:
    assigned = select(Conversation.agent_id).where(
        Conversation.status == ChatStatus.ACTIVE, Conversation.deleted_at.is_(None)
    )
    return _rows(desk, query).where(Person.id.in_(assigned))


def _agents(path: str, stem: str, **declared: Any) -> Collection:
    return replace(
        people.people,
        path=path,
        stem=stem,
        chapter="Agents",
        source=f"contract 9.4, row `{path}`",
        create=None,
        linked=None,
        **declared,
    )


agents = _agents("/agents", "agents.agents", rows=_rows, get=_get)
online = _agents("/agents/online", "agents.online", rows=_online, verbs="L#")
chatting = _agents(
    "/agents/assigned_to_chat", "agents.assigned_to_chat", rows=_chatting, verbs="L#"
)

_WHOLE = selectinload(Group.members)


def _teams(_: Desk, __: Mapping[str, Any]) -> Select[Group]:
    return select(Group).options(_WHOLE)


def _team(desk: Desk, id: int) -> Group:
    return desk.get(Group, id, _WHOLE)


def _show_teams(_: Desk, rows: Sequence[Group]) -> Sequence[Mapping[str, Any]]:
    return [
        {
            "id": group.id,
            "name": group.name,
            "avatar": None,
            "members": [member.person_id for member in group.members],
        }
        for group in rows
    ]


@contextmanager
def _refusing_taken() -> Iterator[None]:
    """Say that a name is another team's already."""
    try:
        yield
    except Conflict as error:
        raise Invalid({"name": [Flaw("invalid", "There is one of this name.")]}) from error


def _create_team(desk: Desk, json: Mapping[str, Any]) -> int:
    members = _members(desk, json.get("members", ()))
    with _refusing_taken():
        return core.create(desk, name=json["name"].strip(), members=members).id


def _change_team(desk: Desk, group: Group, json: Mapping[str, Any]) -> None:
    given: dict[str, Any] = {}
    if "name" in json:
        given["name"] = json["name"].strip()
    if "members" in json:
        given["members"] = _members(desk, json["members"])
    with _refusing_taken():
        core.change(desk, group, **given)


def _members(desk: Desk, ids: Sequence[int]) -> Sequence[Person]:
    """The agents of these ids. Raises Invalid where one is none."""
    found = {one.id: one for one in desk.all(select(Person).where(Person.id.in_(ids)))}
    wrong = {at: [Flaw("bad_choice")] for at, id in enumerate(ids) if found[id].role is Role.USER}
    if wrong:
        raise Invalid({"members": wrong})  # type: ignore[dict-item]
    return [found[id] for id in ids]


teams = Collection(
    path="/agent_teams",
    stem="agents.agent_teams",
    chapter="Agents",
    source="contract 9.4, row `/agent_teams`",
    shows=schemas.Team(),
    show=_show_teams,
    rows=_teams,
    get=_team,
    orders={"name": Group.key},
    takes=schemas.NewTeam(),
    changes=schemas.NewTeam.changing(),
    create=_create_team,
    change=_change_team,
    delete=lambda desk, group: core.erase(desk, group),
    linked="agent_team",
)


def _in_team(desk: Desk, query: Mapping[str, Any], team: Group) -> Select[Person]:
    mine = select(GroupMember.person_id).where(GroupMember.group_id == team.id)
    return people.rows(desk, query).where(Person.id.in_(mine))


team_agents = _agents(
    "/agent_teams/<int:team_id>/agents",
    "agents.team_agents",
    rows=_in_team,
    parent=lambda desk, team_id: {"team": _team(desk, team_id)},
    verbs="L#",
)


_GROUPS = {one["id"]: one for one in usergroups.shown(usergroups.FOR_AGENTS)}


def _agent_group(_: Desk, id: int) -> Mapping[str, Any]:
    if id not in _GROUPS:
        raise NotFound("agent_group", id)
    return _GROUPS[id]


groups = Collection(
    path="/agent_groups",
    stem="agents.agent_groups",
    chapter="Agents",
    source="contract 9.4, row `/agent_groups`",
    shows=schemas.AgentGroup(),
    rows=lambda _, __: list(_GROUPS.values()),
    get=_agent_group,
)
ROUTES = tuple(one.routes for one in (agents, online, chatting, teams, team_agents, groups))

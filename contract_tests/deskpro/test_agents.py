"""Agents, their teams and groups. Source: contract 9.4."""

import pytest

from contract_tests.deskpro.conftest import refused
from polydesk.core import chats, people
from polydesk.core.models import Person


def test_agents_are_people(deskpro):
    """Who are agents, shown as people are; others are not found here."""
    tom, sam = deskpro.ids["tom"], deskpro.ids["sam"]

    found = deskpro.data("/agents")

    assert [deskpro.ids[key] for key in ("ada", "tom", "tia")] == [one["id"] for one in found]
    assert found == deskpro.data("/people?is_agent=1")
    assert deskpro.data(f"/people/{tom}") == deskpro.data(f"/agents/{tom}")
    assert 404 == deskpro.get(f"/agents/{sam}").status_code
    assert 3 == deskpro.data("/agents/counts")["count"]
    assert 405 == deskpro.post("/agents", json={"name": "Bo"}).status_code


def test_an_agent_is_known_by_flags(deskpro):
    """And an admin by more of them."""
    ada, tom = (deskpro.data(f"/agents/{deskpro.ids[key]}") for key in ("ada", "tom"))

    flags = ("is_agent", "is_user", "is_contact", "can_agent", "can_admin", "is_confirmed")
    assert (True, False, False, True, True, True) == tuple(ada[flag] for flag in flags)
    assert (True, False, False, True, False, True) == tuple(tom[flag] for flag in flags)
    assert ([3], [4], {}) == (ada["agent_groups"], tom["agent_groups"], tom["agent_data"])


def test_an_agent_is_changed_and_deleted(deskpro):
    """As people are."""
    tom = deskpro.ids["tom"]
    given = {"agent_groups": [3], "agent_data": {"signature": "T."}, "name": "Tom R"}

    assert 204 == deskpro.put(f"/agents/{tom}", json=given).status_code

    assert given.items() <= deskpro.data(f"/agents/{tom}").items()
    assert 200 == deskpro.delete(f"/agents/{tom}").status_code
    assert 404 == deskpro.get(f"/agents/{tom}").status_code
    assert [tom] == [one["id"] for one in deskpro.data("/agents?is_deleted=1")]
    assert 401 == deskpro.get("/people", as_="tom").status_code


def test_a_user_becomes_an_agent_and_one_again(deskpro):
    """Who may sign in, and is in no team any more."""
    sam = deskpro.ids["sam"]

    assert 204 == deskpro.put(f"/people/{sam}/permissions", json={"agent": True}).status_code
    assert True is deskpro.data(f"/agents/{sam}")["is_agent"]
    team = deskpro.make("/agent_teams", name="Night", members=[sam])
    assert 204 == deskpro.put(f"/people/{sam}/permissions", json={"agent": "0"}).status_code

    shown = deskpro.data(f"/people/{sam}")
    assert (False, True, []) == (shown["is_agent"], shown["was_agent"], shown["teams"])
    assert [] == deskpro.data(f"/agent_teams/{team['id']}")["members"]


@pytest.mark.parametrize(
    ("given", "wrong"),
    [
        ({"agent": "maybe"}, {"agent": ["invalid"]}),
        ({"agent": None}, {"agent": ["required"]}),
        ({"admin": True}, {"": ["extra_fields"]}),
    ],
)
def test_permissions_are_true_or_false(deskpro, given, wrong):
    """Others are not known."""
    assert wrong == refused(deskpro.put(f"/people/{deskpro.ids['sam']}/permissions", json=given))
    assert 404 == deskpro.put("/people/99/permissions", json={"agent": True}).status_code


def test_agents_are_online_who_have_called_just_now(deskpro):
    """For five minutes."""
    tom = deskpro.ids["tom"]
    with deskpro.desk() as desk:
        people.note_login(desk, desk.get(Person, tom))

    assert [tom] == [one["id"] for one in deskpro.data("/agents/online")]
    assert (True, True) == tuple(
        deskpro.data(f"/agents/{tom}")[key] for key in ("online", "online_for_chat")
    )
    deskpro.advance(301)
    assert [] == deskpro.data("/agents/online")
    assert 0 == deskpro.data("/agents/online/counts")["count"]


def test_agents_are_listed_who_are_in_a_chat(deskpro):
    """While it goes on."""
    tia, sam = deskpro.ids["tia"], deskpro.ids["sam"]
    with deskpro.desk() as desk:
        chats.create(desk, person=desk.get(Person, sam), agent=desk.get(Person, tia), subject="Hi")

    assert [tia] == [one["id"] for one in deskpro.data("/agents/assigned_to_chat")]
    assert 1 == deskpro.data(f"/people/{sam}")["chats_count"]


def test_a_team_is_made_of_agents(deskpro):
    """And read, changed, counted, deleted."""
    tom, tia = deskpro.ids["tom"], deskpro.ids["tia"]

    made = deskpro.make("/agent_teams", name=" Night ", members=[str(tom)])

    assert {"id": 1, "name": "Night", "avatar": None, "members": [tom]} == made
    assert [1] == deskpro.data(f"/people/{tom}")["teams"]
    deskpro.put("/agent_teams/1", json={"members": [tia, tom]})
    assert sorted([tom, tia]) == sorted(deskpro.data("/agent_teams/1")["members"])
    assert [tom, tia] == [one["id"] for one in deskpro.data("/agent_teams/1/agents")]
    assert 404 == deskpro.get("/agent_teams/2/agents").status_code
    assert 1 == deskpro.data("/agent_teams/counts")["count"]
    deskpro.delete("/agent_teams/1")
    assert ([], 404) == (deskpro.data("/agent_teams"), deskpro.get("/agent_teams/1").status_code)
    assert [] == deskpro.data(f"/people/{tom}")["teams"]


@pytest.mark.parametrize(
    ("given", "wrong"),
    [
        ({"name": ""}, {"name": ["required"]}),
        ({"name": "ß" * 200}, {"name": ["too_long"]}),
        ({"name": "Day"}, {"name": ["invalid"]}),
        ({"members": [99]}, {"members.members_0": ["bad_choice"]}),
        ({"members": [4]}, {"members.members_0": ["bad_choice"]}),
        ({"members": [2**63]}, {"members.members_0": ["bad_choice"]}),
        ({"size": 3}, {"": ["extra_fields"]}),
    ],
)
def test_no_team_is_made_of_others(deskpro, given, wrong):
    """Nor two of one name."""
    deskpro.make("/agent_teams", name="day")
    night = deskpro.make("/agent_teams", name="Night")

    answers = [
        deskpro.post("/agent_teams", json={"name": "Dawn", **given}),
        deskpro.put(f"/agent_teams/{night['id']}", json=given),
    ]

    assert [wrong] * 2 == [refused(answer) for answer in answers]
    assert 2 == deskpro.data("/agent_teams/counts")["count"]


def test_teams_are_written_with_an_agent(deskpro):
    """A user is in none."""
    tom, sam = deskpro.ids["tom"], deskpro.ids["sam"]
    ids = [deskpro.make("/agent_teams", name=name)["id"] for name in ("Day", "Night", "Dawn")]

    deskpro.put(f"/agents/{tom}", json={"teams": ids[:2], "primary_team": ids[0]})
    deskpro.put(f"/agents/{tom}", json={"teams": ids[1:]})

    shown = deskpro.data(f"/agents/{tom}")
    assert (ids[1:], None) == (shown["teams"], shown["primary_team"])
    assert {"teams": ["bad_choice"]} == refused(
        deskpro.put(f"/people/{sam}", json={"teams": ids[:1]})
    )


def test_agents_have_their_permissions_by_groups(deskpro):
    """Those of every installation."""
    found = deskpro.data("/agent_groups")

    assert found == [
        {"id": 3, "title": "All Permissions"},
        {"id": 4, "title": "All Non-Destructive Permissions"},
    ]
    assert found[1] == deskpro.data("/agent_groups/4")
    beside = deskpro.get(f"/people/{deskpro.ids['tom']}?include=usergroup").json["linked"]
    assert {"1": "Everyone", "4": found[1]["title"]} == {
        id: group["title"] for id, group in beside["usergroup"].items()
    }
    assert 404 == deskpro.get("/agent_groups/1").status_code
    assert 2 == deskpro.data("/agent_groups/counts")["count"]

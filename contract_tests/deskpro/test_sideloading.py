"""What a result points to, beside it or in place. Source: contract 6."""

import io

import pytest


def linked(answer):
    """The ids of what is beside a result, by type."""
    assert answer.status_code < 300, answer.text
    return {type_: [*things] for type_, things in answer.json["linked"].items()}


@pytest.fixture
def acme(deskpro):
    """The id of Sam's organization, as it is a key."""
    return str(deskpro.ids["acme"])


def test_what_is_pointed_to_stands_beside_a_thing(deskpro, acme):
    """As it is shown by itself, by type and id; the thing keeps the id."""
    answer = deskpro.get(f"/people/{deskpro.ids['sam']}?include=organization")

    wanted = {"organization": {acme: deskpro.data(f"/organizations/{acme}")}}
    assert wanted == answer.json["linked"]
    assert int(acme) == answer.json["data"]["organization"]


def test_and_beside_a_list(deskpro, acme):
    """Each once."""
    answer = deskpro.get("/people?include=organization")

    assert {"organization": [acme, str(deskpro.ids["beta"])]} == linked(answer)


def test_what_stands_beside_is_not_narrowed(deskpro, acme):
    """The filters are those of the list; also by custom fields, which others have too."""
    path = "/people?person_field.9=x&org_field.9=x&include=organization,person"

    deskpro.ticket()
    answer = deskpro.get("/tickets?person_field.9=x&org_field.9=x&include=person,organization")

    assert [] == deskpro.data(path)
    assert {"person": [str(deskpro.ids["sam"])], "organization": [acme]} == linked(answer)
    assert 200 == deskpro.get("/me?person_field.9=x").status_code


def test_and_beside_what_is_made(deskpro, acme):
    """Also where it is made by PUT."""
    given = {"name": "Bo", "organization": int(acme)}

    answer = deskpro.put("/people?include=organization", json=given)

    assert {"organization": [acme]} == linked(answer)


@pytest.mark.parametrize("path", ["/people/{sam}", "/agents/{tom}"])
def test_and_beside_what_is_changed_and_followed(deskpro, acme, path):
    """Which is answered then."""
    path = path.format(**deskpro.ids)

    answer = deskpro.put(
        f"{path}?follow_location=1&include=organization", json={"organization": int(acme)}
    )

    assert {"organization": [acme]} == linked(answer)


def test_what_stands_beside_may_point_to_more(deskpro, acme):
    """A membership to its organization, whichever is asked for first."""
    sam = str(deskpro.ids["sam"])
    for types in ("organization_member,organization", "organization , organization_member,"):
        answer = deskpro.get(f"/people/{sam}?include={types}")

        assert {"organization_member": [sam], "organization": [acme]} == linked(answer)


def test_members_stand_beside_their_organization(deskpro, acme):
    """And the people; but not beside what only stands beside something else."""
    sam = str(deskpro.ids["sam"])

    one = deskpro.get(f"/organizations/{acme}?include=organization_member,person")
    far = deskpro.get(f"/people/{sam}?include=organization,person")

    assert {"organization_member": [sam], "person": [sam]} == linked(one)
    assert {"organization": [acme]} == linked(far)


@pytest.mark.parametrize("path", ["/blobs", "/blobs/{auth}"])
def test_nothing_stands_beside_what_points_to_nothing(deskpro, path):
    """A file has no id of a number even."""
    sent = {"data": {"file": (io.BytesIO(b"x"), "a.txt")}, "query_string": "include=person"}
    made = deskpro.post("/blobs", **sent)
    auth = made.json["data"]["blob_auth"]

    answer = deskpro.get(f"{path.format(auth=auth)}?include=person,ticket")

    assert (201, 200) == (made.status_code, answer.status_code)
    assert {} == linked(made) == linked(answer)


def test_all_references_to_people_count(deskpro):
    """Whatever they are called."""
    sam = deskpro.ids["sam"]
    deskpro.make(f"/people/{sam}/notes", note="x")

    answer = deskpro.get(f"/people/{sam}/notes?include=person")

    assert {"person": [str(deskpro.ids["ada"]), str(sam)]} == linked(answer)


def test_the_deleted_stand_beside_what_they_did(deskpro):
    """So that it has an author."""
    tom = deskpro.ids["tom"]
    made = deskpro.post("/organizations/1/notes", json={"note": "x"}, as_="tom").json["data"]
    deskpro.delete(f"/people/{tom}")

    answer = deskpro.get(f"/organizations/1/notes/{made['id']}?include=person")

    assert True is answer.json["linked"]["person"][str(tom)]["is_deleted"]


def test_teams_stand_beside_agents(deskpro):
    """And agents beside teams."""
    tom = deskpro.ids["tom"]
    deskpro.make("/agent_teams", name="Night", members=[tom])

    assert {"agent_team": ["1"]} == linked(deskpro.get(f"/agents/{tom}?include=agent_team"))
    assert {"person": [str(tom)]} == linked(deskpro.get("/agent_teams?include=person"))


@pytest.mark.parametrize("include", ["", "nothing", "agent", "organization.person", "%00", ","])
def test_unknown_types_are_passed_over(deskpro, include):
    """And a type of which there is nothing is absent."""
    ada = deskpro.ids["ada"]

    assert {} == linked(deskpro.get(f"/people/{ada}?include={include}"))
    assert {} == linked(deskpro.get(f"/people/{ada}?include=organization"))


@pytest.mark.parametrize("inline", ["1", "true"])
def test_what_is_pointed_to_may_stand_in_place(deskpro, acme, inline):
    """Then there is nothing beside."""
    sam = deskpro.ids["sam"]
    types = "organization,organization_member"

    answer = deskpro.get(f"/people/{sam}?include={types}&inline_sideloads={inline}")

    assert {} == answer.json["linked"]
    organization = deskpro.data(f"/organizations/{acme}")
    assert organization == answer.json["data"]["organization"]
    member = deskpro.data(f"/organizations/{acme}/members/{sam}")
    both = [{**member, "organization": organization}]
    assert both == answer.json["data"]["organization_members"]
    plain = deskpro.get(f"/people/{sam}?include={types}&inline_sideloads=0")
    assert int(acme) == plain.json["data"]["organization"]


def test_what_stands_in_place_has_more_in_place(deskpro):
    """As what is beside leads to more beside; of one type once, so that there is an end."""
    deskpro.ticket(message="Help", department=2)
    below = deskpro.make("/ticket_departments", title="Below", parent=2)["id"]
    query = "include=ticket,department&inline_sideloads=1"

    [message] = deskpro.data(f"/tickets/1/messages?{query}")
    department = deskpro.data(f"/ticket_departments/{below}?{query}")

    assert deskpro.data("/ticket_departments/2") == message["ticket"]["department"]
    assert deskpro.data("/ticket_departments/2") == department["parent"]


def test_filters_are_for_the_list_alone(deskpro, acme):
    """What stands beside it is there all the same."""
    found = deskpro.get("/people?is_agent=0&org_field.9=x&include=organization&count=1")

    assert {"organization": [acme]} == linked(found)


def test_a_query_sent_as_a_body_includes(deskpro, acme):
    """As one in the address does."""
    answer = deskpro.post(
        "/people",
        json={"include": ["organization"], "ids": [deskpro.ids["sam"]]},
        headers={"X-Deskpro-Api-Get-Query-Body": "1"},
    )

    assert {"organization": [acme]} == linked(answer)

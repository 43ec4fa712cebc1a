"""HelpDesk Pro `apikey`, 2.8: what is changed by what is sent, and what a refusal leaves; tags."""

import pytest

from contract_tests.helpdeskpro_apikey.answers import answer, worded
from contract_tests.helpdeskpro_apikey.conftest import NOW
from contract_tests.helpdeskpro_apikey.things import (
    HARDWARE,
    NEW,
    SOFTWARE,
    THINGS,
    TICKET_FIELDS,
    listing,
    made,
)


@pytest.mark.parametrize("method", ["patch", "put"])
@pytest.mark.parametrize(("path", "noun"), THINGS)
def test_the_same_values_change_nothing(still, things, path, noun, method):
    """`updated_at` moves only when a field does."""
    thing = things[f"{path}/{noun}"]
    still.advance(60)

    response = getattr(still, method)(f"{path}/{thing['id']}", json=thing)

    assert (200, {noun: thing}) == answer(response)


@pytest.mark.parametrize(("path", "noun"), THINGS)
def test_unknown_and_read_only_fields_are_ignored(still, things, path, noun):
    """Neither set nor refused."""
    thing = things[f"{path}/{noun}"]
    still.advance(60)
    sent = {
        "id": 77,
        "ulid": "x",
        "created_at": "2001-01-01T00:00:00",
        "updated_at": 5,
        "created_by": "tech01",
        "assignee": ["x"],
        "assigned_to_name": "tech01",
        "extras": {"a": {"b": [1]}},
        "resolved_at": "x",
        "no such field": None,
    }

    response = still.patch(f"{path}/{thing['id']}", json=sent)

    assert (200, {noun: thing}) == answer(response)


@pytest.mark.parametrize(("path", "noun"), [*THINGS, ("/knowledge", "article")])
def test_read_only_fields_are_ignored_on_creation(apikey, path, noun):
    """Id and times are the server's."""
    apikey.freeze(f"{NOW}Z")
    sent = {
        "id": 77,
        "created_at": "2001-01-01T00:00:00",
        "updated_at": "2001-01-01T00:00:00",
        "assignee": 5,
        "assigned_to_name": {},
        "updated_by": "x",
        "attachments": [1],
    }

    thing = apikey.post(path, json={**NEW[path], **sent}).json[noun]

    assert (1, NOW, NOW) == (thing["id"], thing["created_at"], thing["updated_at"])


REFUSED_CHANGES = {
    "/tickets": [
        {"subject": None},
        {"description": None},
        {"subject": ["x"]},
        {"description": {"x": 1}},
        {"subject": "x" * 256},
        {"status": "x" * 51},
        {"priority": "x" * 51},
        {"department": "x" * 101},
        {"status": ["Open"]},
        {"priority": {}},
        {"department": []},
        {"closed_at": "yesterday"},
        {"closed_at": "2025-02-30"},
        {"closed_at": "2025-02-28T25:00:00"},
        {"closed_at": 1740735000},
        {"closed_at": ["2025-02-28"]},
        {"closed_at": True},
    ],
    SOFTWARE: [{"vendor": []}, {"deployment_notes": {"a": 1}}],
    HARDWARE: [{"model": ["x"]}, {"notes": {}}, {"ram_gb": [16]}],
}


@pytest.mark.parametrize("method", ["patch", "put"])
@pytest.mark.parametrize(("path", "noun"), THINGS)
def test_a_refused_change_changes_nothing(still, things, path, noun, method):
    """400, and the good fields of the same request are not stored either."""
    thing = things[f"{path}/{noun}"]
    good = {"priority": "Low", "status": "Good", "version": "9", "rack": "9"}
    still.advance(60)

    responses = {
        str(change): getattr(still, method)(f"{path}/{thing['id']}", json={**good, **change})
        for change in REFUSED_CHANGES[path]
    }

    assert dict.fromkeys(responses, (400, {"error": str})) == {
        change: worded(response) for change, response in responses.items()
    }
    assert {noun: thing} == still.get(f"{path}/{thing['id']}").json


REFUSED_CREATIONS = {
    "/tickets": [
        {"subject": ["x"]},
        {"subject": 5},
        {"description": {"x": 1}},
        {"description": True},
        {"subject": "x" * 256},
        {"priority": "x" * 51},
        {"status": "x" * 51},
        {"department": "x" * 101},
        {"priority": ["High"]},
        {"department": {"a": 1}},
    ],
    "/knowledge": [
        {"title": 5},
        {"title": ["x"]},
        {"content": {"x": 1}},
        {"title": "x" * 256},
        {"category": "x" * 121},
        {"category": ["x"]},
        {"summary": {"x": 1}},
        {"tags": 5},
        {"tags": {"vpn": True}},
        {"tags": [5]},
    ],
    SOFTWARE: [{"name": ["x"]}, {"name": {"x": 1}}, {"name": "x", "license_key": {}}],
    HARDWARE: [{"hostname": []}],
}


@pytest.mark.parametrize("path", REFUSED_CREATIONS)
def test_a_refused_creation_stores_nothing(still, path):
    """400 for wrong types and for texts that are too long."""
    before = listing(still)

    responses = {
        str(bad): still.post(path, json={**NEW[path], **bad}) for bad in REFUSED_CREATIONS[path]
    }

    assert dict.fromkeys(responses, (400, {"error": str})) == {
        bad: worded(response) for bad, response in responses.items()
    }
    assert before == listing(still)


def test_no_audit_is_to_be_seen(shared):
    """A change shows in the ticket only."""
    path = f"/tickets/{made(shared, '/tickets')['id']}"
    shared.patch(path, json={"status": "Closed"})

    ticket = shared.get(path).json["ticket"]

    assert {*TICKET_FIELDS} == set(ticket)


@pytest.mark.parametrize(
    ("path", "noun", "tag"),
    [
        (SOFTWARE, "software", "custom_tag"),
        (HARDWARE, "hardware", "asset_tag"),
        (HARDWARE, "hardware", "custom_tag"),
    ],
)
def test_a_tag_is_unique(apikey, path, noun, tag):
    """A second asset with it is refused, made or changed; sending one's own again is fine."""
    first = apikey.post(path, json={"name": "x", tag: "T-1"}).json[noun]
    second = apikey.post(path, json={"name": "x", tag: "T-2"}).json[noun]

    made = apikey.post(path, json={"name": "x", tag: "T-1"})
    changed = apikey.patch(f"{path}/{second['id']}", json={"status": "Good", tag: "T-1"})
    same = apikey.patch(f"{path}/{second['id']}", json={tag: "T-2"})

    assert [(400, {"error": str})] * 2 == [worded(made), worded(changed)]
    assert (200, {noun: second}) == answer(same)
    assert [first, second] == sorted(apikey.get(path).json[noun], key=lambda each: each["id"])


def test_software_and_hardware_may_share_a_tag(apikey):
    """Each inventory has its own."""
    apikey.post(SOFTWARE, json={"name": "x", "custom_tag": "T-1"})

    response = apikey.post(HARDWARE, json={"custom_tag": "T-1", "asset_tag": "T-1"})

    assert 201 == response.status_code


@pytest.mark.parametrize("method", ["patch", "delete"])
def test_a_tag_given_up_is_free(apikey, method):
    """After a change or a deletion another asset may have it."""
    apikey.post(HARDWARE, json={"asset_tag": "T-1"})
    getattr(apikey, method)(f"{HARDWARE}/1", json={"asset_tag": "T-2"})

    response = apikey.post(HARDWARE, json={"asset_tag": "T-1"})

    assert (201, "T-1") == (response.status_code, response.json["hardware"]["asset_tag"])


@pytest.mark.parametrize(
    ("path", "noun", "tag"),
    [
        (SOFTWARE, "software", "custom_tag"),
        (HARDWARE, "hardware", "asset_tag"),
        (HARDWARE, "hardware", "custom_tag"),
    ],
)
@pytest.mark.parametrize("empty", ["", None])
def test_an_empty_tag_is_unset(still, path, noun, tag, empty):
    """Several assets may have none."""
    responses = [still.post(path, json={"name": "x", tag: empty}) for _ in range(2)]
    tagged = made(still, path, **{tag: "T-9"})
    cleared = still.patch(f"{path}/{tagged['id']}", json={tag: empty})

    assert [(201, ""), (201, ""), (200, "")] == [
        (each.status_code, each.json[noun][tag]) for each in (*responses, cleared)
    ]

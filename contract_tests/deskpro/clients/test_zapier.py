"""The vendor's Zapier app (2021). Source: contract 1, 3, 4, 8, 9.1, 9.3, 9.5 and 14.

It sends JSON as plain text, iterates what it reads without looking, and asks for each answer.
"""

import json

import pytest

PLAIN = "text/plain;charset=UTF-8"


def sent(deskpro, method, path, body, **more):
    """JSON by the type that a browser's `fetch` gives a text."""
    return deskpro.open(method, path, data=json.dumps(body), content_type=PLAIN, **more)


@pytest.fixture
def fields(deskpro):
    """The ids of a text, a choice, and the choice's first option."""
    text = deskpro.make("/ticket_custom_fields", title="Room", widget_type="text")
    given = {"title": "Risk", "widget_type": "choice"}
    choice = deskpro.make("/ticket_custom_fields", **given, choices=[{"title": "High"}])
    return text["id"], choice["id"], choice["choices"][0]["id"]


def test_it_is_connected_by_a_ping(deskpro):
    """Two bytes; of a wrong key the text counts."""
    wrong = {"Authorization": "key 99999:NOPE"}

    answers = [
        deskpro.get("/apps/zapier/ping"),
        deskpro.get("/apps/zapier/ping", headers=wrong),
        deskpro.get("/apps/zapier/ping", as_="machine"),
    ]

    assert (200, b"[]") == (answers[0].status_code, answers[0].data)
    assert [(401, "Invalid API key.")] * 2 == [
        (answer.status_code, answer.json["message"]) for answer in answers[1:]
    ]


def test_a_ticket_is_created_and_changed_as_plain_text(deskpro, fields):
    """By PUT with `follow_location`, whose `data` it reads; labels and fields are whole."""
    text, choice, option = fields
    given = {
        "subject": "Zap",
        "person": "new@example.org",
        "agent": "tom@example.com",
        "labels": ["DRM", "LG"],
        "fields": {str(text): "12", str(choice): [option]},
        "message": {"message": "<p>Hello</p>", "format": "html"},
    }

    made = sent(deskpro, "POST", "/tickets", given).json["data"]
    change = {"status": "resolved", "labels": ["LG"]}
    changed = sent(deskpro, "PUT", f"/tickets/{made['id']}?follow_location=1", change)

    detail = {str(option): {"id": option, "title": "High"}}
    assert {
        str(text): {"aliases": [], "value": "12"},
        str(choice): {"aliases": [], "value": [option], "detail": detail},
    } == made["fields"]
    assert (deskpro.ids["tom"], ["DRM", "LG"]) == (made["agent"], made["labels"])
    shown = changed.json["data"]
    assert (200, "resolved", ["LG"]) == (changed.status_code, shown["status"], shown["labels"])


@pytest.mark.parametrize("path", ["tickets", "people", "organizations"])
def test_fields_are_an_object_that_it_iterates(deskpro, path):
    """Never null, also where there is no custom field."""
    deskpro.ticket()

    assert [{}] == [one["fields"] for one in deskpro.data(f"/{path}?count=1")]


def test_an_organization_is_changed_with_its_id_in_the_body(deskpro):
    """With contact data by type and index, as its form makes them."""
    contact = {
        "phone": {"0": {"number": 1234567890, "code": 44, "type": "phone"}},
        "address": {"0": {"city": "London"}},
    }
    made = sent(deskpro, "POST", "/organizations", {"name": "Initech"}).json["data"]
    given = {"id": made["id"], "summary": "Papers", "contact_data": contact}

    changed = sent(deskpro, "PUT", f"/organizations/{made['id']}?follow_location=1", given)

    shown = changed.json["data"]
    assert (200, "Papers") == (changed.status_code, shown["summary"])
    assert {"phone", "address"} == {one["contact_type"] for one in shown["contact_data"]}


def test_errors_of_no_field_are_absent_where_there_are_none(deskpro):
    """It reads `errors.errors[0]` wherever the key is."""
    answer = sent(deskpro, "POST", "/tickets", {"subject": ""})

    assert 400 == answer.status_code
    assert {"fields"} == answer.json["errors"].keys()


def test_a_wrong_custom_field_is_told_by_its_id(deskpro, fields):
    """Two levels down."""
    _, choice, _ = fields

    answer = sent(deskpro, "POST", "/tickets", {"subject": "Zap", "fields": {str(choice): [999]}})

    found = answer.json["errors"]["fields"]["fields"]["fields"][f"fields_{choice}"]
    assert ["code", "message"] == list(found["errors"][0])


def test_a_hook_is_made_and_its_deletion_is_json(deskpro):
    """It parses the body of a deletion."""
    given = {"target_url": "https://hooks.example/1", "event": "ticket_created"}

    made = sent(deskpro, "POST", "/apps/zapier/hooks", given)
    gone = deskpro.delete(f"/apps/zapier/hooks/{made.json['data']['id']}")

    assert (201, 200) == (made.status_code, gone.status_code)
    assert isinstance(gone.json, dict)


def test_the_newest_come_first(deskpro):
    """As its triggers and its lists ask for them."""
    made = [deskpro.ticket(subject=subject)["id"] for subject in ("a", "b")]

    listed = deskpro.data("/tickets?order_by=id&order_dir=desc&count=100")

    assert made[::-1] == [one["id"] for one in listed]
    assert made[:1] == [one["id"] for one in deskpro.data(f"/tickets?ids={made[0]},9999")]


def test_a_search_has_a_group_of_each_type_that_is_asked_for(deskpro):
    """It takes `grouped_results[0].results` without looking."""
    found = deskpro.data("/search?q=zzz&types=ticket,person")["grouped_results"]

    assert [("ticket", []), ("person", [])] == [(one["type"], one["results"]) for one in found]


@pytest.mark.parametrize(
    ("path", "keys"),
    [
        ("/ticket_departments", {"id", "title", "parent", "children"}),
        ("/ticket_stars", {"id", "name", "color", "hex"}),
        ("/ticket_statuses", {"id", "title", "status_type", "status_code"}),
        ("/agents", {"id", "name", "primary_email"}),
        ("/ticket_filters", None),
        ("/ticket_categories", None),
        ("/ticket_products", None),
        ("/ticket_workflows", None),
        ("/ticket_priorities", None),
        ("/ticket_custom_fields", None),
        ("/person_custom_fields", None),
        ("/organization_custom_fields", None),
    ],
)
def test_its_menus_are_lists(deskpro, path, keys):
    """Of objects with what stands in the menu."""
    rows = deskpro.data(f"{path}?count=1000")

    assert isinstance(rows, list)
    assert all(keys <= row.keys() for row in rows if keys)
    assert rows or keys is None


def test_a_layout_tells_the_fields_of_a_form(deskpro, fields):
    """`field_type`, `field_id`, `required`, and whether it is on the form."""
    department = deskpro.ids["sales"]

    shown = deskpro.data(f"/ticket_layouts/agent/{department}")["fields"]

    assert f"ticket_field_{fields[0]}" in [field["field_id"] for field in shown]
    assert all({"field_type", "field_id", "required", "options"} <= f.keys() for f in shown)
    assert all("on_newticket" in field["options"] for field in shown)

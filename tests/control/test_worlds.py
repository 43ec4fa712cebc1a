"""Worlds through the control plane: made, shown, reset, seeded, exported, dropped."""

import pytest
import yaml
from werkzeug.test import Client

from polydesk import registry
from polydesk.control import scenario
from polydesk.core import settings as core_settings
from polydesk.core.worlds import MAIN

KEY = "hp_key_secret"
SMALL = {
    "people": [{"key": "ada", "name": "Ada", "username": "ada", "role": "agent"}],
    "tickets": [{"key": "jam", "subject": "Jam", "body": "x", "requester": "ada"}],
    "credentials": [
        {
            "dialect": "helpdeskpro-apikey",
            "kind": "api_key",
            "name": "Bot",
            "secret": KEY,
            "person": "ada",
        }
    ],
}


@pytest.fixture
def other(plane, store):
    """A name that is free, and is free again afterwards."""
    name = f"{plane.world}-b"
    yield name
    plane.delete(f"/worlds/{name}")


def urls(plane, world):
    return {
        name: f"http://localhost/~{world}/{name}{dialect.root}"
        for name, dialect in plane.site.dialects.items()
    }


def test_worlds_are_listed_with_their_urls(plane):
    """Main without a prefix."""
    listed = {one["name"]: one["base_urls"] for one in plane.get("/worlds").json}

    assert urls(plane, plane.world) == listed[plane.world]
    assert {n: u.replace(f"/~{MAIN}", "") for n, u in urls(plane, MAIN).items()} == listed[MAIN]


@pytest.mark.parametrize("wanted", [{}, {"scenario": "blank"}])
def test_a_world_is_made_blank(plane, other, wanted):
    """With its URLs, and no credentials."""
    answer = plane.post("/worlds", {"name": other, **wanted})

    assert (201, {"name": other, "base_urls": urls(plane, other), "credentials": []}) == (
        answer.status_code,
        answer.json,
    )
    assert 0 == plane.get(f"/worlds/{other}").json["counts"]["ticket"]


def test_a_world_is_made_of_a_shipped_scenario(plane, other):
    """The credentials it tells can be sent as they are; those of other dialects are told too."""
    told = plane.post("/worlds", {"name": other, "scenario": "demo"}).json

    key, *others = told["credentials"]
    assert {*registry.OURS} == {one["dialect"] for one in (key, *others)}
    plane.world = other
    assert ("X-API-Key", 200) == (
        key["header"],
        plane.vendor("GET", "/tickets/202", key["value"]).status_code,
    )


def test_a_world_is_made_as_a_copy(plane, other):
    """With its rows and credentials."""
    plane.post(f"{plane.here}/seed", SMALL)

    answer = plane.post("/worlds", {"name": other, "copy_of": plane.world})
    plane.world = other

    assert 201 == answer.status_code
    assert 1 == len(plane.vendor("GET", "/tickets", KEY).json["tickets"])


@pytest.mark.parametrize(
    ("asked", "status", "code"),
    [
        ({"name": "main"}, 409, "conflict"),
        ({"name": "A b"}, 422, "invalid"),
        ({"name": ""}, 422, "invalid"),
        ({"name": "x" * 41}, 422, "invalid"),
        ({"name": 5}, 422, "invalid"),
        ({}, 422, "invalid"),
        ({"name": "free", "more": 1}, 422, "invalid"),
        ({"name": "free", "scenario": "none"}, 422, "invalid"),
        ({"name": "free", "scenario": "/etc/passwd.yaml"}, 422, "invalid"),
        ({"name": "free", "copy_of": "none"}, 404, "not_found"),
        ([], 400, "malformed"),
    ],
)
def test_a_world_that_cannot_be_made_is_refused(plane, store, asked, status, code):
    """And none is made."""
    before = store.worlds()

    answer = plane.post("/worlds", asked)

    assert (status, code) == (answer.status_code, answer.json["error"]["code"])
    assert before == store.worlds()


def test_a_world_is_shown_with_its_counts(plane):
    """Of every table."""
    plane.post(f"{plane.here}/seed", SMALL)

    shown = plane.get(plane.here).json

    assert {"name", "base_urls", "counts"} == set(shown)
    assert (plane.world, urls(plane, plane.world)) == (shown["name"], shown["base_urls"])
    assert (1, 1, 7, 0) == tuple(
        shown["counts"][t] for t in ("ticket", "person", "status", "asset")
    )


def test_a_world_is_dropped(plane, other):
    """Then there is none."""
    plane.post("/worlds", {"name": other})

    statuses = [plane.delete(f"/worlds/{other}").status_code for _ in range(2)]

    assert [204, 404] == statuses
    assert 404 == plane.get(f"/worlds/{other}").status_code


def test_main_cannot_be_dropped(plane):
    """It is needed."""
    answer = plane.delete("/worlds/main")

    assert (409, "the world is needed") == (answer.status_code, answer.json["error"]["message"])


def test_a_reset_world_begins_anew(plane):
    """Credentials are gone, the clock is real, ids start at 1."""
    plane.post(f"{plane.here}/seed", SMALL)
    plane.put(f"{plane.here}/clock", {"mode": "frozen"})

    answer = plane.post(f"{plane.here}/reset")

    assert (204, b"") == (answer.status_code, answer.data)
    assert 401 == plane.vendor("GET", "/tickets", KEY).status_code
    assert "real" == plane.get(f"{plane.here}/clock").json["mode"]
    assert {"ada": 1, "jam": 1} == {
        key: row["id"] for key, row in plane.post(f"{plane.here}/seed", SMALL).json["keys"].items()
    }


@pytest.mark.parametrize(
    "sent",
    [
        {"json": SMALL},
        {"data": yaml.safe_dump(SMALL), "content_type": "application/yaml"},
        {"data": yaml.safe_dump(SMALL), "content_type": "text/yaml; charset=utf-8"},
        {"data": yaml.safe_dump(SMALL), "content_type": "application/x-yaml"},
    ],
)
def test_a_scenario_is_seeded(plane, sent):
    """As JSON or YAML; told is what was made, by count, by key, and the credentials."""
    answer = plane.open("POST", f"{plane.here}/seed", **sent)

    assert 200 == answer.status_code, answer.text
    assert {"people": 1, "tickets": 1, "messages": 1, "credentials": 1} == answer.json["created"]
    assert {"ada", "jam"} == set(answer.json["keys"])
    assert {"id", "ulid"} == set(answer.json["keys"]["jam"])
    assert [
        {
            "dialect": "helpdeskpro-apikey",
            "kind": "api_key",
            "name": "Bot",
            "person": "ada",
            "header": "X-API-Key",
            "value": KEY,
            "id": 1,
            "secret": KEY,
        }
    ] == answer.json["credentials"]


@pytest.mark.parametrize("name", scenario.names())
def test_a_shipped_scenario_is_seeded_by_its_name(plane, name):
    """Into a blank world."""
    assert 200 == plane.post(f"{plane.here}/seed", {"scenario": name}).status_code


@pytest.mark.parametrize(
    ("sent", "status", "code"),
    [
        ({"json": {"scenario": "none"}}, 422, "invalid"),
        ({"json": {"scenario": 5}}, 422, "invalid"),
        ({"json": {"tickets": [{"subject": "no requester"}]}}, 422, "invalid"),
        ({"json": {**SMALL, "nonsense": []}}, 422, "invalid"),
        ({"data": b"{", "content_type": "application/json"}, 400, "malformed"),
        ({"data": b"[]", "content_type": "application/json"}, 400, "malformed"),
        ({"data": b"a: [", "content_type": "application/yaml"}, 422, "invalid"),
        ({"data": b"\xff\xfe\x00", "content_type": "application/yaml"}, 422, "invalid"),
        ({"data": b"- a", "content_type": "application/yaml"}, 422, "invalid"),
        ({"data": b"&a [*a]", "content_type": "application/yaml"}, 422, "invalid"),
    ],
)
def test_a_bad_scenario_changes_nothing(plane, sent, status, code):
    """All or nothing."""
    before = plane.get(f"{plane.here}/export").json

    answer = plane.open("POST", f"{plane.here}/seed", **sent)

    assert (status, code) == (answer.status_code, answer.json["error"]["code"])
    assert before == plane.get(f"{plane.here}/export").json


def test_what_is_wrong_is_said_by_its_path(plane):
    """In `details`."""
    bad = {**SMALL, "tickets": [{"subject": "x", "requester": "nobody"}]}

    answer = plane.post(f"{plane.here}/seed", bad)

    assert ["tickets[0].requester"] == list(answer.json["error"]["details"])


@pytest.mark.parametrize(
    ("query", "media_type"),
    [
        ("", "application/json"),
        ("?format=json", "application/json"),
        ("?format=yaml", "application/yaml"),
    ],
)
def test_a_world_is_exported_and_seeded_again(plane, other, query, media_type):
    """Into an equal one, ids and credentials included."""
    plane.post(f"{plane.here}/seed", SMALL)
    plane.post("/worlds", {"name": other})

    written = plane.get(f"{plane.here}/export{query}")
    sent = {"data": written.data, "content_type": written.content_type}
    seeded = plane.open("POST", f"/worlds/{other}/seed", **sent)

    assert (200, media_type, 200) == (written.status_code, written.mimetype, seeded.status_code)
    assert plane.get(f"{plane.here}/export").json == plane.get(f"/worlds/{other}/export").json
    plane.world = other
    assert 200 == plane.vendor("GET", "/tickets/1", KEY).status_code


def test_an_unknown_form_of_export_is_refused(plane):
    """It is json or yaml."""
    answer = plane.get(f"{plane.here}/export?format=xml")

    assert (422, ["format"]) == (answer.status_code, list(answer.json["error"]["details"]))


ROUTES = [
    ("GET", ""),
    ("DELETE", ""),
    ("POST", "/reset"),
    ("POST", "/seed"),
    ("GET", "/export"),
    ("GET", "/snapshots"),
    ("POST", "/snapshots"),
    ("POST", "/snapshots/a/restore"),
    ("DELETE", "/snapshots/a"),
    ("GET", "/clock"),
    ("PUT", "/clock"),
    ("POST", "/clock/advance"),
    ("POST", "/limits/reset"),
    ("GET", "/settings"),
    ("PATCH", "/settings"),
    ("GET", "/credentials"),
    ("POST", "/credentials"),
    ("DELETE", "/credentials/1"),
    ("POST", "/credentials/1/rotate"),
    ("GET", "/objects/tickets/1"),
]
BODIES = {
    "/snapshots": {"name": "a"},
    "/clock": {"mode": "real"},
    "/clock/advance": {"seconds": 1},
    "/credentials": {"dialect": "helpdeskpro-apikey", "kind": "api_key"},
}


@pytest.mark.parametrize("world", ["none", "NONE", "a@b", "%2e%2e", "x" * 99, "ü"])
@pytest.mark.parametrize(("method", "path"), ROUTES)
def test_an_unknown_world_is_not_found(prefix_site, world, method, path):
    """By whichever route."""
    url = f"/_polydesk/worlds/{world}{path}"
    answer = Client(prefix_site).open(url, method=method, json=BODIES.get(path, {}))

    assert (404, "not_found") == (answer.status_code, answer.json["error"]["code"])


@pytest.mark.parametrize(
    ("headers", "prefix"),
    [({"X-Polydesk-World": "{}"}, ""), ({}, "/~{}"), ({"X-Polydesk-World": "none"}, "/~{}")],
)
def test_a_request_is_in_the_world_of_its_prefix_or_header(plane, headers, prefix):
    """The prefix wins."""
    plane.post(f"{plane.here}/seed", SMALL)
    named = {n: v.format(plane.world) for n, v in headers.items()} | {"X-API-Key": KEY}
    url = f"{prefix.format(plane.world)}/helpdeskpro-apikey/api/v1/tickets"

    answer = Client(plane.site).get(url, headers=named)

    assert (200, 1) == (answer.status_code, len(answer.json["tickets"]))


@pytest.mark.parametrize(
    ("path", "headers"),
    [
        ("/~none/helpdeskpro-apikey/api/v1/status", {}),
        ("/helpdeskpro-apikey/api/v1/status", {"X-Polydesk-World": "none"}),
        ("/~/helpdeskpro-apikey/api/v1/status", {}),
        ("/~a@b/helpdeskpro-apikey/api/v1/status", {}),
        ("/~NONE/helpdeskpro-apikey/api/v1/none", {}),
    ],
)
def test_an_unknown_world_is_the_vendors_404(plane, path, headers):
    """In the vendor's shape."""
    answer = Client(plane.site).get(path, headers={"X-API-Key": "x", **headers})

    assert (404, ["error"]) == (answer.status_code, list(answer.json))
    assert isinstance(answer.json["error"], str)


@pytest.mark.parametrize(
    ("settings", "refused"),
    [
        ({"openhelpdesk": {"sla_enabled": 1}}, {"settings.openhelpdesk.sla_enabled": "be a bool"}),
        (
            {"openhelpdesk": {"max_attachment_mb": -1}},
            {"settings.openhelpdesk.max_attachment_mb": "0"},
        ),
        (
            {"openhelpdesk": {"sla_enabld": True}},
            {"settings.openhelpdesk.sla_enabld": "no setting"},
        ),
        ({"openhelpdsk": {"sla_enabled": True}}, {"settings.openhelpdsk": "no dialect"}),
        (
            {"world": {"allow_private_webhooks": "yes"}},
            {"settings.world.allow_private_webhooks": "bool"},
        ),
        ({"world": {"colour": "red"}}, {"settings.world.colour": "no setting"}),
    ],
)
def test_a_scenario_may_set_what_the_settings_may(plane, settings, refused):
    """What it gets wrong is named by its path, and nothing of it is kept."""
    before = plane.get(f"{plane.here}/settings").json

    answer = plane.post(f"{plane.here}/seed", {**SMALL, "settings": settings})

    details = answer.json["error"]["details"]
    assert (422, list(refused)) == (answer.status_code, list(details))
    assert all(text in details[path][0] for path, text in refused.items())
    assert before == plane.get(f"{plane.here}/settings").json
    assert 0 == plane.get(plane.here).json["counts"]["person"]


def test_settings_that_clients_have_made_up_are_exported_and_seeded(plane):
    """A whole world has what there was; what is declared is checked all the same."""
    with plane.site.store.desk(plane.world) as desk:
        core_settings.put(desk, "openhelpdesk", "made_up", value=[1])
    exported = plane.get(f"{plane.here}/export").json
    plane.post(f"{plane.here}/reset")
    wrong = {**exported, "settings": {"openhelpdesk": {"made_up": [1], "sla_enabled": "on"}}}

    refused = plane.post(f"{plane.here}/seed", wrong)
    answer = plane.post(f"{plane.here}/seed", exported)

    assert ["settings.openhelpdesk.sla_enabled"] == list(refused.json["error"]["details"])
    assert 200 == answer.status_code
    assert [1] == plane.get(f"{plane.here}/settings").json["openhelpdesk"]["made_up"]

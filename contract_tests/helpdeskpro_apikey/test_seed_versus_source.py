"""HelpDesk Pro `apikey`, 2.10: where the vendor's page and the vendor's program disagree."""

import pytest

from contract_tests.helpdeskpro_apikey.answers import answer, worded
from contract_tests.helpdeskpro_apikey.things import (
    ARTICLE,
    CLIENT_FIELDS,
    HARDWARE,
    SOFTWARE,
    TICKET,
)

DIALECT = "helpdeskpro-apikey"


def shown_tags(apikey):
    """The tags of the articles with `Open` in them, by id."""
    results = apikey.get("/knowledge?q=open").json["results"]
    return {article["id"]: article["tags"] for article in results}


@pytest.mark.parametrize(
    ("sent", "shown"),
    [
        ({}, []),
        ({"tags": []}, []),
        ({"tags": None}, []),
        ({"tags": "vpn, network,"}, ["vpn", "network"]),
        ({"tags": [" vpn", "", "network"]}, ["vpn", "network"]),
    ],
)
def test_q_a1_tags_are_an_array(apikey, sent, shown):
    """As the page says; on creation and in the search."""
    article = apikey.post("/knowledge", json={**ARTICLE, **sent}).json["article"]

    assert shown == article["tags"]
    assert {"results": [article]} == apikey.get("/knowledge?q=vpn").json


def test_q_a1_tags_can_be_switched_to_one_string(apikey):
    """As the program has them: joined with commas, null where there are none; and back."""
    tagged = apikey.post("/knowledge", json={**ARTICLE, "tags": ["a", "b"]}).json["article"]
    plain = apikey.post("/knowledge", json=ARTICLE).json["article"]

    switched = apikey.control("PATCH", "/settings", json={DIALECT: {"tags": "string"}})
    strings = shown_tags(apikey)
    made = [
        apikey.post("/knowledge", json={**ARTICLE, "content": "new", "tags": tags}).json["article"]
        for tags in ("a,b", ["a", "b"], None)
    ]
    apikey.control("PATCH", "/settings", json={DIALECT: {"tags": "array"}})

    assert (200, {"tags": "string"}) == (switched.status_code, switched.json[DIALECT])
    assert {tagged["id"]: "a,b", plain["id"]: None} == strings
    assert ["a,b", "a,b", None] == [article["tags"] for article in made]
    assert {tagged["id"]: ["a", "b"], plain["id"]: []} == shown_tags(apikey)


def test_q_a1_tags_are_an_array_by_default(apikey):
    """The setting of a new world says so; another word is refused."""
    default = apikey.control("GET", "/settings")
    refused = apikey.control("PATCH", "/settings", json={DIALECT: {"tags": "text"}})

    assert (200, {"tags": "array"}) == (default.status_code, default.json[DIALECT])
    assert 422 == refused.status_code
    assert default.json == apikey.control("GET", "/settings").json


def test_q_a1_tags_that_are_no_strings_are_400(apikey):
    """The program answers 500."""
    response = apikey.post("/knowledge", json={**ARTICLE, "tags": ["vpn", 5]})

    assert (400, {"error": str}) == worded(response)


@pytest.mark.parametrize(
    ("path", "noun", "kind"),
    [(SOFTWARE, "software", "software"), (HARDWARE, "hardware", "hardware")],
)
def test_q_a2_inventory_lists_are_not_capped(apikey, path, noun, kind):
    """As the page says; the program stops at 200."""
    assets = [{"kind": kind, "name": f"Asset {n}", "model": f"M {n}"} for n in range(230)]
    apikey.seed({"assets": assets})

    assert 230 == len(apikey.get(path).json[noun])


@pytest.mark.parametrize(
    ("method", "path", "sent", "status"),
    [
        ("get", "/tickets/9", {}, 404),
        ("get", "/nothing", {}, 404),
        ("delete", "/status", {}, 405),
        ("post", "/tickets", {"data": b"x" * (16 * 2**20 + 1)}, 413),
    ],
)
def test_q_a3_every_error_is_json(apikey, method, path, sent, status):
    """As the page says; the program answers HTML."""
    response = getattr(apikey, method)(path, content_type="application/json", **sent)

    assert (status, {"error": str}) == worded(response)


@pytest.mark.parametrize("body", ["{", "[1]", '"text"', "null"])
@pytest.mark.parametrize(
    ("method", "path"), [("post", "/tickets"), ("post", HARDWARE), ("patch", "/tickets/1")]
)
def test_q_a4_a_malformed_payload_is_400(apikey, method, path, body):
    """As the page says; the program is of several minds."""
    apikey.post("/tickets", json=TICKET)

    response = getattr(apikey, method)(path, data=body, content_type="application/json")

    assert (400, {"error": "Malformed JSON payload."}) == answer(response)


@pytest.mark.parametrize(
    ("path", "change"),
    [
        ("/tickets/1", {"subject": None}),
        ("/tickets/1", {"subject": "x" * 256}),
        ("/tickets/1", {"closed_at": "soon"}),
        (f"{HARDWARE}/1", {"asset_tag": "taken"}),
        (f"{HARDWARE}/1", {"model": ["x"]}),
    ],
)
def test_q_a5_what_does_not_validate_is_400(apikey, path, change):
    """As the page says; the program answers 500."""
    apikey.post("/tickets", json=TICKET)
    apikey.post(HARDWARE, json={})
    apikey.post(HARDWARE, json={"asset_tag": "taken"})

    response = apikey.patch(path, json=change)

    assert (400, {"error": str}) == worded(response)


def test_q_a6_a_new_ticket_shows_its_description(apikey):
    """As the program does; the page's sample leaves it out."""
    ticket = apikey.post("/tickets", json=TICKET).json["ticket"]

    assert "3rd floor" == ticket["description"]


def test_q_a7_the_client_of_the_status_has_nine_fields(apikey):
    """As the program does; the page's sample has three."""
    client = apikey.get("/status").json["client"]

    assert {*CLIENT_FIELDS} == set(client)


def test_q_a8_only_the_creator_falls_back_to_the_default_user(apikey):
    """As the program does; the page says it of users in general."""
    ticket = apikey.post("/tickets", json=TICKET).json["ticket"]
    software = apikey.post(SOFTWARE, json={"name": "x"}).json["software"]
    hardware = apikey.post(HARDWARE, json={}).json["hardware"]

    assert (apikey.ids["integration-user"], None, None, None) == (
        ticket["created_by"],
        ticket["assigned_to"],
        software["assigned_to"],
        hardware["assigned_to"],
    )


@pytest.mark.parametrize("wildcard", ["%", "_", "____", "O%", "%n", "\\%"])
def test_q_a9_there_are_no_wildcards(apikey, wildcard):
    """In filters, searches and usernames; in the program `%` and `_` are live."""
    apikey.post("/tickets", json={**TICKET, "department": "Open"})
    apikey.post("/knowledge", json=ARTICLE)
    apikey.post(SOFTWARE, json={"name": "Open", "vendor": "Open"})
    apikey.post(HARDWARE, json={"manufacturer": "Open", "category": "Open"})
    query = dict.fromkeys(
        ["status", "department", "q", "name", "vendor", "manufacturer", "category"], wildcard
    )

    answers = [
        apikey.get(path, query_string=query).json
        for path in ("/tickets", "/knowledge", SOFTWARE, HARDWARE)
    ]

    assert [{"tickets": []}, {"results": []}, {"software": []}, {"hardware": []}] == answers


@pytest.mark.parametrize("name", ["tech0_", "tech%", "%"])
def test_q_a9_there_are_no_wildcards_in_usernames(apikey, name):
    """A user is meant to the letter."""
    response = apikey.post("/tickets", json={**TICKET, "assigned_to": name})

    assert (404, {"error": "assigned_to user not found."}) == answer(response)


@pytest.mark.parametrize("method", ["patch", "put"])
@pytest.mark.parametrize(
    ("path", "noun", "body", "change"),
    [
        ("/tickets", "ticket", TICKET, {"subject": "Jam"}),
        (SOFTWARE, "software", {"name": "Visio"}, {"version": "2019"}),
        (HARDWARE, "hardware", {"model": "R750"}, {"rack": "A1"}),
    ],
)
def test_q_a10_put_changes_as_patch_does(apikey, method, path, noun, body, change):
    """As in the program: what is not sent stays; the page has PATCH only."""
    apikey.freeze("2025-02-28T09:45:03Z")
    made = apikey.post(path, json=body).json[noun]

    response = getattr(apikey, method)(f"{path}/1", json=change)

    assert (200, {noun: {**made, **change}}) == answer(response)


@pytest.mark.parametrize("path", ["/tickets/1/audit", "/tickets/1/history", "/audit", "/events"])
def test_q_a11_audit_entries_are_not_to_be_seen(apikey, path):
    """The page promises them, in the vendor's screens; no path shows any."""
    apikey.post("/tickets", json=TICKET)
    apikey.patch("/tickets/1", json={"status": "Closed"})

    assert (404, {"error": "Not found."}) == answer(apikey.get(path))


def test_q_a12_an_unknown_assignee_depends_on_the_operation(apikey):
    """As in the program: a new ticket is refused, everything else is silently nobody's."""
    unknown = {"assigned_to": "nobody"}
    apikey.post("/tickets", json={**TICKET, "assigned_to": "maria"})

    created = apikey.post("/tickets", json={**TICKET, **unknown})
    changed = apikey.patch("/tickets/1", json=unknown)
    software = apikey.post(SOFTWARE, json={"name": "x", **unknown})
    hardware = apikey.post(HARDWARE, json=unknown)

    assert (404, {"error": "assigned_to user not found."}) == answer(created)
    assert [(200, None), (201, None), (201, None)] == [
        (changed.status_code, changed.json["ticket"]["assigned_to"]),
        (software.status_code, software.json["software"]["assigned_to"]),
        (hardware.status_code, hardware.json["hardware"]["assigned_to"]),
    ]


@pytest.mark.parametrize(
    ("path", "noun", "body"),
    [
        ("/tickets", "ticket", TICKET),
        ("/knowledge", "article", ARTICLE),
        (SOFTWARE, "software", {"name": "x"}),
        (HARDWARE, "hardware", {}),
    ],
)
def test_q_a13_both_times_of_a_new_thing_are_equal(apikey, path, noun, body):
    """As on the page, on a running clock too; in the program they are microseconds apart."""
    made = apikey.post(path, json=body).json[noun]

    assert made["created_at"] == made["updated_at"]

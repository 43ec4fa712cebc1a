"""HelpDesk Pro `apikey`: where we knowingly differ from the vendor's program, and how.

Each test asserts our answer; its docstring says what the program does.
"""

import pytest

from contract_tests.helpdeskpro_apikey.answers import answer, worded
from contract_tests.helpdeskpro_apikey.things import ARTICLE, HARDWARE, SOFTWARE, TICKET


@pytest.mark.parametrize(
    ("method", "path", "message"),
    [
        ("get", "/tickets/9", "Ticket not found."),
        ("patch", "/inventory/software/9", "Software asset not found."),
        ("delete", "/inventory/hardware/9", "Hardware asset not found."),
        ("get", "/nothing", "Not found."),
        ("get", "/tickets/x", "Not found."),
    ],
)
def test_404_is_json(apikey, method, path, message):
    """The program answers a page of HTML."""
    response = getattr(apikey, method)(path)

    assert (404, {"error": message}) == answer(response)


def test_405_is_json(apikey):
    """The program answers a page of HTML."""
    response = apikey.post("/status")

    assert (405, {"error": "Method not allowed."}) == answer(response)


def test_413_is_json(apikey):
    """The program answers a page of HTML."""
    body = b"x" * (16 * 2**20 + 1)

    response = apikey.post("/tickets", data=body, content_type="application/json")

    assert (413, {"error": "Payload too large."}) == answer(response)


@pytest.mark.parametrize(
    ("method", "path"), [("post", "/tickets"), ("post", HARDWARE), ("patch", "/tickets/1")]
)
def test_malformed_json_is_400(apikey, method, path):
    """The program reads it as `{}`: an empty hardware asset, a change of nothing."""
    apikey.post("/tickets", json=TICKET)

    response = getattr(apikey, method)(path, data="{", content_type="application/json")

    assert (400, {"error": "Malformed JSON payload."}) == answer(response)


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("post", "/tickets", {**TICKET, "subject": 5}),
        ("post", "/tickets", {**TICKET, "subject": "x" * 256}),
        ("patch", "/tickets/1", {"subject": None}),
        ("patch", "/tickets/1", {"closed_at": "soon"}),
        ("post", "/knowledge", {**ARTICLE, "tags": [5]}),
        ("post", HARDWARE, {"asset_tag": "taken"}),
        ("post", HARDWARE, {"custom_tag": "taken"}),
        ("post", SOFTWARE, {"name": ["x"]}),
    ],
)
def test_bad_input_is_400(apikey, method, path, body):
    """The program answers 500."""
    apikey.post("/tickets", json=TICKET)
    apikey.post(HARDWARE, json={"asset_tag": "taken", "custom_tag": "taken"})

    response = getattr(apikey, method)(path, json=body)

    assert (400, {"error": str}) == worded(response)


def test_a_refused_change_is_refused_whole(apikey):
    """The program keeps the other fields of a change with a bad `closed_at`."""
    made = apikey.post("/tickets", json=TICKET).json
    apikey.patch("/tickets/1", json={"closed_at": "soon", "priority": "High"})

    assert made == apikey.get("/tickets/1").json


@pytest.mark.parametrize("tag", ["asset_tag", "custom_tag"])
def test_several_assets_may_have_an_empty_tag(apikey, tag):
    """In the program the second one collides."""
    statuses = [apikey.post(HARDWARE, json={tag: ""}).status_code for _ in range(3)]

    assert [201] * 3 == statuses


def test_wildcards_are_letters(apikey):
    """In the program `%` and `_` stand for any text in filters, searches and usernames."""
    apikey.post("/tickets", json={**TICKET, "department": "IT"})

    assert {"tickets": []} == apikey.get("/tickets?department=I_").json


def test_inventory_lists_are_whole(apikey):
    """The program answers the newest 200."""
    apikey.seed({"assets": [{"kind": "hardware", "model": f"M {n}"} for n in range(201)]})

    assert 201 == len(apikey.get(HARDWARE).json["hardware"])


def test_tags_are_an_array(apikey):
    """The program answers a string, or null."""
    article = apikey.post("/knowledge", json={**ARTICLE, "tags": "a,b"}).json["article"]

    assert ["a", "b"] == article["tags"]


def test_the_times_of_a_new_thing_are_equal(apikey):
    """In the program they are microseconds apart."""
    ticket = apikey.post("/tickets", json=TICKET).json["ticket"]

    assert ticket["created_at"] == ticket["updated_at"]


def test_keys_are_in_the_order_of_the_documentation(apikey):
    """The program sorts them by name."""
    ticket = apikey.post("/tickets", json=TICKET).json["ticket"]

    assert ["id", "subject"] == list(ticket)[:2]


@pytest.mark.parametrize("path", ["/status", "/nothing", "/openapi.json"])
@pytest.mark.parametrize("query", ["", "?lang=el"])
def test_nothing_varies_by_cookie_and_none_is_set(apikey, path, query):
    """The program sends `Vary: Cookie` everywhere, and a session cookie for `?lang=`."""
    headers = apikey.get(f"{path}{query}").headers

    assert (None, None) == (headers.get("Vary"), headers.get("Set-Cookie"))


def test_the_openapi_document_tells_tags_and_errors_as_they_are(apikey):
    """The program's document says that tags are a string, and leaves 401 out."""
    document = apikey.get("/openapi.json").json

    tags = document["components"]["schemas"]["KnowledgeArticle"]["properties"]["tags"]
    assert ("array", True) == (
        tags["type"],
        "401" in document["paths"]["/tickets"]["get"]["responses"],
    )

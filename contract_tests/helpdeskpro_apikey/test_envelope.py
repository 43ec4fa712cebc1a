"""HelpDesk Pro `apikey`, 2.3: what wraps a result, a list, a deletion and an error."""

import pytest

from contract_tests.helpdeskpro_apikey.answers import answer, worded
from contract_tests.helpdeskpro_apikey.things import (
    ARTICLE,
    ARTICLE_FIELDS,
    HARDWARE,
    KINDS,
    SOFTWARE,
    TICKET,
    TICKET_FIELDS,
)

NOUNS = [
    ("/tickets", "ticket", TICKET),
    (SOFTWARE, "software", {"name": "Visio"}),
    (HARDWARE, "hardware", {"model": "R750"}),
]


@pytest.mark.parametrize(("path", "noun", "body"), [*NOUNS, ("/knowledge", "article", ARTICLE)])
def test_a_new_thing_stands_under_its_noun(shared, path, noun, body):
    """201, and nothing beside the noun."""
    response = shared.post(path, json=body)

    assert (201, [noun]) == (response.status_code, list(response.json))
    assert isinstance(response.json[noun], dict)


@pytest.mark.parametrize("method", ["get", "patch", "put"])
@pytest.mark.parametrize(("path", "noun", "body"), NOUNS)
def test_one_thing_stands_under_its_noun(shared, path, noun, body, method):
    """200, and the same body as at its making."""
    made = shared.post(path, json=body).json

    response = getattr(shared, method)(f"{path}/{made[noun]['id']}")

    assert (200, made) == answer(response)


@pytest.mark.parametrize(
    ("path", "nouns"),
    [
        ("/tickets", "tickets"),
        ("/knowledge?q=x", "results"),
        (SOFTWARE, "software"),
        (HARDWARE, "hardware"),
    ],
)
def test_an_empty_list_stands_under_its_noun(apikey, path, nouns):
    """No counters, no pages."""
    response = apikey.get(path)

    assert (200, {nouns: []}) == answer(response)


@pytest.mark.parametrize(
    ("path", "list_path", "noun", "nouns", "body"),
    [
        ("/tickets", "/tickets", "ticket", "tickets", TICKET),
        ("/knowledge", "/knowledge?q=vpn", "article", "results", ARTICLE),
        (SOFTWARE, SOFTWARE, "software", "software", {"name": "V"}),
        (HARDWARE, HARDWARE, "hardware", "hardware", {"model": "R"}),
    ],
)
def test_a_list_holds_whole_things(apikey, path, list_path, noun, nouns, body):
    """Each entry is the body that its creation answered."""
    made = apikey.post(path, json=body).json[noun]

    response = apikey.get(list_path)

    assert (200, {nouns: [made]}) == answer(response)


@pytest.mark.parametrize(("path", "noun", "body"), NOUNS)
def test_a_deletion_is_told_with_the_id(shared, path, noun, body):
    """200 with a body, not 204."""
    made = shared.post(path, json=body).json[noun]

    response = shared.delete(f"{path}/{made['id']}")

    assert (200, {"status": "deleted", "id": made["id"]}) == answer(response)


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("post", "/tickets", 400),
        ("post", "/knowledge", 400),
        ("post", SOFTWARE, 400),
        ("get", "/knowledge", 400),
        ("get", "/tickets/99", 404),
        ("get", "/tickets?assigned_to=nobody", 404),
        ("get", "/nothing", 404),
        ("post", "/status", 405),
    ],
)
def test_an_error_is_one_string(shared, method, path, status):
    """`{"error": "<message>"}` and no map of fields."""
    response = getattr(shared, method)(path)

    assert (status, {"error": str}) == worded(response)


def without(names, *left_out):
    return [name for name in names if name not in left_out]


def test_the_keys_of_a_ticket_are_in_the_order_of_the_documentation(shared):
    """As the vendor's sample shows them."""
    ticket = shared.post("/tickets", json=TICKET).json["ticket"]

    left_out = ["description"]
    assert without(TICKET_FIELDS, *left_out) == without(ticket, *left_out)


def test_the_keys_of_an_article_are_in_the_order_of_the_documentation(shared):
    """As the vendor's sample shows them."""
    article = shared.post("/knowledge", json=ARTICLE).json["article"]

    left_out = ["content", "updated_by", "updated_at"]
    assert without(ARTICLE_FIELDS, *left_out) == without(article, *left_out)


def test_the_keys_of_the_status_are_in_the_order_of_the_documentation(shared):
    """As the vendor's sample shows them."""
    status = shared.get("/status").json

    assert (["status", "timestamp", "client"], ["id", "name", "default_user"]) == (
        list(status),
        list(status["client"])[:3],
    )


@pytest.mark.parametrize(
    ("now", "shown"),
    [
        ("2025-02-28T09:45:03.104281Z", "2025-02-28T09:45:03.104281"),
        ("2025-01-04T16:21:00Z", "2025-01-04T16:21:00"),
        ("2025-01-04T16:21:00.000001Z", "2025-01-04T16:21:00.000001"),
        ("2025-01-04T16:21:00.500000Z", "2025-01-04T16:21:00.500000"),
        ("2025-12-31T23:59:59.999999Z", "2025-12-31T23:59:59.999999"),
    ],
)
def test_timestamps_are_naive_utc(apikey, now, shown):
    """Six digits of a fraction, or none where it is zero; no offset."""
    apikey.freeze(now)

    ticket = apikey.post("/tickets", json=TICKET).json["ticket"]
    status = apikey.get("/status").json

    assert [shown] * 4 == [
        ticket["created_at"],
        ticket["updated_at"],
        status["timestamp"],
        status["client"]["last_used_at"],
    ]


def test_an_unset_ticket_timestamp_is_null(shared):
    """`closed_at` of an open ticket."""
    ticket = shared.post("/tickets", json=TICKET).json["ticket"]

    assert ticket["closed_at"] is None


@pytest.mark.parametrize("path", KINDS)
def test_an_unset_inventory_date_is_empty(shared, path):
    """`""`, never null."""
    kind = KINDS[path]

    asset = kind.create(shared)

    assert dict.fromkeys(kind.dates, "") == {name: asset[name] for name in kind.dates}


@pytest.mark.parametrize("path", ["/status", "/tickets", "/knowledge?q=a", "/openapi.json"])
def test_head_is_get_without_a_body(shared, path):
    """HEAD on any GET: 200, empty."""
    response = shared.head(path)

    assert (200, b"", "application/json") == (
        response.status_code,
        response.data,
        response.mimetype,
    )


def test_head_of_an_unknown_id_is_404(shared):
    """HEAD answers with GET's status."""
    response = shared.head("/tickets/99")

    assert (404, b"") == (response.status_code, response.data)

"""HMRC's `api-platform-deskpro` (Scala, 2024 to 2026). Source: contract 1 to 7, 10, 11 and 14.

It sends a key, JSON with its type, and reads every answer strictly: a status that it does not
expect, a null or another type than it has declared is a failure.
"""

import io

import pytest

from contract_tests.deskpro.conftest import refused

JSON = {"Content-Type": "application/json", "Accept": "application/json"}
QUERY = {**JSON, "X-Deskpro-Api-Get-Query-Body": "1"}
NEVER_NULL = ["ref", "person_email", "status", "date_created", "date_status", "subject"]


@pytest.fixture
def form(deskpro):
    """A text field of tickets, as its support form fills in."""
    return deskpro.make("/ticket_custom_fields", title="API", widget_type="text")["id"]


def created(deskpro, **more):
    """The ticket of a support form."""
    given = {
        "person": {"name": "Maria Silva", "email": "maria@example.org"},
        "subject": "HMRC Developer Hub: Support Enquiry",
        "message": {"message": "Line<br>two", "format": "html"},
        "brand": 1,
        "cc": [],
    }
    return deskpro.post("/tickets", json=given | more, headers=JSON)


def test_a_ticket_of_a_form_is_created(deskpro, form):
    """201 with `id` and `ref`; people copied in by address, custom fields by id as text."""
    answer = created(deskpro, cc=["team@example.org"], fields={str(form): "hello-world"})

    told = answer.json["data"]
    assert 201 == answer.status_code
    assert (int, str) == (type(told["id"]), type(told["ref"]))
    assert {str(form): {"aliases": [], "value": "hello-world"}} == told["fields"]
    assert 1 == len(told["cc"])


def test_what_it_declares_to_be_there_is_never_null(deskpro):
    """Neither in one ticket nor in a list; `date_resolved` may be."""
    id = created(deskpro).json["data"]["id"]
    nameless = deskpro.make("/people", name="No Address")["id"]
    deskpro.make("/tickets", subject="Without an address", person=nameless)

    listed = deskpro.data("/tickets")
    shown = [deskpro.data(f"/tickets/{id}"), *listed]
    assert 3 == len(shown)
    assert {str} == {type(one[name]) for one in shown for name in NEVER_NULL}
    assert {int} == {type(one[name]) for one in shown for name in ("id", "person")}
    assert {None} == {one["date_resolved"] for one in shown}


def test_a_twin_of_a_ticket_has_the_code_somewhere(deskpro):
    """It searches all of a 400 for `dupe_ticket`."""
    created(deskpro)

    assert {"": ["dupe_ticket"]} == refused(created(deskpro))


def test_a_person_who_is_there_is_told_by_a_text(deskpro):
    """It looks for `dupe_email` in the body as a text; then finds them by primary address."""
    given = {"name": "Maria Silva", "email": "maria@example.org"}
    made = deskpro.post("/people", json=given, headers=JSON)

    again = deskpro.post("/people", json=given, headers=JSON)
    found = deskpro.get("/people?primary_email=maria@example.org", headers=JSON)

    assert (201, 400) == (made.status_code, again.status_code)
    assert "dupe_email" in again.text
    assert [made.json["data"]["id"]] == [one["id"] for one in found.json["data"]]


@pytest.mark.parametrize("path", ["tickets", "people", "organizations"])
def test_a_change_is_a_204_and_a_deletion_a_200(deskpro, path):
    """Anything else is a failure; of an id that is not there it reads a 404."""
    wanted = {"tickets": {"subject": "A"}, "people": {"name": "B"}, "organizations": {"name": "C"}}
    made = deskpro.make(f"/{path}", **wanted[path])

    answers = [
        deskpro.put(f"/{path}/{made['id']}", json=wanted[path], headers=JSON),
        deskpro.delete(f"/{path}/{made['id']}", headers=JSON),
        deskpro.put(f"/{path}/{made['id']}", json=wanted[path], headers=JSON),
    ]

    assert [204, 200, 404] == [answer.status_code for answer in answers]


def test_a_reply_with_files_hides_their_ids_until_it_is_read(deskpro):
    """It types `attachments` as texts where it creates, and as ints where it reads."""
    id = created(deskpro).json["data"]["id"]
    parts = {"file": (io.BytesIO(b"a" * 183), "panic.txt", "text/plain")}
    blob = deskpro.post("/blobs/temp", data=parts).json["data"]
    assert {"blob_id", "blob_auth", "download_url", "filename", "filesize_readable"} < blob.keys()
    given = {
        "message": "See <br>this",
        "person": "maria@example.org",
        "attachments": {str(blob["blob_id"]): {"blob_auth": blob["blob_auth"]}},
    }

    made = deskpro.post(f"/tickets/{id}/messages", json=given, headers=JSON)
    read = deskpro.data(f"/tickets/{id}/messages", headers=JSON)
    files = deskpro.data(f"/tickets/{id}/messages/{read[-1]['id']}/attachments", headers=JSON)

    assert (201, []) == (made.status_code, made.json["data"]["attachments"])
    assert [0, 0] == [one["is_agent_note"] for one in read]
    assert {int} == {type(one["is_agent_note"]) for one in read}
    assert [file["id"] for file in files] == read[-1]["attachments"]
    assert [False] == [file["is_agent_note"] for file in files]
    url = files[0]["blob"]["download_url"]
    assert b"a" * 183 == deskpro.get(url[url.index("/file.php") :] + "?access_token=x").data


def test_a_list_is_asked_for_by_a_body(deskpro):
    """The header makes a query of a POST; with its own words for the order, page by page."""
    for number in range(3):
        deskpro.advance(1)
        deskpro.make("/tickets", subject=f"No. {number}", person="maria@example.org")
    maria = deskpro.data("/people?primary_email=MARIA@example.org")[0]["id"]
    asked = {"person": maria, "order_by": "date_status", "group_sort": "desc", "count": 2}

    pages = [deskpro.post("/tickets", json=asked | {"page": n}, headers=QUERY) for n in (1, 2)]

    shown = [[one["subject"] for one in page.json["data"]] for page in pages]
    assert [["No. 2", "No. 1"], ["No. 0"]] == shown
    assert [(200, 1, 2, {}), (200, 2, 2, {})] == [
        (
            page.status_code,
            page.json["meta"]["pagination"]["current_page"],
            page.json["meta"]["pagination"]["total_pages"],
            page.json["linked"],
        )
        for page in pages
    ]


def test_a_query_by_body_takes_several_statuses(deskpro):
    """As a comma list or as a list."""
    for status in ("awaiting_agent", "awaiting_user", "resolved"):
        deskpro.make("/tickets", subject=status, status=status)

    for asked in ("awaiting_agent,resolved", ["awaiting_agent", "resolved"]):
        answer = deskpro.post("/tickets", json={"status": asked}, headers=QUERY)
        assert ["awaiting_agent", "resolved"] == [one["status"] for one in answer.json["data"]]


def test_people_of_an_organization_have_their_memberships_beside(deskpro):
    """`linked` is an object of objects by id, also where it is empty."""
    maria = deskpro.make("/people", name="Maria Silva", organization=deskpro.ids["acme"])
    path = f"/people/{maria['id']}?include=organization_member,organization"

    linked = deskpro.get(path, headers=JSON).json["linked"]
    alone = deskpro.get("/people?primary_email=kim@example.com", headers=JSON).json["linked"]

    member = linked["organization_member"][str(maria["organization_members"][0])]
    assert {"id", "person", "organization", "created_at", "updated_at"} < member.keys()
    assert "Acme" == linked["organization"][str(member["organization"])]["name"]
    assert {} == alone


def test_a_batch_of_tickets_has_no_data_where_one_is_missing(deskpro):
    """It reads `headers.status-code`, and fails on a `data` that is no ticket."""
    id = created(deskpro).json["data"]["id"]
    requests = {"a": {"url": f"/api/v2/tickets/{id}"}, "b": {"url": "/api/v2/tickets/9999"}}

    told = deskpro.post("/batch", json={"requests": requests}, headers=JSON).json["responses"]

    assert (200, id) == (told["a"]["headers"]["status-code"], told["a"]["data"]["id"])
    assert 404 == told["b"]["headers"]["status-code"]
    assert "data" not in told["b"]
    assert ([], []) == (told["a"]["meta"], told["a"]["linked"])

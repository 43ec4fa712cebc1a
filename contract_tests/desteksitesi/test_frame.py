"""Paths, verbs and what every answer has in common. Source: contract 1, 4.5 to 4.9."""

import gzip

import pytest

from contract_tests.desteksitesi.conftest import basic
from contract_tests.desteksitesi.sending import opened

ALLOWED = "GET, POST, OPTIONS"
UNKNOWN = "/api/Unknown"


@pytest.fixture
def base(destek):
    """What URLs begin with that are answered."""
    return f"http://localhost{destek.url}"


@pytest.mark.parametrize(
    "path",
    [
        "/api/Authorization",
        "/Api/authorization",
        "/API/AUTHORIZATION",
        "/helpdesk/api/Authorization",
        "/HelpDesk/API/authorization/",
        "/api/Authorization/",
        "/api//Authorization",
        "//api///Authorization//",
        "/helpdesk//api/Authorization?",
        "/api/Authorization/?mode=unclosed",
        "/api/Authorization/55",
    ],
)
@pytest.mark.parametrize("verb", ["GET", "POST"])
def test_a_method_is_found_however_it_is_written(destek, verb, path):
    """Contract 1.1 to 1.6: any case, any slashes, both mounts, both verbs, and no redirect."""
    answer = destek.open(verb, path, as_="sam")

    assert (200, "sam") == (answer.status_code, answer.json["Username"])


@pytest.mark.parametrize("path", ["/api/Categories/1", "/api/Tickets/55", "/api/Companies/3"])
def test_an_id_behind_a_list_is_ignored(destek, path):
    """Contract 1.4: the whole list is answered."""
    opened(destek)

    whole = destek.get(path.rpartition("/")[0])

    assert (200, whole.json) == ((found := destek.get(path)).status_code, found.json)
    assert [] != whole.json


@pytest.mark.parametrize("mount", ["", "/helpdesk", "/HelpDesk"])
def test_urls_are_below_the_mount_that_was_asked(destek, base, mount):
    """Contract 13: scheme and host of the request, and the mount."""
    id = opened(destek)

    assert f"{base}{mount}/Ticket/{id}" == destek.get(f"{mount}/api/Ticket/{id}").json["Url"]


@pytest.mark.parametrize(
    "path", ["/api/Authorization", "/api/Tickets", UNKNOWN, "/User/Token", "/helpdesk/user/token"]
)
def test_head_is_get_without_a_body(destek, path):
    """Contract 1.7: the same status and headers."""
    got, headed = destek.get(path), destek.head(path)

    assert (got.status_code, b"") == (headed.status_code, headed.data)
    assert dict(got.headers) == dict(headed.headers)


@pytest.mark.parametrize("path", ["/api/Tickets", UNKNOWN, "/api/a/b/c", "/User/Token"])
@pytest.mark.parametrize("verb", ["PUT", "PATCH", "DELETE", "TRACE", "REPORT"])
@pytest.mark.parametrize("who", ["ada", None])
def test_other_verbs_are_not_allowed(destek, who, verb, path):
    """Contract 1.7: with what is, and no body, for strangers too."""
    answer = destek.open(verb, path, as_=who)

    assert (405, b"", ALLOWED) == (answer.status_code, answer.data, answer.headers["Allow"])


NOT_THERE = [
    "Unknown", "api/mcp", "mcp", "Attachments", "UserList", "technicians", "TicketComments",
    "GetTicket", "AddTicket", "AddUser", "GetTicket/5", "Authorization/5/6", "Tickets/a/b/c", "",
    "openapi", "%00", "%FF%FE", "a%2Fb%2Fc", "..%2f..%2fetc%2fpasswd", "Ticket.json", "ticket%20",
]  # fmt: skip


@pytest.mark.parametrize("name", NOT_THERE)
@pytest.mark.parametrize("verb", ["GET", "POST"])
def test_a_name_that_there_is_not(destek, verb, name):
    """Contract 1.8, 1.5, 6.9: plain text, for those who are known; the others are 401."""
    stranger = destek.open(verb, f"/api/{name}", as_=None)
    known = destek.open(verb, f"/api/{name}")

    assert (401, "Unauthorized") == (stranger.status_code, stranger.text)
    assert (404, "Not found") == (known.status_code, known.text)


@pytest.mark.parametrize(
    ("headers", "allowed"),
    [
        ("authorization,content-type", "authorization,content-type"),
        ("content-type, X-Custom", "content-type, X-Custom, Authorization"),
        (None, "Authorization, Content-Type"),
    ],
)
@pytest.mark.parametrize("path", ["/api/Tickets", "/helpdesk/API/ticket/5", UNKNOWN, "/User/Token"])
def test_a_preflight_needs_nobody(destek, path, headers, allowed):
    """Contract 4.7: 200, empty, with what may be sent: the headers that were asked for, and two."""
    asked = {"Origin": "https://there.example", "Access-Control-Request-Method": "POST"}
    asked |= {} if headers is None else {"Access-Control-Request-Headers": headers}

    answer = destek.options(path, as_=None, headers=asked)

    assert (200, b"") == (answer.status_code, answer.data)
    assert "*" == answer.headers["Access-Control-Allow-Origin"]
    assert ALLOWED == answer.headers["Access-Control-Allow-Methods"] == answer.headers["Allow"]
    assert allowed == answer.headers["Access-Control-Allow-Headers"]
    assert "600" == answer.headers["Access-Control-Max-Age"]


def test_a_preflight_is_answered_to_the_blocked_and_is_not_counted(destek):
    """Contract 1.7: it never needs credentials."""
    for _ in range(3):
        destek.get(UNKNOWN, headers=basic("sam", "wrong"))

    answers = {destek.options("/api/Tickets", as_=None).status_code for _ in range(100)}

    assert {200} == answers


def refused(destek):
    """An answer of each status that refuses, by status."""
    malformed = {"data": b"{", "content_type": "application/json"}
    found = [
        destek.post("/api/Tickets", **malformed),
        destek.get("/api/Tickets", as_=None),
        destek.get("/api/Users", as_="sam"),
        destek.get("/api/Ticket?id=999999"),
        destek.put("/api/Tickets"),
        destek.post("/api/Comment", data=b"x" * (17 * 2**20), content_type="application/json"),
    ]
    found += [destek.get("/api/Authorization", as_="kim") for _ in range(91)][-1:]
    return {answer.status_code: answer for answer in found}


def test_every_refusal_is_a_sentence_for_any_origin(destek):
    """Contract 4.6, 4.7, 4.9: plain text, no JSON, no HTML, with CORS."""
    found = refused(destek)

    assert [400, 401, 403, 404, 405, 413, 429] == sorted(found)
    assert {"*"} == {answer.headers["Access-Control-Allow-Origin"] for answer in found.values()}
    assert b"" == found.pop(405).data
    for answer in found.values():
        assert "text/plain; charset=utf-8" == answer.headers["Content-Type"]
        assert answer.text == answer.text.strip() != ""
        assert set() == set("<>{}\n") & set(answer.text)


def test_success_is_for_any_origin_too(destek):
    """Contract 4.7: JSON, empty bodies, text and pages."""
    id = opened(destek)
    paths = [
        f"/api/Ticket/{id}",
        f"/api/Close/{id}",
        f"/api/ParentTicket/{id}",
        "/User/Token",
    ]

    answers = [destek.get(path, headers={"Origin": "https://there.example"}) for path in paths]

    assert [(200, "*")] * 4 == [
        (one.status_code, one.headers["Access-Control-Allow-Origin"]) for one in answers
    ]


def test_methods_without_a_result_answer_nothing(destek):
    """Contract 4.5: an empty body, and its length."""
    answer = destek.post("/api/TagTicket", data={"ticketId": opened(destek), "name": "vip"})

    assert (200, b"", "0") == (answer.status_code, answer.data, answer.headers["Content-Length"])
    assert "Content-Type" not in answer.headers


def test_long_answers_are_compressed_for_those_who_take_it(destek):
    """Contract 4.8: the same bytes; caches are told."""
    opened(destek)
    plain = destek.get("/api/Tickets")

    packed = destek.get("/api/Tickets", headers={"Accept-Encoding": "gzip, deflate"})

    assert plain.data == gzip.decompress(packed.data)
    assert ("gzip", "Accept-Encoding") == (
        packed.headers["Content-Encoding"],
        packed.headers["Vary"],
    )
    assert (None, "Accept-Encoding") == (
        plain.headers.get("Content-Encoding"),
        plain.headers["Vary"],
    )
    assert str(len(packed.data)) == packed.headers["Content-Length"]


@pytest.mark.parametrize("encoding", ["", "identity", "deflate, br", "gzip;q=0", "nonsense;;q=x"])
def test_nobody_gets_what_they_do_not_take(destek, encoding):
    """Contract 4.8: without gzip it is identity."""
    opened(destek)

    answer = destek.get("/api/Tickets", headers={"Accept-Encoding": encoding})

    assert "Content-Encoding" not in answer.headers
    assert 1 == len(answer.json)


@pytest.mark.parametrize("accept", ["text/xml", "application/xml", "text/html", "*/*", "", "x"])
def test_what_is_accepted_is_not_asked(destek, accept):
    """Contract 4.8: `Accept` is ignored."""
    answer = destek.get("/api/Categories", headers={"Accept": accept})

    assert "application/json; charset=utf-8" == answer.headers["Content-Type"]


@pytest.mark.parametrize("path", ["/", "/Ticket/New", "/helpdesk/USER//token/?json=true"])
def test_pages_may_be_posted_to(destek, path):
    """Contract 1.6: as GET."""
    assert destek.get(path).data == destek.post(path).data

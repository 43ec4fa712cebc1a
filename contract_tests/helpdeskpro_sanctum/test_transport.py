"""What is the same for every request: input, methods, paths, origins. Source: contract 1.1, 1.9."""

import pytest

from contract_tests.helpdeskpro_sanctum.conftest import META, invalid, refused

NEEDED = {
    "name": "The name field is required.",
    "details": "The details field is required.",
}


@pytest.mark.parametrize(
    "sent",
    [
        {"json": {"name": "a", "details": "b"}},
        {"data": {"name": "a", "details": "b"}},
        {"data": {"name": "a", "details": "b"}, "content_type": "multipart/form-data"},
        {"query_string": {"name": "a", "details": "b"}},
        {"query_string": {"name": "x", "details": "b"}, "json": {"name": "a"}},
        {"json": {"name": "  a\t", "details": "\n b"}},
        {"data": b'\xef\xbb\xbf{"name":"a","details":"b"}', "content_type": "application/json"},
        {"data": b'{"name":"a","details":"b"}', "content_type": "application/vnd.api+json"},
    ],
)
def test_input_comes_from_query_and_body(sanctum, sent):
    """JSON, urlencoded or multipart; the body wins, and all is trimmed."""
    answer = sanctum.post("/faqs", **sent)

    assert 201 == answer.status_code, answer.text
    assert ("a", "b") == (answer.json["data"]["name"], answer.json["data"]["details"])


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"data": b"{", "content_type": "application/json"},
        {"data": b"[1]", "content_type": "application/json"},
        {"data": b'"text"', "content_type": "application/json"},
        {"data": b'{"name":"a","details":"b"}', "content_type": "text/plain"},
        {"json": {"name": "", "details": " "}},
        {"json": {"name": None, "details": None}},
        {"json": {"name": [], "details": {}}},
    ],
)
def test_a_body_that_cannot_be_read_is_empty(sanctum, sent):
    """Refused for what is missing, not for its form."""
    assert invalid(**NEEDED) == refused(sanctum.post("/faqs", **sent))


@pytest.mark.parametrize("body", [b"{", b"nonsense", b"[]"])
def test_a_change_of_nothing_changes_nothing(sanctum, body):
    """And is none to be refused."""
    faq = sanctum.make("/faqs", name="a", details="b")

    answer = sanctum.patch(f"/faqs/{faq['id']}", data=body, content_type="application/json")

    assert (200, faq) == (answer.status_code, answer.json["data"])


@pytest.mark.parametrize(
    "sent",
    [
        {"json": {"_method": "PATCH", "name": "c"}},
        {"data": {"_method": "put", "name": "c"}},
        {"data": {"_method": "PATCH", "name": "c"}, "content_type": "multipart/form-data"},
        {"query_string": {"_method": "PUT"}, "json": {"name": "c"}},
    ],
)
def test_a_post_may_say_that_it_is_another_method(sanctum, sent):
    """For what browsers' forms cannot send."""
    id = sanctum.make("/faqs", name="a", details="b")["id"]

    answer = sanctum.post(f"/faqs/{id}", **sent)

    assert (200, "c") == (answer.status_code, answer.json["data"]["name"])


def test_a_post_may_delete(sanctum):
    """As a DELETE."""
    id = sanctum.make("/faqs", name="a", details="b")["id"]

    assert 204 == sanctum.post(f"/faqs/{id}", data={"_method": "DELETE"}).status_code
    assert 404 == sanctum.get(f"/faqs/{id}").status_code


@pytest.mark.parametrize("method", ["GET", "PUT"])
@pytest.mark.parametrize("said", ["DELETE", "GET", "NONE", ""])
def test_only_a_post_may(sanctum, method, said):
    """And only one of three methods."""
    id = sanctum.make("/faqs", name="a", details="b")["id"]

    assert 200 == sanctum.open(method, f"/faqs/{id}", query_string={"_method": said}).status_code


def test_a_slash_at_the_end_says_nothing(sanctum):
    """As the vendor's framework reads paths."""
    made = sanctum.data("POST", "/faqs/", json={"name": "a", "details": "b"})

    assert [made] == sanctum.list("/faqs/")
    assert made == sanctum.data("GET", f"/faqs/{made['id']}/")


def test_put_is_as_partial_as_patch(sanctum):
    """Only what is sent changes."""
    id = sanctum.make("/faqs", name="a", details="b", status=True)["id"]

    changed = sanctum.data("PUT", f"/faqs/{id}", json={"name": "c", "unknown": 1})

    assert ("c", "b", True) == (changed["name"], changed["details"], changed["status"])


@pytest.mark.parametrize("as_", ["ada", None])
def test_an_unknown_route_is_not_found(sanctum, as_):
    """Also without a token."""
    answer = sanctum.get("/nope/1", as_=as_)

    assert (404, "The route api/v1/nope/1 could not be found.", None) == refused(answer)
    assert "X-RateLimit-Limit" not in answer.headers


def test_a_wrong_method_is_told_the_right_ones(sanctum):
    """In a sentence, and in a header."""
    answer = sanctum.delete("/auth/login", as_=None)

    said = "The DELETE method is not supported for route api/v1/auth/login."
    assert (405, f"{said} Supported methods: POST.", None) == refused(answer)
    assert {"POST", "OPTIONS"} >= set(answer.headers["Allow"].split(", "))


def test_several_methods_are_told_in_their_order(sanctum):
    """GET brings HEAD with it."""
    answer = sanctum.post("/faqs/1")

    said = "The POST method is not supported for route api/v1/faqs/1."
    methods = "Supported methods: GET, HEAD, PUT, PATCH, DELETE."
    assert (405, f"{said} {methods}", None) == refused(answer)


@pytest.mark.parametrize("id", ["0", "-1", "abc", "1.0", "9" * 40, "1e3", "%00"])
def test_what_is_no_number_is_not_there(sanctum, id):
    """In the words of the resource."""
    assert (404, "FAQ not found", None) == refused(sanctum.get(f"/faqs/{id}"))


def test_every_origin_may_ask(sanctum):
    """Whoever sends one is told so; others are not."""
    asked = sanctum.get("/faqs", headers={"Origin": "https://example.com"})
    refusal = sanctum.get("/nope", headers={"Origin": "https://example.com"})
    plain = sanctum.get("/faqs")

    assert ["*", "*", None] == [
        answer.headers.get("Access-Control-Allow-Origin") for answer in (asked, refusal, plain)
    ]


def test_a_preflight_is_answered_to_all(sanctum):
    """Without a token, and without a body."""
    answer = sanctum.options("/faqs", as_=None, headers={"Origin": "https://example.com"})

    assert (204, b"") == (answer.status_code, answer.data)
    assert "*" == answer.headers["Access-Control-Allow-Origin"]


def test_a_preflight_allows_what_it_asks_for(sanctum):
    """By name, for `*` does not cover `Authorization` (Fetch standard, "CORS-preflight fetch")."""
    asked = {
        "Access-Control-Request-Method": "PATCH",
        "Access-Control-Request-Headers": "authorization,content-type",
    }

    answer = sanctum.options("/faqs/1", as_=None, headers={"Origin": "https://a.example", **asked})

    assert ["PATCH", "authorization,content-type", ", ".join(asked)] == [
        answer.headers[name]
        for name in ("Access-Control-Allow-Methods", "Access-Control-Allow-Headers", "Vary")
    ]


@pytest.mark.parametrize("accept", ["text/html", "application/xml", ""])
def test_errors_are_json_whatever_is_accepted(sanctum, accept):
    """The vendor's framework would answer pages and redirects: contract 1.1, our choice."""
    answer = sanctum.get("/faqs", as_=None, headers={"Accept": accept})

    assert (401, "application/json") == (answer.status_code, answer.content_type)


def test_head_is_get_without_a_body(sanctum):
    """The same headers."""
    answer = sanctum.head("/faqs")

    assert (200, b"", "application/json") == (answer.status_code, answer.data, answer.content_type)


def test_meta_has_the_worlds_time(sanctum):
    """To the second, in refusals too."""
    assert META == sanctum.get("/faqs/1").json["meta"]
    assert META == sanctum.get("/nope").json["meta"]


@pytest.mark.parametrize(
    ("query", "page"),
    [
        ("", (1, 15, 1, 3, 3)),
        ("page=2&per_page=2", (2, 2, 3, 3, 3)),
        ("page=0&per_page=0", (1, 15, 1, 3, 3)),
        ("page=-1&per_page=-1", (1, 15, 1, 3, 3)),
        ("page=x&per_page=x", (1, 15, 1, 3, 3)),
        ("per_page=500", (1, 100, 1, 3, 3)),
        ("page=9", (9, 15, None, None, 3)),
    ],
)
def test_pages_are_cut_as_asked(sanctum, query, page):
    """What is no number, or below 1, is the default; more than 100 is 100. Source: contract 1.3."""
    for name in "abc":
        sanctum.make("/faqs", name=name, details="-")

    found = sanctum.get(f"/faqs?{query}").json["meta"]["pagination"]

    assert page == tuple(found[key] for key in ("current_page", "per_page", "from", "to", "total"))


@pytest.mark.parametrize(
    ("query", "sent", "page"),
    [
        ("", {"json": {"page": 2, "per_page": "1"}}, (2, 1)),
        ("", {"data": {"page": "2", "per_page": "1"}}, (2, 1)),
        ("page=3&per_page=3", {"json": {"page": 2}}, (2, 3)),
        ("per_page=1&per_page=2&page=3&page=1", {}, (1, 2)),
        ("page[]=2&per_page[a]=1", {}, (1, 15)),
        ("", {"json": {"page": [2], "per_page": True}}, (1, 15)),
    ],
)
@pytest.mark.parametrize("path", ["/faqs", "/tickets", "/tickets/{id}/comments"])
def test_a_page_is_asked_for_like_everything_else(sanctum, path, query, sent, page):
    """Query and body as one, where the body wins, and of equal names the last."""
    url = path.format(id=sanctum.ticket()["id"])

    found = sanctum.get(f"{url}?{query}", **sent).json["meta"]["pagination"]

    assert page == (found["current_page"], found["per_page"])


def test_nothing_is_a_page_too(sanctum):
    """The last page is 1."""
    answer = sanctum.get("/faqs")

    numbers = {"current_page": 1, "per_page": 15, "total": 0, "last_page": 1}
    assert [] == answer.json["data"]
    assert {**numbers, "from": None, "to": None} == answer.json["meta"]["pagination"]


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("", "abc"),
        ("order=desc", "cba"),
        ("sort=id", "cab"),
        ("sort=id&order=DESC", "bac"),
        ("sort=none&order=sideways", "abc"),
        ("sort[]=id", "abc"),
        ("search=B", "b"),
        ("search=a%00b", ""),
        ("sort=i%00d&order=%00&search[%00]=%00", "abc"),
    ],
)
def test_lists_are_sorted_by_what_they_know(sanctum, query, names):
    """Anything else is passed over. Source: contract 1.3."""
    for name in "cab":
        sanctum.make("/faqs", name=name, details="-")

    assert [*names] == [one["name"] for one in sanctum.list(f"/faqs?{query}")]


@pytest.mark.parametrize("details", ["a\0b", "\ud800"])
def test_what_cannot_be_stored_is_refused(sanctum, details):
    """422 with the field."""
    status, _, errors = refused(sanctum.post("/faqs", json={"name": "a", "details": details}))

    assert (422, True) == (status, "details" in errors)

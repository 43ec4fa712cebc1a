"""Methods, headers and forms of bodies and queries. Source: contract 1, 5.4 and 9.1."""

import pytest

from contract_tests.deskpro.conftest import PASSWORD

NEWS = {"title": "New door", "content": "<p>It opens.</p>"}
JSON = b'{"title": "New door", "content": "It opens."}'
SIGNED = b'{"email": "sam", "password": "' + PASSWORD.encode() + b'"}'


def test_anybody_may_ask_what_is_here(deskpro):
    """The URLs are those of the host that was asked; a bad key is passed over."""
    headers = {"Authorization": "key 1:WRONG", "Host": "desk.example"}

    answer = deskpro.get("/helpdesk/discover", as_=None, headers=headers)

    root = f"http://desk.example{deskpro.url}/"
    expected = {
        "is_deskpro": True,
        "helpdesk_url": root,
        "base_api_url": f"{root}api/v2/",
        "build": "2016.1",
        "build_id": 1,
        "build_name": "2016.1",
        "helpdesk_uuid": "00000000-0000-4000-8000-000000000000",
        "is_cloud": False,
        "apps_oauth_proxy_url": None,
        "apps_http_proxy_url": None,
    }
    body = {"data": expected, "meta": {}, "linked": {}}
    assert (200, body) == (answer.status_code, answer.json)


@pytest.mark.parametrize(
    ("path", "as_", "status"),
    [("/news", "ada", 200), ("/news/9", "ada", 404), ("/news", None, 401), ("/no", "ada", 404)],
)
def test_every_answer_has_these_headers(deskpro, path, as_, status):
    """Whatever its status; JSON without a charset, compact and with no newline behind."""
    answer = deskpro.get(path, as_=as_)

    assert (status, "application/json", "no-cache", "*") == (
        answer.status_code,
        answer.headers["Content-Type"],
        answer.headers["Cache-Control"],
        answer.headers["Access-Control-Allow-Origin"],
    )
    assert not answer.data.endswith(b"\n")
    assert b'": ' not in answer.data


@pytest.mark.parametrize(
    "kind",
    [
        None,
        "application/json",
        "text/plain;charset=UTF-8",
        "application/x-www-form-urlencoded",
        "application/octet-stream",
    ],
)
def test_a_body_is_json_whatever_it_is_said_to_be(deskpro, kind):
    """Also what claims to be a form."""
    assert 201 == deskpro.post("/news", data=JSON, content_type=kind).status_code
    assert 201 == deskpro.post("/api_tokens", data=SIGNED, content_type=kind, as_=None).status_code


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("GET", "/news", 200), ("PUT", "/news/1", 204), ("DELETE", "/news/1", 200)],
)
def test_no_body_is_no_error(deskpro, method, path, status):
    """Where generated clients say that it is JSON."""
    deskpro.make("/news", **NEWS)

    answer = deskpro.open(method, path, data=b"", content_type="application/json")

    assert status == answer.status_code


def test_no_body_of_a_creation_is_an_empty_one(deskpro):
    """What is required is missing."""
    assert "invalid_input" == deskpro.post("/news").json["code"]


@pytest.mark.parametrize("path", ["/news", "/news/1", "/nothing", "/doc", "/batch", "/news/1/x"])
@pytest.mark.parametrize("as_", ["ada", None])
def test_browsers_may_ask_before_they_send(deskpro, path, as_):
    """204 for everybody and everywhere."""
    answer = deskpro.options(path, as_=as_)

    assert (204, b"") == (answer.status_code, answer.data)
    assert "*" == answer.headers["Access-Control-Allow-Origin"]
    assert {"Authorization", "Content-Type", "Accept", "X-DeskPRO-Agent-ID"} | {
        "X-Deskpro-Api-Get-Query-Body"
    } == set(answer.headers["Access-Control-Allow-Headers"].split(", "))
    assert {"GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS"} == set(
        answer.headers["Access-Control-Allow-Methods"].split(", ")
    )


def test_whatever_is_got_has_a_head(deskpro):
    """Every GET of no parameters: the same status and type, and no body."""
    paths = {
        rule.rule
        for rule in deskpro.site.apps["deskpro"].url_map.iter_rules()
        if "GET" in rule.methods and not rule.arguments
    }

    got = {path: deskpro.get(path) for path in sorted(paths)}
    heads = {path: deskpro.head(path) for path in sorted(paths)}

    assert {path: (one.status_code, one.mimetype, b"") for path, one in got.items()} == {
        path: (one.status_code, one.mimetype, one.data) for path, one in heads.items()
    }
    assert {"/api/v2/me", "/api/v2/news", "/api/v2/doc"} < paths
    assert [] == [path for path, one in got.items() if one.status_code >= 500]


@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        ("/news", {"GET", "HEAD", "OPTIONS", "POST", "PUT"}),
        ("/news/1", {"GET", "HEAD", "OPTIONS", "POST", "PUT", "DELETE"}),
        ("/helpdesk/discover", {"GET", "HEAD", "OPTIONS"}),
    ],
)
def test_another_method_says_which_there_are(deskpro, path, allowed):
    """405 in JSON, also for PATCH; OPTIONS says it, too."""
    answer, told = deskpro.patch(path, json={}), deskpro.open("OPTIONS", path, as_=None)

    body = {"status": 405, "code": "method_not_allowed", "message": "Method Not Allowed"}
    assert (405, body, allowed) == (answer.status_code, answer.json, set(answer.allow))
    assert (204, allowed) == (told.status_code, set(told.allow))


@pytest.mark.parametrize(
    ("sent", "ids"),
    [
        ({"ids": [1, 3]}, [1, 3]),
        ({"ids": "1,3", "order_dir": "desc"}, [3, 1]),
        ({"count": 1, "page": 2}, [2]),
        ({"count": "2", "x": {"y": [1]}, "z": None}, [1, 2]),
        (None, [1, 2, 3]),
    ],
)
def test_a_query_may_be_a_body(deskpro, sent, ids):
    """Of any values; none asks for nothing."""
    for _ in range(3):
        deskpro.make("/news", **NEWS)
    headers = {"X-Deskpro-Api-Get-Query-Body": "1"}

    answer = (
        deskpro.post("/news", json=sent, headers=headers)
        if sent
        else deskpro.post("/news", headers=headers)
    )

    assert (200, ids) == (answer.status_code, [row["id"] for row in answer.json["data"]])
    assert {"data", "meta", "linked", "links"} == set(answer.json)


DEEP = [b'{"a":' * 900 + b"1" + b"}" * 900, b'{"ids":' + b"[" * 900 + b"]" * 900 + b"}"]


@pytest.mark.parametrize(
    "body", [b"{half", b"[1]", b"5", b"\xff", b'"' + b"x" * 2**21 + b'"', *DEEP]
)
def test_a_query_that_cannot_be_read_is_refused(deskpro, body):
    """400; strangers are refused before, and what is not there is not found."""
    sent = {"data": body, "headers": {"X-Deskpro-Api-Get-Query-Body": "1"}}

    answer = deskpro.post("/news", **sent)

    assert (400, "invalid_json_body") == (answer.status_code, answer.json["code"])
    assert 401 == deskpro.post("/news", as_=None, **sent).status_code
    assert 404 == deskpro.post("/nothing", **sent).status_code


@pytest.mark.parametrize("id", ["9" * 18, "9" * 19, "9" * 400])
@pytest.mark.parametrize("query", ["ids={}", "page={}", "count={}", "limit={}", "order_by={}"])
def test_no_number_is_too_large_to_ask_for(deskpro, query, id):
    """There is nothing, or all."""
    assert 200 == deskpro.get(f"/news?{query.format(id)}").status_code


def test_all_is_json_but_what_is_meant_to_be_otherwise(deskpro):
    """The page of endpoints, and a file of snippets."""
    rules = deskpro.site.apps["deskpro"].url_map.iter_rules()
    paths = [r.rule for r in rules if "GET" in r.methods and not r.arguments]

    types = {path: deskpro.get(path).mimetype for path in paths}

    others = {path: type_ for path, type_ in types.items() if type_ != "application/json"}
    assert {"/api/v2/doc": "text/html", "/api/v2/snippets/csv": "text/csv"} == others

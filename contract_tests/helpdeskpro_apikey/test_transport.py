"""HelpDesk Pro `apikey`, 2.8: paths and methods there are not, and what no answer has."""

import pytest
from werkzeug.datastructures import Headers

from contract_tests.helpdeskpro_apikey.answers import answer
from contract_tests.helpdeskpro_apikey.things import HARDWARE, SOFTWARE

METHODS = ["get", "post", "patch", "put", "delete"]


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("/tickets", "Ticket not found."),
        (SOFTWARE, "Software asset not found."),
        (HARDWARE, "Hardware asset not found."),
    ],
)
@pytest.mark.parametrize("method", ["get", "patch", "put", "delete"])
def test_an_unknown_id_is_404_in_the_words_of_its_noun(still, method, path, message):
    """However large the number is."""
    ids = ["0", "9999", "9223372036854775807", "9" * 30]

    answers = {each: answer(getattr(still, method)(f"{path}/{each}", json={})) for each in ids}

    assert dict.fromkeys(ids, (404, {"error": message})) == answers


@pytest.mark.parametrize("method", METHODS)
def test_an_unknown_path_is_404(still, method):
    """As are ids that are not whole numbers from 0 on."""
    paths = [
        "/",
        "/nothing",
        "/tickets/abc",
        "/tickets/-1",
        "/tickets/1.5",
        "/tickets/1/",
        "/tickets/1/comments",
        "/tickets/1/attachments",
        "/tickets/01ARZ3NDEKTSV4RRFFQ69G5FAV",
        "/knowledge/1",
        "/inventory",
        "/inventory/software/x",
        "/inventory/hardware/-7",
        "/inventory/licenses",
        "/comments",
        "/attachments",
        "/users",
        "/webhooks",
        "/healthz",
        "/mcp/tools",
        "/mcp/invoke",
    ]

    answers = {path: answer(getattr(still, method)(path)) for path in paths}

    assert dict.fromkeys(paths, (404, {"error": "Not found."})) == answers


ALLOWED = {
    "/status": {"GET"},
    "/tickets": {"GET", "POST"},
    "/tickets/1": {"GET", "PATCH", "PUT", "DELETE"},
    "/knowledge": {"GET", "POST"},
    SOFTWARE: {"GET", "POST"},
    f"{SOFTWARE}/1": {"GET", "PATCH", "PUT", "DELETE"},
    HARDWARE: {"GET", "POST"},
    f"{HARDWARE}/1": {"GET", "PATCH", "PUT", "DELETE"},
    "/openapi.json": {"GET"},
}


@pytest.mark.parametrize("path", ALLOWED)
def test_a_wrong_method_is_405_with_the_right_ones(still, path):
    """`Allow` lists them."""
    wrong = [method for method in METHODS if method.upper() not in ALLOWED[path]]

    responses = {method: getattr(still, method)(path) for method in wrong}

    refusal = (405, {"error": "Method not allowed."}, {*ALLOWED[path], "HEAD", "OPTIONS"})
    assert dict.fromkeys(wrong, refusal) == {
        method: (*answer(response), set(response.headers["Allow"].split(", ")))
        for method, response in responses.items()
    }


@pytest.mark.parametrize("path", ALLOWED)
def test_options_lists_the_methods(still, path):
    """200, empty."""
    response = still.options(path)

    assert (200, b"") == (response.status_code, response.data)
    assert {*ALLOWED[path], "HEAD", "OPTIONS"} == set(response.headers["Allow"].split(", "))


CALLS = [
    ("get", "/status"),
    ("options", "/tickets"),
    ("post", "/inventory/hardware"),
    ("get", "/tickets/9999"),
    ("get", "/nothing"),
    ("get", "/openapi.json"),
]


@pytest.mark.parametrize(("method", "path"), CALLS)
def test_there_is_no_cors(still, method, path):
    """No `Access-Control-*` header, whoever asks."""
    headers = {"Origin": "https://app.example", "Access-Control-Request-Method": "POST"}

    response = getattr(still, method)(path, headers=headers)

    assert [] == [name for name, _ in Headers(response.headers) if name.startswith("Access-")]


@pytest.mark.parametrize(("method", "path"), CALLS)
def test_there_is_no_session(still, method, path):
    """No cookie is set, and no answer varies by one."""
    queries = ["", "?lang=en", "?lang=el"]

    responses = {query: getattr(still, method)(f"{path}{query}") for query in queries}

    assert dict.fromkeys(queries, (None, None)) == {
        query: (response.headers.get("Set-Cookie"), response.headers.get("Vary"))
        for query, response in responses.items()
    }

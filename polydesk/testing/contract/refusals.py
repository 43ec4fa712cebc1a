"""What every dialect, and the control plane, says to whoever asks wrongly."""

import pytest

from polydesk.testing.contract.apis import Api
from polydesk.testing.contract.documents import is_open, operations

NUMBER = "999999"
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")


def url(api: Api, path: str) -> str:
    """A URL of the path: an id that nothing has, in a world that is there."""
    for part in ("{world}", "{" + path.partition("{")[2].partition("}")[0] + "}"):
        path = path.replace(part, api.world if part == "{world}" else NUMBER)
    return path if "{" not in path else url(api, path)


def is_known(api: Api, path: str) -> bool:
    """Whether an operation is there, documented or not: some vendors have a page at `/`."""
    return path in {operation.path for operation in api.dialect.operations}


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("path", ["/no-such-path", "/no/such/path", "/", "/openapi.jso"])
def test_an_unknown_path_is_404(api: Api, method: str, path: str) -> None:
    """With credentials, in the API's own shape."""
    answer = api.open(method, path)

    assert is_known(api, path) or (answer.status_code, api.is_error(answer)) == (404, True)


@pytest.mark.parametrize("path", ["/no-such-path", "/"])
def test_an_unknown_path_is_404_for_strangers_too(api: Api, path: str) -> None:
    """It is nobody's secret."""
    answer = api.open("GET", path, headers={})

    assert is_known(api, path) or (answer.status_code, api.is_error(answer)) == (404, True)


def test_a_method_that_no_route_has_is_405_and_says_which_are_allowed(api: Api) -> None:
    """`Allow` names at least the documented ones."""
    documented: dict[str, set[str]] = {}
    for method, path, _ in operations(api.document()):
        documented.setdefault(path, set()).add(method)

    for path, methods in documented.items():
        answer = api.open("REPORT", url(api, path))

        assert (answer.status_code, api.is_error(answer)) == (405, True), path
        assert set() == methods - set(answer.headers["Allow"].split(", ")), path


def test_without_credentials_every_operation_is_401(api: Api) -> None:
    """But for those that are documented as open to all; nothing is told of what there is."""
    for method, path, operation in operations(api.document()):
        if not is_open(operation):
            answer = api.open(method, url(api, path), headers={})

            assert (answer.status_code, api.is_error(answer)) == (401, True), (method, path)


@pytest.mark.parametrize("value", ["", "x", "Bearer x", "Basic eDp5", "Basic \xff", "ü" * 300])
def test_bad_credentials_are_401(api: Api, value: str) -> None:
    """Of any form, in the header where the good ones go."""
    sent = {name: value for name in api.headers}

    for method, path, operation in operations(api.document()):
        if not is_open(operation):
            answer = api.open(method, url(api, path), headers=sent)

            assert (answer.status_code, api.is_error(answer)) == (401, True), (method, path)


MALFORMED = [b"{", b"[", b'{"a": NaN}', b"\xff\xfe", b"{}}"]
NO_OBJECTS = [b"[]", b"1", b'"text"', b"null"]


@pytest.mark.parametrize("body", [*MALFORMED, *NO_OBJECTS])
def test_a_malformed_body_is_refused(api: Api, body: bytes) -> None:
    """With a 4xx in the API's own shape, and nothing is changed by it.

    Where parameters may be anywhere, a body that is no object is as good as none; so is one that
    cannot be read, where the dialect gathers parameters itself.
    """
    for method, path, operation in operations(api.document()):
        is_none = body in NO_OBJECTS and operation.get("x-either-place")
        if (
            "application/json" in operation.get("requestBody", {}).get("content", {})
            and not is_none
        ):
            sent = {"data": body, "content_type": "application/json"}
            answer = api.open(method, url(api, path), **sent)

            if operation.get("x-unread-is-none"):
                unsent = api.open(method, url(api, path))
                assert answer.status_code == unsent.status_code, (method, path, answer.text)
                continue
            assert 400 <= answer.status_code < 500, (method, path, answer.text)
            assert api.is_error(answer), (method, path, answer.text)


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"\x00\x01", "application/octet-stream"),
        (b"a=1&b=2", "application/x-www-form-urlencoded"),
        (b"--x\r\n\r\n", "multipart/form-data; boundary=x"),
        (
            b"--x\r\nContent-Disposition: form-data\r\n\r\n1\r\n--x--\r\n",
            "multipart/form-data; boundary=x",
        ),
        (b"{}", "application/json; charset=no-such"),
        (b"<a/>", "text/xml"),
        (b"{", ""),
    ],
)
def test_no_body_makes_a_5xx(api: Api, body: bytes, content_type: str) -> None:
    """Whatever it says that it is."""
    for method, path, _ in operations(api.document()):
        answer = api.open(method, url(api, path), data=body, content_type=content_type)

        assert answer.status_code < 500, (method, path, answer.text)
    api.keep_world()


@pytest.mark.parametrize(
    "query", ["?%00=%00", "?a=%FF", "?=&&&", "?page=9" + "9" * 40, "?%ED%A0%80=1"]
)
def test_no_query_makes_a_5xx(api: Api, query: str) -> None:
    """Not even one that is no UTF-8."""
    for method, path, _ in operations(api.document()):
        if method == "GET":
            answer = api.open(method, url(api, path) + query)

            assert answer.status_code < 500, (method, path, answer.text)


@pytest.mark.parametrize(
    "number", ["0", "00", "9" * 18, "9" * 19, "9" * 20, "9" * 400, "-1", "1.5", "%F0", "%00"]
)
def test_no_id_makes_a_5xx(api: Api, number: str) -> None:
    """What no database can count is not found, where something may be missing at all."""
    for method, path, operation in operations(api.document()):
        if "{" in path.replace("{world}", ""):
            answer = api.open(method, url(api, path).replace(NUMBER, number))
            refused = 400 <= answer.status_code < 500 and api.is_error(answer)
            found = answer.status_code < 300 and "404" not in operation["responses"]

            assert refused or found, (method, path, answer.text)


def test_head_answers_as_get_without_the_body(api: Api) -> None:
    """The status is the same."""
    for method, path, _ in operations(api.document()):
        if method == "GET":
            get, head = (api.open(method, url(api, path)) for method in ("GET", "HEAD"))

            assert (get.status_code, b"") == (head.status_code, head.data), path


def test_options_says_which_methods_there_are(api: Api) -> None:
    """For everybody, also without credentials."""
    for method, path, _ in operations(api.document()):
        answer = api.open("OPTIONS", url(api, path), headers={})

        assert answer.status_code in (200, 204), path
        assert method in answer.headers["Allow"].split(", "), path

"""What every dialect, and the control plane, says of itself and to whoever asks wrongly."""

from collections import Counter
from typing import Any

import pytest
from openapi_spec_validator import validate

from polydesk.kit.coverage import table

NUMBER = "999999"
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")


def operations(document: dict[str, Any]) -> list[tuple[str, str, dict[str, Any]]]:
    """All of a document, as (METHOD, path, operation)."""
    return [
        (method.upper(), path, operation)
        for path, item in document["paths"].items()
        for method, operation in item.items()
    ]


def is_open(operation: dict[str, Any]) -> bool:
    """Whether the document says that it may be called without credentials."""
    ways = operation.get("security")
    return ways is not None and (ways == [] or {} in ways)


def url(api: Any, path: str) -> str:
    """A URL of the path: an id that nothing has, in a world that is there."""
    for part in ("{world}", "{" + path.partition("{")[2].partition("}")[0] + "}"):
        path = path.replace(part, api.world if part == "{world}" else NUMBER)
    return path if "{" not in path else url(api, path)


def test_the_document_is_valid(api):
    """As the OpenAPI specification has it."""
    document = api.document()

    validate(document)


def test_operation_ids_are_unique(api):
    """Each names one operation."""
    names = [operation["operationId"] for _, _, operation in operations(api.document())]

    assert [] == [name for name, count in Counter(names).items() if count > 1]


def test_every_operation_has_a_summary(api):
    """One line that says what it is for, without a full stop."""
    found = [
        (method, path)
        for method, path, operation in operations(api.document())
        if not operation["summary"] or operation["summary"].endswith(".")
    ]

    assert [] == found


def test_every_schema_has_one_name(api):
    """None is called `Ticket1` for want of a name of its own."""
    names = set(api.document()["components"].get("schemas", {}))

    assert set() == {name for name in names if name.rstrip("0123456789") in names - {name}}


def test_the_server_of_the_document_is_where_it_was_asked_for(api):
    """With the mount and the world in it, so that a client made of it finds the same place."""
    (server,) = api.document()["servers"]

    assert f"http://localhost{api.root}" == server["url"]


def test_every_operation_is_in_the_coverage_table(api):
    """The table has every documented operation; the method and the path are unique."""
    rows = [(row["method"], row["path"]) for row in coverage(api)]
    documented = {(m, api.dialect.root + path) for m, path, _ in operations(api.document())}

    assert len(set(rows)) == len(rows)
    assert set() == documented - set(rows)


def coverage(api: Any) -> list[dict[str, str]]:
    """The rows, as the kit has them."""
    return table(api.dialect)


def test_the_coverage_of_a_dialect_is_asked_of_the_control_plane(vendor, apis):
    """The rows as the kit has them, under `operations`."""
    answer = apis["control"].open("GET", f"/dialects/{vendor.name}/coverage")

    assert (200, {"operations": coverage(vendor)}) == (answer.status_code, answer.json)


def test_the_document_of_a_dialect_is_asked_of_the_control_plane(vendor, apis):
    """The same one, of the world `main`."""
    answer = apis["control"].open("GET", f"/dialects/{vendor.name}/openapi.json")

    servers = [{"url": f"http://localhost/{vendor.name}{vendor.dialect.root}"}]
    assert {**vendor.document(), "servers": servers} == answer.json


def is_known(api: Any, path: str) -> bool:
    """Whether an operation is there, documented or not: some vendors have a page at `/`."""
    return path in {operation.path for operation in api.dialect.operations}


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("path", ["/no-such-path", "/no/such/path", "/", "/openapi.jso"])
def test_an_unknown_path_is_404(api, method, path):
    """With credentials, in the API's own shape."""
    answer = api.open(method, path)

    assert is_known(api, path) or (404, True) == (answer.status_code, api.is_error(answer))


@pytest.mark.parametrize("path", ["/no-such-path", "/"])
def test_an_unknown_path_is_404_for_strangers_too(api, path):
    """It is nobody's secret."""
    answer = api.open("GET", path, headers={})

    assert is_known(api, path) or (404, True) == (answer.status_code, api.is_error(answer))


def test_a_method_that_no_route_has_is_405_and_says_which_are_allowed(api):
    """`Allow` names at least the documented ones."""
    documented: dict[str, set[str]] = {}
    for method, path, _ in operations(api.document()):
        documented.setdefault(path, set()).add(method)

    for path, methods in documented.items():
        answer = api.open("REPORT", url(api, path))

        assert (405, True) == (answer.status_code, api.is_error(answer)), path
        assert set() == methods - set(answer.headers["Allow"].split(", ")), path


def test_without_credentials_every_operation_is_401(api):
    """But for those that are documented as open to all; nothing is told of what there is."""
    for method, path, operation in operations(api.document()):
        if not is_open(operation):
            answer = api.open(method, url(api, path), headers={})

            assert (401, True) == (answer.status_code, api.is_error(answer)), (method, path)


@pytest.mark.parametrize("value", ["", "x", "Bearer x", "Basic eDp5", "Basic \xff", "ü" * 300])
def test_bad_credentials_are_401(api, value):
    """Of any form, in the header where the good ones go."""
    sent = {name: value for name in api.headers}

    for method, path, operation in operations(api.document()):
        if not is_open(operation):
            answer = api.open(method, url(api, path), headers=sent)

            assert (401, True) == (answer.status_code, api.is_error(answer)), (method, path)


MALFORMED = [b"{", b"[", b'{"a": NaN}', b"\xff\xfe", b"{}}"]
NO_OBJECTS = [b"[]", b"1", b'"text"', b"null"]


@pytest.mark.parametrize("body", [*MALFORMED, *NO_OBJECTS])
def test_a_malformed_body_is_refused(api, body):
    """With a 4xx in the API's own shape, and nothing is changed by it.

    Where parameters may be anywhere, a body that is no object is as good as none.
    """
    for method, path, operation in operations(api.document()):
        is_none = body in NO_OBJECTS and operation.get("x-either-place")
        if (
            "application/json" in operation.get("requestBody", {}).get("content", {})
            and not is_none
        ):
            sent = {"data": body, "content_type": "application/json"}
            answer = api.open(method, url(api, path), **sent)

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
def test_no_body_makes_a_5xx(api, body, content_type):
    """Whatever it says that it is."""
    for method, path, _ in operations(api.document()):
        answer = api.open(method, url(api, path), data=body, content_type=content_type)

        assert answer.status_code < 500, (method, path, answer.text)
    api.keep_world()


@pytest.mark.parametrize(
    "query", ["?%00=%00", "?a=%FF", "?=&&&", "?page=9" + "9" * 40, "?%ED%A0%80=1"]
)
def test_no_query_makes_a_5xx(api, query):
    """Not even one that is no UTF-8."""
    for method, path, _ in operations(api.document()):
        if method == "GET":
            answer = api.open(method, url(api, path) + query)

            assert answer.status_code < 500, (method, path, answer.text)


@pytest.mark.parametrize(
    "number", ["0", "00", "9" * 18, "9" * 19, "9" * 20, "9" * 400, "-1", "1.5", "%F0", "%00"]
)
def test_no_id_makes_a_5xx(api, number):
    """What no database can count is not found."""
    for method, path, _ in operations(api.document()):
        if "{" in path.replace("{world}", ""):
            answer = api.open(method, url(api, path).replace(NUMBER, number))

            assert 400 <= answer.status_code < 500, (method, path, answer.text)
            assert api.is_error(answer), (method, path, answer.text)


def test_head_answers_as_get_without_the_body(api):
    """The status is the same."""
    for method, path, _ in operations(api.document()):
        if method == "GET":
            get, head = (api.open(method, url(api, path)) for method in ("GET", "HEAD"))

            assert (get.status_code, b"") == (head.status_code, head.data), path


def test_options_says_which_methods_there_are(api):
    """For everybody, also without credentials."""
    for method, path, _ in operations(api.document()):
        answer = api.open("OPTIONS", url(api, path), headers={})

        assert answer.status_code in (200, 204), path
        assert method in answer.headers["Allow"].split(", "), path

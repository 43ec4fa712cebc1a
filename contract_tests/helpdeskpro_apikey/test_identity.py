"""HelpDesk Pro `apikey`, 2.1: where it is, and what it speaks."""

import pytest
from werkzeug.test import Client

TICKET = '{"subject": "Printer jam", "description": "3rd floor"}'


@pytest.mark.parametrize("base", ["", "/api", "/api/v2", "/API/v1", "/v1", "/api/v1/api/v1"])
def test_the_api_is_nowhere_else(shared, base):
    """Its paths are unknown under any base but `/api/v1`, with a good key too."""
    url = shared.url.removesuffix("/api/v1") + f"{base}/status"

    response = Client(shared.site).get(url, headers={"X-API-Key": shared.secret})

    assert 404 == response.status_code


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("get", "/status", 200),
        ("get", "/tickets", 200),
        ("get", "/openapi.json", 200),
        ("post", "/inventory/hardware", 201),
        ("post", "/tickets", 400),
        ("get", "/tickets/99", 404),
        ("get", "/nothing", 404),
        ("delete", "/status", 405),
    ],
)
def test_every_answer_is_json(shared, method, path, status):
    """The content type is application/json, whatever the status."""
    response = getattr(shared, method)(path)

    assert (status, "application/json") == (response.status_code, response.mimetype)


def test_a_refusal_of_the_key_is_json(shared):
    """401 is application/json too."""
    response = shared.get("/status", key=None)

    assert (401, "application/json") == (response.status_code, response.mimetype)


@pytest.mark.parametrize(
    "content_type",
    [
        "application/json",
        "Application/JSON",
        "application/json; charset=utf-8",
        "application/json;charset=UTF-8",
        "application/vnd.api+json",
        "application/problem+json; charset=utf-8",
    ],
)
def test_any_json_media_type_is_read(shared, content_type):
    """`application/json` and `application/*+json` are JSON, with or without a charset."""
    response = shared.post("/tickets", data=TICKET, content_type=content_type)

    assert (201, "Printer jam") == (response.status_code, response.json["ticket"]["subject"])


def test_text_is_utf8_both_ways(shared):
    """Letters of any script come back as they were sent in UTF-8."""
    body = '{"subject": "Εκτυπωτής 🖨", "description": "ξύπνα"}'.encode()

    ticket = shared.post("/tickets", data=body, content_type="application/json").json["ticket"]

    assert ("Εκτυπωτής 🖨", "ξύπνα") == (ticket["subject"], ticket["description"])


@pytest.mark.parametrize(
    "path", ["/status/", "/tickets/", "/knowledge/?q=a", "/inventory/software/", "/openapi.json/"]
)
def test_a_trailing_slash_is_not_tolerated(shared, path):
    """No redirect: the path is another, unknown one."""
    response = shared.get(path)

    assert (404, {"error": "Not found."}) == (response.status_code, response.json)


@pytest.mark.parametrize("path", ["/Status", "/TICKETS", "/inventory/Software", "/OpenAPI.json"])
def test_paths_are_case_sensitive(shared, path):
    """Another letter case is another, unknown path."""
    response = shared.get(path)

    assert (404, {"error": "Not found."}) == (response.status_code, response.json)


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize(
    ("path", "single"),
    [("//tickets", "/tickets"), ("/inventory//software", "/inventory/software")],
)
def test_doubled_slashes_are_redirected(shared, method, path, single):
    """308 to the path with single slashes."""
    response = getattr(shared, method)(path)

    assert 308 == response.status_code
    assert response.headers["Location"].endswith(f"/api/v1{single}")


def test_no_header_tells_the_version(shared):
    """The version is in the OpenAPI document only."""
    names = {name.lower() for name, _ in shared.get("/status").headers}

    assert set() == {name for name in names if "version" in name}
    assert "1.0.0" == shared.get("/openapi.json").json["info"]["version"]

"""HelpDesk Pro `apikey`: whatever is asked for, the vendor's answer; nothing changes."""

import pytest

from contract_tests.helpdeskpro_apikey.bad_input import LISTS, answers, refusals, state, unanswered
from contract_tests.helpdeskpro_apikey.things import HARDWARE, SOFTWARE

IDS = [
    "0",
    "-0",
    "+1",
    "1.0",
    "18446744073709551617",
    "9" * 5000,
    "%00",
    "%ff",
    "%ED%A0%80",
    "%C2%B2",
    "1%0A",
    "1;x=y",
    "1%3Fx",
    "1%2F2",
    "null",
    "%2e%2e",
    "'%20OR%201=1",
    "%25%30%30",
    "%",
    "%E2%80%AE",
    "x" * 8000,
]


@pytest.mark.parametrize("method", ["get", "patch", "delete"])
@pytest.mark.parametrize("path", ["/tickets", SOFTWARE, HARDWARE])
def test_an_odd_id_is_404_and_changes_nothing(untouched, method, path):
    """Also where the number fits no database."""
    before = state(untouched)

    responses = {odd: getattr(untouched, method)(f"{path}/{odd}", json={}) for odd in IDS}

    assert dict.fromkeys(IDS, (404, True)) == refusals(responses)
    assert before == state(untouched)


PATHS = [
    "/%00",
    "/%ff",
    "/%ED%A0%80",
    "/tickets%00",
    "/tickets%20",
    "/%74ickets%3Fstatus=x",
    "/tickets/1/%00",
    "/inventory",
    "/inventory/",
    "/inventory/%73oftwar%65%00",
    "/.git/config",
    "/%2e%2e/%2e%2e/etc/passwd",
    "/openapi.yaml",
    "/openapi.json%00",
    "/status.json",
    "/knowledge/%F0%9F%96%A8",
    "/" + "x" * 9000,
    "/" + "x/" * 2000,
]


@pytest.mark.parametrize("method", ["get", "post", "patch", "put", "delete"])
def test_an_odd_path_is_404(untouched, method):
    """With nothing changed."""
    before = state(untouched)

    responses = {path: getattr(untouched, method)(path, json={}) for path in PATHS}

    assert dict.fromkeys(PATHS, (404, {"error": "Not found."})) == answers(responses)
    assert before == state(untouched)


QUERIES = [
    "%00",
    "a%00b",
    "%ff",
    "%c3",
    "%ED%A0%80",
    "%",
    "%zz",
    "%25",
    "_",
    "%5C",
    "'",
    "%22%27%3B--",
    "%F0%9F%96%A8",
    "%E2%80%8B",
    "%0A",
    "a&=b&&=&",
    "99999999999999999999",
    "9" * 5000,
    "%C2%B2",
    "%D9%A3",
    "0",
    "-1",
    "x" * 20_000,
    "%28%29*%5B%5D%3A%22NEAR",
]


@pytest.mark.parametrize(("path", "name"), LISTS)
def test_an_odd_query_is_answered(untouched, path, name):
    """A list or the vendor's own refusal; nothing changes."""
    before = state(untouched)

    responses = {query: untouched.get(f"{path}?{name}={query}") for query in QUERIES}

    assert {} == unanswered(responses)
    assert before == state(untouched)


@pytest.mark.parametrize("path", ["/status", "/tickets", "/knowledge", SOFTWARE, HARDWARE])
def test_an_odd_query_string_is_answered(untouched, path):
    """As if it were not there."""
    queries = ["&" * 5000, "=" * 5000, "%", "%00=%00", "q" * 20_000, "?" * 50]

    responses = {query: untouched.get(f"{path}?{query}") for query in queries}

    assert {} == unanswered(responses)


HEADERS = [
    "\x00",
    "a\x00b",
    "\xed\xa0\x80",
    "\xff\xfe",
    "é",
    "\x7f",
    "x" * 60_000,
    "hp_\x00_\x00",
    ",",
]


@pytest.mark.parametrize(("name", "scheme"), [("X-API-Key", ""), ("Authorization", "Bearer ")])
def test_an_odd_credential_is_401(untouched, name, scheme):
    """In the vendor's words."""
    responses = {
        value: untouched.get("/tickets", key=None, headers={name: f"{scheme}{value}"})
        for value in HEADERS
    }

    assert dict.fromkeys(HEADERS, (401, {"error": "Valid API key required."})) == answers(responses)


@pytest.mark.parametrize(
    "name",
    [
        "Accept",
        "Accept-Language",
        "Cookie",
        "User-Agent",
        "X-Forwarded-For",
        "If-None-Match",
        "Range",
    ],
)
def test_an_odd_header_does_not_matter(untouched, name):
    """It is answered as without."""
    responses = {value: untouched.get("/tickets", headers={name: value}) for value in HEADERS}

    without = (200, untouched.get("/tickets").json)
    assert dict.fromkeys(HEADERS, without) == answers(responses)

"""Open Help Desk: where we knowingly differ from the vendor's program, and how.

Each test asserts our answer; its docstring says what the program does.
"""

import re

import pytest

MCP = {"jsonrpc": "2.0", "id": 1, "method": "ping"}


def answer(response):
    return response.status_code, response.json


def test_paths_have_no_version(ohd):
    """The program's paths begin with `/api/v1`."""
    assert 200 == ohd.get("/api/tickets").status_code
    assert 404 == ohd.get("/api/v1/tickets").status_code


def test_ids_are_ulids(ohd):
    """The program's are UUIDs."""
    assert re.fullmatch(r"[0-7][0-9A-HJKMNP-TV-Z]{25}", ohd.ticket()["id"])


def test_tickets_name_what_they_refer_to(ohd):
    """The program gives ids alone: `category_id`, `status_id`, and no replies."""
    ticket = ohd.ticket()

    assert {"id": ohd.ids["facilities"], "name": "Facilities"} == ticket["category"]
    assert ("New", "Medium", []) == (ticket["status"], ticket["priority"], ticket["replies"])


def test_errors_are_texts(ohd):
    """The program's are `{"error": {"code", "message"}}`, and texts without JSON."""
    assert (400, {"error": "subject is required"}) == answer(ohd.post("/api/tickets", json={}))


def test_lists_have_an_envelope(ohd):
    """The program answers bare arrays of 100 at most, and null for an empty one."""
    empty = {"data": [], "page": 1, "per_page": 25, "total": 0, "total_pages": 0}

    assert (200, empty) == answer(ohd.get("/api/tickets"))


@pytest.mark.parametrize("scheme", ["Bearer", "ApiKey"])
def test_keys_are_bearer_tokens(ohd, scheme):
    """The program takes `ApiKey` and 64 hexadecimal digits; that scheme is taken too."""
    header = {"Authorization": f"{scheme} {ohd.secrets['tom']}"}

    assert 200 == ohd.get("/api/me", headers=header).status_code
    assert ohd.secrets["tom"].startswith("ohd_sk_")


def test_only_guests_tickets_have_a_tracking_number(ohd):
    """The program gives every ticket one, such as `OHD-2026-000123`."""
    ohd.set(guest_submission_enabled=True)

    assert ohd.ticket()["tracking_number"] is None
    guest = ohd.ticket(as_=None, guest_email="pat@example.com")
    assert "TRK-1001" == guest["tracking_number"]


def test_notes_are_for_staff(ohd):
    """The program's list of replies shows them to everybody, by mistake."""
    path = f"/api/tickets/{ohd.ticket()['id']}/replies"
    ohd.post(path, json={"body": "x", "is_internal": True})

    assert (1, 0) == (ohd.get(path).json["total"], ohd.get(path, as_="sam").json["total"])


def test_conflicts_are_409(ohd):
    """The program answers most of them with 500."""
    ohd.ticket()

    refused = ohd.delete(f"/api/admin/categories/{ohd.ids['facilities']}")

    assert (409, {"error": "category has tickets"}) == answer(refused)


def test_a_second_factor_is_asked_for_unless_switched_off(ohd):
    """The program's setting `mfa_enabled` is off at first."""
    assert ohd.get("/api/admin/settings").json["mfa_enabled"] is True


def test_the_saml_key_is_not_shown(ohd):
    """The program answers it to every admin."""
    changed = ohd.patch("/api/admin/settings", json={"saml_key_pem": "secret"})

    assert "" == changed.json["saml_key_pem"]


def test_answers_of_identity_providers_are_refused(ohd):
    """The program signs in who is named in them."""
    ohd.set(saml_enabled=True)

    refused = ohd.post("/api/auth/saml/acs", as_=None, data={"SAMLResponse": "x"})

    assert (400, {"error": "invalid SAML response"}) == answer(refused)


def test_resolved_tickets_are_closed_when_somebody_looks(ohd):
    """The program has a timer that does so every hour; what can be seen is the same."""
    path = f"/api/tickets/{ohd.ticket()['id']}"
    ohd.post(f"{path}/resolve", json={})
    ohd.advance(7 * 86400 + 3600)

    assert ("Closed", "2026-04-12T10:00:00Z") == (
        ohd.get(path).json["status"],
        ohd.get(path).json["updated_at"],
    )


def test_mcp_asks_who_calls(ohd):
    """The program answers everybody, over server-sent events, with five tools."""
    assert (200, {"jsonrpc": "2.0", "id": 1, "result": {}}) == answer(ohd.post("/mcp", json=MCP))
    assert 401 == ohd.post("/mcp", as_=None, json=MCP).status_code

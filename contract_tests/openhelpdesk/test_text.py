"""Text that cannot be kept is refused in the vendor's words; contract 9."""

import pytest

from contract_tests.openhelpdesk.conftest import PASSWORD

NUL = "a\0b"


@pytest.mark.parametrize(
    ("path", "given", "field"),
    [
        ("/auth/login", {"email": NUL, "password": PASSWORD}, "email"),
        ("/auth/login", {"email": "sam@example.com", "password": NUL}, "password"),
        ("/me/api-keys", {"name": NUL}, "name"),
        ("/tickets", {"subject": NUL, "description": "d"}, "subject"),
        ("/tickets", {"subject": "s", "description": NUL}, "description"),
        ("/admin/oauth-clients", {"name": NUL}, "name"),
        ("/admin/plugins", {"url": NUL}, "url"),
        (
            "/admin/webhooks",
            {"url": "http://a.example", "events": ["*"], "secret": NUL},
            "secret",
        ),
        (
            "/setup",
            {"email": "a@b.example", "display_name": NUL, "password": PASSWORD},
            "display_name",
        ),
    ],
)
def test_a_nul_is_refused_by_the_name_of_its_field(ohd, path, given, field):
    """In every body; nothing is made."""
    sent = {"category_id": ohd.ids["facilities"], **given}

    answer = ohd.post(f"/api{path}", json=sent)

    assert (400, {"error": f"invalid {field}"}) == (answer.status_code, answer.json)


def test_a_nul_in_a_query_is_refused_alike(ohd):
    """And in the arguments of a tool."""
    call = {"name": "list_tickets", "arguments": {"q": NUL}}
    message = {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": call}

    answer = ohd.get("/api/tickets?q=a%00b")
    told = ohd.post("/mcp/", json=message)

    assert (400, {"error": "invalid q"}) == (answer.status_code, answer.json)
    assert {"error": "invalid q", "status": 400} == told.json["result"]["structuredContent"]

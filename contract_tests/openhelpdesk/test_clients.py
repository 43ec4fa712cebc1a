"""OAuth clients; contract 4.8, X3 to X5."""

import pytest

PATH = "/api/admin/oauth-clients"
NOT_FOUND = {"error": "oauth client not found"}


def bot(ohd):
    """The world's client, in a list."""
    return {
        "id": ohd.ids["bot"],
        "client_id": ohd.ids["bot"].lower(),
        "name": "Night Bot",
        "created_at": "2026-04-05T09:00:00Z",
    }


def test_x3_clients_are_listed_the_newest_first(ohd):
    """In the paged envelope, without secrets."""
    made = ohd.post(PATH, json={"name": "Day Bot"}).json

    answer = ohd.get(PATH)

    del made["client_secret"]
    pages = {"page": 1, "per_page": 25, "total": 2, "total_pages": 1}
    assert (200, {"data": [made, bot(ohd)], **pages}) == (answer.status_code, answer.json)


def test_x4_a_client_is_made_with_a_secret(ohd):
    """Which opens what a client's does."""
    answer = ohd.post(PATH, json={"name": "  Day Bot "})

    body = answer.json
    keys = {"id", "client_id", "client_secret", "name", "created_at"}
    assert (201, keys, "Day Bot") == (answer.status_code, set(body), body["name"])
    asked = {name: body[name] for name in ("client_id", "client_secret")}
    token = ohd.post("/api/auth/token", json={"grant_type": "client_credentials", **asked})
    bearer = {"Authorization": f"Bearer {token.json['access_token']}"}
    assert body["id"] == ohd.get("/api/me", headers=bearer).json["id"]


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ({}, "name is required"),
        ({"name": " "}, "name is required"),
        ({"name": 1}, "invalid name"),
        ({"name": "x" * 121}, "name must be at most 120 characters"),
    ],
)
def test_a_client_needs_a_name(ohd, body, message):
    """Of at most 120 characters."""
    answer = ohd.post(PATH, json=body)

    assert (400, {"error": message}) == (answer.status_code, answer.json)


def test_x5_a_client_is_deleted(ohd):
    """It is not listed, and cannot be deleted again."""
    answer = ohd.delete(f"{PATH}/{ohd.ids['bot']}")

    again = ohd.delete(f"{PATH}/{ohd.ids['bot']}")
    assert (204, b"") == (answer.status_code, answer.data)
    assert [] == ohd.get(PATH).json["data"]
    assert (404, NOT_FOUND) == (again.status_code, again.json)


@pytest.mark.parametrize("id", ["nothing", "01JQXYZ0000000000000000000", "key"])
def test_only_clients_are_deleted_here(ohd, id):
    """Not a key, which is a credential too."""
    keys = ohd.get("/api/me/api-keys").json["data"]
    id = keys[0]["id"] if id == "key" else id

    answer = ohd.delete(f"{PATH}/{id}")

    assert (404, NOT_FOUND) == (answer.status_code, answer.json)
    assert 200 == ohd.get("/api/me").status_code

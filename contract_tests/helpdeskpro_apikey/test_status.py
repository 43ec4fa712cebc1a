"""HelpDesk Pro `apikey`, 2.4 and 2.5: the status and the client in it."""

import pytest
from sqlalchemy import select

from polydesk.core.models import Credential


@pytest.mark.parametrize("username", [None, "maria", "integration-user"])
def test_the_status_names_time_and_client(apikey, username):
    """Status, the present moment, and nine fields of the caller's key."""
    apikey.freeze("2025-03-01T09:12:24.532184Z")
    secret = apikey.key(default_user=username, name="Other Bot")
    apikey.advance(3600)
    with apikey.desk() as desk:
        key = desk.session.scalars(select(Credential).filter_by(name="Other Bot")).one()
        credential, description = key.id, key.description

    response = apikey.get("/status", key=secret)

    assert 200 == response.status_code
    assert {
        "status": "ok",
        "timestamp": "2025-03-01T10:12:24.532184",
        "client": {
            "id": credential,
            "name": "Other Bot",
            "default_user": username,
            "description": description,
            "prefix": secret.split("_")[1],
            "default_user_id": apikey.ids.get(username),
            "created_at": "2025-03-01T09:12:24.532184",
            "last_used_at": "2025-03-01T10:12:24.532184",
            "revoked_at": None,
        },
    } == response.json


def test_the_description_is_shown(apikey):
    """A key's description is part of its client."""
    client = apikey.get("/status").json["client"]

    assert ("Automation Bot", "RPA", "integration-user", apikey.ids["integration-user"]) == (
        client["name"],
        client["description"],
        client["default_user"],
        client["default_user_id"],
    )


def test_the_status_takes_no_parameters(apikey):
    """Unknown parameters are ignored."""
    apikey.freeze("2025-03-01T09:12:24Z")

    assert apikey.get("/status").json == apikey.get("/status?lang=el&page=2&status=x").json


def test_the_default_user_is_shown_as_stored(apikey):
    """The username keeps its letter case."""
    people = [{"key": "mia", "name": "Mia", "username": "MiA", "role": "user"}]
    seeded = apikey.seed({"people": people})
    secret = apikey.key(default_user="MiA")

    client = apikey.get("/status", key=secret).json["client"]

    assert ("MiA", seeded.keys["mia"]["id"]) == (client["default_user"], client["default_user_id"])

"""What is asked of each dialect, and what an answer must have in it."""

import base64
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from benchmarks import data
from benchmarks.data import Data
from benchmarks.load import Request

_SUBJECT = "The coffee machine asks for a password"
_BODY = "It shows a login page since this morning."


@dataclass(frozen=True)
class Operation:
    """One of a dialect's requests.

    `rows` is the name of the list of `count` rows in its answer, empty where that is the list.
    `target` is the least ratio of requests a second, Polydesk to hello, at 16 connections.
    """

    request: Request
    rows: str | None = None
    target: float | None = None
    count: int = data.FOUND


@dataclass(frozen=True)
class Asked:
    """What is asked of a dialect; `ready` is answered with 200 as soon as its server is up."""

    ready: Request
    operations: Callable[[Data], Mapping[str, Operation]]


def _apikey() -> Asked:
    headers = {"X-API-Key": "hp_demo_abc123", "Content-Type": "application/json"}
    tickets, search = "/api/v1/tickets", "/api/v1/knowledge?q=ribbon"
    new = {
        "subject": _SUBJECT,
        "description": _BODY,
        "status": "Open",
        "priority": "High",
        "department": "Support",
    }
    listed = f"{tickets}?status=Stage%200&department=Team%200"
    return Asked(
        Request("GET", "/api/v1/status", headers),
        lambda found: {
            "read-one": Operation(Request("GET", f"{tickets}/{found.ticket}", headers), target=0.2),
            "list-25": Operation(Request("GET", listed, headers), "tickets", 0.06),
            "create": Operation(Request("POST", tickets, headers, json.dumps(new)), target=0.1),
            "search": Operation(Request("GET", search, headers), "results"),
        },
    )


def _openhelpdesk() -> Asked:
    admin, agent = (
        {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}
        for key in ("ohd_sk_demo_abc123", data.AGENT_KEY)
    )
    tickets = "/api/tickets"
    scoped = f"{tickets}?q=P0&sort=sla_deadline&order=asc"

    def operations(found: Data) -> Mapping[str, Operation]:
        new = {"subject": _SUBJECT, "description": _BODY, "category_id": found.category}
        return {
            "read-one": Operation(Request("GET", f"{tickets}/{found.ulid}", admin), target=0.2),
            "list-25": Operation(Request("GET", tickets, admin), "data", 0.06),
            "create": Operation(Request("POST", tickets, admin, json.dumps(new)), target=0.1),
            "list-25, scoped": Operation(Request("GET", scoped, agent), "data", 0.06),
        }

    return Asked(Request("GET", "/api/me", admin), operations)


def _desteksitesi() -> Asked:
    pair = base64.b64encode(f"{data.ADMIN}:{data.PASSWORD}".encode()).decode()
    headers = {"Authorization": f"Basic {pair}", "Content-Type": "application/json"}
    tickets = "/api/Tickets?count="

    def operations(found: Data) -> Mapping[str, Operation]:
        new = {"subject": _SUBJECT, "body": _BODY, "categoryId": found.category_id}
        one = f"/api/Ticket?id={found.ticket}"
        return {
            "read-one": Operation(Request("GET", one, headers), target=0.2),
            "list-25": Operation(Request("GET", f"{tickets}25", headers), "", 0.06),
            "create": Operation(
                Request("POST", "/api/Ticket", headers, json.dumps(new)), target=0.1
            ),
            "list-50": Operation(Request("GET", f"{tickets}50", headers), "", count=50),
        }

    return Asked(Request("GET", "/api/Stats", headers), operations)


def _deskpro() -> Asked:
    id, secret = data.DESKPRO_KEY
    headers = {"Authorization": f"key {id}:{secret}", "Content-Type": "application/json"}
    tickets = "/api/v2/tickets"

    def operations(found: Data) -> Mapping[str, Operation]:
        new = {"subject": _SUBJECT, "message": _BODY, "department": 1}
        more = {**new, "fields": {"2": [1]}}
        return {
            "read-one": Operation(Request("GET", f"{tickets}/{found.ticket}", headers), target=0.2),
            "list-25": Operation(Request("GET", f"{tickets}?count=25", headers), "data", 0.06),
            "create": Operation(Request("POST", tickets, headers, json.dumps(new)), target=0.1),
            "create, custom field": Operation(Request("POST", tickets, headers, json.dumps(more))),
        }

    return Asked(Request("GET", "/api/v2/helpdesk/discover", {}), operations)


def _sanctum() -> Asked:
    headers = {
        "Authorization": f"Bearer {data.SANCTUM_TOKEN}",
        "Content-Type": "application/json",
    }
    tickets = "/api/v1/tickets"
    new = {"subject": _SUBJECT, "details": _BODY, "priority_id": 3, "department_id": 1}
    return Asked(
        Request("GET", "/api/v1/auth/me", headers),
        lambda found: {
            "read-one": Operation(Request("GET", f"{tickets}/{found.ticket}", headers), target=0.2),
            "list-25": Operation(Request("GET", f"{tickets}?per_page=25", headers), "data", 0.06),
            "create": Operation(Request("POST", tickets, headers, json.dumps(new)), target=0.1),
        },
    )


DIALECTS: Mapping[str, Asked] = {
    "deskpro": _deskpro(),
    "desteksitesi": _desteksitesi(),
    "helpdeskpro-apikey": _apikey(),
    "helpdeskpro-sanctum": _sanctum(),
    "openhelpdesk": _openhelpdesk(),
}
FIRST = "helpdeskpro-apikey"
"""The dialect whose start is measured, and the log's cost."""

"""Who may do what: every endpoint, for everybody, on what is theirs and what is not; contract 2.8.

A row is an endpoint on an object; a cell is who asks, and the status of the answer. Whoever is
refused has changed nothing. What belongs to whom: `{ticket}`, `{resolved}` and what hangs on them
are Sam's, `{guested}` is the guest's; no group has Tom in it, so all of them are out of his scope.
"""

import io
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest
from werkzeug.test import TestResponse

from contract_tests.openhelpdesk.conftest import PASSWORD, Client, furnish
from contract_tests.openhelpdesk.second_factor import code, enroll
from polydesk.core.models import Event, Person
from polydesk.dialects.openhelpdesk import sessions
from polydesk.dialects.openhelpdesk.auth import ENROLL, PENDING
from polydesk.site import Site

ROLES = (
    "nobody",
    "guest",
    "pending",
    "enroll",
    "user",
    "other",
    "staff",
    "client",
    "admin",
)
"""Nobody; the guest's link; an admin's session that waits for a code, and one that has to enroll
first; Sam, Kim, Tom, the OAuth client and Ada by key or token."""
KEYS = {"user": "sam", "other": "kim", "staff": "tom", "client": "bot", "admin": "ada"}
SAID = {
    "nobody": {401: "authentication required"},
    "guest": {401: "authentication required"},
    "pending": {403: "MFA verification required"},
    "enroll": {403: "MFA enrollment required"},
}
"""What those who are refused as such are told, everywhere but at endpoint 20."""

Who = Mapping[str, int]
"""The status of each role's answer."""


def everyone(status: int, **special: int) -> Who:
    """A public endpoint."""
    return dict.fromkeys(ROLES, status) | special


def known(status: int, **special: int) -> Who:
    """For those who are who they say, by session, key or token."""
    return everyone(status, nobody=401, guest=401, pending=403, enroll=403) | special


def sight(status: int, **special: int) -> Who:
    """For who may see Sam's ticket."""
    return known(status, other=404) | special


def staff(status: int, **special: int) -> Who:
    """For staff, on Sam's ticket: it is not hidden from himself, yet he may not."""
    return sight(status, user=403) | special


def picker(status: int) -> Who:
    """For staff, on what is nobody's."""
    return known(status, user=403, other=403)


def people(status: int, **special: int) -> Who:
    """For those who are no machines."""
    return known(status, client=403) | special


def admins(status: int) -> Who:
    """For admins alone, whatever there is."""
    return everyone(403, nobody=401, guest=401, admin=status)


@dataclass(frozen=True)
class Row:
    """An endpoint on an object: `path` and `body` have the world's ids for `{name}`."""

    method: str
    path: str
    who: Who
    body: Any = None
    sent: Mapping[str, Any] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """What pytest calls it."""
        return f"{self.method} {self.path}" + (" note" if self.body == NOTE else "")


def get(path: str, who: Who) -> Row:
    """A GET."""
    return Row("GET", path, who)


def post(path: str, who: Who, body: Any = None, **sent: Any) -> Row:
    """A POST."""
    return Row("POST", path, who, body, sent)


def patch(path: str, who: Who, body: Any) -> Row:
    """A PATCH."""
    return Row("PATCH", path, who, body)


def delete(path: str, who: Who, body: Any = None) -> Row:
    """A DELETE."""
    return Row("DELETE", path, who, body)


TICKET = {"subject": "S", "description": "D", "category_id": "{facilities}"}
NOTE = {"body": "B", "is_internal": True}
REPLY = {"body": "B"}
LOGIN = {"email": "sam@example.com", "password": PASSWORD}
TOKEN = {"grant_type": "client_credentials", "client_id": "x", "client_secret": "x"}
CHANGE = {"current_password": PASSWORD, "new_password": "a brand new password"}
USER = {"name": "N", "email": "n@example.com", "password": PASSWORD, "role": "user"}
ADMIN = {"email": "n@example.com", "display_name": "N", "password": PASSWORD}
POLICY = {"name": "P", "response_hours": 1, "resolution_hours": 2}
HOOK = {"url": "https://hooks.example.com/ohd", "events": ["ticket.created"]}
PING = {"jsonrpc": "2.0", "id": 1, "method": "ping"}
NONE = "01JQXYZ0000000000000000000"
GUEST = {"nobody": 401, "guest": 200, "user": 404}
"""On the guest's ticket: the link opens it, others' eyes do not."""

TABLE = [
    # 1 to 7, tickets
    get("/api/tickets", known(200)),
    post("/api/tickets", known(201), TICKET),
    get("/api/tickets/{ticket}", sight(200)),
    get("/api/tickets/{guested}", sight(200, **GUEST)),
    get(f"/api/tickets/{NONE}", known(404)),
    get("/api/tickets/tracking/{number}", everyone(200)),
    get("/api/tickets/tracking/TRK-1", everyone(404)),
    patch("/api/tickets/{ticket}", staff(200), {"priority": "High"}),
    patch("/api/tickets/{guested}", staff(200, user=404), {"priority": "High"}),
    patch(f"/api/tickets/{NONE}", known(404), {}),
    post("/api/tickets/{ticket}/resolve", staff(200)),
    post("/api/tickets/{guested}/resolve", staff(200, user=404)),
    post("/api/tickets/{resolved}/reopen", staff(200)),
    post("/api/tickets/{ticket}/reopen", staff(409)),
    # 8 to 11, replies
    get("/api/tickets/{ticket}/replies", sight(200)),
    get("/api/tickets/{guested}/replies", sight(200, **GUEST)),
    post("/api/tickets/{ticket}/replies", sight(201), REPLY),
    post("/api/tickets/{guested}/replies", sight(201, **GUEST | {"guest": 201}), REPLY),
    post("/api/tickets/{ticket}/replies", staff(201), NOTE),
    post("/api/tickets/{guested}/replies", staff(201, user=404, guest=403), NOTE),
    patch("/api/tickets/{ticket}/replies/{reply}", sight(200), REPLY),
    patch("/api/tickets/{ticket}/replies/{late}", staff(200), REPLY),
    patch("/api/tickets/{ticket}/replies/{answer}", staff(200), REPLY),
    patch("/api/tickets/{ticket}/replies/{note}", sight(200, user=404), REPLY),
    patch("/api/tickets/{guested}/replies/{said}", staff(200, user=404, guest=403), REPLY),
    delete("/api/tickets/{ticket}/replies/{reply}", sight(204)),
    delete("/api/tickets/{ticket}/replies/{late}", staff(204)),
    delete("/api/tickets/{ticket}/replies/{answer}", staff(204)),
    delete("/api/tickets/{ticket}/replies/{note}", sight(204, user=404)),
    delete("/api/tickets/{guested}/replies/{said}", staff(204, user=404, guest=403)),
    delete("/api/tickets/{resolved}/replies/{reply}", known(404)),
    # 12 to 14, links
    get("/api/tickets/{ticket}/links", sight(200)),
    post(
        "/api/tickets/{ticket}/links",
        staff(201),
        {"target_id": "{guested}", "link_type": "related_to"},
    ),
    delete("/api/tickets/{ticket}/links/{link}", staff(204)),
    # X9 to X11, attachments
    post("/api/tickets/{ticket}/attachments", sight(201), files=True),
    post("/api/tickets/{guested}/attachments", sight(201, **GUEST | {"guest": 201}), files=True),
    get("/api/tickets/{ticket}/attachments", sight(200)),
    get("/api/tickets/{guested}/attachments", sight(200, **GUEST)),
    get("/api/tickets/{ticket}/attachments/{attachment}", sight(200)),
    get("/api/tickets/{resolved}/attachments/{attachment}", known(404)),
    post("/api/guest/resend", everyone(202), {"tracking_number": "{number}", "email": "x@x.org"}),
    # 15 to 18, classification
    get("/api/categories", everyone(200)),
    get("/api/categories/{facilities}/types", everyone(200)),
    get(f"/api/categories/{NONE}/types", everyone(404)),
    get("/api/categories/{facilities}/types/{access}/items", everyone(200)),
    get("/api/statuses", known(200)),
    # 19 to 23, auth; D8
    post("/api/auth/login", everyone(200), LOGIN),
    post(
        "/api/auth/mfa/verify",
        everyone(401, pending=200, enroll=403),
        {"code": code(30)},
    ),
    post("/api/auth/logout", everyone(204)),
    post("/api/auth/token", everyone(401), TOKEN),
    get("/api/auth/saml/metadata", everyone(404)),
    post("/api/auth/saml/acs", everyone(404)),
    # 24 to 31, me
    get("/api/me", known(200, enroll=200)),
    patch("/api/me/password", people(204), CHANGE),
    post("/api/me/mfa/enroll", people(200, enroll=200)),
    post("/api/me/mfa/confirm", people(400, enroll=400), {"code": "000000"}),
    delete("/api/me/mfa", people(400), {"code": "000000"}),
    get("/api/me/api-keys", people(200)),
    post("/api/me/api-keys", people(201), {"name": "N"}),
    delete("/api/me/api-keys/{key}", people(404, user=204)),
    # 32 to 39, people and groups
    get("/api/admin/users", admins(200)),
    post("/api/admin/users", admins(201), USER),
    get("/api/admin/users/{sam}", admins(200)),
    get(f"/api/admin/users/{NONE}", admins(404)),
    patch("/api/admin/users/{sam}", admins(200), {"name": "N"}),
    delete("/api/admin/users/{sam}", admins(204)),
    get("/api/groups", picker(200)),
    get("/api/admin/groups", admins(200)),
    post("/api/admin/groups", admins(201), {"name": "N"}),
    get("/api/admin/groups/{group}", admins(200)),
    patch("/api/admin/groups/{group}", admins(200), {"name": "N"}),
    delete("/api/admin/groups/{group}", admins(204)),
    delete(f"/api/admin/groups/{NONE}", admins(404)),
    # X3 to X5, OAuth clients
    get("/api/admin/oauth-clients", admins(200)),
    post("/api/admin/oauth-clients", admins(201), {"name": "N"}),
    delete("/api/admin/oauth-clients/{bot}", admins(204)),
    # 40 to 51, classification
    post("/api/admin/categories", admins(201), {"name": "N"}),
    patch("/api/admin/categories/{facilities}", admins(200), {"name": "N"}),
    delete("/api/admin/categories/{software}", admins(204)),
    delete("/api/admin/categories/{facilities}", admins(409)),
    post("/api/admin/categories/{facilities}/types", admins(201), {"name": "N"}),
    patch("/api/admin/types/{access}", admins(200), {"name": "N"}),
    delete("/api/admin/types/{access}", admins(204)),
    post("/api/admin/types/{access}/items", admins(201), {"name": "N"}),
    patch("/api/admin/items/{badge}", admins(200), {"name": "N"}),
    delete("/api/admin/items/{badge}", admins(204)),
    post("/api/admin/statuses", admins(201), {"name": "N"}),
    patch("/api/admin/statuses/{New}", admins(200), {"color": "#000000"}),
    delete("/api/admin/statuses/{Pending}", admins(204)),
    # 52 to 65 and X7, X8: policies, webhooks, plugins, settings
    get("/api/admin/sla-policies", admins(200)),
    post("/api/admin/sla-policies", admins(201), POLICY),
    patch("/api/admin/sla-policies/{policy}", admins(200), {"name": "N"}),
    delete("/api/admin/sla-policies/{policy}", admins(204)),
    get("/api/admin/webhooks", admins(200)),
    post("/api/admin/webhooks", admins(201), HOOK),
    patch("/api/admin/webhooks/{webhook}", admins(200), {"enabled": False}),
    delete("/api/admin/webhooks/{webhook}", admins(204)),
    get("/api/admin/webhooks/{webhook}/deliveries", admins(200)),
    post(f"/api/admin/webhooks/{{webhook}}/deliveries/{NONE}/retry", admins(404)),
    get("/api/admin/plugins", admins(200)),
    post("/api/admin/plugins", admins(400), {}),
    patch(f"/api/admin/plugins/{NONE}", admins(404), {}),
    delete(f"/api/admin/plugins/{NONE}", admins(404)),
    get("/api/admin/settings", admins(200)),
    patch("/api/admin/settings", admins(200), {"site_name": "N"}),
    # D1 to D9
    post("/api/admin/settings/logo", admins(400)),
    delete("/api/admin/settings/logo", admins(204)),
    get("/api/v1/site", everyone(200)),
    get("/api/v1/logo", everyone(404)),
    get("/api/v1/setup/status", everyone(200)),
    post("/api/v1/setup", everyone(409), ADMIN),
    get("/health", everyone(200)),
    post("/mcp/", known(200, pending=401, enroll=401), PING),
]
CELLS = [(row, role) for row in TABLE for role in ROLES]


def test_the_table_is_of_the_whole_api(site):
    """Every operation is in it, and there are at least 300 cells."""
    adapter = site.dialects["openhelpdesk"].app(site.store).url_map.bind("localhost")
    matched = (adapter.match(row.path.strip("{}"), row.method)[0] for row in TABLE)
    there = {op.name.replace(".", "-") for op in site.dialects["openhelpdesk"].operations}

    assert set() == there - {name.rpartition(".")[2] for name in matched}
    assert len(CELLS) >= 300


@dataclass
class World:
    """A furnished world, its client, and how each role proves who it is.

    `changed` tells whether something was asked that was not refused, and is no GET.
    """

    ohd: Client
    ids: dict[str, str]
    proofs: dict[str, dict[str, str]]
    changed: bool = False

    def ask(self, row: Row, role: str) -> TestResponse:
        """Send a row's request."""
        sent: dict[str, Any] = {"json": fill(row.body, self.ids)} if row.body is not None else {}
        if row.sent:
            sent = {"data": {"file": (io.BytesIO(b"text"), "a.txt")}}
        headers = self.proofs[role]
        path = fill(row.path, self.ids)
        answer = self.ohd.open(row.method, path, as_=None, headers=headers, **sent)
        self.changed = row.method != "GET" and answer.status_code < 400
        return answer

    def events(self) -> int:
        """How many things have happened."""
        with self.ohd.desk() as desk:
            return desk.session.query(Event).count()


def fill(value: Any, ids: Mapping[str, str]) -> Any:
    """The same with the ids of the world in place of `{name}`."""
    if isinstance(value, dict):
        return {key: fill(part, ids) for key, part in value.items()}
    return value.format_map(ids) if isinstance(value, str) else value


@pytest.fixture(scope="module")
def shared(site: Site) -> Iterator[World]:
    """A world with one of everything; whoever changes it has to restore it."""
    name = f"w{secrets.token_hex(8)}"
    site.store.make(name)
    ohd = furnish(site, name)
    ids = ohd.ids | things(ohd)
    enroll_eve(ohd)
    ohd.advance(901)  # what was said so far is too old to be changed; codes are 30 steps further
    ids |= fresh_things(ohd, ids)
    found = proofs(ohd)
    site.store.snapshot(name, "start")
    yield World(ohd, ids, found)
    site.store.drop(name)


@pytest.fixture
def world_of_all(shared: World, site: Site) -> Iterator[World]:
    """The shared world, as it was at first afterwards."""
    yield shared
    if shared.changed:
        site.store.restore(shared.ohd.world, "start")
        shared.changed = False


def things(ohd: Client) -> dict[str, str]:
    """One of everything that is not there yet, by the API."""
    ticket, resolved = ohd.ticket(), ohd.ticket()
    ohd.post(f"/api/tickets/{resolved['id']}/resolve", as_="tom")
    ohd.set(guest_submission_enabled=True)
    guested = ohd.ticket(as_=None, guest_email="g@example.com")
    ohd.set(guest_submission_enabled=False)
    path = f"/api/tickets/{ticket['id']}"
    made = {
        "late": ohd.post(f"{path}/replies", as_="sam", json=REPLY),
        "link": ohd.post(
            f"{path}/links", json={"target_id": resolved["id"], "link_type": "parent_of"}
        ),
        "attachment": ohd.post(
            f"{path}/attachments", data={"file": (io.BytesIO(b"text"), "a.txt")}
        ),
        "key": ohd.post("/api/me/api-keys", as_="sam", json={"name": "N"}),
        "group": ohd.post("/api/admin/groups", json={"name": "Group"}),
        "policy": ohd.post("/api/admin/sla-policies", json=POLICY),
        "webhook": ohd.post("/api/admin/webhooks", json={**HOOK, "enabled": False}),
    }
    found = {
        name: (answer.json.get("forward") or answer.json)["id"] for name, answer in made.items()
    }
    numbers = {"number": guested["tracking_number"]}
    return (
        found
        | numbers
        | {
            "ticket": ticket["id"],
            "resolved": resolved["id"],
            "guested": guested["id"],
        }
    )


def fresh_things(ohd: Client, ids: Mapping[str, str]) -> dict[str, str]:
    """What was said just now."""
    path = f"/api/tickets/{ids['ticket']}/replies"
    guest = {"Authorization": f"Guest {ohd.mails()[0]['data']['token']}"}
    said = f"/api/tickets/{ids['guested']}/replies"
    made = {
        "reply": ohd.post(path, as_="sam", json=REPLY),
        "answer": ohd.post(path, as_="tom", json=REPLY),
        "note": ohd.post(path, as_="tom", json=NOTE),
        "said": ohd.post(said, as_=None, headers=guest, json=REPLY),
    }
    return {name: answer.json["id"] for name, answer in made.items()}


def enroll_eve(ohd: Client) -> None:
    """Two more admins: Eve, who is enrolled, and Una, who is not."""
    people = [
        {"key": key, "name": key.title(), "email": f"{key}@example.com", "role": "admin"}
        for key in ("eve", "una")
    ]
    ohd.seed({"people": people})
    enroll(ohd, "eve")


def proofs(ohd: Client) -> dict[str, dict[str, str]]:
    """The headers of each role."""
    found = {role: {"Authorization": f"Bearer {ohd.secrets[who]}"} for role, who in KEYS.items()}
    with ohd.desk() as desk:
        for role, who, state in (("pending", "eve", PENDING), ("enroll", "una", ENROLL)):
            secret = sessions.begin(desk, desk.get(Person, ohd.ids[who]), state)
            found[role] = {"Cookie": f"ohd_session={secret}"}
    guest = {"Authorization": f"Guest {ohd.mails()[0]['data']['token']}"}
    return found | {"nobody": {}, "guest": guest}


@pytest.mark.parametrize(("row", "role"), CELLS, ids=[f"{row.name}-{role}" for row, role in CELLS])
def test_who_may_what(world_of_all, row, role):
    """The status of the table; who is refused is told why, and has changed nothing."""
    before = world_of_all.events()

    answer = world_of_all.ask(row, role)

    assert row.who[role] == answer.status_code, answer.text
    refused = answer.status_code >= 400
    assert not refused or before == world_of_all.events()
    assert not refused or isinstance(answer.json["error"], str)


REFUSED = [
    (row, role)
    for row, role in CELLS
    if row.who[role] in SAID.get(role, {})
    and "/verify" not in row.path
    and "/token" not in row.path
]


@pytest.mark.parametrize(
    ("row", "role"), REFUSED, ids=[f"{row.name}-{role}" for row, role in REFUSED]
)
def test_what_they_are_told(shared, row, role):
    """Who is nobody, and whose session is not full, in the words of the contract."""
    assert {"error": SAID[role][row.who[role]]} == shared.ask(row, role).json


@pytest.mark.parametrize(
    ("method", "path", "security"),
    [
        ("get", "/api/tickets", None),
        ("post", "/api/tickets", [{}, {"bearer": []}, {"session": []}]),
        ("get", "/api/tickets/{id}", [{"bearer": []}, {"session": []}, {"guest": []}]),
        ("patch", "/api/tickets/{id}/replies/{reply_id}", [{"bearer": []}, {"session": []}]),
        ("post", "/api/auth/mfa/verify", [{"session": []}]),
        ("get", "/api/tickets/tracking/{number}", []),
        ("post", "/api/auth/login", []),
        ("get", "/api/categories", []),
    ],
)
def test_the_document_says_by_what_each_may_be_called(ohd, method, path, security):
    """A client that is made of it sends its key wherever one is asked for; 2.1, 2.8."""
    document = ohd.get("/openapi.json", as_=None).json

    assert [{"bearer": []}, {"session": []}] == document["security"]
    assert security == document["paths"][path][method].get("security")

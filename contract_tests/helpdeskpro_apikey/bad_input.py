"""What is sent that is bad: where to, how, and what is looked at after it."""

import json

from sqlalchemy import select

from contract_tests.helpdeskpro_apikey.answers import answer, worded
from contract_tests.helpdeskpro_apikey.things import ARTICLE, HARDWARE, KINDS, SOFTWARE, TICKET
from polydesk.core.models import Base

JSON = "application/json"

TICKET_TEXTS = ["subject", "description", "status", "priority", "department"]

# method, path, a body that is taken, texts, all other fields
WRITES = [
    ("post", "/tickets", TICKET, TICKET_TEXTS, ["created_by", "assigned_to", "closed_at"]),
    ("patch", "/tickets/1", {}, TICKET_TEXTS, ["assigned_to", "closed_at"]),
    ("put", "/tickets/1", {}, TICKET_TEXTS, ["assigned_to", "closed_at"]),
    (
        "post",
        "/knowledge",
        ARTICLE,
        ["title", "content", "summary", "category"],
        ["tags", "is_published", "created_by"],
    ),
    ("post", SOFTWARE, {"name": "x"}, KINDS[SOFTWARE].texts, KINDS[SOFTWARE].others),
    ("patch", f"{SOFTWARE}/1", {}, KINDS[SOFTWARE].texts, KINDS[SOFTWARE].others),
    ("post", HARDWARE, {}, KINDS[HARDWARE].texts, KINDS[HARDWARE].others),
    ("patch", f"{HARDWARE}/2", {}, KINDS[HARDWARE].texts, KINDS[HARDWARE].others),
]
LISTS = [
    ("/tickets", "status"),
    ("/tickets", "department"),
    ("/tickets", "assigned_to"),
    ("/knowledge", "q"),
    (SOFTWARE, "vendor"),
    (SOFTWARE, "name"),
    (HARDWARE, "manufacturer"),
    (HARDWARE, "category"),
]


def with_things(apikey):
    """The client, with one thing of each kind behind it: software is 1, hardware 2."""
    apikey.post("/tickets", json={**TICKET, "assigned_to": "maria", "department": "IT"})
    apikey.post("/knowledge", json={**ARTICLE, "tags": ["vpn"]})
    apikey.post(SOFTWARE, json={"name": "Visio", "custom_tag": "S-1", "seats": 5})
    apikey.post(HARDWARE, json={"asset_tag": "H-1", "model": "R750"})
    return apikey


def state(apikey):
    """Every row of the world, but for the stamp on the key."""
    left_out = {"credential", "world"}
    tables = [table for name, table in Base.metadata.tables.items() if name not in left_out]
    with apikey.desk() as desk:
        return {
            table.name: [tuple(row) for row in desk.session.execute(select(table).order_by("id"))]
            for table in tables
        }


def is_refusal(response):
    """Whether it is the vendor's own error: a 4xx with one string."""
    return (
        400 <= response.status_code < 500
        and response.mimetype == JSON
        and {"error": str} == worded(response)[1]
    )


def is_answer(response):
    """Whether it is what the vendor documents: a good body, or the vendor's own error."""
    good = response.status_code in (200, 201) and response.mimetype == JSON
    return good or is_refusal(response)


def unanswered(responses):
    """Those of `{case: response}` that are not what the vendor documents."""
    return {
        case: (response.status_code, response.text[:200])
        for case, response in responses.items()
        if not is_answer(response)
    }


def refusals(responses):
    """The status of each of `{case: response}`, and whether it is the vendor's own error."""
    return {
        case: (response.status_code, is_refusal(response)) for case, response in responses.items()
    }


def answers(responses):
    """Status and body of each of `{case: response}`."""
    return {case: answer(response) for case, response in responses.items()}


def brief(value):
    """A value as the name of a case."""
    text = ascii(value)
    return text if len(text) <= 40 else f"{text[:20]}... of {len(text)}"


def send(apikey, method, path, body):
    """JSON as Python writes it: `NaN`, lone surrogates escaped."""
    return getattr(apikey, method)(path, data=json.dumps(body), content_type=JSON)


def send_each(apikey, method, path, body, fields, values):
    """`{case: response}` for every value in every field, beside a body that is taken."""
    return {
        (field, brief(value)): send(apikey, method, path, {**body, field: value})
        for field in fields
        for value in values
    }


def post_raw(apikey, method, path, data):
    return getattr(apikey, method)(path, data=data, content_type=JSON)

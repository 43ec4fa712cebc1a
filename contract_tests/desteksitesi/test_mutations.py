"""Calls of the real clients, changed at random: whatever is sent is answered, and refused whole."""

import json
import random
from collections.abc import Iterator
from typing import Any

import pytest

from contract_tests.desteksitesi.conftest import Client
from contract_tests.desteksitesi.recorded import CALLS, Call
from contract_tests.desteksitesi.sending import OFFICE, asset, browser, detail, dotnet, opened
from polydesk.core.models import Base

ROUNDS, REQUESTS = 20, 50
SEEN = {"last_seen_at", "last_ip", "last_user_agent"}
"""What is written down of whoever calls, refused or not, and some time later."""
JUNK: list[Any] = [
    "", " ", "x", "-1", "0", "1.5", "٣", "true", "null", "NaN", "1e400", "9" * 25, "System.Int32[]",
    "2026-13-45", "99999-01-01", "13/13/2026", "1,2,x", ",", "{}", "[]", '{"1":', '{"1":"a"}', "\0",
    "\ud800", "a\r\nb", "'; DROP TABLE ticket; --", "<script>", "%s%n%x", "../../etc/passwd",
    "Ğ" * 300, "a" * 5000, "\u202e", "@", "a@b", ";", "admin", None, True, False, 1, -1, 0, 1.5,
    2**63, -(2**70),
    [], [1, "x", None], {}, {"a": [1]}, [[1]],
]  # fmt: skip
CARRIERS = "QFMDJP"


@pytest.fixture
def destek(destek):
    """An installation in use; calls are not counted."""
    destek.set(rate_limit=False)
    destek.seed(OFFICE)
    ids, given = destek.ids, browser([], [("file", "a.txt", b"x")])
    ids["ticket"], ids["other"], ids["asset"] = opened(destek), opened(destek), asset(destek)
    destek.post(f"/api/AttachFile?id={ids['ticket']}", **given)
    ids["file"] = detail(destek, ids["ticket"])["Attachments"][0]["FileID"]
    article = {"categoryId": ids["hardware"], "subject": "VPN", "body": "1."}
    ids["article"] = int(destek.post("/api/Article", data=article).text)
    return destek


def rows(destek: Client) -> dict[str, list[Any]]:
    """All that the world holds, by table, besides who was seen."""
    with destek.desk() as desk:
        return {
            table.name: desk.session.execute(
                table.select()
                .with_only_columns(*(one for one in table.columns if one.name not in SEEN))
                .order_by(*table.primary_key.columns)
            ).all()
            for table in Base.metadata.sorted_tables
        }


def differences(before: dict[str, list[Any]], after: dict[str, list[Any]]) -> list[str]:
    """The tables that are not as they were."""
    return [name for name in before if before[name] != after[name]]


def mutated(chance: random.Random, destek: Client) -> tuple[str, str, dict[str, Any]]:
    """A recorded call with one to four changes: verb, path, and what is sent."""
    call = chance.choice(CALLS)
    given: list[tuple[str, Any]] = [
        (fill(name, destek), fill(value, destek)) for name, value in call.given
    ]
    for _ in range(chance.randint(1, 4)):
        change(chance, given)
    carrier = chance.choice(CARRIERS) if chance.random() < 0.4 else call.carrier
    verb = chance.choice(["GET", "POST"]) if chance.random() < 0.2 else call.verb
    return verb, path(chance, call), sent(carrier, given)


def fill(text: str, destek: Client) -> str:
    for name, id in destek.ids.items():
        text = text.replace(f"{{{name}}}", str(id))
    return text


def change(chance: random.Random, given: list[tuple[str, Any]]) -> None:
    """Make something else of one parameter."""
    if not given or chance.random() < 0.1:
        given.append(
            (chance.choice(["id", "value", "unknown", "cf1", "a[0]", ""]), chance.choice(JUNK))
        )
        return
    place = chance.randrange(len(given))
    name, value = given[place]
    match chance.randrange(6):
        case 0:
            given[place] = (recased(chance, name), value)
        case 1 | 2 | 3:
            given[place] = (name, chance.choice(JUNK))
        case 4:
            given.insert(place, (recased(chance, name), chance.choice(JUNK)))
        case _:
            del given[place]


def recased(chance: random.Random, text: str) -> str:
    return "".join(chance.choice([letter.lower(), letter.upper()]) for letter in text)


def path(chance: random.Random, call: Call) -> str:
    root = chance.choice(["/api/", "/helpdesk/api/", "//api//", "/HELPDESK/Api/"])
    end = chance.choice(["", "", "", "/", "//", "/x", "/-1", "/1"])
    return root + recased(chance, call.method) + end


def sent(carrier: str, given: list[tuple[str, Any]]) -> dict[str, Any]:
    """The parameters as a carrier has them: Q, F, J, P; M as browsers do, D as .NET does."""
    if carrier == "J":
        return {"data": json.dumps(dict(given)), "content_type": "application/json"}
    texts = [(name, plain(value)) for name, value in given if value != "@"]
    files = [(name or "f", f"{name}.txt", b"held") for name, value in given if value == "@"]
    if carrier == "M":
        return browser(texts, files)
    if carrier == "D":
        return dotnet([(name.strip() or "x", value) for name, value in texts], files)
    if carrier == "F":
        return {"data": grouped(texts), "content_type": "application/x-www-form-urlencoded"}
    return {"query_string": grouped(texts)}


def plain(value: Any) -> str:
    """As text that can be sent."""
    text = value if isinstance(value, str) else json.dumps(value)
    return text.encode("utf-8", "replace").decode()


def grouped(texts: list[tuple[str, str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, value in texts:
        found.setdefault(name, []).append(value)
    return found


def requests(round: int, destek: Client) -> Iterator[tuple[str, str, dict[str, Any], str | None]]:
    chance = random.Random(round)
    for _ in range(REQUESTS):
        who = chance.choice(["ada", "ada", "ada", "tom", "mia", "sam", None])
        yield *mutated(chance, destek), who


@pytest.mark.parametrize("round", range(ROUNDS))
def test_whatever_is_sent_is_answered(destek, round):
    """No 5xx, no redirect, no HTML; what is refused has changed nothing."""
    wrong, before = [], rows(destek)

    for verb, where, given, who in requests(round, destek):
        answer = destek.open(verb, where, as_=who, **given)
        after = rows(destek)
        changed = differences(before, after) if answer.status_code != 200 else []
        before = after
        known = answer.status_code in (200, 400, 401, 403, 404)
        if not known or "html" in answer.headers.get("Content-Type", "") or changed:
            wrong.append((answer.status_code, verb, where, given, who, answer.text[:80], changed))

    assert [] == wrong

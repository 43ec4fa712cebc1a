"""What a scenario makes, and what is refused."""

import base64
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st
from sqlalchemy import event, func, select

from polydesk.control import scenario
from polydesk.control.context import kinds_of
from polydesk.control.scenario.lists import BY_NAME, every
from polydesk.control.scenario.world import WORLD
from polydesk.core import access, addresses, files, mfa, search, settings, subscribers, techs
from polydesk.core.desk import Desk
from polydesk.core.errors import Invalid
from polydesk.core.models import (
    Article,
    Asset,
    AssetKind,
    Base,
    CannedReply,
    Category,
    Credential,
    Department,
    Group,
    Kind,
    Link,
    MessageKind,
    Person,
    Rule,
    Section,
    SlaPolicy,
    Status,
    Tag,
    Ticket,
    Trigger,
    World,
)
from polydesk.core.steps import ACTIONS, CONDITIONS
from polydesk.core.worlds import Store
from polydesk.kit.credentials import CredentialKind, CredentialKinds

KINDS: CredentialKinds = {
    ("toy", "key"): CredentialKind(
        name="key",
        make=lambda desk: f"toy_{desk.random_bytes(16).hex()}",
        prefix=lambda secret: secret[:6],
        header=lambda credential, secret: ("X-Toy", f"{credential.id}:{secret}"),
        check=lambda secret: None if secret.startswith("toy_") else "must begin with toy_",
    )
}
ADA = {"key": "ada", "name": "Ada Lee", "email": "ada@x.example", "role": "admin"}
SAM = {"key": "sam", "name": "Sam van der Ortiz", "role": "user"}
TICKET = {"subject": "Lamp", "requester": "sam"}


def refused(desk: Desk, given: Any) -> dict[str, list[str]]:
    """What is said against a scenario."""
    with pytest.raises(Invalid) as caught:
        scenario.seed(desk, given, KINDS)
    return {path: list(reasons) for path, reasons in caught.value.fields.items()}


def count(desk: Desk) -> int:
    """How many rows the world has."""
    mappers = Base.registry.mappers
    return sum(desk.session.scalar(select(func.count(m.class_.id))) or 0 for m in mappers)


def one_ticket(desk: Desk, **entry: Any) -> Ticket:
    """The ticket that is made of this entry."""
    scenario.seed(desk, {"people": [ADA, SAM], "tickets": [TICKET | entry]}, KINDS)
    return desk.session.scalars(select(Ticket)).one()


def test_rows_of_one_table_are_stored_at_once(desk: Desk) -> None:
    """However unlike their entries are; and articles are read at once to be indexed."""
    said: list[str] = []
    event.listen(
        desk.connection,
        "before_cursor_execute",
        lambda *given: said.append(given[2]),
    )
    article = {"title": "Lamp", "body": "Turn it.", "author": "sam"}
    unlike = [{"tags": ["a"]}, {"published": False}, {"files": [{"name": "x", "text": "y"}]}]

    scenario.seed(
        desk,
        {
            "people": [SAM, ADA, SAM | {"key": "kim", "extras": {"toy": {}}}],
            "articles": [article | more for more in unlike],
        },
        KINDS,
    )

    for begin in ("INSERT INTO person ", "INSERT INTO article ", "INSERT INTO search_document "):
        assert len([one for one in said if one.startswith(begin)]) == 1
    for table in ("article_tag", "file"):
        assert len([one for one in said if re.search(rf"SELECT.*FROM {table} ", one, re.S)]) == 1


def test_it_answers_what_it_has_made(desk: Desk) -> None:
    """Counts by list, ids by key."""
    seeded = scenario.seed(
        desk, {"people": [ADA, SAM], "tickets": [TICKET | {"key": "t", "body": "b"}]}, KINDS
    )

    ticket = desk.session.get_one(Ticket, 1)
    assert seeded.created == {"people": 2, "tickets": 1, "messages": 1}
    assert {"id": 1, "ulid": ticket.ulid} == seeded.keys["t"]
    assert {"ada", "sam", "t"} == set(seeded.keys)


def test_a_name_is_split_at_its_first_blank(desk: Desk) -> None:
    """The first word is the first name, all others are the last name."""
    scenario.seed(desk, {"people": [SAM]}, KINDS)

    person = desk.session.get_one(Person, 1)
    assert (person.first_name, person.last_name) == ("Sam", "van der Ortiz")


def test_a_password_is_hashed(desk: Desk) -> None:
    """It can be checked, and is not there to be read."""
    from werkzeug.security import check_password_hash

    scenario.seed(desk, {"people": [ADA | {"password": "correct-horse-1"}]}, KINDS)

    assert check_password_hash(
        str(desk.session.get_one(Person, 1).password_hash), "correct-horse-1"
    )


def test_a_second_factor_is_active_at_once(desk: Desk) -> None:
    """From when the person was made; the recovery codes are not there to be read."""
    person = ADA | {"mfa": "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP", "recovery_codes": ["ABCD-EFGH"]}

    scenario.seed(desk, {"people": [person]}, KINDS)

    row = desk.session.get_one(Person, 1)
    assert row.created_at == row.mfa_confirmed_at
    assert "ABCD" not in str(row.mfa_codes)
    assert mfa.verify(desk, row, "abcdefgh")
    assert not mfa.verify(desk, row, "abcdefgh")


def test_a_second_factor_may_wait_to_be_confirmed(desk: Desk) -> None:
    """As after enrolling."""
    secret = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"

    scenario.seed(desk, {"people": [ADA | {"mfa_secret": secret}]}, KINDS)

    row = desk.session.get_one(Person, 1)
    assert (row.mfa_secret, row.mfa_confirmed_at) == (secret, None)


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"mfa": "short"}, "must be 24 or more characters of Base32, in blocks of eight"),
        ({"mfa_secret": "a" * 32}, "must be 24 or more characters of Base32, in blocks of eight"),
        ({"password_hash": "plain"}, "must be a hash by scrypt or pbkdf2, as an export has it"),
        ({"password_hash": "md5$a$b"}, "must be a hash by scrypt or pbkdf2, as an export has it"),
    ],
)
def test_what_nobody_could_sign_in_with_is_refused(
    desk: Desk, given: dict[str, str], reason: str
) -> None:
    """Rather than when somebody tries."""
    with pytest.raises(Invalid) as raised:
        scenario.seed(desk, {"people": [ADA | given]}, KINDS)

    assert {f"people[0].{name}": [reason] for name in given} == raised.value.fields


def test_a_kind_that_nobody_makes_here_is_kept_as_a_digest(desk: Desk) -> None:
    """Sessions and links come back with an exported world."""
    entry = {"dialect": "toy", "kind": "session", "digest": "f" * 64, "data": {"state": "full"}}

    scenario.seed(desk, {"credentials": [entry]}, KINDS)

    assert {"state": "full"} == desk.session.get_one(Credential, 1).data


def test_a_plain_ticket_is_new_and_has_no_priority(desk: Desk) -> None:
    """What a ticket does not say is NEW, nothing, nobody, now."""
    ticket = one_ticket(desk)

    assert ticket.status is not None
    assert ticket.status.code == "NEW"
    assert (ticket.priority, ticket.assignee, ticket.made_by) == (None, None, None)
    assert (desk.now(), desk.now()) == (ticket.created_at, ticket.updated_at)
    assert ticket.messages == []


def test_a_ticket_keeps_its_thread_in_time(desk: Desk) -> None:
    """Opening, replies and notes; the reply times follow from them, notes do not count."""
    ticket = one_ticket(
        desk,
        body="It is dark.",
        at="2026-01-05T09:00:00Z",
        files=[{"name": "photo.txt", "text": "dark"}],
        messages=[
            {"author": "ada", "body": "Note", "internal": True, "at": "2026-01-05T09:30:00Z"},
            {"author": "ada", "body": "Which?", "at": "2026-01-05T10:00:00+00:00"},
            {"author": "sam", "body": "Left.", "at": "2026-01-05T13:00:00+02:00"},
            {"author": "ada", "body": "Done.", "at": "2026-01-05T12:00:00"},
        ],
    )

    def at(hour: int) -> datetime:
        return datetime(2026, 1, 5, hour, tzinfo=UTC)

    kinds = [message.kind for message in ticket.messages]
    assert [MessageKind.OPENING, MessageKind.NOTE, *[MessageKind.REPLY] * 3] == kinds
    assert (at(9), at(12)) == (ticket.created_at, ticket.updated_at)
    assert (at(10), at(12)) == (ticket.first_agent_reply_at, ticket.last_agent_reply_at)
    assert at(11) == ticket.last_user_reply_at
    assert ticket.requester is ticket.messages[0].author
    assert [file.name for file in ticket.messages[0].files] == ["photo.txt"]


@pytest.mark.parametrize(
    ("status", "column"),
    [("resolved", "resolved_at"), ("closed", "closed_at"), ("cancelled", "closed_at")],
)
def test_a_finished_ticket_is_stamped(desk: Desk, status: str, column: str) -> None:
    """As if it had been closed with its last message, unless it says otherwise."""
    ticket = one_ticket(desk, status=status, at="2026-01-05T09:00:00Z")

    assert datetime(2026, 1, 5, 9, tzinfo=UTC) == getattr(ticket, column)


def test_a_status_of_the_file_can_be_referred_to(desk: Desk) -> None:
    """By its key; null is no status at all."""
    scenario.seed(
        desk,
        {
            "people": [SAM],
            "statuses": [{"key": "vendor", "name": "With vendor", "kind": "held"}],
            "tickets": [TICKET | {"status": "vendor"}, TICKET | {"status": None}],
        },
        KINDS,
    )

    first, second = desk.session.scalars(select(Ticket).order_by(Ticket.id)).all()
    assert first.status is not None
    assert (first.status.name, first.status.kind) == ("With vendor", Kind.HELD)
    assert second.status is None


def test_the_default_rows_can_be_referred_to(desk: Desk) -> None:
    """`general` and `support` are there without being in the file."""
    ticket = one_ticket(desk, category="general", department="support")

    assert (ticket.category_id, ticket.department_id) == (1, 1)


def test_a_standard_row_is_changed_by_its_code(desk: Desk) -> None:
    """And not made once more."""
    scenario.seed(desk, {"statuses": [{"code": "NEW", "name": "Yeni", "kind": "new"}]}, KINDS)

    assert desk.all(select(Status.name).where(Status.code == "NEW")) == ["Yeni"]
    assert desk.session.scalar(select(func.count(Status.id))) == 7


def test_categories_are_a_tree(desk: Desk) -> None:
    """Children stand inside of their parents."""
    tree = {
        "name": "Hardware",
        "children": [{"name": "Laptop", "children": [{"key": "s", "name": "Screen"}]}],
    }

    scenario.seed(desk, {"categories": [tree]}, KINDS)

    screen = desk.session.scalars(select(Category).filter_by(name="Screen")).one()
    assert screen.parent is not None
    assert screen.parent.parent is not None
    assert [screen.parent.name, screen.parent.parent.name] == ["Laptop", "Hardware"]


def test_tags_are_one_however_they_are_spelled(desk: Desk) -> None:
    """The first spelling is the tag's, each ticket keeps its own; a tag of the world is used."""
    desk.add(Tag(name="VPN"))

    ticket = one_ticket(desk, tags=["vpn", "Wi-Fi", "WI-FI"])

    assert [use.name for use in ticket.tag_uses] == ["vpn", "Wi-Fi", "WI-FI"]
    assert desk.all(select(Tag.name).order_by(Tag.id)) == ["VPN", "Wi-Fi"]


def test_an_article_has_its_first_version(desk: Desk) -> None:
    """And is found by its files."""
    article = {
        "title": "Reset VPN",
        "body": "1.",
        "author": "ada",
        "files": [
            {"name": "a.bin", "base64": base64.b64encode(b"\0\xff").decode()},
            {"name": "how.txt", "text": "Çıkış"},
        ],
    }

    scenario.seed(desk, {"people": [ADA], "articles": [article]}, KINDS)

    row = desk.session.scalars(
        select(Article).where(search.matching(Article, "cikis çık"))
    ).one_or_none()
    row = row or desk.session.scalars(select(Article).where(search.matching(Article, "çık"))).one()
    assert [(v.number, v.title, v.body) for v in row.versions] == [(1, "Reset VPN", "1.")]
    assert {b"\0\xff", "Çıkış".encode()} == {file.blob.data for file in row.files}


def test_an_asset_keeps_its_details(desk: Desk) -> None:
    """And belongs to a person."""
    asset = {"kind": "hardware", "name": "R750", "assignee": "ada", "details": {"hostname": "n5"}}

    scenario.seed(desk, {"people": [ADA], "assets": [asset]}, KINDS)

    row = desk.session.get_one(Asset, 1)
    assert (row.kind, row.assignee_id, row.details) == (AssetKind.HARDWARE, 1, {"hostname": "n5"})


def test_an_asset_is_in_many_hands(desk: Desk) -> None:
    """The first of the people is the assignee; tickets are those it is what they are about."""
    asset = {"kind": "other", "people": ["sam", "ada"], "tickets": ["t"]}

    scenario.seed(
        desk, {"people": [ADA, SAM], "tickets": [TICKET | {"key": "t"}], "assets": [asset]}, KINDS
    )

    row = desk.session.get_one(Asset, 1)
    assert [2, 1] == [one.person_id for one in row.people]
    assert (2, [1]) == (row.assignee_id, [one.ticket_id for one in row.tickets])


def test_a_section_is_made_where_it_is_first_named(desk: Desk) -> None:
    """Also by another file; a list of them says their ids."""
    tree = [
        {"name": "A", "section": "Office"},
        {"name": "B", "section": "office", "children": [{"name": "C", "section": "Office"}]},
        {"name": "D"},
    ]
    scenario.seed(desk, {"sections": [{"name": "office", "id": 7}], "categories": tree}, KINDS)
    scenario.seed(desk, {"categories": [{"name": "E", "section": "Office"}]}, KINDS)

    sections = {row.id: row.name for row in desk.session.scalars(select(Section))}
    assert {7: "office", 8: "Office"} == sections
    found = select(Category.name, Category.section_id).where(Category.id > 1)
    assert {"A": 8, "B": 7, "C": 8, "D": None, "E": 8} == dict(desk.session.execute(found).all())


def test_an_agent_is_technician_of_the_categories_listed(desk: Desk) -> None:
    """Of all without a list, of none with an empty one."""
    agents = [
        {"key": "a", "name": "A", "role": "agent"},
        {"key": "b", "name": "B", "role": "agent", "tech_categories": ["hw", "general"]},
        {"key": "c", "name": "C", "role": "agent", "tech_categories": []},
        {"key": "d", "name": "D", "role": "agent", "all_categories": False},
    ]

    scenario.seed(desk, {"categories": [{"key": "hw", "name": "H"}], "people": agents}, KINDS)

    assert [{1, 2}, {1, 2}, set(), set()] == [techs.categories_of(desk, n) for n in range(1, 5)]
    assert [True, False, False, False] == [techs.is_everywhere(desk, n) for n in range(1, 5)]


def test_a_ticket_keeps_its_subscribers(desk: Desk) -> None:
    """In their order; by key, or with the kind."""
    ticket = one_ticket(desk, subscribers=["sam", {"person": "ada", "kind": "follower"}])

    assert ["Sam van der Ortiz", "Ada Lee"] == [p.name for p in subscribers.of(desk, ticket)]
    follower = subscribers.SubscriberKind.FOLLOWER
    assert ["Ada Lee"] == [p.name for p in subscribers.of(desk, ticket, kind=follower)]


_USER = {"author": "sam", "body": "u", "at": "2026-01-05T10:00:00Z"}
_STAFF = {"author": "ada", "body": "s", "at": "2026-01-05T11:00:00Z"}
_AT_NINE = {"at": "2026-01-05T09:00:00Z"}
_NOTE = {"author": "ada", "body": "n", "internal": True, "at": "2026-01-05T12:00:00Z"}


@pytest.mark.parametrize(
    ("given", "flags", "started", "changed_by"),
    [
        ({}, (False, False, False), None, None),
        ({"messages": [_USER]}, (True, False, False), None, 2),
        ({"messages": [_STAFF]}, (False, True, False), 11, 1),
        ({"messages": [_USER, _STAFF]}, (False, True, False), 11, 1),
        ({"messages": [_STAFF, _NOTE]}, (False, True, True), 11, 1),
        ({"messages": [_STAFF | _AT_NINE, _USER | _AT_NINE]}, (True, False, False), 9, 2),
        ({"messages": [_NOTE], "assignee": "ada"}, (False, False, True), 9, 1),
        ({"messages": [_USER, _NOTE], "status": "closed"}, (False, False, False), 9, 1),
        ({"messages": [_USER], "noted": True, "status": "open"}, (True, False, True), 9, 2),
    ],
)
def test_a_ticket_is_marked_by_its_messages(
    desk: Desk, given: Any, flags: Any, started: int | None, changed_by: int | None
) -> None:
    """As if they had been written by the services, unless it says otherwise."""
    ticket = one_ticket(desk, at="2026-01-05T09:00:00Z", **given)

    assert flags == (ticket.updated_by_user, ticket.updated_by_staff, ticket.noted)
    assert started == (ticket.started_at and ticket.started_at.hour)
    assert changed_by == ticket.changed_by_id


def test_credentials_are_told_once(desk: Desk) -> None:
    """With the secret given or made, and the header to send; only a digest is kept."""
    seeded = scenario.seed(
        desk,
        {
            "people": [ADA],
            "credentials": [
                {
                    "dialect": "toy",
                    "kind": "key",
                    "name": "Bot",
                    "default_user": "ada",
                    "secret": "toy_1",
                },
                {"dialect": "toy", "kind": "key", "person": "ada"},
                {"dialect": "toy", "kind": "key", "digest": "f" * 64, "prefix": "toy_9"},
            ],
        },
        KINDS,
    )

    first, second = seeded.credentials
    assert first == {
        "dialect": "toy",
        "kind": "key",
        "name": "Bot",
        "person": "ada",
        "header": "X-Toy",
        "value": "1:toy_1",
        "id": 1,
        "secret": "toy_1",
    }
    assert f"2:{second['secret']}" == second["value"]
    assert [access.digest("toy_1"), access.digest(second["secret"]), "f" * 64] == desk.all(
        select(Credential.digest).order_by(Credential.id)
    )


def test_settings_are_stored(desk: Desk) -> None:
    """By dialect; the world's seed is one of them."""
    given = {"settings": {"toy": {"strict": False}, "world": {"seed": 5, "allow": True}}}

    scenario.seed(desk, given, KINDS)

    assert settings.stored(desk) == {"toy": {"strict": False}, "world": {"allow": True}}
    assert desk.session.get_one(World, 1).seed == 5


def test_given_ids_are_kept_and_the_next_ones_follow(desk: Desk) -> None:
    """An entry without an id gets the one after the highest so far."""
    entries = [TICKET, TICKET | {"id": 202}, TICKET, TICKET | {"id": 2}]

    scenario.seed(desk, {"people": [SAM], "tickets": entries}, KINDS)
    ticket = desk.add(Ticket(subject="Next", requester_id=1))

    assert desk.all(select(Ticket.id).order_by(Ticket.id)) == [1, 2, 202, 203, 204]
    assert ticket.id == 204


def test_the_clock_of_the_file_is_the_clock_of_its_rows(desk: Desk) -> None:
    """Rows without a time are made when the world's clock says."""
    desk.now()
    clock = {"mode": "frozen", "now": "2020-02-02T00:00:00Z"}

    scenario.seed(desk, {"world": {"clock": clock, "seed": 1}, "people": [SAM]}, KINDS)

    assert datetime(2020, 2, 2, tzinfo=UTC) == desk.session.get_one(Person, 1).created_at
    assert desk.clock.mode == "frozen"


REFUSED: dict[str, tuple[Any, dict[str, list[str]]]] = {
    "not an object": ([], {"": ["must be an object"]}),
    "an unknown list": ({"teams": []}, {"teams": ["unknown key"]}),
    "no list": ({"people": {}}, {"people": ["must be a list"]}),
    "no entry": ({"people": [1]}, {"people[0]": ["must be an object"]}),
    "an unknown key": ({"people": [ADA | {"teams": []}]}, {"people[0].teams": ["unknown key"]}),
    "a missing key": ({"organizations": [{}]}, {"organizations[0].name": ["is missing"]}),
    "a wrong type": ({"organizations": [{"name": 1}]}, {"organizations[0].name": ["must be text"]}),
    "null": ({"organizations": [{"name": None}]}, {"organizations[0].name": ["must not be null"]}),
    "NUL": (
        {"organizations": [{"name": "a\0"}]},
        {"organizations[0].name": ["must not contain NUL"]},
    ),
    "a lone surrogate": (
        {"organizations": [{"name": "\ud800"}]},
        {"organizations[0].name": ["must not contain lone surrogates"]},
    ),
    "a surrogate as key": (
        {"people": [ADA | {"\udfff": 1}]},
        {r"people[0].\udfff": ["unknown key"]},
    ),
    "a long text": (
        {"departments": [{"name": "x" * 256}]},
        {"departments[0].name": ["must not be longer than 255 characters"]},
    ),
    "a long folded text": (
        {"people": [ADA | {"email": "ß" * 200}]},
        {"people[0].email": ["must not be longer than 255 characters, ignoring case"]},
    ),
    "a wrong word": (
        {"people": [ADA | {"role": "boss"}]},
        {"people[0].role": ["must be one of admin, agent, user"]},
    ),
    "a flag that is none": (
        {"people": [ADA | {"disabled": "no"}]},
        {"people[0].disabled": ["must be true or false"]},
    ),
    "a large number": (
        {"assets": [{"kind": "other", "quantity": 2**63}]},
        {"assets[0].quantity": [f"must be from {-(2**63)} to {2**63 - 1}"]},
    ),
    "a large number in details": (
        {"assets": [{"kind": "other", "details": {"a": [2**64]}}]},
        {"assets[0].details": [f"must be from {-(2**63)} to {2**63 - 1}"]},
    ),
    "no number": (
        {"assets": [{"kind": "other", "details": {"a": float("nan")}}]},
        {"assets[0].details": ["must be a finite number"]},
    ),
    "a wrong shape": (
        {"assets": [{"kind": "other", "details": []}]},
        {"assets[0].details": ["must be an object"]},
    ),
    "a bad date": (
        {"people": [SAM], "tickets": [TICKET | {"at": "yesterday"}]},
        {"tickets[0].at": ["must be a date and time, such as 2026-01-05T09:00:00Z"]},
    ),
    "a date out of range": (
        {"people": [SAM], "tickets": [TICKET | {"at": "0001-01-01T00:00:00+14:00"}]},
        {"tickets[0].at": ["must be a date and time, such as 2026-01-05T09:00:00Z"]},
    ),
    "a bad ULID": ({"people": [ADA | {"ulid": "x"}]}, {"people[0].ulid": ["must be a ULID"]}),
    "a bad id": ({"people": [ADA | {"id": 0}]}, {"people[0].id": [f"must be from 1 to {2**62}"]}),
    "a dangling person": (
        {"people": [SAM], "tickets": [TICKET, TICKET | {"requester": "ad"}]},
        {"tickets[1].requester": ['no person "ad"']},
    ),
    "a dangling status": (
        {"people": [SAM], "tickets": [TICKET | {"status": "New"}]},
        {"tickets[0].status": ['no status "New"']},
    ),
    "a key of another list": (
        {"people": [SAM], "tickets": [TICKET | {"assignee": "support"}]},
        {"tickets[0].assignee": ['no person "support"']},
    ),
    "a dangling assignee of an asset": (
        {"assets": [{"kind": "other", "assignee": "x"}]},
        {"assets[0].assignee": ['no person "x"']},
    ),
    "two words for the people of an asset": (
        {"people": [SAM], "assets": [{"kind": "other", "assignee": "sam", "people": ["sam"]}]},
        {"assets[0].assignee": ["is another word for people"]},
    ),
    "an asset twice in the same hands": (
        {"people": [SAM], "assets": [{"kind": "other", "people": ["sam", "sam"]}]},
        {"assets[0].people[1].person": ["is given twice"]},
    ),
    "a section that is no name": (
        {"categories": [{"name": "A", "section": 1}]},
        {"categories[0].section": ["must be text"]},
    ),
    "a section twice": (
        {"sections": [{"name": "A"}, {"name": "A"}]},
        {"sections[1].name": ['"A" is taken']},
    ),
    "a subscriber twice": (
        {"people": [SAM], "tickets": [TICKET | {"subscribers": ["sam", "sam"]}]},
        {"tickets[0].subscribers[1].person": ["is given twice"]},
    ),
    "a dangling subscriber": (
        {"people": [SAM], "tickets": [TICKET | {"subscribers": [{"person": "x"}]}]},
        {"tickets[0].subscribers[0].person": ['no person "x"']},
    ),
    "a dangling category of a technician": (
        {"people": [SAM | {"tech_categories": ["x"]}]},
        {"people[0].tech_categories[0].category": ['no category "x"']},
    ),
    "all categories, and some": (
        {"people": [SAM | {"tech_categories": ["general"], "all_categories": True}]},
        {"people[0].tech_categories": ["are all categories"]},
    ),
    "a dangling author": (
        {"people": [SAM], "tickets": [TICKET | {"messages": [{"author": "x", "body": ""}]}]},
        {"tickets[0].messages[0].author": ['no person "x"']},
    ),
    "a key twice": (
        {"people": [SAM], "organizations": [{"key": "sam", "name": "S"}]},
        {"people[0].key": ['"sam" is taken']},
    ),
    "the key of a standard status": (
        {"statuses": [{"key": "new", "name": "N", "kind": "new"}]},
        {"statuses[0].key": ['"new" is taken']},
    ),
    "an e-mail address twice": (
        {"people": [ADA, SAM | {"email": " ADA@x.example"}]},
        {"people[1].email": ['" ADA@x.example" is taken']},
    ),
    "an address beside none": (
        {"people": [SAM | {"email": None, "emails": ["b@x.example"]}]},
        {"people[0].emails": ["need an email beside them"]},
    ),
    "a further address that is another's primary one": (
        {
            "people": [
                ADA,
                SAM | {"email": "s@x.example", "emails": ["b@x.example", "ADA@X.example"]},
            ]
        },
        {"people[1].emails[1].address": ['"ADA@X.example" is taken']},
    ),
    "a primary address that is a further one of another": (
        {
            "people": [
                SAM | {"email": "s@x.example"},
                ADA | {"emails": ["b@x.example"]},
                {"name": "B", "role": "user", "email": "B@x.example"},
            ]
        },
        {"people[1].emails[0].address": ['"b@x.example" is taken']},
    ),
    "an id twice": (
        {"people": [ADA | {"id": 4}, SAM | {"id": 4}]},
        {"people[1].id": ['"4" is taken']},
    ),
    "an asset tag twice": (
        {"assets": [{"kind": "other", "asset_tag": "A"}, {"kind": "other", "asset_tag": "A"}]},
        {"assets[1].asset_tag": ['"A" is taken']},
    ),
    "a custom status twice": (
        {"statuses": [{"name": "N", "kind": "new"}, {"name": "N", "kind": "open"}]},
        {"statuses[1].name": ['"N" is taken']},
    ),
    "a default department once more": (
        {"departments": [{"name": "Support"}]},
        {"departments[0].name": ['"Support" is taken']},
    ),
    "siblings of one name": (
        {"categories": [{"name": "General"}]},
        {"categories[0].name": ['"General" is taken among its siblings']},
    ),
    "a file of nothing": (
        {"files": [{"name": "a"}]},
        {"files[0]": ["needs either text or base64"]},
    ),
    "bad base64": (
        {"files": [{"name": "a", "base64": "ä"}, {"name": "b", "base64": "abc"}]},
        {"files[0].base64": ["must be base64"], "files[1].base64": ["must be base64"]},
    ),
    "two openings": (
        {
            "people": [SAM],
            "tickets": [TICKET | {"body": "a", "messages": [{"kind": "opening", "body": "b"}]}],
        },
        {"tickets[0].messages[0].kind": ["a ticket has one opening"]},
    ),
    "a dialect that is not there": (
        {"credentials": [{"dialect": "x", "kind": "key"}]},
        {"credentials[0].dialect": ['no dialect "x" with credentials']},
    ),
    "a kind that is not there": (
        {"credentials": [{"dialect": "toy", "kind": "x"}]},
        {"credentials[0].kind": ['toy has no kind "x"']},
    ),
    "a secret that will not do": (
        {"credentials": [{"dialect": "toy", "kind": "key", "secret": "x"}]},
        {"credentials[0].secret": ["must begin with toy_"]},
    ),
    "a secret twice": (
        {"credentials": [{"dialect": "toy", "kind": "key", "secret": "toy_"}] * 2},
        {"credentials[1].secret": ["is taken"]},
    ),
    "settings of no dialect": ({"settings": {"toy": 1}}, {"settings.toy": ["must be an object"]}),
    "a bad seed": (
        {"settings": {"world": {"seed": "x"}}},
        {"settings.world.seed": ["must be a whole number"]},
    ),
    "a bad clock": (
        {"world": {"clock": {"mode": "shifted", "offset_seconds": 1e15}}},
        {"world.clock": ["is out of range"]},
    ),
    "ids of no table": ({"world": {"ids": {"x": 1}}}, {"world.ids": ['no table "x"']}),
    "several at once": (
        {"people": [{"name": 1}], "x": 1},
        {
            "x": ["unknown key"],
            "people[0].name": ["must be text"],
            "people[0].role": ["is missing"],
        },
    ),
}


@pytest.mark.parametrize(("given", "expected"), REFUSED.values(), ids=REFUSED)
def test_it_is_refused_at_its_path(desk: Desk, given: Any, expected: dict[str, list[str]]) -> None:
    """Every offender is named, and nothing else; nothing is stored."""
    before = count(desk)

    found = refused(desk, given)

    assert expected == found
    assert before == count(desk)


def test_a_taken_name_is_refused_in_a_second_file(desk: Desk) -> None:
    """What the world has already counts, ignoring case, also when it is deleted."""
    desk.add(Person(name="X", role="user", username="SAM", deleted_at=desk.now()))

    found = refused(desk, {"people": [SAM | {"username": "sam"}]})

    assert found == {"people[0].username": ['"sam" is taken']}


def test_an_address_of_the_world_is_refused_in_any_place(desk: Desk) -> None:
    """Further or primary, there and in the file."""
    first = {"name": "A", "role": "user", "email": "a@x.example", "emails": ["b@x.example"]}
    scenario.seed(desk, {"people": [first]}, KINDS)
    second = {"name": "C", "role": "user", "email": "B@x.example", "emails": ["A@x.example"]}

    found = refused(desk, {"people": [second]})

    assert {
        "people[0].email": ['"B@x.example" is taken'],
        "people[0].emails[0].address": ['"A@x.example" is taken'],
    } == found


def test_further_addresses_are_in_order(desk: Desk) -> None:
    """That of the list, or of the positions that are given."""
    sam = {"name": "S", "role": "user", "email": "s@x.example", "emails": ["t@x.example", "A@x"]}
    ada = {"name": "A", "role": "user", "email": "a@x.example"}
    given = [{"address": "c@x", "position": 2}, {"address": "b@x", "position": 1}]

    scenario.seed(desk, {"people": [sam, ada | {"emails": given}]}, KINDS)

    found = addresses.of_many(desk, [1, 2])
    assert {1: ["s@x.example", "t@x.example", "A@x"], 2: ["a@x.example", "b@x", "c@x"]} == found


def test_a_whole_world_goes_into_a_blank_one_only(desk: Desk) -> None:
    """It would take the place of what is there."""
    whole = scenario.export(desk)
    desk.add(Person(name="X", role="user"))

    assert refused(desk, whole) == {"world.ids": ["is for blank worlds only: reset this one first"]}


def test_a_whole_world_needs_its_standard_rows(desk: Desk) -> None:
    """No world can do without."""
    whole = scenario.export(desk)
    whole["statuses"] = whole["statuses"][1:]

    assert refused(desk, whole) == {"statuses": ["none has the code NEW"]}


def test_a_refused_scenario_leaves_the_world_alone(store: Store, world: str) -> None:
    """The caller's transaction ends without a change."""
    with store.desk(world, writes=False) as desk:
        before = scenario.export(desk)

    with pytest.raises(Invalid), store.desk(world) as desk:
        scenario.seed(desk, {"world": {"seed": 3}, "people": [ADA, ADA]}, KINDS)

    with store.desk(world, writes=False) as desk:
        assert before == scenario.export(desk)


SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(),
    st.characters(categories=["Cs"]),
    st.sampled_from(
        [
            "ada",
            "sam",
            "new",
            "general",
            "toy",
            "key",
            "user",
            "hardware",
            "opening",
            "2026-01-05T09:00:00Z",
            "9999-12-31T23:59:59Z",
            "frozen",
            "a@b.example",
        ]
    ),
)
JSON = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
)


def _entry(name: str) -> st.SearchStrategy[Any]:
    names = [
        *BY_NAME[name].fields,
        *BY_NAME[name].also,
        *BY_NAME[name].children,
        "key",
        "at",
        "body",
    ]
    return st.dictionaries(st.sampled_from(names), JSON, max_size=8)


SCENARIOS = JSON | st.fixed_dictionaries(
    {},
    optional={
        **{name: JSON | st.lists(_entry(name), max_size=3) for name in BY_NAME},
        "settings": JSON,
        "world": JSON | st.dictionaries(st.sampled_from(list(WORLD)), JSON),
    },
)


@examples(
    deadline=None,
    max_examples=150,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(given=SCENARIOS)
def test_whatever_comes_is_seeded_or_refused(desk: Desk, given: Any) -> None:
    """Any JSON at all: there is no third way, and what is said about it can be sent."""
    savepoint = desk.session.begin_nested()
    try:
        scenario.seed(desk, given, KINDS)
    except Invalid as refusal:
        "".join(f"{path}{reasons}" for path, reasons in refusal.fields.items()).encode()
    finally:
        savepoint.rollback()
        desk.session.expire_all()


ENTRIES: dict[str, dict[str, Any]] = {
    "organizations": {"key": "org", "name": "Acme"},
    "departments": {"key": "dep", "name": "Net"},
    "people": SAM | {"email": "s@x.example", "organization": "org"},
    "categories": {"key": "cat", "name": "Laptop"},
    "custom_fields": {
        "key": "cf",
        "name": "Impact",
        "usage": "ticket",
        "type": "multichoice",
        "options": ["Low", {"key": "high", "name": "High"}],
        "categories": ["cat"],
    },
    "statuses": {"key": "st", "name": "Vendor", "kind": "held"},
    "priorities": {"key": "pr", "name": "Someday", "rank": 1},
    "tags": {"name": "vpn"},
    "tickets": TICKET
    | {"body": "b", "messages": [{"author": "sam", "body": "x"}], "tags": ["a"]}
    | {"custom": {"cf": ["high", "Low"]}},
    "articles": {"title": "T", "body": "B", "author": "sam", "tags": ["VPN"]},
    "assets": {"kind": "software", "name": "Visio", "assignee": "sam"},
    "files": {"name": "f.txt", "text": "t"},
    "credentials": {"dialect": "toy", "kind": "key"},
    "events": {"kind": "a.b", "about": "ticket", "about_id": 1, "at": "2026-01-05T09:00:00Z"},
}


@examples(
    deadline=None,
    max_examples=150,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(data=st.data())
def test_one_odd_value_in_a_good_file_is_seeded_or_refused(desk: Desk, data: st.DataObject) -> None:
    """Every key of every list, with anything for a value."""
    name = data.draw(st.sampled_from(list(ENTRIES)))
    list_ = BY_NAME[name]
    keys = [*list_.fields, *list_.also, *list_.children, "key"]
    odd = ENTRIES[name] | {data.draw(st.sampled_from(keys)): data.draw(JSON)}
    given_ = {list_name: [entry] for list_name, entry in ENTRIES.items()} | {name: [odd]}

    savepoint = desk.session.begin_nested()
    try:
        scenario.seed(desk, given_, KINDS)
    except Invalid as refusal:
        said = refusal.fields
    else:
        said = {}
    finally:
        savepoint.rollback()
        desk.session.expire_all()
    assert "" not in said


DOCS = Path(__file__).parents[2] / "docs" / "scenario.md"


def test_the_example_of_the_documentation_is_seeded(desk: Desk) -> None:
    """As it is printed."""
    (example,) = re.findall(r"```yaml\n(.*?)```", DOCS.read_text(), re.DOTALL)

    example = example.replace("helpdeskpro-apikey", "toy").replace("api_key", "key")

    seeded = scenario.seed(desk, scenario.parse(example.replace("hp_", "toy_")), KINDS)

    assert seeded.keys["t1"]["id"] == 202


def test_every_key_is_documented() -> None:
    """In the tables of `docs/scenario.md`."""
    text = DOCS.read_text()
    names = {key for list_ in every() for key in [*list_.fields, *list_.also, *list_.children]}

    assert set() == {name for name in names if f"`{name}`" not in text}


@pytest.mark.parametrize(
    ("text", "is_json"), [("{", True), ("a: [", False), ("&a [*a]", False), ("a: \0", False)]
)
def test_what_cannot_be_read_is_refused(text: str, is_json: bool) -> None:
    """At its path, with the reason of the parser."""
    with pytest.raises(Invalid) as caught:
        scenario.parse(text, "file.yaml", is_json=is_json)

    assert list(caught.value.fields) == ["file.yaml"]


def test_moments_in_yaml_stay_text() -> None:
    """So they mean the same as in JSON."""
    assert scenario.parse("{at: 2026-01-05, n: 1}") == {"at": "2026-01-05", "n": 1}


def test_a_file_is_read_by_its_ending(tmp_path: Path) -> None:
    """JSON, else YAML."""
    (tmp_path / "a.json").write_text('{"people": []}')
    (tmp_path / "a.yml").write_text("people: []")

    assert scenario.read(str(tmp_path / "a.json")) == scenario.read(str(tmp_path / "a.yml"))


@pytest.mark.parametrize("name", ["no-such", "no-such.yaml", ""])
def test_a_scenario_that_is_not_there_is_named(name: str) -> None:
    """With what there is instead."""
    with pytest.raises(ValueError, match=re.escape(repr(name))):
        scenario.read(name)


def test_blank_is_blank(desk: Desk) -> None:
    """It makes nothing, and a blank world has nothing but the standard rows."""
    before = count(desk)

    seeded = scenario.seed(desk, scenario.read("blank"), KINDS)

    assert seeded.created == {}
    assert before == count(desk) == 7 + 4 + 1 + 1 + 1


def demo(desk: Desk) -> scenario.Seeded:
    """The demo in this world, whose credentials are of several dialects."""
    return scenario.seed(desk, scenario.read("demo"), kinds_of({}))


def test_the_demo_is_what_the_curl_samples_need(desk: Desk) -> None:
    """Ticket 202, software 15, hardware 21, the persons, the VPN article, the secrets."""
    seeded = demo(desk)

    assert desk.get(Ticket, 202).subject == "Printer jam"
    assert AssetKind.SOFTWARE is desk.get(Asset, 15).kind
    assert AssetKind.HARDWARE is desk.get(Asset, 21).kind
    names = {"maria", "tech01", "alex", "geozac", "infra-team", "workshop", "integration-user"}
    assert names <= set(desk.all(select(Person.username)))
    found = desk.all(select(Article.title).where(search.matching(Article, "vpn")))
    assert "Reset VPN profile" in found
    assert [(credential["dialect"], credential["secret"]) for credential in seeded.credentials] == [
        ("helpdeskpro-apikey", "hp_demo_abc123"),
        ("openhelpdesk", "ohd_sk_demo_abc123"),
        ("openhelpdesk", "demo-client-secret-abc123"),
        ("desteksitesi", "destek_demo_abc123"),
        ("deskpro", "DPDEMOABC123DPDEMOABC123D"),
        ("deskpro", "DPMACHINE123DPMACHINE123D"),
    ]


def test_the_demo_has_tickets_in_every_state(desk: Desk) -> None:
    """All standard statuses and priorities, a custom one of each, and none."""
    demo(desk)

    tickets = desk.all(select(Ticket))
    codes = {ticket.status.code if ticket.status else "-" for ticket in tickets}
    ranks = {ticket.priority.name if ticket.priority else None for ticket in tickets}
    assert {*desk.all(select(Status.code))} == codes
    assert {"Low", "Normal", "High", "Urgent", "Planned", None} == ranks
    network = desk.session.scalars(select(Department).filter_by(name="Network")).one()
    assert any(t.status and t.status.code == "NEW" and t.department is network for t in tickets)


def test_the_demo_says_what_is_written_in_its_files(desk: Desk) -> None:
    """So that nobody has to read a PDF at every start."""
    demo(desk)

    article = desk.session.scalars(select(Article).filter_by(title="Reset VPN profile")).one()
    (file,) = article.files
    assert file.text == files.read_text(file.blob.data, file.media_type)


def test_a_link_that_one_side_says_is_made_both_ways(desk: Desk) -> None:
    """With the inverse kind; what both sides say is one link, and tracking numbers go on."""
    tickets: list[dict[str, Any]] = [
        {"key": "a", "subject": "a", "requester": "ada", "links": [{"kind": "parent", "to": "b"}]},
        {"key": "b", "subject": "b", "requester": "ada", "links": [{"kind": "related", "to": "c"}]},
        {"key": "c", "subject": "c", "requester": "ada", "links": [{"kind": "related", "to": "b"}]},
    ]
    tickets[0]["tracking_number"] = 2849
    scenario.seed(desk, {"people": [ADA], "tickets": tickets}, {})

    assert [(1, "parent", 2), (2, "child", 1), (2, "related", 3), (3, "related", 2)] == sorted(
        (link.ticket_id, link.kind.value, link.to_id) for link in desk.session.scalars(select(Link))
    )
    assert 2849 == desk.session.get_one(World, 1).tracked


def test_groups_are_joined_by_their_key(desk: Desk) -> None:
    """Times of a policy may have a unit."""
    scenario.seed(
        desk,
        {
            "groups": [{"key": "net", "name": "Net", "scopes": [{"category": "general"}]}],
            "people": [ADA | {"groups": ["net"]}],
            "sla_policies": [{"name": "x", "response": "1.5h", "resolution": 86400}],
        },
        {},
    )

    group = desk.session.scalars(select(Group)).one()
    policy = desk.session.scalars(select(SlaPolicy)).one()
    assert ["Ada Lee"] == [member.person.name for member in group.members]
    assert ["General"] == [scope.category.name for scope in group.scopes]
    assert (5400, 86400) == (policy.response, policy.resolution)


LIFE = {
    "a group twice": (
        {"groups": [{"key": "g", "name": "G"}], "people": [ADA | {"groups": ["g", "g"]}]},
        {"people[0].groups[1].group": ["is given twice"]},
    ),
    "two groups of one name": (
        {"groups": [{"name": "Net"}, {"name": "NET"}]},
        {"groups[1].name": ['"NET" is taken']},
    ),
    "a ticket linked to itself": (
        {
            "people": [ADA],
            "tickets": [
                {
                    "key": "t",
                    "subject": "t",
                    "requester": "ada",
                    "links": [{"kind": "child", "to": "t"}],
                }
            ],
        },
        {"tickets[0].links[0].to": ["is the ticket itself"]},
    ),
    "a promise without a unit that there is": (
        {"sla_policies": [{"name": "x", "response": "4 weeks", "resolution": 1}]},
        {"sla_policies[0].response": ["must be seconds, or a number with s, m, h or d"]},
    ),
}


@pytest.mark.parametrize(("given", "expected"), LIFE.values(), ids=LIFE)
def test_what_cannot_be_of_groups_links_and_promises_is_refused(
    desk: Desk, given, expected
) -> None:
    """At its path."""
    assert expected == refused(desk, given)


TRIGGERS = ", ".join(trigger.value for trigger in Trigger)
REQUEST = {"type": "request", "verb": "POST", "url": "http://x/"}


def test_rules_are_written_with_keys(desk: Desk) -> None:
    """Of rows in the file or in the world, also of later rules; what is left out is filled in."""
    scenario.seed(
        desk,
        {
            "people": [ADA],
            "canned_replies": [{"name": "Hi", "body": "Hello"}],
            "rules": [
                {
                    "name": "first",
                    "trigger": "idle",
                    "conditions": [
                        {"type": "category", "value": "general"},
                        {"type": "status", "value": 99},
                        {"type": "unassigned"},
                    ],
                    "actions": [
                        {"type": "assignee", "value": "ada"},
                        {"type": "priority", "value": "high"},
                        {"type": "rule", "value": "later"},
                        REQUEST,
                    ],
                },
                {"key": "later", "name": "second", "trigger": "rule", "dialect": "toy"},
            ],
        },
        KINDS,
    )

    first, second = desk.session.scalars(select(Rule).order_by(Rule.id))
    (canned,) = desk.session.scalars(select(CannedReply))
    assert ("Hi", "Hello") == (canned.name, canned.body)
    assert [
        {"type": "category", "value": 1},
        {"type": "status", "value": 99},
        {"type": "unassigned"},
    ] == first.conditions
    assert [
        {"type": "assignee", "value": 1},
        {"type": "priority", "value": 3},
        {"type": "rule", "value": 2},
        REQUEST | {"data": "", "json": False},
    ] == first.actions
    assert (True, True, 30, "desteksitesi", 0, None) == (
        first.enabled,
        first.match_all,
        first.minutes,
        first.dialect,
        first.position,
        first.checked_at,
    )
    assert ("toy", [], []) == (second.dialect, second.conditions, second.actions)
    assert desk.posted


RULES = {
    "no trigger that there is": ({"trigger": "x"}, {"trigger": [f"must be one of {TRIGGERS}"]}),
    "sooner than half an hour": ({"minutes": 29}, {"minutes": ["must be from 30 to 527040"]}),
    "no list": ({"actions": {}}, {"actions": ["must be a list"]}),
    "no object": ({"actions": [REQUEST, 1]}, {"actions[1]": ["must be an object"]}),
    "no type": ({"conditions": [{}]}, {"conditions[0].type": ["is missing"]}),
    "no type that there is": (
        {"conditions": [{"type": ["tag"]}]},
        {"conditions[0].type": [f"must be one of {', '.join(CONDITIONS)}"]},
    ),
    "a condition as an action": (
        {"actions": [{"type": "unassigned"}]},
        {"actions[0].type": [f"must be one of {', '.join(ACTIONS)}"]},
    ),
    "no value": ({"conditions": [{"type": "tag"}]}, {"conditions[0].value": ["is missing"]}),
    "a value too many": (
        {"conditions": [{"type": "unassigned", "value": 1}]},
        {"conditions[0].value": ["unknown key"]},
    ),
    "a text that is none": (
        {"actions": [{"type": "tag", "value": "\0"}]},
        {"actions[0].value": ["must not contain NUL"]},
    ),
    "a tag that is too long once its case is ignored": (
        {"actions": [{"type": "tag", "value": "ß" * 128}]},
        {"actions[0].value": ["must have 1 to 255 characters, ignoring case"]},
    ),
    "a blank tag": (
        {"actions": [{"type": "tag", "value": " "}]},
        {"actions[0].value": ["must have 1 to 255 characters, ignoring case"]},
    ),
    "a key of nothing": (
        {"conditions": [{"type": "unassigned"}, {"type": "category", "value": "attic"}]},
        {"conditions[1].value": ['no category "attic"']},
    ),
    "no key at all": (
        {"actions": [{"type": "rule", "value": None}]},
        {"actions[0].value": ["must be a key, or an id"]},
    ),
    "no verb": (
        {"actions": [REQUEST | {"verb": "post"}]},
        {"actions[0].verb": ["must be one of GET, POST, PUT, PATCH, DELETE"]},
    ),
    "no flag": (
        {"actions": [REQUEST | {"json": 1}]},
        {"actions[0].json": ["must be true or false"]},
    ),
    "a mark of no ticket": (
        {"marks": [{"ticket": "t", "at": "2026-01-05T09:00:00Z"}]},
        {"marks[0].ticket": ['no ticket "t"']},
    ),
}


@pytest.mark.parametrize(("given", "expected"), RULES.values(), ids=RULES)
def test_what_cannot_be_of_a_rule_is_refused(desk: Desk, given, expected) -> None:
    """At its path."""
    found = refused(desk, {"rules": [{"name": "r", "trigger": "due"} | given]})

    assert {f"rules[0].{path}": reasons for path, reasons in expected.items()} == found


@pytest.mark.parametrize(
    ("column", "given", "most"), [("tries", 6, 5), ("tries", 0, 5), ("seconds", 11, 10)]
)
def test_a_delivery_is_tried_within_limits(desk: Desk, column, given, most) -> None:
    """Else somebody would be called for ever."""
    said = {"dialect": "toy", "event": "e", "url": "http://x/", "body": "", column: given}

    assert {f"deliveries[0].{column}": [f"must be from 1 to {most}"]} == refused(
        desk, {"deliveries": [said]}
    )

"""What a scenario makes."""

import base64
import re
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import event, func, select

from polydesk.control import scenario
from polydesk.core import access, mfa, search, settings, subscribers, techs
from polydesk.core.desk import Desk
from polydesk.core.errors import Invalid
from polydesk.core.models import (
    Article,
    Asset,
    AssetKind,
    Category,
    Credential,
    Kind,
    MessageKind,
    Person,
    Section,
    Status,
    Tag,
    Ticket,
    World,
)
from tests.control.entries import ADA, KINDS, SAM, TICKET


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
    """`general`, `support` and the types are there without being in the file."""
    ticket = one_ticket(desk, category="general", department="support", type="feature request")

    assert (ticket.category_id, ticket.department_id, ticket.type_id) == (1, 1, 2)


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

    row = desk.session.scalars(select(Article).where(search.containing(Article, "çık"))).one()
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

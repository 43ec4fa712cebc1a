"""A world with something of everything."""

from datetime import UTC, datetime
from typing import Any

import pyotp
from sqlalchemy import select

from polydesk.core import (
    access,
    addresses,
    assets,
    catalogue,
    chats,
    custom,
    files,
    groups,
    hiding,
    knowledge,
    links,
    mail,
    mfa,
    outbox,
    participants,
    passwords,
    people,
    records,
    removal,
    settings,
    shelf,
    sla,
    subscribers,
    subtickets,
    techs,
    tickets,
    tokens,
)
from polydesk.core.desk import Desk
from polydesk.core.guests import Guest
from polydesk.core.models import (
    Asset,
    AssetKind,
    CannedReply,
    Category,
    ChatKind,
    Conversation,
    CustomField,
    CustomFieldCategory,
    CustomOption,
    FieldType,
    Format,
    LinkKind,
    Organization,
    Person,
    Role,
    Rule,
    RuleMark,
    Section,
    SubscriberKind,
    Tag,
    Ticket,
    TicketType,
    Trigger,
    Usage,
    Webhook,
    World,
)

FROZEN = datetime(2026, 3, 1, 12, 30, 15, 123456, tzinfo=UTC)


def fill(desk: Desk) -> None:
    """Put something of everything into the world, by the services where there are such."""
    row = desk.session.get_one(World, 1)
    row.frozen_at, row.seed, row.draws = FROZEN, 7, 0
    desk.clock, desk.seed = desk.clock.frozen(FROZEN), 7
    acme = desk.add(
        Organization(name="Acme", domains=["acme.example"], extras={"toy": {"n": [1, None]}})
    )
    ada = people.create(
        desk, name="Ada Lee", role=Role.ADMIN, email="Ada@Acme.example", username="ada"
    )
    sam = people.create(desk, name="Çağla Işık", email="çağla@örnek.example", organization=acme)
    gone = people.create(desk, name="Gone", username="GONE")
    gone.deleted_at, gone.first_name = FROZEN, "not Gone"
    addresses.put(desk, sam, ["çağla@örnek.example", "a@z.example", "Z@örnek.example"])
    addresses.put(desk, sam, ["çağla@örnek.example", "Z@örnek.example", "a@z.example"])
    people.change(desk, sam, organization_position="Müdür", organization_manager=True)
    desk.actor = ada
    hardware = catalogue.category(desk, "Hardware")
    hardware.section = desk.add(Section(name="Büro"))
    desk.add(Section(name="Empty"))
    hardware.from_address, hardware.department_id = "hw@acme.example", 1
    people.change(desk, sam, signature="S.", wants_mail=False, out_of_office=True)
    tina = people.create(desk, name="Tina", role=Role.AGENT)
    removal.erase(desk, people.create(desk, name="Mia"), name="—")
    techs.add(desk, sam, hardware)
    techs.remove(desk, tina, hardware)
    laptop = desk.add(Category(name="Laptop", parent_id=hardware.id, techs_only=True))
    desk.session.get_one(Category, 1).name = "Genel"
    catalogue.department_id(desk, "Network")
    outage = desk.add(TicketType(name="Kesinti"))
    shelf.put_away(desk, outage, "toy")
    ticket = tickets.create(
        desk,
        subject="İstanbul'da ışık yok",
        body="Şu an\tkaranlık",
        requester=sam,
        category_id=laptop.id,
        type_id=outage.id,
        status_id=catalogue.custom_status_id(desk, "Waiting on vendor"),
        priority_id=catalogue.custom_priority_id(desk, "Someday"),
        assignee_id=ada.id,
        tags=["VPN", "ışık", " Vpn "],
    )
    attached = [
        files.make(desk, name="a.bin", data=bytes(range(256))),
        files.make(desk, name="same.bin", data=bytes(range(256)), media_type="image/x-toy"),
        files.make(desk, name="ü.txt", data="içerik\r\n".encode(), media_type="text/plain"),
        files.make(desk, name="nul.txt", data=b"a\0b", media_type="text/plain"),
        files.make(desk, name="latin.txt", data=b"\xe7", media_type="text/plain"),
        files.make(desk, name="empty.txt", data=b"", media_type="text/plain"),
    ]
    attached[0].author_id = sam.id
    tickets.reply(desk, ticket, body="<p>Bakıyorum</p>", author=ada, files=attached)
    tickets.reply(desk, ticket, body="Rückruf", author=ada, internal=True)
    tickets.reply(desk, ticket, body="CC", author=sam, recipients=["a@acme.example"])
    subscribers.add(desk, ticket, tina, kind=SubscriberKind.FOLLOWER)
    subscribers.add(desk, ticket, sam)
    chair = desk.add(Asset(kind=AssetKind.OTHER, name="Stool"))
    for holder in (tina, ada):
        assets.assign(desk, chair, holder)
    assets.attach(desk, chair, ticket)
    tickets.change(desk, ticket, status_id=None)
    bare = tickets.create(desk, subject="No text", body=None, requester=sam)
    bare.locked_by_id, bare.locked_at, bare.status_at = ada.id, FROZEN, FROZEN.replace(year=2001)
    hiding.hide(desk, bare, "spam")
    tickets.erase(desk, tickets.create(desk, subject="Erased", body="x", requester=sam))
    fill_life(desk, ticket, ada, laptop)
    desk.session.scalars(select(Tag)).first().name = "Renamed"  # type: ignore[union-attr]
    knowledge.create(
        desk,
        title="Reset VPN",
        body="1. …",
        author=ada,
        tags=["vpn", "Ağ"],
        category=hardware,
        files=[files.make(desk, name="how.txt", data=b"how", media_type="text/plain")],
    )
    desk.add(Asset(kind=AssetKind.OTHER, name="Chair", details={"seats": 1, "ağırlık": 4.5}))
    desk.add(files.make(desk, name="of nobody", data=b"free"))
    fill_custom(desk, sam, ticket, fill_chats(desk, sam, ada, ticket))
    key = access.issue(desk, dialect="toy", kind="key", secret="toy_1", prefix="toy_1", owner=ada)
    access.revoke(desk, key)
    access.issue(
        desk, dialect="toy", kind="session", secret="s", owner=sam, data={"state": "pending"}
    )
    passwords.set(desk, ada, "correct-horse-1")
    mfa.confirm(desk, ada, pyotp.TOTP(mfa.enroll(desk, ada)).at(desk.now()))
    mfa.enroll(desk, sam)
    people.note_login(desk, ada)
    tokens.issue(desk, "toy", {}, seconds=60)
    records.create(desk, "toy", "plugins", data={"name": "Çağrı", "on": True}, owner_id=ada.id)
    mail.send(desk, to="çağla@örnek.example", subject="Sıfırla", text="…", data={"token": "t"})
    desk.add(CannedReply(name="Merhaba", body="<p>Günaydın</p>"))
    fill_rules(desk, ticket, hardware)
    hook = Webhook(dialect="toy", url="http://127.0.0.1:9/x", secret="s3", events=["*"])
    desk.add(hook)
    for id, status in ((hook.id, 500), (None, 204)):
        said = {"event": "toy.made", "url": hook.url, "body": '{"ı": 1}', "headers": {"X-Toy": "1"}}
        last = outbox.post(
            desk, dialect="toy", webhook_id=id, signature="X-Signed", tries=2, seconds=9, **said
        )
        sent = outbox.claim(desk, hook.url, by=FROZEN, up_to=last, at=FROZEN, until=FROZEN)
        assert sent is not None
        outbox.record(desk, sent, outbox.Outcome(FROZEN, 3, status, "ü\r\n"))
    settings.put(desk, "toy", "strict", value={"deep": [True, None]})
    settings.put(desk, "world", "allow_private_webhooks", value=False)


def fill_rules(desk: Desk, ticket: Ticket, category: Category) -> None:
    """Put rules into the world: one that refers to others, gone ones too, and one of the clock."""
    request = {"type": "request", "verb": "PUT", "url": "http://x/", "data": "ü", "json": True}
    chain: list[dict[str, Any]] = [{"type": "rule", "value": 1}, {"type": "status", "value": 99}]
    first = Rule(
        dialect="toy",
        name="Çağır",
        trigger=Trigger.CATEGORY,
        match_all=False,
        conditions=[{"type": "category", "value": category.id}, {"type": "unassigned"}],
        actions=[request, *chain],
    )
    timed = {"trigger": Trigger.IDLE, "minutes": 90, "enabled": False, "checked_at": FROZEN}
    second = Rule(dialect="toy", name="Late", position=2, **timed)
    desk.add_all([first, second])
    desk.add(RuleMark(rule_id=second.id, ticket_id=ticket.id, at=FROZEN))


def fill_life(desk: Desk, ticket: Ticket, agent: Person, category: Category) -> None:
    """Put groups, promises, links and a guest's ticket into the world."""
    group = groups.create(desk, name="Ağ", members=[agent], scopes=[category])
    groups.create(desk, name="Empty")
    tickets.change(desk, ticket, group_id=group.id)
    sla.create(desk, name="Any", response=1.5, resolution=7200, category_id=category.id)
    guest = tickets.create(
        desk,
        subject="Gate",
        body="Closed",
        requester=Guest("mia@harbor.example", phone="1"),
        category_id=category.id,
        status_id=catalogue.status_id(desk, "PENDING"),
        has_sla=True,
    )
    links.create(desk, ticket, guest, LinkKind.CAUSED_BY)
    links.create(desk, ticket, guest, LinkKind.DUPLICATE)
    gone = tickets.create(desk, subject="Gone", body=None, requester=Guest("mia@harbor.example"))
    tickets.erase(desk, gone)
    subtickets.put(desk, guest, ticket)


def fill_chats(desk: Desk, user: Person, agent: Person, ticket: Ticket) -> Conversation:
    """Put chats into the world: one with all that one can have, and one that is gone."""
    chat = chats.create(
        desk,
        subject="Işık",
        kind=ChatKind.CUSTOMER,
        person=user,
        agent=agent,
        department_id=1,
        ticket_id=ticket.id,
        channel="web",
        extras={"toy": {"priority": "ı"}},
    )
    participants.join(desk, chat, {user.id: "müşteri", agent.id: "agent"})
    chats.say(desk, chat, body="<p>?</p>", author=user, by_user=True, format=Format.HTML)
    chats.say(desk, chat, body="psst", author=agent, by_user=False, internal=True)
    chats.read(desk, chat, reader=agent)
    chats.end(desk, chat)
    chats.remove(desk, chats.create(desk))
    return chat


def fill_custom(desk: Desk, sam: Person, ticket: Ticket, chat: Conversation) -> None:
    """Put custom fields of every type and usage into the world, with values."""
    fields = [
        CustomField(name="Same", usage=usage, type=type, position=position, techs_only=True)
        for position, (usage, type) in enumerate(
            [*((Usage.TICKET, type) for type in FieldType), *((u, FieldType.TEXT) for u in Usage)]
        )
    ]
    desk.add_all(fields)
    desk.add_all([CustomOption(field_id=f.id, name=n) for f in fields for n in ("Az", "az", "Çok")])
    asset, acme = desk.session.scalars(select(Asset).order_by(Asset.id)).first(), sam.organization
    assert acme is not None
    text, lines, day, moment, flag, choice, several, *_ = fields
    person, organization, thing, conversation = fields[-4:]
    custom.put(
        desk,
        ticket,
        {
            several.id: [several.options[2].id, several.options[1].id],
            text.id: "true",
            lines.id: "Az",
            day.id: "2026-02-28",
            moment.id: FROZEN,
            flag.id: False,
            choice.id: choice.options[1].id,
        },
    )
    custom.put(desk, sam, {person.id: "B-12"})
    custom.put(desk, acme, {organization.id: "x"})
    custom.put(desk, asset, {thing.id: "y"})
    custom.put(desk, chat, {conversation.id: "z"})
    several.description, several.enabled, several.default = "Çok", False, "Az"
    choice.everywhere = False
    lines.categories = [CustomFieldCategory(category_id=1)]
    lines.everywhere = False

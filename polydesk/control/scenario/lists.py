"""The lists of a scenario file, in the order in which their rows are made."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from polydesk.control.scenario.schemas import List
from polydesk.control.scenario.steps import Steps
from polydesk.control.scenario.values import (
    Base32,
    Choice,
    Data,
    Duration,
    Flag,
    Key,
    Named,
    PasswordHash,
    Text,
    Texts,
    Whole,
)
from polydesk.core.models import (
    Article,
    ArticleTag,
    ArticleVersion,
    Asset,
    AssetPerson,
    AssetTicket,
    Base,
    CannedReply,
    Category,
    CategoryTech,
    ChatMessage,
    ChatParticipant,
    Conversation,
    Credential,
    CustomField,
    CustomFieldCategory,
    CustomOption,
    CustomValue,
    Delivery,
    Department,
    EmailAddress,
    Event,
    File,
    Group,
    GroupMember,
    GroupScope,
    Link,
    Mail,
    Message,
    Organization,
    Person,
    Priority,
    Record,
    Rule,
    RuleMark,
    Section,
    SlaPolicy,
    Status,
    Subscriber,
    Tag,
    Ticket,
    TicketTag,
    TicketType,
    Webhook,
)
from polydesk.core.outbox import LONGEST_SECONDS, MOST_TRIES
from polydesk.core.steps import ACTIONS, CONDITIONS
from polydesk.core.worlds.blank import PRIORITIES, STATUSES

_SECRET = Text(1000)
_YEAR = 366 * 24 * 60
"""In minutes."""

FILES = List(
    "files",
    File,
    hidden=frozenset({"blob_id", "size", "message_id", "article_id", "asset_id"}),
    found=frozenset({"media_type", "text"}),
    renamed={"text": "readable"},
    also={"text": Text(), "base64": Text()},
)
MESSAGES = List(
    "messages",
    Message,
    hidden=frozenset({"ticket_id"}),
    found=frozenset({"kind"}),
    also={"internal": Flag()},
    parts={"files": (FILES, "message_id")},
)
LINKS = List("links", Link, hidden=frozenset({"ticket_id"}), found=frozenset({"back"}))
VALUES = List(
    "custom values",
    CustomValue,
    hidden=frozenset(
        {"id", "ticket_id", "person_id", "organization_id", "asset_id", "conversation_id"}
    ),
    also={"value": Data()},
    mapped="field_id",
)


def _tags(model: type[Base], owner: str) -> List:
    return List(
        "tag uses",
        model,
        hidden=frozenset({"id", owner}),
        found=frozenset({"position", "tag_id"}),
        short="name",
    )


def _custom(owner: str) -> Mapping[str, tuple[List, str]]:
    return {"custom": (VALUES, owner)}


def _uses(name: str, model: type[Base], owner: str, short: str) -> List:
    return List(name, model, hidden=frozenset({"id", owner}), short=short)


LISTS = (
    List(
        "organizations",
        Organization,
        hidden=frozenset({"key"}),
        parts=_custom("organization_id"),
    ),
    List("departments", Department, hidden=frozenset({"parent_id"}), tree="parent_id"),
    List("sections", Section),
    List(
        "categories",
        Category,
        hidden=frozenset({"parent_id"}),
        values={"section_id": Named(Section.__tablename__)},
        tree="parent_id",
    ),
    List(
        "custom_fields",
        CustomField,
        found=frozenset({"everywhere", "position"}),
        parts={
            "options": (
                List(
                    "options",
                    CustomOption,
                    hidden=frozenset({"field_id"}),
                    found=frozenset({"position"}),
                    short="name",
                ),
                "field_id",
            ),
            "categories": (
                List(
                    "field categories",
                    CustomFieldCategory,
                    hidden=frozenset({"id", "field_id"}),
                    short="category",
                ),
                "field_id",
            ),
        },
    ),
    List(
        "groups",
        Group,
        hidden=frozenset({"key"}),
        parts={
            "scopes": (
                List("scopes", GroupScope, hidden=frozenset({"id", "group_id"})),
                "group_id",
            )
        },
    ),
    List(
        "people",
        Person,
        hidden=frozenset({"email_key", "username_key"}),
        found=frozenset({"first_name", "last_name"}),
        values={"password_hash": PasswordHash(255), "mfa_secret": Base32(64)},
        also={"password": _SECRET, "mfa": Base32(64), "recovery_codes": Texts()},
        parts={
            "emails": (
                List(
                    "emails",
                    EmailAddress,
                    hidden=frozenset({"id", "person_id", "key"}),
                    found=frozenset({"position"}),
                    values={"position": Whole(0)},
                    short="address",
                ),
                "person_id",
            ),
            "groups": (_uses("memberships", GroupMember, "person_id", "group"), "person_id"),
            "tech_categories": (
                _uses("tech categories", CategoryTech, "person_id", "category"),
                "person_id",
            ),
            **_custom("person_id"),
        },
    ),
    List("statuses", Status, values={"code": Choice([code for code, *_ in STATUSES])}),
    List("priorities", Priority, values={"code": Choice([code for code, *_ in PRIORITIES])}),
    List("ticket_types", TicketType),
    List("tags", Tag, hidden=frozenset({"key"})),
    List(
        "sla_policies",
        SlaPolicy,
        values={"response": Duration(), "resolution": Duration()},
    ),
    List(
        "tickets",
        Ticket,
        found=frozenset(
            {
                "status_id",
                "status_at",
                "organization_id",
                "first_assigned_at",
                "first_agent_reply_at",
                "last_agent_reply_at",
                "last_user_reply_at",
                "resolved_at",
                "closed_at",
                "started_at",
                "updated_by_user",
                "updated_by_staff",
                "noted",
                "changed_by_id",
            }
        ),
        values={"tracking_number": Whole(1, 2**62)},
        also={"body": Text()},
        parts={
            "tags": (_tags(TicketTag, "ticket_id"), "ticket_id"),
            "messages": (MESSAGES, "ticket_id"),
            "files": (FILES, "message_id"),
            "links": (LINKS, "ticket_id"),
            "subscribers": (
                _uses("subscribers", Subscriber, "ticket_id", "person"),
                "ticket_id",
            ),
            **_custom("ticket_id"),
        },
    ),
    List(
        "articles",
        Article,
        parts={
            "tags": (_tags(ArticleTag, "article_id"), "article_id"),
            "files": (FILES, "article_id"),
            "versions": (
                List(
                    "versions",
                    ArticleVersion,
                    hidden=frozenset({"article_id"}),
                    found=frozenset({"id"}),
                ),
                "article_id",
            ),
        },
    ),
    List(
        "assets",
        Asset,
        also={"assignee": Key(Person.__tablename__)},
        parts={
            "files": (FILES, "asset_id"),
            "people": (_uses("people", AssetPerson, "asset_id", "person"), "asset_id"),
            "tickets": (_uses("tickets", AssetTicket, "asset_id", "ticket"), "asset_id"),
            **_custom("asset_id"),
        },
    ),
    List(
        "conversations",
        Conversation,
        found=frozenset({"last_message_at", "ended_at"}),
        parts={
            "messages": (
                List("chat messages", ChatMessage, hidden=frozenset({"conversation_id"})),
                "conversation_id",
            ),
            "participants": (
                List("participants", ChatParticipant, hidden=frozenset({"conversation_id"})),
                "conversation_id",
            ),
            **_custom("conversation_id"),
        },
    ),
    List("canned_replies", CannedReply),
    List(
        "rules",
        Rule,
        found=frozenset({"dialect"}),
        values={
            "minutes": Whole(30, _YEAR),
            "conditions": Steps(CONDITIONS),
            "actions": Steps(ACTIONS),
        },
        parts={
            "marks": (List("marks", RuleMark, hidden=frozenset({"id", "rule_id"})), "rule_id"),
        },
    ),
    FILES,
    List(
        "credentials",
        Credential,
        found=frozenset({"prefix", "digest"}),
        renamed={"owner_id": "person"},
        also={"secret": _SECRET, "default_user": Key(Person.__tablename__)},
    ),
    List("events", Event, found=frozenset({"id"})),
    List("webhooks", Webhook, found=frozenset({"dialect"})),
    List(
        "deliveries",
        Delivery,
        hidden=frozenset({"claimed_until"}),
        values={"tries": Whole(1, MOST_TRIES), "seconds": Whole(1, LONGEST_SECONDS)},
    ),
    List("mails", Mail),
    List("records", Record, renamed={"owner_id": "person"}),
)
"""All lists, in the order in which their rows can be stored: none refers to a later one."""

BY_NAME: Mapping[str, List] = MappingProxyType({list_.name: list_ for list_ in LISTS})


def every() -> Iterator[List]:
    """Each list once, with those inside of entries, owners first."""
    seen: dict[type[Base], List] = {}
    for list_ in LISTS:
        for one in (list_, *(part for part, _ in list_.parts.values())):
            if one not in (FILES, VALUES):
                seen.setdefault(one.model, one)
    yield from (one for one in seen.values() if one.model not in (Credential, Event))
    yield from (FILES, VALUES, BY_NAME["credentials"], BY_NAME["events"])

"""The tables of the canonical help desk, one file an aggregate."""

from polydesk.core.models.access import Credential
from polydesk.core.models.assets import Asset, AssetKind, AssetPerson, AssetTicket
from polydesk.core.models.base import MAX_ID, Base, Entity, Remembered, Utc, UtcText
from polydesk.core.models.canned import CannedReply
from polydesk.core.models.catalogue import (
    Category,
    Department,
    Kind,
    Priority,
    Status,
    Tag,
    TicketType,
)
from polydesk.core.models.chats import (
    ChatKind,
    ChatMessage,
    ChatParticipant,
    ChatStatus,
    Conversation,
)
from polydesk.core.models.custom import (
    CustomField,
    CustomFieldCategory,
    CustomOption,
    CustomValue,
    FieldType,
    Usage,
)
from polydesk.core.models.events import Event
from polydesk.core.models.files import Blob, File
from polydesk.core.models.groups import Group, GroupMember, GroupScope
from polydesk.core.models.knowledge import Article, ArticleTag, ArticleVersion
from polydesk.core.models.links import Link, LinkKind
from polydesk.core.models.outbox import Delivery, DeliveryStatus, Mail, Webhook
from polydesk.core.models.people import EmailAddress, Organization, Person, Role
from polydesk.core.models.records import Record
from polydesk.core.models.rules import Rule, RuleMark, Trigger
from polydesk.core.models.search import SearchDocument
from polydesk.core.models.sections import Section
from polydesk.core.models.sla import SlaPolicy
from polydesk.core.models.subscribers import Subscriber, SubscriberKind
from polydesk.core.models.techs import CategoryTech
from polydesk.core.models.tickets import Format, Message, MessageKind, Ticket, TicketTag
from polydesk.core.models.world import Setting, World

__all__ = [
    "MAX_ID",
    "Article",
    "ArticleTag",
    "ArticleVersion",
    "Asset",
    "AssetKind",
    "AssetPerson",
    "AssetTicket",
    "Base",
    "Blob",
    "CannedReply",
    "Category",
    "CategoryTech",
    "ChatKind",
    "ChatMessage",
    "ChatParticipant",
    "ChatStatus",
    "Conversation",
    "Credential",
    "CustomField",
    "CustomFieldCategory",
    "CustomOption",
    "CustomValue",
    "Delivery",
    "DeliveryStatus",
    "Department",
    "EmailAddress",
    "Entity",
    "Event",
    "FieldType",
    "File",
    "Format",
    "Group",
    "GroupMember",
    "GroupScope",
    "Kind",
    "Link",
    "LinkKind",
    "Mail",
    "Message",
    "MessageKind",
    "Organization",
    "Person",
    "Priority",
    "Record",
    "Remembered",
    "Role",
    "Rule",
    "RuleMark",
    "SearchDocument",
    "Section",
    "Setting",
    "SlaPolicy",
    "Status",
    "Subscriber",
    "SubscriberKind",
    "Tag",
    "Ticket",
    "TicketTag",
    "TicketType",
    "Trigger",
    "Usage",
    "Utc",
    "UtcText",
    "Webhook",
    "World",
]

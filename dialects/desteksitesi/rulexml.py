"""A rule as the vendor writes it down. Source: contract 7.20.

The text says that it is UTF-16 and its bytes are UTF-8: so does the vendor, whose framework builds
it as a string. The root, `Conditions` and `Actions` are the vendor's, what is in them is ours.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any
from xml.etree import ElementTree
from xml.etree.ElementTree import Element, SubElement

from polydesk.core import catalogue
from polydesk.core.desk import Desk
from polydesk.core.models import Rule, Trigger
from polydesk.dialects.desteksitesi import vocabulary

_DECLARATION = '<?xml version="1.0" encoding="utf-16"?>\n'
_ROOT = {
    "xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance",
    "xmlns:xsd": "http://www.w3.org/2001/XMLSchema",
}
_UNSAYABLE = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML has no way to say."""
_GONE = ""
"""For a row that there is no more, which has no number of the vendor's."""

Said = Callable[[Desk, Any], str]
"""A value in the vendor's words."""


def _as_it_is(_: Desk, value: Any) -> str:
    return str(value)


def _flag(_: Desk, value: Any) -> str:
    return "true" if value else "false"


def _status(desk: Desk, id: int) -> str:
    return str(vocabulary.status(desk, id).id) if id in catalogue.statuses(desk) else _GONE


def _priority(desk: Desk, id: int) -> str:
    return str(vocabulary.priority(desk, id)) if id in catalogue.priorities(desk) else _GONE


def _origin(_: Desk, channel: str) -> str:
    return vocabulary.ORIGIN_NAMES[vocabulary.ORIGINS.get(channel, vocabulary.ORIGINS["api"])]


Part = tuple[str, str, Said]
"""The core's key of a value, the element that holds it, and how it is said there."""
_STATUS: Part = ("value", "StatusID", _status)
_PRIORITY: Part = ("value", "Priority", _priority)
_CATEGORY: Part = ("value", "CategoryID", _as_it_is)
_USER: Part = ("value", "UserID", _as_it_is)
_TAG: Part = ("value", "Tag", _as_it_is)

CONDITIONS: Mapping[str, tuple[str, tuple[Part, ...]]] = {
    "category": ("Category", (_CATEGORY,)),
    "status": ("Status", (_STATUS,)),
    "priority": ("Priority", (_PRIORITY,)),
    "assignee": ("AssignedTo", (_USER,)),
    "unassigned": ("Unassigned", ()),
    "requester": ("Submitter", (_USER,)),
    "organization": ("Company", (("value", "CompanyID", _as_it_is),)),
    "subject": ("SubjectContains", (("value", "Text", _as_it_is),)),
    "tag": ("Tag", (_TAG,)),
    "channel": ("Origin", (("value", "Origin", _origin),)),
}
"""By the core's type: the vendor's, and what is in the element."""
ACTIONS: Mapping[str, tuple[str, tuple[Part, ...]]] = {
    "status": ("ChangeStatus", (_STATUS,)),
    "priority": ("ChangePriority", (_PRIORITY,)),
    "category": ("MoveToCategory", (_CATEGORY,)),
    "assignee": ("AssignTo", (_USER,)),
    "unassign": ("Unassign", ()),
    "tag": ("AddTag", (_TAG,)),
    "rule": ("FireRule", (("value", "RuleID", _as_it_is),)),
    "request": (
        "SendHttpRequest",
        (
            ("verb", "Verb", _as_it_is),
            ("url", "Url", _as_it_is),
            ("data", "PostData", _as_it_is),
            ("json", "PostDataIsJson", _flag),
        ),
    ),
}
"""As `CONDITIONS`."""
TRIGGERS: Mapping[Trigger, str] = {
    Trigger.CREATED: "TicketCreated",
    Trigger.OVERDUE: "TicketOverdue",
    Trigger.IDLE: "TicketNotUpdated",
    Trigger.CLOSED: "TicketClosed",
    Trigger.REPLY: "NewReply",
    Trigger.CATEGORY: "MovedToCategory",
    Trigger.ASSIGNED: "TicketAssigned",
    Trigger.STATUS: "StatusChanged",
    Trigger.PRIORITY: "PriorityChanged",
    Trigger.REQUESTER_REPLY: "ReplyFromSubmitter",
    Trigger.REOPENED: "TicketReopened",
    Trigger.CUSTOM: "CustomFieldChanged",
    Trigger.DUE: "DueDateChanged",
    Trigger.RULE: "FiredByRule",
}


def render(desk: Desk, rule: Rule) -> bytes:
    """The whole text, as UTF-8."""
    root = Element("AutomationRule", _ROOT)
    _add(root, "RuleID", str(rule.id))
    _add(root, "Name", rule.name)
    _add(root, "Enabled", _flag(desk, rule.enabled))
    waits = {"minutes": str(rule.minutes)} if rule.trigger is Trigger.IDLE else {}
    _add(root, "Trigger", TRIGGERS[rule.trigger], waits)
    _add(root, "MatchAll", _flag(desk, rule.match_all))
    _add_steps(desk, SubElement(root, "Conditions"), "Condition", CONDITIONS, rule.conditions)
    _add_steps(desk, SubElement(root, "Actions"), "Action", ACTIONS, rule.actions)
    ElementTree.indent(root)
    text = ElementTree.tostring(root, encoding="unicode").replace("\r", "&#13;")
    return f"{_DECLARATION}{text}".encode()


def _add_steps(
    desk: Desk,
    parent: Element,
    name: str,
    types: Mapping[str, tuple[str, tuple[Part, ...]]],
    steps: Iterable[Mapping[str, Any]],
) -> None:
    for step in steps:
        type, parts = types[step["type"]]
        element = SubElement(parent, name, {"type": type})
        for key, part, said in parts:
            _add(element, part, said(desk, step[key]))


def _add(
    parent: Element, name: str, text: str, attributes: Mapping[str, str] | None = None
) -> None:
    said = _UNSAYABLE.sub("\ufffd", text)
    SubElement(parent, name, dict(attributes or {})).text = said

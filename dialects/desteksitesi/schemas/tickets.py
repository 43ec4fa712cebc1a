"""A ticket on the wire, and what its methods are sent. Source: contract 6.2, 7.2 and 7.18."""

from typing import Any

import orjson
from marshmallow import ValidationError, fields
from marshmallow.validate import Length, OneOf, Range

from polydesk.core import text
from polydesk.dialects.desteksitesi import vocabulary
from polydesk.dialects.desteksitesi.fields import Flag, Int, Moment, Stamp, Text
from polydesk.dialects.desteksitesi.schemas.files import Attachment
from polydesk.dialects.desteksitesi.schemas.users import UserDetail
from polydesk.kit.fields import Schema

_NULL: dict[str, Any] = {"allow_none": True}
_TICKET_ID: dict[str, Any] = {"aliases": ["ticketId"]}
_BLANK: dict[str, Any] = {"blank": True}
_LONGEST = 255
_RANKS = OneOf(sorted(vocabulary.PRIORITY_NAMES))


def _is_object(value: Any) -> None:
    if not isinstance(read_object(value), dict):
        raise ValidationError("must be a JSON object")


def read_object(value: Any) -> Any:
    """What a text of JSON holds, or JSON already read; None for what is no JSON."""
    if not isinstance(value, str):
        return value
    try:
        return orjson.loads(value)
    except (orjson.JSONDecodeError, UnicodeEncodeError):
        return None


def _are_tags(names: list[str]) -> None:
    if any(max(len(name.strip()), len(text.key(name))) > _LONGEST for name in names):
        raise ValidationError(f"a tag has at most {_LONGEST} characters")


def _are_said(value: str) -> None:
    if not value.replace(",", "").strip():
        raise ValidationError("is required")
    _are_tags(value.split(","))


class _Said(Text):
    """Text that is more than blanks."""

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> str:
        read = super()._deserialize(value, attr, data, **kwargs)
        if not read.strip():
            raise self.make_error("validator_failed")
        return read


class Tags(fields.List[str]):
    """A list of tags, blank ones left out."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(_Said(), validate=_are_tags, **kwargs)


class One(Schema):
    """Which ticket."""

    id = Int(required=True, metadata=_TICKET_ID)


class Id(Schema):
    """Which ticket, by this name only."""

    id = Int(required=True)


class NewTicket(Schema):
    """What a ticket is made of; files come beside it."""

    category_id = Int(required=True, data_key="categoryId", validate=Range(min=1))
    subject = _Said(required=True, validate=Length(max=_LONGEST))
    body = Text(required=True, metadata=_BLANK)
    priority = Int(
        data_key="priorityId", validate=_RANKS, load_default=0, metadata={"enum": [-1, 0, 1, 2]}
    )
    user_id = Int(data_key="userId")
    tags = Tags(load_default=list)
    origin = Int(load_default=vocabulary.ORIGINS["api"])
    assignee_id = Int(data_key="assignedToUserId")
    custom = fields.Raw(data_key="customFields", validate=_is_object, metadata={"type": "string"})
    is_unconfirmed = Flag(data_key="suppressConfirmation", load_default=False)


class TicketChange(One):
    """What of a ticket is to change."""

    category_id = Int(data_key="categoryId", metadata={"aliases": ["newCategoryId"]})
    priority = Int(validate=_RANKS, metadata={"aliases": ["priorityId"], "enum": [-1, 0, 1, 2]})
    created_at = Moment(data_key="date")
    user_id = Int(data_key="userId")
    due_at = Moment(data_key="dueDate")
    closed_at = Moment(data_key="closeDate")
    assignee_id = Int(data_key="assignedUserId")
    time_spent = Int(data_key="timeSpentInSeconds", validate=Range(min=0))
    status_id = Int(data_key="statusId")
    tags = Tags()
    subject = _Said(validate=Length(max=_LONGEST))
    body = Text(metadata=_BLANK)


class Closing(One):
    """Which ticket, and whether nobody is to be told."""

    is_silent = Flag(data_key="suppressNotification", load_default=False)


class Tagging(Schema):
    """A tag for a ticket."""

    name = Text(required=True, validate=_are_said)
    ticket_id = Int(required=True, data_key="ticketId", metadata={"aliases": ["id"]})


class Subscription(Id):
    """Who is meant, of a ticket's subscribers."""

    user_id = Int(required=True, data_key="userId")


class Two(Id):
    """Two tickets; a merge keeps the first."""

    id2 = Int(required=True)


class Family(Schema):
    """A ticket and the one that goes below it."""

    parent_id = Int(required=True, data_key="parentId")
    child_id = Int(required=True, data_key="childId")


class Child(Schema):
    """A ticket that is to be below none."""

    child_id = Int(required=True, data_key="childId", metadata={"aliases": ["id"]})


class Tag(Schema):
    """A tag of a ticket; how often it is used is not counted here."""

    TagID = fields.Int(attribute="id")
    Name = fields.Str(attribute="name")
    TagCount = fields.Int(dump_default=0)


class Ticket(Schema):
    """A ticket shown alone, of `shown.detail`."""

    Attachments = fields.List(fields.Nested(Attachment))
    Tags = fields.List(fields.Nested(Tag))
    Status = fields.Str()
    OnBehalfUserName = fields.Str(**_NULL)
    SubmitterUserInfo = fields.Nested(UserDetail)
    CategoryName = fields.Str()
    AssigneeUserInfo = fields.Nested(UserDetail, **_NULL)
    TicketID = fields.Int()
    UserID = fields.Int()
    AssignedToUserID = fields.Int(**_NULL)
    IssueDate = Stamp()
    Subject = fields.Str()
    Body = fields.Str()
    Priority = fields.Int(metadata={"enum": [-1, 0, 1, 2]})
    StatusID = fields.Int()
    CategoryID = fields.Int()
    DueDate = Stamp(**_NULL)
    ResolvedDate = Stamp(**_NULL)
    StartDate = Stamp(**_NULL)
    TimeSpentInSeconds = fields.Int()
    UpdatedByUser = fields.Bool()
    UpdatedByPerformer = fields.Bool()
    UpdatedForTechView = fields.Bool()
    IsCurrentUserTechInThisCategory = fields.Bool()
    IsCurrentCategoryForTechsOnly = fields.Bool()
    SubmittedByCurrentUser = fields.Bool()
    IsInKb = fields.Bool()
    Stats = fields.Raw(metadata={"nullable": True})
    Url = fields.Str()
    ViewingTechNames = fields.List(fields.Str())
    Origin = fields.Str(metadata={"enum": list(vocabulary.ORIGIN_NAMES.values())})
    IsActiveChat = fields.Bool()
    Integrations = fields.Dict()
    LastUpdated = Stamp()
    StatusStopTimeSpent = fields.Bool()
    IsShared = fields.Bool()


class Integrations(Schema):
    """What a ticket is called at other vendors, of `shown.integrations`."""

    BitbucketIssueUrl = fields.Str(dump_default=None, **_NULL)
    JiraIssueUrl = fields.Str(dump_default=None, **_NULL)
    GitHubIssueUrl = fields.Str(dump_default=None, **_NULL)
    AsanaTaskUrl = fields.Str(dump_default=None, **_NULL)
    TrelloCardUrl = fields.Str(dump_default=None, **_NULL)
    VSOWorkItemUrl = fields.Str(dump_default=None, **_NULL)
    HarvestProjectUrl = fields.Str(dump_default=None, **_NULL)
    GitLabIssueUrl = fields.Str(dump_default=None, **_NULL)
    BasecampTodoUrl = fields.Str(dump_default=None, **_NULL)

"""Lists of tickets, and what narrows them. Source: contract 6.2, 7.1, 7.4, 7.5, 7.11, 7.17, 8."""

from typing import Any

from marshmallow import fields

from polydesk.dialects.desteksitesi.fields import Flag, Int, Moment, Stamp, Text
from polydesk.dialects.desteksitesi.schemas.custom_fields import Value
from polydesk.dialects.desteksitesi.vocabulary import ORIGIN_NAMES
from polydesk.kit.fields import Schema, Word

MOST = 300
"""The largest page."""


class Count(Int):
    """How many rows: at most `MOST`; below 1 is none given."""

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> int:
        count = super()._deserialize(value, attr, data, **kwargs)
        if count < 1:
            raise self.make_error("validator_failed")
        return min(count, MOST)


class Offset(Int):
    """How many rows are skipped; below 0 is none given."""

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> int:
        offset = super()._deserialize(value, attr, data, **kwargs)
        if offset < 0:
            raise self.make_error("validator_failed")
        return offset


class TicketFilter(Schema):
    """What narrows `Tickets`; all that is given must hold."""

    mode = Text(load_default="all")
    categories = fields.List(Int(), data_key="categoryId")
    section = Int(data_key="sectionId")
    statuses = fields.List(Int(), data_key="statusId")
    requester = Int(data_key="fromUserId")
    company = Int(data_key="fromCompanyId")
    assignee = Int(data_key="handledByUserID")
    tag = Text(data_key="tagName")
    since = Moment(data_key="dateFrom")
    until = Moment(ends=True, data_key="dateTo")
    updated_since = Moment(data_key="updatedFrom")
    updated_until = Moment(ends=True, data_key="updatedTo")
    due_in = Int(data_key="dueInDays")
    with_custom = Flag(data_key="includeCustomFields")
    subscribed = Flag(data_key="subscribedOnly")
    count = Count(load_default=10)
    offset = Offset(load_default=0)


class Search(Schema):
    """What is searched for, and what narrows it."""

    query = Text(required=True)
    requester = Int(data_key="fromUserId")
    categories = fields.List(Int(), data_key="categoryId")
    statuses = fields.List(Int(), data_key="statusId")
    assignee = Int(data_key="assignedToUserId")
    since = Moment(data_key="dateFrom")
    until = Moment(ends=True, data_key="dateTo")
    count = Count(load_default=MOST)
    offset = Offset(load_default=0)


class OfTicket(Schema):
    """A ticket by its id."""

    id = Int(required=True)


class OfParent(OfTicket):
    """A ticket, and whether all of the one above it is wanted."""

    full = Flag(load_default=False, data_key="returnFullTicket")


class StatsFilter(Schema):
    """Which of the two forms of the numbers."""

    for_caller = Flag(load_default=False, data_key="forCurrentUser")


class _Listed(Schema):
    """What all lists of tickets begin with; two of them write the origin each in its way."""

    IssueID = fields.Int(required=True)
    Priority = fields.Int(required=True)
    StatusID = fields.Int(required=True)
    IssueDate = Stamp(required=True)
    Subject = fields.Str(required=True)
    Status = fields.Str(required=True)
    UpdatedByUser = fields.Bool(required=True)
    UpdatedByPerformer = fields.Bool(required=True)
    CategoryID = fields.Int(required=True)
    UserName = fields.Str(required=True)
    Technician = fields.Str(required=True, allow_none=True)
    FirstName = fields.Str(required=True)
    LastName = fields.Str(required=True)
    DueDate = Stamp(required=True, allow_none=True)
    TechFirstName = fields.Str(required=True, allow_none=True)
    TechLastName = fields.Str(required=True, allow_none=True)
    LastUpdated = Stamp(required=True)
    UpdatedForTechView = fields.Bool(required=True)
    UserID = fields.Int(required=True)
    CompanyID = fields.Int(required=True, allow_none=True)
    CompanyName = fields.Str(required=True, allow_none=True)
    AssignedToUserID = fields.Int(required=True, allow_none=True)
    ResolvedDate = Stamp(required=True, allow_none=True)
    SectionID = fields.Int(required=True, allow_none=True)
    Category = fields.Str(required=True)
    Origin = fields.Field[Any](required=True)
    Email = fields.Str(required=True)
    HasChildren = fields.Bool(required=True)


class TicketItem(_Listed):
    """A ticket in a list; the custom fields only where they were asked for."""

    Origin = Word(ORIGIN_NAMES, required=True)
    LastUpdatedByUserID = fields.Int(required=True, allow_none=True)
    LastUpdatedUsername = fields.Str(required=True, allow_none=True)
    StartDate = Stamp(required=True, allow_none=True)
    CustomFields = fields.List(fields.Nested(Value))


class SubTicket(_Listed):
    """A ticket below another one."""

    Origin = fields.Int(required=True)
    StatusColor = fields.Str(required=True, allow_none=True)
    LastUpdatedByUserID = fields.Int(required=True, allow_none=True)
    LastUpdatedUsername = fields.Str(required=True, allow_none=True)


class LinkedTicket(Schema):
    """A ticket that another one is linked with."""

    TicketID = fields.Int(required=True, attribute="IssueID")
    Subject = fields.Str(required=True)
    StatusID = fields.Int(required=True)
    UpdatedByUser = fields.Bool(required=True)
    UpdatedByPerformer = fields.Bool(required=True)
    CompanyID = fields.Int(required=True, allow_none=True)
    UserID = fields.Int(required=True)
    Username = fields.Str(required=True, attribute="UserName")
    FirstName = fields.Str(required=True)
    LastName = fields.Str(required=True)
    IssueDate = Stamp(required=True)


class Stats(Schema):
    """How many tickets there are of each sort."""

    TotalTickets = fields.Int(required=True)
    Closed = fields.Int(required=True)
    InProcess = fields.Int(required=True)
    NewTickets = fields.Int(required=True)
    Unanswered = fields.Int(required=True)
    Unassigned = fields.Int(required=True)
    Unclosed = fields.Int(required=True)
    HandledByMe = fields.Int(required=True)


class StatsForCaller(Schema):
    """How many tickets in sight there are of each sort."""

    NewTickets = fields.Int(required=True)
    Unanswered = fields.Int(required=True)
    Unassigned = fields.Int(required=True)
    Unclosed = fields.Int(required=True)
    HandledByMe = fields.Int(required=True)
    SubmittedByMe = fields.Int(required=True)
    InProcess = fields.Int(required=True)

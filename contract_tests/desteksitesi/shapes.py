"""What typed clients make of the vendor's objects: keys in order, what each may hold. Contract 7.

`?` is null too.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any

_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.(\d{0,2}[1-9]))?Z")
_TYPES: Mapping[str, Callable[[Any], bool]] = {
    "int": lambda value: type(value) is int,
    "str": lambda value: isinstance(value, str),
    "bool": lambda value: isinstance(value, bool),
    "date": lambda value: isinstance(value, str) and _MOMENT.fullmatch(value) is not None,
    "list": lambda value: isinstance(value, list),
    "object": lambda value: isinstance(value, dict),
    "null": lambda value: value is None,
}

Shape = Mapping[str, str]


def _shape(text: str) -> Shape:
    """By key, of `Key type, Key type?`."""
    return dict(part.split() for part in text.split(","))


TICKET = _shape("""
    IssueID int, Priority int, StatusID int, IssueDate date, Subject str, Status str,
    UpdatedByUser bool, UpdatedByPerformer bool, CategoryID int, UserName str, Technician str?,
    FirstName str, LastName str, DueDate date?, TechFirstName str?, TechLastName str?,
    LastUpdated date, UpdatedForTechView bool, UserID int, CompanyID int?, CompanyName str?,
    AssignedToUserID int?, ResolvedDate date?, SectionID int?, Category str, Origin str, Email str,
    HasChildren bool, LastUpdatedByUserID int?, LastUpdatedUsername str?, StartDate date?
""")
"""A ticket in a list. Contract 7.1."""
DETAIL = _shape("""
    Attachments list, Tags list, Status str, OnBehalfUserName str?, SubmitterUserInfo object,
    CategoryName str, AssigneeUserInfo object?, TicketID int, UserID int, AssignedToUserID int?,
    IssueDate date, Subject str, Body str, Priority int, StatusID int, CategoryID int,
    DueDate date?, ResolvedDate date?, StartDate date?, TimeSpentInSeconds int,
    UpdatedByUser bool, UpdatedByPerformer bool, UpdatedForTechView bool,
    IsCurrentUserTechInThisCategory bool, IsCurrentCategoryForTechsOnly bool,
    SubmittedByCurrentUser bool, IsInKb bool, Stats null, Url str, ViewingTechNames list,
    Origin str, IsActiveChat bool, Integrations object, LastUpdated date,
    StatusStopTimeSpent bool, IsShared bool
""")
"""A ticket alone. Contract 7.2."""
CALLER = _shape("""
    UserID int, Username str, Email str, FirstName str, LastName str, Notes str, Location str,
    Phone str, Department str?, CompanyName str?, IPAddress str?, HostName str?, Lang str,
    UserAgent str?, AvatarURL str?, Signature str?, Greeting str?, CompanyId int?, IsAdmin bool,
    Disabled bool, SendEmail bool, IsTech bool, LastSeen date?, IsManager bool
""")
"""Who calls. Contract 7.3, auth."""
USER = _shape("""
    UserID int, Username str, Password null, Email str, FirstName str, LastName str, Notes str,
    Location str, Phone str, Department str?, CompanyName str?, IPAddress str?, HostName str?,
    Lang str, UserAgent str?, AvatarURL str?, Signature str?, Greeting str?, CompanyId int?,
    CompanyNotes null, IsAdmin bool, Disabled bool, SendEmail bool, IsTech bool, LastSeen date?,
    IsManager bool, PushToken null, FullNameAndLogin str, FullName str
""")
"""A user alone; extra keys may follow. Contract 7.3, detail."""
LISTED_USER = _shape("""
    UserID int, FirstName str, LastName str, Notes str?, Location str, Phone str, CompanyName str?,
    CompanyId int?, DepartmentID int?, LastSeen date?, Username str, Email str, IsAdmin bool,
    Disabled bool, IsTech bool, OutOfOffice bool, DepartmentName str?, FullName str
""")
"""A user in a list. Contract 7.3, list."""
COMMENT = _shape("""
    CommentID int, IssueID int, UserID int, UserName str, Email str, FirstName str, LastName str,
    IsSystem bool, CommentDate date, ForTechsOnly bool, Body str, TicketSubject null,
    Recipients str
""")
"""Contract 7.7."""
CATEGORY = _shape("""
    CategoryID int, Name str, SectionID int?, Section str?, NameWithSection str,
    ForTechsOnly bool, FromAddress str?
""")
"""Contract 7.8."""
TECH = _shape("""
    UserID int, Username str, FirstName str, LastName str, TicketsAssigned int,
    FullNameAndLogin str, FullName str
""")
"""Contract 7.9."""
FIELD = _shape("""
    FieldName str, FieldID int, Type int, UsageType int, ForTechsOnly bool, Mandatory bool,
    OrderByNumber int, ShowInGrid bool, SelectionComboOptions list?
""")
"""What a custom field is. Contract 7.10."""
VALUE = _shape("""
    FieldName str, FieldID int, Type int, UsageType int, Value str?, ValueWithOption str?,
    Mandatory bool, OptionID int?, ShowInGrid bool, SelectionComboOptions null
""")
"""What a ticket has in a custom field. Contract 7.11."""
SHORT_VALUE = _shape("FieldName str, FieldID int, Type int, Value str?")
"""What a user or a company has in one. Contract 7.11."""
COMPANY = _shape("CompanyID int, Name str, EmailDomain str?, Notes str?")
"""Contract 7.12."""
ASSET = _shape("""
    Tickets null, AssignedUsers list, Fields list, Attachments null, ItemID int, Manufacturer str,
    Supplier str, ModelName str, TypeID int, Type str, ManufacturerID int, SupplierID int,
    SerialNumber str?, Location str?, Comments str?, Quantity int, TicketCount int, Company str?,
    CompanyID int?, Disabled bool
""")
"""Contract 7.13."""
FILE = _shape("""
    FileName str, FileData null, FileID int, CommentID int, CommentDate date, FileHash null,
    FileSize int, IssueID int, UserID int, GoogleDriveUrl str?, ForTechsOnly bool, Url str
""")
"""Contract 7.15."""
COUNTS = _shape("""
    TotalTickets int, Closed int, InProcess int, NewTickets int, Unanswered int, Unassigned int,
    Unclosed int, HandledByMe int
""")
"""Contract 7.17."""
URLS = _shape("""
    BitbucketIssueUrl str?, JiraIssueUrl str?, GitHubIssueUrl str?, AsanaTaskUrl str?,
    TrelloCardUrl str?, VSOWorkItemUrl str?, HarvestProjectUrl str?, GitLabIssueUrl str?,
    BasecampTodoUrl str?
""")
"""Contract 7.18."""


def misfits(shape: Shape, found: Mapping[str, Any], *, more: bool = False) -> list[str]:
    """The keys of `found` that are not where, or not what, the shape has; with `more`, others may
    follow."""
    keys = list(found)[: len(shape)] if more else list(found)
    wrong = [f"{key}: out of order" for key, due in zip(keys, shape, strict=False) if key != due]
    wrong += [f"{key}: one too many" for key in keys if key not in shape]
    wrong += [f"{key}: missing" for key in shape if key not in found]
    return wrong + [
        f"{key}: {found[key]!r} is no {kind}"
        for key, kind in shape.items()
        if key in found and not _is(kind, found[key])
    ]


def _is(kind: str, value: Any) -> bool:
    return (value is None and kind.endswith("?")) or _TYPES[kind.rstrip("?")](value)

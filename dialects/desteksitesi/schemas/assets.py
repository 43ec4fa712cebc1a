"""Assets on the wire. Source: contract 6.8 and 7.13."""

from typing import Any

from marshmallow import fields, validate

from polydesk.dialects.desteksitesi.fields import Flag, Int, Text
from polydesk.dialects.desteksitesi.schemas.custom_fields import AssetValue
from polydesk.dialects.desteksitesi.schemas.users import UserDetail
from polydesk.kit.fields import Schema

_NULL: dict[str, Any] = {"required": True, "allow_none": True}
_LONGEST = 255
_MOST = 2**31 - 1
LEAST_PREFIX = 3


def _line(name: str, **declared: Any) -> Text:
    length = validate.Length(max=_LONGEST, error=f"is longer than {_LONGEST} characters")
    return Text(data_key=name, validate=length, **declared)


def _quantity() -> Int:
    return Int(
        load_default=1,
        validate=validate.Range(0, _MOST, error=f"must be from 0 to {_MOST}"),
    )


class AssetFilter(Schema):
    """What narrows the list, and which page of it."""

    page = Int(load_default=1)
    user = Int(data_key="assignedToUserId")
    company = Int(data_key="assignedToCompanyId")
    department = Int(data_key="assignedToDepartmentId")
    ticket = Int(data_key="assignedToTicketId")
    prefix = Text(data_key="nameprefix")
    with_disabled = Flag(data_key="includeDisabled", load_default=False)


class AssetKey(Schema):
    """Which asset."""

    id = Int(required=True)


class AssetSwitch(Schema):
    """Which asset, under the name that it has where it is enabled and disabled."""

    id = Int(data_key="assetId", required=True, metadata={"aliases": ["id"]})


class NewAsset(Schema):
    """An asset to be entered."""

    model = _line("modelName", required=True)
    manufacturer = _line("manufacturer", required=True)
    type = _line("type", required=True)
    vendor = _line("supplier", required=True)
    serial_number = _line("serialNumber")
    location = _line("location")
    notes = Text(data_key="comments")
    quantity = _quantity()
    organization_id = Int(data_key="companyId")


class AssetChange(NewAsset):
    """What is to be changed; what is not given is kept, but for the quantity."""

    id = Int(required=True)
    model = _line("modelName")
    manufacturer = _line("manufacturer")
    type = _line("type")
    vendor = _line("supplier")


class AssetUser(Schema):
    """An asset, and who has it."""

    asset = Int(data_key="assetId", required=True)
    user = Int(data_key="userId", required=True)


class AssetTicket(Schema):
    """An asset, and the ticket that is about it."""

    asset = Int(data_key="assetId", required=True)
    ticket = Int(data_key="ticketID", required=True)


class NewAssetId(Schema):
    """The id of what was made."""

    id = fields.Int(required=True)


class Asset(Schema):
    """An asset; the ids of its words are 0, as in the vendor's own example."""

    Tickets = fields.Constant(None, metadata={"nullable": True})
    AssignedUsers = fields.List(fields.Nested(UserDetail), attribute="users", required=True)
    Fields = fields.List(fields.Nested(AssetValue), attribute="fields", required=True)
    Attachments = fields.Constant(None, metadata={"nullable": True})
    ItemID = fields.Int(attribute="id", required=True)
    Manufacturer = fields.Str(attribute="manufacturer", required=True)
    Supplier = fields.Str(attribute="vendor", required=True)
    ModelName = fields.Str(attribute="model", required=True)
    TypeID = fields.Constant(0, metadata={"type": "integer"})
    Type = fields.Str(attribute="type", required=True)
    ManufacturerID = fields.Constant(0, metadata={"type": "integer"})
    SupplierID = fields.Constant(0, metadata={"type": "integer"})
    SerialNumber = fields.Str(attribute="serial_number", **_NULL)
    Location = fields.Str(attribute="location", **_NULL)
    Comments = fields.Str(attribute="notes", **_NULL)
    Quantity = fields.Int(attribute="quantity", required=True)
    TicketCount = fields.Int(attribute="ticket_count", required=True)
    Company = fields.Str(attribute="company", **_NULL)
    CompanyID = fields.Int(attribute="organization_id", **_NULL)
    Disabled = fields.Bool(attribute="disabled", required=True)

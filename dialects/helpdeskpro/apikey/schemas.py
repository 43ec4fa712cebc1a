"""The shapes on the wire; contract, section 2.5. Class names are those of the vendor's OpenAPI."""

from typing import Any, ClassVar

from marshmallow import ValidationError, fields, pre_load

from polydesk.core import bodies
from polydesk.dialects.helpdeskpro.apikey import vocabulary
from polydesk.dialects.helpdeskpro.apikey.fields import (
    Blank,
    Day,
    FreeText,
    Line,
    Seats,
    Stamp,
    Tags,
    Truth,
    UserReference,
)
from polydesk.kit.fields import Schema

TEXT = {"type": "string"}
FILLED = {"minLength": 1, "pattern": r"\S"}


class Body(Schema):
    """Input: `needs` names what must be there and not blank, `hint` is said where it is not."""

    needs: ClassVar[tuple[str, ...]] = ()
    hint: ClassVar[str] = ""

    @pre_load
    def _refuse_incomplete(self, data: dict[str, Any], **_: Any) -> dict[str, Any]:
        if any(_is_blank(data.get(name)) for name in self.needs):
            raise ValidationError(self.hint)
        return data


def _is_blank(value: Any) -> bool:
    return not (value.strip() if isinstance(value, str) else value)


class ApiClient(Schema):
    """The caller, as `/status` shows it."""

    id = fields.Int()
    name = fields.Str()
    default_user = fields.Str(allow_none=True)
    description = fields.Str(allow_none=True)
    prefix = fields.Str(allow_none=True)
    default_user_id = fields.Int(attribute="owner_id", allow_none=True)
    created_at = Stamp()
    last_used_at = Stamp()
    revoked_at = Stamp()


class Status(Schema):
    """Service health."""

    inline: ClassVar[bool] = True

    status = fields.Str()
    timestamp = Stamp()
    client = fields.Nested(ApiClient)


class Ticket(Schema):
    """A ticket."""

    id = fields.Int(required=True)
    subject = fields.Str(required=True)
    description = fields.Function(
        lambda shown: bodies.text(shown.body, shown.format), metadata=TEXT, required=True
    )
    status = fields.Function(vocabulary.status_word, metadata=TEXT, allow_none=True)
    priority = fields.Function(vocabulary.priority_word, metadata=TEXT, allow_none=True)
    department = fields.Function(vocabulary.department_name, metadata=TEXT, allow_none=True)
    created_by = fields.Int(attribute="requester_id", required=True)
    assigned_to = fields.Int(attribute="assignee_id", allow_none=True)
    assignee = fields.Str(attribute="assignee_name", allow_none=True)
    created_at = Stamp()
    updated_at = Stamp()
    closed_at = Stamp()


class TicketResponse(Schema):
    """One ticket."""

    ticket = fields.Nested(Ticket, required=True)


class Tickets(Schema):
    """All tickets asked for."""

    inline: ClassVar[bool] = True

    tickets = fields.List(fields.Nested(Ticket), required=True)


class TicketFilter(Schema):
    """What narrows the list; an empty value is none."""

    status = fields.Str()
    department = fields.Str()
    assigned_to = fields.Str()


class NewTicket(Body):
    """A ticket to be made. Status, priority and department are kept to the letter."""

    inline: ClassVar[bool] = True

    needs = ("subject", "description")
    hint = "Both subject and description are required."

    subject = Line(255, required=True, metadata=FILLED)
    description = Line(required=True, metadata=FILLED)
    status = FreeText(50)
    priority = FreeText(50)
    department = FreeText(100)
    created_by = UserReference()
    assigned_to = UserReference()


class TicketChange(Body):
    """Changes of a ticket; what is missing stays."""

    inline: ClassVar[bool] = True

    subject = Line(255)
    description = Line()
    status = FreeText(50, trimmed=True)
    priority = FreeText(50, trimmed=True)
    department = FreeText(100, trimmed=True)
    assigned_to = UserReference()
    closed_at = Stamp()


class Deleted(Schema):
    """What a deletion answers."""

    inline: ClassVar[bool] = True

    status = fields.Str()
    id = fields.Int()


class Attachment(Schema):
    """A file of an article; `size` is in bytes."""

    inline: ClassVar[bool] = True

    id = fields.Int()
    filename = fields.Str(attribute="name")
    uploaded_at = Stamp(attribute="created_at")
    size = fields.Int(allow_none=True)


def _content(shown: Any) -> str:
    return bodies.text(shown["article"].body, shown["article"].format)


class KnowledgeArticle(Schema):
    """An article, given as `{"article": …, "tags": …}`: how tags look is a setting."""

    id = fields.Int(attribute="article.id", required=True)
    title = fields.Str(attribute="article.title", required=True)
    summary = fields.Str(attribute="article.summary", allow_none=True)
    content = fields.Function(_content, metadata=TEXT, required=True)
    tags = Tags()
    category = fields.Str(attribute="article.category.name", allow_none=True)
    is_published = fields.Bool(attribute="article.published", required=True)
    created_by = fields.Int(attribute="article.author_id", required=True)
    updated_by = fields.Int(attribute="article.updated_by_id", allow_none=True)
    created_at = Stamp(attribute="article.created_at")
    updated_at = Stamp(attribute="article.updated_at")
    attachments = fields.List(fields.Nested(Attachment), attribute="article.files")


class KnowledgeResponse(Schema):
    """One article."""

    article = fields.Nested(KnowledgeArticle, required=True)


class KnowledgeResults(Schema):
    """The articles found."""

    inline: ClassVar[bool] = True

    results = fields.List(fields.Nested(KnowledgeArticle), required=True)


class KnowledgeQuery(Schema):
    """What is searched for."""

    q = Line(required=True, metadata=FILLED)

    @pre_load
    def _refuse_blank(self, data: Any, **_: Any) -> Any:
        if _is_blank(data.get("q")):
            raise ValidationError("Parameter 'q' is required.")
        return data


class NewArticle(Body):
    """An article to be made."""

    inline: ClassVar[bool] = True

    needs = ("title", "content")
    hint = "title and content are required."

    title = Line(255, required=True, metadata=FILLED)
    content = Line(required=True, metadata=FILLED)
    summary = FreeText(None)
    category = FreeText(120)
    tags = Tags()
    is_published = Truth()
    created_by = UserReference()


class Identified(Schema):
    """What the answer has before the fields of an asset."""

    id = fields.Int(required=True)


class Assigned(Schema):
    """What the answer has after the fields of an asset."""

    assigned_to: fields.Field[Any] = fields.Int(attribute="assignee_id", allow_none=True)
    assigned_to_name = Blank(255, attribute="assignee.shown_username")
    created_at = Stamp()
    updated_at = Stamp()


class SoftwareFields(Body):
    """A licence; what one vendor alone has is in the asset's `details`."""

    name = FreeText(255)
    category = Blank(120)
    vendor = Blank(150)
    version = Blank(100, attribute="details.version")
    license_type = Blank(120, attribute="details.license_type")
    license_key = Blank(255, attribute="details.license_key")
    serial_number = Blank(150)
    custom_tag = Blank(120)
    platform = Blank(120, attribute="details.platform")
    environment = Blank(120, attribute="details.environment")
    status = Blank(120)
    cost_center = Blank(120, attribute="details.cost_center")
    support_vendor = Blank(150, attribute="details.support_vendor")
    support_email = Blank(150, attribute="details.support_email")
    support_phone = Blank(80, attribute="details.support_phone")
    contract_url = Blank(255, attribute="details.contract_url")
    usage_scope = Blank(150, attribute="details.usage_scope")
    deployment_notes = Blank(None, attribute="notes")
    purchase_date = Day(attribute="details.purchase_date")
    expiration_date = Day(attribute="details.expiration_date")
    renewal_date = Day(attribute="details.renewal_date")
    assigned_on = Day(attribute="details.assigned_on")
    seats = Seats(attribute="quantity")
    assigned_to: fields.Field[Any] = UserReference(attribute="assignee_id")


class SoftwareAssetInput(SoftwareFields):
    """A licence to be entered."""

    needs = ("name",)
    hint = "name is required."

    name = FreeText(255, required=True, allow_none=False, metadata=FILLED)


class SoftwareChange(SoftwareFields):
    """Changes of a licence; what is missing stays."""

    inline: ClassVar[bool] = True

    @pre_load
    def _refuse_blank_name(self, data: dict[str, Any], **_: Any) -> dict[str, Any]:
        if "name" in data and _is_blank(data["name"]):
            raise ValidationError("name cannot be blank.")
        return data


class SoftwareAsset(Assigned, SoftwareFields, Identified):
    """A licence, as it stands."""


class SoftwareResponse(Schema):
    """One licence."""

    software = fields.Nested(SoftwareAsset, required=True)


class SoftwareList(Schema):
    """All licences asked for."""

    software = fields.List(fields.Nested(SoftwareAsset), required=True)


class SoftwareFilter(Schema):
    """What narrows the list: parts, in any letter case; an empty value is none."""

    vendor = fields.Str()
    name = fields.Str()


class HardwareAssetInput(Body):
    """A machine; what one vendor alone has is in the asset's `details`."""

    asset_tag = Blank(120)
    serial_number = Blank(150)
    custom_tag = Blank(120)
    category = Blank(120)
    type = Blank(120)
    manufacturer = Blank(150)
    model = Blank(150)
    cpu = Blank(150, attribute="details.cpu")
    ram_gb = Blank(50, attribute="details.ram_gb")
    storage = Blank(120, attribute="details.storage")
    gpu = Blank(150, attribute="details.gpu")
    operating_system = Blank(150, attribute="details.operating_system")
    ip_address = Blank(50, attribute="details.ip_address")
    mac_address = Blank(50, attribute="details.mac_address")
    hostname = Blank(150, attribute="details.hostname")
    location = Blank(150)
    rack = Blank(100, attribute="details.rack")
    status = Blank(120)
    condition = Blank(120, attribute="details.condition")
    support_vendor = Blank(150, attribute="details.support_vendor")
    support_contract = Blank(150, attribute="details.support_contract")
    accessories = Blank(255, attribute="details.accessories")
    power_supply = Blank(120, attribute="details.power_supply")
    bios_version = Blank(120, attribute="details.bios_version")
    firmware_version = Blank(120, attribute="details.firmware_version")
    notes = Blank(None)
    purchase_date = Day(attribute="details.purchase_date")
    warranty_end = Day(attribute="details.warranty_end")
    assigned_on = Day(attribute="details.assigned_on")
    assigned_to: fields.Field[Any] = UserReference(attribute="assignee_id")


class HardwareAsset(Assigned, HardwareAssetInput, Identified):
    """A machine, as it stands."""


class HardwareResponse(Schema):
    """One machine."""

    hardware = fields.Nested(HardwareAsset, required=True)


class HardwareList(Schema):
    """All machines asked for."""

    hardware = fields.List(fields.Nested(HardwareAsset), required=True)


class HardwareFilter(Schema):
    """What narrows the list: parts, in any letter case; an empty value is none."""

    manufacturer = fields.Str()
    category = fields.Str()

"""The vendor's things: where they are, bodies that make them, and their fields by contract 2.5."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from polydesk.testing.callers import Verbs

SOFTWARE = "/inventory/software"
HARDWARE = "/inventory/hardware"

TICKET = {"subject": "Printer jam", "description": "3rd floor"}
ARTICLE = {"title": "Reset VPN", "content": "1. Open"}

# in the order of the vendor's samples, which leave out `description`
TICKET_FIELDS = [
    "id",
    "subject",
    "description",
    "status",
    "priority",
    "department",
    "created_by",
    "assigned_to",
    "assignee",
    "created_at",
    "updated_at",
    "closed_at",
]
# in the order of the vendor's sample, which leaves out `content`, `updated_by` and `updated_at`
ARTICLE_FIELDS = [
    "id",
    "title",
    "summary",
    "content",
    "tags",
    "category",
    "is_published",
    "created_by",
    "updated_by",
    "created_at",
    "updated_at",
    "attachments",
]
CLIENT_FIELDS = [
    "id",
    "name",
    "default_user",
    "description",
    "prefix",
    "default_user_id",
    "created_at",
    "last_used_at",
    "revoked_at",
]


@dataclass(frozen=True)
class Kind:
    """A kind of asset. `lengths` are the texts and how long they may be, `notes` the endless one.

    `dates` and `numbers` have a value each; `required` is the least that makes an asset.
    """

    noun: str
    lengths: Mapping[str, int]
    notes: str
    dates: Mapping[str, str]
    numbers: Mapping[str, int] = field(default_factory=dict)
    required: Mapping[str, str] = field(default_factory=dict)

    @property
    def path(self) -> str:
        return f"/inventory/{self.noun}"

    @property
    def texts(self) -> list[str]:
        return [*self.lengths, self.notes]

    @property
    def others(self) -> list[str]:
        """The fields that are no texts."""
        return [*self.dates, *self.numbers, "assigned_to"]

    @property
    def full(self) -> dict[str, Any]:
        """A body with all fields but the assignee, as they come back."""
        texts = {name: f"some {name}" for name in self.lengths}
        return {**texts, self.notes: "line 1\nline 2", **self.dates, **self.numbers}

    @property
    def blank(self) -> dict[str, Any]:
        """What is shown of an asset of which the least is known, but for its id and times."""
        unset = dict.fromkeys(self.full, "")
        return {**unset, **self.required, "assigned_to": None, "assigned_to_name": ""}

    def create(self, client: Verbs, **fields: Any) -> Any:
        """A new asset, as it is answered."""
        response = client.post(self.path, json={**self.required, **fields})
        assert response.status_code == 201, response.text
        return response.json[self.noun]  # type: ignore[index]


KINDS = {
    SOFTWARE: Kind(
        "software",
        lengths={
            "name": 255,
            "category": 120,
            "vendor": 150,
            "version": 100,
            "license_type": 120,
            "license_key": 255,
            "serial_number": 150,
            "custom_tag": 120,
            "platform": 120,
            "environment": 120,
            "status": 120,
            "cost_center": 120,
            "support_vendor": 150,
            "support_email": 150,
            "support_phone": 80,
            "contract_url": 255,
            "usage_scope": 150,
        },
        notes="deployment_notes",
        dates={
            "purchase_date": "2025-01-01",
            "expiration_date": "2026-06-30",
            "renewal_date": "2026-05-31",
            "assigned_on": "2025-02-01",
        },
        numbers={"seats": 25},
        required={"name": "Visio"},
    ),
    HARDWARE: Kind(
        "hardware",
        lengths={
            "asset_tag": 120,
            "serial_number": 150,
            "custom_tag": 120,
            "category": 120,
            "type": 120,
            "manufacturer": 150,
            "model": 150,
            "cpu": 150,
            "ram_gb": 50,
            "storage": 120,
            "gpu": 150,
            "operating_system": 150,
            "ip_address": 50,
            "mac_address": 50,
            "hostname": 150,
            "location": 150,
            "rack": 100,
            "status": 120,
            "condition": 120,
            "support_vendor": 150,
            "support_contract": 150,
            "accessories": 255,
            "power_supply": 120,
            "bios_version": 120,
            "firmware_version": 120,
        },
        notes="notes",
        dates={
            "purchase_date": "2025-01-01",
            "warranty_end": "2028-01-01",
            "assigned_on": "2025-02-01",
        },
    ),
}

THINGS = [("/tickets", "ticket"), (SOFTWARE, "software"), (HARDWARE, "hardware")]
NEW = {"/tickets": TICKET, "/knowledge": ARTICLE, SOFTWARE: {"name": "x"}, HARDWARE: {"model": "x"}}
"""The least that makes a thing, by path."""


def made(client: Verbs, path: str, **fields: Any) -> Any:
    """A new thing, as it is answered."""
    (thing,) = client.post(path, json={**NEW[path], **fields}).json.values()  # type: ignore[union-attr]
    return thing


def listing(client: Verbs) -> list[Any]:
    """All that is listed."""
    return [client.get(path).json for path in ("/tickets", SOFTWARE, HARDWARE, "/knowledge?q=e")]

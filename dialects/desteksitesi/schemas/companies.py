"""Companies and departments on the wire. Source: contract 7.12 and 7.16."""

from typing import Any

from marshmallow import fields

from polydesk.dialects.desteksitesi.fields import Int, Line, Text
from polydesk.dialects.desteksitesi.schemas.users import line
from polydesk.kit.fields import Schema

_NULL: dict[str, Any] = {"allow_none": True}


def _joined(company: Any) -> str | None:
    return ";".join(company.domains) or None


class Domains(Line):
    """Domains in one text, with semicolons between them."""

    def _deserialize(self, value: Any, *given: Any, **kwargs: Any) -> Any:
        return super()._deserialize(value, *given, **kwargs).split(";")


class Company(Schema):
    """A company."""

    CompanyID = fields.Int(attribute="id")
    Name = fields.Str(attribute="name")
    EmailDomain = fields.Function(_joined, metadata={"type": "string", "nullable": True})
    Notes = fields.Str(attribute="notes", **_NULL)


class Department(Schema):
    """A department."""

    DepartmentID = fields.Int(attribute="id")
    Name = fields.Str(attribute="name")


class NewCompany(Schema):
    """A company to be made, unless there is one of that name."""

    name = line("name", required=True)
    emailDomains = Domains(attribute="domains")


class CompanyChange(Schema):
    """A company to be changed: what is blank stays."""

    id = Int(required=True)
    name = line("name")
    notes = Text()
    emailDomains = Domains(attribute="domains")

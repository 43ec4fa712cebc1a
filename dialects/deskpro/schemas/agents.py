"""Agents' teams and groups. Source: contract 9.4."""

from collections.abc import Mapping, Sequence
from typing import ClassVar

from marshmallow import ValidationError, fields

from polydesk.core import models
from polydesk.core.text import key
from polydesk.dialects.deskpro.fields import Given, Line
from polydesk.dialects.deskpro.flaws import Flaw
from polydesk.dialects.deskpro.refs import Refs
from polydesk.dialects.deskpro.sideload import Shows


class Team(Shows):
    """Agents who answer together."""

    points: ClassVar[Mapping[str, Sequence[str]]] = {"person": ("members",)}

    id = fields.Int(required=True)
    name = fields.Str()
    avatar = fields.Raw(metadata={"nullable": True})
    members = fields.Raw(metadata={"type": "array", "items": {"type": "integer"}})


def _fits(name: str) -> None:
    if len(key(name)) > 255:  # a folded letter may be three
        raise ValidationError(Flaw("too_long"))


class NewTeam(Given):
    """What is written of a team."""

    reads = Team

    name = Line(required=True, validate=_fits)
    members = Refs(models.Person)


class AgentGroup(Shows):
    """A group that agents have their permissions by."""

    id = fields.Int(required=True)
    title = fields.Str()

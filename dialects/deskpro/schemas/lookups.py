"""What tickets, people and articles are sorted by. Source: contract 9.3, 10.7 and 12."""

from typing import ClassVar

from marshmallow import fields

from polydesk.dialects.deskpro.fields import Given, Id, Line, Number, Truth
from polydesk.dialects.deskpro.refs import OneOf
from polydesk.dialects.deskpro.sideload import Shows

BRAND = 1
"""The id of the only brand that there is."""


class Department(Shows):
    """A department; `agents` are the ids of those who answer there."""

    points: ClassVar = {
        "department": ("parent", "children"),
        "person": ("agents",),
        "brand": ("brands",),
    }

    id = fields.Int(required=True)
    parent = fields.Int(required=True, allow_none=True)
    children = fields.List(fields.Int(), required=True)
    title = fields.Str(required=True)
    user_title = fields.Str(required=True)
    is_tickets_enabled = fields.Bool(required=True)
    is_chat_enabled = fields.Bool(required=True)
    display_order = fields.Int(required=True)
    avatar = fields.Raw(required=True, metadata={"type": "object", "nullable": True})
    brands = fields.List(fields.Int(), required=True)
    agents = fields.List(fields.Int(), required=True)


class NewDepartment(Given):
    """What is written of a department."""

    reads = Department

    title = Line(required=True)
    user_title = Line(allow_none=True)
    parent = Id(allow_none=True)
    is_tickets_enabled = Truth()
    is_chat_enabled = Truth()
    display_order = Number()
    avatar = Line(allow_none=True)
    brands = OneOf((BRAND,))


class Star(Shows):
    """A mark that an agent puts on tickets."""

    id = fields.Int(required=True)
    name = fields.Str(required=True)
    color = fields.Str(required=True)
    hex = fields.Str(required=True)


class StarChange(Given):
    """Another name of a star."""

    reads = Star

    name = Line(required=True)


class Status(Shows):
    """A status that tickets can have; `status_type` is what the vendor's rules look at."""

    id = fields.Int(required=True)
    title = fields.Str(required=True)
    status_type = fields.Str(required=True)
    status_code = fields.Str(required=True)


class Node(Shows):
    """A product or a workflow."""

    id = fields.Int(required=True)
    parent = fields.Int(required=True, allow_none=True)
    title = fields.Str(required=True)
    display_order = fields.Int(required=True)


class Category(Node):
    """A category of tickets."""

    points: ClassVar = {"category": ("parent",)}


class Priority(Shows):
    """A priority; `priority` is what it is sorted by, the most urgent last."""

    id = fields.Int(required=True)
    title = fields.Str(required=True)
    priority = fields.Int(required=True)


class Brand(Shows):
    """The one name under which the desk works."""

    id = fields.Int(required=True)
    name = fields.Str(required=True)
    is_default = fields.Bool(required=True)


class Language(Shows):
    """A language that people and articles can have."""

    id = fields.Int(required=True)
    title = fields.Str(required=True)
    locale = fields.Str(required=True)


class UserGroup(Shows):
    """People who may read the same."""

    id = fields.Int(required=True)
    title = fields.Str(required=True)
    is_agent_group = fields.Bool(required=True)

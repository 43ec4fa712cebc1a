"""What tickets are sorted by, and the roles of users. Source: contract 1.4, "Settings", and 1.5."""

from typing import Any

from marshmallow import fields

from polydesk.core.desk import Desk
from polydesk.core.models import Category as CategoryRow
from polydesk.dialects.helpdeskpro.sanctum import vocabulary
from polydesk.dialects.helpdeskpro.sanctum.fields import (
    Known,
    Line,
    Mapped,
    Schema,
    Truth,
    maybe,
)
from polydesk.dialects.helpdeskpro.sanctum.schemas.people import Role


class Named(Schema):
    """What tickets are sorted by, also within other things."""

    id = fields.Int()
    name = fields.Str()


class Status(Named):
    """Where a ticket stands."""

    slug = fields.Str()


class Category(Named):
    """A category, or one below it."""

    color = maybe("string")
    department_id = maybe("integer")
    parent_id = maybe("integer")


class NewNamed(Schema):
    """A priority, a department or a type to be made."""

    name = Line(100, required=True)


class NewStatus(Schema):
    """A status to be made, whose slug follows from its name."""

    name = Line(50, required=True)


class StatusChange(Schema):
    """What is sent of a status."""

    name = Line(50, allow_none=False)
    slug = Line(50)


class CategoryDetail(Category):
    """A category, with what it refers to."""

    department = fields.Nested(Named, allow_none=True)
    parent = fields.Nested(Category, allow_none=True)


def _parent(desk: Desk, id: int) -> CategoryRow | None:
    chosen = vocabulary.category_row(desk, id)
    return None if chosen is None else desk.find(CategoryRow, chosen)


class NewCategory(Schema):
    """A category to be made; below a parent it is a sub-category."""

    name = Line(100, required=True)
    color = Line(50)
    department_id = Known(vocabulary.department_row)
    parent_id = Known(_parent, attribute="parent")


class RoleDetail(Role):
    """A role, with its times, which are text already."""

    created_at = maybe("string")
    updated_at = maybe("string")


class _Rights(Schema):
    read = Truth()
    update = Truth()
    create = Truth()
    delete = Truth()


class Access(Mapped):
    """What a role may do: some of `read`, `update`, `create` and `delete`."""

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> dict[str, Any]:
        given = super()._deserialize(value, attr, data, **kwargs)
        found: dict[str, Any] = _Rights().load(given)
        return found


class NewRole(Schema):
    """A role to be made."""

    name = Line(50, required=True)
    slug = Line(50, required=True)
    access = Access(required=True)

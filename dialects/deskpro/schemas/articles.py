"""Articles. Source: contract 9.6 and 12."""

from typing import Any, ClassVar

from marshmallow import ValidationError, fields
from sqlalchemy import select

from polydesk.core.desk import current_desk
from polydesk.core.models import MAX_ID, Person, Record
from polydesk.dialects.deskpro.fields import Body, Choice, Given, Ids, Line, Listed, Stamp, Words
from polydesk.dialects.deskpro.flaws import Flaw
from polydesk.dialects.deskpro.periods import Period
from polydesk.dialects.deskpro.query import Listing
from polydesk.dialects.deskpro.refs import Of, Ref
from polydesk.dialects.deskpro.settings import DIALECT
from polydesk.dialects.deskpro.sideload import Shows
from polydesk.dialects.deskpro.vocabulary import ARTICLE_STATUSES

CATEGORIES = "article_categories"
"""The records that articles are sorted by."""


class Article(Shows):
    """A text for people to help themselves with."""

    points: ClassVar = {"person": ("person",), "language": ("language",)}

    id = fields.Int(required=True)
    person = fields.Int(required=True)
    language = fields.Int(required=True, allow_none=True)
    slug = fields.Str(required=True)
    title = fields.Str(required=True)
    content = fields.Str(required=True)
    view_count = fields.Int(required=True)
    total_rating = fields.Int(required=True)
    num_comments = fields.Int(required=True)
    num_ratings = fields.Int(required=True)
    status = fields.Str(required=True)
    categories = fields.List(fields.Int(), required=True)
    labels = fields.List(fields.Str(), required=True)
    date_created = Stamp(required=True)
    date_updated = Stamp(required=True)
    date_published = Stamp(required=True, allow_none=True)


class Categories(Ids):
    """The ids of categories that there are."""

    def _deserialize(self, value: Any, *args: Any, **kwargs: Any) -> list[int]:
        ids = super()._deserialize([value] if isinstance(value, int) else value, *args, **kwargs)
        known = select(Record.id).filter_by(dialect=DIALECT, collection=CATEGORIES)
        asked = known.where(Record.id.in_([id for id in ids if id <= MAX_ID]))
        found = set(current_desk().session.scalars(asked)) if ids else set()
        wrong = {at: [Flaw("bad_choice")] for at, id in enumerate(ids) if id not in found}
        if wrong:
            raise ValidationError(wrong)
        return ids


class NewArticle(Given):
    """What is written of an article."""

    reads = Article

    title = Line(required=True)
    content = Body(required=True)
    content_input_type = Choice(("rte", "html", "text"))
    status = Choice(ARTICLE_STATUSES)
    categories = Categories()
    person = Ref(Person)
    language = Of("language", allow_none=True)
    labels = Words()


class ArticleListing(Listing):
    """What a list of articles may be narrowed to."""

    author = Listed()
    category = Listed()
    status = Listed()
    hidden_status = Listed()
    period_created = Period()
    period_updated = Period()
    period_published = Period()
    period_last_comment = Period()

"""The knowledge base. Source: contract 6.5."""

from typing import Any

from polydesk.core import knowledge
from polydesk.core.desk import Desk
from polydesk.core.errors import Forbidden
from polydesk.core.models import Category
from polydesk.dialects.desteksitesi import articles, marks, sight, uploads
from polydesk.dialects.desteksitesi.method import Methods
from polydesk.dialects.desteksitesi.schemas import knowledge as schemas

routes = Methods("knowledge", tag="Knowledge base")


@routes.method("GET", "Articles", given=schemas.ArticleFilter(), gives=schemas.ArticleList())
def index(desk: Desk, given: dict[str, Any]) -> Any:
    """List the articles, without their texts.

    Source: contract 6.5, method 52, and 7.14.
    """
    return articles.listed(desk, given.get("category_id"))


@routes.method(
    "GET",
    "Article",
    both=False,
    given=schemas.ArticleKey(),
    gives=schemas.Article(),
    errors=(404,),
)
def show(desk: Desk, given: dict[str, Any]) -> Any:
    """Show an article.

    Source: contract 6.5, method 53, and 7.14.
    """
    return articles.detail(desk, given["id"])


@routes.method(
    "POST",
    "Article",
    both=False,
    at=sight.tech,
    given=schemas.NewArticle(),
    files=uploads.PARTS,
    gives={"type": "integer"},
    errors=(404,),
)
def create(desk: Desk, given: dict[str, Any]) -> Any:
    """Write an article.

    Source: contract 6.5, method 54.
    """
    category = desk.get(Category, given["category_id"])
    author = desk.person
    if author is None:
        raise Forbidden("article.create")
    body, format = marks.posted(desk, given["body"], where="articles")
    article = knowledge.create(
        desk,
        title=given["subject"],
        body=body,
        format=format,
        author=author,
        category=category,
        techs_only=given["techs_only"],
        files=uploads.store(desk, uploads.read()),
    )
    return article.id

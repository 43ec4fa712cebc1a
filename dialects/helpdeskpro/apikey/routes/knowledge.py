"""The knowledge base: searched and written, not changed."""

from typing import Any

from sqlalchemy.orm import joinedload, selectinload

from polydesk.core import catalogue, knowledge, search
from polydesk.core.desk import Desk
from polydesk.core.models import Article
from polydesk.dialects.helpdeskpro.apikey import schemas, settings
from polydesk.dialects.helpdeskpro.apikey.people import author
from polydesk.kit.routes import Routes

routes = Routes("knowledge", tag="Knowledge", errors=(400, 401))

MOST = 50


@routes.get("/knowledge", query=schemas.KnowledgeQuery(), gives=schemas.KnowledgeResults())
def index(desk: Desk, query: dict[str, str]) -> Any:
    """Published articles that contain the text, last changed first, at most 50.

    Source: seed, 5.1; contract 2.4 and 2.7.
    """
    found = (
        knowledge.published()
        .where(search.containing(Article, query["q"]))
        .order_by(Article.updated_at.desc(), Article.id.desc())
        .limit(MOST)
        .options(
            joinedload(Article.category),
            selectinload(Article.tag_uses),
            selectinload(Article.files),
        )
    )
    return {"results": [_shown(desk, article) for article in desk.all(found)]}


@routes.post("/knowledge", json=schemas.NewArticle(), gives=schemas.KnowledgeResponse(), status=201)
def create(desk: Desk, json: dict[str, Any]) -> Any:
    """Write an article, and store its version 1.

    Source: seed, 5.2; contract 2.4, 2.8 and 2.10 (Q-A1).
    """
    category = json.get("category")
    article = knowledge.create(
        desk,
        title=json["title"],
        body=json["content"],
        author=author(desk, json.get("created_by")),
        summary=json.get("summary"),
        category=catalogue.category(desk, category) if category else None,
        tags=json.get("tags") or [],
        published=json.get("is_published", True),
    )
    return {"article": _shown(desk, article)}


def _shown(desk: Desk, article: Article) -> dict[str, Any]:
    """The article, with its tags in the form that the world is set to; contract 2.10 (Q-A1)."""
    tags: list[str] | str | None = [use.name for use in article.tag_uses]
    if settings.of(desk, "tags") == "string":
        tags = ",".join(tags) if tags else None
    return {"article": article, "tags": tags}

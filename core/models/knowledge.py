"""What the desk knows: articles, with every version they had."""

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from polydesk.core.models.base import Base, Entity
from polydesk.core.models.catalogue import Category, Tag
from polydesk.core.models.files import File
from polydesk.core.models.people import Person
from polydesk.core.models.tickets import Format


class Article(Entity):
    """A text for people to help themselves with."""

    __tablename__ = "article"

    title: Mapped[str] = mapped_column(String(255))
    summary: Mapped[str | None] = mapped_column(Text)
    body: Mapped[str] = mapped_column(Text)
    format: Mapped[Format] = mapped_column(default=Format.TEXT)
    category_id: Mapped[int | None] = mapped_column(ForeignKey("category.id"), index=True)
    published: Mapped[bool] = mapped_column(default=True)
    techs_only: Mapped[bool] = mapped_column(default=False)
    author_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    updated_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    category: Mapped[Category | None] = relationship()
    author: Mapped[Person] = relationship(foreign_keys=[author_id])
    updated_by: Mapped[Person | None] = relationship(foreign_keys=[updated_by_id])
    files: Mapped[list[File]] = relationship(
        order_by=File.created_at.desc(), cascade="all, delete-orphan"
    )
    tag_uses: Mapped[list["ArticleTag"]] = relationship(
        order_by="ArticleTag.position", cascade="all, delete-orphan"
    )
    versions: Mapped[list["ArticleVersion"]] = relationship(
        order_by="ArticleVersion.number", cascade="all, delete-orphan"
    )


class ArticleTag(Base):
    """A tag on an article, in its place and as it was spelled there."""

    __tablename__ = "article_tag"

    article_id: Mapped[int] = mapped_column(ForeignKey("article.id"), index=True)
    tag_id: Mapped[int] = mapped_column(ForeignKey("tag.id"), index=True)
    position: Mapped[int]
    name: Mapped[str] = mapped_column(String(255))

    tag: Mapped[Tag] = relationship()


class ArticleVersion(Base):
    """An article as it once stood; number 1 is how it was made."""

    __tablename__ = "article_version"

    article_id: Mapped[int] = mapped_column(ForeignKey("article.id"), index=True)
    number: Mapped[int]
    title: Mapped[str] = mapped_column(String(255))
    summary: Mapped[str | None] = mapped_column(Text)
    body: Mapped[str] = mapped_column(Text)
    author_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    author: Mapped[Person | None] = relationship()

"""Files, and their bytes: stored once however often they are attached."""

from sqlalchemy import ForeignKey, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from polydesk.core.models.base import Base, Entity


class Blob(Base):
    """The bytes behind one SHA-256; any number of files may share them."""

    __tablename__ = "blob"

    sha256: Mapped[str] = mapped_column(String(64), unique=True)
    data: Mapped[bytes] = mapped_column(LargeBinary, deferred=True)


class File(Entity):
    """A named file of at most one owner: a message, an article, an asset, or nobody yet.

    `author` brought it, if that is known. `size` is in bytes. `text` is what could be read out of
    it for the search.
    """

    __tablename__ = "file"

    name: Mapped[str] = mapped_column(String(255))
    media_type: Mapped[str] = mapped_column(String(255))
    size: Mapped[int]
    text: Mapped[str] = mapped_column(Text, default="", deferred=True)
    author_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    blob_id: Mapped[int] = mapped_column(ForeignKey("blob.id"), index=True)
    message_id: Mapped[int | None] = mapped_column(ForeignKey("message.id"), index=True)
    article_id: Mapped[int | None] = mapped_column(ForeignKey("article.id"), index=True)
    asset_id: Mapped[int | None] = mapped_column(ForeignKey("asset.id"), index=True)

    blob: Mapped[Blob] = relationship()

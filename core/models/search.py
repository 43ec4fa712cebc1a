"""What can be searched, and the full-text index over it, kept by the database itself."""

from sqlalchemy import DDL, String, Text, UniqueConstraint, event
from sqlalchemy.orm import Mapped, mapped_column

from polydesk.core.models.base import Base


class SearchDocument(Base):
    """What can be found of one row: `about` is its table's name.

    `text` is folded (`polydesk.core.text.fold`) and searched for parts; `words` are the different
    words of it (`polydesk.core.search.words`), in the same form for every database, and indexed.
    """

    __tablename__ = "search_document"
    __table_args__ = (
        UniqueConstraint("about", "about_id"),
        {"sqlite_autoincrement": True},
    )

    about: Mapped[str] = mapped_column(String(40))
    about_id: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    words: Mapped[str] = mapped_column(Text)


_table = SearchDocument.__table__

event.listen(
    _table,
    "after_create",
    DDL(  # type: ignore[no-untyped-call]
        "CREATE INDEX ix_search_document_words ON search_document "
        "USING gin (to_tsvector('simple'::regconfig, words))"
    ).execute_if(dialect="postgresql"),
)

_AT_ONCE = 500
"""So many new documents SQLite indexes together: one by one each costs as much as its ticket.

Those behind the number in `search_tail` are not indexed yet, and looked through one by one.
"""
_ADD_TAIL = (
    "INSERT INTO search_words(rowid, words) SELECT id, words FROM search_document "
    "WHERE id > (SELECT indexed FROM search_tail)"
)
_TAKE_OLD = (
    "INSERT INTO search_words(search_words, rowid, words) VALUES ('delete', old.id, old.words)"
)
_IS_INDEXED = "old.id <= (SELECT indexed FROM search_tail)"

for _statement in (
    "CREATE VIRTUAL TABLE search_words USING fts5("
    "words, content='search_document', content_rowid='id', "
    "tokenize='unicode61 remove_diacritics 0', detail=none, columnsize=0)",
    "CREATE TABLE search_tail (indexed INTEGER NOT NULL)",
    "INSERT INTO search_tail VALUES (0)",
    f"CREATE TRIGGER search_words_insert AFTER INSERT ON search_document "
    f"WHEN new.id % {_AT_ONCE} = 0 "
    f"BEGIN {_ADD_TAIL}; UPDATE search_tail SET indexed = new.id; END",
    f"CREATE TRIGGER search_words_delete AFTER DELETE ON search_document WHEN {_IS_INDEXED} "
    f"BEGIN {_TAKE_OLD}; END",
    f"CREATE TRIGGER search_words_update AFTER UPDATE ON search_document WHEN {_IS_INDEXED} "
    f"BEGIN {_TAKE_OLD}; "
    "INSERT INTO search_words(rowid, words) VALUES (new.id, new.words); END",
):
    _made = DDL(_statement.replace("%", "%%"))  # type: ignore[no-untyped-call]
    event.listen(_table, "after_create", _made.execute_if(dialect="sqlite"))

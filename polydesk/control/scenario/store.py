"""Drafts into rows."""

import base64
import binascii
from itertools import groupby
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from polydesk.control.scenario import absent, ids
from polydesk.control.scenario.lists import every
from polydesk.control.scenario.read import Draft, Problems
from polydesk.core import knowledge, settings, tickets
from polydesk.core.desk import Desk
from polydesk.core.models import (
    Article,
    Base,
    Blob,
    Delivery,
    File,
    Rule,
    Ticket,
)
from polydesk.core.worlds import STANDARD

_AT_ONCE = 500
"""How many articles are read at once to be indexed."""


def read_files(drafts: list[Draft], problems: Problems) -> dict[Draft, bytes]:
    """The bytes of all files."""
    data = {}
    for draft in drafts:
        if draft.schema.model is File:
            data[draft] = _bytes(draft, problems)
    return data


def _bytes(draft: Draft, problems: Problems) -> bytes:
    if ("text" in draft.also) is ("base64" in draft.also):
        problems.add(draft.path, "needs either text or base64")
        return b""
    if "text" in draft.also:
        return bytes(draft.also["text"].encode())
    try:
        return base64.b64decode(draft.also["base64"], validate=True)
    except (binascii.Error, ValueError):
        problems.add(f"{draft.path}.base64", "must be base64")
        return b""


def put(
    desk: Desk, drafts: list[Draft], data: dict[Draft, bytes], last: dict[str, int], *, whole: bool
) -> dict[Draft, Base]:
    """Store the drafts, and let them be searched; `last` are the ids that are given out then."""
    if whole:
        _clear(desk)
    _put_blobs(desk, data)
    ids.let_stand(desk, last)
    rows: dict[Draft, Base] = {}
    order = {list_.model: place for place, list_ in enumerate(every())}
    for _, group in groupby(
        sorted(drafts, key=lambda draft: order[draft.schema.model]),
        lambda draft: draft.schema.model,
    ):
        ones = list(group)
        made = {draft: _row(desk, draft) for draft in ones}
        desk.add_all([row for draft, row in made.items() if not draft.stored])
        rows |= made
    if whole:
        ids.let_stand(desk, last)
    tickets.reindex(desk, *(row for row in rows.values() if isinstance(row, Ticket)))
    _reindex_articles(desk, [row for row in rows.values() if isinstance(row, Article)])
    desk.session.flush()
    desk.posted = desk.posted or any(isinstance(row, Delivery | Rule) for row in rows.values())
    return rows


def _reindex_articles(desk: Desk, articles: list[Article]) -> None:
    loads = select(Article).options(
        selectinload(Article.tag_uses), selectinload(Article.files).undefer(File.text)
    )
    for start in range(0, len(articles), _AT_ONCE):
        some = articles[start : start + _AT_ONCE]
        desk.all(loads.where(Article.id.in_([article.id for article in some])))
        knowledge.reindex(desk, *some)


def _clear(desk: Desk) -> None:
    for model in STANDARD:
        for row in desk.session.scalars(select(model)):
            desk.session.delete(row)
    desk.session.flush()


def _put_blobs(desk: Desk, data: dict[Draft, bytes]) -> None:
    digests = {draft: absent.file(draft, content) for draft, content in data.items()}
    contents = {digests[draft]: content for draft, content in data.items()}
    known = set(desk.session.scalars(select(Blob.sha256).where(Blob.sha256.in_(contents))))
    desk.add_all([Blob(sha256=d, data=c) for d, c in contents.items() if d not in known])
    query = select(Blob.sha256, Blob.id).where(Blob.sha256.in_(contents))
    blobs = dict(desk.session.execute(query).all())
    for draft, digest in digests.items():
        draft.values["blob_id"] = blobs[digest]


def _row(desk: Desk, draft: Draft) -> Base:
    if draft.stored:
        row = desk.session.get_one(draft.schema.model, draft.id)
        for column, value in draft.values.items():
            setattr(row, column, value)
        return row
    # rows that all say the same columns go into the store in one INSERT: so with the defaults
    return draft.schema.model(**draft.schema.defaults() | draft.values | {"id": draft.id})


def put_settings(desk: Desk, given: dict[str, dict[str, Any]]) -> None:
    """Store the settings."""
    for dialect, values in given.items():
        for name, value in values.items():
            settings.put(desk, dialect, name, value)

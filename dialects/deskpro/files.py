"""Files as the vendor has them: blobs by their codes, and what is attached to messages.

A file is a blob and, beside a message, an attachment, both of its id. Its code opens it for
anybody, so nobody guesses it: it is made of the file's ULID and of what is in the file, and who
knows both has it already. Source: contract 9.7, 9.8, 10.2 and 10.5.
"""

import hashlib
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from marshmallow import ValidationError
from sqlalchemy import or_
from sqlalchemy.orm import joinedload

from polydesk.core import files as stored
from polydesk.core.desk import Desk, current_desk
from polydesk.core.errors import Invalid
from polydesk.core.models import MAX_ID, File, Message, Ticket
from polydesk.dialects.deskpro.fields import REQUIRED, Truth, Value, whole
from polydesk.dialects.deskpro.flaws import Flaw
from polydesk.dialects.deskpro.letters import spelled
from polydesk.dialects.deskpro.settings import DIALECT

THERE = stored.BESIDE.where(
    or_(Ticket.deleted_at.is_(None), Ticket.deleted_reason == "spam")
).options(joinedload(File.blob, innerjoin=True))
"""The files, but for those of messages, and of tickets, that are deleted; spam is there."""
MOST = 1000
"""How many files can be named at once."""
_INLINE = "is_inline"
_LENGTH = 20
_AUTH = re.compile(rf"(?:\d{{1,19}}-)?(\d{{1,19}})([A-Z0-9]{{{_LENGTH}}})", re.ASCII)


def auth(file: File) -> str:
    """What opens a file, and begins with its id: `blob_auth`."""
    digest = hashlib.sha256(f"{DIALECT} {file.ulid} {file.blob.sha256}".encode()).digest()
    return f"{file.id}{spelled(digest[:_LENGTH])}"


def auth_id(file: File) -> str:
    """The other name of a file: `blob_auth_id`."""
    return f"{file.id}-{auth(file)}"


def find_all(desk: Desk, codes: Iterable[str]) -> Mapping[str, File]:
    """The files that have these codes, in either form, by code; in a writing desk they are locked.

    One statement.
    """
    ids = {code: int(found[1]) for code in codes if (found := _AUTH.fullmatch(code))}
    there = by_id(desk, ids.values())
    files = {code: there[id] for code, id in ids.items() if id in there}
    return {code: file for code, file in files.items() if code in (auth(file), auth_id(file))}


def by_id(desk: Desk, ids: Iterable[int]) -> Mapping[int, File]:
    """The files of these ids; as `find_all`."""
    wanted = {id for id in ids if 0 < id <= MAX_ID}
    if not wanted:
        return {}
    query = THERE.where(File.id.in_(wanted)).order_by(File.id)
    if desk.writes:
        query = query.with_for_update(of=File, key_share=True)
        query = query.execution_options(populate_existing=True)
    return {file.id: file for file in desk.all(query)}


def find(desk: Desk, name: Any) -> File | None:
    """The file that has this id, as a number or its digits, or this code in either form."""
    id = whole(name)
    if id is not None:
        return by_id(desk, [id]).get(id)
    return find_all(desk, [name]).get(name) if isinstance(name, str) else None


class BlobId(Value):
    """A file that there is, by its id or its code; the id inside."""

    kind = "integer"

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> int:
        found = find(current_desk(), value)
        if found is None:
            raise ValidationError(Flaw("bad_choice"))
        return found.id


def is_inline(file: File) -> bool:
    """Whether a file is shown in the text that it is attached to."""
    return file.extras.get(DIALECT, {}).get(_INLINE) is True


@dataclass(frozen=True)
class Piece:
    """A file that is to be attached; one that is named by its id is attached already."""

    file: File
    inline: bool
    is_kept: bool = False


class Attached(Value):
    """What is to be attached: blobs by their codes, in a list or in a map whose keys say nothing.

    An id is that of an attachment, as messages show them; see `attach`.
    """

    kind = "array"

    def __init__(self, *, inline: bool = False, **kwargs: Any) -> None:
        self._inline = inline
        kinds = [{"type": "array", "items": {}}, {"type": "object"}]
        super().__init__(allow_none=True, metadata={"oneOf": kinds}, **kwargs)

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> list[Piece]:
        if not isinstance(value, list | Mapping):
            raise self.make_error("invalid")
        if len(value) > MOST:
            raise ValidationError(Flaw("too_long"))
        given = dict(value if isinstance(value, Mapping) else enumerate(value))
        desk = current_desk()
        coded = find_all(desk, [code for item in given.values() if (code := _code(item))])
        kept = by_id(desk, [id for item in given.values() if (id := whole(item)) is not None])
        pieces: list[Piece] = []
        wrong: dict[Any, Any] = {}
        for key, item in given.items():
            try:
                pieces.append(self._piece(item, coded, kept))
            except ValidationError as error:
                wrong[f"{self.name}_{key}"] = error.messages
        if wrong:
            raise ValidationError(wrong)
        return pieces

    def _piece(self, item: Any, coded: Mapping[str, File], kept: Mapping[int, File]) -> Piece:
        id = whole(item)
        if id is not None:
            if id not in kept:
                raise ValidationError(Flaw("bad_choice"))
            return Piece(kept[id], self._inline or is_inline(kept[id]), is_kept=True)
        if not isinstance(item, Mapping):
            raise ValidationError(Flaw("invalid"))
        if item.get("blob_auth") in (None, ""):
            raise ValidationError({"blob_auth": [REQUIRED]})
        code = _code(item)
        if code not in coded:
            raise ValidationError({"blob_auth": [Flaw("bad_choice")]})
        inline = self._inline if item.get(_INLINE) is None else _read_inline(item[_INLINE])
        return Piece(coded[code], inline)


_TRUTH = Truth()


def _read_inline(value: Any) -> bool:
    try:
        return bool(_TRUTH.deserialize(value))
    except ValidationError as error:
        raise ValidationError({_INLINE: error.messages}) from error


def _code(item: Any) -> str:
    code = item.get("blob_auth") if isinstance(item, Mapping) else None
    return code if isinstance(code, str) else ""


def attach(desk: Desk, pieces: Collection[Piece], message: Message | None = None) -> list[File]:
    """The files to put beside a message, each once; None is one that is yet to be made.

    A file that is another's already is copied. Raises Invalid for the id of an attachment of any
    other message.
    """
    files: dict[int, File] = {}
    for piece in pieces:
        file = piece.file
        is_ours = message is not None and file.message_id == message.id
        if piece.is_kept and not is_ours:
            raise Invalid({"attachments": [Flaw("bad_choice")]})
        if file.id in files:
            continue
        files[file.id] = file if is_ours or is_free(file) else _copy(desk, file)
        _mark(files[file.id], piece.inline)
    return list(files.values())


def is_free(file: File) -> bool:
    """Whether a file is nobody's yet."""
    return file.message_id is None and file.article_id is None and file.asset_id is None


def _copy(desk: Desk, file: File) -> File:
    return File(
        name=file.name,
        media_type=file.media_type,
        size=file.size,
        text=file.text,
        author_id=desk.person_id,
        blob=file.blob,
        extras={},
    )


def _mark(file: File, inline: bool) -> None:
    if is_inline(file) != inline:
        own = {**file.extras.get(DIALECT, {}), _INLINE: inline}
        file.extras = {**file.extras, DIALECT: own}


def others(message: Message) -> Sequence[Piece]:
    """What is attached to a message beside its text, not in it."""
    return [Piece(file, False) for file in message.files if not is_inline(file)]


def all_of(given: Mapping[str, Any]) -> Iterator[Piece]:
    """What a message is to have attached, in its text or beside it."""
    yield from given.get("attachments") or ()
    yield from given.get("inline_attachments") or ()

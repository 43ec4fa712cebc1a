"""What several vendors' schemas need: a base for them, and fields."""

import copy
import re
from collections.abc import Mapping
from functools import cache, lru_cache
from typing import Any, ClassVar

import marshmallow
from marshmallow import EXCLUDE, fields, missing

EMAIL = re.compile(r"[^@\s,;<>\"]+@[^@\s,;<>\"]+")
"""How an e-mail address looks, to vendors who look no closer."""
_SHAPES = 1000
"""For how many forms of input it is remembered which fields read them."""


class Schema(marshmallow.Schema):
    """Ignores what it does not know, and reads `a.b` as None where `a` is None.

    `inline` schemas have no name of their own in the OpenAPI document.
    """

    inline: ClassVar[bool] = False

    class Meta:
        unknown = EXCLUDE

    @classmethod
    @cache
    def changing(cls) -> "Schema":
        """The schema of changes, of one of things to be made: the same keys, none of them needed.

        It has a name of its own in the document: `NewTicket` is changed by `TicketChange`.
        """
        name = f"{cls.__name__.removeprefix('New')}Change"
        schema: type[Schema] = type(name, (cls,), {"__doc__": cls.__doc__})
        return schema(partial=True)

    def get_attribute(self, obj: Any, attr: Any, default: Any) -> Any:
        """The value of `a.b`; None if `a` is None."""
        for name in str(attr).split("."):
            if obj is None:
                return None
            obj = obj.get(name, missing) if isinstance(obj, dict) else getattr(obj, name, missing)
            if obj is missing:
                return default
        return obj

    def _deserialize(self, data: Any, **kwargs: Any) -> Any:
        """As marshmallow's own, without asking the many fields that nothing was sent for."""
        if kwargs.get("many") or not isinstance(data, Mapping):
            return super()._deserialize(data, **kwargs)
        narrowed = _narrowed(self, frozenset(_keys(self).intersection(data)))
        return super(Schema, narrowed)._deserialize(data, **kwargs)


@lru_cache(_SHAPES)
def _keys(schema: Schema) -> frozenset[str]:
    return frozenset(field.data_key or name for name, field in schema.load_fields.items())


@lru_cache(_SHAPES)
def _narrowed(schema: Schema, sent: frozenset[str]) -> Schema:
    """The schema with those fields only that say something where nothing but this is sent."""
    narrowed = copy.copy(schema)
    narrowed.load_fields = {
        name: field
        for name, field in schema.load_fields.items()
        if (field.data_key or name) in sent or field.required or field.load_default is not missing
    }
    return narrowed


class Word(fields.Field[Any]):
    """A canonical value as a vendor's word or number.

    `words` maps canonical to vendor's; where two canonical values share a word, reading takes
    the first. Numbers are read as text too, as queries and forms bring them. The words are the
    field's `enum` in OpenAPI.
    """

    default_error_messages = {"unknown": "Must be one of: {choices}."}  # noqa: RUF012

    def __init__(self, words: Mapping[Any, Any], **kwargs: Any) -> None:
        self._words = words
        self._choices = list(dict.fromkeys(words.values()))
        self._read = {str(word): value for value, word in reversed([*words.items()])}
        self._numeric = all(isinstance(word, int) for word in self._choices)
        kind = "integer" if self._numeric else "string"
        kwargs.setdefault("metadata", {"type": kind, "enum": self._choices})
        super().__init__(**kwargs)

    def _serialize(self, value: Any, attr: str | None, obj: Any, **kwargs: Any) -> Any:
        return None if value is None else self._words[value]

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        readable = isinstance(value, str) or (self._numeric and type(value) is int)
        word = str(value).strip() if self._numeric else value
        if not readable or word not in self._read:
            raise self.make_error("unknown", choices=", ".join(map(str, self._choices)))
        return self._read[word]

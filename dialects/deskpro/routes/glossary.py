"""Words and what they mean. Source: contract 12, row `/glossary`."""

from typing import Any

from polydesk.core import text
from polydesk.core.desk import Desk
from polydesk.core.errors import NotFound
from polydesk.dialects.deskpro.envelope import whole
from polydesk.dialects.deskpro.fields import Body, Words
from polydesk.dialects.deskpro.paths import BASE
from polydesk.dialects.deskpro.records import all_of, family
from polydesk.kit.perform import Answer
from polydesk.kit.routes import Routes

glossary = family(
    "/glossary",
    stem="content.glossary",
    chapter="Glossary",
    given={"definition": Body(required=True), "words": Words(required=True)},
)
_words = Routes("content.glossary_words", tag="Glossary", prefix=BASE, errors=(401, 403))


@_words.get("/glossary/words", gives={"type": "array", "items": {"type": "object"}})
def list_words(desk: Desk) -> Any:
    """List all words, each with the id of what explains it.

    Source: contract 12, row `/glossary`; the shape is ours.
    """
    return Answer(
        whole(
            [
                {"word": word, "glossary": one["id"]}
                for one in all_of(desk, "glossary")
                for word in one["words"]
            ]
        )
    )


@_words.get("/glossary/words/<word>", gives=glossary.shows, errors=(404,))
def get_word(desk: Desk, word: str) -> Any:
    """Show what explains a word, in whatever letter case.

    Source: contract 12, row `/glossary`.
    """
    for one in all_of(desk, "glossary"):
        if any(text.key(word) == text.key(other) for other in one["words"]):
            return Answer(whole(glossary.one(desk, one["id"])))
    raise NotFound("word", word)


ROUTES = (_words, glossary.routes)

"""Text compared as people compare it: ignoring case, in any script."""

import unicodedata


def key(text: str) -> str:
    """The form under which names and addresses are unique: case and outer blanks ignored."""
    return unicodedata.normalize("NFC", text.strip().casefold())


def fold(text: str) -> str:
    """The form that is searched: as `key`, and the four Turkish i's are one letter.

    Blanks stay where they are, so that a part of the text folds to a part of its fold.
    """
    return unicodedata.normalize("NFC", text.replace("İ", "i").replace("ı", "i").casefold())


def is_storable(text: str) -> bool:
    """Whether databases can hold it: without NUL characters and lone surrogates."""
    if "\0" in text:
        return False
    return text.isascii() or not any("\ud800" <= letter <= "\udfff" for letter in text)

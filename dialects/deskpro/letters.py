"""What the vendor makes keys and codes of: capital letters and digits."""

import string

_LETTERS = string.ascii_uppercase + string.digits


def spelled(drawn: bytes) -> str:
    """A letter or a digit for each byte."""
    return "".join(_LETTERS[byte % len(_LETTERS)] for byte in drawn)

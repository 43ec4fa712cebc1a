"""As much of the WebAssembly format as it takes to find a section.

Source: WebAssembly Core Specification 1.0, "Binary Format".
"""

from collections.abc import Iterator

MAGIC = b"\x00asm\x01\x00\x00\x00"
_CUSTOM = 0
_MOST_BYTES = 5
"""How long the LEB128 form of 32 bits may be."""


def custom_section(module: bytes, name: str) -> bytes | None:
    """The contents of the first custom section of a name; None if there is none.

    Raises ValueError for what is no module, or is cut off before that section ends.
    """
    if not module.startswith(MAGIC):
        raise ValueError("does not begin as a module")
    for id, section in _sections(module):
        if id == _CUSTOM:
            size, start = _number(section, 0)
            if _slice(section, start, size) == name.encode():
                return section[start + size :]
    return None


def _sections(module: bytes) -> Iterator[tuple[int, bytes]]:
    at = len(MAGIC)
    while at < len(module):
        size, start = _number(module, at + 1)
        yield module[at], _slice(module, start, size)
        at = start + size


def _number(data: bytes, at: int) -> tuple[int, int]:
    """An unsigned LEB128 number of 32 bits, and where it ends."""
    number = 0
    for place, byte in enumerate(data[at : at + _MOST_BYTES]):
        number |= (byte & 0x7F) << 7 * place
        if byte < 0x80:
            if number >= 2**32:
                break
            return number, at + place + 1
    raise ValueError("a number is cut off or too large")


def _slice(data: bytes, start: int, size: int) -> bytes:
    if start + size > len(data):
        raise ValueError("a section is cut off")
    return data[start : start + size]

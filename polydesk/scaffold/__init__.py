"""A new dialect's package, written from the files beside this one.

Each is called as what it becomes, with `-tpl` behind; `package` becomes the package's name. In
their text `$name`, `$package` and `$title` are the dialect's, and `$$` is a dollar.
"""

import re
from collections.abc import Iterator
from pathlib import Path
from string import Template

from polydesk import registry

LONGEST = 30
_FILES = Path(__file__).parent / "files"
_SUFFIX = "-tpl"
_NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
_RESERVED = ("control", "core", "world")
"""What the control plane says in the place of a dialect's name."""


def write(name: str, folder: Path) -> None:
    """Write the package of a dialect into a folder, which is made.

    Raises ValueError for a name that will not do, OSError where the folder cannot be made, as when
    it is there already.
    """
    flaw = _flaw(name)
    if flaw is not None:
        raise ValueError(flaw)
    folder.mkdir()
    values = {"name": name, "package": package(name), "title": _title(name)}
    for path, text in _templates():
        file = folder / path.replace("package", values["package"], 1)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(Template(text).substitute(values), encoding="utf-8")


def package(name: str) -> str:
    """The name of the package that is imported."""
    return f"polydesk_{name.replace('-', '_')}"


def _title(name: str) -> str:
    return name.replace("-", " ").title()


def _flaw(name: str) -> str | None:
    if not _NAME.fullmatch(name) or len(name) > LONGEST:
        return (
            f"a dialect is called by small letters and digits, in words joined by -, "
            f"at most {LONGEST} in all; not {name!r}"
        )
    if name in _RESERVED or registry.is_known(name):
        return f"the name {name!r} is taken"
    return None


def _templates() -> Iterator[tuple[str, str]]:
    for file in sorted(_FILES.rglob(f"*{_SUFFIX}")):
        path = file.relative_to(_FILES).as_posix().removesuffix(_SUFFIX)
        yield path, file.read_text(encoding="utf-8")

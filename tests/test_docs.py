"""The documentation lists all there is, and nothing else."""

import re
from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path

import pytest

from polydesk import registry
from polydesk.control import plane
from polydesk.dialects.deskpro import vocabulary as deskpro
from polydesk.dialects.desteksitesi import vocabulary as desteksitesi
from polydesk.dialects.helpdeskpro.apikey import vocabulary
from polydesk.dialects.helpdeskpro.sanctum import vocabulary as sanctum
from polydesk.dialects.openhelpdesk import vocabulary as openhelpdesk
from polydesk.kit.dialect import Dialect

ROOT = Path(__file__).parents[1]
DIALECTS: Mapping[str, Dialect] = registry.find([*registry.OURS])
EACH = [pytest.param(dialect, id=name) for name, dialect in DIALECTS.items()]


def page(dialect: Dialect) -> str:
    """The README of a dialect."""
    return (registry.folder(dialect.name) / "README.md").read_text(encoding="utf-8")


def test_the_control_plane_is_documented_route_by_route():
    """Each has a heading: its method and path."""
    text = (ROOT / "docs" / "control-plane.md").read_text(encoding="utf-8")
    headings = re.findall(r"^### `(\w+) (\S+)`$", text, re.MULTILINE)

    routes = {
        (method, re.sub(r"<\w+:", "<", operation.path))
        for operation in plane.operations
        for method in (*operation.methods, *operation.also)
    }
    assert sorted({*routes, ("GET", "/openapi.json")}) == sorted(headings)


def test_every_heading_of_a_route_has_an_example_of_it():
    """A curl line with its method and a path like its own."""
    text = (ROOT / "docs" / "control-plane.md").read_text(encoding="utf-8")
    sections = re.findall(r"^### `(\w+) (\S+)`$(.*?)(?=^##|\Z)", text, re.MULTILINE | re.DOTALL)

    assert [] == [
        f"{method} {path}"
        for method, path, body in sections
        if not re.search(_curl_of(method, path), body)
    ]


def _curl_of(method: str, path: str) -> str:
    given = "" if method == "GET" else f"-X {method} "
    parts = re.sub(r"<\w+>", r"[\\w.-]+", path)
    return rf'curl -sS {given}"?http://127\.0\.0\.1:8080/_polydesk{parts}[\s"?]'


@pytest.mark.parametrize("dialect", EACH)
def test_a_dialects_page_names_every_difference(dialect):
    """The tests of `test_differences.py` and the page's table are the same."""
    tests = ROOT / "contract_tests" / dialect.name.replace("-", "_") / "test_differences.py"
    asserted = re.findall(r"^def (test_\w+)", tests.read_text(), re.MULTILINE)

    assert asserted == re.findall(r"`(test_\w+)` \|$", page(dialect), re.MULTILINE)


def test_the_words_of_helpdeskpro_apikey_are_on_its_page():
    """The tables of statuses and priorities are those of the vocabulary."""
    text = page(DIALECTS["helpdeskpro-apikey"])
    rows = re.findall(r"^\| `([^`]+)` \| ([A-Z]+) \|$", text, re.MULTILINE)

    said = [*vocabulary.STATUS.items(), *vocabulary.PRIORITY.items()]
    assert [(word, code) for code, word in said] == rows


def test_the_words_of_openhelpdesk_are_on_its_page():
    """The tables of statuses, priorities and roles are those of the vocabulary."""
    text = page(DIALECTS["openhelpdesk"])
    rows = re.findall(r"^\| `([^`]+)` \| ([A-Z]+) \|$", text, re.MULTILINE)

    statuses = {look.name: code for code, look in openhelpdesk.STATUSES.looks.items()}
    codes = {word.title(): code for word, code in openhelpdesk.CODES.items()}
    roles = {word: role.name for role, word in openhelpdesk.ROLES.items()}
    assert [*statuses.items(), *codes.items(), *roles.items()] == rows


def test_the_words_of_deskpro_are_on_its_page():
    """The table of statuses is that of the vocabulary."""
    text = page(DIALECTS["deskpro"])
    rows = re.findall(r"^\| `([^`]+)` \| ([A-Z]+) \|$", text, re.MULTILINE)

    assert [*deskpro.CODES.items()] == rows


def test_the_words_of_desteksitesi_are_on_its_page():
    """The tables of statuses and priorities are those of the vocabulary."""
    text = page(DIALECTS["desteksitesi"])
    rows = re.findall(r"^\| `([^`]+)` \| ([A-Z]+) \|$", text, re.MULTILINE)

    statuses = {
        f"{look.position} {look.name}": code for code, look in desteksitesi.STATUSES.looks.items()
    }
    codes = ("LOW", "NORMAL", "HIGH", "URGENT")
    numbers = desteksitesi.PRIORITY_NAMES.items()
    priorities = {f"{n} {name}": code for (n, name), code in zip(numbers, codes, strict=True)}
    assert [*statuses.items(), *priorities.items()] == rows


def test_the_words_of_helpdeskpro_sanctum_are_on_its_page():
    """The tables of statuses and priorities are those of the vocabulary."""
    text = page(DIALECTS["helpdeskpro-sanctum"])
    rows = re.findall(r"^\| (\d) \| `([^`]+)` \| ([A-Z]+) \|$", text, re.MULTILINE)

    statuses = [
        (str(sanctum.STATUS_IDS[code]), look.name, code)
        for code, look in sanctum.STATUSES.looks.items()
    ]
    names = sanctum.PRIORITIES.names.items()
    priorities = [(str(sanctum.PRIORITY_IDS[code]), name, code) for code, name in names]
    assert statuses + priorities == rows


def test_the_readme_lists_our_dialects():
    """In a table, each with a link to its page."""
    rows = re.findall(r"^\| \[`([\w-]+)`\]\((\S+)\) \|", (ROOT / "README.md").read_text(), re.M)

    pages = {name: registry.folder(name) / "README.md" for name in registry.OURS}
    assert {name: (ROOT / page).resolve() for name, page in rows} == {
        name: page.resolve() for name, page in pages.items()
    }


def test_every_key_of_a_declaration_is_explained():
    """In the order of the declaration."""
    text = (ROOT / "docs" / "add-a-dialect.md").read_text(encoding="utf-8")
    declared = text.partition("## The declaration, key by key")[2].partition("\n## ")[0]

    keys = re.findall(r"^\| `(\w+)` \|", declared, re.MULTILINE)
    assert keys == [field.name for field in fields(Dialect)]


def test_what_asks_for_a_dialect_is_there():
    """Each test that the page names."""
    text = (ROOT / "docs" / "add-a-dialect.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`(test_\w+)`", text))

    files = [*ROOT.glob("tests/**/*.py"), *ROOT.glob("contract_tests/**/*.py")]
    there = {
        name for file in files for name in re.findall(r"^def (test_\w+)", file.read_text(), re.M)
    }
    assert set() == named - there


def links() -> list[object]:
    """Every relative link, with the page it is on."""
    pages = [*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), *ROOT.glob("dialects/**/README.md")]
    return [
        pytest.param(file.parent / target, id=f"{file.relative_to(ROOT)}: {target}")
        for file in sorted(pages)
        for target in re.findall(r"\]\(([^)#]+?)(?:#[^)]*)?\)", file.read_text(encoding="utf-8"))
        if "://" not in target
    ]


@pytest.mark.parametrize("target", links())
def test_links_lead_somewhere(target):
    """To a file of the repository."""
    assert target.exists()

"""Finding rows by what is written in them: the same answers from every database."""

# ruff: noqa: RUF001  (Turkish and Greek letters are what is tested)

import pytest
from sqlalchemy import select

from polydesk.core import search
from polydesk.core.models import Person, SearchDocument, Tag

TEXTS = {
    "jam": "Printer jam on the 3rd floor: paper stuck",
    "toner": "PRINTER needs toner, 50% left",
    "vpn": "VPN drops; e-mail ok. user_name=ada",
    "istanbul": "İSTANBUL ofisi: ışık yanmıyor, ÇAĞRI açıldı",
    "code": "a\\b 'quoted' \"double\" <b>bold</b> C++ NOT OR AND",
    "greek": "Σίσυφος ΚΑΙ Straße",
}


def index(desk, row, *texts):
    """Let one row be found by these texts."""
    search.index(desk, type(row), {row.id: texts})


@pytest.fixture
def rows(desk):
    """A row for every text, found by nothing else."""
    found = {name: desk.add(Tag(name=name)) for name in TEXTS}
    for name, row in found.items():
        index(desk, row, "", None, TEXTS[name])
    return found


def ask(desk, condition):
    """The names of the rows that fulfil a condition, in the order of their making."""
    return list(desk.session.scalars(select(Tag.name).where(condition).order_by(Tag.id)))


@pytest.mark.parametrize(
    ("part", "found"),
    [
        ("rinter", ["jam", "toner"]),
        ("PRINTER ", ["jam", "toner"]),
        ("jam on the", ["jam"]),
        ("jam  on", []),
        ("%", ["toner"]),
        ("50% ", ["toner"]),
        ("5%t", []),
        ("_", ["vpn"]),
        ("user_name=", ["vpn"]),
        ("userxname", []),
        ("\\", ["code"]),
        ("a\\b", ["code"]),
        ('"double"', ["code"]),
        ("'", ["code"]),
        ("<b>", ["code"]),
        ("c++", ["code"]),
        ("istanbul OFİSİ", ["istanbul"]),
        ("IŞIK YANMIYOR", ["istanbul"]),
        ("ISIK", []),
        ("çağri", ["istanbul"]),
        ("cagri", []),
        ("σίσυφοσ", ["greek"]),
        ("ASSE", ["greek"]),
        ("", list(TEXTS)),
        ("x" * 5000, []),
    ],
)
def test_a_part_is_found_to_the_letter(desk, rows, part, found):
    """But for case; there are no wildcards."""
    assert found == ask(desk, search.containing(Tag, part))


def test_a_row_is_found_by_its_new_texts_only(desk, rows):
    """Indexing again forgets what was."""
    index(desk, rows["jam"], "scanner")

    assert ["toner"] == ask(desk, search.containing(Tag, "printer"))
    assert ["jam"] == ask(desk, search.containing(Tag, "canne"))


def test_a_row_that_is_forgotten_is_not_found(desk, rows):
    """Its neighbours still are."""
    search.forget(desk, rows["jam"])

    assert ["toner"] == ask(desk, search.containing(Tag, "printer"))


def test_another_tables_row_of_the_same_id_is_not_found(desk, rows, ticket):
    """What is said in a ticket is no tag's."""
    assert [] == ask(desk, search.containing(Tag, "is stuck"))


@pytest.mark.parametrize("length", [2**20 + 7, 3 * 2**20])
def test_long_texts_are_stored_and_searched(desk, length):
    """To their ends."""
    words = " ".join(f"word{n}é" for n in range(length // 9))
    row = desk.add(Tag(name="long"))

    index(desk, row, "first " + words, "the very last")

    assert ["long"] == ask(desk, search.containing(Tag, "first word0"))
    assert ["long"] == ask(desk, search.containing(Tag, "very last"))


@pytest.mark.parametrize("word", ["x" * 3000, "ğ" * 3000])
def test_a_long_word_is_found_by_all_of_it(desk, word):
    """Nothing of it is cut."""
    index(desk, desk.add(Tag(name="long")), word)

    assert ["long"] == ask(desk, search.containing(Tag, word))
    assert [] == ask(desk, search.containing(Tag, "y" + word))


def test_a_row_has_one_document(desk, rows):
    """However often it is indexed."""
    index(desk, rows["jam"], "a")
    index(desk, rows["jam"], "b")

    assert len(rows) == len(desk.all(select(SearchDocument)))


NAMES = [
    "İstanbul",
    "ISPARTA",
    "ırmak",
    "50%",
    "5x%",
    "under_score",
    "underXscore",
    "back\\slash",
    "q'uote",
]


@pytest.mark.parametrize(
    ("part", "found"),
    [
        ("istan", ["İstanbul"]),
        ("ISTAN", ["İstanbul"]),
        ("ıspa", ["ISPARTA"]),
        ("IR", ["ırmak"]),
        ("%", ["50%", "5x%"]),
        ("0%", ["50%"]),
        ("r_s", ["under_score"]),
        ("R", ["ISPARTA", "ırmak", "under_score", "underXscore"]),
        ("\\", ["back\\slash"]),
        ("'", ["q'uote"]),
        ("", NAMES),
    ],
)
def test_a_column_contains_a_part(desk, part, found):
    """Ignoring case, Turkish i's alike, without wildcards."""
    desk.add_all([Tag(name=name) for name in NAMES])

    assert found == ask(desk, search.part_of(Tag.name, part))


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("istanbul", ["İstanbul"]),
        ("İSTANBUL", ["İstanbul"]),
        ("ısparta", ["ISPARTA"]),
        ("IRMAK", ["ırmak"]),
        ("5_%", []),
        ("50%", ["50%"]),
        ("UNDER_SCORE", ["under_score"]),
        ("istan", []),
        ("", []),
    ],
)
def test_a_column_is_a_value(desk, value, found):
    """As a whole, ignoring case."""
    desk.add_all([Tag(name=name) for name in NAMES])

    assert found == ask(desk, search.same(Tag.name, value))


def test_a_column_without_value_contains_nothing(desk, agent, user):
    """Not even the empty part."""
    found = select(Person.name).where(search.part_of(Person.username, ""))

    assert ["Sam Ortiz"] == list(desk.session.scalars(found))

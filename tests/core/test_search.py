"""Finding rows by what is written in them: the same answers from every database."""

# ruff: noqa: RUF001  (Turkish and Greek letters are what is tested)

import pytest
from sqlalchemy import select

from polydesk.core import search
from polydesk.core.models import Person, SearchDocument, Tag, Ticket

TEXTS = {
    "jam": "Printer jam on the 3rd floor: paper stuck",
    "toner": "PRINTER needs toner, 50% left",
    "vpn": "VPN drops; e-mail ok. user_name=ada",
    "istanbul": "İSTANBUL ofisi: ışık yanmıyor, ÇAĞRI açıldı",
    "code": "a\\b 'quoted' \"double\" <b>bold</b> C++ NOT OR AND",
    "greek": "Σίσυφος ΚΑΙ Straße",
}


@pytest.fixture
def rows(desk):
    """A row for every text, found by nothing else."""
    found = {name: desk.add(Tag(name=name)) for name in TEXTS}
    for name, row in found.items():
        search.index(desk, row, ["", None, TEXTS[name]])
    return found


def ask(desk, condition):
    """The names of the rows that fulfil a condition, in the order of their making."""
    return list(desk.session.scalars(select(Tag.name).where(condition).order_by(Tag.id)))


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("printer", ["jam", "toner"]),
        ("PRINT", ["jam", "toner"]),
        ("rinter", []),
        ("printer jam", ["jam"]),
        ("jam printer", ["jam"]),
        ("print pap flo", ["jam"]),
        ("printer vpn", []),
        ("3rd", ["jam"]),
        ("50%", ["toner"]),
        ("5_", ["toner"]),
        ("user_name", ["vpn"]),
        ("e-mail", ["vpn"]),
        ("istanbul", ["istanbul"]),
        ("ISTANBUL", ["istanbul"]),
        ("ıstan", ["istanbul"]),
        ("İsTaN", ["istanbul"]),
        ("ISIK", []),
        ("ışık", ["istanbul"]),
        ("IŞIK", ["istanbul"]),
        ("isik", []),
        ("çağrı", ["istanbul"]),
        ("çağri", ["istanbul"]),
        ("cagri", []),
        ('"double', ["code"]),
        ("'quoted'", ["code"]),
        ("not or and", ["code"]),
        ("printer AND toner", []),
        ("NOT printer", []),
        ("printer*", ["jam", "toner"]),
        ("print:*", ["jam", "toner"]),
        ("(jam | toner) & !x", []),
        ("words:printer", []),
        ("a\\b", ["code"]),
        ("c++", ["code"]),
        ("σίσυφοσ", ["greek"]),
        ("strasse", ["greek"]),
        ("STRAß", ["greek"]),
        ("και", ["greek"]),
    ],
)
def test_words_are_matched_by_their_beginnings(desk, rows, query, found):
    """All of them, in any order and letter case; nothing in a query is an operator."""
    assert found == ask(desk, search.matching(Tag, query))


@pytest.mark.parametrize(
    "query", ["", "  ", "%", "_", "*", '"', "'", "--", "!", "&|()", ":*", "\\"]
)
def test_a_query_without_words_asks_for_nothing_in_particular(desk, rows, query):
    """All that can be found is."""
    assert list(TEXTS) == ask(desk, search.matching(Tag, query))


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
    search.index(desk, rows["jam"], ["scanner"])

    assert ["toner"] == ask(desk, search.matching(Tag, "printer"))
    assert ["toner"] == ask(desk, search.containing(Tag, "printer"))
    assert ["jam"] == ask(desk, search.matching(Tag, "scanner"))
    assert ["jam"] == ask(desk, search.containing(Tag, "canne"))


def test_a_row_that_is_forgotten_is_not_found(desk, rows):
    """Its neighbours still are."""
    search.forget(desk, rows["jam"])

    assert ["toner"] == ask(desk, search.matching(Tag, "printer"))
    assert ["toner"] == ask(desk, search.containing(Tag, "printer"))


def test_another_tables_row_of_the_same_id_is_not_found(desk, rows, ticket):
    """What is said in a ticket is no tag's."""
    assert [] == ask(desk, search.matching(Tag, "stuck it"))


@pytest.mark.parametrize("length", [2**20 + 7, 3 * 2**20])
def test_long_texts_are_stored_and_searched(desk, length):
    """More than PostgreSQL takes in one index entry; the beginning is found by words."""
    words = " ".join(f"word{n}é" for n in range(length // 9))
    row = desk.add(Tag(name="long"))

    search.index(desk, row, ["first " + words, "the very last"])

    assert ["long"] == ask(desk, search.matching(Tag, "first word1"))
    assert ["long"] == ask(desk, search.containing(Tag, "very last"))


@pytest.mark.parametrize("word", ["x" * 199, "x" * 201, "x" * 3000, "ğ" * 3000])
def test_a_long_word_is_found_by_all_of_it(desk, word):
    """Words are cut alike in the text and in the query."""
    search.index(desk, desk.add(Tag(name="long")), [word])

    assert ["long"] == ask(desk, search.matching(Tag, word))
    assert ["long"] == ask(desk, search.containing(Tag, word))
    assert [] == ask(desk, search.matching(Tag, "y" + word))


def test_a_row_has_one_document(desk, rows):
    """However often it is indexed."""
    search.index(desk, rows["jam"], ["a"])
    search.index(desk, rows["jam"], ["b"])

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


def test_all_is_found_however_much_there_is(desk):
    """SQLite indexes new documents 500 at a time: before, at and behind its mark all are found."""
    texts = {id: [f"printer number {id:04}"] for id in range(1, 1_101)}
    search.index_all(desk, Ticket, texts)

    def found(word):
        query = select(SearchDocument.about_id).where(search.words_match(word))
        return set(desk.session.scalars(query))

    assert set(texts) == found("prin")
    for id in (1, 499, 500, 501, 1_000, 1_001, 1_100):
        assert {id} == found(f"{id:04}")
    changed = {1, 700, 1_100}
    search.index_all(desk, Ticket, {id: ["scanner"] for id in changed})
    assert changed == found("scanner")
    assert set(texts) - changed == found("printer")

"""Text as people compare it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polydesk.core import text


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ada@Desk.example", " ada@desk.EXAMPLE "),
        ("STRASSE", "straße"),
        ("Éric", "E\u0301ric"),
        ("ΣΊΣΥΦΟΣ", "σίσυφος"),
        ("\tvpn\n", "VPN"),
    ],
)
def test_a_key_ignores_case_and_outer_blanks(one, other):
    """And how a letter is put together."""
    assert text.key(one) == text.key(other)


@pytest.mark.parametrize(("one", "other"), [("vpn", "v pn"), ("e", "é"), ("ı", "i"), ("", "x")])
def test_a_key_tells_apart_what_differs(one, other):
    """Letters with their marks; inner blanks."""
    assert text.key(one) != text.key(other)


@pytest.mark.parametrize(
    ("given", "folded"),
    [
        ("İSTANBUL", "istanbul"),
        ("ISTANBUL", "istanbul"),
        ("ıstanbul", "istanbul"),
        ("Çağrı ŞÖĞÜ", "çağri şöğü"),
        ("  two  blanks ", "  two  blanks "),
        ("Straße", "strasse"),
    ],
)
def test_the_turkish_letters_fold_to_one(given, folded):
    """Dotted or not, small or large; the other letters stay themselves."""
    assert folded == text.fold(given)


@given(st.text())
def test_folding_twice_is_folding_once(some):
    """What is stored folded can be folded again."""
    assert text.fold(some) == text.fold(text.fold(some))


@given(st.text(alphabet="aAİIıiŞşğĞ ß%_", max_size=30), st.data())
def test_a_part_of_a_text_is_a_part_of_its_fold(whole, data):
    """So that what is typed is found in what is stored."""
    start, end = sorted(data.draw(st.tuples(*[st.integers(0, len(whole))] * 2)))

    assert text.fold(whole[start:end]) in text.fold(whole)

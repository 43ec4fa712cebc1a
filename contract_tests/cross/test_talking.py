"""What is said and attached in one dialect is read and downloaded in all that have the notion.

Source: canonical model, section 7, rules 4 and 5.
"""

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contract_tests.cross.sides import SIDES, Talking
from contract_tests.cross.test_one_desk import examples

PAIRS = list(permutations([side.name for side in SIDES if issubclass(side, Talking)], 2))
LETTERS = st.characters(categories=["L", "Nd"])
"""Of which no vendor makes anything but letters."""
WORDS = st.text(LETTERS, min_size=1, max_size=80)
NAMES = st.from_regex(r"[a-zçğış]{1,20}\.(txt|png|pdf)", fullmatch=True)


@pytest.mark.parametrize(("here", "there"), PAIRS)
@examples
@given(words=WORDS, by=st.sampled_from(["tom", "sam"]))
def test_a_reply_is_read_there_as_it_was_said_here(sides, here, there, words, by):
    """The same words by the same person at the same time, also to the one who has asked."""
    one, other = sides[here], sides[there]
    id = one.create(subject="x", body="x", priority=None, status="NEW")

    one.say(id, words, by)

    said = [one.said(id), other.said(id)]
    assert [(words, by, False)] * 2 == [(s.words, s.author, s.internal) for (s,) in said]
    assert said[0][0].at.replace(microsecond=0) == said[1][0].at.replace(microsecond=0)


@pytest.mark.parametrize(("here", "there"), PAIRS)
@examples
@given(words=WORDS)
def test_a_note_never_reaches_the_one_who_asked(sides, here, there, words):
    """Nor is it lost to those who answer."""
    one, other = sides[here], sides[there]
    id = one.create(subject="x", body="x", priority=None, status="NEW")

    one.say(id, words, "tom", internal=True)

    assert [(words, True)] == [(said.words, said.internal) for said in other.said(id)]
    assert ([], []) == (one.said(id, to="sam"), other.said(id, to="sam"))


@pytest.mark.parametrize(("here", "there"), PAIRS)
@examples
@given(data=st.binary(min_size=1, max_size=300), name=NAMES)
def test_a_file_is_downloaded_there_as_it_was_attached_here(sides, here, there, data, name):
    """Byte for byte, under its name."""
    one, other = sides[here], sides[there]
    id = one.create(subject="x", body="x", priority=None, status="NEW")

    one.attach(id, name, data)

    assert ({name: data}, {name: data}) == (one.files(id), other.files(id))

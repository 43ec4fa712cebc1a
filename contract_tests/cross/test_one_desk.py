"""It is one help desk: what is done in one dialect is seen in every other.

Source: canonical model, section 7. Helpdesk Pro (apikey) has neither replies nor attachments, and
Open Help Desk deletes no tickets; what two dialects do not share is not asked of them here.
"""

from itertools import permutations

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from contract_tests.cross.sides import SIDES, Rewording, Tagging
from polydesk import registry
from polydesk.core import text
from polydesk.dialects.desteksitesi.marks import MARK

NAMES = [side.name for side in SIDES]
PAIRS = list(permutations(NAMES, 2))
CODES = {side.name: side.writes for side in SIDES}
TAGGING = [*permutations((side.name for side in SIDES if issubclass(side, Tagging)), 2)]
REWORDING = [(here, s.name) for s in SIDES if issubclass(s, Rewording) for here in NAMES]
DELETING = [(side.name, other) for side in SIDES if side.deletes for other in NAMES]


LETTERS = st.characters(exclude_categories=["Cs"], exclude_characters="\0")
TEXTS = st.text(LETTERS, min_size=1, max_size=200).map(str.strip).filter(bool)
PRIORITIES = st.sampled_from(["LOW", "NORMAL", "HIGH", "URGENT", None])
TAG = st.from_regex(r"[a-zA-Zçğışİ0-9 -]{1,20}", fullmatch=True)
TAGS = st.lists(TAG.map(text.key).filter(bool), min_size=1, max_size=4, unique=True)
"""In small letters: some vendors show a tag as it was spelled first, on whatever ticket."""
BODIES = TEXTS.filter(lambda text: not text.startswith(MARK))  # what follows it is another format
TICKETS = st.fixed_dictionaries({"subject": TEXTS, "body": BODIES, "priority": PRIORITIES})
examples = settings(
    max_examples=settings.default.max_examples // 7,  # each pair of dialects makes up its own
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


def expected(made_in, seen_in, sent, **changed):
    """How a ticket is to show in a side, of what was sent to another."""
    # a dialect without unset priorities sets the one that it shows
    priority = sent["priority"] or ("NORMAL" if made_in.unset else None)
    assignee, status = changed.get("assignee"), changed.get("status", sent["status"])
    return {
        "id": changed["id"],
        "subject": sent["subject"],
        "body": seen_in.reads(sent["body"], made_in),
        "status": seen_in.statuses[status],
        "priority": seen_in.priority(priority),
        "requester": "sam",
        "assignee": assignee,
    }


def kept_for(row):
    """Why the core keeps a ticket in the bin; None where it keeps nothing of it."""
    return row and row["deleted_reason"]


def test_every_dialect_takes_part():
    """A new one needs a side."""
    assert sorted(NAMES) == registry.names()


@pytest.mark.parametrize(("here", "there"), PAIRS)
@examples
@given(sent=TICKETS, data=st.data())
def test_what_is_made_here_is_seen_there_and_reads_back_here(sides, here, there, sent, data):
    """In each vendor's words, also after a change of something else there."""
    one, other = sides[here], sides[there]
    sent = sent | {"status": data.draw(st.sampled_from(CODES[here]))}
    assignee = data.draw(st.sampled_from(["ada", "tom", None]))

    id = one.create(**sent)
    before = (one.show(id), other.show(id))
    other.assign(id, assignee)

    assert (expected(one, one, sent, id=id), expected(one, other, sent, id=id)) == before
    after = {"id": id, "assignee": assignee}
    assert expected(one, one, sent, **after) == one.show(id)
    assert expected(one, other, sent, **after) == other.show(id)


@pytest.mark.parametrize(("here", "there"), REWORDING)
@examples
@given(sent=TICKETS, status=st.just("OPEN"), words=BODIES)
def test_a_text_put_there_is_read_as_it_was_written(sides, here, there, sent, status, words):
    """Whatever was there before; what shows as the same text already stays what it is."""
    one, other = sides[here], sides[there]
    id = one.create(**sent, status=status)
    shown = other.show(id)["body"]

    other.reword(id, shown)
    assert one.reads(sent["body"], one) == one.show(id)["body"]

    assume(words != shown)
    other.reword(id, words)
    assert (words, one.reads(words, other)) == (other.show(id)["body"], one.show(id)["body"])


@pytest.mark.parametrize(("here", "there"), PAIRS)
@examples
@given(sent=TICKETS, data=st.data())
def test_a_status_set_there_is_seen_here(sides, here, there, sent, data):
    """Any after any; what shows as the same word already stays what it is."""
    one, other = sides[here], sides[there]
    status = data.draw(st.sampled_from(CODES[here]))
    moved = data.draw(st.sampled_from(CODES[there]))
    id = one.create(**sent, status=status)
    same = other.statuses[status] == other.statuses[moved]

    other.move(id, moved)

    seen = {"id": id, "status": status if same else moved}
    assert expected(one, one, sent | {"status": status}, **seen) == one.show(id)
    assert expected(one, other, sent | {"status": status}, **seen) == other.show(id)


@pytest.mark.parametrize(("here", "there"), DELETING)
@examples
@given(sent=TICKETS)
def test_what_is_deleted_here_is_gone_there(sides, here, there, sent):
    """And from the desk, but for what a vendor with a bin keeps in it."""
    one, other = sides[here], sides[there]
    id = one.create(**sent, status="NEW")

    one.delete(id)

    assert (None, None, one.bin) == (one.show(id), other.show(id), kept_for(one.desk.row(id)))


@pytest.mark.parametrize(("here", "there"), TAGGING)
@examples
@given(before=TAGS, after=TAGS)
def test_tags_put_here_are_read_there(sides, here, there, before, after):
    """In their order; and so are those that there has put instead."""
    one, other = sides[here], sides[there]
    id = one.create(subject="x", body="x", priority=None, status="NEW")

    one.tag(id, before)
    seen = (one.tags(id), other.tags(id))
    other.tag(id, after)

    assert (before, before) == seen
    assert (after, after) == (one.tags(id), other.tags(id))


@pytest.mark.parametrize(("here", "there"), PAIRS)
@examples
@given(sent=TICKETS)
def test_ids_are_stable(sides, here, there, sent):
    """A ticket's number and its ULID are those of the core, and no change changes them."""
    one, other = sides[here], sides[there]
    id = one.create(**sent, status="NEW")
    named = one.desk.row(id)

    one.move(id, "CLOSED")
    other.move(id, "OPEN")

    again = one.desk.row(named["ulid"])
    assert (id, named["ulid"]) == (again["id"], again["ulid"])
    assert (id, id) == (one.show(id)["id"], other.show(id)["id"])


@examples
@given(word=TEXTS.filter(lambda text: len(text) <= 50))
def test_a_free_word_is_a_status_of_its_own_everywhere(sides, word):
    """What Helpdesk Pro takes for a status, Open Help Desk shows and lists."""
    one, other = sides["helpdeskpro-apikey"], sides["openhelpdesk"]
    assume(word not in one.statuses.values())
    id = one.create(subject="x", body="x", priority=None, status="NEW")

    one.open("PATCH", f"/tickets/{id}", json={"status": word})

    assert (word, word) == (one.show(id)["status"], other.show(id)["status"])
    listed = other.open("GET", "/api/statuses").json["data"]
    assert word in [status["name"] for status in listed]


@examples
@given(word=st.sampled_from(["Urgent", "whenever", "P1"]))
def test_a_free_word_is_a_priority_of_the_nearest_rank(sides, word):
    """`Urgent` is critical, what nobody knows is in the middle; it reads back as sent."""
    one, other = sides["helpdeskpro-apikey"], sides["openhelpdesk"]
    id = one.create(subject="x", body="x", priority=None, status="NEW")

    one.open("PATCH", f"/tickets/{id}", json={"priority": word})

    nearest = {"Urgent": "Critical"}.get(word, "Medium")
    assert (word, nearest) == (one.show(id)["priority"], other.show(id)["priority"])

"""Files as a list of their own, whatever they are beside: found, renamed, moved, erased."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import select

from polydesk.core import files, hiding, knowledge, replies, search, tickets
from polydesk.core.errors import NotFound
from polydesk.core.models import Article, Asset, AssetKind, Blob, Event, File
from tests.counting import counting

LATER = datetime(2031, 1, 1, tzinfo=UTC)


def make(desk, name="quagga.txt"):
    return files.make(desk, name=name, data=b"aardvark", media_type="text/plain")


@pytest.fixture
def beside(desk, ticket, agent):
    """Files by what they are beside: the ticket, a reply, a note, an article, an asset, nothing."""
    found = {name: make(desk) for name in ("ticket", "reply", "note", "article", "asset", "free")}
    desk.add_all(list(found.values()))
    replies.attach(desk, ticket, None, [found["ticket"]])
    tickets.reply(desk, ticket, body="r", author=agent, files=[found["reply"]])
    tickets.reply(desk, ticket, body="n", author=agent, internal=True, files=[found["note"]])
    knowledge.create(desk, title="How", body="b", author=agent, files=[found["article"]])
    desk.add(Asset(kind=AssetKind.OTHER, files=[found["asset"]]))
    return found


def later(desk):
    desk.session.flush()
    desk._now = LATER


def told(desk, about):
    query = select(Event.kind, Event.data).filter_by(about=about).order_by(Event.id)
    return [tuple(row) for row in desk.rows(query)]


def articles(desk, query):
    return desk.all(select(Article.id).where(search.containing(Article, query)))


def test_files_are_found_whatever_they_are_beside(desk, beside):
    """In the list as by themselves, by both names."""
    found = desk.all(files.visible().order_by(File.id))

    assert list(beside.values()) == found
    assert found == [files.get(desk, one.id) for one in found]
    assert found == [files.get(desk, one.ulid.lower()) for one in found]


def test_files_in_the_bin_are_not_found(desk, ticket, beside):
    """With their message, or their ticket."""
    replies.delete(desk, ticket, replies.get(desk, ticket, beside["reply"].message_id))
    without_reply = desk.all(files.visible().order_by(File.id))
    hiding.hide(desk, ticket, "deleted")
    without_ticket = desk.all(files.visible().order_by(File.id))

    kept = [beside[name] for name in ("article", "asset", "free")]
    assert [beside["ticket"], beside["note"], *kept] == without_reply
    assert kept == without_ticket
    for name in ("reply", "ticket"):
        with pytest.raises(NotFound):
            files.get(desk, beside[name].id)


def test_the_tickets_of_many_files_are_read_at_once(desk, ticket, beside):
    """None for what is beside something else; of no files nothing is read."""
    ids = [beside[name].id for name in ("note", "article", "free", "ticket")]

    with counting() as statements:
        found = files.ticket_ids(desk, ids)
        nothing = files.ticket_ids(desk, [])

    assert ([ticket.id, None, None, ticket.id], {}) == ([found[id] for id in ids], nothing)
    assert 1 == len(statements)


def test_a_file_is_called_otherwise(desk, beside):
    """The same name changes nothing; an article is found by the new one."""
    later(desk)
    file, same = beside["article"], beside["free"]

    files.rename(desk, file, "zebra.txt")
    files.rename(desk, same, "quagga.txt")

    assert ("zebra.txt", LATER) == (file.name, file.updated_at)
    assert same.updated_at < LATER
    assert [("file.renamed", {"before": "quagga.txt"})] == told(desk, "file")
    assert ([1], []) == (articles(desk, "zebra"), articles(desk, "quagga"))


@pytest.mark.parametrize("name", ["ticket", "reply", "article", "asset", "free"])
def test_a_file_is_moved_to_another_ticket(desk, ticket, agent, beside, name):
    """Beside its own text, and nowhere else; both tickets are changed by that."""
    other = tickets.create(desk, subject="Toner", body="b", requester=agent)
    file, made = beside[name], beside[name].created_at
    source = files.ticket_ids(desk, [file.id])[file.id]
    later(desk)

    files.move(desk, file, other)

    assert (other.opening.id, None, None) == (file.message_id, file.article_id, file.asset_id)
    assert [file] == other.opening.files
    assert (made, LATER, LATER) == (file.created_at, file.updated_at, other.updated_at)
    assert (source is not None) == (LATER == ticket.updated_at)
    last = ("ticket.attached", {"message": other.opening.id, "files": [file.id]})
    assert last == told(desk, "ticket")[-1]
    assert ([] if name == "article" else [1]) == articles(desk, "aardvark")


def test_a_file_is_moved_to_a_ticket_without_a_text(desk, agent, beside):
    """It gets an empty one."""
    bare = tickets.create(desk, subject="s", body=None, requester=agent)

    files.move(desk, beside["free"], bare)

    assert ("", [beside["free"]]) == (bare.body, bare.opening.files)


def test_a_file_is_taken_away_from_its_ticket(desk, ticket, beside):
    """It is nobody's then, and outlives the ticket."""
    later(desk)
    file, text = beside["ticket"], ticket.opening

    files.move(desk, file, None)
    without = [*text.files], ticket.updated_at
    tickets.erase(desk, ticket)

    assert ([], LATER) == without
    assert file is files.get(desk, file.id)
    assert (None, None, None) == (file.message_id, file.article_id, file.asset_id)


@pytest.mark.parametrize("name", ["ticket", "note", "article", "asset", "free"])
def test_a_file_that_is_there_already_stays(desk, ticket, beside, name):
    """Beside the ticket, a reply in it, or nothing of any ticket."""
    file = beside[name]
    place = file.message_id, file.article_id, file.asset_id
    before = told(desk, "ticket")
    later(desk)

    files.move(desk, file, ticket if file.message_id else None)

    assert place == (file.message_id, file.article_id, file.asset_id)
    assert file.updated_at < LATER
    assert before == told(desk, "ticket")


def test_an_erased_file_is_gone_from_its_ticket(desk, ticket, agent, beside):
    """Which is changed by that, and by whom; the others stay, as do the bytes that they share."""
    later(desk)
    desk.actor = agent
    file, text = beside["ticket"], ticket.opening.id

    files.erase(desk, file)

    assert ("ticket.detached", {"message": text, "name": "quagga.txt"}) == told(desk, "ticket")[-1]
    assert (LATER, agent.id) == (ticket.updated_at, ticket.changed_by_id)
    assert 5 == len(desk.all(select(File.id)))
    assert [b"aardvark"] == desk.all(select(Blob.data))


@pytest.mark.parametrize("name", ["article", "asset", "free"])
def test_an_erased_file_of_no_ticket_changes_none(desk, beside, name):
    """An article is found by it no more."""
    before = told(desk, "ticket")

    files.erase(desk, beside[name])

    assert 5 == len(desk.all(select(File.id)))
    assert before == told(desk, "ticket")
    assert ([] if name == "article" else [1]) == articles(desk, "aardvark")

"""Articles, with their versions and what they are found by."""

from sqlalchemy import select

from polydesk.core import catalogue, files, knowledge, search
from polydesk.core.models import Article, Event, Format


def write(desk, author, title="Reset VPN", **given):
    return knowledge.create(desk, title=title, body="Open the client.", author=author, **given)


def test_an_article_has_its_first_version(desk, agent):
    """As it was made, by whom."""
    article = write(desk, agent, summary="Steps", format=Format.MARKDOWN)

    (first,) = article.versions
    assert (1, "Reset VPN", "Steps", "Open the client.", agent) == (
        first.number,
        first.title,
        first.summary,
        first.body,
        first.author,
    )
    assert (True, False, Format.MARKDOWN) == (article.published, article.techs_only, article.format)
    assert "article.created" == desk.all(select(Event).order_by(Event.id))[-1].kind


def test_tags_keep_their_order_and_spelling(desk, agent):
    """Two spellings of one tag too."""
    article = write(desk, agent, tags=["VPN", "network", "vpn"])
    desk.session.expire(article)

    assert ["VPN", "network", "vpn"] == [use.name for use in article.tag_uses]


def test_only_what_everybody_may_read_is_published(desk, agent):
    """No drafts, nothing for technicians."""
    article = write(desk, agent)
    write(desk, agent, published=False)
    write(desk, agent).techs_only = True
    desk.session.flush()

    assert [article] == list(desk.all(knowledge.published()))


def test_an_article_is_found_by_all_that_is_written_in_it(desk, agent):
    """Title, summary, text, tags, category, and names and texts of its files."""
    guide = files.make(desk, name="steps.txt", data=b"press reset", media_type="text/plain")
    write(
        desk,
        agent,
        summary="Short",
        tags=["tunnel"],
        category=catalogue.category(desk, "Network"),
        files=[guide],
    )
    write(desk, agent, title="Other")

    for word in ("reset", "short", "client", "tunnel", "network", "steps", "press"):
        query = select(Article.title).where(search.containing(Article, word.upper()))
        assert "Reset VPN" == desk.session.scalars(query.order_by(Article.id)).first(), word


def test_a_file_of_an_article_is_stored_with_it(desk, agent):
    """And goes with it."""
    article = write(desk, agent, files=[files.make(desk, name="a.txt", data=b"a")])
    kept = [file.name for file in article.files]

    desk.session.delete(article)
    desk.session.flush()

    assert ["a.txt"] == kept
    assert [] == list(desk.all(select(Article)))

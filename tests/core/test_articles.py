"""Articles that are changed and erased."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select

from polydesk.core import catalogue, files, knowledge, people, search
from polydesk.core.models import Article, ArticleTag, ArticleVersion, Event, File, Format
from tests.counting import counting

LATER = datetime(2031, 1, 1, tzinfo=UTC)


@pytest.fixture
def article(desk, agent):
    """With a tag, a category and three files."""
    desk.actor = agent
    return knowledge.create(
        desk,
        title="Reset VPN",
        body="Open the client.",
        author=agent,
        tags=["vpn"],
        category=catalogue.category(desk, "Network"),
        files=[
            files.make(desk, name=f"{n}.txt", data=b"press reset", media_type="text/plain")
            for n in range(3)
        ],
    )


def found(desk, word):
    """Whether the article is found by the word."""
    return bool(desk.all(select(Article).where(search.containing(Article, word))))


def told(desk):
    """What happened to articles."""
    query = select(Event.kind, Event.data).filter_by(about="article").order_by(Event.id)
    return [(row.kind, row.data) for row in desk.session.execute(query)]


def test_another_text_is_another_version(desk, article, user):
    """By who is at the desk; it is found by the new text and no more by the old one."""
    desk.actor, desk._now = user, LATER

    knowledge.change(desk, article, body="Call us.", format=Format.HTML)
    knowledge.change(desk, article, summary="Short")

    assert [(1, "Open the client."), (2, "Call us."), (3, "Call us.")] == [
        (one.number, one.body) for one in article.versions
    ]
    assert (user.id, user.id, LATER) == (
        article.versions[2].author_id,
        article.updated_by_id,
        article.updated_at,
    )
    assert [False, True, True, True] == [
        found(desk, word) for word in ("client", "call", "short", "press")
    ]
    assert [
        ("article.changed", {"fields": ["body", "format"]}),
        ("article.changed", {"fields": ["summary"]}),
    ] == told(desk)[1:]


def test_an_article_is_found_by_what_it_says(desk, agent):
    """And not by its markup: vendors of plain text show none."""
    knowledge.create(desk, title="a", body="<p>ab <b>c</b></p>", format=Format.HTML, author=agent)

    assert (True, False) == (found(desk, "AB C"), found(desk, "<b>"))


def test_what_is_no_text_makes_no_version(desk, article, user):
    """Author, category, tags and who may read it."""
    hardware = catalogue.category(desk, "Hardware")

    knowledge.change(
        desk,
        article,
        author_id=user.id,
        category=hardware,
        tags=["a", "B", "A"],
        published=False,
        techs_only=True,
        extras={"toy": {"n": 1}},
    )

    assert 1 == len(article.versions)
    assert (user, hardware, ["a", "B", "A"]) == (
        article.author,
        article.category,
        [use.name for use in article.tag_uses],
    )
    assert (False, True, {"toy": {"n": 1}}) == (
        article.published,
        article.techs_only,
        article.extras,
    )
    assert [True, False] == [found(desk, word) for word in ("hardware", "network")]


def test_what_stays_the_same_changes_nothing(desk, article):
    """Not even `updated_at`; None takes a category away."""
    desk._now = LATER

    knowledge.change(desk, article, title="Reset VPN", tags=["vpn"], category=article.category)
    same = (article.updated_at, len(told(desk)))
    knowledge.change(desk, article, category=None)

    assert (article.created_at, 1) == same
    assert (None, LATER) == (article.category, article.updated_at)


def test_an_erased_article_leaves_nothing(desk, article):
    """Neither versions, nor tags of it, nor files; it is not found."""
    knowledge.erase(desk, article)

    models = (Article, ArticleVersion, ArticleTag, File)
    assert [0] * 4 == [desk.session.scalar(select(func.count(model.id))) for model in models]
    assert not found(desk, "reset")
    assert ("article.deleted", {}) == told(desk)[-1]


@pytest.mark.parametrize("act", [knowledge.erase, lambda d, a: knowledge.change(d, a, title="x")])
def test_files_are_read_together(store, world, act):
    """However many there are."""
    counts = []
    for many in (1, 6):
        with store.desk(world) as desk:
            author = people.create(desk, name="Ada")
            attached = [files.make(desk, name="a.txt", data=b"a") for _ in range(many)]
            id = knowledge.create(desk, title="t", body="b", author=author, files=attached).id
        with store.desk(world) as desk, counting() as statements:
            act(desk, desk.get(Article, id))
            reads = [one for one in statements if one.lstrip().startswith("SELECT")]
        counts.append(len(reads))

    assert counts[0] == counts[1]

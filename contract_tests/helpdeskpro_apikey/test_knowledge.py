"""HelpDesk Pro `apikey`, 2.4 and 2.5: the knowledge base."""

import pytest
from sqlalchemy import select

from polydesk.core import files
from polydesk.core.models import Article, ArticleVersion

NOW = "2025-01-04T16:21:00"
REQUIRED = {"title": "Reset VPN profile", "content": "1. Open VPN client..."}
FULL = {
    **REQUIRED,
    "summary": "Steps to fix VPN client issues",
    "tags": ["vpn", "network"],
    "category": "Networking",
    "is_published": True,
    "created_by": "maria",
}
UNKNOWN_CREATOR = {
    "error": "created_by must reference a valid user or configure a default user for this API key."
}


@pytest.fixture
def apikey(apikey):
    """With a clock that stands still."""
    apikey.freeze(f"{NOW}Z")
    return apikey


def create(apikey, **fields):
    response = apikey.post("/knowledge", json={**REQUIRED, **fields})
    assert 201 == response.status_code
    return response.json["article"]


def titles(apikey, q):
    results = apikey.get("/knowledge", query_string={"q": q}).json["results"]
    return [article["title"] for article in results]


def test_creation_answers_the_whole_article(apikey):
    """201 with every field; `updated_by` is null or the creator."""
    response = apikey.post("/knowledge", json=FULL)

    assert 201 == response.status_code
    maria = apikey.ids["maria"]
    article = response.json["article"]
    assert article.pop("updated_by") in (None, maria)
    assert {
        **FULL,
        "id": 1,
        "created_by": maria,
        "created_at": NOW,
        "updated_at": NOW,
        "attachments": [],
    } == article


def test_title_and_content_are_enough(apikey):
    """The rest is unset, published, and by the key's default user."""
    response = apikey.post("/knowledge", json=REQUIRED)

    assert 201 == response.status_code
    creator = apikey.ids["integration-user"]
    article = response.json["article"]
    assert article.pop("updated_by") in (None, creator)
    assert {
        **REQUIRED,
        "id": 1,
        "summary": None,
        "tags": [],
        "category": None,
        "is_published": True,
        "created_by": creator,
        "created_at": NOW,
        "updated_at": NOW,
        "attachments": [],
    } == article


def test_title_and_content_are_required(apikey):
    """Both, non-empty after trimming; nothing is stored otherwise."""
    bodies = [
        {},
        {"title": "a"},
        {"content": "b"},
        {"title": " ", "content": "b"},
        {"title": "a", "content": "\n"},
        {"title": None, "content": "b"},
        {"title": "a", "content": None},
    ]

    responses = [apikey.post("/knowledge", json=body) for body in bodies]

    assert [(400, {"error": "title and content are required."})] * len(bodies) == [
        (response.status_code, response.json) for response in responses
    ]
    assert [] == [*titles(apikey, "a"), *titles(apikey, "b")]


def test_title_and_content_are_trimmed(apikey):
    """Outer blanks go."""
    article = create(apikey, title="  Reset  VPN ", content="\n1. Open\n\n2. Close\n")

    assert ("Reset  VPN", "1. Open\n\n2. Close") == (article["title"], article["content"])


TAGS = [
    (["vpn", "network"], ["vpn", "network"]),
    ("vpn,network", ["vpn", "network"]),
    (" vpn , network ,, ", ["vpn", "network"]),
    ([" vpn ", "", "  ", "network"], ["vpn", "network"]),
    (["vpn,network", "dns"], ["vpn", "network", "dns"]),
    (["z", "a", "m"], ["z", "a", "m"]),
    ("vpn", ["vpn"]),
    ([], []),
    ("", []),
    (" , ", []),
    (None, []),
    (["VPN", "Network"], ["VPN", "Network"]),
]


def test_tags_are_given_as_array_or_text_and_shown_as_array(shared):
    """Split on the comma, trimmed, empties dropped, in the order and spelling given."""
    assert TAGS == [(sent, create(shared, tags=sent)["tags"]) for sent, _ in TAGS]


def test_the_spelling_of_a_tag_belongs_to_its_article(apikey):
    """A tag that exists in another letter case comes back as it was sent."""
    create(apikey, tags=["VPN"])

    assert ["vpn"] == create(apikey, tags=["vpn"])["tags"]


def test_tags_that_are_no_strings_are_refused(apikey):
    """400, and nothing is stored."""
    wrong = [[1], ["vpn", None], [["vpn"]], [{"name": "vpn"}], [True]]

    responses = [apikey.post("/knowledge", json={**REQUIRED, "tags": tags}) for tags in wrong]

    assert [(400, {"error": str})] * len(wrong) == [
        (response.status_code, {name: type(value) for name, value in response.json.items()})
        for response in responses
    ]
    assert [] == titles(apikey, "VPN")


@pytest.mark.parametrize("field", ["content", "summary"])
def test_long_texts_are_kept_whole(apikey, field):
    """Content and summary have no limit of their own."""
    text = "line\n" * 60_000 + "end"

    assert text == create(apikey, **{field: text})[field]


def test_creation_stores_version_one(apikey):
    """The first version is the article as it was made."""
    article = create(apikey, summary="Steps")

    with apikey.desk() as desk:
        version = desk.session.scalars(
            select(ArticleVersion).filter_by(article_id=article["id"])
        ).one()
        stored = (version.number, version.title, version.summary, version.body)
    assert (1, "Reset VPN profile", "Steps", "1. Open VPN client...") == stored


@pytest.mark.parametrize("sent", [{}, {"created_by": None}, {"created_by": "nobody"}])
def test_a_creator_is_needed_where_the_key_has_no_default_user(apikey, sent):
    """400 in the vendor's words."""
    key = apikey.key(default_user=None)

    response = apikey.post("/knowledge", json={**REQUIRED, **sent}, key=key)

    assert (400, UNKNOWN_CREATOR) == (response.status_code, response.json)
    assert [] == titles(apikey, "VPN")


def test_q_is_required(shared):
    """Non-empty after trimming."""
    queries = ["", "?q=", "?q=%20%09", "?Q=vpn", "?query=vpn"]

    responses = {query: shared.get(f"/knowledge{query}") for query in queries}

    assert dict.fromkeys(queries, (400, {"error": "Parameter 'q' is required."})) == {
        query: (response.status_code, response.json) for query, response in responses.items()
    }


def test_a_search_answers_whole_articles(apikey):
    """Each result is the body of its creation."""
    article = create(apikey, **FULL)

    response = apikey.get("/knowledge?q=vpn")

    assert (200, {"results": [article]}) == (response.status_code, response.json)


def test_a_search_looks_for_a_part_ignoring_case(apikey):
    """In title, summary, content, tags and category; blanks around `q` do not count."""
    create(apikey, **FULL)
    parts = [
        "Reset",
        "reset vpn",
        "  vpn  ",
        "ESET V",
        "client issues",
        "Open VPN cl",
        "...",
        "network",
        "NETWORKING",
        "orkin",
        "o",
    ]

    found = {q: titles(apikey, q) for q in parts}

    assert {q: ["Reset VPN profile"] for q in parts} == found


def test_a_search_looks_nowhere_else(apikey):
    """Not for words in another order, not at people and times; nothing is a wildcard."""
    create(apikey, **FULL)
    others = ["zebra", "vpn reset", "maria", "integration-user", "2025", "%", "_"]

    found = {q: titles(apikey, q) for q in others}

    assert {q: [] for q in others} == found


@pytest.mark.parametrize("field", ["title", "summary", "content", "tags", "category"])
def test_a_search_looks_at_every_text(apikey, field):
    """Each of them alone is enough."""
    create(apikey, **{"title": "Title", "content": "Body", field: "has Zebra in it"})
    create(apikey, title="Another", content="Thing")

    assert 1 == len(titles(apikey, "zebra"))


def test_a_search_ignores_case_in_any_script(apikey):
    """Not only in ASCII."""
    create(apikey, content="ЖУК, Straße, istanbul, 日本語, 🖨")
    parts = ["Ж", "ж", "straße", "İstanbul", "日本", "🖨"]

    found = {q: titles(apikey, q) for q in parts}

    assert {q: ["Reset VPN profile"] for q in parts} == found


def test_only_published_articles_are_found(apikey):
    """A draft is answered when it is made, and never again."""
    draft = create(apikey, is_published=False)
    create(apikey, title="Published VPN")

    assert draft["is_published"] is False
    assert ["Published VPN"] == titles(apikey, "vpn")


def test_the_newest_change_comes_first(apikey):
    """By `updated_at`."""
    create(apikey, title="VPN 1")
    apikey.advance(60)
    create(apikey, title="VPN 2")
    apikey.advance(60)
    create(apikey, title="VPN 3")

    assert ["VPN 3", "VPN 2", "VPN 1"] == titles(apikey, "vpn")


def test_at_most_fifty_are_answered(apikey):
    """The newest fifty."""
    for n in range(55):
        apikey.advance(1)
        create(apikey, title=f"VPN {n}")

    assert [f"VPN {n}" for n in range(54, 4, -1)] == titles(apikey, "vpn")


def test_attachments_are_shown_newest_first(apikey):
    """With id, name, time and size in bytes."""
    create(apikey)
    for name, data in [("vpn_old.txt", b"hello"), ("vpn_new.txt", b"four"), ("x.pdf", b"%PDF")]:
        apikey.advance(60)
        with apikey.desk() as desk:
            article = desk.get(Article, 1)
            article.files.append(desk.add(files.make(desk, name=name, data=data)))

    attachments = apikey.get("/knowledge?q=reset").json["results"][0]["attachments"]

    assert [
        {"id": 3, "filename": "x.pdf", "uploaded_at": "2025-01-04T16:24:00", "size": 4},
        {"id": 2, "filename": "vpn_new.txt", "uploaded_at": "2025-01-04T16:23:00", "size": 4},
        {"id": 1, "filename": "vpn_old.txt", "uploaded_at": "2025-01-04T16:22:00", "size": 5},
    ] == attachments


@pytest.mark.parametrize("q", ["profile_reset.TXT", "vpn_pro", "wormhole settings"])
def test_a_search_looks_at_attachments(apikey, q):
    """At their names and at the text in them."""
    attached = [{"name": "vpn_profile_reset.txt", "text": "Open the Wormhole Settings first."}]
    apikey.seed(
        {
            "people": [{"key": "alex", "name": "Alex", "username": "alex", "role": "agent"}],
            "articles": [
                {
                    "title": "Found",
                    "body": "Steps",
                    "author": "alex",
                    "published": True,
                    "files": attached,
                }
            ],
        }
    )

    assert ["Found"] == titles(apikey, q)


@pytest.mark.parametrize("method", ["get", "patch", "put", "delete", "post"])
def test_there_is_no_single_article(shared, method):
    """Those paths are unknown, even for an article that is there."""
    path = f"/knowledge/{create(shared)['id']}"
    paths = [path, f"{path}/attachments", "/knowledge/search"]

    responses = {each: getattr(shared, method)(each) for each in paths}

    assert dict.fromkeys(paths, (404, {"error": "Not found."})) == {
        each: (response.status_code, response.json) for each, response in responses.items()
    }

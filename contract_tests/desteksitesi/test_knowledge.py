"""The knowledge base. Source: contract 6.5 and 7.14."""

import io

import pytest

from polydesk.core.models import Article, Category
from tests.counting import counting

FORBIDDEN = (403, "You don't have permission to perform this action")
WORLD = {
    "people": [{"key": "wes", "name": "Wes", "role": "agent"}],
    "categories": [
        {"key": "payment", "name": "Payment issues", "section": "Sales", "notes": "About bills"},
        {"key": "hidden", "name": "Hidden", "techs_only": True, "from_address": "h@example.com"},
    ],
    "articles": [
        {
            "key": "sample",
            "title": "Sample KB article",
            "body": "[b]Hello[/b] & welcome",
            "format": "bbcode",
            "author": "wes",
            "category": "payment",
            "tags": ["VPN", "Réseau"],
            "at": "2016-10-09T05:04:40.890Z",
        },
        {
            "key": "plain",
            "title": "¿…?",
            "body": "Text",
            "author": "wes",
            "tags": ["vpn"],
            "at": "2016-10-10T05:04:40Z",
            "files": [
                {"key": "steps", "name": "steps.txt", "media_type": "text/plain", "text": "press"}
            ],
        },
        {
            "key": "staff",
            "title": "For staff",
            "body": "Quiet",
            "author": "wes",
            "category": "payment",
            "techs_only": True,
            "tags": ["quiet"],
        },
        {
            "key": "inside",
            "title": "Inside",
            "body": "Quiet",
            "author": "wes",
            "category": "hidden",
        },
        {"key": "draft", "title": "Draft", "body": "?", "author": "wes", "published": False},
    ],
}


@pytest.fixture
def known(destek):
    """A world with articles."""
    destek.seed(WORLD)
    return destek


def base(destek):
    return f"http://localhost{destek.url}"


def sample(destek, **changed):
    """The first article as lists show it."""
    id = destek.ids["sample"]
    return {
        "Attachments": [],
        "ArticleId": id,
        "Subject": "Sample KB article",
        "Body": None,
        "ForTechsOnly": False,
        "CategoryID": destek.ids["payment"],
        "CategoryName": None,
        "CategoryNotes": None,
        "TagString": None,
        "UrlId": f"{id}-sample-kb-article",
        "DateCreated": "2016-10-09T05:04:40.89",
        "LastUpdated": None,
        "Url": f"{base(destek)}/KB/View/{id}-sample-kb-article",
        "Tags": None,
    } | changed


def payment(destek, count):
    return {
        "CategoryID": destek.ids["payment"],
        "Name": "Payment issues",
        "SectionID": 2,
        "Section": "Sales",
        "TicketCount": count,
        "NameWithSection": "Sales \\ Payment issues",
        "ForTechsOnly": False,
        "ForSpecificUsers": False,
        "FromAddress": None,
        "KBOnly": False,
    }


def tag_ids(destek):
    return {tag["Name"]: tag["TagID"] for tag in destek.get("/api/Articles").json["Tags"]}


def attachment(destek):
    id = destek.ids["steps"]
    return {
        "FileName": "steps.txt",
        "FileData": None,
        "FileID": id,
        "CommentID": 0,
        "CommentDate": "2016-10-10T05:04:40Z",
        "FileHash": None,
        "FileSize": 5,
        "IssueID": 0,
        "UserID": destek.ids["wes"],
        "GoogleDriveUrl": None,
        "ForTechsOnly": False,
        "Url": f"{base(destek)}/File/Get?id={id}",
    }


def test_articles_of_a_user(known):
    """Contract 7.14: all keys, in this order; categories and tags are those of what is listed."""
    answer = known.get("/api/Articles", as_="sam")

    general = {"CategoryID": 1, "Name": "General", "SectionID": None, "Section": None}
    plain_id = known.ids["plain"]
    plain = sample(
        known,
        Attachments=[attachment(known)],
        ArticleId=plain_id,
        Subject="¿…?",
        CategoryID=1,
        UrlId=str(plain_id),
        DateCreated="2016-10-10T05:04:40",
        Url=f"{base(known)}/KB/View/{plain_id}",
    )
    expected = {
        "Articles": [sample(known), plain],
        "Categories": [
            payment(known, 1) | general | {"TicketCount": 1, "NameWithSection": "General"},
            payment(known, 1),
        ],
        "Tags": [
            {"TagID": tag_ids(known)["VPN"], "Name": "VPN", "TagCount": 2},
            {"TagID": tag_ids(known)["Réseau"], "Name": "Réseau", "TagCount": 1},
        ],
    }
    assert (200, expected) == (answer.status_code, answer.json)
    assert list(expected) == list(answer.json)
    assert list(sample(known)) == list(answer.json["Articles"][0])
    assert list(payment(known, 1)) == list(answer.json["Categories"][0])
    assert list(attachment(known)) == list(answer.json["Articles"][1]["Attachments"][0])


@pytest.mark.parametrize("who", ["ada", "tia"])
def test_articles_of_a_technician(known, who):
    """Contract 3.10: techs-only articles and categories too; drafts are nobody's."""
    shown = known.get("/api/Articles", as_=who).json

    names = [article["Subject"] for article in shown["Articles"]]
    assert ["Sample KB article", "¿…?", "For staff", "Inside"] == names
    assert [False, False, True, False] == [one["ForTechsOnly"] for one in shown["Articles"]]
    hidden = payment(known, 1) | {
        "CategoryID": known.ids["hidden"],
        "Name": "Hidden",
        "SectionID": None,
        "Section": None,
        "NameWithSection": "Hidden",
        "ForTechsOnly": True,
        "FromAddress": "h@example.com",
    }
    assert hidden == shown["Categories"][1]
    assert payment(known, 2) == shown["Categories"][2]
    assert ["VPN", "Réseau", "quiet"] == [tag["Name"] for tag in shown["Tags"]]


@pytest.mark.parametrize(
    ("category", "names"),
    [
        ("payment", ["Sample KB article"]),
        ("hardware", []),
        ("hidden", []),
        ("", ["Sample KB article", "¿…?"]),
        ("x", ["Sample KB article", "¿…?"]),
        ("987654", []),
        ("0", []),
        ("1", ["¿…?"]),
    ],
)
def test_articles_of_a_category(known, category, names):
    """Contract 6.5, 52: without a category those of the default one; an unknown one has none."""
    id = known.ids.get(category, category)

    shown = known.get(f"/api/articles/?CATEGORYID={id}", as_="sam").json

    assert names == [article["Subject"] for article in shown["Articles"]]
    assert {article["CategoryID"] for article in shown["Articles"]} == {
        category["CategoryID"] for category in shown["Categories"]
    }


def test_an_empty_knowledge_base(destek):
    """Contract 4.10: lists are empty, not null."""
    assert {"Articles": [], "Categories": [], "Tags": []} == destek.post("/api/Articles").json


@pytest.mark.parametrize("path", ["/api/Article/{}", "/helpdesk/api/article?id={}"])
def test_an_article(known, path):
    """Contract 7.14: with its text, its category's name and notes, and without a `UrlId`."""
    id = known.ids["sample"]

    answer = known.get(path.format(id), as_="sam")

    mount = "/helpdesk" if path.startswith("/helpdesk") else ""
    expected = sample(
        known,
        Body="[b]Hello[/b] & welcome",
        CategoryName="Payment issues",
        CategoryNotes="About bills",
        UrlId=None,
        LastUpdated="2016-10-09T05:04:40.89",
        Url=f"{base(known)}{mount}/KB/View/{id}",
        Tags=[
            {"TagID": tag_ids(known)["VPN"], "Name": "VPN", "TagCount": 1},
            {"TagID": tag_ids(known)["Réseau"], "Name": "Réseau", "TagCount": 1},
        ],
    )
    assert (200, expected) == (answer.status_code, answer.json)
    assert list(expected) == list(answer.json)


def test_an_article_without_tags_has_an_empty_list(known):
    """Contract 7.14; one for technicians shows its files as such."""
    shown = known.get(f"/api/Article/{known.ids['staff']}", as_="tom").json

    assert (True, "Quiet", ["quiet"]) == (
        shown["ForTechsOnly"],
        shown["Body"],
        [tag["Name"] for tag in shown["Tags"]],
    )
    assert [] == known.get(f"/api/Article/{known.ids['inside']}").json["Tags"]


@pytest.mark.parametrize("name", ["staff", "inside"])
@pytest.mark.parametrize("who", ["sam", "mia"])
def test_techs_only_articles_are_for_technicians(known, name, who):
    """Contract 6.5, 53: whether it is the article that is for them, or its category."""
    answer = known.get(f"/api/Article/{known.ids[name]}", as_=who)

    assert FORBIDDEN == (answer.status_code, answer.text)


@pytest.mark.parametrize(
    ("path", "status", "text"),
    [
        ("/api/Article/987654", 404, "Article not found"),
        ("/api/Article?id=0", 404, "Article not found"),
        ("/api/Article", 400, "Parameter 'id': Missing data for required field."),
        ("/api/Article?id=one", 400, "Parameter 'id': Missing data for required field."),
    ],
)
def test_an_article_that_is_not_there(known, path, status, text):
    """Contract 6.5, 53."""
    answer = known.get(path)

    assert (status, text) == (answer.status_code, answer.text)


def test_a_draft_is_not_there(known):
    """The vendor knows none."""
    assert 404 == known.get(f"/api/Article/{known.ids['draft']}").status_code


def test_an_article_is_written(destek):
    """Contract 6.5, 54: the answer is its id, and it reads as it was sent."""
    asked = {
        "CategoryId": str(destek.ids["software"]),
        "subject": "Çok kısa",
        "body": " <b>x</b>\n",
    }

    answer = destek.post("/api/Article", data=asked, as_="tom")

    assert (200, "application/json; charset=utf-8") == (
        answer.status_code,
        answer.headers["Content-Type"],
    )
    assert answer.data.isdigit()
    shown = destek.get(f"/api/Article/{answer.text}", as_="sam").json
    assert ("Çok kısa", " <b>x</b>\n", False, "Software") == (
        shown["Subject"],
        shown["Body"],
        shown["ForTechsOnly"],
        shown["CategoryName"],
    )
    assert ("2026-04-05T09:00:00",) * 2 == (shown["DateCreated"], shown["LastUpdated"])
    (item,) = destek.get("/api/Articles").json["Articles"]
    assert f"{answer.text}-çok-kısa" == item["UrlId"]
    assert item["Url"].endswith(f"/KB/View/{answer.text}-%C3%A7ok-k%C4%B1sa")


def test_an_article_comes_with_files(destek):
    """Contract 2.14: every part with a filename, whatever its name."""
    asked = {
        "categoryId": str(destek.ids["software"]),
        "subject": "x",
        "body": "x",
        "forTechsOnly": "True",
        "uploadFile": [(io.BytesIO(b"one"), "a.txt"), (io.BytesIO(b"two!"), "b.png")],
        "fn": (io.BytesIO(b""), "c.bin"),
    }

    id = destek.post("/api/Article", data=asked, content_type="multipart/form-data").text

    shown = destek.get(f"/api/Article/{id}").json
    assert [("a.txt", 3, True), ("b.png", 4, True), ("c.bin", 0, True)] == [
        (file["FileName"], file["FileSize"], file["ForTechsOnly"]) for file in shown["Attachments"]
    ]
    assert {destek.ids["ada"]} == {file["UserID"] for file in shown["Attachments"]}


@pytest.mark.parametrize(
    ("changed", "status", "text"),
    [
        ({"categoryId": ""}, 400, "Parameter 'categoryId': Missing data for required field."),
        ({"categoryId": "x"}, 400, "Parameter 'categoryId': Missing data for required field."),
        ({"subject": None}, 400, "Parameter 'subject': Missing data for required field."),
        ({"body": ""}, 400, "Parameter 'body': Missing data for required field."),
        ({"subject": "x" * 256}, 400, "Parameter 'subject': is longer than 255 characters"),
        ({"body": "a\0b"}, 400, "Parameter 'body': Must not contain NUL characters."),
        ({"categoryId": 0}, 404, "Category not found"),
        ({"categoryId": 987654}, 404, "Category not found"),
    ],
)
def test_a_wrong_article_is_refused(destek, changed, status, text):
    """Contract 6.5, 54: and nothing is written."""
    asked = {"categoryId": destek.ids["software"], "subject": "x", "body": "x"}

    answer = destek.post("/api/Article", json=asked | changed)

    assert (status, text) == (answer.status_code, answer.text)
    assert [] == destek.get("/api/Articles").json["Articles"]


@pytest.mark.parametrize("who", ["sam", "mia"])
def test_writing_is_for_technicians(destek, who):
    """Contract 3.10: X, before the parameters are looked at."""
    answer = destek.post("/api/Article", as_=who)

    assert FORBIDDEN == (answer.status_code, answer.text)


def test_articles_cost_the_same_however_many_there_are(known):
    """Statements do not grow with the rows."""
    counts = []
    for more in (0, 20, 0):
        with known.desk() as desk:
            category = desk.get(Category, known.ids["payment"])
            author = desk.get(Article, known.ids["sample"]).author
            for _ in range(more):
                desk.add(Article(title="x", body="x", category=category, author=author))
        with counting() as statements:
            known.get("/api/Articles")
        counts.append(len(statements))

    assert counts[1] == counts[2]
    assert counts[0] >= counts[1]

"""Sign-on links, and the pages that the API's URLs lead to. Source: contract 12 and 6.9."""

import hashlib

import pytest
from werkzeug.test import Client

from contract_tests.desteksitesi.calling import call, refused, user
from polydesk.core import knowledge, tickets
from polydesk.core.models import Category, Person

SECRET = "a secret that all share, and long enough"
UNSAFE = "<script>alert('1')</script> & Söhne"
SAFE = "&lt;script&gt;alert(&#x27;1&#x27;)&lt;/script&gt; &amp; Söhne"


def signed(username="", email="", day="0504", secret=SECRET, **more):
    """The query of a link; `day` is DDMM."""
    digest = hashlib.sha256(f"{username}{email}{secret}{day}".encode()).hexdigest()
    return {"username": username, "email": email, "userHash": digest[:28], **more}


@pytest.fixture
def shared(destek):
    """An installation with a shared secret."""
    destek.set(shared_secret=SECRET)
    return destek


@pytest.fixture
def browser(shared):
    """As `shared`, of who has nothing but cookies, and keeps them."""
    shared.web, shared.default = Client(shared.site), None
    return shared


def sign_in(destek, query, path="/User/AutoLogin"):
    return destek.get(path, query_string=query, as_=None)


@pytest.mark.parametrize(
    "query",
    [
        signed("sam", "sam@example.com"),
        signed("SAM"),
        signed("", "Sam@Example.com"),
        signed("unknown", "sam@example.com"),
        {**signed("sam"), "userHash": signed("sam")["userHash"].upper()},
    ],
)
def test_a_link_lets_in(browser, query):
    """Contract 12: 302, and a cookie by which the pages know who it is."""
    answer = sign_in(browser, query)

    assert 302 == answer.status_code
    assert answer.headers["Location"].endswith("/desteksitesi/")
    assert "HttpOnly; Path=/; SameSite=Lax" in answer.headers["Set-Cookie"]
    assert "Sam Ortiz" in browser.get("/").text
    assert 200 == browser.get("/User/Token").status_code


def test_the_cookie_is_for_pages_only(browser):
    """What changes anything is not to be called by whoever shows a page to the user."""
    sign_in(browser, signed("ada"))

    assert 401 == browser.get("/api/Authorization").status_code
    assert 401 == browser.post("/API/CreateUser", data={"email": "x@example.com"}).status_code


def test_the_cookie_dies_with_the_password(browser):
    """As the token does."""
    sign_in(browser, signed("sam"))

    call(browser, "UpdateUser", as_="ada", userId="sam", password="another one")

    assert 401 == browser.get("/").status_code


@pytest.mark.parametrize(
    "query",
    [
        signed("sam", secret="guessed"),
        signed("sam", secret=""),
        signed("sam", day="0604"),
        signed("sam", day="0405"),
        {**signed("sam"), "username": "ada"},
        {**signed("sam"), "userHash": ""},
        {**signed("sam"), "userHash": "é"},
        {"username": "sam"},
        {},
    ],
)
def test_a_link_that_is_not_signed(shared, query):
    """Contract 12: 401, plain text, and no cookie."""
    answer = sign_in(shared, query)

    assert (401, "Unauthorized") == refused(answer)
    assert "Set-Cookie" not in answer.headers


def test_without_a_secret_nothing_is_signed(destek):
    """Not even by the empty one."""
    assert 401 == sign_in(destek, signed("sam", secret="")).status_code


def test_guessed_links_block_the_address(shared):
    """Contract 3.8: as wrong passwords do; who is disabled is no guess."""
    call(shared, "UpdateUser", userId="kim", disabled="true")
    for _ in range(4):
        assert 401 == sign_in(shared, signed("kim")).status_code
    bad = [sign_in(shared, signed("sam", secret="x")).status_code for _ in range(4)]

    assert [401, 401, 401, 403] == bad
    assert 403 == sign_in(shared, signed("sam")).status_code


def test_a_good_link_forgives(shared):
    """Contract 3.8: before the third bad one; then three more are needed."""
    bad = signed("sam", secret="x")

    found = [sign_in(shared, one).status_code for one in (bad, bad, signed("sam"), bad, bad)]

    assert [401, 401, 302, 401, 401] == found
    assert 302 == sign_in(shared, signed("sam")).status_code


def test_a_link_makes_who_is_unknown(shared):
    """Contract 12: with the names and the company that it tells; a second time they are found."""
    query = signed("nora", "nora@x.example", FirstName="Nora", LastName="Ek", CompanyName="acme")

    assert [302, 302] == [sign_in(shared, query).status_code for _ in range(2)]
    found = [one for one in shared.get("/api/Users").json if one["Username"] == "nora"]
    assert [("nora@x.example", "Nora Ek", "Acme")] == [
        (one["Email"], one["FullName"], one["CompanyName"]) for one in found
    ]
    assert not user(shared, found[0]["UserID"])["Signature"]


def test_a_link_without_an_address_makes_nobody(shared):
    """400, since a user has one."""
    assert (400, "Parameter 'email': is required") == refused(sign_in(shared, signed("nora")))


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        ({}, "{root}/"),
        ({"new_ticket": "1"}, "{root}/Ticket/New"),
        ({"ReturnUrl": "/helpdesk/Ticket/5"}, "/helpdesk/Ticket/5"),
        ({"ReturnUrl": "/a", "new_ticket": "1"}, "/a"),
        ({"ReturnUrl": "https://evil.example/"}, "{root}/"),
        ({"ReturnUrl": "//evil.example/"}, "{root}/"),
        ({"ReturnUrl": "/\\evil.example/"}, "{root}/"),
        ({"ReturnUrl": "/a\r\nX: y"}, "{root}/"),
        ({"ReturnUrl": "javascript:alert(1)"}, "{root}/"),
    ],
)
@pytest.mark.parametrize("mount", ["", "/helpdesk"])
def test_a_link_leads_on(shared, mount, more, expected):
    """Contract 12: to `ReturnUrl` on this server, else to the start or the new ticket's page."""
    answer = sign_in(shared, signed("sam", **more), path=f"{mount}/User/AutoLogin")

    assert expected.format(root=shared.url + mount) == answer.headers["Location"]


def test_the_start_greets_by_name(destek):
    """A name is text, whoever has given it."""
    call(destek, "UpdateUser", userId="ada", firstName=UNSAFE, lastName="B")

    assert f"<h1>{SAFE} B</h1>" in destek.get("/").text


@pytest.mark.parametrize("path", ["/", "/Ticket/New", "/helpdesk/"])
def test_the_pages_of_links_are_there(destek, path):
    """Contract 12: for those who are known."""
    answer = destek.get(path)

    assert (200, "text/html; charset=utf-8") == (answer.status_code, answer.content_type)
    assert (401, "Unauthorized") == refused(destek.get(path, as_=None))


@pytest.fixture
def ticket_id(destek):
    """A ticket of sam's in hardware, with a subject that is no HTML."""
    with destek.desk() as desk:
        return tickets.create(
            desk,
            subject=UNSAFE,
            body="",
            requester=desk.get(Person, destek.ids["sam"]),
            category_id=destek.ids["hardware"],
        ).id


@pytest.mark.parametrize(
    ("who", "status"),
    [("ada", 200), ("tom", 200), ("sam", 200), ("mia", 200), ("tia", 403), ("kim", 403)],
)
def test_a_tickets_page(destek, ticket_id, who, status):
    """Contract 6.9 and 3.10, S: the subject, for whoever may see it."""
    answer = destek.get(f"/helpdesk/Ticket/{ticket_id}", as_=who)

    assert status == answer.status_code
    assert (status == 200) is (SAFE in answer.text)
    assert UNSAFE not in answer.text


def test_a_manager_sees_by_the_company_they_are_in_now(destek, ticket_id):
    """A new company holds at once."""
    path = f"/Ticket/{ticket_id}"
    seen = [destek.get(path, as_="mia").status_code]
    for company in ("Beta", "Acme"):
        call(destek, "UpdateUser", userId="mia", company=company)
        seen.append(destek.get(path, as_="mia").status_code)

    assert [200, 403, 200] == seen


@pytest.fixture
def article(destek):
    """Makes an article, and gives its id."""

    def make(category=None, *, published=True, techs_only=False):
        with destek.desk() as desk:
            made = knowledge.create(
                desk,
                title=UNSAFE,
                body="b",
                author=desk.get(Person, destek.ids["ada"]),
                category=category and desk.get(Category, destek.ids[category]),
                published=published,
            )
            made.techs_only = techs_only
            return made.id

    return make


@pytest.mark.parametrize(
    ("given", "tech", "other"),
    [
        ({}, 200, 200),
        ({"category": "hardware"}, 200, 200),
        ({"techs_only": True}, 200, 403),
        ({"category": "secret"}, 200, 403),
        ({"category": "below"}, 200, 403),
        ({"published": False}, 404, 404),
    ],
)
def test_an_articles_page(destek, article, given, tech, other):
    """Contract 6.9, and 3.10 for who may read: with a slug behind the id, or without."""
    with destek.desk() as desk:
        below = desk.add(Category(name="Below", parent_id=destek.ids["secret"]))
        destek.ids["below"] = below.id
    id = article(**given)

    found = {
        who: [destek.get(f"/KB/View/{id}{slug}", as_=who) for slug in ("", "-some-words")]
        for who in ("tom", "sam")
    }

    assert [tech] * 2 == [answer.status_code for answer in found["tom"]]
    assert [other] * 2 == [answer.status_code for answer in found["sam"]]
    assert (tech == 200) is (SAFE in found["tom"][0].text)


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/Ticket/999", 404),
        ("/Ticket/x", 400),
        ("/KB/View/999-x", 404),
        ("/KB/View/x", 400),
        ("/KB/View/99999999999999999999", 400),
    ],
)
def test_a_page_that_is_not_there(destek, path, status):
    """Plain text, as all errors are."""
    answer = destek.get(path)

    assert (status, "text/plain; charset=utf-8") == (answer.status_code, answer.content_type)

"""What is here, and where. Source: contract 9.1."""


def test_anybody_may_ask_what_is_here(deskpro):
    """The URLs are those of the host that was asked."""
    answer = deskpro.get("/helpdesk/discover", as_=None)

    assert 200 == answer.status_code
    assert True is answer.json["data"]["is_deskpro"]
    assert answer.json["data"]["base_api_url"].endswith("/deskpro/api/v2/")


def test_strangers_are_refused_before_all_else(deskpro):
    """Also where there is nothing, and by any method."""
    answers = [deskpro.open(method, "/nothing", as_=None) for method in ("GET", "PATCH")]

    assert [401, 401] == [answer.status_code for answer in answers]
    assert 404 == deskpro.get("/nothing").status_code
    assert 405 == deskpro.patch("/helpdesk/discover").status_code

"""Rate limits: 60 calls a minute, 5 sign-ins. Source: contract 1.8."""

import pytest

from contract_tests.helpdeskpro_sanctum.conftest import refused

LOGIN = {"email": "eve@example.com", "password": "wrong"}
BUSY = (429, "Too Many Attempts.", None)


@pytest.fixture(autouse=True)
def counted(sanctum):
    """Limits are on, and low enough to meet."""
    sanctum.set(rate_limit=True, calls_a_minute=8)


def standing(answer):
    """What is told of a limit: of how many calls how many are left."""
    return tuple(
        answer.headers.get(name) for name in ("X-RateLimit-Limit", "X-RateLimit-Remaining")
    )


def test_every_call_tells_how_many_are_left(sanctum):
    """Neither when to come back, nor when they are counted anew."""
    first, second = sanctum.get("/faqs"), sanctum.get("/faqs/1")

    assert [("8", "7"), ("8", "6")] == [standing(first), standing(second)]
    assert not {"Retry-After", "X-RateLimit-Reset"} & {*first.headers.keys()}


def test_calls_beyond_the_limit_are_refused(sanctum):
    """Till a minute after the first, by the world's clock."""
    statuses = []
    for _ in range(8):
        statuses.append(sanctum.get("/faqs").status_code)
        sanctum.advance(5)

    refusal = sanctum.get("/faqs")

    assert [200] * 8 == statuses
    assert BUSY == refused(refusal)
    assert ("8", "0") == standing(refusal)
    assert ("20", "1767603660") == (
        refusal.headers["Retry-After"],
        refusal.headers["X-RateLimit-Reset"],
    )
    sanctum.advance(20)
    assert ("8", "7") == standing(sanctum.get("/faqs"))


def test_users_are_counted_apart(sanctum):
    """By who calls, whatever token is sent."""
    for _ in range(9):
        sanctum.get("/faqs")

    assert [429, 200] == [sanctum.get("/faqs", as_=key).status_code for key in ("ada", "tom")]


def test_sign_ins_have_a_limit_of_their_own(sanctum):
    """Five a minute of an address, in all four endpoints; failed ones count too."""
    answers = [sanctum.post("/auth/login", as_=None, json=LOGIN) for _ in range(3)]
    answers += [sanctum.post("/auth/password/reset", as_=None, json={}) for _ in range(3)]

    assert [401, 401, 401, 422, 422, 429] == [answer.status_code for answer in answers]
    assert [("5", str(left)) for left in (4, 3, 2, 1, 0, 0)] == [*map(standing, answers)]
    assert 429 == sanctum.post("/auth/register", as_=None, json={}).status_code
    assert 200 == sanctum.get("/faqs").status_code


def test_sign_ins_count_as_calls_too(sanctum):
    """Against the address, as nobody is known."""
    sanctum.set(calls_a_minute=3)

    answers = [sanctum.post("/auth/login", as_=None, json=LOGIN) for _ in range(4)]

    assert [401, 401, 401, 429] == [answer.status_code for answer in answers]


@pytest.mark.parametrize(
    ("method", "path", "as_"), [("GET", "/faqs", None), ("GET", "/nope", "ada")]
)
def test_what_is_not_counted_tells_of_no_limit(sanctum, method, path, as_):
    """Strangers, and routes that are not there; nor for a method that is not."""
    assert (None, None) == standing(sanctum.open(method, path, as_=as_))
    assert (None, None) == standing(sanctum.delete("/faqs"))


def test_limits_can_be_off(sanctum):
    """Then nothing is told of them."""
    sanctum.set(rate_limit=False)

    answers = [sanctum.get("/faqs") for _ in range(10)]

    assert {(200, None)} == {(answer.status_code, standing(answer)[0]) for answer in answers}

"""What is good once only, asked for by several at once. Source: contract 1.2."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from contract_tests.helpdeskpro_sanctum.conftest import password, refused

EVE = {"email": "eve@example.com", "password": password("eve")}
MANY = 3


def at_once(send):
    """What so many are answered who send the same in the same moment."""
    ready = Barrier(MANY)

    def run(_):
        ready.wait()
        return send()

    with ThreadPoolExecutor(MANY) as threads:
        return [*threads.map(run, range(MANY))]


def statuses(answers):
    return sorted(answer.status_code for answer in answers)


def test_one_logs_out(sanctum):
    """The others have no token any more."""
    token = sanctum.data("POST", "/auth/login", as_=None, json=EVE)["token"]
    headers = {"Authorization": f"Bearer {token}"}

    answers = at_once(lambda: sanctum.post("/auth/logout", as_=None, headers=headers))

    assert [204, 401, 401] == statuses(answers)
    refusals = [refused(answer) for answer in answers if answer.status_code == 401]
    assert [(401, "Unauthenticated.", None)] * 2 == refusals


def test_one_link_is_mailed(sanctum):
    """The next comes after a minute; who has one sets a password once."""
    asked = {"email": EVE["email"]}
    mailed = at_once(lambda: sanctum.post("/auth/password/reset", as_=None, json=asked))
    (mail,) = sanctum.told("GET", "/outbox").json["mails"]
    sent = {**asked, "password": "another one", "password_confirmation": "another one"}
    path = f"/auth/password/reset/{mail['data']['token']}"

    reset = at_once(lambda: sanctum.post(path, as_=None, json=sent))

    assert [200, 400, 400] == statuses(mailed) == statuses(reset)

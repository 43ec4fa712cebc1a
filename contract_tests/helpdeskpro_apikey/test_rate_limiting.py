"""HelpDesk Pro `apikey`, 2.9: there is no limit."""


def test_nothing_is_limited(apikey):
    """Hundreds of calls in one second are answered, and no header tells of a limit."""
    apikey.freeze("2025-02-28T09:45:03Z")

    responses = [apikey.get("/status") for _ in range(400)]

    assert {200} == {response.status_code for response in responses}
    assert set() == {
        name
        for response in responses
        for name, _ in response.headers
        if "limit" in name.lower() or name.lower() == "retry-after"
    }


def test_wrong_keys_are_not_limited(apikey):
    """Guessing is refused the same way every time, and locks nobody out."""
    statuses = {apikey.get("/status", key=f"hp_guess_{n}").status_code for n in range(200)}

    assert ({401}, 200) == (statuses, apikey.get("/status").status_code)

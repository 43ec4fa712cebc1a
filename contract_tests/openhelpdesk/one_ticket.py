"""One ticket: shown, changed, and what is refused."""

STAMP = "2026-04-05T09:00:00Z"


def error(answer):
    """Status and text of a refusal, which has nothing else."""
    assert {"error"} == answer.json.keys()
    return answer.status_code, answer.json["error"]


def show(ohd, ticket, **sent):
    return ohd.get(f"/api/tickets/{ticket['id']}", **sent).json


def change(ohd, ticket, as_="tom", **sent):
    return ohd.patch(f"/api/tickets/{ticket['id']}", as_=as_, json=sent)

"""The requests of rules: a configured text in which masks are replaced by what a ticket has."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from polydesk.core import outbox
from polydesk.core.desk import Desk
from polydesk.core.models import Ticket

SECONDS = 10
"""How long the only attempt may take."""

Escape = Callable[[str], str]


@dataclass(frozen=True)
class Masks:
    """What a dialect puts in the place of `#name#`, in any letter case, in its rules' requests.

    `values` gives all of them by name, in lower case, for a ticket; the text is the dialect's base
    URL. It may read, and must not write. Those `only_in_data` stay as they are in URLs. `base_url`
    is the server's to know: by the world's name.
    """

    values: Callable[[Desk, Ticket, str], Mapping[str, str]]
    only_in_data: frozenset[str] = frozenset()
    base_url: Callable[[str], str] = lambda _: ""


def post(
    desk: Desk,
    ticket: Ticket,
    action: Mapping[str, Any],
    *,
    dialect: str,
    event: str,
    masks: Masks | None,
    world: str,
) -> None:
    """Write down the request of an action (`verb`, `url`, `data`, `json`), to be tried once.

    Values are URL-encoded in URLs and forms, and escaped as in a JSON string where `json`; the rest
    of the text is sent as it is. A GET has no body. Without masks nothing is replaced.
    """
    values = masks.values(desk, ticket, masks.base_url(world)) if masks else {}
    hidden = masks.only_in_data if masks else ()
    in_url = {name: value for name, value in values.items() if name not in hidden}
    has_body = action["verb"] != "GET"
    kind = "application/json" if action["json"] else "application/x-www-form-urlencoded"
    outbox.post(
        desk,
        dialect=dialect,
        event=event,
        method=action["verb"],
        url=fill(action["url"], in_url, _in_url),
        headers={"Content-Type": kind} if has_body else {},
        body=fill(action["data"], values, _in_json if action["json"] else _in_url)
        if has_body
        else "",
        tries=1,
        seconds=SECONDS,
    )


def fill(text: str, values: Mapping[str, str], escape: Escape) -> str:
    """The text with each `#name#` replaced by its escaped value; what has none stays."""
    if not values or "#" not in text:
        return text
    names = "|".join(re.escape(name) for name in values)
    known = re.compile(f"#({names})#", re.IGNORECASE | re.ASCII)
    return known.sub(lambda found: escape(values[found[1].lower()]), text)


def _in_url(value: str) -> str:
    return quote(value, safe="")


def _in_json(value: str) -> str:
    return json.dumps(value, ensure_ascii=False)[1:-1]

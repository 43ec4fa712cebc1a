"""The other half of a link, where a scenario says one of them only."""

from polydesk.control.scenario.lists import LINKS
from polydesk.control.scenario.read import Draft, Keys, Problems
from polydesk.core.links import INVERSE
from polydesk.core.models import Ticket


def complete(drafts: list[Draft], keys: Keys, problems: Problems) -> list[tuple[Draft, Draft]]:
    """The halves that nobody has given, each with the ticket it leads to.

    They are among the drafts then; the id of that ticket is theirs to get once it has one.
    """
    given = [draft for draft in drafts if draft.schema is LINKS and "kind" in draft.values]
    there: set[tuple[Draft | None, Draft | None, str, str]] = set()
    ends = {}
    for link in given:
        link.values.setdefault("back", INVERSE[link.values["kind"]])
        end = keys.find(Ticket.__tablename__, link.values.get("to_id", ""))
        if end is link.owner:
            problems.add(f"{link.path}.to", "is the ticket itself")
        elif isinstance(end, Draft):
            ends[link] = end
            there.add((link.owner, end, link.values["kind"], link.values["back"]))
    made = []
    for link, end in ends.items():
        kind, back = link.values["kind"], link.values["back"]
        place = (end, link.owner, back, kind)
        if place not in there and link.owner is not None:
            there.add(place)
            other = Draft(LINKS, link.path, 0, end, "ticket_id")
            other.values = {"kind": back, "back": kind}
            made.append((other, link.owner))
    drafts.extend(other for other, _ in made)
    return made

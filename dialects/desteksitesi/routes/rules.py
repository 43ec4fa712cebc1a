"""Automation rules: shown, and let fire or not. Source: contract 6.6."""

from typing import Any

from flask import Response

from polydesk.core import rules
from polydesk.core.desk import Desk
from polydesk.core.models import Rule
from polydesk.dialects.desteksitesi import rulexml, sight
from polydesk.dialects.desteksitesi.fields import Int
from polydesk.dialects.desteksitesi.method import Methods
from polydesk.kit.fields import Schema

routes = Methods("rules", tag="Automation rules", at=sight.admin)


class RuleKey(Schema):
    """Which rule."""

    id = Int(required=True)


@routes.method("GET", "Rule", given=RuleKey(), errors=(404,), media_types=("text/xml",))
def show(desk: Desk, given: dict[str, Any]) -> Any:
    """Show a rule as XML.

    Source: contract 6.6, method 55, and 7.20.
    """
    rule = desk.get(Rule, given["id"])
    return Response(rulexml.render(desk, rule), content_type="text/xml; charset=utf-8")


@routes.method("GET", "DisableRule", given=RuleKey(), errors=(404,), writes=True)
def disable(desk: Desk, given: dict[str, Any]) -> None:
    """Let a rule fire no more.

    Source: contract 6.6, method 56.
    """
    rules.disable(desk, desk.get(Rule, given["id"]))


@routes.method("GET", "EnableRule", given=RuleKey(), errors=(404,), writes=True)
def enable(desk: Desk, given: dict[str, Any]) -> None:
    """Let a rule fire again.

    Source: contract 6.6, method 57.
    """
    rules.enable(desk, desk.get(Rule, given["id"]))

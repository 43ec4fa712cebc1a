"""What an error is to be answered with."""

import pytest
from werkzeug.exceptions import BadRequest, HTTPException, Locked

from polydesk.core.errors import Forbidden
from polydesk.kit.problem import Problem


@pytest.mark.parametrize(
    ("cause", "phrase", "description", "told"),
    [
        (Locked("closed for today"), "Locked", "closed for today", "closed for today"),
        (Locked(), "Locked", Locked.description, None),
        (BadRequest(), "Bad Request", BadRequest.description, None),
        (HTTPException(), "Unknown Error", "Unknown Error", None),
        (Forbidden("ticket.change"), None, None, None),
        (ValueError(), None, None, None),
    ],
)
def test_an_error_of_http_has_its_name_and_a_sentence(cause, phrase, description, told):
    """The sentence is werkzeug's where none was given; other errors have neither."""
    problem = Problem.of(cause)

    assert (phrase, description, told) == (problem.phrase, problem.description, problem.told)

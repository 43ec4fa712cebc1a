"""How many tickets there are of each sort. Source: contract 6.2, method 9, and 7.17."""

import pytest

from contract_tests.desteksitesi.test_tickets_list import TICKETS

OVERALL = [
    *("TotalTickets", "Closed", "InProcess", "NewTickets", "Unanswered", "Unassigned"),
    *("Unclosed", "HandledByMe"),
]
OF_CALLER = [
    *("NewTickets", "Unanswered", "Unassigned", "Unclosed", "HandledByMe", "SubmittedByMe"),
    "InProcess",
]


@pytest.fixture
def full(bare):
    """Six tickets, two of them closed."""
    return bare.plant(tickets=TICKETS)


@pytest.mark.parametrize(
    ("who", "numbers"),
    [
        ("ada", [6, 2, 3, 1, 3, 2, 4, 0]),
        ("tom", [6, 2, 3, 1, 3, 2, 4, 1]),
        ("tia", [6, 2, 3, 1, 3, 2, 4, 1]),
        ("sam", [3, 0, 2, 1, 2, 2, 3, 0]),
        ("mia", [4, 2, 1, 1, 1, 1, 2, 0]),
        ("kim", [2, 0, 2, 0, 2, 1, 2, 0]),
    ],
)
@pytest.mark.parametrize("query", ["", "?forCurrentUser=false", "?forCurrentUser=x"])
def test_the_overall_numbers(full, who, numbers, query):
    """Contract 7.17: of all tickets for technicians of anything, of those in sight for others."""
    found = full.get(f"/api/Stats{query}", as_=who).json

    assert list(zip(OVERALL, numbers, strict=True)) == list(found.items())
    assert found["Unclosed"] == found["NewTickets"] + found["InProcess"]
    assert found["TotalTickets"] == found["Unclosed"] + found["Closed"]


@pytest.mark.parametrize(
    ("who", "numbers"),
    [
        ("ada", [1, 3, 2, 4, 0, 0, 3]),
        ("tom", [1, 1, 1, 2, 1, 0, 1]),
        ("tia", [0, 1, 0, 1, 1, 0, 1]),
        ("sam", [1, 2, 2, 3, 0, 2, 2]),
        ("mia", [1, 1, 1, 2, 0, 2, 1]),
        ("kim", [0, 2, 1, 2, 0, 2, 2]),
    ],
)
def test_the_numbers_of_the_caller(full, who, numbers):
    """Contract 7.17: of the tickets in sight, in an order of its own."""
    found = full.get("/api/Stats?forCurrentUser=True", as_=who).json

    assert list(zip(OF_CALLER, numbers, strict=True)) == list(found.items())


def test_an_empty_desk_counts_nothing(destek):
    """Contract 7.17: zeros, not nulls."""
    assert dict.fromkeys(OVERALL, 0) == destek.get("/api/Stats").json

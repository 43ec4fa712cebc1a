"""HelpDesk Pro `apikey`: whatever is made up, the vendor's answer; a refusal changes nothing."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from contract_tests.helpdeskpro_apikey.bad_input import (
    LISTS,
    WRITES,
    is_answer,
    post_raw,
    send,
    state,
)
from contract_tests.helpdeskpro_apikey.things import HARDWARE, SOFTWARE

anything = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.integers(-(2**70), 2**70)
    | st.floats()
    | st.text(st.characters(exclude_categories=()))
    | st.sampled_from(["Open", "maria", "2025-02-28", "1", "0", "S-1", "H-1", "vpn,a"]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=8,
)
fields = st.sampled_from(sorted({name for *_, texts, others in WRITES for name in texts + others}))
bodies = st.dictionaries(fields | st.text(max_size=5), anything, max_size=6)
patient = settings(
    derandomize=True,
    deadline=None,
    max_examples=60,
    suppress_health_check=[HealthCheck.too_slow],
)


@patient
@given(
    st.sampled_from([(method, path, body) for method, path, body, *_ in WRITES]),
    bodies | anything,
    st.booleans(),
)
def test_no_body_breaks_the_desk(client, target, sent, completed):
    """Never a 5xx, and a 4xx changes nothing."""
    method, path, body = target
    whole = {**body, **sent} if completed and isinstance(sent, dict) else sent
    before = state(client)

    response = send(client, method, path, whole)

    assert is_answer(response)
    assert response.status_code < 400 or before == state(client)


@patient
@given(
    st.sampled_from(["/status", "/tickets", "/knowledge", SOFTWARE, HARDWARE, "/tickets/1"]),
    st.dictionaries(
        st.sampled_from([name for _, name in LISTS]) | st.text(max_size=3),
        st.text(max_size=30) | st.integers().map(str),
        max_size=4,
    ),
)
def test_no_query_breaks_the_desk(untouched, path, query):
    """Never a 5xx, and reading changes nothing."""
    before = state(untouched)

    response = untouched.get(path, query_string=query)

    assert is_answer(response)
    assert before == state(untouched)


@patient
@given(st.binary(max_size=60), st.sampled_from([(method, path) for method, path, *_ in WRITES]))
def test_no_bytes_break_the_desk(client, data, target):
    """Never a 5xx, and a 4xx changes nothing."""
    method, path = target
    before = state(client)

    response = post_raw(client, method, path, data)

    assert is_answer(response)
    assert response.status_code < 400 or before == state(client)


@patient
@given(st.text(st.characters(exclude_characters="\n\r", max_codepoint=255), max_size=80))
def test_no_key_breaks_the_desk(untouched, key):
    """Every key that was not given out is 401."""
    response = untouched.get("/status", key=f"hp_{key}")

    assert (401, {"error": "Valid API key required."}) == (response.status_code, response.json)

"""200 calls a minute, told on every answer."""

import pytest

from tests.sandbox.brightpearl_calls import Caller, Reply

CHEAP = "/accounting-service/tax-code"
THROTTLED = "You have sent too many requests. Please wait before sending another request"


def remaining(reply: Reply) -> int:
    return int(reply.headers["brightpearl-requests-remaining"])


def test_the_two_hundred_and_first_call_of_a_minute_is_refused_with_503() -> None:
    caller = Caller()

    replies = [caller.get(CHEAP) for _ in range(201)]

    assert [reply.status for reply in replies] == [200] * 200 + [503]
    assert remaining(replies[0]) == 199
    assert replies[-1].body == {"response": THROTTLED}


def test_the_next_minute_brings_new_calls_and_the_countdown_says_when() -> None:
    caller = Caller()
    caller.clock.advance(seconds=20)
    last = [caller.get(CHEAP) for _ in range(201)][-1]

    caller.clock.advance(seconds=int(last.headers["brightpearl-next-throttle-period"]) / 1000)

    assert last.headers["brightpearl-next-throttle-period"] == "40000"
    assert caller.get(CHEAP).status == 200


def test_a_faster_clock_shortens_the_minute_but_not_what_is_told() -> None:
    caller = Caller(time_scale=60)
    told = [caller.get(CHEAP) for _ in range(201)][-1].headers["brightpearl-next-throttle-period"]

    caller.clock.advance(seconds=1)

    assert told == "60000"
    assert caller.get(CHEAP).status == 200


@pytest.mark.parametrize("status", [503, 429])
def test_the_refusal_s_status_is_a_switch(status: int) -> None:
    caller = Caller()
    caller.switch(throttle_status=status)
    caller.vendor.force_limit("rate_limit_minute")

    assert (caller.get(CHEAP).status, caller.get(CHEAP).body) == (status, {"response": THROTTLED})


def test_the_limit_can_be_switched_off() -> None:
    caller = Caller()
    caller.switch(limits=False)

    assert {caller.get(CHEAP).status for _ in range(300)} == {200}


def test_who_is_not_let_in_is_not_counted_but_told() -> None:
    caller = Caller()

    refused = caller.call("GET", CHEAP, headers={})

    assert refused.status == 401
    assert remaining(refused) == 200


def test_a_multi_message_counts_as_one_call() -> None:
    caller = Caller()
    order = caller.an_order()
    note = {"uri": f"/order-service/order/{order}/note", "httpMethod": "POST", "body": {"text": "hello"}}
    messages = [{"label": f"m{number}", **note} for number in range(10)]

    reply = caller.post("/multi-message", {"processingMode": "PARALLEL", "onFail": "CONTINUE", "messages": messages})

    assert (reply.status, remaining(reply)) == (200, 199)


def test_every_answer_has_an_id_of_its_own_and_the_usual_headers() -> None:
    caller = Caller()

    first, second = caller.get(CHEAP), caller.get(CHEAP)

    assert first.headers["Ruid"] != second.headers["Ruid"]
    assert first.headers["Content-Type"] == "application/json;charset=UTF-8"
    assert first.headers["Message-Type"] == "get-tax-code"
    assert first.headers["Cache-Control"] == "no-cache, must-revalidate"

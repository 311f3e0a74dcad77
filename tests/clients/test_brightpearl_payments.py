"""Each payment has an outcome of its own, and what may have been done is never called undone."""

from decimal import Decimal
from typing import Any

import pytest
import requests
from requests.exceptions import ReadTimeout

from shared.brightpearl.payments import NOT_DONE, UNCERTAIN, PaymentOutcome
from shared.codec import from_json, to_json
from shared.errors import LimitError, ReconnectError, RequestRefusedError
from tests.clients.doubles import Line, Said, a_brightpearl

LIMITED = Said(
    status=503,
    body={"response": "You have sent too many requests. Please wait before sending another request"},
    headers={"brightpearl-next-throttle-period": "40000"},
)
REFUSED = {"errors": [{"code": "ACCC-001", "message": "The transactionRef is in use"}]}


def payments(count: int) -> list[dict[str, Any]]:
    return [{"transactionRef": f"xero-{number}", "amountPaid": Decimal("10.50")} for number in range(1, count + 1)]


def done(number: int) -> PaymentOutcome:
    return PaymentOutcome(payment_id=number)


def message(number: int, *, status: int = 200, content: Any = None) -> dict[str, Any]:
    answer = {"response": 9000 + number} if content is None else content
    text = answer if isinstance(answer, str) else to_json(answer)
    return {"label": f"payment-{number}", "statusCode": status, "body": {"content": text}}


def together(*messages: dict[str, Any], unprocessed: tuple[str, ...] = (), status: int = 200) -> Said:
    body = {"response": {"processedMessages": list(messages), "unprocessedMessages": list(unprocessed)}}
    return Said(status=status, body=body)


def everything_done(request: requests.PreparedRequest) -> Said:
    body = from_json(request.body or b"")
    return together(*(message(number) for number, _ in enumerate(body["messages"], start=1)))


def sent(line: Line) -> list[Any]:
    return [from_json(request.body or b"") for request in line.network.sent]


def test_one_payment_goes_directly() -> None:
    brightpearl, line = a_brightpearl(Said(body={"response": 90101}))

    assert brightpearl.post_payments(payments(1), supplier=False) == [done(90101)]

    assert line.network.addresses() == ["POST /public-api/shop/accounting-service/customer-payment"]
    assert line.network.sent[0].body == b'{"amountPaid":10.50,"transactionRef":"xero-1"}'


def test_many_go_in_tens_and_count_as_one_call_each() -> None:
    brightpearl, line = a_brightpearl(everything_done, everything_done, Said(body={"response": 77}))

    outcomes = brightpearl.post_payments(payments(21), supplier=True)

    assert outcomes == [*(done(9000 + number) for number in range(1, 11))] * 2 + [done(77)]
    first = sent(line)[0]
    assert (first["processingMode"], first["onFail"]) == ("SEQUENTIAL", "CONTINUE")
    assert first["messages"][0] == {
        "label": "payment-1",
        "uri": "/accounting-service/supplier-payment",
        "httpMethod": "POST",
        "body": payments(1)[0],
    }
    assert dict(line.meter.calls) == {"brightpearl": 3}


OUTCOMES: dict[str, tuple[dict[str, Any], PaymentOutcome]] = {
    "done": (message(1), done(9001)),
    "refused": (
        message(1, status=400, content=REFUSED),
        PaymentOutcome(refusal="The transactionRef is in use (ACCC-001)", status=400),
    ),
    "refused without words": (
        message(1, status=400, content={}),
        PaymentOutcome(refusal="status 400", status=400),
    ),
    "refused by a common code": (
        message(1, status=500, content={"errors": [{"code": "CMNC-010", "message": "No body"}]}),
        PaymentOutcome(refusal="No body (CMNC-010)", status=500),
    ),
    "failed inside": (message(1, status=500, content={"errors": [{"code": "CMNU-003"}]}), UNCERTAIN),
    "done without an id": (message(1, content={"response": None}), UNCERTAIN),
    "unreadable": (message(1, content="<html>"), UNCERTAIN),
    "too many": (message(1, status=503, content=LIMITED.body), NOT_DONE),
    "as an object": ({**message(1), "body": {"content": {"response": 9001}}}, done(9001)),
    "another label": (message(3), UNCERTAIN),
}


@pytest.mark.parametrize(("first", "outcome"), OUTCOMES.values(), ids=OUTCOMES)
def test_each_message_has_an_outcome_of_its_own(first: dict[str, Any], outcome: PaymentOutcome) -> None:
    brightpearl, _ = a_brightpearl(together(message(2), first, status=207))

    assert brightpearl.post_payments(payments(2), supplier=False) == [outcome, done(9002)]


def test_unprocessed_messages_were_not_done() -> None:
    brightpearl, _ = a_brightpearl(together(message(1), unprocessed=("payment-2",), status=207))

    outcomes = brightpearl.post_payments(payments(2), supplier=False)

    assert outcomes == [done(9001), NOT_DONE]
    assert outcomes[1].not_done


@pytest.mark.parametrize(
    "answer",
    [ReadTimeout("lost"), Said(status=502, text="<html>"), Said(body={"response": {}}), Said(body=[])],
    ids=["lost", "a page", "no messages", "something else"],
)
def test_a_lost_answer_leaves_all_of_its_payments_uncertain_and_sends_no_more(answer: Any) -> None:
    brightpearl, line = a_brightpearl(answer)

    assert brightpearl.post_payments(payments(12), supplier=False) == [UNCERTAIN] * 10 + [NOT_DONE] * 2

    assert len(line.network.sent) == 1


def test_a_lost_answer_to_a_single_payment_is_uncertain() -> None:
    brightpearl, _ = a_brightpearl(ReadTimeout("lost"))

    assert brightpearl.post_payments(payments(1), supplier=False) == [UNCERTAIN]


def test_a_refused_single_payment_keeps_brightpearls_words() -> None:
    brightpearl, _ = a_brightpearl(Said(status=400, body=REFUSED))

    outcomes = brightpearl.post_payments(payments(1), supplier=False)

    assert outcomes == [PaymentOutcome(refusal="The transactionRef is in use (ACCC-001)", status=400)]


@pytest.mark.parametrize("status", [404, 405, 501])
def test_without_multi_message_payments_go_one_by_one(status: int) -> None:
    brightpearl, line = a_brightpearl(
        Said(status=status, text=""), *[Said(body={"response": number}) for number in (1, 2, 3)]
    )

    assert brightpearl.post_payments(payments(3), supplier=False) == [done(1), done(2), done(3)]

    assert len(line.network.sent) == 4


def test_it_is_not_asked_for_twice() -> None:
    singles = [Said(body={"response": number}) for number in range(1, 5)]
    brightpearl, line = a_brightpearl(Said(status=404, text=""), *singles)
    brightpearl.post_payments(payments(2), supplier=False)

    brightpearl.post_payments(payments(2), supplier=False)

    assert len(line.network.sent) == 5


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (LIMITED, LimitError),
        (Said(status=401, body={"response": "Authorization token expired"}), ReconnectError),
        (Said(status=400, body={"errors": [{"code": "MMSG-003", "message": "Too many"}]}), RequestRefusedError),
    ],
    ids=["limit", "authorisation", "request"],
)
def test_an_error_before_anything_was_done_is_raised(answer: Said, error: type[Exception]) -> None:
    brightpearl, _ = a_brightpearl(*[answer] * 2)

    with pytest.raises(error):
        brightpearl.post_payments(payments(12), supplier=False)


def test_an_error_after_something_was_done_leaves_the_rest_not_done() -> None:
    brightpearl, _ = a_brightpearl(everything_done, LIMITED)

    outcomes = brightpearl.post_payments(payments(12), supplier=False)

    assert outcomes[10:] == [NOT_DONE] * 2
    assert all(outcome.payment_id for outcome in outcomes[:10])

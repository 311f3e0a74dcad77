"""Posting payments to Brightpearl in bulk: ten to a multi-message, each with an outcome of its own.

https://api-docs.brightpearl.com/accounting/customer-payment/post.html and /concepts/multi-message.html. A multi-message
counts as one call. Where it is out of service, payments go one by one.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from msgspec import Struct

from shared.brightpearl.answers import content, refusal_words
from shared.codec import to_bytes, to_json
from shared.errors import RequestRefusedError, StepError, UncertainError
from shared.http.classification import ReplyClass, classify
from shared.http.transport import Transport
from shared.http.wire import Reply

MOST_MESSAGES = 10
_OUT_OF_SERVICE = (404, 405, 501)


class PaymentOutcome(Struct, frozen=True, kw_only=True):
    """What became of one payment: made (an id), refused (Brightpearl's words, HTTP status), uncertain, or else not done."""

    payment_id: int | None = None
    refusal: str = ""
    status: int = 0
    uncertain: bool = False

    @property
    def not_done(self) -> bool:
        """Whether it was neither made nor refused, for certain: it can simply be sent again."""
        return self.payment_id is None and not self.refusal and not self.uncertain


NOT_DONE = PaymentOutcome()
UNCERTAIN = PaymentOutcome(uncertain=True)

Payments = Sequence[Mapping[str, Any]]


class PaymentWriter:
    """Posts payments under one account; `root` is the path before the services."""

    def __init__(self, transport: Transport, root: str) -> None:
        self._transport = transport
        self._root = root
        self._in_tens = True

    def post(self, payments: Payments, *, resource: str) -> list[PaymentOutcome]:
        """Post payments in order. After an uncertain one or an error, the rest are `not_done`. Raises if nothing was done."""
        outcomes: list[PaymentOutcome] = []
        while len(outcomes) < len(payments):
            some = payments[len(outcomes) : len(outcomes) + self._size]
            try:
                fresh = self._post_some(some, resource)
            except StepError:
                if not outcomes:
                    raise
                break
            outcomes += fresh
            if any(outcome.uncertain or outcome.not_done for outcome in fresh):
                break
        return outcomes + [NOT_DONE] * (len(payments) - len(outcomes))

    @property
    def _size(self) -> int:
        return MOST_MESSAGES if self._in_tens else 1

    def _post_some(self, payments: Payments, resource: str) -> list[PaymentOutcome]:
        if len(payments) == 1:
            return [self._post_one(payments[0], resource)]
        try:
            return self._post_together(payments, resource)
        except UncertainError:
            return [UNCERTAIN] * len(payments)
        except RequestRefusedError as refusal:
            if refusal.status not in _OUT_OF_SERVICE:
                raise
            self._in_tens = False
            return []

    def _post_one(self, payment: Mapping[str, Any], resource: str) -> PaymentOutcome:
        path = f"{self._root}/accounting-service/{resource}"
        try:
            return _created(self._transport.write("POST", path, to_bytes(payment)))
        except UncertainError:
            return UNCERTAIN
        except RequestRefusedError as refusal:
            return PaymentOutcome(refusal=refusal.words, status=refusal.status)

    def _post_together(self, payments: Payments, resource: str) -> list[PaymentOutcome]:
        messages = [_message(label, payment, resource) for label, payment in _labelled(payments)]
        body = {"processingMode": "SEQUENTIAL", "onFail": "CONTINUE", "messages": messages}
        answer = self._transport.write("POST", f"{self._root}/multi-message", to_bytes(body))
        return _outcomes(answer, payments)


def _labelled(payments: Payments) -> Iterator[tuple[str, Mapping[str, Any]]]:
    return ((f"payment-{number}", payment) for number, payment in enumerate(payments, start=1))


def _message(label: str, payment: Mapping[str, Any], resource: str) -> dict[str, Any]:
    uri = f"/accounting-service/{resource}"
    return {"label": label, "uri": uri, "httpMethod": "POST", "body": payment}


def _outcomes(answer: Any, payments: Payments) -> list[PaymentOutcome]:
    """Match by label. A payment that the answer leaves out may have been made."""
    try:
        response = answer["response"]
        known = dict.fromkeys(response.get("unprocessedMessages") or [], NOT_DONE)
        known |= {message["label"]: _outcome(message) for message in response["processedMessages"]}
    except (KeyError, TypeError, AttributeError):
        known = {}
    return [known.get(label, UNCERTAIN) for label, _ in _labelled(payments)]


def _outcome(message: Mapping[str, Any]) -> PaymentOutcome:
    """Read one message's answer as if it had come alone. Its content is JSON in a string."""
    text = (message.get("body") or {}).get("content")
    given = text if isinstance(text, str) else to_json(text)
    reply = Reply(status=int(message["statusCode"]), content=given.encode())
    return _READINGS.get(classify(reply), _refused)(reply)


def _created(payload: Any) -> PaymentOutcome:
    try:
        return PaymentOutcome(payment_id=int(content(payload)))
    except (StepError, TypeError, ValueError):
        return UNCERTAIN


def _refused(reply: Reply) -> PaymentOutcome:
    words = refusal_words(reply.payload) or reply.without_words
    return PaymentOutcome(refusal=words, status=reply.status)


_READINGS: dict[ReplyClass, Callable[[Reply], PaymentOutcome]] = {
    ReplyClass.DONE: lambda reply: _created(reply.payload),
    ReplyClass.LIMITED: lambda _: NOT_DONE,
    ReplyClass.LOST: lambda _: UNCERTAIN,
}

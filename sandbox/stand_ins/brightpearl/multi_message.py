"""Several writes in one call, counted as one against the limit.

https://api-docs.brightpearl.com/concepts/multi-message.html: two to ten messages, each answer's content a JSON string.
"""

from collections.abc import Callable
from typing import Any

from sandbox.stand_ins.brightpearl.amounts import to_json
from sandbox.stand_ins.brightpearl.wire import Answer, Call, bad_request

MESSAGES = range(2, 11)
METHODS = frozenset({"POST", "PUT", "DELETE"})

_MODES = frozenset({"SEQUENTIAL", "PARALLEL"})
_ON_FAIL = frozenset({"STOP", "CONTINUE"})


def post_messages(call: Call, *, send: Callable[[Call], Answer]) -> Answer:
    """Send each message; 200 when every one was answered with 200, otherwise 207."""
    body = call.mapping()
    messages = _checked(body)
    processed: list[dict[str, Any]] = []
    for message in messages:
        processed.append(_processed(message, send))
        if body.get("onFail") == "STOP" and processed[-1]["statusCode"] != 200:
            break
    unprocessed = [message["label"] for message in messages[len(processed) :]]
    well = not unprocessed and all(entry["statusCode"] == 200 for entry in processed)
    response = {"processedMessages": processed, "unprocessedMessages": unprocessed}
    return Answer(body={"response": response}, status=200 if well else 207, message_type="multi-message")


def _processed(message: dict[str, Any], send: Callable[[Call], Answer]) -> dict[str, Any]:
    body = to_json(message["body"]).encode() if message.get("body") is not None else b""
    path, _, _ = message["uri"].partition("?")
    answer = send(Call(method=message["httpMethod"], path=path, body=body))
    return {
        "label": message["label"],
        "statusCode": answer.status,
        "body": {"content": to_json(answer.body)},
    }


def _checked(body: dict[str, Any]) -> list[dict[str, Any]]:
    messages = body.get("messages")
    if body.get("processingMode") not in _MODES or body.get("onFail") not in _ON_FAIL:
        raise bad_request("MMSG-001", "processingMode and onFail must be given")
    if body["processingMode"] == "PARALLEL" and body["onFail"] == "STOP":
        raise bad_request("MMSG-002", "PARALLEL messages cannot STOP")
    if not isinstance(messages, list) or len(messages) not in MESSAGES:
        raise bad_request("MMSG-003", "Between 2 and 10 messages must be given")
    for message in messages:
        if not message.get("label") or message.get("httpMethod") not in METHODS or not message.get("uri"):
            raise bad_request("MMSG-004", "Each message needs a label, a uri, and POST, PUT or DELETE")
    return messages

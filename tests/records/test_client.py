"""What DynamoDB is asked is the same as botocore itself would ask, only written at once."""

import json
from typing import Any

import pytest
from botocore.model import OperationModel
from botocore.serialize import JSONSerializer
from botocore.session import Session

from shared.records.model.client import ItemSerializer
from shared.records.status import Status


class Text(str):
    """A kind of text that is no plain `str`."""


ATTRIBUTES = {
    "text": {"S": "Ünal & Söhne \U0001f600"},
    "status": {"S": Status.SENT},
    "number": {"N": "12.50"},
    "truth": {"BOOL": True},
    "nothing": {"NULL": True},
    "bytes": {"B": b"\x00\xff"},
    "map": {"M": {"bytes": {"B": b"\x01"}, "list": {"L": [{"B": b"\x02"}, {"S": ""}]}}},
    "half of a surrogate pair": {"S": "\ud83d"},
    "a kind of text": {"S": Text("named")},
}


@pytest.fixture(scope="module")
def operation() -> OperationModel:
    return Session().get_service_model("dynamodb").operation_model("BatchWriteItem")


@pytest.mark.parametrize("name", ATTRIBUTES)
def test_a_request_says_what_botocore_would_say(name: str, operation: OperationModel) -> None:
    puts = [{"PutRequest": {"Item": {"sk": {"S": "2001"}, name: ATTRIBUTES[name]}}}]
    asked = {"RequestItems": {"records": puts}, "ReturnConsumedCapacity": "TOTAL"}

    ours = ItemSerializer().serialize_to_request(asked, operation)

    assert _read(ours) == _read(JSONSerializer().serialize_to_request(asked, operation))


def _read(request: dict[str, Any]) -> dict[str, Any]:
    return {**request, "body": json.loads(request["body"])}

"""DynamoDB's client as the table uses it: botocore's own, without what it does again and again for nothing.

Most of what a record takes is botocore's: of each attribute it asks for all types that there are, and for each request it works
out anew where to send it and what to call itself. A session's parser and configuration may be replaced; serializer and rules are
the client's own.
"""

from base64 import b64decode
from typing import Any, Final

from botocore import parsers, serialize
from botocore.config import Config
from msgspec.json import Encoder
from pynamodb.connection import Connection

ATTRIBUTE: Final = "AttributeValue"
CONFIGURATION: Final = Config(user_agent="brightpearl-xero-connector", account_id_endpoint_mode="disabled")
Attribute = dict[str, Any]


def lighten(connection: Connection) -> None:
    """Set up its session and its client; as often as one likes."""
    session = connection.session
    session.register_component("response_parser_factory", Parsers())
    session.set_default_client_config(CONFIGURATION)
    client: Any = connection.client
    client._serializer, client._ruleset_resolver = ItemSerializer(), None


class ItemParser(parsers.JSONParser):
    """Reads attributes as they came."""

    def _handle_structure(self, shape: Any, value: Any) -> Any:
        if shape.name == ATTRIBUTE:
            return _read(value)
        return super()._handle_structure(shape, value)  # type: ignore[misc]  # not in botocore's stubs

    def _handle_map(self, shape: Any, value: Any) -> Any:
        if shape.value.name != ATTRIBUTE:
            return super()._handle_map(shape, value)  # type: ignore[misc]  # not in botocore's stubs
        return {name: _read(one) for name, one in value.items()}


class Parsers(parsers.ResponseParserFactory):
    """Where a session gets its parsers from."""

    def create_parser(self, protocol_name: str) -> parsers.ResponseParser:
        return ItemParser() if protocol_name == "json" else super().create_parser(protocol_name)


class ItemSerializer(serialize.JSONSerializer):
    """Writes a request as it is: all names are DynamoDB's already, and bytes become Base64.

    What the quick writer does not take goes botocore's own way.
    """

    def serialize_to_request(self, parameters: Any, operation_model: Any) -> Any:
        try:
            body = _WRITER.encode(parameters)
        except (UnicodeError, TypeError):  # halves of surrogate pairs, and kinds of text that are no plain `str`
            return super().serialize_to_request(parameters, operation_model)
        return {**super().serialize_to_request({}, operation_model), "body": body}


def _read(value: Attribute) -> Attribute:
    """Only bytes look otherwise on the wire, wherever they stand."""
    ((kind, held),) = value.items()
    if kind == "B":
        return {kind: b64decode(held)}
    if kind == "M":
        return {kind: {name: _read(one) for name, one in held.items()}}
    return {kind: [_read(one) for one in held]} if kind == "L" else value


_WRITER: Final = Encoder()

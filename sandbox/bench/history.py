"""Whether what has been sent long ago costs anything: the same quiet cycle and listing page over few and many sent records.

The many are copies of a record that was really sent, with its link, under other ids, written straight into the table.
"""

from collections.abc import Iterator
from typing import Any, Final

import boto3

from sandbox.bench.control import Host
from sandbox.bench.cycles import PAUSE, figures
from sandbox.bench.dynamo import Usage, watched
from sandbox.bench.ours import TABLE, Connection, connected
from shared.records.items import partition
from shared.sequence import Kind

ORDERS: Final = 40
PAGE: Final = 50
TOGETHER: Final = 25
Item = dict[str, Any]


def history(*, host: dict[str, str], sent: list[int]) -> dict[str, Any]:
    """For each number of sent invoices in turn, adding to what is there: a quiet cycle, and a page of the listing."""
    server = Host(**host)
    server.ask("seed", orders=ORDERS)
    with connected(server) as connection:
        for _ in range(3):
            connection.cycle()
            connection.clock.sleep(PAUSE)
        found, there = {}, 0
        for number in sorted(sent):
            _add(connection, there, number)
            there = number
            found[str(number)] = {"quiet": _quiet(connection), "listing": _listing(connection)}
        return {"history": found}


def _quiet(connection: Connection) -> dict[str, Any]:
    connection.clock.sleep(PAUSE)
    steps = connection.cycle()
    done = figures(steps, connection.host.ask("tally"))
    return {"requests": done["dynamo"]["requests"], "units": done["dynamo"]["units"]}


def _listing(connection: Connection) -> dict[str, Any]:
    """The newest page of sent invoices, and the one behind it, off the index that listings read."""
    usage = Usage()
    table = boto3.client("dynamodb")
    asked: dict[str, Any] = {
        "TableName": TABLE,
        "IndexName": "by_status",
        "KeyConditionExpression": "status_key = :key",
        "ExpressionAttributeValues": {":key": {"S": f"{connection.name}#{Kind.SALES_INVOICE}#Sent"}},
        "ScanIndexForward": False,
        "Limit": PAGE,
    }
    with watched(usage):
        first = table.query(**asked)
        table.query(**asked, ExclusiveStartKey=first["LastEvaluatedKey"])
    return {"requests": usage.total, "units": usage.units}


def _add(connection: Connection, first: int, behind: int) -> None:
    table = boto3.client("dynamodb")
    record, link = _template(table, connection)
    batch: list[dict[str, Any]] = []
    for item in _copies(record, link, first, behind):
        batch.append({"PutRequest": {"Item": item}})
        if len(batch) == TOGETHER:
            table.batch_write_item(RequestItems={TABLE: batch})
            batch = []
    if batch:
        table.batch_write_item(RequestItems={TABLE: batch})


def _template(table: Any, connection: Connection) -> tuple[Item, Item]:
    """A sent invoice as it lies in the table, and its link."""
    name = partition(connection.name, Kind.SALES_INVOICE)
    asked = {":pk": {"S": name}}
    items = table.query(TableName=TABLE, KeyConditionExpression="pk = :pk", ExpressionAttributeValues=asked)["Items"]
    record = next(item for item in items if item["status"]["S"] == "Sent")
    key = {"pk": {"S": f"{connection.name}#link"}, "sk": record["remote_id"]}
    return record, table.get_item(TableName=TABLE, Key=key)["Item"]


def _copies(record: Item, link: Item, first: int, behind: int) -> Iterator[Item]:
    when = record["changed"]["S"].split("#")[0]
    for number in range(first, behind):
        name, remote = {"S": f"9{number:08}"}, {"S": f"00000000-0000-4000-8000-{number:012}"}
        changed = {"S": f"{when}#{name['S']}"}
        yield {**record, "sk": name, "id": name, "number": name, "remote_id": remote, "changed": changed}
        yield {**link, "sk": remote, "id": name}

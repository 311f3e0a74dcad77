"""MiniStack within this process: what it answers, and to whom."""

from collections import defaultdict
from typing import Any
from unittest.mock import patch

import boto3
import pytest
from botocore.exceptions import EndpointConnectionError

from sandbox.cloud.corrected import copied
from sandbox.cloud.ministack import REGION, Cloud
from sandbox.proof.in_process import table_definition


def test_it_keeps_tables_and_secrets(cloud: Cloud) -> None:
    tables, secrets = cloud.client("dynamodb"), cloud.client("secretsmanager")
    tables.create_table(**table_definition("within"))
    secrets.create_secret(Name="within", SecretString="kept")

    tables.put_item(TableName="within", Item={"pk": {"S": "a"}, "sk": {"S": "b"}})

    assert tables.scan(TableName="within")["Items"] == [{"pk": {"S": "a"}, "sk": {"S": "b"}}]
    assert secrets.get_secret_value(SecretId="within")["SecretString"] == "kept"


def test_its_refusals_are_those_of_aws(cloud: Cloud) -> None:
    secrets = cloud.client("secretsmanager")

    with pytest.raises(secrets.exceptions.ResourceNotFoundException):
        secrets.get_secret_value(SecretId="nobody has made it")


def test_what_it_does_not_have_it_says_instead_of_asking_the_network(cloud: Cloud) -> None:
    with pytest.raises(NotImplementedError, match="a process"):
        cloud.client("lambda").list_functions()


def test_other_addresses_are_not_its_business(cloud: Cloud) -> None:
    with patch.dict("os.environ", {**cloud.environment(), "AWS_MAX_ATTEMPTS": "1"}):
        elsewhere = boto3.client("dynamodb", region_name=REGION, endpoint_url="http://127.0.0.1:9")

    with pytest.raises(EndpointConnectionError):
        elsewhere.list_tables()


def test_copies_of_items_are_theirs_alone() -> None:
    item: dict[str, Any] = {"pk": {"S": "a"}, "on": {"L": [{"BOOL": True}, {"NULL": None}]}}
    snapshot: defaultdict[str, Any] = defaultdict(dict, a=item)

    again, kept = copied(item), copied(snapshot)
    item["on"]["L"].clear()

    assert again == kept["a"] == {"pk": {"S": "a"}, "on": {"L": [{"BOOL": True}, {"NULL": None}]}}
    assert kept["another"] == {}

"""The table in the template is the one that the schema describes."""

from shared.records.schema import EXPIRES, INDEXES
from tests.infra.synthesised import only, resources, template


def test_the_table_is_paid_per_request_and_can_be_restored_to_a_point_in_time() -> None:
    table = only("AWS::DynamoDB::Table")

    assert table["BillingMode"] == "PAY_PER_REQUEST"
    assert table["PointInTimeRecoverySpecification"]["PointInTimeRecoveryEnabled"] is True
    assert table["TimeToLiveSpecification"] == {"AttributeName": EXPIRES, "Enabled": True}


def test_the_table_outlives_its_stack_on_aws() -> None:
    (table,) = (one for one in template()["Resources"].values() if one["Type"] == "AWS::DynamoDB::Table")

    assert table["Properties"]["DeletionProtectionEnabled"] is True
    assert table["DeletionPolicy"] == "Retain"


def test_the_table_of_the_local_cloud_can_be_deleted() -> None:
    (table,) = (one for one in template(local=True)["Resources"].values() if one["Type"] == "AWS::DynamoDB::Table")

    assert table["Properties"]["DeletionProtectionEnabled"] is False
    assert table["DeletionPolicy"] == "Delete"


def test_every_index_of_the_schema_is_there_with_its_keys_and_its_projection() -> None:
    written = only("AWS::DynamoDB::Table")["GlobalSecondaryIndexes"]

    assert [one["IndexName"] for one in written] == [index.name for index in INDEXES]
    for one, index in zip(written, INDEXES, strict=True):
        assert [key["AttributeName"] for key in one["KeySchema"]] == [index.partition_key, index.sort_key]
        assert one["Projection"].get("NonKeyAttributes", []) == list(index.include)


def test_there_is_one_table() -> None:
    assert len(resources("AWS::DynamoDB::Table")) == 1

"""The one table: records, links, intents, events, cursors, locks, settings and runs of every connection."""

from collections.abc import Sequence

from aws_cdk import RemovalPolicy
from aws_cdk import aws_dynamodb as dynamodb
from aws_cdk import aws_iam as iam
from constructs import Construct

from shared.records.schema import EXPIRES, INDEXES, PARTITION_KEY, SORT_KEY, Index

ITEM_ACTIONS = (
    "dynamodb:BatchGetItem",
    "dynamodb:BatchWriteItem",
    "dynamodb:ConditionCheckItem",
    "dynamodb:DeleteItem",
    "dynamodb:GetItem",
    "dynamodb:PutItem",
    "dynamodb:Query",
    "dynamodb:UpdateItem",
)
READ_ACTIONS = ("dynamodb:BatchGetItem", "dynamodb:GetItem", "dynamodb:Query")


class RecordTable(Construct):
    """Keys and indexes come from the schema that the model reads, so that the two cannot drift apart."""

    def __init__(self, scope: Construct, id: str, *, protected: bool) -> None:
        super().__init__(scope, id)
        self.table = dynamodb.Table(
            self,
            "Table",
            partition_key=_string(PARTITION_KEY),
            sort_key=_string(SORT_KEY),
            billing_mode=dynamodb.BillingMode.PAY_PER_REQUEST,
            point_in_time_recovery_specification=dynamodb.PointInTimeRecoverySpecification(
                point_in_time_recovery_enabled=True
            ),
            time_to_live_attribute=EXPIRES,
            deletion_protection=protected,
            removal_policy=RemovalPolicy.RETAIN if protected else RemovalPolicy.DESTROY,
        )
        for index in INDEXES:
            _add_index(self.table, index)

    def grant_items(self, grantee: iam.IGrantable) -> None:
        """Allow work on items and the named indexes: no scan, no change of the table itself."""
        self._grant(grantee, ITEM_ACTIONS)

    def grant_reading(self, grantee: iam.IGrantable) -> None:
        """Allow reading items, from the named indexes too, and nothing else."""
        self._grant(grantee, READ_ACTIONS)

    def _grant(self, grantee: iam.IGrantable, actions: Sequence[str]) -> None:
        arn = self.table.table_arn
        resources = [arn, *(f"{arn}/index/{index.name}" for index in INDEXES)]
        iam.Grant.add_to_principal(grantee=grantee, actions=list(actions), resource_arns=resources)


def _add_index(table: dynamodb.Table, index: Index) -> None:
    projection = dynamodb.ProjectionType.INCLUDE if index.include else dynamodb.ProjectionType.KEYS_ONLY
    table.add_global_secondary_index(
        index_name=index.name,
        partition_key=_string(index.partition_key),
        sort_key=_string(index.sort_key),
        projection_type=projection,
        non_key_attributes=list(index.include) or None,
    )


def _string(name: str) -> dynamodb.Attribute:
    return dynamodb.Attribute(name=name, type=dynamodb.AttributeType.STRING)

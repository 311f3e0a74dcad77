"""The one table: records, links, intents, events, cursors, locks, settings and runs of every connection.

The stack has a table of its own. Which table it uses is a parameter of the stack, so that a table that was restored can be put
in its place (docs/operations.md), and no later deployment takes it back.
"""

from collections.abc import Sequence

from aws_cdk import CfnCondition, CfnParameter, Duration, Fn, RemovalPolicy
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_dynamodb as dynamodb
from aws_cdk import aws_iam as iam
from constructs import Construct

from shared.environment import TABLE_PARAMETER
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
# The id of a table tells a restored one from the one it was restored from.
IDENTITY_ACTIONS = ("dynamodb:DescribeTable",)
NAME_PATTERN = "^([a-zA-Z0-9_.-]{3,255})?$"


class RecordTable(Construct):
    """Keys and indexes come from the schema that the model reads, so that the two cannot drift apart.

    `name` and `arn` are those of the table in use, whichever it is: everything else in the stack goes by them.
    """

    def __init__(self, scope: Construct, id: str, *, protected: bool) -> None:
        super().__init__(scope, id)
        own = dynamodb.Table(
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
            _add_index(own, index)
        self._in_use = dynamodb.Table.from_table_name(self, "InUse", _chosen(self, own))
        self.name = self._in_use.table_name
        self.arn = self._in_use.table_arn

    def grant_items(self, grantee: iam.IGrantable) -> None:
        """Allow work on items and the named indexes: no scan, no change of the table itself."""
        self._grant(grantee, ITEM_ACTIONS)

    def grant_reading(self, grantee: iam.IGrantable) -> None:
        """Allow reading items, from the named indexes too, and nothing else."""
        self._grant(grantee, READ_ACTIONS)

    def grant_identity(self, grantee: iam.IGrantable) -> None:
        """Allow asking which table this is."""
        iam.Grant.add_to_principal(grantee=grantee, actions=list(IDENTITY_ACTIONS), resource_arns=[self.arn])

    def consumed(self, *, period: Duration) -> list[cloudwatch.IMetric]:
        """The units that are read and written."""
        return [
            self._in_use.metric_consumed_read_capacity_units(period=period, statistic="Sum"),
            self._in_use.metric_consumed_write_capacity_units(period=period, statistic="Sum"),
        ]

    def _grant(self, grantee: iam.IGrantable, actions: Sequence[str]) -> None:
        resources = [self.arn, *(f"{self.arn}/index/{index.name}" for index in INDEXES)]
        iam.Grant.add_to_principal(grantee=grantee, actions=list(actions), resource_arns=resources)


def _chosen(scope: Construct, own: dynamodb.Table) -> str:
    """Give the name of the table in use: the parameter's, or the stack's own where it is empty."""
    parameter = CfnParameter(
        scope,
        "Parameter",
        default="",
        allowed_pattern=NAME_PATTERN,
        description="The table in use, where it is not the stack's own: python -m shared.admin restore sets it",
    )
    parameter.override_logical_id(TABLE_PARAMETER)
    another = CfnCondition(
        scope, "Another", expression=Fn.condition_not(Fn.condition_equals(parameter.value_as_string, ""))
    )
    return Fn.condition_if(another.logical_id, parameter.value_as_string, own.table_name).to_string()


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

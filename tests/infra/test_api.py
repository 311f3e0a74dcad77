"""The HTTP API and who may sign in."""

import json
from typing import Any

import pytest

from shared.api.access import Group
from shared.api.environment import ApiEnvironment
from shared.records.schema import INDEXES
from tests.infra.synthesised import (
    actions,
    as_list,
    every_function,
    joined,
    only,
    resources,
    role_of,
    statements,
    template,
)


def api_role() -> str:
    return role_of(every_function()["api"])


def change_role() -> str:
    return role_of(every_function()["change_records"])


def test_all_that_is_below_api_wants_a_token_of_our_pool_for_our_client() -> None:
    (authorizer_id,) = resources("AWS::ApiGatewayV2::Authorizer")
    authorizer = only("AWS::ApiGatewayV2::Authorizer")
    (pool,), (client,) = resources("AWS::Cognito::UserPool"), resources("AWS::Cognito::UserPoolClient")
    routes = {route["RouteKey"]: route for route in resources("AWS::ApiGatewayV2::Route").values()}

    api = routes["ANY /api/{proxy+}"]
    assert (api["AuthorizationType"], api["AuthorizerId"]) == ("JWT", {"Ref": authorizer_id})
    assert authorizer["AuthorizerType"] == "JWT"
    assert authorizer["JwtConfiguration"]["Audience"] == [{"Ref": client}]
    assert f"/{{{pool}}}" in joined(authorizer["JwtConfiguration"]["Issuer"])


def test_the_stage_is_throttled_and_logs_every_call_without_its_query() -> None:
    stage = only("AWS::ApiGatewayV2::Stage")

    limits = stage["DefaultRouteSettings"]
    written = json.loads(stage["AccessLogSettings"]["Format"])
    assert (limits["ThrottlingRateLimit"], limits["ThrottlingBurstLimit"]) == (20, 40)
    assert {"requestId", "method", "path", "status", "user"} <= set(written)
    assert not [value for value in written.values() if "query" in value.lower()]


def test_nobody_can_sign_up_and_passwords_are_long() -> None:
    pool = only("AWS::Cognito::UserPool")

    assert pool["AdminCreateUserConfig"] == {"AllowAdminCreateUserOnly": True}
    assert pool["Policies"]["PasswordPolicy"]["MinimumLength"] == 12
    assert pool["DeletionProtection"] == "ACTIVE"
    assert pool["EnabledMfas"] == ["SOFTWARE_TOKEN_MFA"]


def test_the_pool_has_exactly_the_groups_that_the_api_knows() -> None:
    groups = {group["GroupName"] for group in resources("AWS::Cognito::UserPoolGroup").values()}

    assert groups == {group.value for group in Group}


def test_the_client_signs_in_with_pkce_and_keeps_no_secret() -> None:
    client = only("AWS::Cognito::UserPoolClient")

    assert client["GenerateSecret"] is False
    assert client["AllowedOAuthFlows"] == ["code"]
    assert client["AllowedOAuthScopes"] == ["openid", "email", "profile"]
    assert client["PreventUserExistenceErrors"] == "ENABLED"
    assert "ALLOW_ADMIN_USER_PASSWORD_AUTH" not in client["ExplicitAuthFlows"]
    assert [joined(url)[-1] for url in client["CallbackURLs"]] == ["/"]


def test_the_api_reads_the_table_and_starts_manual_runs_and_may_do_nothing_else() -> None:
    assert actions(api_role()) == {
        "dynamodb:BatchGetItem",
        "dynamodb:GetItem",
        "dynamodb:Query",
        "logs:CreateLogStream",
        "logs:PutLogEvents",
        "states:DescribeExecution",
        "states:StartExecution",
        "xray:PutTelemetryRecords",
        "xray:PutTraceSegments",
    }


def test_the_api_starts_the_manual_machine_only() -> None:
    started = [
        joined(resource)
        for statement in statements(api_role())
        if "states:StartExecution" in as_list(statement["Action"])
        for resource in as_list(statement["Resource"])
    ]

    assert len(started) == 1
    assert "Manual" in started[0]
    assert "*" not in started[0]


def test_the_api_may_read_every_index_that_it_lists_from() -> None:
    readable = {
        joined(resource).rpartition("/index/")[2]
        for statement in statements(api_role())
        for resource in as_list(statement["Resource"])
        if "/index/" in joined(resource)
    }

    assert readable == {index.name for index in INDEXES}


def test_what_changes_records_has_no_secrets_and_starts_nothing() -> None:
    allowed = actions(change_role())

    assert "dynamodb:UpdateItem" in allowed
    assert not [action for action in allowed if action.startswith(("secretsmanager:", "states:", "lambda:"))]


def test_the_api_s_function_reads_exactly_the_environment_that_it_is_given() -> None:
    variables: dict[str, Any] = every_function()["api"]["Environment"]["Variables"]

    read = ApiEnvironment.read({name: value if isinstance(value, str) else name for name, value in variables.items()})

    assert read.variables().keys() <= variables.keys()
    assert "Manual" in joined(variables["MANUAL_ARN"])
    assert "SECRET_PREFIX" not in variables


@pytest.mark.parametrize("name", ["ConsoleAddress", "ApiAddress", "ApiId", "SignInAddress", "UserPoolId", "ClientId"])
def test_the_stack_says_where_the_api_and_the_sign_in_are(name: str) -> None:
    assert name in template()["Outputs"]


def test_the_local_cloud_lets_a_script_sign_in_without_the_page() -> None:
    client = only("AWS::Cognito::UserPoolClient", local=True)

    assert "ALLOW_ADMIN_USER_PASSWORD_AUTH" in client["ExplicitAuthFlows"]

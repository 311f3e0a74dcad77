"""The console's function: a route of its own without a token, and a role that can do nothing."""

from pathlib import Path

import pytest
from aws_cdk import BundlingOptions, DockerImage

from infra.bundling import LARGEST_FILE, ConsoleBundling, NotBuiltError
from infra.deployment import ROOT
from shared.console.environment import ConsoleEnvironment
from tests.infra.synthesised import actions, every_function, joined, only, resources, role_of

OPTIONS = BundlingOptions(image=DockerImage.from_registry("never-used"))


@pytest.fixture
def built(tmp_path: Path) -> Path:
    folder = tmp_path / "console"
    (folder / "assets").mkdir(parents=True)
    (folder / ".vite").mkdir()
    (folder / ".vite" / "manifest.json").touch()
    (folder / "index.html").write_text("<!doctype html>")
    (folder / "assets" / "main-1.js").write_text("1")
    return folder


def bundling(built: Path) -> ConsoleBundling:
    return ConsoleBundling(functions=ROOT / "functions", shared=ROOT / "shared", built=built)


def test_whatever_is_not_the_api_s_goes_to_the_console_without_a_token() -> None:
    routes = {route["RouteKey"]: route for route in resources("AWS::ApiGatewayV2::Route").values()}

    assert sorted(routes) == ["$default", "ANY /api/{proxy+}"]
    assert routes["$default"]["AuthorizationType"] == "NONE"


def test_its_role_writes_its_log_and_nothing_else() -> None:
    assert actions(role_of(every_function()["console"])) == {"logs:CreateLogStream", "logs:PutLogEvents"}


def test_it_has_no_layer_and_reads_exactly_the_environment_that_it_is_given() -> None:
    function = every_function()["console"]
    variables = function["Environment"]["Variables"]

    read = ConsoleEnvironment.read({**dict.fromkeys(variables, "told"), "AWS_REGION": "eu-west-1"})

    assert read.variables().keys() == variables.keys()
    assert "Layers" not in function
    assert ".amazoncognito.com" in joined(variables["SIGN_IN"])


def test_files_are_asked_for_more_often_than_the_api() -> None:
    limits = only("AWS::ApiGatewayV2::Stage")["RouteSettings"]["$default"]

    assert (limits["ThrottlingRateLimit"], limits["ThrottlingBurstLimit"]) == (100, 400)


def test_the_bundle_is_the_module_what_it_imports_and_the_built_files(built: Path, tmp_path: Path) -> None:
    bundling(built).try_bundle(str(tmp_path / "bundle"), OPTIONS)

    found = {path.relative_to(tmp_path / "bundle").as_posix() for path in (tmp_path / "bundle").rglob("*.*")}
    assert {"console.py", "files/index.html", "files/assets/main-1.js", "shared/console/handler.py"} <= found
    assert not [name for name in found if ".vite" in name or "pyc" in name or "records" in name]


def test_the_fingerprint_changes_with_the_built_files(built: Path) -> None:
    before = bundling(built).fingerprint()

    (built / "assets" / "main-1.js").write_text("2")

    assert bundling(built).fingerprint() != before


def test_a_console_that_is_not_built_is_told_in_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(NotBuiltError, match="the console is not built: run make console first"):
        bundling(tmp_path).fingerprint()


def test_a_file_that_lambda_cannot_answer_with_is_refused(built: Path) -> None:
    (built / "assets" / "huge.js").write_bytes(b" " * (LARGEST_FILE + 1))

    with pytest.raises(NotBuiltError, match=r"assets/huge\.js is too big"):
        bundling(built).fingerprint()


def test_the_local_cloud_s_sign_in_page_is_beside_its_gateway() -> None:
    (function,) = (
        one for one in resources("AWS::Lambda::Function", local=True).values() if one["Handler"] == "console.handler"
    )

    written = function["Environment"]["Variables"]["SIGN_IN"]["Fn::Join"][1]
    assert written[0] == "http://"
    assert written[1]["Fn::Select"][1]["Fn::Split"][0] == ".execute-api."

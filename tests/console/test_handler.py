"""How the console's files are served, file by file, as the gateway asks for them."""

import base64
import gzip
import json
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from aws_cdk import BundlingOptions, DockerImage

from infra.bundling import ConsoleBundling
from infra.deployment import ROOT
from shared.console.handler import ConsoleHandler
from shared.console.environment import ConsoleEnvironment

ENVIRONMENT = ConsoleEnvironment(sign_in="https://sign-in.example.com", client_id="abc", region="eu-west-1")
PAGE, SCRIPT, PACKED = b"<!doctype html>", b"let one = 1;", b"brotli's bytes"


@dataclass(frozen=True, kw_only=True)
class Reply:
    status: int
    headers: Mapping[str, str]
    content: bytes


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    built = tmp_path / "files"
    (built / "assets").mkdir(parents=True)
    (built / "index.html").write_bytes(PAGE)
    (built / "assets" / "main-x1.js").write_bytes(SCRIPT)
    (built / "assets" / "main-x1.js.br").write_bytes(PACKED)
    (built / "assets" / "main-x1.js.gz").write_bytes(gzip.compress(SCRIPT))
    (built / "icon.svg").write_bytes(b"<svg/>")
    (tmp_path / "secret.txt").write_text("beside the files")
    return built


def an_event(path: str, *, method: str = "GET", **headers: str) -> dict[str, Any]:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return {"rawPath": path, "headers": named, "requestContext": {"http": {"method": method}}}


def ask(folder: Path, path: str, *, method: str = "GET", **headers: str) -> Reply:
    answer = ConsoleHandler(folder, ENVIRONMENT).answer(an_event(path, method=method, **headers))
    body = str(answer["body"])
    content = base64.b64decode(body) if answer["isBase64Encoded"] else body.encode()
    return Reply(status=answer["statusCode"], headers=answer["headers"], content=content)


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/shop",
        "/shop/",
        "/my_shop-2/sales-invoices",
        "/shop/sales-invoices/1234",
        "/shop/runs/2026-11-23T04:52:45.754Z~4fc861a3",
        "/shop/settings",
    ],
)
def test_every_address_of_the_console_is_answered_with_its_start_page(folder: Path, path: str) -> None:
    reply = ask(folder, path)

    assert (reply.status, reply.content) == (200, PAGE)
    assert reply.headers["Content-Type"] == "text/html; charset=utf-8"
    assert reply.headers["Cache-Control"] == "no-cache"


@pytest.mark.parametrize(
    "path",
    [
        "/assets/gone.js",
        "/assets",
        "/favicon.ico",
        "/api",
        "/shop/sales-invoices/1/history",
        "/../secret.txt",
        "/assets/../../secret.txt",
        "/%2e%2e/secret.txt",
        "/..%2fsecret.txt",
        "//etc/passwd",
        "/assets/main-x1.js.br",
        "/assets/main-x1.js/",
        "/shop\x00",
        "/<script>",
    ],
)
def test_what_is_neither_a_screen_nor_a_file_is_not_there(folder: Path, path: str) -> None:
    reply = ask(folder, path)

    assert (reply.status, reply.content) == (404, b"Not Found\n")
    assert reply.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("path", ["/api/v1/openapi.json", "/api/v1/connections/\n/summary"])
def test_what_is_meant_for_the_api_is_refused_as_the_api_does(folder: Path, method: str, path: str) -> None:
    reply = ask(folder, path, method=method)

    problem = json.loads(reply.content)
    assert (reply.status, reply.headers["Content-Type"]) == (404, "application/problem+json")
    assert (problem["status"], problem["detail"]) == (404, "There is nothing under this address.")


@pytest.mark.parametrize(
    ("accepted", "encoding", "content"),
    [
        ("gzip, deflate, br, zstd", "br", PACKED),
        ("br;q=0, gzip;q=0.5", "gzip", gzip.compress(SCRIPT, mtime=0)),
        ("br;q=0.0", "", SCRIPT),
        ("", "", SCRIPT),
        ("identity", "", SCRIPT),
    ],
)
def test_a_file_comes_in_the_smallest_form_that_the_caller_understands(
    folder: Path, accepted: str, encoding: str, content: bytes
) -> None:
    reply = ask(folder, "/assets/main-x1.js", Accept_Encoding=accepted)

    assert reply.status == 200
    assert reply.headers.get("Content-Encoding", "") == encoding
    assert gzip.decompress(reply.content) == SCRIPT if encoding == "gzip" else reply.content == content
    assert reply.headers["Vary"] == "Accept-Encoding"
    assert reply.headers["Content-Type"] == "text/javascript; charset=utf-8"


def test_what_has_its_hash_in_its_name_is_kept_for_ever(folder: Path) -> None:
    assert ask(folder, "/assets/main-x1.js").headers["Cache-Control"] == "public, max-age=31536000, immutable"


@pytest.mark.parametrize("path", ["/", "/shop/contacts", "/icon.svg"])
def test_whoever_has_the_page_already_is_told_so(folder: Path, path: str) -> None:
    etag = ask(folder, path).headers["ETag"]

    again = ask(folder, path, If_None_Match=f'"other", {etag}')
    (folder / "index.html").write_bytes(b"new")
    (folder / "icon.svg").write_bytes(b"new")
    later = ask(folder, path, If_None_Match=etag)

    assert (again.status, again.content) == (304, b"")
    assert (later.status, later.content) == (200, b"new")


def test_the_head_of_a_page_is_that_of_the_page(folder: Path) -> None:
    whole, head = ask(folder, "/"), ask(folder, "/", method="HEAD")

    assert (head.status, head.headers, head.content) == (200, whole.headers, b"")


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"])
@pytest.mark.parametrize("path", ["/", "/config.json", "/nothing.txt"])
def test_nothing_can_be_sent_here(folder: Path, method: str, path: str) -> None:
    reply = ask(folder, path, method=method)

    assert (reply.status, reply.headers["Allow"]) == (405, "GET, HEAD")


def test_the_browser_is_told_where_to_sign_in_and_never_keeps_it(folder: Path) -> None:
    reply = ask(folder, "/config.json")

    assert json.loads(reply.content) == {
        "sign_in": "https://sign-in.example.com",
        "client_id": "abc",
        "region": "eu-west-1",
    }
    assert reply.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("path", ["/", "/assets/main-x1.js", "/config.json", "/nothing.txt"])
def test_every_answer_carries_the_security_headers(folder: Path, path: str) -> None:
    headers = ask(folder, path).headers

    policy = dict(rule.split(" ", 1) for rule in headers["Content-Security-Policy"].split("; "))
    assert policy["default-src"] == policy["base-uri"] == policy["form-action"] == policy["frame-ancestors"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == "'self'"
    assert policy["connect-src"] == "'self' https://sign-in.example.com"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Strict-Transport-Security"].startswith("max-age=63072000")
    assert "camera=()" in headers["Permissions-Policy"]


def test_the_bundle_answers_in_a_python_without_any_package(folder: Path, tmp_path: Path) -> None:
    """As on Lambda, where the function has no layer."""
    options = BundlingOptions(image=DockerImage.from_registry("never-used"))
    packed = ConsoleBundling(functions=ROOT / "functions", shared=ROOT / "shared", built=folder)
    packed.try_bundle(str(tmp_path / "bundle"), options)
    variables = {**ENVIRONMENT.variables(), "AWS_REGION": "eu-west-1"}
    code = (
        f"import sys; sys.path.insert(0, '.'); import console; "
        f"print(console.handler({an_event('/')!r}, None)['statusCode'])"
    )

    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", code],
        cwd=tmp_path / "bundle",
        env=variables,
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.stdout, done.stderr) == ("200\n", "")

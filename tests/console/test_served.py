"""The console as it is deployed: through the real gateway, beside the API and without a token."""

import re

import pytest
import requests

from sandbox.proof.sync import Local
from sandbox.cloud.workspace import OUT



def ask(local: Local, path: str, *, method: str = "GET", **headers: str) -> requests.Response:
    host = local.deployed.console.removeprefix("http://").rstrip("/")
    named = {"Host": host, **{name.replace("_", "-"): value for name, value in headers.items()}}
    return requests.request(method, f"{local.cloud.endpoint}{path}", headers=named, allow_redirects=False, timeout=30)


@pytest.mark.parametrize(
    "path", ["/", "/shop", "/shop/sales-invoices/12?from=mail", "/shop/runs/2026-11-23T04:52:45.754Z~a"]
)
def test_its_addresses_lead_to_the_built_start_page(local: Local, path: str) -> None:
    answer = ask(local, path)

    assert (answer.status_code, answer.text) == (200, (OUT / "console" / "index.html").read_text(encoding="utf-8"))


def test_what_the_start_page_loads_comes_compressed_and_is_kept(local: Local) -> None:
    loaded = re.findall(r'(?:src|href)="(/assets/[^"]+\.(?:js|css))"', ask(local, "/").text)

    answers = [ask(local, path, Accept_Encoding="gzip") for path in loaded]

    assert len(answers) >= 2
    for path, answer in zip(loaded, answers, strict=True):
        assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "public, max-age=31536000, immutable")
        assert answer.content == (OUT / "console" / path.strip("/")).read_bytes()
        assert answer.headers.get("Content-Encoding", "") == ("gzip" if len(answer.content) >= 1024 else "")


def test_a_page_that_is_known_already_is_not_sent_again(local: Local) -> None:
    etag = ask(local, "/").headers["ETag"]

    assert ask(local, "/", If_None_Match=etag).status_code == 304


def test_the_start_page_has_no_script_or_style_of_its_own(local: Local) -> None:
    page = ask(local, "/").text

    assert re.findall(r"<script(?![^>]*\bsrc=)", page) == []
    assert re.findall(r"<style|\sstyle=|\son\w+=", page) == []


@pytest.mark.parametrize("path", ["/assets/gone.js", "/favicon.ico", "/..%2f..%2fconsole.py", "/files/index.html"])
def test_what_is_not_there_is_not_there(local: Local, path: str) -> None:
    assert ask(local, path).status_code == 404


@pytest.mark.parametrize("path", ["/api/v1/connections", "/api/v1/openapi.json", "/api/nothing"])
def test_the_api_beside_it_still_wants_a_token(local: Local, path: str) -> None:
    answer = ask(local, path)

    assert (answer.status_code, answer.json()) == (401, {"message": "Unauthorized"})


def test_it_says_where_to_sign_in(local: Local) -> None:
    told = ask(local, "/config.json").json()

    port = local.cloud.endpoint.rpartition(":")[2]
    assert told == {
        "sign_in": f"http://localhost:{port}",
        "client_id": local.deployed.client,
        "region": "eu-west-1",
    }


def test_nothing_can_be_sent_to_it(local: Local) -> None:
    assert ask(local, "/shop", method="POST").status_code == 405

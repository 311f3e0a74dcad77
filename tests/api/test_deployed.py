"""The API as it is deployed: over HTTP, with real tokens, through the real state machine, to both stand-ins."""

import base64
import hashlib
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests

from infra.deployment import ROOT
from sandbox.cloud import connection
from sandbox.cloud.people import Person, api_address, first_user, sign_in_address, token
from sandbox.cloud.workspace import OUT
from sandbox.proof.sync import Local, Options, local_cloud
from shared.admin.people import Users
from shared.api.access import Group

SECONDS = 120.0
FUZZING_SECONDS = 600.0  # a busy machine takes its time
HERE = Path(__file__).parent


@dataclass(frozen=True, kw_only=True)
class Client:
    """Somebody with a token, calling the one connection."""

    root: str
    token: str

    def call(self, method: str, path: str, body: Any = None) -> requests.Response:
        headers = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        return requests.request(method, f"{self.root}{path}", headers=headers, json=body, timeout=30)

    def get(self, path: str) -> Any:
        answer = self.call("GET", path)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def do(self, path: str, body: Any = None) -> Any:
        """Start something and wait until its run has ended."""
        answer = self.call("POST", path, body)
        assert answer.status_code == 202, answer.text
        deadline = time.monotonic() + SECONDS
        while (run := self.get(f"/runs/{answer.json()['run']}"))["run"]["status"] in ("WAITING", "RUNNING"):
            assert time.monotonic() < deadline, run
        return run


@pytest.fixture(scope="module")
def local() -> Iterator[Local]:
    OUT.mkdir(exist_ok=True)
    with local_cloud(Options(orders=8, seed=7, traffic=None, time_scale=60)) as running:
        connection.connect(running.folder, running.cloud, running.deployed, running.systems)
        yield running


def client(local: Local, bearer: str) -> Client:
    root = f"{api_address(local.cloud, local.deployed)}/api/v1/connections/{connection.NAME}"
    return Client(root=root, token=bearer)


def member(local: Local, group: Group) -> Client:
    person = first_user(local.cloud, local.deployed, email=f"{group}@example.com", group=group)
    return client(local, token(local.cloud, local.deployed, person))


@pytest.fixture(scope="module")
def viewer(local: Local) -> Client:
    return member(local, Group.VIEWER)


@pytest.fixture(scope="module")
def operator(local: Local) -> Client:
    """Somebody who may, on a connection that has had its first cycle."""
    ready = member(local, Group.OPERATOR)
    cycle = ready.do("/sync")
    assert cycle["run"]["status"] == "SUCCEEDED", cycle
    return ready


def with_other_claims(bearer: str) -> str:
    """The same token with another middle: its signature is no longer one."""
    head, claims, signature = bearer.split(".")
    read = base64.urlsafe_b64decode(claims + "==").replace(b"viewer", b"admin")
    return ".".join((head, base64.urlsafe_b64encode(read).decode().rstrip("="), signature))


@pytest.mark.parametrize("kind", ["none", "nonsense", "forged"])
@pytest.mark.parametrize(("method", "path"), [("GET", "/summary"), ("POST", "/sync"), ("DELETE", "/anything")])
def test_the_gateway_lets_nobody_in_without_a_valid_token(
    local: Local, viewer: Client, kind: str, method: str, path: str
) -> None:
    bearer = {"none": "", "nonsense": "a.b.c", "forged": with_other_claims(viewer.token)}[kind]

    assert client(local, bearer).call(method, path).status_code == 401


def test_groups_come_with_the_token(viewer: Client) -> None:
    assert viewer.call("GET", "/summary").status_code == 200
    assert viewer.call("POST", "/sync").status_code == 403


def test_a_whole_cycle_can_be_started_and_watched(operator: Client) -> None:
    newest = operator.get("/runs")["runs"][0]
    run = operator.get(f"/runs/{newest['run']}")

    assert (newest["action"], newest["status"]) == ("sync", "SUCCEEDED")
    assert [step["state"] for step in run["steps"]] == ["done"] * 14
    assert newest["posted"] > 0
    assert operator.get("/summary")["health"]["word"] == "healthy"


def test_records_are_listed_searched_and_shown(operator: Client) -> None:
    first = operator.get("/sales-invoices?status=Sent&limit=2")["records"][0]

    found = operator.get(f"/sales-invoices?q={first['number']}")["records"]
    detail = operator.get(f"/sales-invoices/{first['id']}")
    (posted,) = operator.get(f"/sales-invoices/{first['id']}/history")["events"]

    assert first["id"] in [record["id"] for record in found]
    assert str(detail["document"]["id"]) == first["id"]
    assert posted["request"]["InvoiceNumber"] == first["number"]


def test_products_are_posted_by_hand_without_a_document(operator: Client) -> None:
    before = operator.get("/summary")["counts"]["products"]

    run = operator.do("/products/post")

    after = operator.get("/summary")["counts"]["products"]
    assert before["Pending"] > 0
    assert after["Pending"] == 0
    assert after["Sent"] == before["Sent"] + run["run"]["posted"]
    assert after["Sent"] + after["Error"] == before["Sent"] + before["Error"] + before["Pending"]
    assert run["run"]["by"] == "operator@example.com"


def test_a_record_is_put_aside_brought_back_and_nothing_else_happens(operator: Client, local: Local) -> None:
    record = operator.get("/sales-invoices?status=Sent")["records"][0]["id"]
    _, before = local.systems.states()

    aside = operator.do(f"/sales-invoices/{record}/archive")
    status = operator.get(f"/sales-invoices/{record}")["record"]["status"]
    operator.do(f"/sales-invoices/{record}/unarchive")

    assert aside["run"]["status"] == "SUCCEEDED"
    assert status == "Archive"
    assert operator.get(f"/sales-invoices/{record}")["record"]["status"] == "Sent"
    assert local.systems.states()[1]["Invoices"] == before["Invoices"]


def test_one_record_is_fetched_and_posted_by_hand(operator: Client) -> None:
    record = operator.get("/sales-invoices?status=Sent")["records"][0]["id"]

    fetched = operator.do(f"/sales-invoices/{record}/fetch")
    posted = operator.do(f"/sales-invoices/{record}/post")

    assert [run["run"]["status"] for run in (fetched, posted)] == ["SUCCEEDED", "SUCCEEDED"]
    assert [step["step"] for step in posted["steps"]] == ["post_xero_sales"]
    assert operator.get(f"/sales-invoices/{record}")["record"]["status"] == "Sent"


def test_fetching_what_is_not_there_fails_and_says_so(operator: Client) -> None:
    run = operator.do("/sales-invoices/99999999/fetch")

    assert run["run"]["status"] == "FAILED"
    assert "no sales invoice 99999999 to fetch" in run["run"]["problem"]


def test_many_are_archived_and_retried(operator: Client) -> None:
    pending = operator.get("/contacts?status=Pending&limit=3")["records"]

    operator.do("/contacts/archive", {"ids": [record["id"] for record in pending]})
    archived = operator.get("/contacts?status=Archive")["records"]
    retried = operator.do("/contacts/retry", {"filter": {"status": "Pending"}})

    assert {record["id"] for record in archived} == {record["id"] for record in pending}
    assert retried["steps"][0]["changed"] > 0


def test_clicking_twice_starts_one_run(operator: Client) -> None:
    answers = [operator.call("POST", "/sales-credits/fetch").json()["run"] for _ in range(3)]

    assert len(set(answers)) <= 2  # a new one at most when ten seconds have just begun


def test_the_hosted_sign_in_page_gives_a_token_that_the_api_takes(local: Local, viewer: Client) -> None:
    person = first_user(local.cloud, local.deployed, email="page@example.com", group=Group.VIEWER)

    bearer = signed_in(local, person)

    assert client(local, bearer).call("GET", "/summary").status_code == 200
    assert client(local, bearer).call("POST", "/sync").status_code == 403


def test_making_somebody_again_changes_their_group(local: Local) -> None:
    users = Users(client=local.cloud.client("cognito-idp"), pool=local.deployed.users)
    first = users.add("ada@example.com", Group.ADMIN, password="Correct-horse-1!")

    second = users.add("ada@example.com", Group.VIEWER, password="Correct-horse-1!")

    groups = local.cloud.client("cognito-idp").admin_list_groups_for_user(
        UserPoolId=local.deployed.users, Username="ada@example.com"
    )["Groups"]
    assert "may sign in" in first
    assert "was there already" in second
    assert [group["GroupName"] for group in groups] == ["viewer"]


def test_schemathesis_finds_nothing(local: Local, tmp_path: Path) -> None:
    """Last, for it starts whatever can be started."""
    person = first_user(local.cloud, local.deployed, email="fuzz@example.com", group=Group.OPERATOR)
    bearer = token(local.cloud, local.deployed, person)
    command = [
        *(str(Path(sys.executable).with_name("schemathesis")), "--config-file", str(HERE / "schemathesis.toml")),
        *("run", str(ROOT / "docs" / "openapi.json"), "--url", api_address(local.cloud, local.deployed)),
        *("--header", f"Authorization: Bearer {bearer}"),
    ]

    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=FUZZING_SECONDS)

    assert done.returncode == 0, done.stdout


def signed_in(local: Local, person: Person) -> str:
    """Go through the page as a browser does, with PKCE."""
    described = local.cloud.client("cognito-idp").describe_user_pool_client(
        UserPoolId=local.deployed.users, ClientId=local.deployed.client
    )
    back = described["UserPoolClient"]["CallbackURLs"][0]
    verifier = "v" * 64
    challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")
    asked = {
        "client_id": local.deployed.client,
        "response_type": "code",
        "redirect_uri": back,
        "scope": "openid email",
        "state": "s",
        "code_challenge": challenge,
        "code_challenge_method": "S256",
    }
    page = requests.get(sign_in_address(local.cloud), params=asked, timeout=30).text
    hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page))
    form = {name: unescape(value) for name, value in hidden.items()}
    entered = {**form, "username": person.email, "password": person.password}
    sent_back = requests.post(f"{local.cloud.endpoint}/login", data=entered, allow_redirects=False, timeout=30)
    code = parse_qs(urlsplit(sent_back.headers["Location"]).query)["code"][0]
    exchanged = {
        "grant_type": "authorization_code",
        "client_id": local.deployed.client,
        "code": code,
        "redirect_uri": back,
        "code_verifier": verifier,
    }
    answer = requests.post(f"{local.cloud.endpoint}/oauth2/token", data=exchanged, timeout=30)
    given: str = answer.json()["id_token"]
    return given

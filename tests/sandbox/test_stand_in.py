"""The shell around both stand-ins: faults, the log, steering, and the door over HTTP."""

import json
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
import requests

from sandbox.stand_ins.adapter import InProcessAdapter
from sandbox.stand_ins.server import Server
from sandbox.stand_ins.stand_in import StandIn
from sandbox.stand_ins.traffic import TrafficLog
from tests.sandbox.brightpearl_calls import Caller
from tests.sandbox.xero_calls import API, Client, OnlyXero, a_contact

STEER = "https://api.xero.com/_sandbox"
TIMEOUT = 10


@pytest.fixture
def client() -> Client:
    return Client()


@pytest.fixture
def served() -> Iterator[tuple[Client, str]]:
    client = Client()
    server = Server(client.world.stand_in).start()
    yield client, server.address
    server.stop()


def _steer(client: Client, topic: str, body: object) -> requests.Response:
    return client.session.post(f"{STEER}/{topic}", json=body)


def _faults(client: Client, *rules: dict[str, Any]) -> None:
    response = _steer(client, "faults", {"rules": list(rules)})
    assert response.status_code == 200, response.text


def _put(client: Client, name: str = "Marble & Co", key: str | None = None) -> requests.Response:
    return client.send("PUT", "Contacts", {"Contacts": [{"Name": name}]}, key=key)


def test_a_call_dropped_before_it_is_read_changes_nothing(client: Client) -> None:
    _faults(client, {"kind": "drop_before", "method": "PUT"})

    with pytest.raises(requests.ConnectionError):
        _put(client)

    assert client.listed("Contacts") == []


def test_a_call_dropped_after_it_was_read_has_happened(client: Client) -> None:
    _faults(client, {"kind": "drop_after", "method": "PUT"})

    with pytest.raises(requests.ConnectionError):
        _put(client)

    assert len(client.listed("Contacts")) == 1


@pytest.mark.parametrize(("commit", "count"), [(False, 0), (True, 1)])
def test_an_internal_error_comes_before_or_after_the_deed_and_is_remembered(
    client: Client, commit: bool, count: int
) -> None:
    _faults(client, {"kind": "error_500", "method": "PUT", "commit": commit})

    first, second = _put(client, key="k"), _put(client, key="k")

    assert (first.status_code, second.status_code) == (500, 500)
    assert len(client.listed("Contacts")) == count


def test_a_fault_may_pick_calls_by_what_they_send(client: Client) -> None:
    _faults(client, {"kind": "error_500", "body": "Marble|Slate", "times": 0})

    answers = [_put(client, name).status_code for name in ("Marble & Co", "Sand Ltd", "Slate Ltd")]

    assert answers == [500, 200, 500]


@pytest.mark.parametrize(("switch", "status"), [("waits", 200), ("refused", 409)])
def test_a_key_whose_first_call_is_still_being_handled_waits_or_is_refused(
    client: Client, switch: str, status: int
) -> None:
    client.switch(key_in_progress=switch)
    _faults(client, {"kind": "slow", "method": "PUT", "seconds": 60})
    with pytest.raises(requests.ReadTimeout):
        client.session.put(
            f"{API}/Contacts",
            json={"Contacts": [{"Name": "Slow"}]},
            headers=client.headers() | {"Idempotency-Key": "k"},
            timeout=40,
        )

    again = client.session.put(
        f"{API}/Contacts", json={"Contacts": [{"Name": "Slow"}]}, headers=client.headers() | {"Idempotency-Key": "k"}
    )
    client.clock.advance(seconds=60)
    later = client.session.put(
        f"{API}/Contacts", json={"Contacts": [{"Name": "Slow"}]}, headers=client.headers() | {"Idempotency-Key": "k"}
    )

    assert (again.status_code, later.status_code) == (status, 200)
    assert len(client.listed("Contacts")) == 1


def test_that_an_internal_error_is_remembered_can_be_switched_off(client: Client) -> None:
    client.switch(error_500_is_remembered=False)
    _faults(client, {"kind": "error_500", "method": "PUT"})

    assert [_put(client, key="k").status_code for _ in range(2)] == [500, 200]


@pytest.mark.parametrize(
    ("kind", "status", "text"),
    [
        ("error_503", 503, "The Xero API is temporarily unavailable"),
        ("html_502", 502, "<!DOCTYPE html>"),
        ("html_400", 400, "<!DOCTYPE html>"),
        ("problem_400", 400, '"title": "Bad Request", "status": 400'),
        ("problem_401", 401, '"title": "Unauthorized", "status": 401'),
        ("problem_403", 403, '"title": "Forbidden", "status": 403'),
        ("rate_limit_minute", 429, ""),
        ("rate_limit_day", 429, ""),
        ("rate_limit_app_minute", 429, ""),
        ("token_expired", 401, "TokenExpired"),
    ],
)
def test_trouble_comes_once_in_the_form_of_the_vendor(client: Client, kind: str, status: int, text: str) -> None:
    headers = client.headers()
    _faults(client, {"kind": kind, "path": "Organisation"})

    struck = client.session.get(f"{API}/Organisation", headers=headers)

    assert (struck.status_code, text in struck.text) == (status, True)
    assert client.get("Organisation").status_code == 200


@pytest.mark.parametrize(("kind", "wait"), [("rate_limit_minute", "22"), ("rate_limit_day", "60000")])
def test_a_forced_limit_says_how_long_to_wait(client: Client, kind: str, wait: str) -> None:
    _faults(client, {"kind": kind})

    assert client.get("Organisation").headers["Retry-After"] == wait


def test_a_slow_answer_outlasts_the_patience_of_its_caller_and_the_deed_is_done(client: Client) -> None:
    _faults(client, {"kind": "slow", "method": "PUT", "seconds": 35})

    with pytest.raises(requests.ReadTimeout):
        client.session.put(f"{API}/Contacts", json=a_contact(), headers=client.headers(), timeout=(5, 30))

    assert len(client.listed("Contacts")) == 1
    assert client.clock.now().second == 30


def test_a_slow_answer_comes_to_who_can_wait(client: Client) -> None:
    _faults(client, {"kind": "slow", "seconds": 2})

    response = client.session.get(f"{API}/Organisation", headers=client.headers(), timeout=TIMEOUT)

    assert response.status_code == 200


def test_a_cut_answer_breaks_off(client: Client) -> None:
    _faults(client, {"kind": "truncate"})

    with pytest.raises(requests.exceptions.ChunkedEncodingError):
        client.get("Organisation")


def test_a_rule_skips_then_strikes_and_says_how_often(client: Client) -> None:
    _faults(client, {"kind": "error_503", "path": "Organisation$", "after": 1, "times": 2})

    statuses = [client.get("Organisation").status_code for _ in range(4)]
    (rule,) = client.session.get(f"{STEER}/faults").json()["rules"]

    assert statuses == [200, 503, 503, 200]
    assert (rule["seen"], rule["injected"]) == (4, 2)


def test_a_rule_without_an_end_goes_on(client: Client) -> None:
    _faults(client, {"kind": "error_503", "times": 0})

    assert {client.get("Organisation").status_code for _ in range(5)} == {503}


def test_chance_is_the_same_every_time(client: Client) -> None:
    rule = {"kind": "error_503", "times": 0, "probability": 0.5}
    runs = []
    for _ in range(2):
        _faults(client, rule)
        runs.append([client.get("Organisation").status_code for _ in range(20)])

    assert runs[0] == runs[1]
    assert set(runs[0]) == {200, 503}


@pytest.mark.parametrize(
    ("topic", "body"),
    [
        ("faults", {"rules": [{"kind": "earthquake"}]}),
        ("faults", {"rules": [{"kind": "slow", "colour": "blue"}]}),
        ("faults", {"rules": [{"kind": "slow", "path": "("}]}),
        ("faults", {"rules": [{"kind": "slow", "times": "often"}]}),
        ("faults", {"rules": "slow"}),
        ("switches", {"gravity": False}),
        ("switches", {"rounding": "down"}),
        ("do", {"action": "dance"}),
        ("do", {"action": "pay_invoice"}),
        ("do", {"action": "pay_invoice", "invoice": "nobody's"}),
        ("do", {"action": "pay_invoice", "invoice": "1", "mood": "glad"}),
        ("seed", {"orders": "many"}),
        ("seed", {"country": "fr"}),
        ("do", []),
    ],
)
def test_wrong_steering_is_told_what_is_wrong(client: Client, topic: str, body: object) -> None:
    response = _steer(client, topic, body)

    assert response.status_code == 400
    assert response.json()["error"]


def test_there_is_no_other_steering(client: Client) -> None:
    assert client.session.get(f"{STEER}/dance").status_code == 404


def test_switches_are_shown_and_set(client: Client) -> None:
    shown = _steer(client, "switches", {"rounding": "half_even", "voided_frees_number": True}).json()

    assert (shown["rounding"], shown["voided_frees_number"]) == ("half_even", True)
    assert client.session.get(f"{STEER}/switches").json() == shown


def test_health_holds_all_that_a_client_needs(client: Client) -> None:
    health = client.session.get(f"{STEER}/health").json()

    headers = {"Authorization": f"Bearer {health['access_token']}", "xero-tenant-id": health["tenant_id"]}
    assert health["system"] == "xero"
    assert client.session.get(f"{health['api_url']}/Organisation", headers=headers).status_code == 200
    assert len(client.session.get(health["connections_url"], headers=headers).json()) == 1
    form = {"grant_type": "refresh_token", "refresh_token": health["refresh_token"]}
    auth = (health["client_id"], health["client_secret"])
    url = f"{health['identity_url']}/connect/token"
    assert client.session.post(url, data=form, auth=auth).status_code == 200


def test_the_state_is_everything_with_amounts_as_text(client: Client) -> None:
    client.do("create_contact", contact=a_contact())
    client.do("receive_overpayment", contact="20101", amount="10.50", date="2026-10-01")

    state = client.session.get(f"{STEER}/state").json()

    assert [contact["Name"] for contact in state["Contacts"]] == ["Marble & Co"]
    assert (state["Overpayments"][0]["Total"], state["Overpayments"][0]["Date"]) == ("10.50", "2026-10-01")


def test_a_reset_empties_the_books_and_the_rules_but_not_the_switches(client: Client) -> None:
    client.switch(rounding="half_even")
    _put(client)
    _faults(client, {"kind": "error_503", "times": 0})

    _steer(client, "reset", {})

    assert client.listed("Contacts") == []
    assert client.xero.switches()["rounding"] == "half_even"


def test_the_same_calls_give_the_same_answers_after_a_reset(client: Client) -> None:
    first = _put(client, key="1").content
    _steer(client, "reset", {})

    assert _put(client, key="1").content == first


def test_the_log_holds_calls_as_they_were_without_their_secrets(client: Client) -> None:
    known = client.xero.identity.credentials()
    client.get("Contacts", where='Name=="A B"')
    form = {"grant_type": "refresh_token", "refresh_token": known["refresh_token"]}
    client.session.post(
        "https://identity.xero.com/connect/token", data=form, auth=(known["client_id"], known["client_secret"])
    )

    listing, token = client.world.traffic.calls()

    assert (listing["method"], listing["path"]) == ("GET", "/api.xro/2.0/Contacts")
    assert listing["query"] == "where=Name%3D%3D%22A+B%22"
    assert listing["headers"]["Authorization"] == "Bearer ***"
    assert listing["status"] == 200
    assert "refresh_token=***" in token["body"]
    assert json.loads(token["response"])["access_token"] == "***"
    assert known["refresh_token"] not in json.dumps(token)


def test_the_log_tells_a_call_that_was_never_read_from_one_whose_answer_was_lost(client: Client) -> None:
    _faults(client, {"kind": "drop_before"}, {"kind": "drop_after"})
    for _ in range(2):
        with pytest.raises(requests.ConnectionError):
            client.get("Organisation")

    assert [(call["status"], call["fault"]) for call in client.world.traffic.calls()] == [
        (0, "drop_before"),
        (200, "drop_after"),
    ]


@pytest.mark.parametrize("more", ["", "x", "xx", "xxx"])
def test_the_log_takes_an_answer_that_was_cut_within_a_letter(more: str) -> None:
    brightpearl, world = Caller(), OnlyXero()
    contact = brightpearl.a_contact(last_name="é" * 2000 + more)
    session = requests.Session()
    session.mount(
        "https://",
        InProcessAdapter(StandIn(brightpearl.vendor, clock=world.clock, traffic=world.traffic, world=world)),
    )
    assert session.post(f"{STEER}/faults", json={"rules": [{"kind": "cut_json"}]}).ok

    url = f"https://sandbox.test{brightpearl.known['base_url']}/contact-service/contact/{contact}"
    cut = session.get(url, headers=brightpearl.staff_headers())

    assert cut.content.count("é".encode()) > 100
    assert [call["response"] for call in world.traffic.calls()] == [cut.content.decode(errors="replace")]


def test_a_log_in_a_file_has_a_line_for_every_call(tmp_path: Path) -> None:
    world = OnlyXero()
    log = TrafficLog(tmp_path / "traffic" / "xero.jsonl")
    world.stand_in = StandIn(world.xero, clock=world.clock, traffic=log, world=world)

    Client(world).get("Organisation")

    assert [call["path"] for call in log.calls()] == ["/api.xro/2.0/Organisation"]


def test_over_http_connections_are_kept_and_answers_are_whole(served: tuple[Client, str]) -> None:
    client, address = served
    with requests.Session() as session:
        answers = [
            session.get(f"{address}/api.xro/2.0/Contacts?where=Name%3D%3D%22x%22", headers=client.headers())
            for _ in range(3)
        ]

    assert {answer.status_code for answer in answers} == {200}
    assert "X-MinLimit-Remaining" in answers[0].headers


@pytest.mark.parametrize("kind", ["drop_before", "drop_after"])
def test_over_http_a_lost_answer_is_a_closed_connection(served: tuple[Client, str], kind: str) -> None:
    client, address = served
    _faults(client, {"kind": kind})

    with requests.Session() as session:
        with pytest.raises(requests.ConnectionError):
            session.get(f"{address}/api.xro/2.0/Organisation", headers=client.headers(), timeout=TIMEOUT)

        assert session.get(f"{address}/api.xro/2.0/Organisation", headers=client.headers()).status_code == 200


def test_over_http_a_cut_answer_ends_before_its_length(served: tuple[Client, str]) -> None:
    client, address = served
    _faults(client, {"kind": "truncate"})

    with requests.Session() as session, pytest.raises(requests.exceptions.ChunkedEncodingError):
        session.get(f"{address}/api.xro/2.0/Organisation", headers=client.headers(), timeout=TIMEOUT)


def test_over_http_many_callers_get_whole_numbers(served: tuple[Client, str]) -> None:
    client, address = served
    headers = client.headers() | {"Content-Type": "application/json"}

    def create(number: int) -> int:
        body = {"Contacts": [{"Name": f"Contact {number}"}]}
        return requests.put(f"{address}/api.xro/2.0/Contacts", json=body, headers=headers, timeout=TIMEOUT).status_code

    with ThreadPoolExecutor(8) as pool:
        statuses = set(pool.map(create, range(24)))

    assert statuses == {200}
    assert len(client.listed("Contacts")) == 24


def test_a_port_in_use_is_one_clear_sentence(served: tuple[Client, str]) -> None:
    port = served[1].rpartition(":")[2]

    ended = subprocess.run(
        [sys.executable, "-m", "sandbox", "--brightpearl-port", "0", "--xero-port", port],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert ended.returncode == 2
    assert f"Port {port} for xero cannot be used" in ended.stderr
    assert len(ended.stderr.splitlines()) == 1


def test_the_command_says_where_both_are_and_ends_quietly_when_told_to() -> None:
    command = [sys.executable, "-m", "sandbox", "--brightpearl-port", "0", "--xero-port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        lines = [process.stdout.readline().split() for _ in range(2)]
        healths = [requests.get(f"{address}/_sandbox/health", timeout=TIMEOUT).json() for _, address in lines]
        process.terminate()
        _, complaints = process.communicate(timeout=TIMEOUT)

    assert [name for name, _ in lines] == ["Brightpearl", "Xero"]
    assert [health["system"] for health in healths] == ["brightpearl", "xero"]
    assert (process.returncode, complaints) == (0, "")

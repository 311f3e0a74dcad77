"""The commands that set a connection up, against the sandbox: what is wrong is said in a sentence that names the culprit."""

import json
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from shared.admin.commands import main
from shared.kinds import Kind
from shared.records.connections import connection_of
from shared.records.status import Status
from tests.admin.desk import Desk, Raw
from tests.end_to_end.shop import Shop


def test_connecting_stores_credentials_and_settings_and_makes_the_connection_active(desk: Desk) -> None:
    status, said, complaint = desk.connect()

    assert (status, complaint) == (0, "")
    assert said.splitlines()[-1] == f"connection {desk.connection} is active, from sandbox to Demo Company (UK)"
    assert desk.is_active
    assert desk.deployed.runtime.secrets(desk.connection).credentials() == desk.credentials()
    assert desk.progress.settings()[0] == 1


def test_connecting_again_is_what_takes_the_need_to_reconnect_away(desk: Desk) -> None:
    desk.connect()
    desk.progress.needs_reconnect("xero")

    desk.connect()

    connection = connection_of(desk.connection)
    assert connection is not None
    assert (connection.active, connection.needs_reconnect) == (True, "")


def test_new_settings_are_a_new_version_and_can_be_exported(desk: Desk) -> None:
    desk.connect()
    changed = {**desk.settings(), "tolerance": "0.02"}

    saved = desk.run("settings", settings=desk.write("settings.json", changed))
    status, said, _ = desk.run("export")

    assert saved == (0, "settings version 2 saved; 0 records with mapping errors will be tried again\n", "")
    assert (status, json.loads(said)["tolerance"]) == (0, "0.02")


def test_what_is_exported_can_be_loaded_again(desk: Desk) -> None:
    desk.connect()
    _, exported, _ = desk.run("export")

    again = desk.run("settings", settings=desk.write("settings.json", exported))
    _, unchanged, _ = desk.run("export")

    assert (again[0], unchanged) == (0, exported)


def test_new_settings_wake_the_records_that_the_old_ones_could_not_map(desk: Desk) -> None:
    shop = Shop(deployed=desk.deployed, clock=desk.clock)
    shop.open_up()
    shop.change_settings(lambda settings: settings["tax_types"]["sales"].pop("T20"))
    order, number = shop.sell()
    shop.good_cycle()
    before = shop.record(Kind.SALES_INVOICE, order).status
    settings = desk.write("settings.json", desk.settings())

    status = main(
        ["settings", "--connection", desk.deployed.connection, "--settings", settings],
        make_runtime=lambda _environment: desk.deployed.runtime,
    )
    shop.good_cycle()

    assert "1 records with mapping errors will be tried again" in desk.printed.readouterr().out
    assert (status, before) == (0, Status.ERROR)
    assert len(shop.in_xero(number)) == 1


Change = Callable[[Raw], object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wrong:
    """What is wrong in one of the two files, and how that is said."""

    says: str
    credentials: Change = lambda _document: None
    settings: Change = lambda _document: None


def _missing(*names: str) -> Change:
    return lambda document: [document.pop(name) for name in names]


UNREACHABLE = "http://127.0.0.1:9"
WRONG = {
    "a missing setting": Wrong(settings=_missing("rounding_account"), says="rounding_account"),
    "an unknown key": Wrong(settings=lambda document: document.update(roundin="860"), says="roundin"),
    "a wrong type": Wrong(settings=lambda document: document.update(allocate_credits="yes"), says="allocate_credits"),
    "a wrong date": Wrong(settings=lambda document: document.update(start_date="1 May"), says="start_date"),
    "an account that Xero does not have": Wrong(
        settings=lambda document: document.update(rounding_account="8888"), says="rounding_account is '8888'"
    ),
    "a status that Brightpearl does not have": Wrong(
        settings=lambda document: document["statuses"].update(sales_invoice=[4, 77]),
        says="statuses.sales_invoice[1] is 77",
    ),
    "a payment method that Brightpearl does not have": Wrong(
        settings=lambda document: document["payment_methods"]["to_brightpearl"].update({"090": {"GBP": "GOLD"}}),
        says="payment_methods.to_brightpearl.090.GBP is 'GOLD'",
    ),
    "credentials without one of the systems": Wrong(credentials=_missing("xero"), says="xero"),
    "credentials without the account": Wrong(
        credentials=lambda document: document["brightpearl"].pop("account"), says="account"
    ),
    "credentials with an unknown key": Wrong(
        credentials=lambda document: document["xero"].update(clientid="x"), says="clientid"
    ),
    "Brightpearl cannot be reached": Wrong(
        credentials=lambda document: document["brightpearl"].update(base_url=UNREACHABLE), says="Brightpearl"
    ),
    "Xero cannot be reached": Wrong(
        credentials=lambda document: document["xero"].update(api_url=f"{UNREACHABLE}/api.xro/2.0"), says="Xero"
    ),
    "Xero's sign-in cannot be reached": Wrong(
        credentials=lambda document: document["xero"].update(identity_url=f"{UNREACHABLE}/connect/token"), says="Xero"
    ),
    "Brightpearl does not accept the credentials": Wrong(
        credentials=lambda document: document["brightpearl"].update(staff_token="nonsense"),
        says="Brightpearl no longer accepts the connector's authorisation",
    ),
    "Xero does not accept the credentials": Wrong(
        credentials=lambda document: document["xero"].update(client_secret="nonsense"), says="Xero"
    ),
    "another organisation's tenant": Wrong(
        credentials=lambda document: document["xero"].update(tenant_id="00000000-0000-0000-0000-000000000001"),
        says="Xero no longer accepts the connector's authorisation",
    ),
}


@pytest.mark.parametrize("wrong", WRONG.values(), ids=WRONG)
def test_what_is_wrong_is_said_in_a_sentence_that_names_it_and_nothing_is_activated(desk: Desk, wrong: Wrong) -> None:
    credentials, settings = desk.credentials(), desk.settings()
    wrong.credentials(credentials)
    wrong.settings(settings)

    status, said, complaint = desk.connect(credentials, settings)

    problem, *hint = complaint.splitlines()
    assert (status, said) == (2, "")
    assert wrong.says in problem
    assert len(hint) <= 1
    assert all(line.startswith("What to do: ") for line in hint)
    assert "Traceback" not in complaint
    assert "nonsense" not in complaint
    assert not desk.is_active


def test_every_setting_that_is_wrong_has_a_line_of_its_own(desk: Desk) -> None:
    settings = {**desk.settings(), "rounding_account": "8888", "sales_tax_account": "9999"}

    _, _, complaint = desk.connect(settings=settings)

    assert [line.split()[0] for line in complaint.splitlines()[:2]] == ["rounding_account", "sales_tax_account"]


FILES = {
    "not there": (None, "cannot read"),
    "not JSON": ("{start_date: 2026}", "is not JSON"),
    "not an object": ("[1, 2]", "does not hold a JSON object"),
}


@pytest.mark.parametrize(("text", "says"), FILES.values(), ids=FILES)
def test_a_file_that_is_no_good_is_named(desk: Desk, text: str | None, says: str) -> None:
    path = desk.write("settings.json", text) if text else str(desk.folder / "settings.json")

    status, _, complaint = desk.run("settings", settings=path)

    assert status == 2
    assert path in complaint.splitlines()[0]
    assert says in complaint.splitlines()[0]


@pytest.mark.parametrize("command", ["export", "settings"])
def test_a_connection_that_does_not_exist_is_said_to_be_so(desk: Desk, command: str) -> None:
    options = {"settings": desk.write("settings.json", desk.settings())} if command == "settings" else {}

    status, _, complaint = desk.run(command, **options)

    assert status == 2
    assert desk.connection in complaint
    assert "What to do" in complaint


@pytest.mark.parametrize("name", ["api", "assets", "my shop", "shop/2", "x" * 41])
def test_a_name_that_no_address_can_carry_is_refused_before_anything_is_stored(desk: Desk, name: str) -> None:
    desk.connection = name

    status, _, complaint = desk.connect()

    assert status == 2
    assert repr(name) in complaint.splitlines()[0]
    assert "take a short name such as main" in complaint
    assert not desk.is_active


@pytest.mark.parametrize("name", ["TABLE_NAME", "SECRET_PREFIX"])
def test_a_missing_environment_variable_is_named(desk: Desk, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.delenv(name)

    status, _, complaint = desk.run("export")

    assert (status, complaint.splitlines()[0]) == (2, f"the environment variable {name} is not set")


def test_a_table_that_does_not_exist_is_a_sentence_too(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TABLE_NAME", "no-such-table")

    status, _, complaint = desk.run("export")

    assert status == 2
    assert complaint.startswith("AWS refused: ")
    assert "TABLE_NAME" in complaint

"""The commands that set a connection up, against the sandbox: what is wrong is said in a sentence that names the culprit."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from sandbox.proof.in_process import Connector, example_settings
from sandbox.stand_ins.clock import ManualClock
from shared.admin.commands import main
from shared.kinds import Kind
from shared.records.model import ConnectionItem
from shared.records.progress import CONNECTIONS, Progress
from shared.records.runs import connection_of
from shared.records.status import Status
from tests.conftest import START
from tests.end_to_end.shop import Shop

Raw = dict[str, Any]
CONNECTION = "new-shop"


@dataclass(kw_only=True)
class Desk:
    """Somebody with a terminal, two files and a sandbox."""

    deployed: Connector
    connection: str
    clock: ManualClock
    folder: Path
    printed: pytest.CaptureFixture[str]

    def credentials(self) -> Raw:
        return dict(self.deployed.runtime.secrets(self.deployed.connection).credentials())

    def settings(self) -> Raw:
        return example_settings(START)

    def write(self, name: str, document: object) -> str:
        path = self.folder / name
        path.write_text(document if isinstance(document, str) else json.dumps(document))
        return str(path)

    def run(self, command: str, **options: str) -> tuple[int, str, str]:
        """Run a command; answers with its exit status and what it printed on either channel."""
        words = [word for name, value in options.items() for word in (f"--{name}", value)]
        arguments = [command, "--connection", self.connection, *words]
        status = main(arguments, make_runtime=lambda _environment: self.deployed.runtime)
        said = self.printed.readouterr()
        return status, said.out, said.err

    def connect(self, credentials: object = None, settings: object = None) -> tuple[int, str, str]:
        return self.run(
            "connect",
            credentials=self.write("credentials.json", self.credentials() if credentials is None else credentials),
            settings=self.write("settings.json", self.settings() if settings is None else settings),
        )

    @property
    def is_active(self) -> bool:
        return bool(list(ConnectionItem.batch_get([(CONNECTIONS, self.connection)], consistent_read=True)))

    @property
    def progress(self) -> Progress:
        return Progress(connection=self.connection, clock=self.clock.now)


@pytest.fixture
def endpoint(
    deployed: Connector,
    clock: ManualClock,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> Desk:
    for name, value in deployed.runtime.environment.variables().items():
        monkeypatch.setenv(name, value)
    connection = f"{deployed.connection}-{CONNECTION}"
    return Desk(deployed=deployed, connection=connection, clock=clock, folder=tmp_path, printed=capsys)


def test_connecting_stores_credentials_and_settings_and_makes_the_connection_active(endpoint: Desk) -> None:
    status, said, complaint = endpoint.connect()

    assert (status, complaint) == (0, "")
    assert said.splitlines()[-1] == f"connection {endpoint.connection} is active"
    assert endpoint.is_active
    assert endpoint.deployed.runtime.secrets(endpoint.connection).credentials() == endpoint.credentials()
    assert endpoint.progress.settings()[0] == 1


def test_connecting_again_is_what_takes_the_need_to_reconnect_away(endpoint: Desk) -> None:
    endpoint.connect()
    endpoint.progress.needs_reconnect("xero")

    endpoint.connect()

    connection = connection_of(endpoint.connection)
    assert connection is not None
    assert (connection.active, connection.needs_reconnect) == (True, "")


def test_new_settings_are_a_new_version_and_can_be_exported(endpoint: Desk) -> None:
    endpoint.connect()
    changed = {**endpoint.settings(), "tolerance": "0.02"}

    saved = endpoint.run("settings", settings=endpoint.write("settings.json", changed))
    status, said, _ = endpoint.run("export")

    assert saved == (0, "settings version 2 saved; 0 records with mapping errors will be tried again\n", "")
    assert (status, json.loads(said)["tolerance"]) == (0, "0.02")


def test_what_is_exported_can_be_loaded_again(endpoint: Desk) -> None:
    endpoint.connect()
    _, exported, _ = endpoint.run("export")

    again = endpoint.run("settings", settings=endpoint.write("settings.json", exported))
    _, unchanged, _ = endpoint.run("export")

    assert (again[0], unchanged) == (0, exported)


def test_new_settings_wake_the_records_that_the_old_ones_could_not_map(endpoint: Desk) -> None:
    shop = Shop(deployed=endpoint.deployed, clock=endpoint.clock)
    shop.open_up()
    shop.change_settings(lambda settings: settings["tax_types"]["sales"].pop("T20"))
    order, number = shop.sell()
    shop.good_cycle()
    before = shop.record(Kind.SALES_INVOICE, order).status
    settings = endpoint.write("settings.json", endpoint.settings())

    status = main(
        ["settings", "--connection", endpoint.deployed.connection, "--settings", settings],
        make_runtime=lambda _environment: endpoint.deployed.runtime,
    )
    shop.good_cycle()

    assert "1 records with mapping errors will be tried again" in endpoint.printed.readouterr().out
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
def test_what_is_wrong_is_said_in_a_sentence_that_names_it_and_nothing_is_activated(
    endpoint: Desk, wrong: Wrong
) -> None:
    credentials, settings = endpoint.credentials(), endpoint.settings()
    wrong.credentials(credentials)
    wrong.settings(settings)

    status, said, complaint = endpoint.connect(credentials, settings)

    problem, *hint = complaint.splitlines()
    assert (status, said) == (2, "")
    assert wrong.says in problem
    assert len(hint) <= 1
    assert all(line.startswith("What to do: ") for line in hint)
    assert "Traceback" not in complaint
    assert "nonsense" not in complaint
    assert not endpoint.is_active


def test_every_setting_that_is_wrong_has_a_line_of_its_own(endpoint: Desk) -> None:
    settings = {**endpoint.settings(), "rounding_account": "8888", "sales_tax_account": "9999"}

    _, _, complaint = endpoint.connect(settings=settings)

    assert [line.split()[0] for line in complaint.splitlines()[:2]] == ["rounding_account", "sales_tax_account"]


def test_credentials_that_do_not_work_leave_those_that_do_in_place(endpoint: Desk) -> None:
    endpoint.connect()
    good = endpoint.credentials()
    bad = {**good, "brightpearl": {**good["brightpearl"], "staff_token": "nonsense"}}

    status, _, _ = endpoint.connect(credentials=bad)

    assert status == 2
    assert endpoint.deployed.runtime.secrets(endpoint.connection).credentials() == good


FILES = {
    "not there": (None, "cannot read"),
    "not JSON": ("{start_date: 2026}", "is not JSON"),
    "not an object": ("[1, 2]", "does not hold a JSON object"),
}


@pytest.mark.parametrize(("text", "says"), FILES.values(), ids=FILES)
def test_a_file_that_is_no_good_is_named(endpoint: Desk, text: str | None, says: str) -> None:
    path = endpoint.write("settings.json", text) if text else str(endpoint.folder / "settings.json")

    status, _, complaint = endpoint.run("settings", settings=path)

    assert status == 2
    assert path in complaint.splitlines()[0]
    assert says in complaint.splitlines()[0]


@pytest.mark.parametrize("command", ["export", "settings"])
def test_a_connection_that_does_not_exist_is_said_to_be_so(endpoint: Desk, command: str) -> None:
    options = {"settings": endpoint.write("settings.json", endpoint.settings())} if command == "settings" else {}

    status, _, complaint = endpoint.run(command, **options)

    assert status == 2
    assert endpoint.connection in complaint
    assert "What to do" in complaint


@pytest.mark.parametrize("name", ["api", "assets", "my shop", "shop/2", "x" * 41])
def test_a_name_that_no_address_can_carry_is_refused_before_anything_is_stored(endpoint: Desk, name: str) -> None:
    endpoint.connection = name

    status, _, complaint = endpoint.connect()

    assert status == 2
    assert repr(name) in complaint.splitlines()[0]
    assert "take a short name such as main" in complaint
    assert not endpoint.is_active


@pytest.mark.parametrize("name", ["TABLE_NAME", "SECRET_PREFIX"])
def test_a_missing_environment_variable_is_named(endpoint: Desk, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.delenv(name)

    status, _, complaint = endpoint.run("export")

    assert (status, complaint.splitlines()[0]) == (2, f"the environment variable {name} is not set")


def test_a_table_that_does_not_exist_is_a_sentence_too(endpoint: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TABLE_NAME", "no-such-table")

    status, _, complaint = endpoint.run("export")

    assert status == 2
    assert complaint.startswith("AWS refused: ")
    assert "TABLE_NAME" in complaint

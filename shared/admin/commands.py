"""Commands for whoever sets a connection up: `python -m shared.admin --help`. All but one need TABLE_NAME and SECRET_PREFIX."""

import argparse
import json
import os
import re
import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import boto3
from botocore.exceptions import BotoCoreError, ClientError
from pynamodb.exceptions import PynamoDBException

from shared.admin.outdated import Outdated
from shared.admin.outdated_report import Format, report
from shared.admin.people import Users
from shared.admin.pinning import pin_books, pins_of, reinstalled
from shared.admin.region import settle_region
from shared.admin.restore import restore
from shared.admin.rollback import all_or_nothing
from shared.api.access import Group
from shared.api.words import CONNECTION_PATTERN
from shared.auth.credentials import Credentials
from shared.environment import Environment
from shared.errors import ConfigurationError, ConnectorError, ErrorClass
from shared.http.transport import Meter
from shared.kinds import Kind, System
from shared.records.connections import connection_of
from shared.records.model import bind
from shared.records.progress import Progress
from shared.records.status import Status
from shared.records.store import Store
from shared.records.transactions import Change, Event
from shared.records.transitions import retried
from shared.settings import Settings
from shared.settings.check import check, remarks
from shared.settings.live import BrightpearlBooks, LiveBooks, XeroBooks
from shared.steps.read_anew import read_anew
from shared.steps.runtime import Runtime

WHO = "command line"
NO_NAMES: Final = frozenset({"api", "assets"})
GOOD_NAME: Final = "take a short name such as main: up to 40 letters, digits, hyphens and underscores"
MakeRuntime = Callable[[Environment], Runtime]


def _real(environment: Environment) -> Runtime:
    return Runtime(environment=environment)


def main(arguments: Sequence[str] | None = None, *, make_runtime: MakeRuntime = _real) -> int:
    """Run a command; answers 0, or 2 after a sentence that says what is wrong."""
    options = _parser().parse_args(arguments)
    try:
        settle_region(os.environ)
        if "stack" in options:  # which says itself which table it uses
            restore(stack=options.stack, to=options.to, table=options.table, say=_say)
        else:
            environment = Environment.read(os.environ)
            bind(environment.table_name)
            options.command(make_runtime(environment), options)
    except ConnectorError as error:
        return _complain(error.message, error.hint)
    except (ClientError, BotoCoreError, PynamoDBException) as error:
        return _complain(f"AWS refused: {error}", "check the region, the credentials and TABLE_NAME")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m shared.admin", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="command")
    connect = commands.add_parser("connect", help="store credentials and settings, check both, activate the connection")
    connect.add_argument("--credentials", type=Path, required=True, help='JSON: {"brightpearl": {...}, "xero": {...}}')
    connect.set_defaults(command=_connect)
    settings = commands.add_parser("settings", help="check and save a new version of the settings")
    settings.set_defaults(command=_settings)
    export = commands.add_parser("export", help="print the settings in force as JSON")
    export.set_defaults(command=_export)
    user = commands.add_parser("user", help="let somebody sign in; nobody can sign up by themselves")
    user.add_argument("--pool", required=True, help="the stack's output UserPoolId")
    user.add_argument("--email", required=True)
    user.add_argument("--group", choices=[group.value for group in Group], default=Group.VIEWER.value)
    user.add_argument("--password", default="", help="without one, a temporary one is sent by e-mail")
    user.set_defaults(command=_user)
    outdated = commands.add_parser("outdated", help="list sent documents that would come out otherwise today")
    outdated.add_argument("--format", choices=[form.value for form in Format], default=Format.TABLE.value)
    outdated.set_defaults(command=_outdated)
    restoring = commands.add_parser("restore", help="move the stack to its table as it was at an earlier time")
    restoring.add_argument("--stack", required=True, help="its name, such as BrightpearlXero")
    where = restoring.add_mutually_exclusive_group(required=True)
    where.add_argument("--to", help="the time, in UTC: 2026-11-27T10:00:00Z")
    where.add_argument("--table", help="a table that is there, such as the one that was used before")
    for command in (connect, settings):
        command.add_argument("--settings", type=Path, required=True, help="the settings document, JSON")
    for command in (connect, settings, export, outdated):
        command.add_argument("--connection", required=True, help="a short name such as main")
    return parser


def _check_name(connection: str) -> None:
    """It stands in the API's addresses, and begins those of the console."""
    if not re.fullmatch(CONNECTION_PATTERN, connection):
        raise ConfigurationError(f"{connection!r} cannot be the name of a connection", hint=GOOD_NAME)
    if connection in NO_NAMES:
        raise ConfigurationError(
            f"a connection cannot be called {connection!r}, for the console needs this address", hint=GOOD_NAME
        )


def _connect(runtime: Runtime, options: argparse.Namespace) -> None:
    _check_name(options.connection)
    credentials, document = _read_json(options.credentials), _read_json(options.settings)
    Credentials.parse(credentials)
    settings = Settings.parse(document)
    secrets = runtime.secrets(options.connection)
    progress = Progress(connection=options.connection, clock=runtime.clock)
    before = connection_of(options.connection)
    tokens = {system: runtime.tokens(options.connection, system) for system in System}
    with all_or_nothing(secrets, progress, by=WHO, tokens=tokens):
        for system, of_system in tokens.items():
            with of_system.exclusive():
                secrets.keep(system, credentials[system.value])
        books = _check(runtime, options.connection, settings)
        version, _ = secrets.versioned(System.BRIGHTPEARL)
        pins = pins_of(books, secret_version=version)
        pin_books(progress, pins, before=before)
        _save(runtime, options.connection, settings)
        progress.activate(xero_short_code=books.xero.short_code, pins=pins)
    if remark := reinstalled(pins, before=before):
        _say(remark)
    _say(f"connection {options.connection} is active, from {pins.account} to {pins.organisation}")


def _settings(runtime: Runtime, options: argparse.Namespace) -> None:
    settings = Settings.parse(_read_json(options.settings))
    _check(runtime, options.connection, settings)
    _save(runtime, options.connection, settings)


def _check(runtime: Runtime, connection: str, settings: Settings) -> LiveBooks:
    books = _live_books(runtime, connection)
    for remark in remarks(settings, books):
        _say(remark)
    wrong = check(settings, books)
    if wrong:
        raise ConfigurationError("\n".join(wrong), hint="correct these settings and run the command again")
    return books


def _save(runtime: Runtime, connection: str, settings: Settings) -> None:
    version = Progress(connection=connection, clock=runtime.clock).save_settings(settings.document(), by=WHO)
    woken = wake_mapping_errors(connection, version, clock=runtime.clock)
    _say(f"settings version {version} saved; {woken} records with mapping errors will be tried again")


def _live_books(runtime: Runtime, connection: str) -> LiveBooks:
    """Ask both systems what they know today; also proves that the credentials work."""
    brightpearl, xero = runtime.brightpearl(connection, Meter()), runtime.xero(connection, Meter())
    return LiveBooks(
        brightpearl=BrightpearlBooks.of(
            configuration=brightpearl.account_configuration(),
            payment_methods=brightpearl.payment_methods(),
            price_lists=brightpearl.price_lists(),
            order_statuses=brightpearl.order_statuses(),
            nominal_codes=brightpearl.nominal_codes(),
            tax_codes=brightpearl.tax_codes(),
            channels=brightpearl.channels(),
            account=brightpearl.account,
            installation=brightpearl.installation,
        ),
        xero=XeroBooks.of(
            organisation=xero.organisation(),
            accounts=xero.accounts(),
            tax_rates=xero.tax_rates(),
            tracking_categories=xero.tracking_categories(),
            currencies=xero.currencies(),
        ),
    )


def wake_mapping_errors(connection: str, version: int, *, clock: Callable[[], datetime]) -> int:
    """Make due again what the old settings could not map; answers how many records that was."""
    store = Store(connection=connection, clock=clock, settings_version=version)
    event = Event(what=f"tried again with settings version {version}", who=WHO)
    ill = [
        record
        for kind in Kind
        for record in store.by_status(kind, Status.ERROR)
        if record.failure and record.failure.problem.error_class == ErrorClass.MAPPING
    ]
    changed = store.revise(ill, lambda record: Change(before=record, after=retried(record, at=clock()), event=event))
    queues = Progress(connection=connection, clock=clock).queues
    read_anew((one.after for one in changed), store=store, queues=queues)
    return len(changed)


def _user(_runtime: Runtime, options: argparse.Namespace) -> None:
    users = Users(client=boto3.client("cognito-idp"), pool=options.pool)
    _say(users.add(options.email, Group(options.group), password=options.password))


def _export(runtime: Runtime, options: argparse.Namespace) -> None:
    _, document = Progress(connection=options.connection, clock=runtime.clock).settings()
    _say(json.dumps(Settings.parse(document).document(), indent=2))


def _outdated(runtime: Runtime, options: argparse.Namespace) -> None:
    _, document = Progress(connection=options.connection, clock=runtime.clock).settings()
    found = Outdated(
        store=Store(connection=options.connection, clock=runtime.clock),
        xero=runtime.xero(options.connection, Meter()),
        settings=Settings.parse(document),
    )
    report(found.rows(), Format(options.format), connection=options.connection, write=sys.stdout.write)


def _read_json(path: Path) -> Mapping[str, Any]:
    try:
        document = json.loads(path.read_text())
    except OSError as cause:
        raise ConfigurationError(f"cannot read {path}: {cause.strerror}") from cause
    except ValueError as cause:
        raise ConfigurationError(f"{path} is not JSON: {cause}") from cause
    if not isinstance(document, Mapping):
        raise ConfigurationError(f"{path} does not hold a JSON object")
    return document


def _say(sentence: str) -> None:
    sys.stdout.write(sentence + "\n")
    sys.stdout.flush()


def _complain(message: str, hint: str) -> int:
    sys.stderr.write(message + "\n" + (f"What to do: {hint}\n" if hint else ""))
    return 2

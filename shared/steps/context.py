"""What a step is asked, how long it may take, and what its plan may need. Clients are made when somebody asks for them."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Any, Final

from msgspec import Struct, field

from shared.errors import AnswerError
from shared.kinds import Kind, System
from shared.mapping.overpayments import Account
from shared.records.connections import Connection
from shared.records.progress import Progress
from shared.records.store import Store
from shared.sequence import EVERY_NAME
from shared.settings import Settings
from shared.steps.pipeline import Only

if TYPE_CHECKING:
    from shared.brightpearl.client import Brightpearl
    from shared.posting.periods import Closed, Periods
    from shared.xero.client import Xero

TAX_RATES: Final = "tax_rates"
ORGANISATION: Final = "organisation"
FACTS: Final = (
    "OrganisationID",
    "Name",
    "BaseCurrency",
    "SalesTaxBasis",
    "SalesTaxPeriod",
    "PeriodLockDate",
    "EndOfYearLockDate",
)
ACCOUNTS: Final = "accounts"
TABLE: Final = "table"
CONNECTOR: Final = "connector"

Told = Mapping[str, Mapping[str, Any]]


class StepContext(Struct, frozen=True, kw_only=True, eq=False, dict=True):
    """`insist`: a person asked for one record, so what waits for a person is tried again. `by` is who asked, for histories.

    `told` is what the steps before have asked once for all: the days that are closed, by system, Xero's organisation, and since
    when our table knows what was posted. `connection` is what was known of it when the step began.
    `full`: a look is at everything, whatever of it the night before has seen.
    """

    step: str
    run: str
    clock: Callable[[], datetime]
    store: Store
    progress: Progress
    settings: Settings
    make_brightpearl: "Callable[[], Brightpearl]"
    make_xero: "Callable[[], Xero]"
    insist: bool = False
    by: str = CONNECTOR
    told: Told = field(default_factory=dict)
    full: bool = False
    connection: Connection | None = None

    @cached_property
    def brightpearl(self) -> "Brightpearl":
        return self.make_brightpearl()

    @cached_property
    def xero(self) -> "Xero":
        return self.make_xero()

    @cached_property
    def organisation(self) -> Mapping[str, Any]:
        """What Xero says of the organisation, in its own words, as far as a cycle needs it (FACTS). It is asked once a run.

        https://developer.xero.com/documentation/api/accounting/organisation
        """
        known = self.told.get(ORGANISATION)
        if known is None:
            found = self.xero.organisation()
            if not found.get("OrganisationID"):
                raise AnswerError("Xero does not say which organisation it is", hint="the next cycle asks again")
            known = {name: found[name] for name in FACTS if found.get(name) is not None}
        return known

    @cached_property
    def table_since(self) -> datetime:
        """Since when our table knows what was posted. Which table it is, is asked once a run, before anything is created."""
        known = self.told.get(TABLE)
        return datetime.fromisoformat(known["since"]) if known else self.progress.table_since(self.connection)

    def limits(self) -> dict[str, dict[str, int]]:
        """Give the calls left, by system, as the clients have seen them last. A client that was not made says nothing."""
        made = {name: self.__dict__.get(name) for name in ("brightpearl", "xero")}
        return {name: client.limits() for name, client in made.items() if client is not None}

    @cached_property
    def periods(self) -> "Periods":
        """The days that are closed. A system is asked before the first thing with a day is posted to it, once a run."""
        from shared.posting.periods import Closed, Periods

        told = {System(name): Closed.parse(document) for name, document in self.told.items() if name in [*System]}
        return Periods(settings=self.settings, ask=self._closed, known=told)

    def _closed(self, system: System) -> "Closed":
        from shared.posting.periods import closed_in_brightpearl, closed_in_xero

        if system is System.XERO:
            return closed_in_xero(self.organisation)
        return closed_in_brightpearl(self.brightpearl.period_lock(), self.brightpearl.accounting_periods())

    def tells(self) -> dict[str, dict[str, Any]]:
        """Give what later steps of the run need not ask: the days that are closed, by system, the organisation and the table."""
        known = self.periods.known if "periods" in self.__dict__ else {}
        closed = {system.value: closed.document() for system, closed in known.items()}
        found = {ORGANISATION: dict(self.organisation)} if "organisation" in self.__dict__ else {}
        table = {TABLE: {"since": self.table_since.isoformat()}} if "table_since" in self.__dict__ else {}
        return {**closed, **found, **table}

    def refused(self) -> Mapping[str, str]:
        """Give what Brightpearl has refused to show so far, and why."""
        return self.brightpearl.refused if "brightpearl" in self.__dict__ else {}

    def tax_rates(self) -> Mapping[str, Decimal]:
        """Give the effective rates in percent by tax type; they are read once a run."""
        return self._tax_rates

    def accounts(self) -> Sequence[Account]:
        """Give Xero's chart of accounts; it is read once a run."""
        return self._accounts

    @cached_property
    def _accounts(self) -> list[Account]:
        known = self.progress.reference(ACCOUNTS, run=self.run)
        if known is None:
            rows = self.xero.accounts()
            known = [[str(row["AccountID"]), str(row.get("Code") or ""), str(row.get("Type") or "")] for row in rows]
            self.progress.save_reference(ACCOUNTS, known, run=self.run)
        return [Account(id=account_id, code=code, type=kind) for account_id, code, kind in known]

    @cached_property
    def _tax_rates(self) -> dict[str, Decimal]:
        known = self.progress.reference(TAX_RATES, run=self.run)
        if known is None:
            known = {str(rate["TaxType"]): str(rate.get("EffectiveRate") or 0) for rate in self.xero.tax_rates()}
            self.progress.save_reference(TAX_RATES, known, run=self.run)
        return {tax_type: Decimal(str(rate)) for tax_type, rate in known.items()}


Limits = Mapping[str, Mapping[str, int]]


class Invocation(Struct, frozen=True, kw_only=True):
    """One call of one step, as the state machines make it. `run` begins with the time at which the run began.

    `limits` are the calls left by system, as the steps before have seen them, and `periods` what these have asked once for all:
    the days that are closed, by system, and Xero's organisation.
    """

    connection: str
    run: str
    step: str
    only: Only | None = None
    by: str = CONNECTOR
    full: bool = False
    so_far: Mapping[str, Any] = field(default_factory=dict)
    limits: Limits = field(default_factory=dict)
    periods: Told = field(default_factory=dict)

    @classmethod
    def parse(cls, event: Mapping[str, Any], *, step: str) -> "Invocation":
        only = event.get("only")
        return cls(
            connection=event["connection"],
            run=event["run"],
            step=step,
            only=Only(kind=Kind(only["kind"]), id=str(only.get("id") or "")) if only else None,
            by=str(event.get("by") or CONNECTOR),
            full=bool(event.get("full")),
            so_far=event.get("so_far") or {},
            limits=event.get("limits") or {},
            periods=event.get("periods") or {},
        )

    @property
    def rests(self) -> bool:
        """Whether it does nothing while Xero's limit of the day is used up. A single record that somebody wants is tried."""
        single = self.only is not None and bool(self.only.id)
        return EVERY_NAME[self.step].system is System.XERO and not single

    @property
    def started(self) -> datetime:
        return datetime.fromisoformat(self.run.split("#", 1)[0])


class Deadline(Struct, kw_only=True, eq=False):
    """Whether there is time for another piece of work. For the first there always is, so every invocation gets something done."""

    remaining: Callable[[], float]
    _asked: bool = False

    def allows_more(self) -> bool:
        first, self._asked = not self._asked, True
        return first or self.is_ahead()

    def is_ahead(self) -> bool:
        return self.remaining() > 0

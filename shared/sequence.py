"""The steps in their order, the looks of the night, and when both run. All that lists, runs or deploys them reads this table."""

from datetime import timedelta
from enum import StrEnum
from typing import Final

from msgspec import Struct

from shared.kinds import PURCHASES, SALES, Kind, System


class Verb(StrEnum):
    FETCH = "fetch"
    POST = "post"
    VERIFY = "verify"


class Step(Struct, frozen=True, kw_only=True):
    """One row of the table. A fetch reads from `system` into the store; a post writes from the store to `system`.

    A look reads again in `system` what was carried over, as people may have taken it back or changed it. It has no subject.
    """

    verb: Verb
    system: System
    subject: str
    kinds: tuple[Kind, ...]
    does: str

    @property
    def name(self) -> str:
        return "_".join(filter(None, (self.verb, self.system, self.subject)))

    @property
    def title(self) -> str:
        """PascalCase, for construct ids and state names."""
        return "".join(word.capitalize() for word in self.name.split("_"))

    @property
    def calls(self) -> tuple[System, ...]:
        """The systems that it asks: what is fetched from Brightpearl is stored as it is, all else needs both."""
        only_reads = self.verb is Verb.FETCH and self.system is System.BRIGHTPEARL
        return (self.system,) if only_reads else tuple(System)


def _fetch(system: System, subject: str, *kinds: Kind, does: str) -> Step:
    return Step(verb=Verb.FETCH, system=system, subject=subject, kinds=kinds, does=does)


def _post(system: System, subject: str, *kinds: Kind, does: str) -> Step:
    return Step(verb=Verb.POST, system=system, subject=subject, kinds=kinds, does=does)


BP, XERO = System.BRIGHTPEARL, System.XERO

STEPS: tuple[Step, ...] = (
    _fetch(BP, "products", Kind.PRODUCT, does="new and updated products"),
    _fetch(BP, "contacts", Kind.CONTACT, does="new and updated customers and suppliers"),
    _fetch(BP, "purchases", *PURCHASES, does="purchase orders and credits that have reached the mapped status"),
    _post(XERO, "purchases", *PURCHASES, does="new supplier bills and credit notes, with the suppliers and products"),
    _fetch(XERO, "purchase_payments", Kind.PURCHASE_PAYMENT, does="new payments and refunds against synced bills"),
    _post(BP, "purchase_payments", Kind.PURCHASE_PAYMENT, does="those, against the orders and credits in Brightpearl"),
    _fetch(BP, "sales", *SALES, does="sales orders and credits that have reached the mapped status"),
    _post(XERO, "sales", *SALES, does="new sales invoices and credit notes, with the customers and products"),
    _fetch(BP, "sales_payments", Kind.SALES_PAYMENT, does="sales payments and refunds"),
    _post(XERO, "sales_payments", Kind.SALES_PAYMENT, does="those, against invoices and credit notes in Xero"),
    _fetch(XERO, "sales_payments", Kind.SALES_PAYMENT, does="new sales payments and refunds against synced invoices"),
    _post(BP, "sales_payments", Kind.SALES_PAYMENT, does="those, against orders and credits in Brightpearl"),
    _fetch(BP, "inventory_adjustments", Kind.INVENTORY_ADJUSTMENT, does="stock corrections"),
    _post(XERO, "inventory_adjustments", Kind.INVENTORY_ADJUSTMENT, does="those, to Xero"),
)

# Once a night, and by hand: in a machine of their own, for no cycle can afford them.
LOOKS: tuple[Step, ...] = (
    Step(verb=Verb.VERIFY, system=BP, subject="", kinds=tuple(Kind), does="what people took back or changed there"),
    Step(verb=Verb.VERIFY, system=XERO, subject="", kinds=tuple(Kind), does="what people took back or changed there"),
)

BY_NAME: dict[str, Step] = {step.name: step for step in STEPS}
EVERY_NAME: dict[str, Step] = {**BY_NAME, **{look.name: look for look in LOOKS}}

CYCLE_EVERY: Final = timedelta(minutes=30)
CYCLE_MINUTES: Final = CYCLE_EVERY // timedelta(minutes=1)
VERIFY_AT: Final = "02:15"  # UTC
CHANGE_RECORDS: Final = "change_records"  # what a manual run may do before its steps; no step of the cycle


def fetch_of(kind: Kind, system: System) -> str:
    """The name of the step that fetches a kind from a system; raises KeyError where there is none."""
    return _step_of(Verb.FETCH, kind, system)


def post_of(kind: Kind, system: System) -> str:
    """The name of the step that posts a kind to a system; raises KeyError where there is none."""
    return _step_of(Verb.POST, kind, system)


def _step_of(verb: Verb, kind: Kind, system: System) -> str:
    found = {step.name for step in STEPS if (step.verb, step.system) == (verb, system) and kind in step.kinds}
    if len(found) != 1:
        raise KeyError(f"{verb} {kind} {system}")
    return found.pop()

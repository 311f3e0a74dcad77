"""The plans of the two looks: what is read again in each system, part by part, and what may be seen there."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Final, NoReturn
from zoneinfo import ZoneInfo

from shared.brightpearl.client import Brightpearl
from shared.errors import InvalidDataError
from shared.kinds import PURCHASES, SALES, Kind, System
from shared.mapping.dates import day_there
from shared.records.findings import Findings
from shared.sequence import post_of
from shared.sources.orders import Orders
from shared.sources.pages import Page, Position, Since
from shared.sources.verify.journals import EnteredJournals
from shared.sources.verify.lost_deposits import LostDeposits
from shared.sources.verify.nights import turns
from shared.sources.verify.orders import SentOrders
from shared.sources.verify.parts import Part, in_turn
from shared.sources.verify.payments import BrightpearlPayments
from shared.sources.verify.xero_documents import LONG_AGO, Compare, XeroDocuments
from shared.sources.verify.xero_parties import XeroParties
from shared.sources.verify.xero_payments import SentPayments
from shared.steps.context import StepContext
from shared.steps.pipeline import FetchPlan

DAYS: Final = timedelta(days=90)  # of orders and payments in Brightpearl


def brightpearl_look(context: StepContext) -> FetchPlan:
    return _look(context, partial(_in_brightpearl, context), selection="")


def xero_look(context: StepContext, compare: Compare) -> FetchPlan:
    """`compare` is told of documents as they are now. In a new month all of the open period is looked at."""
    return _look(context, partial(_in_xero, context, compare), selection=f"{_today(context):%Y-%m}")


def _look(context: StepContext, parts: Callable[[Since], Sequence[Part]], *, selection: str) -> FetchPlan:
    def pages(since: Since, position: Position) -> Iterator[Page]:
        return in_turn(parts(None if context.full else since), position, run=context.run)

    return FetchPlan(pages=pages, one=_nothing_alone, refused=context.refused, selection=selection)


def _in_brightpearl(context: StepContext, since: Since) -> list[Part]:
    brightpearl, store, settings = context.brightpearl, context.store, context.settings
    first = max(_today(context) - DAYS, settings.start_date)
    findings = Findings(connection=store.connection, clock=context.clock)
    sent = SentOrders(
        brightpearl=brightpearl,
        store=store,
        settings=settings,
        today=_today(context),
        since=first,
        full=context.full,
        turns=turns(since, context.clock()),
    )
    payments = BrightpearlPayments(
        brightpearl=brightpearl, store=store, settings=settings, findings=findings, now=context.clock(), since=first
    )
    entered = since or datetime.combine(settings.start_date, time(), ZoneInfo(settings.time_zone))
    journals = EnteredJournals(brightpearl=brightpearl, settings=settings, findings=findings, since=entered)
    return [
        Part(name="existing orders", pages=sent.existing),
        Part(name="sales", pages=partial(sent.read, _orders(context, brightpearl, SALES))),
        Part(name="purchases", pages=partial(sent.read, _orders(context, brightpearl, PURCHASES))),
        Part(name="sales payments", pages=payments.customers),
        Part(name="purchase payments", pages=payments.suppliers),
        Part(name="journals", pages=journals.pages),
    ]


def _orders(context: StepContext, brightpearl: Brightpearl, kinds: tuple[Kind, ...]) -> Orders:
    due_step = post_of(kinds[0], System.XERO)
    return Orders(
        brightpearl=brightpearl, store=context.store, settings=context.settings, kinds=kinds, due_step=due_step
    )


def _in_xero(context: StepContext, compare: Compare, since: Since) -> list[Part]:
    xero, store = context.xero, context.store
    opened = _opened(context) if since is None else _today(context)
    documents = XeroDocuments(xero=xero, compare=compare, since=since, opened=opened)
    parties = XeroParties(xero=xero, store=store, since=since or LONG_AGO)
    payments = SentPayments(xero=xero, store=store, settings=context.settings, opened=opened)
    return [
        Part(name="credit notes", pages=documents.credit_notes),
        Part(name="manual journals", pages=documents.manual_journals),
        Part(name="contacts", pages=parties.contacts),
        Part(name="items", pages=parties.items),
        *([Part(name="invoices", pages=documents.invoices)] if since is None else []),
        *([Part(name="payments", pages=payments.deleted)] if since is None else []),
        *([Part(name="overpayments", pages=partial(_lost_deposits, context, opened))] if since is None else []),
    ]


def _lost_deposits(context: StepContext, opened: date, after: str) -> Iterator[Page]:
    lost = LostDeposits(
        brightpearl=context.brightpearl,
        xero=context.xero,
        store=context.store,
        settings=context.settings,
        opened=opened,
    )
    yield from lost.pages(after)


def _opened(context: StepContext) -> date:
    """The first day that is not locked in Xero, from the start date on."""
    locked = context.periods.closed(System.XERO).until
    start = context.settings.start_date
    return max(start, locked + timedelta(days=1)) if locked else start


def _today(context: StepContext) -> date:
    return day_there(context.clock(), context.settings.time_zone)


def _nothing_alone(kind: Kind, _record_id: str) -> NoReturn:
    raise InvalidDataError(f"no {kind.words} is looked at alone", hint="fetch it instead")

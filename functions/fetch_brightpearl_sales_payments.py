"""Fetch sales payments and refunds from Brightpearl."""

from functools import partial

from shared.sources.brightpearl_payments import BrightpearlPayments
from shared.sources.journals import BankNominals, Journals
from shared.sources.linked_overpayments import LinkedOverpayments
from shared.steps.context import StepContext
from shared.steps.handler import as_handler
from shared.steps.pipeline import FetchPlan
from shared.steps.plans.fetches import fetching

STEP = "fetch_brightpearl_sales_payments"


def plan(context: StepContext) -> FetchPlan:
    nominals = BankNominals(brightpearl=context.brightpearl, progress=context.progress, today=context.clock().date())
    linked = LinkedOverpayments(xero=lambda: context.xero, settings=context.settings)
    source = BrightpearlPayments(
        brightpearl=context.brightpearl,
        journals=Journals(brightpearl=context.brightpearl, nominals=nominals),
        found_ahead=partial(linked.of, table_since=lambda: context.table_since),
        store=context.store,
        progress=context.progress,
        settings=context.settings,
        step=STEP,
        due_step="post_xero_sales_payments",
    )
    return fetching(context, source)


handler = as_handler(STEP, plan)

"""Fetch sales orders and credits that have reached their mapped status."""

from functools import partial

from shared.kinds import SALES
from shared.records.queues import SALES_PAYMENTS_FETCH
from shared.settings import Deposits
from shared.sources.orders import Orders, leave_out
from shared.steps.context import StepContext
from shared.steps.handler import as_handler
from shared.steps.pipeline import FetchPlan
from shared.steps.plans.fetches import fetching

STEP = "fetch_brightpearl_sales"


def plan(context: StepContext) -> FetchPlan:
    """Deposits that wait are found by their orders; those that go ahead are read by their days, from the start date on."""
    awaited = partial(context.progress.queues.enqueue, SALES_PAYMENTS_FETCH)
    source = Orders(
        brightpearl=context.brightpearl,
        store=context.store,
        settings=context.settings,
        kinds=SALES,
        due_step="post_xero_sales",
        not_invoiced=awaited if context.settings.deposits is Deposits.WAIT else leave_out,
    )
    return fetching(context, source)


handler = as_handler(STEP, plan)

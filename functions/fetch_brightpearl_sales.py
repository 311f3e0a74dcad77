"""Fetch sales orders and credits that have reached their mapped status."""

from functools import partial

from shared.kinds import SALES
from shared.records.queues import SALES_PAYMENTS_FETCH
from shared.sources.orders import Orders
from shared.steps.context import StepContext
from shared.steps.handler import as_handler
from shared.steps.pipeline import FetchPlan
from shared.steps.plans.fetches import fetching

STEP = "fetch_brightpearl_sales"


def plan(context: StepContext) -> FetchPlan:
    source = Orders(
        brightpearl=context.brightpearl,
        store=context.store,
        settings=context.settings,
        kinds=SALES,
        due_step="post_xero_sales",
        not_invoiced=partial(context.progress.queues.enqueue, SALES_PAYMENTS_FETCH, behind=True),
    )
    return fetching(context, source)


handler = as_handler(STEP, plan)

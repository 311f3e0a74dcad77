"""Fetch sales orders and credits that have reached their mapped status."""

from shared.kinds import SALES
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
    )
    return fetching(context, source)


handler = as_handler(STEP, plan)

"""Fetch purchase orders and credits that have reached their mapped status."""

from shared.kinds import PURCHASES
from shared.sources.orders import Orders
from shared.steps.context import StepContext
from shared.steps.handler import as_handler
from shared.steps.pipeline import FetchPlan
from shared.steps.plans.fetches import fetching

STEP = "fetch_brightpearl_purchases"


def plan(context: StepContext) -> FetchPlan:
    source = Orders(
        brightpearl=context.brightpearl,
        store=context.store,
        settings=context.settings,
        kinds=PURCHASES,
        due_step="post_xero_purchases",
    )
    return fetching(context, source)


handler = as_handler(STEP, plan)

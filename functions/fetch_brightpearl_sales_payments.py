"""Fetch sales payments and refunds from Brightpearl."""

from shared.sources.brightpearl_payments import BrightpearlPayments
from shared.steps.context import StepContext
from shared.steps.handler import as_handler
from shared.steps.pipeline import FetchPlan
from shared.steps.plans.fetches import fetching

STEP = "fetch_brightpearl_sales_payments"


def plan(context: StepContext) -> FetchPlan:
    source = BrightpearlPayments(
        brightpearl=context.brightpearl,
        store=context.store,
        progress=context.progress,
        settings=context.settings,
        step=STEP,
        due_step="post_xero_sales_payments",
    )
    return fetching(context, source)


handler = as_handler(STEP, plan)

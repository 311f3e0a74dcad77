"""Fetch sales orders and credits that have reached their mapped status."""

from shared.kinds import SALES
from shared.steps.context import StepContext
from shared.steps.handler import as_handler
from shared.steps.pipeline import FetchPlan
from shared.steps.plans.brightpearl_fetches import orders

STEP = "fetch_brightpearl_sales"


def plan(context: StepContext) -> FetchPlan:
    return orders(context, SALES, due_step="post_xero_sales")


handler = as_handler(STEP, plan)

"""Fetch purchase orders and credits that have reached their mapped status."""

from shared.kinds import PURCHASES
from shared.steps.context import StepContext
from shared.steps.handler import as_handler
from shared.steps.pipeline import FetchPlan
from shared.steps.plans.brightpearl_fetches import orders

STEP = "fetch_brightpearl_purchases"


def plan(context: StepContext) -> FetchPlan:
    return orders(context, PURCHASES, due_step="post_xero_purchases")


handler = as_handler(STEP, plan)

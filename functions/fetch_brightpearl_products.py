"""Fetch new and updated products from Brightpearl."""

from shared.steps.context import StepContext
from shared.steps.handler import as_handler
from shared.steps.pipeline import FetchPlan
from shared.steps.plans.brightpearl_fetches import products

STEP = "fetch_brightpearl_products"


def plan(context: StepContext) -> FetchPlan:
    return products(context)


handler = as_handler(STEP, plan)

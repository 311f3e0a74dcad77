"""Fetch new and updated products from Brightpearl."""

from shared.sources.products import Products
from shared.steps.context import StepContext
from shared.steps.handler import as_handler
from shared.steps.pipeline import FetchPlan
from shared.steps.plans.fetches import fetching

STEP = "fetch_brightpearl_products"


def plan(context: StepContext) -> FetchPlan:
    source = Products(brightpearl=context.brightpearl, settings=context.settings)
    return fetching(context, source)


handler = as_handler(STEP, plan)

"""Fetch new and updated products from Brightpearl."""

from shared.handler import as_handler
from shared.pipeline import FetchPlan
from shared.plans.brightpearl_fetches import products
from shared.workshop import Workshop

STEP = "fetch_brightpearl_products"


def plan(workshop: Workshop) -> FetchPlan:
    return products(workshop)


handler = as_handler(STEP, plan)

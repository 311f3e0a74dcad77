"""Fetch new and updated products from Brightpearl."""

from shared.pipeline import FetchPlan
from shared.plans import Workshop
from shared.runtime import as_handler

STEP = "fetch_brightpearl_products"


def plan(workshop: Workshop) -> FetchPlan:
    return workshop.products()


handler = as_handler(STEP, plan)

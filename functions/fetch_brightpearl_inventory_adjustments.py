"""Fetch stock corrections from Brightpearl."""

from shared.handler import as_handler
from shared.pipeline import FetchPlan
from shared.plans.brightpearl_fetches import adjustments
from shared.workshop import Workshop

STEP = "fetch_brightpearl_inventory_adjustments"


def plan(workshop: Workshop) -> FetchPlan:
    return adjustments(workshop, due_step="post_xero_inventory_adjustments")


handler = as_handler(STEP, plan)

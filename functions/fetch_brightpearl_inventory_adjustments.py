"""Fetch stock corrections from Brightpearl."""

from shared.pipeline import FetchPlan
from shared.plans import Workshop
from shared.runtime import as_handler

STEP = "fetch_brightpearl_inventory_adjustments"


def plan(workshop: Workshop) -> FetchPlan:
    return workshop.adjustments(due_step="post_xero_inventory_adjustments")


handler = as_handler(STEP, plan)

"""Fetch purchase orders and credits that have reached their mapped status."""

from shared.pipeline import FetchPlan
from shared.plans import Workshop
from shared.runtime import as_handler
from shared.sequence import PURCHASES

STEP = "fetch_brightpearl_purchases"


def plan(workshop: Workshop) -> FetchPlan:
    return workshop.orders(PURCHASES, due_step="post_xero_purchases")


handler = as_handler(STEP, plan)

"""Fetch purchase orders and credits that have reached their mapped status."""

from shared.handler import as_handler
from shared.pipeline import FetchPlan
from shared.plans.brightpearl_fetches import orders
from shared.sequence import PURCHASES
from shared.workshop import Workshop

STEP = "fetch_brightpearl_purchases"


def plan(workshop: Workshop) -> FetchPlan:
    return orders(workshop, PURCHASES, due_step="post_xero_purchases")


handler = as_handler(STEP, plan)

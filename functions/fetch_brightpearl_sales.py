"""Fetch sales orders and credits that have reached their mapped status."""

from shared.handler import as_handler
from shared.pipeline import FetchPlan
from shared.plans.brightpearl_fetches import orders
from shared.sequence import SALES
from shared.workshop import Workshop

STEP = "fetch_brightpearl_sales"


def plan(workshop: Workshop) -> FetchPlan:
    return orders(workshop, SALES, due_step="post_xero_sales")


handler = as_handler(STEP, plan)

"""Post supplier bills and credit notes to Xero, with the suppliers and products that they need."""

from shared.handler import as_handler
from shared.pipeline import PostPlan
from shared.plans.documents import documents
from shared.workshop import Workshop

STEP = "post_xero_purchases"


def plan(workshop: Workshop) -> PostPlan:
    return documents(workshop)


handler = as_handler(STEP, plan)

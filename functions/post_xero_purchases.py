"""Post supplier bills and credit notes to Xero, with the suppliers and products that they need."""

from shared.pipeline import PostPlan
from shared.plans import Workshop
from shared.runtime import as_handler

STEP = "post_xero_purchases"


def plan(workshop: Workshop) -> PostPlan:
    return workshop.documents()


handler = as_handler(STEP, plan)

"""Post stock corrections to Xero, as journals or as bills and credits."""

from shared.handler import as_handler
from shared.pipeline import PostPlan
from shared.plans.documents import documents
from shared.workshop import Workshop

STEP = "post_xero_inventory_adjustments"


def plan(workshop: Workshop) -> PostPlan:
    return documents(workshop)


handler = as_handler(STEP, plan)

"""Post stock corrections to Xero, as journals or as bills and credits."""

from shared.pipeline import PostPlan
from shared.plans import Workshop
from shared.runtime import as_handler

STEP = "post_xero_inventory_adjustments"


def plan(workshop: Workshop) -> PostPlan:
    return workshop.documents()


handler = as_handler(STEP, plan)

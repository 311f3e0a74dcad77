"""Verify in Brightpearl what was carried over: what was un-invoiced, deleted or entered beside it."""

from shared.steps.context import StepContext
from shared.steps.handler import as_handler
from shared.steps.pipeline import FetchPlan
from shared.steps.plans.looks import brightpearl_look

STEP = "verify_brightpearl"


def plan(context: StepContext) -> FetchPlan:
    return brightpearl_look(context)


handler = as_handler(STEP, plan)

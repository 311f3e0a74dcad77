"""Verify in Xero what was carried over: what was changed, voided, deleted, archived or merged there."""

from shared.steps.context import StepContext
from shared.steps.handler import as_handler
from shared.steps.pipeline import FetchPlan
from shared.steps.plans.looks import xero_look

STEP = "verify_xero"


def plan(context: StepContext) -> FetchPlan:
    return xero_look(context, compare=lambda _resource, _documents: None)


handler = as_handler(STEP, plan)

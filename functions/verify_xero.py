"""Verify in Xero what was carried over: what was changed, voided, deleted, archived or merged there."""

from shared.steps.context import StepContext
from shared.steps.handler import as_handler
from shared.steps.pipeline import FetchPlan
from shared.steps.plans.listed import listed_documents
from shared.steps.plans.looks import xero_look

STEP = "verify_xero"


def plan(context: StepContext) -> FetchPlan:
    return xero_look(context, compare=listed_documents(context).note)


handler = as_handler(STEP, plan)

"""Fetch new and updated customers and suppliers from Brightpearl."""

from shared.steps.context import StepContext
from shared.steps.handler import as_handler
from shared.steps.pipeline import FetchPlan
from shared.steps.plans.brightpearl_fetches import contacts

STEP = "fetch_brightpearl_contacts"


def plan(context: StepContext) -> FetchPlan:
    return contacts(context)


handler = as_handler(STEP, plan)

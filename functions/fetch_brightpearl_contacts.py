"""Fetch new and updated customers and suppliers from Brightpearl."""

from shared.sources.contacts import Contacts
from shared.steps.context import StepContext
from shared.steps.handler import as_handler
from shared.steps.pipeline import FetchPlan
from shared.steps.plans.fetches import fetching

STEP = "fetch_brightpearl_contacts"


def plan(context: StepContext) -> FetchPlan:
    source = Contacts(brightpearl=context.brightpearl, store=context.store, settings=context.settings)
    return fetching(context, source)


handler = as_handler(STEP, plan)

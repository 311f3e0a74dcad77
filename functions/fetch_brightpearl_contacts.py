"""Fetch new and updated customers and suppliers from Brightpearl."""

from shared.handler import as_handler
from shared.pipeline import FetchPlan
from shared.plans.brightpearl_fetches import contacts
from shared.workshop import Workshop

STEP = "fetch_brightpearl_contacts"


def plan(workshop: Workshop) -> FetchPlan:
    return contacts(workshop)


handler = as_handler(STEP, plan)

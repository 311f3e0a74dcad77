"""Fetch new and updated customers and suppliers from Brightpearl."""

from shared.pipeline import FetchPlan
from shared.plans import Workshop
from shared.runtime import as_handler

STEP = "fetch_brightpearl_contacts"


def plan(workshop: Workshop) -> FetchPlan:
    return workshop.contacts()


handler = as_handler(STEP, plan)

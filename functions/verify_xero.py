"""Verify in Xero what was carried over: what was changed, voided, deleted, archived or merged there."""

from collections.abc import Mapping, Sequence
from typing import Any

from shared.sources.editors import Editors
from shared.sources.former_documents import FormerDocuments
from shared.sources.sent_documents import SentDocuments
from shared.steps.context import StepContext
from shared.steps.handler import as_handler
from shared.steps.pipeline import FetchPlan
from shared.steps.plans.looks import xero_look
from shared.xero.resources import Resource

STEP = "verify_xero"


def plan(context: StepContext) -> FetchPlan:
    editors = Editors(xero=context.xero)

    def compare(resource: Resource, documents: Sequence[Mapping[str, Any]]) -> None:
        sent = SentDocuments(store=context.store, xero=context.xero, resource=resource, editors=editors)
        former = FormerDocuments(store=context.store, settings=context.settings, resource=resource)
        former.look(sent.look(documents))

    return xero_look(context, compare=compare)


handler = as_handler(STEP, plan)

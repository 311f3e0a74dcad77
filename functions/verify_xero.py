"""Verify in Xero what was carried over: what was changed, voided, deleted, archived or merged there."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from shared.sources.sent_documents import SentDocuments
from shared.steps.context import StepContext
from shared.steps.handler import as_handler
from shared.steps.pipeline import FetchPlan
from shared.steps.plans.looks import xero_look
from shared.xero.merges import merged_into
from shared.xero.resources import Resource

STEP = "verify_xero"


def plan(context: StepContext) -> FetchPlan:
    def compare(resource: Resource, documents: Sequence[Mapping[str, Any]]) -> None:
        into = partial(merged_into, context.xero)
        SentDocuments(store=context.store, id_field=resource.id_field, merged_into=into).look(documents)

    return xero_look(context, compare=compare)


handler = as_handler(STEP, plan)

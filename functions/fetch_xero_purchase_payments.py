"""Fetch payments and refunds in Xero against bills and supplier credits that we posted."""

from shared.kinds import Kind
from shared.sources.paid_elsewhere import PaidElsewhere
from shared.sources.xero_payments import XeroPayments
from shared.steps.context import StepContext
from shared.steps.handler import as_handler
from shared.steps.pipeline import FetchPlan
from shared.steps.plans.fetches import fetching
from shared.steps.plans.listed import listed_documents

STEP = "fetch_xero_purchase_payments"


def plan(context: StepContext) -> FetchPlan:
    source = XeroPayments(
        xero=context.xero,
        listed=listed_documents(context),
        store=context.store,
        progress=context.progress,
        settings=context.settings,
        kind=Kind.PURCHASE_PAYMENT,
        step=STEP,
        due_step="post_brightpearl_purchase_payments",
        elsewhere=PaidElsewhere(
            brightpearl=lambda: context.brightpearl,
            store=context.store,
            kind=Kind.PURCHASE_PAYMENT,
            time_zone=context.settings.time_zone,
        ),
    )
    return fetching(context, source)


handler = as_handler(STEP, plan)

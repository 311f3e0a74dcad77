"""Fetch payments and refunds in Xero against sales documents that we posted."""

from shared.kinds import Kind
from shared.sources.xero_payments import XeroPayments
from shared.steps.context import StepContext
from shared.steps.handler import as_handler
from shared.steps.pipeline import FetchPlan
from shared.steps.plans.fetches import fetching
from shared.steps.plans.listed import listed_documents

STEP = "fetch_xero_sales_payments"


def plan(context: StepContext) -> FetchPlan:
    source = XeroPayments(
        xero=context.xero,
        listed=listed_documents(context),
        store=context.store,
        progress=context.progress,
        settings=context.settings,
        kind=Kind.SALES_PAYMENT,
        step=STEP,
        due_step="post_brightpearl_sales_payments",
    )
    return fetching(context, source)


handler = as_handler(STEP, plan)

"""Plans that fetch from Xero."""

from shared.sources.xero_payments import PURCHASES_SIDE, SALES_SIDE, Side, XeroPayments
from shared.steps.context import StepContext
from shared.steps.pipeline import FetchPlan


def sales_payments(context: StepContext, *, due_step: str) -> FetchPlan:
    return _payments(context, SALES_SIDE, due_step=due_step)


def purchase_payments(context: StepContext, *, due_step: str) -> FetchPlan:
    return _payments(context, PURCHASES_SIDE, due_step=due_step)


def _payments(context: StepContext, side: Side, *, due_step: str) -> FetchPlan:
    source = XeroPayments(
        xero=context.xero,
        store=context.store,
        progress=context.progress,
        settings=context.settings,
        side=side,
        step=context.step,
        due_step=due_step,
    )
    return FetchPlan(pages=source.pages, one=source.one)

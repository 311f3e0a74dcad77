"""Plans that fetch from Xero."""

from shared.pipeline import FetchPlan
from shared.sources.xero_payments import PURCHASES_SIDE, SALES_SIDE, Side, XeroPayments
from shared.workshop import Workshop


def sales_payments(workshop: Workshop, *, due_step: str) -> FetchPlan:
    return _payments(workshop, SALES_SIDE, due_step=due_step)


def purchase_payments(workshop: Workshop, *, due_step: str) -> FetchPlan:
    return _payments(workshop, PURCHASES_SIDE, due_step=due_step)


def _payments(workshop: Workshop, side: Side, *, due_step: str) -> FetchPlan:
    source = XeroPayments(
        xero=workshop.xero,
        store=workshop.store,
        progress=workshop.progress,
        settings=workshop.settings,
        side=side,
        step=workshop.step,
        due_step=due_step,
    )
    return FetchPlan(pages=source.pages, one=source.one)

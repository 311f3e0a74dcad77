"""The plan of the step that posts payments to Xero, and allocates credits when they are in."""

from collections.abc import Iterable
from datetime import datetime
from functools import cache

from shared.handovers import PAYMENT_FETCHES
from shared.mapping.payments import to_xero_payment
from shared.outlets.xero_payments import payment_outlet
from shared.pipeline import PostPlan
from shared.plans.posters import poster_with
from shared.posts.allocations import Allocations
from shared.posts.found_payments import in_xero
from shared.posts.payment_dates import dated_by_document
from shared.posts.payments import Payments
from shared.sequence import Kind, System
from shared.workshop import Workshop


def payments_to_xero(workshop: Workshop) -> PostPlan:
    payments = xero_payments_of(workshop)
    allocations = Allocations(xero=workshop.xero, store=workshop.store, progress=workshop.progress)
    return PostPlan(poster=poster_with(workshop, [payments.outlet]), post=payments.post, finish=allocations.allocate)


def xero_payments_of(workshop: Workshop) -> Payments:
    """Make what maps and posts payments to Xero."""

    def adopted() -> set[str]:
        """The documents found in Xero whose payments nobody has looked at yet."""
        items = workshop.progress.handed_over(PAYMENT_FETCHES[Kind.SALES_INVOICE])
        return {str(remote_id) for item in items for remote_id in item.ids}

    def began() -> datetime:
        run = workshop.progress.run(workshop.run)
        return datetime.fromisoformat(run.started_at) if run and run.started_at else workshop.clock()

    def days_of(document_ids: Iterable[str]) -> dict[str, str]:
        links = workshop.store.linked(document_ids)
        records = workshop.store.get_many(links.values())
        return {remote_id: records[key].summary.date for remote_id, key in links.items() if key in records}

    outlet = dated_by_document(payment_outlet(workshop.xero), days_of)
    return Payments(
        store=workshop.store,
        system=System.XERO,
        outlet=outlet,
        look=in_xero(workshop.xero, workshop.store, adopted=adopted, began=cache(began)),
        to_payment=lambda payment, document: to_xero_payment(payment, document, workshop.settings),
        amends_first=True,
    )

"""The plan of the step that posts payments to Xero, and allocates credits when they are in."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import cache, partial
from typing import Any

from shared.kinds import Kind
from shared.mapping.payments import PaidDocument
from shared.mapping.payments_to_xero import to_xero_payment
from shared.mapping.references import Mapped, Ref
from shared.posting.allocations import Allocations
from shared.posting.dependencies import Resolved
from shared.posting.deposits import Deposits
from shared.posting.excess import Excess
from shared.posting.found_payments import in_xero
from shared.posting.payments import Payments
from shared.posting.poster import Poster
from shared.posting.reversals import Reversals
from shared.posting.targets.xero_contacts import ContactTarget
from shared.posting.targets.xero_overpayments import OverpaymentTarget
from shared.posting.targets.xero_payments import PaymentTarget
from shared.posting.uses import Uses
from shared.records.queues import PAYMENT_FETCHES
from shared.steps.context import StepContext
from shared.steps.pipeline import PostPlan
from shared.steps.plans.posters import poster_with


def payments_to_xero(context: StepContext) -> PostPlan:
    payments = xero_payments_of(context)
    allocations = Allocations(xero=context.xero, store=context.store, progress=context.progress)
    return PostPlan(poster=poster_with(context, payments.targets), post=payments.post, finish=allocations.allocate)


def xero_payments_of(context: StepContext) -> Payments:
    """Make what maps and posts payments to Xero."""

    def adopted() -> set[str]:
        """The documents found in Xero whose payments nobody has looked at yet."""
        return context.progress.queues.ids(PAYMENT_FETCHES[Kind.SALES_INVOICE])

    def began() -> datetime:
        run = context.progress.runs.one(context.run)
        return datetime.fromisoformat(run.started_at) if run and run.started_at else context.clock()

    def days_of(document_ids: Iterable[str]) -> dict[str, str]:
        links = context.store.linked(document_ids)
        records = context.store.get_many(links.values())
        return {remote_id: records[key].summary.date for remote_id, key in links.items() if key in records}

    def payments_of(orders: Iterable[int]) -> Mapping[str, Sequence[str]]:
        rows = context.brightpearl.payments_of_orders(orders, supplier=False)
        found: dict[str, list[str]] = {}
        for row in rows:
            found.setdefault(str(row["orderId"]), []).append(str(row["paymentId"]))
        return found

    def to_payment(payment: Any, document: PaidDocument) -> Mapped:
        return to_xero_payment(payment, document, context.settings)

    overpayments, contacts = OverpaymentTarget(context.xero), ContactTarget(context.xero, context.store.claims)
    excess = Excess(
        xero=context.xero,
        store=context.store,
        settings=context.settings,
        accounts=context.accounts,
        target=overpayments,
    )
    payments = PaymentTarget(context.xero, days_of=days_of, parts=excess.parts)
    reversals = Reversals(
        xero=context.xero,
        store=context.store,
        settings=context.settings,
        accounts=context.accounts,
        payments=payments,
        overpayments=overpayments,
        payments_of=payments_of,
        map_payment=to_payment,
    )
    drafts = cache(context.progress.queues.drafts)
    return Payments(
        store=context.store,
        target=payments,
        excess=excess,
        deposits=Deposits(
            xero=context.xero,
            store=context.store,
            payments=payments,
            settings=context.settings,
            accounts=context.accounts,
            target=overpayments,
            contacts=contacts,
            bring=partial(_bring, context, contacts),
        ),
        uses=Uses(xero=context.xero, store=context.store, payments_of=payments_of, drafts=drafts),
        reversals=reversals,
        look=in_xero(context.xero, context.store, adopted=adopted, began=cache(began)),
        to_payment=to_payment,
        amends_first=True,
        drafts=drafts,
    )


def _bring(context: StepContext, target: ContactTarget, poster: Poster, refs: Sequence[Ref]) -> Resolved:
    """Post customers that deposits need. What that takes is imported only then."""
    from shared.posting.dependencies import Dependencies
    from shared.steps.plans.documents import contact_kind

    dependencies = Dependencies(
        store=context.store,
        settings=context.settings,
        kinds={Kind.CONTACT: contact_kind(context, target)},
        insist=context.insist,
    )
    return dependencies.bring(poster, refs)

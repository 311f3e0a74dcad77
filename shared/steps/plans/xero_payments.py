"""The plan of the step that posts payments to Xero, and allocates credits when they are in."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import cache, partial

from shared.kinds import Kind
from shared.mapping.payments_to_xero import to_xero_payment
from shared.mapping.references import Ref
from shared.posting.allocations import Allocations
from shared.posting.deleted_payments import DeletedPayments
from shared.posting.dependencies import Resolved
from shared.posting.deposits import Deposits
from shared.posting.excess import Excess
from shared.posting.found_copies import FoundCopies
from shared.posting.found_deposits import FoundDeposits
from shared.posting.found_in_xero import FoundInXero
from shared.posting.found_payments import look_in
from shared.posting.pairs import OPPOSITES, pairs_with
from shared.posting.payments import Payments
from shared.posting.poster import Poster
from shared.posting.reversals import Reversals
from shared.posting.targets.xero_contacts import ContactTarget
from shared.posting.targets.xero_overpayments import OverpaymentTarget
from shared.posting.targets.xero_payments import PaymentTarget
from shared.posting.uses import Uses
from shared.records.queues import PAYMENT_FETCHES
from shared.records.record import Record
from shared.records.store import Store
from shared.steps.context import StepContext
from shared.steps.pipeline import PostPlan
from shared.steps.plans.contacts import contact_target
from shared.steps.plans.posters import poster_with


def payments_to_xero(context: StepContext) -> PostPlan:
    payments = xero_payments_of(context)
    allocations = Allocations(xero=context.xero, store=context.store, progress=context.progress)
    return PostPlan(poster=poster_with(context, payments.targets), post=payments.post, finish=allocations.allocate)


def xero_payments_of(context: StepContext) -> Payments:
    """Make what maps and posts payments to Xero."""
    xero, store, settings, accounts = context.xero, context.store, context.settings, context.accounts
    overpayments, contacts = OverpaymentTarget(xero), contact_target(context)
    excess = Excess(xero=xero, store=store, settings=settings, accounts=accounts, target=overpayments)
    payments = PaymentTarget(xero, days_of=partial(_days_of, store), parts=excess.parts)
    to_payment, drafts = partial(to_xero_payment, settings=settings), cache(context.progress.queues.drafts)
    payments_of, reopened = partial(_payments_of, context), partial(_reopened, context)

    def table_since() -> datetime:
        return context.table_since

    return Payments(
        store=store,
        target=payments,
        excess=excess,
        deposits=Deposits(
            xero=xero,
            store=store,
            settings=settings,
            accounts=accounts,
            target=overpayments,
            payments=payments,
            contacts=contacts,
            bring=partial(_bring, context, contacts),
        ),
        found_deposits=FoundDeposits(store=store, settings=settings, target=overpayments, table_since=table_since),
        uses=Uses(xero=xero, store=store, payments_of=payments_of, drafts=drafts, table_since=table_since),
        reversals=Reversals(
            xero=xero,
            store=store,
            settings=settings,
            accounts=accounts,
            payments=payments,
            overpayments=overpayments,
            found=FoundCopies(xero=xero, store=store, table_since=table_since),
            payments_of=payments_of,
            map_payment=to_payment,
            reopened=reopened,
        ),
        deleted=DeletedPayments(xero=xero, store=store, map_payment=to_payment, reopened=reopened),
        look=look_in(
            FoundInXero(
                xero=xero,
                store=store,
                adopted=partial(_adopted, context),
                began=cache(partial(_began, context)),
                payments_of=payments_of,
            )
        ),
        to_payment=to_payment,
        amends_first=True,
        drafts=drafts,
        why_locked=context.periods.why_locked,
    )


def _reopened(context: StepContext, document: Record) -> None:
    """What its opposite documents have left settles it."""
    context.progress.queues.enqueue(OPPOSITES, [pair.text for pair in pairs_with(document)])


def _adopted(context: StepContext) -> set[str]:
    """The documents found in Xero whose payments nobody has looked at yet."""
    return context.progress.queues.ids(PAYMENT_FETCHES[Kind.SALES_INVOICE])


def _began(context: StepContext) -> datetime:
    run = context.progress.runs.one(context.run)
    return datetime.fromisoformat(run.started_at) if run and run.started_at else context.clock()


def _days_of(store: Store, document_ids: Iterable[str]) -> dict[str, str]:
    links = store.linked(document_ids)
    records = store.get_many(links.values())
    return {remote_id: records[key].summary.date for remote_id, key in links.items() if key in records}


def _payments_of(context: StepContext, orders: Iterable[int]) -> dict[str, list[str]]:
    """Read the ids of all payments of some orders in Brightpearl, by order. Its client is made only then."""
    found: dict[str, list[str]] = {}
    for row in context.brightpearl.payments_of_orders(orders, supplier=False):
        found.setdefault(str(row["orderId"]), []).append(str(row["paymentId"]))
    return found


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

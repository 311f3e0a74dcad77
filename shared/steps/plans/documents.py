"""The plan of every step that posts documents to Xero: what it may post, and what those may need."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from functools import partial

from shared.errors import InvalidDataError, TransientError
from shared.kinds import ORDERS, Kind
from shared.mapping.eligibility import not_invoiced
from shared.mapping.references import Ref
from shared.posting.bills import Bills
from shared.posting.companies import Companies
from shared.posting.day_rates import DayRates
from shared.posting.dependencies import Dependencies, DependencyKind
from shared.posting.documents import Documents
from shared.posting.opposite_allocations import OppositeAllocations
from shared.posting.opposites import Opposites
from shared.posting.poster import Poster
from shared.posting.supplier import Supplier
from shared.posting.targets.opposite_documents import opposite_targets
from shared.posting.targets.xero_contacts import ContactTarget
from shared.posting.targets.xero_documents import document_targets
from shared.posting.targets.xero_items import ItemTarget
from shared.posting.targets.xero_journals import JournalTarget
from shared.records.record import Fetched, Record
from shared.steps.context import StepContext
from shared.steps.pipeline import PostPlan
from shared.steps.plans.contacts import contact_target
from shared.steps.plans.posters import late_notes, poster_with

Read = Callable[[Sequence[int]], Sequence[Fetched]]


def documents(context: StepContext) -> PostPlan:
    work = documents_of(context)
    targets = opposite_targets(context.xero, context.settings, context.tax_rates)
    opposites = Opposites(xero=context.xero, store=context.store, documents=work, targets=targets)
    allocations = OppositeAllocations(xero=context.xero, store=context.store, queues=context.progress.queues)

    def post(poster: Poster, pages: Iterable[Sequence[Record]]) -> None:
        work.post(poster, opposites.ahead(poster, pages))

    return PostPlan(
        poster=poster_with(context, [*work.targets.values(), *targets.values()]), post=post, finish=allocations.allocate
    )


def documents_of(context: StepContext) -> Documents:
    """Make what maps and posts documents, with every target that it may need."""
    contacts, items = contact_target(context), ItemTarget(context.xero)
    targets = (
        contacts,
        items,
        JournalTarget(context.xero),
        *document_targets(context.xero, context.settings, context.tax_rates).values(),
    )
    dependencies = Dependencies(
        store=context.store,
        settings=context.settings,
        insist=context.insist,
        kinds={
            Kind.CONTACT: contact_kind(context, contacts),
            Kind.PRODUCT: DependencyKind(kind=Kind.PRODUCT, target=items, read=_read_products(context)),
        },
    )
    return Documents(
        settings=context.settings,
        dependencies=dependencies,
        targets={target.name: target for target in targets},
        tax_rates=context.tax_rates,
        bills=Bills(store=context.store, suppliers=partial(_suppliers, dependencies)),
        supplier=Supplier(xero=context.xero, progress=context.progress, run=context.run),
        day_rates=DayRates(
            read=_read_rates(context),
            progress=context.progress,
            today=context.clock().date(),
        ),
        late=late_notes(context),
        still_due=partial(_still_due, context),
    )


def _still_due(context: StepContext, records: Sequence[Record]) -> Sequence[Record]:
    """Of what was fetched before this run and is not in Xero, each order is read once more, for it may have been taken back.

    Where Brightpearl cannot be asked, or does not show it, it waits.
    """
    began = datetime.fromisoformat(context.run.split("#", 1)[0]) if context.run else None
    old = [record for record in records if began and _may_be_taken_back(record, began)]
    if not old:
        return records
    from shared.sources.orders import Orders

    source = Orders(
        brightpearl=context.brightpearl,
        store=context.store,
        settings=context.settings,
        kinds=tuple({record.kind for record in old}),
        due_step=context.step,
    )
    try:
        read = source.read([int(record.id) for record in old])
    except TransientError:
        read = []
    stored = {record.key: record for record in old}
    changed = [one for one in read if one.held or one.source_hash != stored[one.kind, one.id].source_hash]
    context.store.take(changed)  # what is as it was keeps what it waits for
    shown = {(one.kind, one.id): stored[one.kind, one.id] for one in read}
    now = {**shown, **context.store.get_many((one.kind, one.id) for one in changed)}
    due = {key: record for key, record in now.items() if context.insist or record.due_step == context.step}
    if context.insist:
        _check_invoiced(now.values())
    return [due.get(record.key, record) for record in records if record.key not in stored or record.key in due]


def _check_invoiced(records: Iterable[Record]) -> None:
    """A person may post what waits for its status, but not what is not invoiced. Raises InvalidDataError."""
    for record in records:
        if why := not_invoiced(record.document):
            hint = "invoice the order in Brightpearl, then it goes by itself"
            raise InvalidDataError(f"{record.called} cannot be posted: {why}", hint=hint)


def _may_be_taken_back(record: Record, began: datetime) -> bool:
    return record.kind in ORDERS and not record.in_remote and record.fetched_at < began


def contact_kind(context: StepContext, target: ContactTarget) -> DependencyKind:
    return DependencyKind(
        kind=Kind.CONTACT,
        target=target,
        read=_read_contacts(context),
        standing=Companies(store=context.store).standing,
    )


def _suppliers(dependencies: Dependencies, contacts: Collection[str]) -> dict[str, str]:
    """Give the contacts on which the orders of these contacts go, by their ids."""
    known = dependencies.known([Ref(Kind.CONTACT, contact) for contact in sorted(contacts)])
    return {ref.id: record.id for ref, record in known.items()}


def _read_rates(context: StepContext) -> Callable[[], Mapping[str, Decimal]]:
    """Make the client only when a rate has to be read."""

    def read() -> Mapping[str, Decimal]:
        return context.brightpearl.exchange_rates()

    return read


def _read_contacts(context: StepContext) -> Read:
    """Import the client and the source only when needed: nearly every document finds its contact fetched."""

    def read(ids: Sequence[int]) -> Sequence[Fetched]:
        from shared.sources.contacts import Contacts

        return Contacts(brightpearl=context.brightpearl, store=context.store, settings=context.settings).read(ids)

    return read


def _read_products(context: StepContext) -> Read:
    def read(ids: Sequence[int]) -> Sequence[Fetched]:
        from shared.sources.products import Products

        return Products(brightpearl=context.brightpearl, settings=context.settings).read(ids)

    return read

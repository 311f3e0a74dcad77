"""The plan of every step that posts documents to Xero: what it may post, and what those may need."""

from collections.abc import Callable, Collection, Mapping, Sequence
from decimal import Decimal
from functools import partial

from shared.kinds import Kind
from shared.mapping.references import Ref
from shared.posting.bills import Bills
from shared.posting.companies import Companies
from shared.posting.day_rates import DayRates
from shared.posting.dependencies import Dependencies, DependencyKind
from shared.posting.documents import Documents
from shared.posting.supplier import Supplier
from shared.posting.targets.xero_contacts import ContactTarget
from shared.posting.targets.xero_documents import document_targets
from shared.posting.targets.xero_items import ItemTarget
from shared.posting.targets.xero_journals import JournalTarget
from shared.records.record import Fetched
from shared.steps.context import StepContext
from shared.steps.pipeline import PostPlan
from shared.steps.plans.posters import late_notes, poster_with

Read = Callable[[Sequence[int]], Sequence[Fetched]]


def documents(context: StepContext) -> PostPlan:
    work = documents_of(context)
    return PostPlan(poster=poster_with(context, work.targets.values()), post=work.post)


def documents_of(context: StepContext) -> Documents:
    """Make what maps and posts documents, with every target that it may need."""
    contacts, items = ContactTarget(context.xero, context.store.claims), ItemTarget(context.xero)
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
    )


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

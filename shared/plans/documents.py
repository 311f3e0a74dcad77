"""The plan of every step that posts documents to Xero: what it may post, and what those may need."""

from collections.abc import Callable, Sequence

from shared.outlets.xero_contacts import contact_outlet
from shared.outlets.xero_documents import document_outlets
from shared.outlets.xero_items import item_outlet
from shared.outlets.xero_journals import journal_outlet
from shared.pipeline import PostPlan
from shared.plans.posters import poster_with
from shared.posts.documents import Documents
from shared.posts.needs import Needs, Party
from shared.posts.supplier import Supplier
from shared.records.record import Fetched
from shared.sequence import Kind
from shared.workshop import Workshop

Read = Callable[[Sequence[int]], Sequence[Fetched]]


def documents(workshop: Workshop) -> PostPlan:
    work = documents_of(workshop)
    return PostPlan(poster=poster_with(workshop, work.outlets.values()), post=work.post)


def documents_of(workshop: Workshop) -> Documents:
    """Make what maps and posts documents, with every outlet that it may need."""
    contacts, items = contact_outlet(workshop.xero), item_outlet(workshop.xero)
    outlets = (
        contacts,
        items,
        journal_outlet(workshop.xero),
        *document_outlets(workshop.xero, workshop.settings).values(),
    )
    needs = Needs(
        store=workshop.store,
        settings=workshop.settings,
        insist=workshop.insist,
        parties={
            Kind.CONTACT: Party(kind=Kind.CONTACT, outlet=contacts, read=_read_contacts(workshop)),
            Kind.PRODUCT: Party(kind=Kind.PRODUCT, outlet=items, read=_read_products(workshop)),
        },
    )
    return Documents(
        settings=workshop.settings,
        needs=needs,
        outlets={outlet.name: outlet for outlet in outlets},
        tax_rates=workshop.tax_rates,
        supplier=Supplier(xero=workshop.xero, progress=workshop.progress, run=workshop.run),
    )


def _read_contacts(workshop: Workshop) -> Read:
    """Nearly every document finds its contact fetched, so neither Brightpearl's client nor this source is there by default."""

    def read(ids: Sequence[int]) -> Sequence[Fetched]:
        from shared.sources.contacts import Contacts

        return Contacts(brightpearl=workshop.brightpearl, store=workshop.store, settings=workshop.settings).read(ids)

    return read


def _read_products(workshop: Workshop) -> Read:
    def read(ids: Sequence[int]) -> Sequence[Fetched]:
        from shared.sources.products import Products

        return Products(brightpearl=workshop.brightpearl, settings=workshop.settings).read(ids)

    return read

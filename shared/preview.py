"""What a post would send, made by the very code that posts, with clients that can reach nobody: it cannot send anything."""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any, Final, cast

from msgspec import Struct, field
from msgspec.structs import replace

from shared.brightpearl.client import Brightpearl
from shared.credentials import BrightpearlCredentials
from shared.drafts import Draft
from shared.errors import HeldError, Problem, RecordError, StepError
from shared.mappers import MAPPERS, mark
from shared.outlet import Outlet
from shared.outlets.xero_contacts import NAME as CONTACT
from shared.outlets.xero_items import NAME as ITEM
from shared.outlets.xero_journals import NAME as JOURNAL
from shared.payload import Payload, Ref, from_json, references, resolve
from shared.plans.brightpearl_payments import brightpearl_payments_of
from shared.plans.documents import documents_of
from shared.plans.xero_payments import xero_payments_of
from shared.posts.documents import Documents
from shared.posts.payments import document_of
from shared.records.progress import Progress
from shared.records.record import Record
from shared.records.status import Status
from shared.records.store import Store
from shared.sequence import Kind, System
from shared.settings import Settings
from shared.transport import Transport
from shared.workshop import Workshop
from shared.xero.client import Xero

PARTIES: Final = {Kind.CONTACT: CONTACT, Kind.PRODUCT: ITEM}
PAYMENTS: Final = frozenset({Kind.SALES_PAYMENT, Kind.PURCHASE_PAYMENT})
NO_TAX_RATES: Final = "Xero's tax rates have not been read yet: a rounding line may be added when it is posted"
NO_SUPPLIER: Final = "the supplier of stock corrections is looked up by name in Xero when it is posted"


class UnreachableError(StepError):
    """Something that only a call to the other system could tell."""


class _Nobody:
    """In the place of a transport: whatever it is asked for, it refuses."""

    def __getattr__(self, _name: str) -> Callable[..., Any]:
        return _refuse


def _refuse(*_arguments: Any, **_named: Any) -> Any:
    raise UnreachableError("a preview calls nobody")


class Preview(Struct, frozen=True, kw_only=True):
    """`body` is what would be sent, as it would be sent; `first` is what would be brought over before it."""

    system: System
    sends: bool
    reason: str = ""
    creates: bool = False
    body: Any = None
    total: Decimal | None = None
    first: tuple[Ref, ...] = ()
    warnings: tuple[str, ...] = ()
    problem: Problem | None = None


def offline_workshop(*, store: Store, progress: Progress, settings: Settings) -> Workshop:
    nobody = cast(Transport, _Nobody())
    nowhere = BrightpearlCredentials(base_url="", account="", app_ref="")
    return Workshop(
        step="",
        run="",
        store=store,
        progress=progress,
        settings=settings,
        settings_version=0,
        clock=store.clock,
        make_brightpearl=lambda: Brightpearl(nobody, nowhere),
        make_xero=lambda: Xero(nobody, ""),
        insist=True,
    )


class _Made(Struct):
    draft: Draft
    outlet: Outlet
    warnings: list[str] = field(default_factory=list)


def preview(record: Record, workshop: Workshop) -> Preview:
    """Say what a post of the record by hand would send now."""
    system = System.BRIGHTPEARL if record.origin == System.XERO else System.XERO
    if record.status == Status.ARCHIVE:
        return Preview(system=system, sends=False, reason="it is archived: bring it back before it is posted")
    try:
        made = _make(record, workshop)
    except HeldError as reason:
        return Preview(system=system, sends=False, reason=reason.message)
    except RecordError as error:
        return Preview(system=system, sends=False, reason="it cannot be posted as it is", problem=Problem.of(error))
    return _shown(record, made, workshop, system)


def _shown(record: Record, made: _Made, workshop: Workshop, system: System) -> Preview:
    payload, first, warnings = _resolved(made.draft.payload, workshop)
    reason = _why_not(record, made.draft)
    if record.remote_id and payload:
        payload = made.outlet.with_id(payload, record.remote_id)
    return Preview(
        system=system,
        sends=not reason,
        reason=reason,
        creates=not record.remote_id,
        body=from_json(made.outlet.body([payload])) if payload else None,
        total=made.draft.total,
        first=first,
        warnings=(*made.draft.notes, *made.warnings, *warnings),
    )


def _why_not(record: Record, draft: Draft) -> str:
    if not draft.payload:
        return "it has nothing to post: the step marks it as sent"
    if record.kind in PAYMENTS and record.in_remote:
        return "it is there already, and payments are never sent twice"
    if record.kind not in PARTIES and record.in_remote and record.posted == draft.fingerprint:
        return "nothing has changed since it was sent"
    return ""


def _make(record: Record, workshop: Workshop) -> _Made:
    if record.kind in PAYMENTS:
        return _payment(record, workshop)
    if record.kind in PARTIES:
        mapped = MAPPERS[record.kind](record.document, workshop.settings)
        draft = Draft(
            record=record,
            source_hash=record.source_hash,
            payload=mapped.payload,
            fingerprint=mark(mapped),
            notes=mapped.notes,
        )
        return _Made(draft=draft, outlet=documents_of(workshop).outlets[PARTIES[record.kind]])
    return _document(record, workshop)


def _document(record: Record, workshop: Workshop) -> _Made:
    """As the step would make it, also where it has been sent before; what only Xero could tell is a warning."""
    documents = documents_of(workshop)
    afresh = replace(record, posted="")
    warnings: list[str] = []
    try:
        draft = documents.draft(afresh)
    except UnreachableError:
        draft = _unbalanced(afresh, documents, warnings)
    name = str(draft.payload.get("Type", JOURNAL))
    return _Made(draft=draft, outlet=documents.outlets[name], warnings=warnings)


def _unbalanced(record: Record, documents: Documents, warnings: list[str]) -> Draft:
    mapped = MAPPERS[record.kind](record.document, documents.settings)
    named = (mapped.payload.get("Contact") or {}).get("Name")
    warnings.append(NO_SUPPLIER if named else NO_TAX_RATES)
    return Draft(
        record=record,
        source_hash=record.source_hash,
        payload=mapped.payload,
        fingerprint=mark(mapped),
        total=mapped.total,
        notes=mapped.notes,
    )


def _payment(record: Record, workshop: Workshop) -> _Made:
    from_xero = record.origin == System.XERO
    payments = brightpearl_payments_of(workshop, record.kind) if from_xero else xero_payments_of(workshop)
    key = document_of(record)
    draft = payments.draft(record, workshop.store.get_many([key]) if key else {})
    return _Made(draft=draft, outlet=payments.outlet)


def _resolved(payload: Payload, workshop: Workshop) -> tuple[Payload, tuple[Ref, ...], list[str]]:
    """Put in the ids that are known; for what is not there yet, what it will be known by, or a word in its place."""
    wanted = list(dict.fromkeys(references(payload)))
    records = workshop.store.get_many((ref.kind, ref.id) for ref in wanted)
    ids: dict[Ref, str] = {}
    first: list[Ref] = []
    warnings: list[str] = []
    for ref in wanted:
        record = records.get((ref.kind, ref.id))
        if record is not None and record.in_remote and record.status != Status.ERROR:
            ids[ref] = record.remote_number if ref.kind == Kind.PRODUCT else record.remote_id
            continue
        ids |= _expected(ref, record, workshop.settings, warnings)
        first.append(ref)
    return resolve(payload, ids), tuple(dict.fromkeys(replace(ref, optional=False) for ref in first)), warnings


def _expected(ref: Ref, record: Record | None, settings: Settings, warnings: list[str]) -> Mapping[Ref, str]:
    words = f"{ref.kind.value.replace('_', ' ')} {ref.id}"
    problem = _obstacle(record, settings)
    if problem:
        warnings.append(f"{words} is needed and cannot be sent as it is: {problem}")
    if ref.kind == Kind.PRODUCT and record is not None and not problem:
        return {ref: str(MAPPERS[Kind.PRODUCT](record.document, settings).payload["Code"])}
    return {} if ref.optional else {ref: f"(the id of {words}, once it is there)"}


def _obstacle(record: Record | None, settings: Settings) -> str:
    if record is None:
        return ""
    if record.status == Status.ARCHIVE:
        return "it is archived here"
    try:
        MAPPERS[record.kind](record.document, settings)
    except RecordError as error:
        return error.message
    return ""


__all__: Sequence[str] = ["Preview", "offline_workshop", "preview"]

"""A preview of a post, made by the very code that posts, with clients that reach nobody: it cannot send anything."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

from msgspec import Struct, field
from msgspec.structs import replace

from shared.codec import from_json
from shared.errors import HeldError, Problem, RecordError
from shared.kinds import PAYMENTS, Kind, System
from shared.mapping.references import Payload, Ref, references, resolve
from shared.mapping.registry import MAPPERS
from shared.posting.dependencies import is_usable, remote_name
from shared.posting.documents import Documents
from shared.posting.envelopes import Envelope, envelope_of, is_settled, renewed
from shared.posting.payment_records import document_of, source_of
from shared.posting.target import Target, Wanted
from shared.posting.targets.xero_contacts import NAME as CONTACT
from shared.posting.targets.xero_items import NAME as ITEM
from shared.records.record import Record
from shared.records.status import Status
from shared.settings import Settings
from shared.steps.context import StepContext
from shared.steps.offline import UnreachableError
from shared.steps.plans.brightpearl_payments import brightpearl_payments_of
from shared.steps.plans.documents import documents_of
from shared.steps.plans.xero_payments import xero_payments_of

DEPENDENCY_TARGETS: Final = {Kind.CONTACT: CONTACT, Kind.PRODUCT: ITEM}
NO_TAX_RATES: Final = (
    "Xero's tax rates have not been read yet: which lines have to say their tax is seen when it is posted"
)
NO_SUPPLIER: Final = "the supplier of stock corrections is looked up by name in Xero when it is posted"


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


class _Made(Struct):
    envelope: Envelope
    target: Target | None  # None where there is nothing to post
    warnings: list[str] = field(default_factory=list)


def preview(record: Record, context: StepContext) -> Preview:
    """Say what a post of the record by hand would send now."""
    system = System.BRIGHTPEARL if record.origin == System.XERO else System.XERO
    if record.status == Status.ARCHIVE:
        return Preview(system=system, sends=False, reason="it is archived: bring it back before it is posted")
    try:
        made = _make(record, context)
    except HeldError as reason:
        return Preview(system=system, sends=False, reason=reason.message)
    except RecordError as error:
        return Preview(system=system, sends=False, reason="it cannot be posted as it is", problem=Problem.of(error))
    return _shown(record, made, context, system)


def _shown(record: Record, made: _Made, context: StepContext, system: System) -> Preview:
    payload, first, warnings = _resolved(made.envelope.payload, context)
    reason = _why_not(record, made.envelope)
    base = None if made.envelope.base is None else _resolved(made.envelope.base, context)[0]
    wanted = Wanted(payload=payload, base=base, remote_id=made.envelope.remote_id)
    return Preview(
        system=system,
        sends=not reason,
        reason=reason,
        creates=not made.envelope.remote_id,
        body=_body(wanted, made.target) if payload and made.target else None,
        total=made.envelope.total,
        first=first,
        warnings=(*made.envelope.notes, *made.warnings, *warnings),
    )


def _body(wanted: Wanted, target: Target) -> Any:
    amendment = target.amendment(wanted) if wanted.remote_id else None
    return from_json(target.encode([replace(wanted, amendment=amendment)]))


def _why_not(record: Record, envelope: Envelope) -> str:
    if not envelope.payload and record.kind not in DEPENDENCY_TARGETS:
        return "it has nothing to post: the step marks it as sent"
    if record.kind in PAYMENTS and record.in_remote:
        return "it is there already, and payments are never sent twice"
    if not envelope.payload or (record.kind not in DEPENDENCY_TARGETS and _is_unchanged(record, envelope)):
        return "nothing has changed since it was sent"
    return ""


def _is_unchanged(record: Record, envelope: Envelope) -> bool:
    """Whether the other system holds it as it is, and the other orders of its bill as well."""
    known = {part.record.key: part.record for part in envelope.parts} | {record.key: record}
    return not record.outdated and all(is_settled(part) for part in renewed(envelope, known).parts)


def _make(record: Record, context: StepContext) -> _Made:
    if record.kind in PAYMENTS:
        return _payment(record, context)
    if record.kind in DEPENDENCY_TARGETS:
        documents = documents_of(context)
        envelope = documents.dependencies.envelope(record)
        return _Made(envelope=envelope, target=documents.targets[DEPENDENCY_TARGETS[record.kind]])
    return _document(record, context)


def _document(record: Record, context: StepContext) -> _Made:
    """As the step would make it, also where it has been sent before; what only Xero could tell is a warning."""
    documents = documents_of(context)
    afresh = replace(record, posted=record.posted if record.before else "", due_step=record.step)
    warnings: list[str] = []
    try:
        envelope = _with_its_bill(afresh, documents)
    except UnreachableError:
        envelope = _as_mapped(afresh, documents, warnings)
    target = documents.target_of(envelope.payload) if envelope.payload else None
    return _Made(envelope=envelope, target=target, warnings=warnings)


def _with_its_bill(record: Record, documents: Documents) -> Envelope:
    """Make what the record goes in. Raises RecordError where it does not go: as it is, or for another order of its bill."""
    made, failing = documents.of_record(record)
    if not made:
        own = next((one for one in failing if one.envelope.record.key == record.key), failing[0])
        raise own.problem.as_error()
    return made[0]


def _as_mapped(record: Record, documents: Documents, warnings: list[str]) -> Envelope:
    mapped = MAPPERS[record.kind](record.document, documents.settings)
    named = (mapped.payload.get("Contact") or {}).get("Name")
    warnings.append(NO_SUPPLIER if named else NO_TAX_RATES)
    return envelope_of(record, mapped)


def _payment(record: Record, context: StepContext) -> _Made:
    from_xero = record.origin == System.XERO
    payments = brightpearl_payments_of(context, record.kind) if from_xero else xero_payments_of(context)
    if payments.deposits and payments.deposits.takes(record):
        envelope = payments.deposits.envelope(record)
        return _Made(envelope=envelope, target=payments.deposits.target_of(envelope))
    source = source_of(record)
    documents = context.store.get_many(key for key in (document_of(record), source) if key)
    target = payments.contras.target if source and payments.contras else payments.target
    return _Made(envelope=payments.envelope(record, documents), target=target)


def _resolved(payload: Payload, context: StepContext) -> tuple[Payload, tuple[Ref, ...], list[str]]:
    """Put in the ids that are known; for what is not there yet, what it will be known by, or a word in its place."""
    wanted = list(dict.fromkeys(references(payload)))
    records = documents_of(context).dependencies.known(wanted)
    ids: dict[Ref, str] = {}
    first: list[Ref] = []
    warnings: list[str] = []
    for ref in wanted:
        record = records.get(ref)
        if record is not None and is_usable(record):
            ids[ref] = remote_name(record)
            continue
        ids |= _expected(ref, record, context.settings, warnings)
        first.append(replace(ref, id=record.id) if record else ref)
    return resolve(payload, ids), tuple(dict.fromkeys(replace(ref, optional=False) for ref in first)), warnings


def _expected(ref: Ref, record: Record | None, settings: Settings, warnings: list[str]) -> Mapping[Ref, str]:
    words = f"{ref.kind.words} {record.name if record else ref.id}"
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

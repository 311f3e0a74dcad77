"""Save an invoice, a bill or a credit note: read it, check it against everything Xero checks, and store it."""

from dataclasses import dataclass
from decimal import Decimal

from sandbox.stand_ins.currency import places_of
from sandbox.stand_ins.xero import contacts, lines, stock, values
from sandbox.stand_ins.xero.answers import Saved
from sandbox.stand_ins.xero.balance import settle
from sandbox.stand_ins.xero.books import Books
from sandbox.stand_ins.xero.document_checks import ENDS, Draft, complaints, ending_complaints, move_complaints
from sandbox.stand_ins.xero.document_shapes import full
from sandbox.stand_ins.xero.errors import InvalidError
from sandbox.stand_ins.xero.kinds import Kind
from sandbox.stand_ins.xero.money import TaxMode, totals
from sandbox.stand_ins.xero.tables import Record

RATE_PLACES = Decimal("0.000001")
TEXTS = ("Reference", "Url", "BrandingThemeID")
DAYS = ("Date", "DueDate", "ExpectedPaymentDate", "PlannedPaymentDate")
PREFIXES = {"ACCREC": "INV", "ACCRECCREDIT": "CN"}
WARNING = "Only AUTHORISED invoices may have SentToContact updated."


@dataclass(frozen=True, slots=True, kw_only=True)
class Saving:
    """How a document is being saved. `backorders`: more may be sold of a tracked item than is on hand."""

    books: Books
    kind: Kind
    places: Decimal
    backorders: bool = False


def create(saving: Saving, element: Record) -> Saved:
    """Add a document."""
    return _save(saving, element, None)


def change(saving: Saving, document: Record, element: Record) -> Saved:
    """Change a document, or end it."""
    status = values.text(element.get("Status"))
    if status in ENDS:
        return _end(saving, document, status)
    return _save(saving, element, document)


def match(books: Books, kind: Kind, element: Record) -> Record | None:
    """The document that a POST means: by id, else by number."""
    records = kind.records(books)
    if document_id := element.get(kind.id):
        found = records.get(str(document_id))
        if found is None:
            raise InvalidError([f"An existing {kind.noun} with the specified {kind.id} could not be found"])
        return found
    number = values.text(element.get(kind.number)) or ""
    same = [known for known in records.by(kind.number, number) if known["Status"] != "DELETED"]
    return next((known for known in reversed(same) if _may_match(books, kind, known, element)), None)


def _may_match(books: Books, kind: Kind, known: Record, element: Record) -> bool:
    if element.get("Type", known["Type"]) != known["Type"]:
        return False
    if known["Type"] == kind.sells:
        return True
    contact_id = (element.get("Contact") or {}).get("ContactID")
    same_contact = contact_id == known["Contact"]["ContactID"]
    return books.switches["post_matches_bills"] and (same_contact or not books.switches["bill_match_needs_contact"])


def _end(saving: Saving, document: Record, status: str) -> Saved:
    """Delete a draft or void what was approved."""
    messages = list(ending_complaints(saving.books, saving.kind, document, status))
    if messages:
        raise InvalidError(messages)
    stock.move(saving.books, document, document | {"Status": status})
    document["Status"] = status
    settle(saving.books, document)
    return Saved(full(document, saving.places))


def _save(saving: Saving, element: Record, old: Record | None) -> Saved:
    books, kind = saving.books, saving.kind
    _stop_early(kind, element, old)
    draft = Draft(books=books, kind=kind, element=element, old=old, new=_header(saving, element, old))
    party = _party(draft)
    built = _lines(saving, draft)
    draft.errors += built.errors
    _total(draft.new)
    draft.errors += complaints(draft)
    if not saving.backorders:
        draft.errors += stock.complaints(books, old, draft.new)
    if draft.errors:
        raise InvalidError(draft.errors)
    return _commit(saving, draft, party, built.warnings)


def _stop_early(kind: Kind, element: Record, old: Record | None) -> None:
    """Refuse at once what nothing else needs to be said about."""
    if old is None and values.text(element.get("Type")) not in kind.types:
        raise InvalidError([f"{kind.noun} not of valid type for creation"])
    messages = list(move_complaints(kind, old, values.text(element.get("Status"))))
    if messages:
        raise InvalidError(messages)


def _header(saving: Saving, element: Record, old: Record | None) -> Record:
    books, kind = saving.books, saving.kind
    header = dict(old) if old else _blank(books, kind, str(element["Type"]))
    header |= {name: values.text(element[name]) for name in TEXTS if element.get(name) is not None}
    header |= {name: values.day(element[name]) for name in DAYS if element.get(name)}
    for name in ("Status", "LineAmountTypes", "CurrencyCode"):
        header[name] = values.text(element.get(name)) or header[name]
    header["CurrencyRate"] = _rate(books, header, element, old)
    header[kind.number] = values.text(element.get(kind.number)) or header[kind.number]
    if not header[kind.number] and header["Type"] in PREFIXES:
        header[kind.number] = _next_number(books, kind, header["Type"])
    if header["Type"] != kind.sells:
        header["Reference"] = ""
    return header


def _blank(books: Books, kind: Kind, document_type: str) -> Record:
    return {
        kind.id: books.new_id(),
        "Type": document_type,
        kind.number: "",
        "Reference": "",
        "Status": "DRAFT",
        "LineAmountTypes": str(TaxMode.EXCLUSIVE),
        "CurrencyCode": books.base_currency,
        "Date": books.today(),
        "DueDate": None,
        "LineItems": [],
        "Payments": [],
        "Allocations": [],
        "SentToContact": False,
        "HasAttachments": False,
        "IsDiscounted": False,
    }


def _rate(books: Books, header: Record, element: Record, old: Record | None) -> Decimal:
    """Units of the document's currency for one of the base currency; what is not told is looked up."""
    currency, sent = header["CurrencyCode"], values.number(element.get("CurrencyRate"))
    if currency == books.base_currency:
        return books.profile.daily_rate(currency)
    if sent:
        return sent.quantize(RATE_PLACES)
    if old and old["CurrencyCode"] == currency:
        kept: Decimal = old["CurrencyRate"]
        return kept
    return books.profile.daily_rate(currency)


def _next_number(books: Books, kind: Kind, document_type: str) -> str:
    records, count = kind.records(books), len(kind.records(books)) + 1
    while records.by(kind.number, f"{PREFIXES[document_type]}-{count:04}"):
        count += 1
    return f"{PREFIXES[document_type]}-{count:04}"


def _party(draft: Draft) -> contacts.Party | None:
    """Who the document is for; what is wrong with them goes with the other complaints."""
    if draft.old and "Contact" not in draft.element:
        return contacts.Party(draft.old["Contact"])
    try:
        return contacts.party(draft.books, draft.element.get("Contact"))
    except InvalidError as invalid:
        draft.errors += invalid.messages
        return None


def _lines(saving: Saving, draft: Draft) -> lines.Built:
    new, old = draft.new, draft.old
    if draft.mode is None:
        return lines.Built()
    known, rounded = old["LineItems"] if old else [], draft.books.rounding(new["CurrencyCode"])
    if draft.element.get("LineItems") is None and old:
        remade = [line if draft.same_tax else lines.retaxed(draft.books, line, draft.mode, rounded) for line in known]
        built = lines.Built(remade)
    else:
        setting = lines.Setting(
            mode=draft.mode,
            sells=new["Type"] == saving.kind.sells,
            discounts=saving.kind.discounts and new["Type"] == saving.kind.sells,
            final=new["Status"] != "DRAFT",
            places=saving.places,
            rounded=rounded,
        )
        built = lines.build(draft.books, values.many(draft.element.get("LineItems"), "LineItems"), known, setting)
    new["LineItems"] = built.lines
    return built


def _total(document: Record) -> None:
    modes = {str(mode) for mode in TaxMode}
    if document["LineAmountTypes"] not in modes:
        return
    summed = totals(
        ((line["LineAmount"], line["TaxAmount"]) for line in document["LineItems"]),
        TaxMode(document["LineAmountTypes"]),
    )
    discounted = any(line.get("DiscountRate") or line.get("DiscountAmount") for line in document["LineItems"])
    document |= {"SubTotal": summed.subtotal, "TotalTax": summed.tax, "Total": summed.total, "IsDiscounted": discounted}


def _commit(saving: Saving, draft: Draft, party: contacts.Party | None, warnings: list[str]) -> Saved:
    books, new = saving.books, draft.new
    if party:
        new["Contact"] = party.settle(books)
        new["Contact"]["IsCustomer" if new["Type"] == saving.kind.sells else "IsSupplier"] = True
    _spoil(books, new)
    stock.move(books, draft.old, new)
    document = draft.old if draft.old is not None else new
    document.update(new)
    settle(books, document)
    return Saved(full(document, saving.places), [*warnings, *_warned(books)])


def _spoil(books: Books, document: Record) -> None:
    """Take a document with the smallest coin too much, if somebody asked for that."""
    if not books.wrong_totals or not document["LineItems"]:
        return
    books.wrong_totals -= 1
    coin = Decimal(books.wrong_by).scaleb(-places_of(document["CurrencyCode"]))
    first, *others = document["LineItems"]
    document["LineItems"] = [first | {"LineAmount": first["LineAmount"] + coin}, *others]
    _total(document)


def _warned(books: Books) -> list[str]:
    if not books.warned_documents:
        return []
    books.warned_documents -= 1
    return [WARNING]

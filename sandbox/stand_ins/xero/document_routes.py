"""The addresses of invoices and credit notes, and reading overpayments and prepayments."""

from werkzeug import Response

from sandbox.stand_ins.xero import documents
from sandbox.stand_ins.xero.answers import Saved, respond, save_all
from sandbox.stand_ins.xero.books import Books
from sandbox.stand_ins.xero.calls import Call
from sandbox.stand_ins.xero.document_shapes import alone, full, listed, summary
from sandbox.stand_ins.xero.errors import not_found
from sandbox.stand_ins.xero.kinds import INVOICES, Kind, fields_of
from sandbox.stand_ins.xero.paging import listing
from sandbox.stand_ins.xero.tables import Record


def list_documents(books: Books, call: Call, kind: Kind) -> Response:
    brief = kind is INVOICES and call.flag("summaryOnly")
    found = listing(
        books,
        call,
        kind.records(books),
        fields_of(kind),
        records=_chosen(books, call, kind),
        always_paged=kind is INVOICES and (brief or "statuses" in call.query),
    )
    show = summary if brief else full if "page" in call.query else listed
    return respond(books, found.content(kind.plural, lambda document: show(document, call.places)))


def get_document(books: Books, call: Call, kind: Kind) -> Response:
    return respond(books, {kind.plural: [alone(by_key(books, kind, call.key), call.places)]})


def put_documents(books: Books, call: Call, kind: Kind) -> Response:
    saving = _saving(books, call, kind)
    return save_all(books, call, kind.plural, kind.id, lambda element: documents.create(saving, element))


def post_documents(books: Books, call: Call, kind: Kind) -> Response:
    """Change what is there, and add what is not."""
    saving = _saving(books, call, kind)
    known = by_key(books, kind, call.key) if call.key else None

    def save(element: Record) -> Saved:
        document = known or documents.match(books, kind, element)
        return documents.change(saving, document, element) if document else documents.create(saving, element)

    return save_all(books, call, kind.plural, kind.id, save)


def _saving(books: Books, call: Call, kind: Kind) -> documents.Saving:
    return documents.Saving(books=books, kind=kind, places=call.places, backorders=call.flag("allowBackorders"))


def by_key(books: Books, kind: Kind, key: str) -> Record:
    """The document with that id or number."""
    records = kind.records(books)
    found = records.get(key)
    if found is None:
        named = records.by(kind.number, key) if key else []
        found = next((document for document in named if document["Status"] != "DELETED"), None)
    if found is None:
        raise not_found()
    return found


def _chosen(books: Books, call: Call, kind: Kind) -> list[Record] | None:
    """The records that IDs, numbers, contacts and statuses leave; None if nothing of that was said."""
    if kind is not INVOICES:
        return _by_numbers(books, call, kind)
    chosen = _any_of(books, call, kind)
    if term := call.query.get("searchterm", "").casefold():
        chosen = [document for document in _or_all(books, kind, chosen) if _mentions(document, term)]
    if statuses := set(call.listed("Statuses")):
        chosen = [document for document in _or_all(books, kind, chosen) if document["Status"] in statuses]
    return chosen


def _any_of(books: Books, call: Call, kind: Kind) -> list[Record] | None:
    """What the explicit lists name: each list narrows the one before."""
    records = kind.records(books)
    chosen: list[Record] | None = None
    if ids := call.listed("IDs"):
        chosen = [document for document in map(records.get, ids) if document]
    for parameter, key in (("InvoiceNumbers", "InvoiceNumber"), ("ContactIDs", "Contact.ContactID")):
        asked = call.listed(parameter)
        if not asked:
            continue
        alike = ((value, document) for value in asked for document in records.by(key, value))
        found = {
            document[kind.id]: document
            for value, document in alike
            if key != kind.number or _is(books, document, value)
        }
        before = None if chosen is None else {document[kind.id] for document in chosen}
        chosen = [document for key_id, document in found.items() if before is None or key_id in before]
    return chosen


def _is(books: Books, document: Record, number: str) -> bool:
    return books.switches["number_list_case"] == "ignored" or str(document["InvoiceNumber"]) == number


def _by_numbers(books: Books, call: Call, kind: Kind) -> list[Record] | None:
    asked = call.listed("References") + call.listed("InvoiceNumbers")
    if not asked:
        return None
    return [document for document in kind.records(books) if document.get("Reference") in asked]


def _or_all(books: Books, kind: Kind, chosen: list[Record] | None) -> list[Record]:
    return list(kind.records(books)) if chosen is None else chosen


def _mentions(document: Record, term: str) -> bool:
    searched = (document["InvoiceNumber"], document["Reference"], document["Contact"]["Name"])
    return any(term in str(text or "").casefold() for text in searched)

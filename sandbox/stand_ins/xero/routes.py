"""Every address of the accounting API that is answered, and the scope that it needs."""

from collections.abc import Callable, Iterator
from functools import partial

from werkzeug import Request, Response
from werkzeug.exceptions import MethodNotAllowed, NotFound
from werkzeug.routing import Map, RequestRedirect, Rule

from sandbox.stand_ins.xero import (
    allocations,
    bank_transactions,
    contacts,
    document_routes,
    items,
    journals,
    payments,
    settings,
)
from sandbox.stand_ins.xero.answers import respond
from sandbox.stand_ins.xero.books import Books
from sandbox.stand_ins.xero.calls import Call
from sandbox.stand_ins.xero.errors import RefusalError, not_found
from sandbox.stand_ins.xero.history import RESOURCES
from sandbox.stand_ins.xero.kinds import CREDITS, DOCUMENTS, KINDS
from sandbox.stand_ins.xero.reports.routes import REPORTS, get_report
from sandbox.stand_ins.xero.tables import Table

_TABLES = {"CreditNotes": "credit_notes", "ManualJournals": "journals"}
ROOT = "/api.xro/2.0"
Endpoint = Callable[[Books, Call], Response]

SCOPES = {
    "Invoices": "accounting.invoices",
    "CreditNotes": "accounting.invoices",
    "Items": "accounting.invoices",
    "Payments": "accounting.payments",
    "Overpayments": "accounting.payments",
    "Prepayments": "accounting.payments",
    "BankTransactions": "accounting.banktransactions",
    "ManualJournals": "accounting.manualjournals",
    "Journals": "accounting.journals",
    "Contacts": "accounting.contacts",
    "Organisation": "accounting.settings",
    "Organisations": "accounting.settings",
    "Accounts": "accounting.settings",
    "TaxRates": "accounting.settings",
    "TrackingCategories": "accounting.settings",
    "Currencies": "accounting.settings",
}
ALL_REPORTS = "accounting.reports.read"
ALSO = {"Items": "accounting.settings"}
BROAD = {
    "accounting.invoices",
    "accounting.payments",
    "accounting.banktransactions",
    "accounting.manualjournals",
}


def find(request: Request) -> tuple[Endpoint, dict[str, str]]:
    """What answers a request, and what its path names."""
    try:
        endpoint, args = ROUTES.bind(request.host or "xero").match(request.path, method=request.method)
    except MethodNotAllowed as cause:
        raise RefusalError(405, "The requested resource does not support this method") from cause
    except (NotFound, RequestRedirect) as cause:
        raise not_found() from cause
    return endpoint, dict(args)


def allowed_scopes(request: Request) -> set[str]:
    """The scopes of which a token needs one."""
    resource, _, rest = request.path.removeprefix(f"{ROOT}/").partition("/")
    if resource == "Reports":
        return {ALL_REPORTS, f"accounting.reports.{rest.lower()}.read"}
    full = {scope for scope in (SCOPES.get(resource), ALSO.get(resource)) if scope}
    broad = {"accounting.transactions"} if full & BROAD else set()
    reads = {f"{scope}.read" for scope in full} if request.method == "GET" else set()
    return full | broad | reads


def is_report(request: Request) -> bool:
    return request.path.startswith(f"{ROOT}/Reports/")


def get_history(books: Books, call: Call, plural: str) -> Response:
    """Answer with the changes of a record that is named by its id."""
    records: Table = getattr(books, _TABLES.get(plural, plural.lower()))
    if records.get(call.key) is None:
        raise not_found()
    return respond(books, {"HistoryRecords": books.history.of(call.key)})


def _rows() -> Iterator[tuple[str, str, Endpoint]]:
    yield "GET", "/Organisation", settings.get_organisation
    yield "GET", "/Organisations", settings.get_organisation
    yield "POST", "/Organisation", settings.post_organisation
    yield "GET", "/Organisation/Actions", settings.get_actions
    for plural in settings.FIELDS:
        yield "GET", f"/{plural}", partial(settings.list_settings, plural=plural)
        if plural != "Currencies":
            yield "GET", f"/{plural}/<key>", partial(settings.get_setting, plural=plural)
    yield "PUT", "/Accounts", settings.put_account
    yield "POST", "/Accounts/<key>", settings.post_account
    yield "PUT", "/Currencies", settings.put_currency
    yield "PUT", "/TrackingCategories/<category>/Options", settings.put_option
    yield from _resource(
        "Contacts", contacts.list_contacts, contacts.get_contact, contacts.put_contacts, contacts.post_contacts
    )
    yield from _resource("Items", items.list_items, items.get_item, items.put_items, items.post_items)
    yield "DELETE", "/Items/<key>", items.delete_item
    yield from _resource(
        "ManualJournals", journals.list_journals, journals.get_journal, journals.put_journals, journals.post_journals
    )
    yield from _documents()
    yield from _payments()
    for name in REPORTS:
        yield "GET", f"/Reports/{name}", partial(get_report, name=name)
    for plural in RESOURCES:
        yield "GET", f"/{plural}/<key>/History", partial(get_history, plural=plural)


def _documents() -> Iterator[tuple[str, str, Endpoint]]:
    for kind in KINDS:
        yield "GET", f"/{kind.plural}", partial(document_routes.list_documents, kind=kind)
        yield "GET", f"/{kind.plural}/<key>", partial(document_routes.get_document, kind=kind)
    for kind in DOCUMENTS:
        post = partial(document_routes.post_documents, kind=kind)
        yield "PUT", f"/{kind.plural}", partial(document_routes.put_documents, kind=kind)
        yield "POST", f"/{kind.plural}", post
        yield "POST", f"/{kind.plural}/<key>", post
    for kind in CREDITS:
        path = f"/{kind.plural}/<source>/Allocations"
        yield "PUT", path, partial(allocations.put_allocations, kind=kind)
        yield "DELETE", f"{path}/<allocation>", partial(allocations.delete_allocation, kind=kind)


def _payments() -> Iterator[tuple[str, str, Endpoint]]:
    yield "GET", "/Payments", payments.list_payments
    yield "PUT", "/Payments", payments.put_payments
    yield "POST", "/Payments", payments.post_payment
    yield "GET", "/Payments/<key>", payments.get_payment
    yield "POST", "/Payments/<key>", payments.post_status
    yield "GET", "/BankTransactions", bank_transactions.list_transactions
    yield "PUT", "/BankTransactions", bank_transactions.put_transactions
    yield "GET", "/BankTransactions/<key>", bank_transactions.get_transaction
    yield "POST", "/BankTransactions/<key>", bank_transactions.post_status


def _resource(
    plural: str, many: Endpoint, one: Endpoint, put: Endpoint, post: Endpoint
) -> Iterator[tuple[str, str, Endpoint]]:
    yield "GET", f"/{plural}", many
    yield "GET", f"/{plural}/<key>", one
    yield "PUT", f"/{plural}", put
    yield "POST", f"/{plural}", post
    yield "POST", f"/{plural}/<key>", post


ROUTES = Map(
    [Rule(f"{ROOT}{path}", methods=[method], endpoint=endpoint) for method, path, endpoint in _rows()],
    strict_slashes=False,
    merge_slashes=False,
)

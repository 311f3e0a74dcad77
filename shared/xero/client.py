"""What we want of Xero, by name, in bulk wherever it can be. https://developer.xero.com/documentation/api/accounting/overview

Limits: 60 calls a minute and 1,000 or 5,000 a day per organisation (pace.py), about 50 elements (of items 100) and 3.5 MB
to a write, and addresses of some 2,000 characters. Elements are as Xero gives them, with Decimals for its numbers. Every
method raises what Transport.call raises: a failed look-up is an error, never an empty list.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from shared.errors import AnswerError, InvalidDataError, RequestRefusedError, ScopeError, UncertainError
from shared.http.transport import Transport
from shared.http.wire import segment
from shared.xero.answers import about_key, elements_of, moment, without_scope
from shared.xero.conditions import equals, guid, in_lists
from shared.xero.resources import CREDIT_NOTES, INVOICES, PAYMENTS, Element, Resource, body_of

PAGE_SIZE = 1000
LONGEST_KEY = 128
OR = " OR "

Query = tuple[tuple[str, str], ...]

_ALLOCATIONS = Resource(name="Allocations", id_field="AllocationID", number_field="AllocationID", paged=False)
_SECOND = timedelta(seconds=1)


class Xero:
    """One organisation; a Custom Connection may leave the tenant id blank."""

    def __init__(self, transport: Transport, tenant_id: str) -> None:
        self._transport = transport
        self._tenant = {"xero-tenant-id": tenant_id} if tenant_id else {}

    # Writing

    @staticmethod
    def body_of(resource: Resource, elements: Iterable[Mapping[str, Any]]) -> bytes:
        """Write the bytes of one request. Raises InvalidDataError where there are too many for Xero."""
        return body_of(resource, elements)

    def write(self, resource: Resource, body: bytes, *, create: bool, idempotency_key: str) -> list[Element]:
        """Create (PUT) or amend (POST) a batch. Every element comes back with what became of it, in any order.

        Raises IdempotencyMismatchError where the key was used with other bytes a few minutes ago, UncertainError where a request
        with the same key is still being handled.
        """
        query = (("summarizeErrors", "false"), *_decimals(resource))
        return self._write("PUT" if create else "POST", resource.name, resource, body, query, idempotency_key)

    def allocate(
        self, credit_id: str, invoice_id: str, amount: Decimal, on: date, key: str, *, of: Resource = CREDIT_NOTES
    ) -> Element:
        """Settle a part of an invoice with a credit. Gives the allocation, with its refusals where Xero refused it."""
        allocation = {"Amount": amount, "Date": on.isoformat(), "Invoice": {"InvoiceID": invoice_id}}
        path = f"{of.name}/{segment(credit_id)}/Allocations"
        body = body_of(_ALLOCATIONS, [allocation])
        elements = self._write("PUT", path, _ALLOCATIONS, body, (("summarizeErrors", "false"),), key)
        if len(elements) != 1:
            raise UncertainError(f"Xero gave {len(elements)} answers to one allocation")
        return elements[0]

    def delete_payment(self, payment_id: str) -> None:
        """Take a payment back: its document is open again. Of a second time nothing comes but a refusal."""
        body = body_of(PAYMENTS, [{"Status": "DELETED"}])
        self._write("POST", f"Payments/{segment(payment_id)}", PAYMENTS, body, (), f"delete-{payment_id}")

    def _write(
        self, method: str, path: str, resource: Resource, body: bytes, query: Query, idempotency_key: str
    ) -> list[Element]:
        if not 0 < len(idempotency_key) <= LONGEST_KEY:
            raise ValueError(f"an idempotency key of {len(idempotency_key)} characters")
        headers = {**self._tenant, "Idempotency-Key": idempotency_key}
        try:
            answer = self._transport.write(method, path, body, query=query, headers=headers)
            return elements_of(answer, resource.name)
        except RequestRefusedError as refusal:
            if told := about_key(refusal):
                raise told from refusal
            raise
        except ScopeError as refusal:
            raise (without_scope(resource.scope, refusal) if resource.scope else refusal) from refusal
        except AnswerError as cause:
            raise UncertainError(f"{cause.message}; it may have been done all the same", hint=cause.hint) from cause

    # Looking up

    def modified(
        self, resource: Resource, since: datetime, *, where: str = "", summary: bool = False
    ) -> Iterator[Element]:
        """Yield what was created or changed since a time, oldest change first. What changes meanwhile comes again.

        `summary` leaves out lines and payments. The next page is "since the last element's change". By number, pages would
        miss elements: one that changes moves to the end, and all behind it move up. Only inside one second they go by number.
        """
        query = (*_where(where), *_decimals(resource), *_archived(resource))
        if summary and resource.summaries:
            query = (*query, ("summaryOnly", "true"))
        known: set[tuple[str, str]] = set()
        page, more = 1, True
        while more:
            elements, more = self._page(resource, query, page, since)
            fresh = [element for element in elements if _version(resource, element) not in known]
            yield from fresh
            known = {_version(resource, element) for element in elements} | (known if page > 1 else set())
            since, page = _onward(elements, since, page) if more else (since, page)

    def where(self, resource: Resource, condition: str) -> list[Element]:
        """List whole elements that meet a condition, archived contacts included."""
        return self._list(resource, (*_where(condition), *_decimals(resource), *_archived(resource)))

    def where_any(self, resource: Resource, conditions: Iterable[str]) -> list[Element]:
        """List whole elements that meet one condition at least, for a resource that lets them be joined by OR."""
        lists = in_lists(conditions, gap=len(segment(OR)))
        return [element for some in lists for element in self.where(resource, OR.join(some))]

    def find(self, resource: Resource, field: str, text: str) -> list[Element]:
        """List the elements whose field equals a text, in any case of letters. The text may hold quotes."""
        sought = text.casefold()
        candidates = self.where(resource, equals(field, text))
        return [element for element in candidates if str(_nested(element, field)).casefold() == sought]

    def one(self, resource: Resource, key: str) -> Element | None:
        """Read one element by its id or its natural key; None where there is none. Raises InvalidDataError for a blank one."""
        if not key:
            raise InvalidDataError(f"a blank number cannot be looked up among Xero's {resource.name}")
        if "/" in key or not key.strip("."):
            return next(iter(self.find(resource, resource.number_field, key)), None)
        try:
            answer = self._get(f"{resource.name}/{segment(key)}", _decimals(resource))
        except RequestRefusedError as refusal:
            if refusal.status == 404:
                return None
            raise
        return next(iter(elements_of(answer, resource.name)), None)

    def history(self, resource: Resource, key: str) -> list[Element]:
        """Read who did what to an element, the latest first."""
        return elements_of(self._get(f"{resource.name}/{segment(key)}/History"), "HistoryRecords")

    def by_ids(self, resource: Resource, ids: Iterable[str]) -> list[Element]:
        """Read whole elements by their ids, in any order. Those that do not exist are left out."""
        wanted = list(dict.fromkeys(ids))
        if resource.by_ids:
            return self._in_lists(resource, "IDs", wanted)
        if resource.by_any_id:
            return self.where_any(resource, (f"{resource.id_field}=={guid(key)}" for key in wanted))
        return [element for element in (self.one(resource, key) for key in wanted) if element]

    def invoices_by_number(self, numbers: Iterable[str]) -> list[Element]:
        """Read whole invoices and bills, payments included, by their numbers. Several may share a number."""
        wanted = list(dict.fromkeys(number for number in numbers if number))
        listable = [number for number in wanted if "," not in number]
        alone = [number for number in wanted if "," in number]
        found = self._in_lists(INVOICES, "InvoiceNumbers", listable)
        return found + [element for number in alone for element in self.find(INVOICES, "InvoiceNumber", number)]

    # Reference data

    def organisation(self) -> Element:
        organisations = elements_of(self._get("Organisation"), "Organisations")
        if not organisations:
            raise AnswerError("Xero's answer holds no organisation")
        return organisations[0]

    def accounts(self) -> list[Element]:
        return elements_of(self._get("Accounts"), "Accounts")

    def tax_rates(self) -> list[Element]:
        return elements_of(self._get("TaxRates"), "TaxRates")

    def tracking_categories(self) -> list[Element]:
        return elements_of(self._get("TrackingCategories"), "TrackingCategories")

    def currencies(self) -> list[Element]:
        return elements_of(self._get("Currencies"), "Currencies")

    def limits(self) -> dict[str, int]:
        """Give the calls left of the day and of the minute, as last seen, and when the minute ends."""
        return self._transport.limits()

    def _get(self, path: str, query: Query = (), since: datetime | None = None) -> Any:
        """Read a list, or what of it has changed since. Of nothing Xero sends an empty list, or 304 and no list at all."""
        if since is None:
            return self._transport.get(path, query, self._tenant)
        headers = {**self._tenant, "If-Modified-Since": f"{since.astimezone(UTC):%Y-%m-%dT%H:%M:%S}+00:00"}
        return self._transport.get(path, query, headers, unchanged={path: []})

    def _in_lists(self, resource: Resource, parameter: str, texts: Iterable[str]) -> list[Element]:
        """Ask for many at once, in as few calls as the length of an address allows."""
        found: list[Element] = []
        for some in in_lists(texts):
            query = ((parameter, ",".join(some)), *_decimals(resource), *_archived(resource))
            found += self._list(resource, query)
        return found

    def _list(self, resource: Resource, query: Query) -> list[Element]:
        found: dict[str, Element] = {}
        page, more = 1, True
        while more:
            elements, more = self._page(resource, query, page)
            found |= {element[resource.id_field]: element for element in elements}
            page += 1
        return list(found.values())

    def _page(
        self, resource: Resource, query: Query, page: int, since: datetime | None = None
    ) -> tuple[list[Element], bool]:
        """Give one page, and whether more follow. Resources that are not paged come whole."""
        paging = (("page", str(page)), ("pageSize", str(PAGE_SIZE))) if resource.paged else ()
        answer = self._get(resource.name, (*query, *paging), since)
        elements = elements_of(answer, resource.name)
        pages = (answer.get("pagination") or {}).get("pageCount")
        full = len(elements) >= PAGE_SIZE
        more = page < int(pages) if pages is not None else full
        return elements, resource.paged and bool(elements) and more


def _where(condition: str) -> Query:
    return (("where", condition),) if condition else ()


def _decimals(resource: Resource) -> Query:
    return (("unitdp", "4"),) if resource.four_decimals else ()


def _archived(resource: Resource) -> Query:
    return (("includeArchived", "true"),) if resource.archives else ()


def _version(resource: Resource, element: Element) -> tuple[str, str]:
    return element[resource.id_field], str(element.get("UpdatedDateUTC", ""))


def _onward(elements: list[Element], since: datetime, page: int) -> tuple[datetime, int]:
    """Where to go on after a full page: a second before its last change, or the next page of the same second."""
    changes = [moment(element["UpdatedDateUTC"]) for element in elements]
    last = changes[-1].replace(microsecond=0) - _SECOND
    in_order = changes == sorted(changes)
    return (last, 1) if in_order and last > since else (since, page + 1)


def _nested(element: Mapping[str, Any], field: str) -> object:
    value: Any = element
    for name in field.split("."):
        value = value.get(name, "") if isinstance(value, Mapping) else ""
    return value

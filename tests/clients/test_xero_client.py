"""What goes to Xero, byte for byte, and what its answers mean: a failed look-up is never an empty one."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest

from shared.codec import from_json
from shared.errors import AnswerError, InvalidDataError, RequestRefusedError, TransientError, UncertainError
from shared.xero.answers import IdempotencyMismatchError
from shared.xero.client import Xero
from shared.xero.resources import CONTACTS, CREDIT_NOTES, INVOICES, ITEMS, MANUAL_JOURNALS, PAYMENTS, Resource
from tests.clients.doubles import START, Line, Said, a_xero

START_SECOND = int(START.timestamp())
SINCE = datetime(2026, 10, 1, 1, 0, 0, 900_000, timezone(timedelta(hours=1)))


def answered(resource: Resource, *elements: dict[str, Any], pages: int | None = None) -> Said:
    paging = {} if pages is None else {"pagination": {"page": 1, "pageSize": 1000, "pageCount": pages}}
    return Said(body={"Status": "OK", resource.name: list(elements), **paging})


def invoice(number: int, *, at: int = 0) -> dict[str, Any]:
    return {"InvoiceID": f"id-{number}", "InvoiceNumber": f"SI-{number}", "UpdatedDateUTC": f"/Date({at * 1000}+0000)/"}


def ids(elements: list[dict[str, Any]]) -> list[str]:
    return [element["InvoiceID"] for element in elements]


def query(line: Line, call: int = -1) -> dict[str, str]:
    parsed = parse_qs(urlsplit(str(line.network.sent[call].url)).query, strict_parsing=True)
    return {name: values[0] for name, values in parsed.items()}


def path(line: Line) -> str:
    return line.network.addresses()[-1].partition("?")[0].replace("/api.xro/2.0/", "")


WRITES = [
    (INVOICES, True, "PUT Invoices", {"summarizeErrors": "false", "unitdp": "4"}),
    (INVOICES, False, "POST Invoices", {"summarizeErrors": "false", "unitdp": "4"}),
    (CREDIT_NOTES, True, "PUT CreditNotes", {"summarizeErrors": "false", "unitdp": "4"}),
    (ITEMS, True, "PUT Items", {"summarizeErrors": "false", "unitdp": "4"}),
    (CONTACTS, True, "PUT Contacts", {"summarizeErrors": "false"}),
    (PAYMENTS, True, "PUT Payments", {"summarizeErrors": "false"}),
    (MANUAL_JOURNALS, True, "PUT ManualJournals", {"summarizeErrors": "false"}),
]


@pytest.mark.parametrize(("resource", "create", "address", "asked"), WRITES, ids=[row[2] for row in WRITES])
def test_a_batch_is_created_by_put_and_amended_by_post(
    resource: Resource, create: bool, address: str, asked: dict[str, str]
) -> None:
    xero, line = a_xero(answered(resource, {"HasErrors": False}))
    body = xero.body_of(resource, [{"Amount": Decimal("10.00")}])

    assert xero.write(resource, body, create=create, idempotency_key="key-1") == [{"HasErrors": False}]

    sent = line.network.sent[0]
    assert (path(line), query(line)) == (address, asked)
    assert sent.body == f'{{"{resource.name}":[{{"Amount":10.00}}]}}'.encode()
    assert (sent.headers["Idempotency-Key"], sent.headers["xero-tenant-id"]) == ("key-1", "tenant-1")


def test_a_custom_connection_without_tenant_sends_none() -> None:
    _, line = a_xero(Said(body={"Accounts": []}))

    Xero(line.transport, "").accounts()

    assert "xero-tenant-id" not in line.network.sent[0].headers


@pytest.mark.parametrize("key", ["", "k" * 129])
def test_a_key_that_xero_would_refuse_is_a_bug_of_ours(key: str) -> None:
    xero, line = a_xero()

    with pytest.raises(ValueError, match="idempotency key"):
        xero.write(INVOICES, b"{}", create=True, idempotency_key=key)

    assert line.network.sent == []


def refused(body: dict[str, Any]) -> Said:
    return Said(status=400, body=body)


VALIDATION = {
    "ErrorNumber": 10,
    "Type": "ValidationException",
    "Message": "A validation exception occurred",
    "Elements": [{"LineItems": [{"ValidationErrors": [{"Message": "Account code '9' is not a valid code"}]}]}],
}
USED = "Idempotency Key: key-1 is used with a different request."


def test_a_refused_request_says_why() -> None:
    xero, _ = a_xero(refused(VALIDATION))

    with pytest.raises(RequestRefusedError, match="Account code '9' is not a valid code") as caught:
        xero.write(INVOICES, b"{}", create=True, idempotency_key="key-1")

    assert caught.value.status == 400
    assert not isinstance(caught.value, IdempotencyMismatchError)


@pytest.mark.parametrize(
    "body",
    [{"Message": USED}, {"Message": "A validation exception", "Elements": [{"ValidationErrors": [{"Message": USED}]}]}],
    ids=["at the top", "in an element"],
)
def test_a_key_used_with_other_bytes_is_recognised(body: dict[str, Any]) -> None:
    xero, _ = a_xero(refused(body))

    with pytest.raises(IdempotencyMismatchError):
        xero.write(INVOICES, b"{}", create=True, idempotency_key="key-1")


@pytest.mark.parametrize(
    "said",
    [
        Said(status=409, body={"Message": "Conflict"}),
        refused({"Message": "Idempotency Key: key-1 is still in progress."}),
        Said(status=425, text="This idempotency key is in use"),
    ],
    ids=["a conflict", "refused in words of the key", "in plain text"],
)
def test_a_key_whose_first_request_is_still_being_handled_says_nothing_of_what_was_sent(said: Said) -> None:
    xero, _ = a_xero(said)

    with pytest.raises(UncertainError, match="the same request may be on its way"):
        xero.write(INVOICES, b"{}", create=True, idempotency_key="key-1")


@pytest.mark.parametrize("body", [{}, [], {"Invoices": None}, {"Contacts": []}])
def test_a_write_answered_without_elements_is_uncertain(body: Any) -> None:
    xero, _ = a_xero(Said(body=body))

    with pytest.raises(UncertainError):
        xero.write(INVOICES, b"{}", create=True, idempotency_key="key-1")


def test_an_allocation_names_its_invoice_amount_and_day() -> None:
    xero, line = a_xero(Said(body={"Allocations": [{"AllocationID": "a-1"}]}))

    element = xero.allocate("cn-1", "inv-1", Decimal("60.50"), date(2026, 11, 2), "key-1")

    assert element == {"AllocationID": "a-1"}
    assert path(line) == "PUT CreditNotes/cn-1/Allocations"
    assert query(line) == {"summarizeErrors": "false"}
    assert line.network.sent[0].body == (
        b'{"Allocations":[{"Amount":60.50,"Date":"2026-11-02","Invoice":{"InvoiceID":"inv-1"}}]}'
    )


def test_an_allocation_without_an_answer_of_its_own_is_uncertain() -> None:
    xero, _ = a_xero(Said(body={"Allocations": []}))

    with pytest.raises(UncertainError):
        xero.allocate("cn-1", "inv-1", Decimal(1), date(2026, 11, 2), "key-1")


NOT_MODIFIED = Said(status=304, text="")


@pytest.mark.parametrize("resource", [INVOICES, ITEMS], ids=["in pages", "whole"])
def test_not_modified_is_an_empty_list(resource: Resource) -> None:
    xero, line = a_xero(NOT_MODIFIED)

    assert list(xero.modified(resource, SINCE)) == []

    assert len(line.network.sent) == 1


def test_not_modified_ends_a_list_whose_first_page_was_full() -> None:
    xero, line = a_xero(
        answered(INVOICES, invoice(1, at=START_SECOND), invoice(2, at=START_SECOND), pages=2), NOT_MODIFIED
    )

    assert ids(list(xero.modified(INVOICES, SINCE))) == ["id-1", "id-2"]

    assert len(line.network.sent) == 2


def test_not_modified_to_a_question_without_a_condition_is_no_answer() -> None:
    xero, line = a_xero(NOT_MODIFIED, NOT_MODIFIED, NOT_MODIFIED)

    with pytest.raises(TransientError, match="304"):
        xero.where(INVOICES, 'Type=="ACCREC"')

    assert len(line.network.sent) == 3


def test_what_changed_is_asked_for_since_a_second_in_utc() -> None:
    xero, line = a_xero(answered(PAYMENTS, {"PaymentID": "p-1"}, pages=1))

    assert list(xero.modified(PAYMENTS, SINCE, where='Status=="AUTHORISED"')) == [{"PaymentID": "p-1"}]

    assert line.network.sent[0].headers["If-Modified-Since"] == "2026-10-01T00:00:00+00:00"
    assert query(line) == {"where": 'Status=="AUTHORISED"', "page": "1", "pageSize": "1000"}


def test_items_are_not_paged() -> None:
    xero, line = a_xero(answered(ITEMS, {"ItemID": "i-1"}))

    assert list(xero.modified(ITEMS, SINCE)) == [{"ItemID": "i-1"}]

    assert query(line) == {"unitdp": "4"}


@pytest.mark.parametrize(("resource", "asked"), [(INVOICES, True), (CONTACTS, True), (CREDIT_NOTES, False)])
def test_a_summary_is_asked_for_where_there_is_one(resource: Resource, asked: bool) -> None:
    xero, line = a_xero(answered(resource, pages=0))

    assert list(xero.modified(resource, SINCE, summary=True)) == []

    assert ("summaryOnly" in query(line)) is asked


def test_the_next_page_begins_a_second_before_the_last_change() -> None:
    late = 1_790_900_000
    first = [invoice(number, at=late + number) for number in range(3)]
    second = [invoice(2, at=late + 2), invoice(3, at=late + 3)]
    xero, line = a_xero(answered(INVOICES, *first, pages=2), answered(INVOICES, *second, pages=1))

    found = list(xero.modified(INVOICES, SINCE))

    assert ids(found) == ["id-0", "id-1", "id-2", "id-3"]
    since = datetime.fromtimestamp(late + 1, UTC)
    assert line.network.sent[1].headers["If-Modified-Since"] == f"{since:%Y-%m-%dT%H:%M:%S}+00:00"
    assert query(line)["page"] == "1"


def test_what_changes_while_it_is_read_comes_again() -> None:
    late = 1_790_900_000
    xero, _ = a_xero(
        answered(INVOICES, invoice(1, at=late), invoice(2, at=late + 5), pages=2),
        answered(INVOICES, invoice(2, at=late + 5), invoice(1, at=late + 9), pages=1),
    )

    assert ids(list(xero.modified(INVOICES, SINCE))) == ["id-1", "id-2", "id-1"]


def test_a_second_with_more_changes_than_a_page_is_paged_by_number() -> None:
    late = 1_790_900_000
    same = [invoice(number, at=late) for number in range(6)]
    xero, line = a_xero(
        answered(INVOICES, *same[:2], pages=3),
        answered(INVOICES, *same[:2], pages=3),
        answered(INVOICES, *same[2:4], pages=3),
        answered(INVOICES, *same[4:], pages=3),
    )

    assert ids(list(xero.modified(INVOICES, SINCE))) == [f"id-{number}" for number in range(6)]

    assert [query(line, call)["page"] for call in range(4)] == ["1", "1", "2", "3"]


def test_pages_that_are_not_in_the_order_of_change_are_paged_by_number() -> None:
    late = 1_790_900_000
    xero, line = a_xero(
        answered(INVOICES, invoice(1, at=late + 9), invoice(2, at=late + 5), pages=2),
        answered(INVOICES, invoice(3, at=late), pages=2),
    )

    assert ids(list(xero.modified(INVOICES, SINCE))) == ["id-1", "id-2", "id-3"]

    assert query(line)["page"] == "2"


def test_conditions_list_whole_elements_over_all_pages() -> None:
    xero, line = a_xero(answered(INVOICES, invoice(1), pages=2), answered(INVOICES, invoice(2), pages=2))

    assert ids(xero.where(INVOICES, 'Type=="ACCPAY"')) == ["id-1", "id-2"]

    assert query(line) == {"where": 'Type=="ACCPAY"', "unitdp": "4", "page": "2", "pageSize": "1000"}


def test_archived_contacts_are_found_too() -> None:
    xero, line = a_xero(answered(CONTACTS, {"ContactID": "c", "ContactNumber": "20101"}, pages=1))

    assert xero.find(CONTACTS, "ContactNumber", "20101") == [{"ContactID": "c", "ContactNumber": "20101"}]

    assert query(line)["where"] == 'ContactNumber=="20101"'
    assert query(line)["includeArchived"] == "true"


def test_a_name_with_quotes_is_found_by_its_parts_and_compared_whole() -> None:
    right, wrong = {"ContactID": "1", "Name": 'Bob "B" Ltd'}, {"ContactID": "2", "Name": "Bob BIB Ltd"}
    xero, line = a_xero(answered(CONTACTS, right, wrong, pages=1))

    assert xero.find(CONTACTS, "Name", 'Bob "B" Ltd') == [right]

    assert query(line)["where"] == (
        'Name!=null AND Name.StartsWith("Bob ") AND Name.Contains("B") AND Name.EndsWith(" Ltd")'
    )


def test_nested_fields_are_compared_too() -> None:
    element = {**invoice(1), "Contact": {"Name": "Byron Ltd"}}
    xero, _ = a_xero(answered(INVOICES, element, {**invoice(2), "Contact": None}, pages=1))

    assert xero.find(INVOICES, "Contact.Name", "BYRON LTD") == [element]


def test_one_element_is_read_by_its_key() -> None:
    xero, line = a_xero(answered(INVOICES, invoice(1)))

    assert xero.one(INVOICES, "SI 1?") == invoice(1)

    assert path(line) == "GET Invoices/SI%201%3F"
    assert query(line) == {"unitdp": "4"}


def test_one_element_that_is_not_there_is_none() -> None:
    xero, _ = a_xero(Said(status=404, text="The resource you're looking for cannot be found"))

    assert xero.one(INVOICES, "SI-1") is None


@pytest.mark.parametrize("key", ["A/B", "..", "."])
def test_a_key_that_would_break_the_address_is_asked_for_by_condition(key: str) -> None:
    item = {"ItemID": "i", "Code": key}
    xero, line = a_xero(answered(ITEMS, item, {"ItemID": "j", "Code": "other"}))

    assert xero.one(ITEMS, key) == item

    assert path(line) == "GET Items"
    assert query(line)["where"] == f'Code=="{key}"'


def test_a_blank_key_would_ask_for_everything_and_is_refused() -> None:
    xero, _ = a_xero()

    with pytest.raises(InvalidDataError):
        xero.one(ITEMS, "")


def test_ids_go_fifty_at_a_time() -> None:
    wanted = [f"{number:08}-0000-0000-0000-000000000000" for number in range(110)]
    xero, line = a_xero(*[answered(CONTACTS, pages=1)] * 3)

    assert xero.by_ids(CONTACTS, [*wanted, *wanted]) == []

    sizes = [len(query(line, call)["IDs"].split(",")) for call in range(3)]
    assert sizes == [50, 50, 10]
    assert query(line)["includeArchived"] == "true"
    assert max(len(str(request.url)) for request in line.network.sent) < 2_000


def test_payments_are_read_by_a_condition_for_many() -> None:
    wanted = [f"{number:08}-0000-0000-0000-000000000000" for number in range(30)]
    xero, line = a_xero(answered(PAYMENTS, {"PaymentID": wanted[0]}, pages=1), answered(PAYMENTS, pages=1))

    assert xero.by_ids(PAYMENTS, [*wanted, *wanted]) == [{"PaymentID": wanted[0]}]

    asked = " OR ".join(query(line, call)["where"] for call in range(2))
    assert asked == " OR ".join(f'PaymentID==guid("{one}")' for one in wanted)
    assert max(len(str(request.url)) for request in line.network.sent) < 2_000


def test_resources_without_that_parameter_are_read_one_by_one() -> None:
    xero, line = a_xero(answered(CREDIT_NOTES, {"CreditNoteID": "a"}), Said(status=404, text=""))

    assert xero.by_ids(CREDIT_NOTES, ["a", "b"]) == [{"CreditNoteID": "a"}]

    assert path(line) == "GET CreditNotes/b"


def test_numbers_go_in_lists_that_keep_the_address_short() -> None:
    numbers = [f"Rechnung Nr. {number:04} & Söhne" for number in range(60)]
    xero, line = a_xero(*[answered(INVOICES, invoice(call), pages=1) for call in range(20)])

    xero.invoices_by_number(numbers)

    asked = [query(line, call)["InvoiceNumbers"] for call in range(len(line.network.sent))]
    assert ",".join(asked) == ",".join(numbers)
    assert max(len(str(request.url)) for request in line.network.sent) < 2_000
    assert query(line)["page"] == "1"


def test_a_number_with_a_comma_is_asked_for_alone() -> None:
    xero, line = a_xero(
        answered(INVOICES, invoice(1), pages=1),
        answered(INVOICES, {**invoice(2), "InvoiceNumber": "A,1"}, {**invoice(3), "InvoiceNumber": "a"}, pages=1),
    )

    assert ids(xero.invoices_by_number(["SI-1", "A,1", ""])) == ["id-1", "id-2"]

    assert query(line)["where"] == 'InvoiceNumber=="A,1"'


READS: dict[str, tuple[Callable[[Xero], Any], Any, Any]] = {
    "Organisation": (Xero.organisation, {"Organisations": [{"Name": "Demo"}]}, {"Name": "Demo"}),
    "Accounts": (Xero.accounts, {"Accounts": [{"Code": "200"}]}, [{"Code": "200"}]),
    "TaxRates": (Xero.tax_rates, {"TaxRates": []}, []),
    "TrackingCategories": (Xero.tracking_categories, {"TrackingCategories": []}, []),
    "Currencies": (Xero.currencies, {"Currencies": [{"Code": "GBP"}]}, [{"Code": "GBP"}]),
}


@pytest.mark.parametrize(("place", "case"), READS.items(), ids=READS)
def test_reference_data_is_read(place: str, case: tuple[Callable[[Xero], Any], Any, Any]) -> None:
    read, body, expected = case
    xero, line = a_xero(Said(body=body))

    assert read(xero) == expected

    assert path(line) == f"GET {place}"


LOOK_UPS: dict[str, Callable[[Xero], Any]] = {
    "modified": lambda xero: list(xero.modified(INVOICES, START)),
    "where": lambda xero: xero.where(INVOICES, 'Type=="ACCPAY"'),
    "find": lambda xero: xero.find(CONTACTS, "Name", "Byron Ltd"),
    "one": lambda xero: xero.one(INVOICES, "SI-1"),
    "by_ids": lambda xero: xero.by_ids(CONTACTS, ["1"]),
    "by_number": lambda xero: xero.invoices_by_number(["SI-1"]),
    "organisation": Xero.organisation,
    "accounts": Xero.accounts,
}


@pytest.mark.parametrize("look_up", LOOK_UPS.values(), ids=LOOK_UPS)
def test_a_failed_look_up_is_an_error(look_up: Callable[[Xero], Any]) -> None:
    refusal = refused({"ErrorNumber": 16, "Type": "QueryParseException", "Message": "Syntax error"})

    with pytest.raises(TransientError):
        look_up(a_xero(*[Said(status=500, text="")] * 3)[0])
    with pytest.raises(RequestRefusedError, match="Syntax error"):
        look_up(a_xero(refusal)[0])
    with pytest.raises(AnswerError):
        look_up(a_xero(Said(body={"Status": "OK"}))[0])


def test_what_is_sent_can_be_read_back_whole() -> None:
    xero, _ = a_xero()
    elements = [{"Description": "Müller 😀", "UnitAmount": Decimal("0.0001"), "Quantity": Decimal("3.0000")}]

    body = xero.body_of(INVOICES, elements)

    assert from_json(body) == {"Invoices": elements}
    assert b"E-" not in body

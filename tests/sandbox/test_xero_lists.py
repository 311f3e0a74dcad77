"""Lists: filters, order, pages and what has changed since."""

import pytest

from sandbox.stand_ins.exact_json import loads
from tests.sandbox.xero_calls import Client, a_bill, a_contact, a_line, an_invoice


@pytest.fixture
def client() -> Client:
    """Five invoices of one customer, a second apart and of growing worth, and a bill of another contact."""
    client = Client()
    customer = client.one("Contacts", a_contact())["ContactID"]
    supplier = client.one("Contacts", {"Name": "Clay Ltd", "ContactNumber": "30001"})["ContactID"]
    for count in range(1, 6):
        client.clock.advance(seconds=1)
        row = a_line(UnitAmount=count * 100)
        client.one("Invoices", an_invoice(customer, row, InvoiceNumber=f"BP-{count}", Date=f"2026-10-0{count}"))
    client.clock.advance(seconds=1)
    client.one("Invoices", a_bill(supplier))
    return client


def _numbers(client: Client, **query: str) -> list[str]:
    return [invoice["InvoiceNumber"] for invoice in client.listed("Invoices", **query)]


@pytest.mark.parametrize(
    ("where", "numbers"),
    [
        ('InvoiceNumber=="BP-2"', ["BP-2"]),
        ('InvoiceNumber="BP-2"', ["BP-2"]),
        ('Type=="ACCPAY" AND InvoiceNumber=="SUP-7"', ["SUP-7"]),
        ('type=="ACCPAY"', ["SUP-7"]),
        ('InvoiceNumber=="BP-1" OR InvoiceNumber=="BP-3"', ["BP-1", "BP-3"]),
        ('(InvoiceNumber=="BP-1" || InvoiceNumber=="BP-3") && Total>200', ["BP-3"]),
        ("Date>=DateTime(2026,10,03) AND Date<DateTime(2026,10,05)", ["BP-3", "BP-4"]),
        ("Date>=DateTime(2026, 10, 05)", ["BP-5"]),
        ('AmountDue>480.00 AND Type=="ACCREC"', ["BP-5"]),
        ('Contact.Name=="Clay Ltd"', ["SUP-7"]),
        ('Contact.ContactNumber=="30001"', ["SUP-7"]),
        ('Status!="AUTHORISED"', []),
        ('InvoiceNumber.StartsWith("SUP")', ["SUP-7"]),
        ('Contact.Name.Contains("clay")', ["SUP-7"]),
        ("DueDate==null", []),
        ("SentToContact==true", []),
        ('HasAttachments==false AND Type=="ACCPAY"', ["SUP-7"]),
        ("IsDiscounted", []),
        ("FullyPaidOnDate!=null", []),
        ('Contact.Name.ToLower()=="clay ltd"', ["SUP-7"]),
        ('Contact.Name.ToLower()=="Clay Ltd"', []),
    ],
)
def test_a_filter_finds_what_it_says(client: Client, where: str, numbers: list[str]) -> None:
    assert _numbers(client, where=where) == numbers


def test_a_filter_by_id_finds_one(client: Client) -> None:
    invoice, *_ = client.listed("Invoices")

    assert _numbers(client, where=f'InvoiceID==guid("{invoice["InvoiceID"].upper()}")') == ["BP-1"]
    assert len(_numbers(client, where=f'Contact.ContactID==guid("{invoice["Contact"]["ContactID"]}")')) == 5


@pytest.mark.parametrize(
    "where",
    [
        'Colour=="blue"',
        'Type=="ACCREC" AND',
        'Type "ACCREC"',
        "Type==",
        "Total==true",
        'Date>"2026-10-01"',
        'Type>"A"',
        'InvoiceID==guid("x")',
        "Date>DateTime(2026,13,01)",
        "Date>DateTime(a)",
        '(Type=="ACCREC"',
        'Type=="ACCREC")',
        "Total=1e5",
        "Type",
        'Type.Reverse("A")',
        "Type.Contains(1)",
        "Type==Sales",
        "#",
    ],
)
def test_a_filter_that_makes_no_sense_is_refused(client: Client, where: str) -> None:
    response = client.get("Invoices", where=where)

    body = loads(response.content)
    assert (response.status_code, body["Type"]) == (400, "QueryParseException")
    assert "Elements" not in body


@pytest.mark.parametrize(("ignores_case", "count"), [(True, 1), (False, 0)])
def test_whether_a_contact_filter_minds_case_is_a_switch(client: Client, ignores_case: bool, count: int) -> None:
    client.switch(contact_where_ignores_case=ignores_case)

    assert len(client.listed("Contacts", where='Name=="CLAY LTD"')) == count


def test_the_order_is_that_of_change_unless_another_is_asked_for(client: Client) -> None:
    client.clock.advance(seconds=1)
    client.do("pay_invoice", invoice="BP-2")

    assert _numbers(client) == ["BP-1", "BP-3", "BP-4", "BP-5", "SUP-7", "BP-2"]
    assert _numbers(client, order="InvoiceNumber DESC")[0] == "SUP-7"
    assert _numbers(client, order="Type, Total DESC")[:2] == ["SUP-7", "BP-5"]


@pytest.mark.parametrize("order", ["Colour", "Date SIDEWAYS", "Date ASC DESC"])
def test_an_order_that_makes_no_sense_is_refused(client: Client, order: str) -> None:
    assert client.get("Invoices", order=order).status_code == 400


@pytest.mark.parametrize(
    ("query", "page", "count"),
    [
        ({"page": "1"}, {"page": 1, "pageSize": 100, "pageCount": 1, "itemCount": 6}, 6),
        ({"page": "2", "pageSize": "4"}, {"page": 2, "pageSize": 4, "pageCount": 2, "itemCount": 6}, 2),
        ({"page": "9", "pageSize": "4"}, {"page": 9, "pageSize": 4, "pageCount": 2, "itemCount": 6}, 0),
        ({"page": "0", "pageSize": "0"}, {"page": 1, "pageSize": 1, "pageCount": 6, "itemCount": 6}, 1),
        ({"page": "1", "pageSize": "5000"}, {"page": 1, "pageSize": 1000, "pageCount": 1, "itemCount": 6}, 6),
    ],
)
def test_a_page_says_where_it_stands(client: Client, query: dict[str, str], page: dict[str, int], count: int) -> None:
    body = loads(client.get("Invoices", **query).content)

    assert body["pagination"] == page
    assert len(body["Invoices"]) == count


def test_lines_come_only_with_pages(client: Client) -> None:
    (bare, *_), (paged, *_) = client.listed("Invoices"), client.listed("Invoices", page="1")

    assert "LineItems" not in bare
    assert paged["LineItems"]


def test_a_summary_leaves_out_payments_and_is_paged(client: Client) -> None:
    body = loads(client.get("Invoices", summaryOnly="true").content)

    assert "pagination" in body
    assert not {"LineItems", "Payments", "HasAttachments"} & set(body["Invoices"][0])


def test_contacts_are_short_unless_paged(client: Client) -> None:
    bare, paged = client.listed("Contacts")[0], client.listed("Contacts", page="1")[0]
    short = client.listed("Contacts", summaryOnly="true")[0]

    assert "ContactPersons" not in bare
    assert "ContactPersons" in paged
    assert not {"Addresses", "IsCustomer"} & set(short)


def test_lists_of_values_pick_records(client: Client) -> None:
    invoices = client.listed("Invoices")
    ids = ",".join(invoice["InvoiceID"] for invoice in invoices[:2])
    customer = invoices[0]["Contact"]["ContactID"]

    assert _numbers(client, IDs=ids) == ["BP-1", "BP-2"]
    assert _numbers(client, InvoiceNumbers="BP-2,SUP-7,nobody's") == ["BP-2", "SUP-7"]
    assert len(_numbers(client, ContactIDs=customer)) == 5
    assert _numbers(client, ContactIDs=customer, InvoiceNumbers="BP-2,SUP-7") == ["BP-2"]
    assert _numbers(client, Statuses="PAID,VOIDED") == []
    assert _numbers(client, searchTerm="clay") == ["SUP-7"]


def test_statuses_enforce_pages(client: Client) -> None:
    assert "pagination" in loads(client.get("Invoices", Statuses="AUTHORISED").content)


def test_contacts_are_picked_by_id_and_the_archived_only_on_demand(client: Client) -> None:
    (clay,) = client.listed("Contacts", where='Name=="Clay Ltd"')
    client.do("archive_contact", contact="30001")

    assert len(client.listed("Contacts")) == 1
    assert len(client.listed("Contacts", includeArchived="true")) == 2
    assert client.listed("Contacts", IDs=clay["ContactID"])[0]["ContactStatus"] == "ARCHIVED"


@pytest.mark.parametrize(
    "form",
    [
        "2026-11-02T09:00:05",
        "2026-11-02T09:00:05Z",
        "2026-11-02T09:00:05+00:00",
        "Mon, 02 Nov 2026 09:00:05 GMT",
        "Monday, 02-Nov-26 09:00:05 GMT",
    ],
)
def test_what_changed_since_is_found_to_the_second(client: Client, form: str) -> None:
    changed = client.ok(client.get("Invoices", {"If-Modified-Since": form}), "Invoices")

    assert [invoice["InvoiceNumber"] for invoice in changed] == ["BP-5", "SUP-7"]


def test_a_payment_counts_as_a_change_of_its_invoice(client: Client) -> None:
    client.clock.advance(minutes=1)
    client.do("pay_invoice", invoice="BP-2", amount=1)

    changed = client.ok(client.get("Invoices", {"If-Modified-Since": "2026-11-02T09:01:00"}), "Invoices")

    assert [invoice["InvoiceNumber"] for invoice in changed] == ["BP-2"]


def test_whether_the_very_second_counts_is_a_switch(client: Client) -> None:
    client.switch(modified_since_inclusive=False)

    changed = client.ok(client.get("Invoices", {"If-Modified-Since": "2026-11-02T09:00:05"}), "Invoices")

    assert [invoice["InvoiceNumber"] for invoice in changed] == ["SUP-7"]


@pytest.mark.parametrize(
    ("which", "page", "status"),
    [
        ("always", "1", 304),
        ("always", "2", 304),
        ("never", "1", 200),
        ("first_page", "1", 304),
        ("first_page", "2", 200),
    ],
)
def test_where_nothing_has_changed_there_is_no_body_or_an_empty_list(
    client: Client, which: str, page: str, status: int
) -> None:
    client.switch(not_modified=which)

    answer = client.get("Invoices", {"If-Modified-Since": "2026-11-02T10:00:00"}, page=page)

    assert answer.status_code == status
    assert answer.text == "" if status == 304 else answer.json()["Invoices"] == []
    assert "X-MinLimit-Remaining" in answer.headers


def test_nothing_found_is_an_empty_list_to_a_question_without_a_condition(client: Client) -> None:
    assert client.listed("Invoices", where='InvoiceNumber=="BP-9"') == []


def test_a_page_behind_the_last_is_empty_and_yet_something_has_changed(client: Client) -> None:
    since = {"If-Modified-Since": "2026-11-02T09:00:00"}

    assert client.ok(client.get("Invoices", since, page="2"), "Invoices") == []


def test_a_date_that_is_none_fails_its_precondition(client: Client) -> None:
    assert client.get("Invoices", {"If-Modified-Since": "yesterday"}).status_code == 412


def test_an_address_that_is_too_long_is_refused(client: Client) -> None:
    ids = ",".join(["995fe164-fe00-4fe9-8615-38b9e14af0e9"] * 60)

    short, long = client.get("Invoices", IDs=ids[: 37 * 52 - 1]), client.get("Invoices", IDs=ids)
    client.switch(query_length=8192)

    assert (short.status_code, long.status_code) == (200, 414)
    assert client.get("Invoices", IDs=ids).status_code == 200


@pytest.mark.parametrize("path", ["Invoices/BP-3", "Contacts/30001", "Accounts/{account}", "TaxRates/OUTPUT2"])
def test_a_natural_key_stands_for_the_id(client: Client, path: str) -> None:
    account = client.listed("Accounts", where='Code=="200"')[0]["AccountID"]

    assert len(client.listed(path.format(account=account))) == 1


@pytest.mark.parametrize("path", ["Invoices/nobody's", "Contacts/1", "Accounts/1", "Items/1", "Payments/1", "Nothing"])
def test_what_is_not_there_is_not_found(client: Client, path: str) -> None:
    assert client.get(path).status_code == 404


def test_a_method_that_does_not_fit_is_refused(client: Client) -> None:
    assert client.send("DELETE", "Invoices", {}).status_code == 405
    assert client.send("POST", "Organisation", {}).status_code == 501

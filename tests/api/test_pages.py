"""Links into both systems: where a page is known, and nowhere else."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from msgspec.structs import replace

from sandbox.proof.in_process import Connector
from shared.api.pages import links, pages, sites
from shared.kinds import Kind, System
from shared.records.record import Line, Summary
from shared.records.status import Status
from tests.api.calls import Caller
from tests.api.scenes import an_invoice, take

XERO_ID = "7a9f3c52-0d0e-4d0b-8e1b-2f6f5a1c0001"
SITES = sites(brightpearl_app_url="https://euw1.brightpearlapp.com/", xero_short_code="!dEm0C")


def a_line(
    kind: Kind = Kind.SALES_INVOICE, *, record_id: str = "2001", remote_id: str = XERO_ID, remote_number: str = ""
) -> Line:
    return Line(
        kind=kind,
        id=record_id,
        status=Status.SENT,
        summary=Summary(number="SI-2001", contact_name="Ada Lovelace Ltd", date="2026-10-01", total=Decimal("12.50")),
        remote_id=remote_id,
        remote_number=remote_number,
        origin=System.BRIGHTPEARL,
        changed_at=datetime(2026, 11, 23, 9, 0, tzinfo=UTC),
    )


def test_a_document_is_found_in_both_systems() -> None:
    assert links(a_line(), SITES) == {
        "brightpearl": "https://euw1.brightpearlapp.com/patt-op.php?scode=invoice&oID=2001",
        "xero": "https://go.xero.com/organisationlogin/default.aspx?shortcode=!dEm0C"
        f"&redirecturl=/AccountsReceivable/View.aspx?InvoiceID={XERO_ID}",
    }


@pytest.mark.parametrize(
    ("kind", "brightpearl", "xero"),
    [
        (Kind.SALES_CREDIT, "scode=invoice&oID=2001", "/AccountsReceivable/ViewCreditNote.aspx?creditNoteID="),
        (Kind.PURCHASE_INVOICE, "scode=invoice&oID=2001", "/AccountsPayable/Edit.aspx?InvoiceID="),
        (Kind.PURCHASE_CREDIT, "scode=invoice&oID=2001", "/AccountsPayable/ViewCreditNote.aspx?creditNoteID="),
        (Kind.CONTACT, "scode=contact&cID=2001", "/Contacts/View/"),
        (Kind.PRODUCT, "scode=product&pID=2001", None),
        (Kind.SALES_PAYMENT, None, "/Bank/ViewTransaction.aspx?bankTransactionID="),
        (Kind.PURCHASE_PAYMENT, None, "/Bank/ViewTransaction.aspx?bankTransactionID="),
        (Kind.INVENTORY_ADJUSTMENT, None, "/Journal/View.aspx?invoiceID="),
    ],
)
def test_a_kind_has_the_pages_that_are_published(kind: Kind, brightpearl: str | None, xero: str | None) -> None:
    expected = {
        "brightpearl": brightpearl and f"/patt-op.php?{brightpearl}",
        "xero": xero and f"{xero}{XERO_ID}",
    }

    assert pages(a_line(kind)) == {system: page for system, page in expected.items() if page}


@pytest.mark.parametrize(
    ("remote_number", "total", "page"),
    [
        ("Brightpearl stock correction 505: Broken", "-2.00", "/Journal/View.aspx?invoiceID="),
        ("BP-SC-505", "2.00", "/AccountsPayable/Edit.aspx?InvoiceID="),
        ("BP-SC-505", "-2.00", "/AccountsPayable/ViewCreditNote.aspx?creditNoteID="),
    ],
    ids=["journal", "bill", "credit"],
)
def test_a_stock_correction_is_found_as_what_it_was_posted_as(remote_number: str, total: str, page: str) -> None:
    line = a_line(Kind.INVENTORY_ADJUSTMENT, remote_number=remote_number)
    correction = replace(line, summary=Summary(total=Decimal(total)))

    assert pages(correction) == {"xero": page + XERO_ID}


@pytest.mark.parametrize(
    ("kind", "page"),
    [
        (Kind.SALES_INVOICE, "/AccountsReceivable/ViewCreditNote.aspx?creditNoteID="),
        (Kind.SALES_CREDIT, "/AccountsReceivable/View.aspx?InvoiceID="),
    ],
)
def test_an_order_below_nought_is_found_as_the_credit_that_it_became(kind: Kind, page: str) -> None:
    exchange = replace(a_line(kind), summary=Summary(total=Decimal("-6.00")))

    assert pages(exchange)["xero"] == page + XERO_ID


def test_a_payment_made_in_xero_is_found_there_by_its_own_id() -> None:
    payment = replace(a_line(Kind.SALES_PAYMENT, record_id=XERO_ID, remote_id="brightpearl:9001"), origin=System.XERO)

    assert pages(payment) == {"xero": f"/Bank/ViewTransaction.aspx?bankTransactionID={XERO_ID}"}


@pytest.mark.parametrize(
    "line",
    [
        a_line(Kind.SALES_PAYMENT, remote_id=""),
        a_line(Kind.SALES_PAYMENT, remote_id="javascript:alert(1)"),
        replace(a_line(Kind.SALES_PAYMENT, record_id="0" * 64, remote_id="brightpearl:1"), origin=System.XERO),
    ],
    ids=["not there yet", "no id", "a settlement"],
)
def test_what_has_no_page_has_no_link(line: Line) -> None:
    assert pages(line) == {}


def test_a_system_whose_address_is_not_known_is_not_linked_to() -> None:
    assert sites(brightpearl_app_url=None, xero_short_code="") == {}
    assert links(a_line(), {}) == {}


def test_a_listing_a_record_and_the_summary_fit_together(operator: Caller, deployed: Connector) -> None:
    take(deployed, an_invoice(2001))
    deployed.progress.activate(xero_short_code="!dEm0C")
    deployed.save_settings({**deployed.settings, "brightpearl_app_url": "https://use1.brightpearlapp.com"})

    known = operator.get("/summary").body["sites"]
    (line,) = operator.get("/sales-invoices").body["records"]
    shown = operator.get("/sales-invoices/2001").body

    assert set(known) == {"brightpearl", "xero"}
    assert shown["links"] == {system: known[system] + page for system, page in line["pages"].items()}
    assert shown["links"]["brightpearl"] == "https://use1.brightpearlapp.com/patt-op.php?scode=invoice&oID=2001"

"""pyxero's XML, as the sandbox reads it."""

import json

from sandbox.bench.xml_adapter import to_json_body


def test_a_list_is_what_stands_under_a_plural_name() -> None:
    xml = b"<Invoices><Invoice><Type>ACCREC</Type></Invoice><Invoice><Type>ACCPAY</Type></Invoice></Invoices>"

    assert json.loads(to_json_body(xml)) == {"Invoices": [{"Type": "ACCREC"}, {"Type": "ACCPAY"}]}


def test_one_document_comes_bare() -> None:
    xml = b"<Payment><Invoice><InvoiceID>1</InvoiceID></Invoice><Amount>12.5</Amount><Reference /></Payment>"

    assert json.loads(to_json_body(xml)) == {"Invoice": {"InvoiceID": "1"}, "Amount": "12.5", "Reference": ""}


def test_addresses_and_tracking_are_lists_too() -> None:
    xml = (
        b"<Contact><Addresses><Address><City>York</City></Address></Addresses>"
        b"<Tracking><TrackingCategory><Name>Channel</Name></TrackingCategory></Tracking></Contact>"
    )

    assert json.loads(to_json_body(xml)) == {"Addresses": [{"City": "York"}], "Tracking": [{"Name": "Channel"}]}

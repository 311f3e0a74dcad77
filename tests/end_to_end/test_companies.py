"""Several contacts of one company order on the company's contact in Xero."""

from typing import Any, cast

from sandbox.stand_ins.brightpearl.records import Contact
from sandbox.stand_ins.brightpearl.vendor import Brightpearl
from shared.kinds import Kind
from shared.records.status import Status
from tests.end_to_end.shop import Shop


def in_brightpearl(shop: Shop, contact: int) -> Contact:
    return cast(Brightpearl, shop.deployed.sandbox.brightpearl.vendor).account.store.contacts[contact]


def colleague(shop: Shop, first_name: str, **fields: Any) -> int:
    named = {"first_name": first_name, "last_name": "Reed", "email": f"{first_name.lower()}@harbour.example"}
    return shop.new_contact(**named, colleague_of=shop.customer, company="Harbour Books Ltd", **fields)


def ordering(shop: Shop, *numbers: str) -> set[str]:
    """The names of the contacts in Xero on which documents are."""
    return {shop.document(number)["Contact"]["Name"] for number in numbers}


def names_in_xero(shop: Shop) -> list[str]:
    return [contact["Name"] for contact in shop.books()["Contacts"] if contact["Name"].startswith("Harbour")]


def test_colleagues_order_on_the_companys_contact_and_are_its_persons(shop: Shop) -> None:
    ann, bea = colleague(shop, "Ann"), colleague(shop, "Bea")

    _, first = shop.sell(contact=ann)
    _, second = shop.sell(contact=bea)
    _, third = shop.sell()
    shop.good_cycle()

    assert ordering(shop, first, second, third) == {"Harbour Books Ltd"}
    assert names_in_xero(shop) == ["Harbour Books Ltd"]
    persons = shop.contact_in_xero(shop.customer)["ContactPersons"]
    assert [person["FirstName"] for person in persons] == ["Ann", "Bea"]
    assert shop.record(Kind.CONTACT, ann).status == Status.PENDING
    assert shop.differences() == []


def test_a_colleague_who_is_in_xero_already_goes_on_being_used(shop: Shop) -> None:
    ann = shop.new_contact(first_name="Ann", last_name="Reed", company="Harbour Books Ltd", email="ann@harbour.example")
    shop.sell(contact=ann)
    shop.good_cycle()
    contact = in_brightpearl(shop, ann)
    contact.organisation_id, contact.is_primary = shop.customer, False
    shop.brightpearl("edit_contact", contact=ann, telephone="0117 1")

    _, number = shop.sell(contact=ann)
    _, other = shop.sell()
    shop.good_cycle()

    ours = shop.contact_in_xero(ann)
    assert shop.document(number)["Contact"]["ContactID"] == ours["ContactID"]
    assert shop.document(other)["Contact"]["ContactID"] == shop.contact_in_xero(shop.customer)["ContactID"]


def test_without_a_contact_of_the_organisations_id_the_primary_stands_for_the_company(shop: Shop) -> None:
    ann, bea = colleague(shop, "Ann"), colleague(shop, "Bea")
    in_brightpearl(shop, bea).is_primary = True
    for contact in (ann, bea):
        in_brightpearl(shop, contact).organisation_id = 9_999_999

    _, first = shop.sell(contact=ann)
    _, second = shop.sell(contact=bea)
    shop.good_cycle()

    assert ordering(shop, first, second) == {shop.contact_in_xero(bea)["Name"]}
    assert [person["FirstName"] for person in shop.contact_in_xero(bea)["ContactPersons"]] == ["Ann"]
    assert shop.errors() == []


def test_an_organisations_id_that_is_a_strangers_stands_for_nobody(shop: Shop) -> None:
    ann, bea = colleague(shop, "Ann"), colleague(shop, "Bea")
    for contact in (ann, bea):
        in_brightpearl(shop, contact).organisation_id = shop.supplier
    in_brightpearl(shop, shop.supplier).organisation_id = 5_000_000

    _, first = shop.sell(contact=bea)
    shop.good_cycle()

    assert ordering(shop, first) == {shop.contact_in_xero(ann)["Name"]} == {"Harbour Books Ltd"}


def test_staff_stand_for_no_company(shop: Shop) -> None:
    ann = colleague(shop, "Ann")
    in_brightpearl(shop, shop.customer).is_staff = True

    _, number = shop.sell(contact=ann)
    shop.good_cycle()

    assert ordering(shop, number) == {shop.contact_in_xero(ann)["Name"]}


def test_a_company_whose_contact_is_put_aside_orders_on_the_next_one(shop: Shop) -> None:
    ann, bea = colleague(shop, "Ann"), colleague(shop, "Bea")
    shop.good_cycle()
    shop.archive(Kind.CONTACT, shop.customer)

    _, first = shop.sell(contact=bea)
    shop.good_cycle()

    assert ordering(shop, first) == {shop.contact_in_xero(ann)["Name"]}


def test_an_error_of_the_companys_contact_is_said_on_its_colleagues_documents(shop: Shop) -> None:
    shop.xero("create_contact", contact={"Name": "Northern Steel plc", "ContactNumber": str(shop.customer)})
    ann = colleague(shop, "Ann")

    order, _ = shop.sell(contact=ann)
    shop.good_cycle()

    message = shop.failure(Kind.SALES_INVOICE, order).problem.message
    assert message.startswith("contact Harbour Books Ltd could not be sent: contact number")


def test_a_colleague_of_a_company_that_is_here_already_is_read_in_one_call(shop: Shop) -> None:
    shop.good_cycle()
    ann = colleague(shop, "Ann")

    shop.good_cycle()

    made = shop.deployed.sandbox.brightpearl.traffic.calls()
    reads = [call["path"] for call in made if "/contact-service/contact/" in call["path"]]
    assert reads[-1].endswith(f"/contact/{ann}")
    assert [person["firstName"] for person in _persons(shop)] == ["Ann"]


def _persons(shop: Shop) -> list[dict[str, Any]]:
    return list(shop.record(Kind.CONTACT, shop.customer).document["secondaryContacts"].values())

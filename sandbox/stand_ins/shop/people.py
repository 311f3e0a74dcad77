"""The shop's customers and suppliers: believable ones in any number, and the odd ones that every shop has."""

from datetime import datetime
from typing import Any

from sandbox.stand_ins.brightpearl.records import Address, Contact
from sandbox.stand_ins.shop.home import Abroad, Tax
from sandbox.stand_ins.shop.odd_people import ODD_CUSTOMERS, ODD_SUPPLIERS
from sandbox.stand_ins.shop.premises import HISTORY_DAYS, Premises
from sandbox.stand_ins.shop.words import FIRST_NAMES, LAST_NAMES, STREETS, TRADES

FEWEST_CUSTOMERS = 12
FEWEST_SUPPLIERS = 5
MANY_COLLEAGUES = 7

_SEVERAL_WHO_ORDER = 0.05


def invite_people(shop: Premises, *, orders: int) -> None:
    """Enter the contacts: the odd ones first, then about six customers for every ten orders."""
    abroad = {"umlaut": shop.home.near, "emoji": shop.home.far, "supplier abroad": shop.home.supplier_abroad}
    for key, details in ODD_CUSTOMERS.items():
        shop.odd_people[key] = add_contact(shop, abroad=abroad.get(key), **details)
    _add_colleagues(shop, shop.odd_people["many colleagues"])
    for key, details in ODD_SUPPLIERS.items():
        shop.odd_people[key] = add_contact(shop, is_supplier=True, abroad=abroad.get(key), **details)
    shop.suppliers += [shop.odd_people[key] for key in ("supplier, namesake", "supplier, plain")]
    for _ in range(max(FEWEST_CUSTOMERS, orders * 6 // 10)):
        shop.customers.append(_ordinary_customer(shop))
        if shop.customers[-1].company and shop.odds(_SEVERAL_WHO_ORDER):
            shop.customers.append(_another_who_orders(shop, shop.customers[-1]))
    for _ in range(max(FEWEST_SUPPLIERS, orders // 50)):
        shop.suppliers.append(_ordinary_supplier(shop))


def add_contact(
    shop: Premises,
    *,
    first_name: str = "",
    last_name: str = "",
    company: str | None = None,
    email: str | None = None,
    is_supplier: bool = False,
    abroad: Abroad | None = None,
    currency: str | None = None,
    **details: Any,
) -> Contact:
    """A primary contact with an invoice address and perhaps another for deliveries."""
    store = shop.store
    number = store.next_id("contact")
    created = _some_time_ago(shop)
    invoice = _add_address(shop, number, abroad)
    delivery = _add_address(shop, number, abroad) if shop.odds(0.25) else invoice
    contact = Contact(
        id=number,
        first_name=first_name,
        last_name=last_name,
        company=company,
        organisation_id=number,
        emails={"PRI": email} if email else {},
        telephones={"PRI": shop.home.telephone.format(number % 10000)} if shop.odds(0.7) else {},
        address_ids={"DEF": invoice.id, "BIL": invoice.id, "DEL": delivery.id},
        is_supplier=is_supplier,
        tax_code=shop.tax_code(Tax.STANDARD),
        currency=currency or (abroad or shop.home).currency,
        created_on=created,
        updated_on=None if shop.odds(0.2) else shop.some_moment(shop.some_day(created.date(), shop.yesterday)),
        **details,
    )
    store.contacts[number] = contact
    return contact


def _ordinary_customer(shop: Premises) -> Contact:
    luck = shop.luck
    first, last = luck.choice(FIRST_NAMES), luck.choice(LAST_NAMES)
    abroad = luck.choice(shop.home.abroad) if shop.odds(0.12) else None
    return add_contact(
        shop,
        first_name=first,
        last_name=last,
        company=_company(shop, last) if shop.odds(0.45) else None,
        email=f"{first}.{last}.{len(shop.customers) + 1}@example.com".lower() if shop.odds(0.95) else None,
        abroad=abroad,
    )


def _ordinary_supplier(shop: Premises) -> Contact:
    last = shop.luck.choice(LAST_NAMES)
    return add_contact(
        shop,
        first_name=shop.luck.choice(FIRST_NAMES),
        last_name=last,
        company=f"{last} Wholesale of {shop.luck.choice(shop.home.places).city}",
        email=f"orders.{len(shop.suppliers) + 1}@supplier.example",
        is_supplier=True,
        currency=shop.home.near.currency if shop.odds(0.15) else None,
        price_list_id=1,
        credit_term_days=shop.luck.choice((14, 30, 60)),
    )


def _company(shop: Premises, last: str) -> str:
    return f"{last} {shop.luck.choice(TRADES)} ({shop.luck.choice(shop.home.places).city})"


def _add_colleagues(shop: Premises, primary: Contact) -> None:
    for number in range(1, MANY_COLLEAGUES + 1):
        email = f"{LAST_NAMES[number]}@{MANY_COLLEAGUES}colleagues.example".lower()
        colleague = _colleague(shop, primary, names=(FIRST_NAMES[number], LAST_NAMES[number]), email=email)
        shop.odd_people[f"colleague {number}"] = colleague


def _another_who_orders(shop: Premises, primary: Contact) -> Contact:
    names = shop.luck.choice(FIRST_NAMES), shop.luck.choice(LAST_NAMES)
    email = f"{names[0]}.{names[1]}.{len(shop.customers) + 1}@example.com".lower()
    return _colleague(shop, primary, names=names, email=email)


def _colleague(shop: Premises, primary: Contact, *, names: tuple[str, str], email: str) -> Contact:
    """Somebody else of the same company."""
    first, last = names
    colleague = add_contact(
        shop, first_name=first, last_name=last, company=primary.company, email=email, currency=primary.currency
    )
    colleague.is_primary = False
    colleague.organisation_id = primary.id
    return colleague


def _add_address(shop: Premises, contact_id: int, abroad: Abroad | None) -> Address:
    luck, store, home = shop.luck, shop.store, shop.home
    place = luck.choice(home.places)
    line1 = f"{luck.randint(1, 199)} {luck.choice(STREETS)}"
    postcode = place.postcode + "".join(luck.choice(ending) for ending in home.postcode_ending)
    address = Address(
        id=store.next_id("address"),
        contact_id=contact_id,
        line1=line1,
        line3=abroad.city if abroad else place.city,
        line4="" if abroad else place.county,
        postcode=abroad.postcode if abroad else postcode,
        country=(abroad or home).country,
    )
    store.addresses[address.id] = address
    return address


def _some_time_ago(shop: Premises) -> datetime:
    return shop.some_moment(shop.day(days_ago=shop.luck.randint(70, HISTORY_DAYS)))

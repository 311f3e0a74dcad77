"""What people do with contacts, products, stock and the books."""

from decimal import Decimal
from typing import Any

from sandbox.stand_ins.brightpearl.account import Account
from sandbox.stand_ins.brightpearl.amounts import ZERO
from sandbox.stand_ins.brightpearl.records import Address, Contact, Product
from sandbox.stand_ins.brightpearl.stock import correct_stock

Done = dict[str, Any]


def create_contact(
    account: Account,
    *,
    first_name: str,
    last_name: str,
    company: str | None = None,
    email: str | None = None,
    telephone: str | None = None,
    supplier: bool = False,
    colleague_of: int | None = None,
    currency: str | None = None,
    line1: str = "1 High Street",
    city: str | None = None,
    postcode: str | None = None,
    country: str | None = None,
) -> Done:
    """Make a customer or a supplier with one address, or a colleague of one: another contact of the same company."""
    company_of = None if colleague_of is None else _contact(account, colleague_of).organisation_id
    store, home = account.store, account.store.reference.profile
    number, address_id = store.next_id("contact"), store.next_id("address")
    address = Address(
        id=address_id,
        contact_id=number,
        line1=line1,
        line3=city or home.city,
        postcode=postcode or home.postcode,
        country=country or home.country,
    )
    contact = Contact(
        id=number,
        first_name=first_name,
        last_name=last_name,
        company=company,
        organisation_id=company_of or number,
        is_primary=company_of is None,
        emails={"PRI": email} if email else {},
        telephones={"PRI": telephone} if telephone else {},
        is_supplier=supplier,
        tax_code=home.usual_tax_code,
        currency=currency or home.currency,
        created_on=account.clock.now(),
        address_ids=dict.fromkeys(("DEF", "BIL", "DEL"), address_id),
    )
    store.addresses[address_id] = address
    store.contacts[number] = contact
    store.index(contact)
    return {"contact": number}


def edit_contact(
    account: Account,
    *,
    contact: int,
    email: str | None = None,
    telephone: str | None = None,
    line1: str | None = None,
    postcode: str | None = None,
    credit_term_days: int | None = None,
    tags: str | None = None,
) -> Done:
    """Change how to reach a contact, or what only Brightpearl cares about: credit terms, tags."""
    changed = _contact(account, contact)
    _put(changed.emails, "PRI", email)
    _put(changed.telephones, "PRI", telephone)
    _set(changed, credit_term_days=credit_term_days, tags=tags)
    _set(account.store.addresses[changed.address_ids["BIL"]], line1=line1, postcode=postcode)
    account.store.touch(changed)
    return {"contact": contact}


def rename_contact(
    account: Account,
    *,
    contact: int,
    company: str | None = None,
    first_name: str | None = None,
    last_name: str | None = None,
) -> Done:
    """Give a contact another company or personal name."""
    changed = _contact(account, contact)
    _set(changed, company=company, first_name=first_name, last_name=last_name)
    account.store.touch(changed)
    return {"contact": contact}


def create_product(
    account: Account,
    *,
    sku: str,
    name: str,
    price: Decimal | None = None,
    cost: Decimal | None = None,
    tax_code: str | None = None,
    description: str = "",
) -> Done:
    """Make a product, with prices on the cost and retail lists where given."""
    prices = {number: {1: amount} for number, amount in ((1, cost), (2, price)) if amount is not None}
    product = Product(
        id=account.store.next_id("product"),
        sku=sku,
        name=name,
        tax_code=tax_code or account.store.usual_tax_code,
        description=description,
        prices=prices,
        created_on=account.clock.now(),
    )
    account.store.products[product.id] = product
    account.store.index(product)
    return {"product": product.id}


def edit_product(
    account: Account,
    *,
    product: int,
    sku: str | None = None,
    name: str | None = None,
    description: str | None = None,
    price: Decimal | None = None,
    price_list: int = 2,
) -> Done:
    """Change a product's SKU, name, description, or its price on a list."""
    changed = account.store.products.get(product)
    if changed is None:
        raise ValueError(f"There is no product {product}.")
    _set(changed, sku=sku, name=name, description=description)
    if price is not None:
        changed.prices[price_list] = {1: price}
    account.store.touch(changed)
    return {"product": product}


def stock_correction(
    account: Account,
    *,
    product: int,
    quantity: int,
    cost: Decimal = ZERO,
    warehouse: int = 2,
    reason: str = "Stock count",
) -> Done:
    """Add stock at a cost per item, or remove it batch by batch."""
    place = account.store.reference.warehouses.get(warehouse)
    if place is None or product not in account.store.products or quantity == 0:
        raise ValueError("A correction needs an existing product and warehouse, and a quantity that is not zero.")
    note = correct_stock(account, place, product_id=product, quantity=quantity, cost=cost, reason=reason)
    return {"goods_note": note.id, "warehouse": warehouse}


def _contact(account: Account, contact: int) -> Contact:
    if contact not in account.store.contacts:
        raise ValueError(f"There is no contact {contact}.")
    return account.store.contacts[contact]


def _set(record: object, **changes: object) -> None:
    for name, value in changes.items():
        if value is not None:
            setattr(record, name, value)


def _put(entries: dict[str, str], key: str, value: str | None) -> None:
    if value is not None:
        entries[key] = value

"""The lines of a document: read, completed from the item and the account, priced and taxed."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from sandbox.stand_ins.exact_json import Exponent
from sandbox.stand_ins.xero import items, values
from sandbox.stand_ins.xero.books import Books
from sandbox.stand_ins.xero.coding import account_messages, meant_tax, tax_messages, tracked
from sandbox.stand_ins.xero.money import HUNDRED, ZERO, Rounding, TaxMode, line_amount, line_tax
from sandbox.stand_ins.xero.tables import Record

MOST = Decimal("9999999999.99")
LONGEST_QUANTITY = 13
NUMBERS = ("Quantity", "UnitAmount", "LineAmount", "TaxAmount", "DiscountRate", "DiscountAmount")
TEXTS = {"Description": 4000, "ItemCode": 30, "AccountCode": 10, "TaxType": 50}
QUANTITY_PLACES = Decimal("0.0001")


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What a line takes from its document."""

    mode: TaxMode
    sells: bool
    discounts: bool
    final: bool
    places: Decimal
    rounded: Rounding


@dataclass(slots=True)
class Built:
    """The lines as they would be stored, with all that is wrong and all that was left out."""

    lines: list[Record] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


def build(books: Books, sent: list[Record], known: list[Record], setting: Setting) -> Built:
    """Read the lines of a document. A line with a LineItemID that is known goes on from there; others are new."""
    built, by_id = Built(), {line["LineItemID"]: line for line in known}
    for element in sent:
        old = by_id.get(str(element.get("LineItemID") or "").lower(), {})
        built.lines.append(_build_one(books, element, old, setting, built))
    return built


def retaxed(books: Books, line: Record, mode: TaxMode, rounded: Rounding) -> Record:
    """The same line in a document whose amounts hold their tax in another way."""
    rate = _rate(books, line.get("TaxType"))
    return line | {"TaxAmount": line_tax(line["LineAmount"], rate=rate, mode=mode, rounded=rounded)}


def shown(line: Record, places: Decimal) -> Record:
    """A line with its price to as many places as the caller reads."""
    present = {name: value for name, value in line.items() if value not in (None, "")}
    if "UnitAmount" in present:
        present["UnitAmount"] = present["UnitAmount"].quantize(places)
    return present | {"Tracking": line.get("Tracking") or [], "ValidationErrors": []}


def _build_one(books: Books, element: Record, old: Record, setting: Setting, built: Built) -> Record:
    sent = _read(element)
    if isinstance(element.get("UnitAmount"), Exponent):
        built.errors += ["Account must be valid", "Tax rate must be valid"]
    line = {"LineItemID": old.get("LineItemID") or books.new_id()} | _kept(old, sent) | sent
    built.errors += _length_complaints(line)
    _complete(books, line, setting, built)
    _code(books, line, setting, built)
    _price(line, sent, setting, built)
    _tax(books, line, sent, setting, built)
    if setting.final:
        built.errors += _unfinished(line)
    return line


def _read(element: Record) -> Record:
    read: Record = {name: values.text(element[name]) for name in (*TEXTS, "AccountID") if element.get(name) is not None}
    read |= {name: values.number(element[name]) for name in NUMBERS if element.get(name) not in (None, "")}
    if element.get("Tracking") is not None:
        read["Tracking"] = values.many(element["Tracking"], "Tracking")
    return read


def _kept(old: Record, sent: Record) -> Record:
    """What an updated line keeps: amounts are worked out again as soon as one of them is sent; one of text has none."""
    is_anew = set(NUMBERS) & set(sent) or "TaxType" in sent or "UnitAmount" not in old
    worked_out = {"LineAmount", "TaxAmount"} if is_anew else set()
    given_up = worked_out | ({"AccountID"} if "AccountCode" in sent else set()) | {"Item"}
    return {name: value for name, value in old.items() if name not in given_up}


def _length_complaints(line: Record) -> Iterator[str]:
    for name, limit in TEXTS.items():
        yield from values.too_long(name, line.get(name), limit)
    if len(str(line.get("Quantity", ""))) > LONGEST_QUANTITY:
        yield f"The Quantity cannot be longer than {LONGEST_QUANTITY} characters."


def _complete(books: Books, line: Record, setting: Setting, built: Built) -> None:
    """Take from the item what the line does not say."""
    if not line.get("ItemCode"):
        return
    item = items.by_code(books, line["ItemCode"])
    if item is None:
        built.errors.append(f"Item code '{line['ItemCode']}' is not valid")
        return
    side, text = ("SalesDetails", "Description") if setting.sells else ("PurchaseDetails", "PurchaseDescription")
    details = item.get(side) or {}
    if "LineAmount" not in line and "UnitPrice" in details:
        line.setdefault("UnitAmount", details["UnitPrice"])
    for name, value in (
        ("AccountCode", details.get("AccountCode")),
        ("TaxType", details.get("TaxType")),
        ("Description", item.get(text) or item.get("Name")),
    ):
        if value and not line.get(name) and not (name == "AccountCode" and line.get("AccountID")):
            line[name] = value
    line["Item"] = {"ItemID": item["ItemID"], "Name": item.get("Name") or "", "Code": item["Code"]}


def _code(books: Books, line: Record, setting: Setting, built: Built) -> None:
    account, errors = account_messages(books, code=line.get("AccountCode"), account_id=line.get("AccountID"))
    built.errors += errors
    if account:
        line["AccountCode"], line["AccountID"] = account.get("Code"), account["AccountID"]
        if not line.get("TaxType"):
            line["TaxType"] = account["TaxType"]
    if setting.mode is TaxMode.NO_TAX:
        line["TaxType"] = books.profile.no_tax if account else line.get("TaxType")
    if line.get("TaxType"):
        line["TaxType"] = meant_tax(books, line["TaxType"], account)
    built.errors += tax_messages(books, line.get("TaxType"), account)
    line["Tracking"], wrong, left_out = tracked(books, line.get("Tracking") or [])
    built.errors += wrong
    built.warnings += left_out


def _price(line: Record, sent: Record, setting: Setting, built: Built) -> None:
    """Work out the amount of a line, or its price from its amount."""
    amounts = {"UnitAmount", "LineAmount", "Quantity"} & line.keys()
    if not amounts:
        line["LineAmount"] = ZERO
        return
    quantity = line["Quantity"] = line.get("Quantity", Decimal(1)).quantize(QUANTITY_PLACES)
    if "UnitAmount" not in line:
        line["UnitAmount"] = _unit_from(sent.get("LineAmount", ZERO), quantity)
    line["UnitAmount"] = line["UnitAmount"].quantize(setting.places, rounding="ROUND_HALF_UP")
    built.errors += _discount_complaints(line, setting)
    expected = line_amount(
        quantity=quantity,
        unit=line["UnitAmount"],
        rate=line.get("DiscountRate"),
        discount=line.get("DiscountAmount"),
        rounded=setting.rounded,
    )
    given = setting.rounded(sent["LineAmount"]) if "LineAmount" in sent else expected
    if "UnitAmount" in sent and given != expected:
        built.errors.append(f"The line total {given} does not match the expected line total {expected}")
    line["LineAmount"] = given
    if abs(given) > MOST:
        built.errors.append(f"The line amount cannot be greater than {MOST}")


def _unit_from(amount: Decimal, quantity: Decimal) -> Decimal:
    return amount / quantity if quantity else ZERO


def _discount_complaints(line: Record, setting: Setting) -> Iterator[str]:
    rate, money = line.get("DiscountRate"), line.get("DiscountAmount")
    if rate is None and money is None:
        return
    if not setting.discounts:
        yield "Discounts can only be applied to ACCREC invoices."
    gross = line["Quantity"] * line["UnitAmount"]
    if (rate is not None and not 0 <= rate <= HUNDRED) or (money is not None and abs(money) > abs(gross)):
        yield f"The discount rate '{rate or money}' is invalid. Discount must not be greater than the line total."


def _tax(books: Books, line: Record, sent: Record, setting: Setting, built: Built) -> None:
    worked_out = line_tax(
        line["LineAmount"], rate=_rate(books, line.get("TaxType")), mode=setting.mode, rounded=setting.rounded
    )
    if setting.mode is TaxMode.NO_TAX or "TaxAmount" in sent or "TaxAmount" not in line:
        line["TaxAmount"] = worked_out
    if "TaxAmount" not in sent or books.switches["tax_amount"] == "ignored":
        return
    line["TaxAmount"] = setting.rounded(sent["TaxAmount"])
    built.errors += _tax_complaints(line, setting.mode)


def _tax_complaints(line: Record, mode: TaxMode) -> Iterator[str]:
    """The most that a line's tax can be is the line, with or without the tax in it."""
    if mode is TaxMode.NO_TAX and line["TaxAmount"]:
        yield "Tax amount cannot be specified for a document without tax"
    elif abs(line["TaxAmount"]) > abs(line["LineAmount"]):
        yield "Tax amount cannot be greater than the line amount"


def _rate(books: Books, tax_type: str | None) -> Decimal:
    rate = books.tax_rates.get(tax_type) if tax_type else None
    return rate["EffectiveRate"] if rate else ZERO


def _unfinished(line: Record) -> Iterator[str]:
    """What a line needs in a document that is submitted or approved. A line of text alone needs nothing more."""
    if not line.get("Description"):
        yield "Description must be specified."
    if "UnitAmount" in line and not line.get("AccountCode"):
        yield "Account code must be specified."

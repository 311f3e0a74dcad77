"""What people in a storm do with money beside plain payments: too much, too early, taken back, or no money at all.

Nobody touches what another act is about but as people do: each order leads one of these lives.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from functools import partial
from typing import Any, Final

from sandbox.proof.storm.people import CENTS, Document, People
from sandbox.stand_ins.shop.countries import HOMES

ZERO: Final = Decimal(0)
BANKED: Final = ("CARD", "BANK")
OTHER_MEANS: Final = ("GIFTCARD", "STORECREDIT", "AMAZON", "KLARNA", "PAYPAL")
TOO_MUCH: Final = Decimal("5.00")
ANOTHER_RATE: Final = Decimal("1.02")


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """A plain payment that may still be reversed."""

    document: Document
    payment: int
    amount: Decimal
    method: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Deposit:
    """Money on an order that nobody has invoiced."""

    order: int
    payment: int
    amount: Decimal
    method: str


@dataclass(kw_only=True)
class Till:
    """`excess_held` is whether what is paid too much waits (the setting `excess`), and with it what people do with it.

    `waits` is what of each payment, by its id, does not go to Xero as money while that is so. Without `journals` nobody can
    tell what of a payment is money: all of it goes.
    """

    people: People
    excess_held: bool
    journals: bool = True
    receipts: list[Receipt] = field(default_factory=list)
    deposits: list[Deposit] = field(default_factory=list)
    overpaid: list[Document] = field(default_factory=list)
    waits: dict[int, Decimal] = field(default_factory=dict)

    def acts(self) -> tuple[Callable[[], None], ...]:
        return tuple(partial(act, self) for act in ACTS)

    def pay_a_cent_too_much(self) -> None:
        document = self._sell()
        self._pay(document, document.open + CENTS, self._chance(BANKED))
        document.open = ZERO

    def pay_too_much(self) -> None:
        document, method = self._sell(), self._chance((*BANKED, "AMAZON"))
        payment = self._pay(document, document.open + TOO_MUCH, method)
        document.open = ZERO
        if self.excess_held or method not in BANKED:
            self.waits[payment] = TOO_MUCH
        if method in BANKED:
            self.overpaid.append(document)

    def pay_plainly(self) -> None:
        """By anything, all of it or half."""
        document, method = self._sell(), self._chance((*BANKED, *OTHER_MEANS))
        half = (document.open / 2).quantize(CENTS) or document.open
        self._receive(document, self.people.chance.choice((document.open, half)), method)

    def let_some_go(self) -> None:
        """A discount for paying early, or a small debt written off."""
        document = self._sell()
        part = max((document.open / 50).quantize(CENTS), CENTS)
        payment = self._pay(document, document.open, "BANK", **{self._chance(("discount", "write_off")): str(part)})
        document.open = ZERO
        if self.journals:
            document.open = self.waits[payment] = part

    def take_a_deposit(self) -> None:
        order = self.people.open_order("SO", self._customer())
        half = (Decimal(self._told(order)["total"]) / 2).quantize(CENTS)
        amount, method = max(half, CENTS), self._chance(BANKED)
        payment = self.people.brightpearl("pay_order", order=order, amount=str(amount), method=method)["payment"]
        self.deposits.append(Deposit(order=order, payment=payment, amount=amount, method=method))

    def pay_a_deposit_back(self) -> None:
        if self.deposits:
            one = self._any(self.deposits)
            self.people.brightpearl("refund_order", order=one.order, amount=str(one.amount), method=one.method)

    def invoice_a_deposit(self) -> None:
        if self.deposits:
            one = self._any(self.deposits)
            document = self._know(self.people.invoice(one.order))
            document.open -= one.amount

    def reverse(self) -> None:
        """Perhaps because the method was wrong."""
        if self.receipts:
            one = self._any(self.receipts)
            self.people.brightpearl("reverse_payment", payment=one.payment)
            one.document.open += one.amount
            if self.people.chance.random() < 0.5:
                other = self._chance(tuple(method for method in BANKED if method != one.method))
                self._pay(one.document, one.amount, other)
                one.document.open -= one.amount

    def exchange(self) -> None:
        """What comes back pays for what goes out."""
        returned = self._sell()
        self._pay(returned, returned.open, "CARD")
        returned.open = ZERO
        credit = self.people.brightpearl("create_credit", order=returned.order)
        bought = self._sell(self._customer_of(returned))
        amount = min(Decimal(credit["total"]), bought.open)
        given = {"credit": credit["order"], "order": bought.order, "amount": str(amount)}
        method = self._chance(("CARD", "CONTRA")) if self.journals else "CARD"
        self.people.brightpearl("allocate_credit", method=method, **given)
        bought.open -= amount

    def set_off_a_credit(self) -> None:
        """Against its own order, which nobody has paid."""
        document = self._sell()
        credit = self.people.brightpearl("create_credit", order=document.order)
        self.people.brightpearl("allocate_credit", credit=credit["order"], order=document.order)
        document.open = ZERO

    def use_money_on_account(self) -> None:
        if self.overpaid:
            source = self._any(self.overpaid)
            bought = self._sell(self._customer_of(source))
            amount = min(TOO_MUCH, bought.open)
            given = {"order": source.order, "to": bought.order, "amount": str(amount)}
            halves = self.people.brightpearl("allocate_overpayment", **given)["payments"]
            if self.excess_held and self.journals:
                self.waits |= dict.fromkeys(halves, amount)
            else:
                bought.open -= amount

    def pay_at_another_rate(self) -> None:
        """In a currency that the shop has a bank account in."""
        foreign = HOMES[self.people.sandbox.country].near.currency
        order = self.people.open_order("SO", self._customer(), currency=foreign)
        document = self._know(self.people.invoice(order))
        rate = (Decimal(self._told(order)["exchange_rate"]) * ANOTHER_RATE).quantize(Decimal("0.000001"))
        self._pay(document, document.open, "BANK", exchange_rate=str(rate))
        document.open = ZERO

    def _sell(self, customer: int | None = None) -> Document:
        order = self.people.open_order("SO", customer or self._customer())
        return self._know(self.people.invoice(order))

    def _know(self, document: Document) -> Document:
        self.people.others.append(document)
        return document

    def _receive(self, document: Document, amount: Decimal, method: str) -> None:
        payment = self._pay(document, amount, method)
        document.open -= amount
        self.receipts.append(Receipt(document=document, payment=payment, amount=amount, method=method))

    def _pay(self, document: Document, amount: Decimal, method: str, **more: Any) -> int:
        given = {"order": document.order, "amount": str(amount), "method": method, **more}
        return int(self.people.brightpearl("pay_order", **given)["payment"])

    def _customer(self) -> int:
        return self.people.chance.choice(self.people.customers)

    def _customer_of(self, document: Document) -> int:
        return int(self._told(document.order)["contact_id"])

    def _told(self, order: int) -> dict[str, Any]:
        return dict(self.people.sandbox.brightpearl.vendor.state()["orders"][str(order)])

    def _chance(self, choices: tuple[str, ...]) -> str:
        return self.people.chance.choice(choices)

    def _any(self, things: list[Any]) -> Any:
        return things.pop(self.people.chance.randrange(len(things)))


ACTS: Final[tuple[Callable[[Till], None], ...]] = (
    Till.pay_a_cent_too_much,
    Till.pay_too_much,
    Till.pay_plainly,
    Till.pay_plainly,
    Till.let_some_go,
    Till.take_a_deposit,
    Till.take_a_deposit,
    Till.pay_a_deposit_back,
    Till.invoice_a_deposit,
    Till.reverse,
    Till.exchange,
    Till.set_off_a_credit,
    Till.use_money_on_account,
    Till.pay_at_another_rate,
)

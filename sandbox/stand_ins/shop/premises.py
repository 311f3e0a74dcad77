"""What everything in the shop is made with: its store, its luck, its calendar, and who and what it has so far."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from random import Random

from sandbox.stand_ins.brightpearl.records import Contact, PaymentType, Product
from sandbox.stand_ins.brightpearl.store import Store
from sandbox.stand_ins.shop.home import Home, Tax

START_DAYS_AGO = 60
HISTORY_DAYS = 400
SALES_TAX = "SALES TAX"
_OPENS, _OPEN_SECONDS = time(8), 12 * 60 * 60
_MIDSUMMER, _MIDWINTER = (7, 15), (1, 15)


@dataclass(slots=True, kw_only=True)
class Premises:
    """The shop while it is being filled; `today` is the day on which somebody first looks at it.

    `reversed_as` is how the account shows a receipt that is reversed: as money out, or as a receipt below nought.
    """

    store: Store
    home: Home
    luck: Random
    today: date
    products: list[Product] = field(default_factory=list)
    bundles: list[Product] = field(default_factory=list)
    customers: list[Contact] = field(default_factory=list)
    suppliers: list[Contact] = field(default_factory=list)
    odd_products: dict[str, Product] = field(default_factory=dict)
    odd_people: dict[str, Contact] = field(default_factory=dict)
    reversed_as: PaymentType = PaymentType.PAYMENT

    @property
    def start(self) -> date:
        """The first tax date that goes to Xero."""
        return self.today - timedelta(days=START_DAYS_AGO)

    @property
    def yesterday(self) -> date:
        """The last whole day: nothing in the shop is later."""
        return self.today - timedelta(days=1)

    def day(self, *, days_ago: int) -> date:
        """A day counted back from today."""
        return self.today - timedelta(days=days_ago)

    def some_day(self, first: date, last: date) -> date:
        """Any day of a span, both ends included; the last one if the span is empty."""
        return last - timedelta(days=self.luck.randint(0, max((last - first).days, 0)))

    def some_moment(self, day: date) -> datetime:
        """Any moment of a day's trade."""
        opened = datetime.combine(day, _OPENS, tzinfo=self.store.time.zone)
        return (opened + timedelta(seconds=int(self.luck.random() * _OPEN_SECONDS))).astimezone(UTC)

    def at(self, day: date, clock: str) -> datetime:
        """A moment of a day by the account's own clock, in UTC."""
        return datetime.combine(day, time.fromisoformat(clock), tzinfo=self.store.time.zone).astimezone(UTC)

    @property
    def taxes_sales(self) -> bool:
        """Whether tax is a sales tax that is added at the till: no price has it in it then."""
        return self.store.reference.profile.tax_scheme == SALES_TAX

    def tax_code(self, tax: Tax) -> str:
        """The tax code that plays this part here."""
        return self.home.tax_codes[tax]

    def odds(self, chance: float) -> bool:
        """Whether something of this chance happens."""
        return self.luck.random() < chance

    def rate(self, currency: str) -> Decimal:
        """That day's rate: order-currency units for one of the shop's."""
        usual = self.store.reference.currencies[currency].rate
        if usual == 1:
            return usual
        return usual + Decimal(self.luck.randint(-20000, 20000)).scaleb(-6)

    def other_season(self) -> date:
        """The last midsummer or midwinter day with the other offset from UTC than today's."""
        now = self.at(self.today, "12:00").time()
        days = (date(self.today.year, month, day) for month, day in (_MIDSUMMER, _MIDWINTER))
        this_year = next(day for day in days if self.at(day, "12:00").time() != now)
        return this_year if this_year < self.start else this_year.replace(year=self.today.year - 1)

    def month_end(self) -> date:
        """The last month's end that lies behind us, and within what goes to Xero."""
        return self.today.replace(day=1) - timedelta(days=1)


def money(text: str | int) -> Decimal:
    """An amount."""
    return Decimal(text)


def cycle_pick(luck: Random, weighted: Iterable[tuple[str, int]]) -> str:
    """One of some names, each as likely as its weight."""
    names, weights = zip(*weighted, strict=True)
    chosen: str = luck.choices(names, weights)[0]
    return chosen

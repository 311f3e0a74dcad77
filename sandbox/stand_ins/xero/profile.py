"""What the country of an organisation decides: its currency, its year, its tax types and their rates."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from sandbox.stand_ins.xero.tables import Record

APPLIES = {"A": "Assets", "E": "Equity", "X": "Expenses", "L": "Liabilities", "R": "Revenue"}
SALES, PURCHASES, ALL = "AELR", "AEXL", "AEXLR"
_OTHER_RATE = Decimal("2.000000")


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """A country.

    `currencies` are those the organisation is subscribed to, each with what the rate service would tell: its units for
    one of the first, which is the base currency. `no_tax` is the type of lines that have nothing to do with tax.
    `stands_for` says which type a line gets for one that is not there, by type and class of the line's account.
    `beyond_the_api` are report types whose rates cannot be used through the API.
    """

    country: str
    version: str
    name: str
    short_code: str
    zone: str
    year_end: date
    currencies: Mapping[str, Decimal]
    bank_name: str
    tax_name: str
    tax_number: str
    tax_basis: str
    tax_period: str
    sales_type: str
    purchase_type: str
    no_tax: str
    tax_rates: tuple[Record, ...]
    own_accounts: tuple[tuple[str, str, str], ...] = ()
    stands_for: Mapping[tuple[str, str], str] = field(default_factory=dict)
    beyond_the_api: frozenset[str] = frozenset()

    @property
    def base_currency(self) -> str:
        """What the books are kept in."""
        return next(iter(self.currencies))

    def daily_rate(self, currency: str) -> Decimal:
        """What the rate service tells today."""
        return self.currencies.get(currency, _OTHER_RATE)


def tax_rate(
    tax_type: str, name: str, rate: str, applies: str, report: str = "NONE", *, charged: str | None = None
) -> Record:
    """A tax rate: what it is called, what it charges, which classes of accounts it goes with.

    A reverse charge shows its rate and charges nothing, for it is owed and reclaimed at once.
    """
    shown = Decimal(rate)
    can = {f"CanApplyTo{word}": letter in applies for letter, word in APPLIES.items()}
    return {
        "TaxType": tax_type,
        "Name": name,
        "ReportTaxType": report,
        "Status": "ACTIVE",
        "DisplayTaxRate": shown,
        "EffectiveRate": shown if charged is None else Decimal(charged),
        "TaxComponents": [{"Name": name, "Rate": shown, "IsCompound": False, "IsNonRecoverable": False}],
    } | can

"""What the country of an account decides: its currencies, its tax codes, its zone, its year."""

from dataclasses import dataclass
from decimal import Decimal

BANKS = ("1200", "1210", "1211", "1212")
_CONFIGURATION = {
    "invoicedOrderStatusId": "4",
    "newSalesOrderStatusId": "3",
    "newPurchaseOrderStatusId": "6",
    "newSalesCreditStatusId": "10",
    "newPurchaseCreditStatusId": "12",
    "cancelledOrderStatusId": "5",
    "poStatusAcknowledged": "7",
    "salesNominalCode": "4000",
    "purchaseNominalCode": "5000",
    "shippingNominalCode": "4300",
    "discountNominalCode": "4310",
    "roundingCorrectionsNominalCode": "2299",
    "chargesNominalCode": "6500",
    "writeOffNoteNominalCode": "5060",
    "paypalBankAccountCode": "1240",
    "defaultCostPriceListId": "1",
    "defaultCurrencyCode": "1",
    "defaultProductTypeId": "1",
    "multipleWarehouseEnabled": "1",
    "autoAssignOrder": "1",
    "productSeasonsEnabled": "0",
    "productWeightUnit": "GRAM",
    "orderRowSortingStrategy": "rowSequence",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class TaxCode:
    """A tax code; orders and settings know it by its code."""

    id: int
    code: str
    description: str
    rate: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Currency:
    """A currency and today's rate, in its units for one of the account's."""

    id: int
    code: str
    name: str
    symbol: str
    rate: Decimal


US_SALES_TAX = TaxCode(id=12, code="-", description="Sales tax of the channel", rate=Decimal("0.0000"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """What a country decides. The first currency is the account's own; the city is where everybody lives if nobody says."""

    country: str
    zone: str
    tax_scheme: str
    tax_codes: tuple[TaxCode, ...]
    usual_tax_code: str
    currencies: tuple[Currency, ...]
    first_month: int
    city: str
    postcode: str

    @property
    def currency(self) -> str:
        """What the books are kept in."""
        return self.currencies[0].code

    @property
    def banks(self) -> tuple[tuple[str, str], ...]:
        """Currencies, each with the nominal code of its bank account; no more than there are accounts."""
        return tuple(zip((currency.code for currency in self.currencies), BANKS, strict=False))

    def configuration(self) -> dict[str, str]:
        """The account's configuration."""
        usual = next(code for code in self.tax_codes if code.code == self.usual_tax_code)
        return {
            "baseCurrencyCode": self.currency,
            "timeZone": self.zone,
            "taxSchemeCode": self.tax_scheme,
            "defaultTaxRateId": str(usual.id),
            **_CONFIGURATION,
        }

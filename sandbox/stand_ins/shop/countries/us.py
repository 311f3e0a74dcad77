"""A shop in the United States: what it sells is taxed, what it buys to sell is not."""

from sandbox.stand_ins.shop.home import Abroad, Home, Place, Tax

_GERMANY = Abroad(country="DE", currency="EUR", city="Hamburg", postcode="20095")
_FRANCE = Abroad(country="FR", currency="EUR", city="Lyon", postcode="69002")
_CANADA = Abroad(country="CA", currency="CAD", city="Halifax", postcode="B3J 1S9")
_NOT_TAXABLE = "NT"

HOME = Home(
    country="US",
    currency="USD",
    tax_codes={Tax.STANDARD: "TAX", Tax.REDUCED: "FOOD", Tax.ZERO: _NOT_TAXABLE, Tax.OUTSIDE: "EX"},
    bought_under=dict.fromkeys(("TAX", "FOOD", "EX"), _NOT_TAXABLE),
    places=(
        Place(city="Albany", county="NY", postcode="122"),
        Place(city="Portland", county="ME", postcode="041"),
        Place(city="Boulder", county="CO", postcode="803"),
        Place(city="Savannah", county="GA", postcode="314"),
        Place(city="Tucson", county="AZ", postcode="857"),
        Place(city="Madison", county="WI", postcode="537"),
        Place(city="Eugene", county="OR", postcode="974"),
        Place(city="Spokane", county="WA", postcode="992"),
        Place(city="Fresno", county="CA", postcode="937"),
        Place(city="Lincoln", county="NE", postcode="685"),
        Place(city="Austin", county="TX", postcode="787"),
        Place(city="Burlington", county="VT", postcode="054"),
    ),
    postcode_ending=("01234567", "123456"),
    telephone="(518) 555-{:04}",
    abroad=(_GERMANY, _FRANCE, _CANADA),
    near=_CANADA,
    far=_GERMANY,
    supplier_abroad=_FRANCE,
    sales_types=dict.fromkeys(("TAX", "FOOD", _NOT_TAXABLE, "EX", "-"), "NONE"),
    purchase_types=dict.fromkeys(("TAX", "FOOD", _NOT_TAXABLE, "EX", "-"), "NONE"),
    tax_line="830",
)

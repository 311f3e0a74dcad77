"""A shop in Australia. There is one rate of GST: what is taxed less elsewhere is taxed in full here."""

from sandbox.stand_ins.shop.home import Abroad, Home, Place, Tax

_NEW_ZEALAND = Abroad(country="NZ", currency="NZD", city="Nelson", postcode="7010")
_STATES = Abroad(country="US", currency="USD", city="Portland", postcode="97205")
_JAPAN = Abroad(country="JP", currency="JPY", city="Sendai", postcode="980-0011")

HOME = Home(
    country="AU",
    currency="AUD",
    tax_codes={Tax.STANDARD: "GST", Tax.REDUCED: "GST", Tax.ZERO: "FRE", Tax.OUTSIDE: "OUT"},
    places=(
        Place(city="Newcastle", county="NSW", postcode="23"),
        Place(city="Orange", county="NSW", postcode="28"),
        Place(city="Geelong", county="VIC", postcode="32"),
        Place(city="Ballarat", county="VIC", postcode="33"),
        Place(city="Cairns", county="QLD", postcode="48"),
        Place(city="Toowoomba", county="QLD", postcode="43"),
        Place(city="Fremantle", county="WA", postcode="61"),
        Place(city="Bunbury", county="WA", postcode="62"),
        Place(city="Hobart", county="TAS", postcode="70"),
        Place(city="Launceston", county="TAS", postcode="72"),
        Place(city="Adelaide", county="SA", postcode="50"),
        Place(city="Darwin", county="NT", postcode="08"),
    ),
    postcode_ending=("01234567", "012345"),
    telephone="(02) 5550 {:04}",
    abroad=(_NEW_ZEALAND, _STATES, _JAPAN),
    near=_NEW_ZEALAND,
    far=_STATES,
    supplier_abroad=_NEW_ZEALAND,
    sales_types={"GST": "OUTPUT", "FRE": "EXEMPTOUTPUT", "EXP": "EXEMPTEXPORT", "OUT": "BASEXCLUDED"},
    purchase_types={"GST": "INPUT", "FRE": "EXEMPTEXPENSES", "EXP": "EXEMPTEXPENSES", "OUT": "BASEXCLUDED"},
)

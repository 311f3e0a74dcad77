"""A shop in the United Kingdom."""

from sandbox.stand_ins.shop.home import Abroad, Home, Place, Tax

_GERMANY = Abroad(country="DE", currency="EUR", city="Hamburg", postcode="20095")
_FRANCE = Abroad(country="FR", currency="EUR", city="Lyon", postcode="69002")
_IRELAND = Abroad(country="IE", currency="EUR", city="Cork", postcode="T12 X8Y2")
_STATES = Abroad(country="US", currency="USD", city="Portland", postcode="97205")

HOME = Home(
    country="GB",
    currency="GBP",
    tax_codes={Tax.STANDARD: "T20", Tax.REDUCED: "T5", Tax.ZERO: "T0", Tax.OUTSIDE: "T9"},
    places=(
        Place(city="Bristol", county="Avon", postcode="BS1 4"),
        Place(city="Leeds", county="West Yorkshire", postcode="LS2 7"),
        Place(city="Norwich", county="Norfolk", postcode="NR3 1"),
        Place(city="Exeter", county="Devon", postcode="EX4 3"),
        Place(city="Cardiff", county="South Glamorgan", postcode="CF10 1"),
        Place(city="Dundee", county="Angus", postcode="DD1 2"),
        Place(city="Lincoln", county="Lincolnshire", postcode="LN1 3"),
        Place(city="Bath", county="Somerset", postcode="BA1 5"),
        Place(city="Derby", county="Derbyshire", postcode="DE1 2"),
        Place(city="York", county="North Yorkshire", postcode="YO1 9"),
        Place(city="Hove", county="East Sussex", postcode="BN3 2"),
        Place(city="Chester", county="Cheshire", postcode="CH1 2"),
    ),
    postcode_ending=("ABDEFGHJ", "LNPQRS"),
    telephone="0117 496 {:04}",
    abroad=(_GERMANY, _FRANCE, _IRELAND, _STATES),
    near=_GERMANY,
    far=_STATES,
    supplier_abroad=_FRANCE,
    sales_types={"T20": "OUTPUT2", "T5": "RROUTPUT", "T0": "ZERORATEDOUTPUT", "T9": "NONE"},
    purchase_types={"T20": "INPUT2", "T5": "RRINPUT", "T0": "ZERORATEDINPUT", "T9": "NONE"},
)

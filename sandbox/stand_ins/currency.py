"""How many places the amounts of a currency have. https://www.iso.org/iso-4217-currency-codes.html"""

_USUAL = 2
_PLACES = dict.fromkeys(("CLP", "ISK", "JPY", "KRW", "VND"), 0) | dict.fromkeys(("BHD", "JOD", "KWD", "OMR", "TND"), 3)


def places_of(currency: str) -> int:
    """Two for most; none for yen, three for dinars."""
    return _PLACES.get(currency, _USUAL)

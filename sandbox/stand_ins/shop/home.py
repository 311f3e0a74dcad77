"""What the country of a shop decides: the parts that tax codes play, where its people live, how its old books are coded."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Tax(StrEnum):
    """The part that a tax code plays; every country has a code for each, and some have one for several."""

    STANDARD = "standard"
    REDUCED = "reduced"
    ZERO = "zero"
    OUTSIDE = "outside"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A town. A postcode is what stands here and one of each of the country's endings."""

    city: str
    county: str
    postcode: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Abroad:
    """Where foreign customers live, and what they pay in."""

    country: str
    currency: str
    city: str
    postcode: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    """A shop's country.

    `tax_codes` are Brightpearl's; `bought_under` names the codes that purchases carry in the place of a product's own.
    `sales_types` and `purchase_types` are the Xero tax types by which an old connector coded them; where it put the tax
    into a line of its own, `tax_line` is that line's account.
    """

    country: str
    currency: str
    tax_codes: Mapping[Tax, str]
    bought_under: Mapping[str, str] = field(default_factory=dict)
    places: tuple[Place, ...]
    postcode_ending: tuple[str, str]
    telephone: str
    abroad: tuple[Abroad, ...]
    near: Abroad
    far: Abroad
    supplier_abroad: Abroad
    sales_types: Mapping[str, str]
    purchase_types: Mapping[str, str]
    tax_line: str | None = None

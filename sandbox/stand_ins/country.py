"""The three countries in which a pair of a Brightpearl account and a Xero organisation can be."""

from enum import StrEnum


class Country(StrEnum):
    """By its code of two letters; the first is where the sandbox is unless it is told otherwise."""

    GB = "gb"
    US = "us"
    AU = "au"


CODES = tuple(country.value for country in Country)


def country_of(seed: int) -> Country:
    """One for every seed, each as often as the others."""
    countries = tuple(Country)
    return countries[seed % len(countries)]

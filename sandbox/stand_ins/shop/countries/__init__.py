"""What differs between a British, an American and an Australian shop."""

from sandbox.stand_ins.country import Country
from sandbox.stand_ins.shop.countries import au, gb, us
from sandbox.stand_ins.shop.home import Home

HOMES: dict[Country, Home] = {Country.GB: gb.HOME, Country.US: us.HOME, Country.AU: au.HOME}

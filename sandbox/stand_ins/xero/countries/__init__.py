"""What differs between a British, an American and an Australian organisation."""

from sandbox.stand_ins.country import Country
from sandbox.stand_ins.xero.countries import au, gb, us
from sandbox.stand_ins.xero.profile import Profile

PROFILES: dict[Country, Profile] = {Country.GB: gb.PROFILE, Country.US: us.PROFILE, Country.AU: au.PROFILE}

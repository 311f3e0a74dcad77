"""What differs between a British, an American and an Australian account."""

from sandbox.stand_ins.brightpearl.countries import au, gb, us
from sandbox.stand_ins.brightpearl.profile import Profile
from sandbox.stand_ins.country import Country

PROFILES: dict[Country, Profile] = {Country.GB: gb.PROFILE, Country.US: us.PROFILE, Country.AU: au.PROFILE}

"""What the client of either system needs besides its credentials and its own ways: those of one invocation."""

from collections.abc import Callable
from datetime import datetime

import requests
from msgspec import Struct

from shared.sequence import System
from shared.tokens import TokenVault
from shared.transport import Authorisation, Exchange, Meter, Pace, Transport
from shared.wire import Reply


class Means(Struct, frozen=True, kw_only=True, eq=False):
    vault: TokenVault
    session: requests.Session
    meter: Meter
    clock: Callable[[], datetime]
    sleep: Callable[[float], None]
    log: Callable[[Exchange], None]

    def transport(
        self,
        system: System,
        base_url: str,
        *,
        authorisation: Authorisation,
        pace: Pace,
        explain: Callable[[Reply], str],
    ) -> Transport:
        return Transport(
            system=system,
            base_url=base_url,
            authorisation=authorisation,
            pace=pace,
            explain=explain,
            meter=self.meter,
            session=self.session,
            clock=self.clock,
            sleep=self.sleep,
            log=self.log,
        )

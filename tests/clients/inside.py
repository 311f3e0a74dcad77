"""Both clients on a sandbox in this process, put together as in an invocation."""

from dataclasses import dataclass, field
from typing import Any, Self

import requests

from sandbox.stand_ins.clock import ManualClock
from sandbox.stand_ins.world import Sandbox
from shared.auth.credentials import BrightpearlCredentials, XeroCredentials
from shared.brightpearl import auth as brightpearl_auth
from shared.brightpearl.answers import explain as explain_brightpearl
from shared.brightpearl.client import Brightpearl
from shared.brightpearl.pace import BrightpearlPace
from shared.http.transport import ClientOptions, Meter, Transport
from shared.http.wire import open_session
from shared.kinds import System
from shared.xero import auth as xero_auth
from shared.xero.answers import explain as explain_xero
from shared.xero.client import Xero
from shared.xero.pace import XeroPace
from tests.clients.doubles import MemoryTokens

BRIGHTPEARL_HOST = "http://brightpearl.sandbox"
XERO_HOST = "http://xero.sandbox"


@dataclass(kw_only=True)
class Inside:
    """One invocation's clients; `again` is the next invocation on the same sandbox."""

    sandbox: Sandbox
    clock: ManualClock
    token_stores: dict[System, MemoryTokens]
    meter: Meter = field(default_factory=Meter)
    oauth: bool = False
    brightpearl: Brightpearl = field(init=False)
    xero: Xero = field(init=False)

    def __post_init__(self) -> None:
        self.brightpearl = self._brightpearl()
        self.xero = self._xero()

    @classmethod
    def a_sandbox(cls, *, oauth: bool = False) -> Self:
        clock = ManualClock()
        token_stores = {system: MemoryTokens() for system in System}
        return cls(sandbox=Sandbox(clock=clock), clock=clock, token_stores=token_stores, oauth=oauth)

    def again(self) -> "Inside":
        return Inside(sandbox=self.sandbox, clock=self.clock, token_stores=self.token_stores, oauth=self.oauth)

    def fault(self, system: System, **rule: Any) -> None:
        """Let something go wrong with the next matching call."""
        stand_in = self.sandbox.xero if system is System.XERO else self.sandbox.brightpearl
        stand_in.faults.replace([rule])

    def calls(self) -> dict[str, int]:
        return {str(system): calls for system, calls in self.meter.calls.items()}

    def _brightpearl(self) -> Brightpearl:
        credentials = self._brightpearl_credentials()
        session = open_session(self.sandbox.brightpearl_adapter())
        transport = Transport(
            system=System.BRIGHTPEARL,
            base_url=credentials.base_url,
            authorisation=brightpearl_auth.authorise(
                credentials, tokens=self.token_stores[System.BRIGHTPEARL], session=session, clock=self.clock.now
            ),
            pace=BrightpearlPace(self.clock.now),
            explain=explain_brightpearl,
            options=self._options(session),
        )
        return Brightpearl(transport, credentials)

    def _options(self, session: requests.Session) -> ClientOptions:
        return ClientOptions(session=session, meter=self.meter, clock=self.clock.now, sleep=self.clock.sleep)

    def _brightpearl_credentials(self) -> BrightpearlCredentials:
        told = self.sandbox.brightpearl.vendor.health()
        secret: dict[str, Any] = {"staff_token": told["staff_token"]}
        if self.oauth:
            names = ("client_id", "client_secret", "refresh_token", "dev_ref")
            secret = {"oauth": {name: told["oauth"][name] for name in names}}
            secret["oauth"]["token_url"] = f"{BRIGHTPEARL_HOST}/token/{told['account']}"
        return BrightpearlCredentials.parse(
            {"base_url": BRIGHTPEARL_HOST, "account": told["account"], "app_ref": told["app_ref"], **secret}
        )

    def _xero(self) -> Xero:
        credentials = self._xero_credentials()
        session = open_session(self.sandbox.xero_adapter())
        transport = Transport(
            system=System.XERO,
            base_url=credentials.api_url,
            authorisation=xero_auth.authorise(
                credentials, tokens=self.token_stores[System.XERO], session=session, clock=self.clock.now
            ),
            pace=XeroPace(self.clock.now),
            explain=explain_xero,
            options=self._options(session),
        )
        return Xero(transport, credentials.tenant_id)

    def _xero_credentials(self) -> XeroCredentials:
        told = self.sandbox.xero.vendor.health()
        own = {"grant": "client_credentials"}
        user = {"grant": "refresh_token", "refresh_token": told["refresh_token"]}
        return XeroCredentials.parse(
            {
                "client_id": told["client_id"],
                "client_secret": told["client_secret"],
                "tenant_id": told["tenant_id"],
                "api_url": f"{XERO_HOST}/api.xro/2.0",
                "identity_url": f"{XERO_HOST}/connect/token",
                **(user if self.oauth else own),
            }
        )

"""Both clients on a sandbox in this process, put together as in an invocation."""

from dataclasses import dataclass, field
from typing import Any, Self

from sandbox.clock import ManualClock
from sandbox.world import Sandbox
from shared.brightpearl import auth as brightpearl_auth
from shared.brightpearl.answers import explain as explain_brightpearl
from shared.brightpearl.client import Brightpearl
from shared.brightpearl.pace import BrightpearlPace
from shared.credentials import BrightpearlCredentials, XeroCredentials
from shared.sequence import System
from shared.transport import Meter, Transport
from shared.wire import open_session
from shared.xero import auth as xero_auth
from shared.xero.answers import explain as explain_xero
from shared.xero.client import Xero
from shared.xero.pace import XeroPace
from tests.clients.doubles import MemoryVault

BRIGHTPEARL_HOST = "http://brightpearl.sandbox"
XERO_HOST = "http://xero.sandbox"


@dataclass(kw_only=True)
class Inside:
    """One invocation's clients; `again` is the next invocation on the same sandbox."""

    sandbox: Sandbox
    clock: ManualClock
    vaults: dict[System, MemoryVault]
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
        vaults = {system: MemoryVault() for system in System}
        return cls(sandbox=Sandbox(clock=clock), clock=clock, vaults=vaults, oauth=oauth)

    def again(self) -> "Inside":
        return Inside(sandbox=self.sandbox, clock=self.clock, vaults=self.vaults, oauth=self.oauth)

    def fault(self, system: System, **rule: Any) -> None:
        """Let something go wrong with the next matching call."""
        stand_in = self.sandbox.xero if system is System.XERO else self.sandbox.brightpearl
        stand_in.faults.replace([rule])

    def calls(self) -> dict[str, int]:
        return self.meter.totals()

    def _brightpearl(self) -> Brightpearl:
        credentials = self._brightpearl_credentials()
        session = open_session(self.sandbox.brightpearl_adapter())
        transport = Transport(
            system=System.BRIGHTPEARL,
            base_url=credentials.base_url,
            authorisation=brightpearl_auth.authorise(
                credentials, vault=self.vaults[System.BRIGHTPEARL], session=session, clock=self.clock.now
            ),
            pace=BrightpearlPace(self.clock.now),
            explain=explain_brightpearl,
            meter=self.meter,
            session=session,
            clock=self.clock.now,
            sleep=self.clock.sleep,
        )
        return Brightpearl(transport, credentials)

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
                credentials, vault=self.vaults[System.XERO], session=session, clock=self.clock.now
            ),
            pace=XeroPace(self.clock.now),
            explain=explain_xero,
            meter=self.meter,
            session=session,
            clock=self.clock.now,
            sleep=self.clock.sleep,
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

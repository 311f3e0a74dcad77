"""What a connection needs to be let in by both systems, as the secret store keeps it. Nothing here shows a secret."""

import re
from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any, Self
from urllib.parse import urlsplit

from shared.errors import ConfigurationError
from shared.http.secret_values import SecretStruct

XERO_API = "https://api.xero.com/api.xro/2.0"
XERO_TOKENS = "https://identity.xero.com/connect/token"
BRIGHTPEARL_TOKENS = "https://oauth.brightpearl.com/token/{account}"
XERO_SCOPES = (
    "accounting.invoices accounting.payments accounting.contacts accounting.settings.read accounting.manualjournals"
    " accounting.banktransactions"
)

_ONE_OF = ("staff_token", "account_token", "oauth")
_ACCOUNT = re.compile(r"[A-Za-z0-9_-]+")


class Grant(StrEnum):
    """How Xero gives tokens: to a Custom Connection, or to an app that a user has authorised."""

    CLIENT_CREDENTIALS = "client_credentials"
    REFRESH_TOKEN = "refresh_token"  # noqa: S105  the vendor's word, not a secret


class BrightpearlOAuth(SecretStruct, frozen=True, kw_only=True):
    """An app that the merchant installed: its own id, and the developer's reference."""

    client_id: str
    token_url: str
    dev_ref: str
    client_secret: str = ""
    refresh_token: str = ""


class BrightpearlCredentials(SecretStruct, frozen=True, kw_only=True):
    """`base_url` is the data centre's address; exactly one of the three kinds of authorisation is given."""

    base_url: str
    account: str
    app_ref: str
    staff_token: str = ""
    account_token: str = ""
    oauth: BrightpearlOAuth | None = None

    @classmethod
    def parse(cls, document: Mapping[str, Any]) -> Self:
        """Read one connection's Brightpearl part. Raises ConfigurationError, which names everything that is wrong."""
        entries = _Entries("brightpearl", document, required=("base_url", "account", "app_ref"), optional=_ONE_OF)
        entries.check([*_one_authorisation(document), *_bad_account(document)])
        oauth = document.get("oauth")
        return cls(
            base_url=_host(entries.address("base_url"), entries.text("account")),
            account=entries.text("account"),
            app_ref=entries.text("app_ref"),
            staff_token=entries.text("staff_token"),
            account_token=entries.text("account_token"),
            oauth=_oauth(oauth, entries.text("account")) if oauth else None,
        )


class XeroCredentials(SecretStruct, frozen=True, kw_only=True):
    """A Custom Connection needs no refresh token. An app's first one comes with the credentials."""

    client_id: str
    grant: Grant
    client_secret: str = ""
    refresh_token: str = ""
    tenant_id: str = ""
    scopes: str = XERO_SCOPES
    api_url: str = XERO_API
    identity_url: str = XERO_TOKENS

    @classmethod
    def parse(cls, document: Mapping[str, Any]) -> Self:
        """Read one connection's Xero part. Raises ConfigurationError, which names everything that is wrong."""
        entries = _Entries(
            "xero",
            document,
            required=("client_id", "client_secret", "grant"),
            optional=("refresh_token", "tenant_id", "scopes", "api_url", "identity_url"),
        )
        entries.check(_bad_grant(document))
        return cls(
            client_id=entries.text("client_id"),
            client_secret=entries.text("client_secret"),
            grant=Grant(entries.text("grant")),
            refresh_token=entries.text("refresh_token"),
            tenant_id=entries.text("tenant_id"),
            scopes=entries.text("scopes") or XERO_SCOPES,
            api_url=entries.address("api_url", XERO_API),
            identity_url=entries.address("identity_url", XERO_TOKENS),
        )


class Credentials(SecretStruct, frozen=True, kw_only=True):
    """One connection's secret: both parts."""

    brightpearl: BrightpearlCredentials
    xero: XeroCredentials

    @classmethod
    def parse(cls, document: Mapping[str, Any]) -> Self:
        """Read the whole secret. Raises ConfigurationError as its parts do."""
        _Entries("credentials", document, required=("brightpearl", "xero"), optional=()).check([])
        return cls(
            brightpearl=BrightpearlCredentials.parse(document["brightpearl"]),
            xero=XeroCredentials.parse(document["xero"]),
        )


class _Entries:
    """The entries of one part. All that is wrong is raised together."""

    def __init__(self, part: str, document: object, *, required: Iterable[str], optional: Iterable[str]) -> None:
        if not isinstance(document, Mapping):
            raise ConfigurationError(f"the credentials' part {part} must be an object with named entries")
        self.part, self.document = part, document
        self.required, self.optional = tuple(required), tuple(optional)

    def check(self, problems: Iterable[str]) -> None:
        missing = [f"{name} is missing" for name in self.required if not self.document.get(name)]
        unknown = [f"{name} is not known" for name in sorted(set(self.document) - {*self.required, *self.optional})]
        found = [*missing, *unknown, *self._not_text(), *problems]
        if found:
            raise ConfigurationError(f"the credentials' part {self.part}: {'; '.join(found)}")

    def _not_text(self) -> list[str]:
        nested = {"oauth", "brightpearl", "xero"}
        wrong = [name for name, value in self.document.items() if name not in nested and not isinstance(value, str)]
        return [f"{name} is not text" for name in wrong]

    def text(self, name: str) -> str:
        return str(self.document.get(name, "")).strip()

    def address(self, name: str, default: str = "") -> str:
        given = self.text(name) or default
        if not _is_safe_address(given):
            raise ConfigurationError(f"the credentials' part {self.part}: {name} is not an https address")
        return given.rstrip("/")


def _is_safe_address(text: str) -> bool:
    """Allow plain http on this machine only: anywhere else it would show the tokens to others."""
    address = urlsplit(text)
    host = address.hostname or ""
    local = host in ("localhost", "127.0.0.1", "::1") or host.endswith((".test", ".localhost", ".sandbox"))
    return bool(host) and (address.scheme == "https" or (address.scheme == "http" and local))


def _host(address: str, account: str) -> str:
    """Accept the path behind the address too: the vendor's pages print it."""
    return address.removesuffix(f"/{account}").removesuffix("/public-api")


def _one_authorisation(document: Mapping[str, Any]) -> list[str]:
    given = [name for name in _ONE_OF if document.get(name)]
    return [] if len(given) == 1 else [f"exactly one of {', '.join(_ONE_OF)} is needed, not {len(given)}"]


def _bad_account(document: Mapping[str, Any]) -> list[str]:
    account = document.get("account")
    good = not isinstance(account, str) or not account or _ACCOUNT.fullmatch(account.strip())
    return [] if good else ["account has characters that no Brightpearl account has"]


def _bad_grant(document: Mapping[str, Any]) -> list[str]:
    grant = document.get("grant")
    return [] if not grant or grant in list(Grant) else [f"grant is not one of {', '.join(Grant)}"]


def _oauth(document: Mapping[str, Any], account: str) -> BrightpearlOAuth:
    entries = _Entries(
        "brightpearl.oauth",
        document,
        required=("client_id", "dev_ref"),
        optional=("client_secret", "refresh_token", "token_url"),
    )
    entries.check([])
    return BrightpearlOAuth(
        client_id=entries.text("client_id"),
        client_secret=entries.text("client_secret"),
        refresh_token=entries.text("refresh_token"),
        token_url=entries.address("token_url", BRIGHTPEARL_TOKENS.format(account=account)),
        dev_ref=entries.text("dev_ref"),
    )

"""What a connection needs to be let in by the stand-ins."""

from collections.abc import Mapping
from typing import Any

Health = Mapping[str, Any]


def credentials_of(brightpearl: str, xero: str, *, health: Mapping[str, Health]) -> dict[str, Any]:
    """Make the credentials document, as the secret store keeps it, from both addresses and what each says of its health."""
    return {
        "brightpearl": {
            "base_url": brightpearl,
            **{name: health["brightpearl"][name] for name in ("account", "app_ref", "staff_token")},
        },
        "xero": {
            "api_url": f"{xero}/api.xro/2.0",
            "identity_url": f"{xero}/connect/token",
            "grant": "client_credentials",
            **{name: health["xero"][name] for name in ("client_id", "client_secret", "tenant_id")},
        },
    }

"""The OpenAPI document, made of the routes. It knows nothing of the handler that serves it."""

import json
from typing import Any, Final

from aws_lambda_powertools.event_handler.openapi.models import HTTPBearer

from shared.api.router import Router

VERSION: Final = "1.0.0"
TITLE: Final = "Brightpearl-Xero connector"


def document(router: Router) -> str:
    """Write it; the same routes always give the same text."""
    written = router.app.get_openapi_json_schema(
        title=TITLE,
        version=VERSION,
        openapi_version="3.1.0",
        description="See and steer the records of a connection. docs/api.md is the guide.",
        security_schemes={"token": HTTPBearer(bearerFormat="JWT")},
    )
    return json.dumps(_tidy(json.loads(written)), indent=1, sort_keys=True) + "\n"


def _tidy(read: dict[str, Any]) -> dict[str, Any]:
    """Without the answer that Powertools adds to every route for what it would say of a wrong request; ours are listed."""
    read.pop("servers", None)
    for operations in read["paths"].values():
        for operation in operations.values():
            operation["responses"] = {
                status: answer
                for status, answer in operation["responses"].items()
                if "HTTPValidationError" not in json.dumps(answer)
            }
    schemas = read["components"]["schemas"]
    for unused in ("HTTPValidationError", "ResponseValidationError", "ValidationError"):
        schemas.pop(unused, None)
    return read

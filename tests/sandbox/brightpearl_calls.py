"""Talk to the stand-in for Brightpearl the way a private app does."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from werkzeug.datastructures import Headers

from sandbox.stand_ins.arrival import to_request
from sandbox.stand_ins.brightpearl.vendor import Brightpearl
from sandbox.stand_ins.clock import ManualClock
from sandbox.stand_ins.exact_json import dumps, loads

SUMMER = datetime(2026, 6, 15, 12, 0, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """An answer as it went over the wire."""

    status: int
    text: str
    headers: Headers

    @property
    def body(self) -> Any:
        return loads(self.text)

    @property
    def response(self) -> Any:
        """What stands in the envelope of a good answer."""
        assert self.status == 200, self.text
        return self.body["response"]

    @property
    def code(self) -> str:
        """The code of a refusal."""
        return str(self.body["errors"][0]["code"])


class Caller:
    """An account in summer time, and calls to it with a staff token unless other headers are given."""

    def __init__(self, *, start: datetime = SUMMER, time_scale: float = 1.0) -> None:
        self.clock = ManualClock(start)
        self.vendor = Brightpearl(clock=self.clock, time_scale=time_scale)
        self.known = self.vendor.health()

    def call(
        self, method: str, path: str, *, body: Any = None, headers: Mapping[str, str] | None = None, text: str = ""
    ) -> Reply:
        request = to_request(
            method=method,
            url=f"http://sandbox.test{self.known['base_url']}{path}",
            headers=list((self.staff_headers() if headers is None else headers).items()),
            body=(dumps(body) if body is not None else text).encode(),
        )
        return _reply(self.vendor.handle(request))

    def get(self, path: str) -> Reply:
        return self.call("GET", path)

    def post(self, path: str, body: Any) -> Reply:
        return self.call("POST", path, body=body)

    def form(self, path: str, fields: str) -> Reply:
        headers = [("Content-Type", "application/x-www-form-urlencoded")]
        url = f"http://sandbox.test{path}"
        return _reply(self.vendor.handle(to_request(method="POST", url=url, headers=headers, body=fields.encode())))

    def rows(self, path: str) -> list[dict[str, Any]]:
        """The rows of a search, each by its columns' names."""
        found = self.get(path).response
        names = [column["name"] for column in found["metaData"]["columns"]]
        return [dict(zip(names, row, strict=True)) for row in found["results"]]

    def ids(self, path: str) -> list[Any]:
        """The first column of a search."""
        return [row[0] for row in self.get(path).response["results"]]

    def do(self, action: str, **fields: Any) -> dict[str, Any]:
        return self.vendor.do({"action": action, **fields})

    def switch(self, **switches: Any) -> None:
        self.vendor.set_switches(switches)

    def staff_headers(self) -> dict[str, str]:
        return {"brightpearl-app-ref": self.known["app_ref"], "brightpearl-staff-token": self.known["staff_token"]}

    def a_contact(self, **fields: Any) -> int:
        return int(self.do("create_contact", **{"first_name": "Ada", "last_name": "Byron", **fields})["contact"])

    def a_product(self, **fields: Any) -> int:
        return int(
            self.do("create_product", **{"sku": "TEE", "name": "Tee", "cost": "4", "price": "10", **fields})["product"]
        )

    def an_order(self, **fields: Any) -> int:
        rows = [{"name": "Red tee", "quantity": 4, "price": "25"}]
        contact = fields.pop("contact", None) or self.a_contact()
        return int(self.do("create_order", **{"contact": contact, "rows": rows, **fields})["order"])

    def an_invoiced_order(self, **fields: Any) -> int:
        order = self.an_order(**fields)
        self.do("invoice_order", order=order)
        return order


def _reply(response: Any) -> Reply:
    return Reply(status=response.status_code, text=response.get_data(as_text=True), headers=response.headers)

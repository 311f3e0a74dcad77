"""New and updated products, each with its prices."""

from collections.abc import Iterator, Sequence
from typing import Any, ClassVar

from msgspec import Struct

from shared.brightpearl.client import Brightpearl
from shared.kinds import Kind
from shared.mapping.source import at, text_at
from shared.mapping.text import one_line
from shared.records.record import Fetched, Summary
from shared.settings import Settings
from shared.sources.changes import after, behind, full_reads
from shared.sources.fetched import fetched
from shared.sources.pages import Page, Position, Since
from shared.sources.summary import day_of


class Products(Struct, frozen=True, kw_only=True, eq=False):
    """Products of one Brightpearl account."""

    selection: ClassVar[str] = ""

    brightpearl: Brightpearl
    settings: Settings

    def pages(self, since: Since, position: Position) -> Iterator[Page]:
        lists = self.brightpearl.changed(
            "product-search", since, columns=("productId",), key="productId", after=after(position)
        )
        for ids in full_reads(lists, key="productId"):
            yield Page(fetched=self.read(ids), position=behind(ids))

    def one(self, _kind: Kind, record_id: str) -> list[Fetched]:
        return self.read([int(record_id)])

    def read(self, ids: Sequence[int]) -> list[Fetched]:
        products = self.brightpearl.products(ids).items
        price_lists = [chosen for chosen in (self.settings.price_lists.cost, self.settings.price_lists.sell) if chosen]
        prices = self.brightpearl.prices(products, price_lists).items if products and price_lists else {}
        return [self._fetched(product, prices.get(product_id)) for product_id, product in products.items()]

    def _fetched(self, product: dict[str, Any], prices: dict[str, Any] | None) -> Fetched:
        document = {"product": product, "prices": (prices or {}).get("priceLists", [])}
        summary = product_summary(document, self.settings)
        return fetched(Kind.PRODUCT, str(product["id"]), document, self.settings, summary=summary, due_step=None)


def product_summary(document: Any, settings: Settings) -> Summary:
    product = at(document, "product")
    return Summary(
        number=text_at(product, "identity", "sku"),
        reference=one_line(at(product, "salesChannels", 0, "productName")),
        date=day_of(at(product, "createdOn"), settings),
    )

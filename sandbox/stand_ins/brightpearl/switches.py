"""What nobody outside Brightpearl knows for certain, as switches: a client has to work under either setting.

The first choice of each is the likelier one. With `limits` off no calls are counted; `credit_quantity_sign` turns only
the quantities of sales credit rows; `search_lag_seconds` keeps new and changed records out of every search for so long,
as a lagging index does. With `methods_have_banks` off no payment method has a bank account, so no payment a journal;
with `cost_of_sales` off no stock correction has one.
"""

from typing import Any

from sandbox.stand_ins.switches import NO_YES, YES_NO

CHOICES: dict[str, tuple[Any, ...]] = {
    "limits": YES_NO,
    "payment_bumps_order": NO_YES,
    "merge_bumps_orders": NO_YES,
    "period_bounds": ("inclusive", "exclusive"),
    "mixed_id_set": ("found", "404", "400"),
    "oversized_page": ("clamp", "error"),
    "unknown_parameter": ("ignored", "error"),
    "postal_addresses": ("map", "list"),
    "credit_quantity_sign": ("+", "-"),
    "refund_amount_sign": ("+", "-"),
    "exchange_rate_direction": ("foreign_per_base", "base_per_foreign"),
    "refresh_token_rotates": NO_YES,
    "methods_have_banks": YES_NO,
    "cost_of_sales": YES_NO,
    "reversal_shown_as": ("payment", "negative_receipt"),
    "throttle_status": (503, 429),
    "search_lag_seconds": (0, 1, 2, 5, 10, 30, 60, 120, 300, 600),
}

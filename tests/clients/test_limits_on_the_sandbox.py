"""Both clients under the stand-ins' limits, expired tokens and faults."""

from collections.abc import Callable

import pytest

from shared.errors import LimitError, ReconnectError, RequestRefusedError, StepError, TransientError
from shared.kinds import System
from shared.xero.resources import INVOICES, ITEMS
from tests.clients.inside import Inside

BRIGHTPEARL, XERO = System.BRIGHTPEARL, System.XERO
KINDS = ["drop_before", "drop_after", "truncate", "error_500", "html_502", "error_503", "slow"]


def again_and_again(read: Callable[[], object]) -> None:
    for _ in range(250):
        read()


def reader(inside: Inside, system: System) -> Callable[[], object]:
    return inside.xero.accounts if system is XERO else inside.brightpearl.tax_codes


@pytest.mark.parametrize("status", [503, 429])
def test_brightpearls_head_room_is_never_used(inside: Inside, status: int) -> None:
    inside.sandbox.brightpearl.vendor.set_switches({"throttle_status": status})

    with pytest.raises(LimitError):
        again_and_again(inside.brightpearl.tax_codes)

    assert inside.brightpearl.limits()["remaining"] == 20
    assert inside.calls() == {"brightpearl": 180}


@pytest.mark.parametrize("status", [503, 429])
def test_a_throttled_call_can_be_made_after_the_wait_it_is_told(inside: Inside, status: int) -> None:
    inside.sandbox.brightpearl.vendor.set_switches({"throttle_status": status})
    inside.fault(BRIGHTPEARL, kind="rate_limit_minute")
    with pytest.raises(LimitError) as caught:
        inside.brightpearl.tax_codes()
    inside.clock.advance(seconds=caught.value.wait_seconds)

    assert inside.brightpearl.tax_codes()


def test_xeros_minute_is_not_called_into(inside: Inside) -> None:
    with pytest.raises(LimitError) as caught:
        again_and_again(inside.xero.accounts)
    inside.clock.advance(seconds=caught.value.wait_seconds)

    assert inside.xero.accounts()

    statuses = {call["status"] for call in inside.sandbox.xero.traffic.calls() if "Accounts" in call["path"]}
    assert statuses == {200}


def test_xeros_day_stops_until_tomorrow(inside: Inside) -> None:
    inside.fault(XERO, kind="rate_limit_day", path="api.xro")

    with pytest.raises(LimitError) as caught:
        inside.xero.accounts()

    assert caught.value.daily
    assert caught.value.wait_seconds > 60


@pytest.mark.parametrize("oauth", [False, True], ids=["own name or fixed token", "of a user"])
@pytest.mark.parametrize("system", [BRIGHTPEARL, XERO])
def test_an_expired_token_is_replaced_within_the_call(system: System, oauth: bool) -> None:
    inside = Inside.a_sandbox(oauth=oauth)
    read = reader(inside, system)
    assert read()
    inside.fault(system, kind="token_expired", path="api.xro|public-api")

    assert read()


@pytest.mark.parametrize("rotates", [False, True])
def test_the_next_invocation_uses_the_token_that_this_one_got(rotates: bool) -> None:
    inside = Inside.a_sandbox(oauth=True)
    inside.sandbox.brightpearl.vendor.set_switches({"refresh_token_rotates": rotates})
    inside.xero.accounts()
    inside.brightpearl.tax_codes()

    later = inside.again()
    later.xero.accounts()
    later.brightpearl.tax_codes()

    assert [len(tokens.saved) for tokens in inside.token_stores.values()] == [1, 1]


@pytest.mark.parametrize("rotates", [False, True])
def test_brightpearls_tokens_are_renewed_week_after_week(rotates: bool) -> None:
    inside = Inside.a_sandbox(oauth=True)
    inside.sandbox.brightpearl.vendor.set_switches({"refresh_token_rotates": rotates})

    for _ in range(3):
        inside.clock.advance(days=7)
        assert inside.again().brightpearl.tax_codes()


def test_a_lost_renewal_is_repaired_within_the_grace() -> None:
    inside = Inside.a_sandbox(oauth=True)
    inside.xero.accounts()
    inside.clock.advance(minutes=31)
    inside.sandbox.xero.faults.replace([{"path": "connect/token", "kind": "drop_after", "times": 2}])
    with pytest.raises(TransientError):
        inside.xero.accounts()
    inside.clock.advance(minutes=5)

    assert inside.again().xero.accounts()


def test_a_connection_that_somebody_ended_asks_for_a_new_one(inside: Inside) -> None:
    inside.xero.accounts()
    inside.sandbox.xero.vendor.identity.connected = False  # type: ignore[attr-defined]

    with pytest.raises(ReconnectError) as caught:
        inside.xero.accounts()

    assert caught.value.system == "xero"


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("system", [BRIGHTPEARL, XERO])
def test_a_read_survives_two_faults_in_a_row(inside: Inside, system: System, kind: str) -> None:
    read = reader(inside, system)
    read()
    inside.fault(system, kind=kind, times=2, seconds=60)

    assert read()


@pytest.mark.parametrize("system", [BRIGHTPEARL, XERO])
def test_a_third_fault_is_left_to_the_next_cycle(inside: Inside, system: System) -> None:
    read = reader(inside, system)
    read()
    inside.fault(system, kind="html_502", times=3)

    with pytest.raises(TransientError):
        read()

    assert read()


def test_what_is_left_of_the_limits_is_known(inside: Inside) -> None:
    inside.xero.accounts()
    inside.brightpearl.tax_codes()

    ends = int(inside.clock.now().timestamp()) + 60
    assert inside.xero.limits() == {"day_remaining": 4999, "minute_remaining": 59, "minute_ends": ends}
    assert inside.brightpearl.limits()["remaining"] == 199


def test_a_transport_shows_no_secret(inside: Inside) -> None:
    inside.brightpearl.tax_codes()
    inside.xero.accounts()

    shown = f"{inside.brightpearl._transport!r} {inside.xero._transport!r}"

    tokens = inside.token_stores[XERO].token
    assert tokens is not None
    assert "staff-token" not in shown
    assert tokens.access_token not in shown


REFUSED: dict[str, tuple[type[StepError], str]] = {
    "html_400": (RequestRefusedError, "Xero refused: status 400 with a web page"),
    "problem_400": (RequestRefusedError, "Xero refused: Bad Request; The gateway of xero did not let this through"),
    "problem_401": (ReconnectError, "(status 401: Unauthorized; The gateway of xero did not let this through)"),
    "problem_403": (ReconnectError, "(status 403: Forbidden; The gateway of xero did not let this through)"),
}


@pytest.mark.parametrize("kind", REFUSED)
def test_every_shape_of_refusal_keeps_its_words_once(inside: Inside, kind: str) -> None:
    inside.fault(XERO, kind=kind, path="api.xro", times=0)
    error, words = REFUSED[kind]

    with pytest.raises(error) as caught:
        inside.xero.accounts()

    assert caught.value.message.endswith(words)


def test_a_refused_token_is_told_in_xeros_words_in_either_shape(inside: Inside) -> None:
    inside.sandbox.xero.vendor.do({"action": "disconnect"})

    told = []
    for small in (False, True):
        inside.sandbox.xero.vendor.set_switches({"problem_json": small})
        with pytest.raises(ReconnectError) as caught:
            inside.xero.accounts()
        told.append(caught.value.message)

    assert told[0] == told[1]
    assert told[0].endswith("(status 403: Forbidden; AuthenticationUnsuccessful)")


@pytest.mark.parametrize("small", [False, True])
def test_the_limit_of_the_app_is_waited_for_and_the_call_made_again(inside: Inside, small: bool) -> None:
    inside.sandbox.xero.vendor.set_switches({"problem_json": small})
    inside.fault(XERO, kind="rate_limit_app_minute", path="api.xro")

    assert inside.xero.accounts()


@pytest.mark.parametrize("which", ["always", "never", "first_page"])
def test_nothing_changed_is_an_empty_list_however_it_is_said(inside: Inside, which: str) -> None:
    inside.sandbox.xero.vendor.set_switches({"not_modified": which})
    since = inside.clock.now()
    inside.clock.advance(minutes=1)

    assert list(inside.xero.modified(INVOICES, since)) == []
    assert list(inside.xero.modified(ITEMS, since)) == []

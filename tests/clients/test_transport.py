"""What each way in which a call can end leads to, and that a write is never sent twice when it may have been done."""

import socket
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import requests
from requests.adapters import BaseAdapter
from requests.exceptions import ChunkedEncodingError, ConnectionError, ConnectTimeout, InvalidURL, ReadTimeout, SSLError

from shared.errors import (
    ConnectorError,
    LimitError,
    ReconnectError,
    RequestRefusedError,
    TransientError,
    UncertainError,
)
from shared.http.classification import ReplyClass, classify
from shared.http.wire import Reply, Request, join, open_session, segment, send
from shared.kinds import System
from tests.clients.doubles import FixedToken, Line, Said

BRIGHTPEARL, XERO = System.BRIGHTPEARL, System.XERO
PAGE = "<html><head><title>502 Bad Gateway</title></head><body>cloudflare</body></html>"
LOST = {
    "no answer in time": ReadTimeout("slow"),
    "closed without an answer": ConnectionError("Remote end closed connection without response"),
    "cut off": ChunkedEncodingError("IncompleteRead"),
    "broken encryption": SSLError("bad record mac"),
    "a web page": Said(status=502, text=PAGE),
    "a web page that claims success": Said(text=PAGE),
    "half an answer": Said(text='{"Invoices": [{"Invo'),
    "a plain sentence": Said(status=503, text="The Organisation is offline"),
    "an error of the system": Said(status=500, body={"ErrorNumber": 0, "Message": "An error occurred in Xero."}),
    "an address elsewhere": Said(status=302, text="", headers={"Location": "https://elsewhere.test"}),
}
OK = Said(body={"fine": True})


def write(line: Line) -> object:
    return line.transport.write("PUT", "Invoices", b"{}")


@pytest.mark.parametrize("answer", LOST.values(), ids=LOST)
def test_a_write_whose_answer_is_lost_is_uncertain_and_not_sent_again(answer: Said | Exception) -> None:
    line = Line.to(XERO, answer, OK)

    with pytest.raises(UncertainError):
        write(line)

    assert len(line.network.sent) == 1


@pytest.mark.parametrize("answer", LOST.values(), ids=LOST)
def test_a_read_whose_answer_is_lost_is_tried_twice_more(answer: Said | Exception) -> None:
    line = Line.to(XERO, answer, answer, OK)

    assert line.transport.get("Invoices") == {"fine": True}

    assert line.clock.slept == [1.0, 3.0]


@pytest.mark.parametrize("answer", LOST.values(), ids=LOST)
def test_a_read_that_fails_three_times_is_left_to_the_next_cycle(answer: Said | Exception) -> None:
    line = Line.to(XERO, answer, answer, answer, OK)

    with pytest.raises(TransientError) as caught:
        line.transport.get("Invoices")

    assert not isinstance(caught.value, UncertainError)
    assert len(line.network.sent) == 3


def test_a_write_to_a_port_where_nobody_listens_was_certainly_not_done() -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
    line = Line.to(XERO, base=f"http://127.0.0.1:{port}")
    line.use(open_session())

    with pytest.raises(TransientError) as caught:
        write(line)

    assert not isinstance(caught.value, UncertainError)


@pytest.mark.parametrize("error", [ConnectTimeout("no route")], ids=["no connection in time"])
def test_a_write_that_never_connected_is_not_uncertain(error: Exception) -> None:
    line = Line.to(XERO, error)

    with pytest.raises(TransientError) as caught:
        write(line)

    assert not isinstance(caught.value, UncertainError)


def _request_errors(cls: type[requests.RequestException]) -> Iterator[type[requests.RequestException]]:
    for below in cls.__subclasses__():
        yield below
        yield from _request_errors(below)


@pytest.mark.parametrize("error", sorted({*_request_errors(requests.RequestException)}, key=str))
def test_no_exception_of_requests_gets_out(error: type[requests.RequestException]) -> None:
    given = error("text", "{", 1) if error.__name__ == "JSONDecodeError" else error("went wrong")
    line = Line.to(XERO, given)

    with pytest.raises(ConnectorError):
        write(line)


def test_an_address_that_is_none_does_not_get_out_either() -> None:
    line = Line.to(XERO, InvalidURL("no host"), InvalidURL("no host"), InvalidURL("no host"))

    with pytest.raises(TransientError):
        line.transport.get("Invoices")


REFUSALS = {
    "a validation": (XERO, Said(status=400, body={"Message": "A validation exception occurred"}), "A validation"),
    "a missing record": (XERO, Said(status=404, text="The resource you're looking for cannot be found"), "resource"),
    "an unknown method": (XERO, Said(status=501, body={"Message": "Not implemented"}), "Not implemented"),
    "an unusable filter": (
        BRIGHTPEARL,
        Said(status=500, body={"errors": [{"code": "CMNC-018", "message": "cannot be parsed as: INTEGER"}]}),
        "cannot be parsed as: INTEGER (CMNC-018)",
    ),
    "a text": (BRIGHTPEARL, Said(status=400, body={"response": "Not like this"}), "Not like this"),
}


@pytest.mark.parametrize(("system", "answer", "words"), REFUSALS.values(), ids=REFUSALS)
def test_a_refused_request_is_not_repeated_and_keeps_the_vendors_words(
    system: System, answer: Said, words: str
) -> None:
    line = Line.to(system, answer, OK)

    with pytest.raises(RequestRefusedError) as caught:
        line.transport.get("something")

    assert words in caught.value.message
    assert caught.value.status == answer.status
    assert len(line.network.sent) == 1


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        (
            Said(status=403, body={"title": "Forbidden", "status": 403, "detail": "No right"}),
            "status 403: Forbidden; No right",
        ),
        (Said(status=403, body={"Title": "Forbidden", "Detail": "No right"}), "status 403: Forbidden; No right"),
        (Said(status=403, text=""), "status 403"),
    ],
    ids=["small letters", "capitals", "nothing"],
)
def test_an_authorisation_that_is_refused_keeps_the_vendors_words(answer: Said, told: str) -> None:
    line = Line.to(XERO, answer)

    with pytest.raises(ReconnectError) as caught:
        write(line)

    assert caught.value.message == f"Xero no longer accepts the connector's authorisation ({told})"


def test_a_web_page_on_a_refusal_has_no_words_and_says_so() -> None:
    line = Line.to(XERO, Said(status=400, text=PAGE))

    with pytest.raises(RequestRefusedError) as caught:
        write(line)

    assert (caught.value.message, caught.value.words) == (
        "Xero refused: status 400 with a web page",
        "status 400 with a web page",
    )


def test_what_a_vendor_says_of_its_outage_is_told() -> None:
    line = Line.to(XERO, Said(status=503, text="The Organisation is offline"))

    with pytest.raises(UncertainError) as caught:
        write(line)

    assert "answered 503 Service Unavailable: The Organisation is offline" in caught.value.message


def test_brightpearls_internal_error_is_no_refusal() -> None:
    answer = Said(status=500, body={"errors": [{"code": "CMNU-003", "message": "Internal Server Error"}]})
    line = Line.to(BRIGHTPEARL, answer)

    with pytest.raises(UncertainError):
        write(line)


def test_a_refused_token_is_renewed_once_and_the_call_repeated() -> None:
    line = Line.to(XERO, Said(status=401, body={"Detail": "TokenExpired"}), OK)

    assert write(line) == {"fine": True}

    sent = [request.headers["Authorization"] for request in line.network.sent]
    assert sent == ["Bearer token-1", "Bearer token-2"]
    assert line.network.sent[0].body == line.network.sent[1].body


@pytest.mark.parametrize("spare", [0, 5], ids=["nothing to renew", "the new one is refused too"])
def test_a_token_that_stays_refused_asks_for_a_new_connection(spare: int) -> None:
    refusal = Said(status=401, body={"response": "Invalid instance token: secret-token"})
    line = Line.to(BRIGHTPEARL, refusal, refusal, authorisation=FixedToken(spare=spare))

    with pytest.raises(ReconnectError) as caught:
        write(line)

    assert caught.value.system == "brightpearl"
    assert "secret-token" not in f"{caught.value.message} {caught.value.hint}"


def test_a_forbidden_call_asks_for_a_new_connection_at_once() -> None:
    line = Line.to(XERO, Said(status=403, body={"Title": "Forbidden"}), OK)

    with pytest.raises(ReconnectError, match="Xero no longer accepts"):
        line.transport.get("Invoices")

    assert len(line.network.sent) == 1


@pytest.mark.parametrize("status", [401, 403])
def test_a_web_page_in_between_does_not_end_an_authorisation(status: int) -> None:
    line = Line.to(XERO, *[Said(status=status, text=PAGE)] * 3)

    with pytest.raises(TransientError):
        line.transport.get("Invoices")


def limited(problem: str, retry_after: str = "") -> Said:
    headers = {"X-Rate-Limit-Problem": problem, **({"Retry-After": retry_after} if retry_after else {})}
    return Said(status=429, text="", headers=headers)


THROTTLED = {"response": "You have sent too many requests. Please wait before sending another request"}


@pytest.mark.parametrize(
    ("answer", "waited"),
    [
        (limited("minute", "4"), 4),
        (limited("Minute", "4"), 4),
        (limited("concurrent"), 2),
        (limited("appminute"), 5),
    ],
    ids=["minute", "minute in capitals", "concurrent", "app"],
)
def test_a_short_limit_of_xero_is_waited_for_and_the_call_repeated(answer: Said, waited: float) -> None:
    line = Line.to(XERO, answer, OK)

    assert write(line) == {"fine": True}

    assert line.clock.slept == [waited]


@pytest.mark.parametrize(
    ("answer", "wait", "daily"),
    [
        (limited("minute", "22"), 22, False),
        (limited("day", "66975"), 66975, True),
        (limited("day", "3"), 3, True),
        (limited("minute"), 60, False),
        (limited("something new"), 60, False),
    ],
    ids=["minute", "day", "the day's last seconds", "minute without a time", "unheard of"],
)
def test_a_long_limit_of_xero_is_handed_on(answer: Said, wait: int, daily: bool) -> None:
    line = Line.to(XERO, answer)

    with pytest.raises(LimitError) as caught:
        write(line)

    assert (caught.value.wait_seconds, caught.value.daily) == (wait, daily)
    assert line.clock.slept == []


def test_a_limit_that_comes_twice_is_handed_on() -> None:
    line = Line.to(XERO, limited("concurrent"), limited("concurrent"))

    with pytest.raises(LimitError) as caught:
        write(line)

    assert caught.value.wait_seconds == 2


@pytest.mark.parametrize("status", [503, 429])
def test_brightpearls_throttle_is_waited_for_in_milliseconds(status: int) -> None:
    headers = {"Brightpearl-Requests-Remaining": "0", "Brightpearl-Next-Throttle-Period": "3200"}
    line = Line.to(BRIGHTPEARL, Said(status=status, body=THROTTLED, headers=headers), OK)

    assert write(line) == {"fine": True}

    assert sum(line.clock.slept) == pytest.approx(3.7)


def test_a_long_throttle_of_brightpearl_is_handed_on() -> None:
    headers = {"brightpearl-requests-remaining": "0", "brightpearl-next-throttle-period": "51219"}
    line = Line.to(BRIGHTPEARL, Said(status=503, body=THROTTLED, headers=headers))

    with pytest.raises(LimitError) as caught:
        write(line)

    assert caught.value.wait_seconds == 52
    assert not caught.value.daily


def test_every_call_is_counted_and_logged_without_query_headers_or_bodies() -> None:
    answer = Said(body={}, headers={"Xero-Correlation-Id": "c-1"})
    line = Line.to(XERO, ReadTimeout("slow"), answer, base="https://vendor.test/api.xro/2.0")

    line.transport.get("Contacts", (("where", 'EmailAddress=="ada@example.com"'),))

    assert dict(line.meter.calls) == {"xero": 2}
    assert [(entry.path, entry.status, entry.request_id) for entry in line.log] == [
        ("/Contacts", 0, ""),
        ("/Contacts", 200, "c-1"),
    ]
    assert line.log[0].problem == "did not answer within 40 seconds"
    assert "ada" not in str(line.log)


def test_ours_are_the_only_credentials_that_travel(monkeypatch: pytest.MonkeyPatch, tmp_path: object) -> None:
    netrc = f"{tmp_path}/netrc"
    with open(netrc, "w") as file:
        file.write("machine vendor.test login someone password else\n")
    monkeypatch.setenv("NETRC", netrc)
    line = Line.to(XERO, OK)

    line.transport.get("Invoices")

    assert line.network.sent[0].headers["Authorization"] == "Bearer token-1"


def test_what_a_session_remembers_does_not_travel() -> None:
    line = Line.to(XERO, OK)
    line.transport.options.session.cookies.set("session", "1")

    line.transport.get("Invoices")

    assert "Cookie" not in line.network.sent[0].headers


def test_a_proxy_and_certificates_of_the_environment_are_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("https_proxy", "http://proxy.test:3128")
    monkeypatch.setenv("no_proxy", "near.test")
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", "/etc/company.pem")
    seen: dict[str, Mapping[str, Any]] = {}

    class Door(BaseAdapter):
        def send(self, request: requests.PreparedRequest, **settings: object) -> requests.Response:  # type: ignore[override]
            seen[str(request.url)] = settings
            raise ReadTimeout

        def close(self) -> None: ...

    for address in ("https://far.test/x", "https://near.test/x"):
        send(open_session(Door()), Request(method="GET", url=address))

    assert seen["https://far.test/x"]["proxies"]["https"] == "http://proxy.test:3128"
    assert not seen["https://near.test/x"]["proxies"]
    assert {settings["verify"] for settings in seen.values()} == {"/etc/company.pem"}


def test_a_session_repeats_nothing_by_itself() -> None:
    adapter = open_session().get_adapter("https://api.xero.com")

    assert adapter.max_retries.total == 0  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("path", "query", "address"),
    [
        ("Invoices", (), "https://a.test/x/Invoices"),
        ("/connections", (), "https://a.test/connections"),
        ("o", (("updatedOn", "2026-01-01T00:00:00.000Z/"),), "https://a.test/x/o?updatedOn=2026-01-01T00:00:00.000Z/"),
        ("o", (("at", "10:00:00+01:00"),), "https://a.test/x/o?at=10:00:00%2B01:00"),
        ("o", (("where", 'Name=="A & B"'),), "https://a.test/x/o?where=Name%3D%3D%22A%20%26%20B%22"),
    ],
)
def test_addresses_are_joined_and_encoded(path: str, query: tuple[tuple[str, str], ...], address: str) -> None:
    assert join("https://a.test/x/", path, query) == address


def test_a_key_cannot_leave_its_place_in_the_path() -> None:
    assert segment("A/B?c#d%") == "A%2FB%3Fc%23d%25"


def test_what_goes_out_is_what_was_written() -> None:
    line = Line.to(XERO, OK)

    line.transport.write("PUT", "Items", '{"Code":"Müller 😀"}'.encode(), headers={"Idempotency-Key": "k"})

    sent = line.network.sent[0]
    assert sent.body == '{"Code":"Müller 😀"}'.encode()
    assert sent.headers["Content-Type"] == "application/json; charset=utf-8"
    assert sent.headers["Accept"] == "application/json"
    assert sent.headers["Idempotency-Key"] == "k"


def test_numbers_are_read_to_the_last_digit() -> None:
    line = Line.to(XERO, Said(text='{"Total": 0.10000000000000000001}'))

    assert str(line.transport.get("Invoices")["Total"]) == "0.10000000000000000001"


def test_a_timeout_is_set_on_every_call() -> None:
    seen: list[object] = []

    class Patient(requests.Session):
        def send(self, request: requests.PreparedRequest, **settings: object) -> requests.Response:
            seen.append(settings["timeout"])
            raise ReadTimeout

    send(Patient(), Request(method="GET", url="https://a.test"))

    assert seen == [(5.0, 40.0)]


@pytest.mark.parametrize(
    ("status", "reply_class"),
    [
        (200, ReplyClass.DONE),
        (207, ReplyClass.DONE),
        (404, ReplyClass.REFUSED),
        (408, ReplyClass.LOST),
        (599, ReplyClass.LOST),
    ],
)
def test_a_status_has_one_class(status: int, reply_class: ReplyClass) -> None:
    assert classify(Reply(status=status, content=b"{}")) is reply_class


def _answers_once(listener: socket.socket, answer: bytes) -> None:
    connection, _ = listener.accept()
    with connection:
        connection.recv(65_536)
        connection.sendall(answer)


@pytest.mark.parametrize(
    "answer",
    [b"", b"HTTP/1.1 200 OK\r\n", b'HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\n{"Invoices": []}'],
    ids=["nothing", "half a header", "half a body"],
)
def test_over_a_real_connection_a_broken_answer_is_lost_and_sent_once(answer: bytes) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener, ThreadPoolExecutor(1) as pool:
        line = Line.to(XERO, base=f"http://127.0.0.1:{listener.getsockname()[1]}")
        line.use(open_session())
        served = pool.submit(_answers_once, listener, answer)

        with pytest.raises(UncertainError):
            write(line)

        served.result(timeout=5)
        line.transport.options.session.close()
        assert dict(line.meter.calls) == {"xero": 1}

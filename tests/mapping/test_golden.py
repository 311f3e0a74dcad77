"""Every golden pair still holds. `tests/mapping/golden.py` says how to renew them."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from shared.codec import from_json
from shared.kinds import Kind
from tests.mapping import golden


@pytest.mark.parametrize("path", golden.inputs(), ids=lambda path: f"{path.parent.name}/{path.name.split('.')[0]}")
def test_a_record_becomes_the_payload_of_its_golden_pair(path: Path) -> None:
    assert golden.rendered(path) == golden.output_of(path).read_text()


def test_every_kind_has_a_golden_pair() -> None:
    assert {path.parent.name for path in golden.inputs()} == set(Kind)


def test_no_golden_file_is_without_its_other_half() -> None:
    outputs = {golden.output_of(path) for path in golden.inputs()}

    assert set(golden.CASES.glob("*/*.out.json")) == outputs


def test_golden_files_are_never_written_in_ci(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CI", "true")

    with pytest.raises(SystemExit, match="not written in CI"):
        golden.main()


def test_the_handbook_names_every_field_that_is_sent() -> None:
    handbook = (golden.CASES.parent.parent / "docs" / "mapping.md").read_text()
    payloads = [from_json(path.read_text())["payload"] for path in golden.CASES.glob("*/*.out.json")]

    fields = {field for payload in payloads for field in fields_of(payload)}

    assert sorted(field for field in fields if f"`{field}`" not in handbook) == []


def fields_of(payload: object) -> Iterator[str]:
    if isinstance(payload, dict):
        yield from payload
    nested = payload.values() if isinstance(payload, dict) else payload if isinstance(payload, list) else ()
    for value in nested:
        yield from fields_of(value)

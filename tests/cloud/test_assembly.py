"""The synthesised stack is reused as long as nothing that makes it changes."""

from collections.abc import Callable
from pathlib import Path

import pytest

from sandbox.cloud.assembly import KEPT, assembly, fingerprint

CONTEXT = {"local": "true"}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "root"
    (folder / "infra" / "__pycache__").mkdir(parents=True)
    (folder / "infra" / "stack.py").write_text("one")
    (folder / "app.py").write_text("app")
    return folder


class Synth:
    """Counts how often it was needed."""

    def __init__(self) -> None:
        self.times = 0

    def into(self, destination: Path) -> Callable[[], None]:
        def synth() -> None:
            self.times += 1
            destination.mkdir()
            (destination / "manifest.json").write_text("{}")

        return synth


def synthesised(root: Path, synth: Synth, name: str) -> Path:
    destination = root.parent / name
    cache = root.parent / "cache"
    assembly(root, cache, destination, context=CONTEXT, synth=synth.into(destination))
    return destination


def test_the_second_time_nothing_is_synthesised(root: Path) -> None:
    synth = Synth()

    first, second = synthesised(root, synth, "first"), synthesised(root, synth, "second")

    assert synth.times == 1
    assert (first / "manifest.json").read_text() == (second / "manifest.json").read_text()


def test_a_changed_file_is_synthesised_anew(root: Path) -> None:
    synth = Synth()
    synthesised(root, synth, "first")

    (root / "infra" / "stack.py").write_text("two")
    synthesised(root, synth, "second")

    assert synth.times == 2


def test_a_failed_synth_is_not_kept(root: Path) -> None:
    def broken() -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        assembly(root, root.parent / "cache", root.parent / "first", context=CONTEXT, synth=broken)
    synth = Synth()
    synthesised(root, synth, "second")

    assert synth.times == 1


def test_only_the_last_few_are_kept(root: Path) -> None:
    synth = Synth()

    for number in range(KEPT + 2):
        (root / "app.py").write_text(str(number))
        synthesised(root, synth, f"run{number}")

    assert len(list((root.parent / "cache").iterdir())) == KEPT


def test_the_fingerprint_follows_content_and_context_and_not_compiled_files(root: Path) -> None:
    before = fingerprint(root, CONTEXT)

    (root / "infra" / "__pycache__" / "stack.pyc").write_bytes(b"compiled")
    assert fingerprint(root, CONTEXT) == before
    assert fingerprint(root, {**CONTEXT, "time_budget": "60"}) != before

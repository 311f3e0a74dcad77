"""A cold start: how long a function imports before it can begin, as ratios, and the sizes of what is deployed."""

import io
import os
import tempfile
import zipfile
from pathlib import Path
from statistics import median
from typing import Any, Final

from infra.bundling import LAMBDA_PLATFORM, LayerBundling
from sandbox.bench.imports import ratio, seconds
from sandbox.cloud.stage import stage
from shared.sequence import STEPS

ROOT: Final = Path(__file__).resolve().parents[2]
PACKAGES: Final = ROOT / "out" / "layers"
MEGABYTE: Final = 1_000_000


def cold_start(*, runs: int) -> dict[str, Any]:
    """Ratios are of medians over so many fresh processes; `import_seconds` is what one cold function takes here."""
    with stage("importing every step in fresh processes"):
        ratios = {step.name: ratio(step.name, runs=runs) for step in STEPS}
        cold = median(seconds(f"import functions.{STEPS[-1].name}") for _ in range(runs))
    with stage("packing what is deployed"):
        sizes = _sizes()
    return {"import_ratio_max": max(ratios.values()), "import_ratios": ratios, "import_seconds": cold, **sizes}


def _sizes() -> dict[str, float]:
    with tempfile.TemporaryDirectory() as folder:
        LayerBundling(shared=ROOT / "shared", cache=PACKAGES, platform=LAMBDA_PLATFORM).try_bundle(folder, None)  # type: ignore[arg-type]
        layer = Path(folder)
        return {
            "layer_zip_mb": _zipped(layer) / MEGABYTE,
            "layer_mb": _size(layer) / MEGABYTE,
            "functions_zip_mb": _zipped(ROOT / "functions") / MEGABYTE,
        }


def _files(folder: Path) -> list[Path]:
    return [
        Path(where) / name
        for where, _, names in os.walk(folder)
        if "__pycache__" not in where
        for name in sorted(names)
    ]


def _size(folder: Path) -> int:
    return sum(path.stat().st_size for path in _files(folder))


def _zipped(folder: Path) -> int:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in _files(folder):
            archive.write(path, path.relative_to(folder))
    return len(packed.getvalue())

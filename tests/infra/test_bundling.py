"""How the layer is packed."""

import ast
import re
import sys
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path

import pytest
from aws_cdk import BundlingOptions, DockerImage

from infra.bundling import LAMBDA_PLATFORM, LayerBundling, Platform, install_command, packages_folder
from infra.deployment import ROOT

OPTIONS = BundlingOptions(image=DockerImage.from_registry("never-used"))


@pytest.fixture
def shared(tmp_path: Path) -> Path:
    folder = tmp_path / "shared"
    (folder / "mapping" / "__pycache__").mkdir(parents=True)
    (folder / "requirements.txt").write_text("requests==1\n")
    (folder / "mapping" / "money.py").write_text("CENT = 1\n")
    (folder / "mapping" / "__pycache__" / "money.pyc").write_bytes(b"old")
    return folder


def bundling(shared: Path, platform: Platform | None = None) -> LayerBundling:
    return LayerBundling(shared=shared, cache=shared.parent / "cache", platform=platform)


def installed(shared: Path, platform: Platform) -> None:
    """Put a package where an earlier bundling would have installed it."""
    package = packages_folder(shared.parent / "cache", shared, platform) / "requests"
    package.mkdir(parents=True)
    (package / "api.py").touch()


def test_for_the_local_cloud_the_layer_is_our_code_alone(shared: Path, tmp_path: Path) -> None:
    done = bundling(shared).try_bundle(str(tmp_path / "layer"), OPTIONS)

    assert done is True
    assert files(tmp_path / "layer") == ["python/shared/mapping/money.py"]


def test_for_lambda_the_packages_lie_beside_our_code(shared: Path, tmp_path: Path) -> None:
    installed(shared, LAMBDA_PLATFORM)

    bundling(shared, LAMBDA_PLATFORM).try_bundle(str(tmp_path / "layer"), OPTIONS)

    assert files(tmp_path / "layer") == ["python/requests/api.py", "python/shared/mapping/money.py"]


def test_the_fingerprint_changes_with_code_requirements_and_platform_only(shared: Path) -> None:
    before = bundling(shared).fingerprint()

    (shared / "mapping" / "__pycache__" / "other.pyc").write_bytes(b"new")
    assert bundling(shared).fingerprint() == before
    assert bundling(shared, LAMBDA_PLATFORM).fingerprint() != before

    (shared / "mapping" / "money.py").write_text("CENT = 2\n")
    assert bundling(shared).fingerprint() != before


def test_wheels_are_fetched_for_lambda_s_machine_and_never_built_here() -> None:
    command = " ".join(install_command(Path("requirements.txt"), LAMBDA_PLATFORM, Path("there")))

    assert "--platform manylinux2014_aarch64 --python-version 3.13" in command
    assert "--only-binary :all:" in command


def test_everything_that_the_layer_imports_is_in_its_requirements() -> None:
    """In the local cloud a package of the developer's environment would be found all the same."""
    wanted = {root for path in [*sources("shared"), *sources("functions")] for root in imported(path)}
    ours = {"shared", *sys.stdlib_module_names}

    missing = {root for root in wanted - ours if not provided(root) & required()}

    assert missing == set()


def files(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def sources(name: str) -> list[Path]:
    return sorted((ROOT / name).rglob("*.py"))


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.split(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module.split(".")[0]


def provided(root: str) -> set[str]:
    return {normal(name) for name in metadata.packages_distributions().get(root, [])}


def required() -> set[str]:
    """What is listed, and what the listed packages bring along."""
    lines = (ROOT / "shared" / "requirements.txt").read_text(encoding="utf-8").splitlines()
    listed = {normal(line) for line in lines if line and not line.startswith("#")}
    return listed | {normal(brought) for name in listed for brought in metadata.requires(name) or []}


def normal(requirement: str) -> str:
    return re.split(r"[^\w.-]|==", requirement)[0].lower().replace("_", "-")

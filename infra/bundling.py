"""Packs, without Docker, what functions run: the layer, and the console's own small bundle.

For the layer pip fetches wheels for Lambda's platform, and `shared/` goes beside them.
The local cloud runs functions on this environment's own Python, which has the packages already. There the layer is
`shared/` alone, and a deploy takes seconds.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import jsii
from aws_cdk import BundlingOptions, ILocalBundling

PACKAGE = Path("shared")
REQUIREMENTS = "requirements.txt"
IGNORED = ("__pycache__", "*.pyc", REQUIREMENTS)
# All that the console's function imports; it has no layer, so that it starts at once.
CONSOLE = ("__init__.py", "console")
CONSOLE_MODULE = "console"
FILES = Path("files")
# Lambda answers with at most 6 MB, and a file grows by a third on its way.
LARGEST_FILE = 4_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Platform:
    """The machine that the wheels must run on."""

    wheels: str
    python: str


LAMBDA_PLATFORM = Platform(wheels="manylinux2014_aarch64", python="3.13")


@jsii.implements(ILocalBundling)
class LayerBundling:
    """`platform` None means this machine's Python: nothing is installed."""

    def __init__(self, *, shared: Path, cache: Path, platform: Platform | None) -> None:
        self._shared = shared
        self._cache = cache
        self._platform = platform

    def try_bundle(self, output_dir: str, options: BundlingOptions) -> bool:  # noqa: ARG002 (jsii fixes the signature)
        """Fill the directory that becomes the layer; True tells CDK that Docker is not needed."""
        destination = Path(output_dir) / "python"
        if self._platform is not None:
            shutil.copytree(self._packages(self._platform), destination)
        shutil.copytree(self._shared, destination / PACKAGE, ignore=shutil.ignore_patterns(*IGNORED))
        return True

    def fingerprint(self) -> str:
        """Give a hash that changes when the layer would: with its code, its requirements or its platform."""
        digest = hashlib.sha256(repr(self._platform).encode())
        for path in _sources(self._shared):
            digest.update(f"{path.relative_to(self._shared)}\0".encode() + path.read_bytes())
        return digest.hexdigest()

    def _packages(self, platform: Platform) -> Path:
        """Install once for each set of requirements and platform. Later layers with other code reuse it."""
        installed = packages_folder(self._cache, self._shared, platform)
        if not installed.exists():
            partial = installed.with_suffix(f".{os.getpid()}")
            command = install_command(self._shared / REQUIREMENTS, platform, partial)
            subprocess.run(command, check=True)  # noqa: S603 (our own command)
            _keep(partial, installed)
        return installed


class NotBuiltError(Exception):
    """The console's files are not there, or not as they can be served."""


@jsii.implements(ILocalBundling)
class ConsoleBundling:
    """The console's function, the little of `shared/` that it needs, and the built files, in one folder."""

    def __init__(self, *, functions: Path, shared: Path, built: Path) -> None:
        self._module = functions / f"{CONSOLE_MODULE}.py"
        self._shared = shared
        self._built = built

    def try_bundle(self, output_dir: str, options: BundlingOptions) -> bool:  # noqa: ARG002 (jsii fixes the signature)
        for name, path in self._contents():
            destination = Path(output_dir) / name
            destination.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, destination)
        return True

    def fingerprint(self) -> str:
        digest = hashlib.sha256()
        for name, path in self._contents():
            digest.update(f"{name}\0".encode() + path.read_bytes())
        return digest.hexdigest()

    def _contents(self) -> Iterator[tuple[Path, Path]]:
        """Where each file goes, and where it comes from."""
        if not (self._built / "index.html").is_file():
            raise NotBuiltError("the console is not built: run make console first")
        yield Path(self._module.name), self._module
        for path in (found for name in CONSOLE for found in _sources(self._shared / name)):
            yield PACKAGE / path.relative_to(self._shared), path
        for path in _sources(self._built):
            name = path.relative_to(self._built)
            if path.stat().st_size > LARGEST_FILE:
                raise NotBuiltError(f"{name} is too big for a function to answer with: split it")
            if not any(part.startswith(".") for part in name.parts):
                yield FILES / name, path


def packages_folder(cache: Path, shared: Path, platform: Platform) -> Path:
    """Name the folder after what decides its content."""
    wanted = repr(platform).encode() + (shared / REQUIREMENTS).read_bytes()
    return cache / hashlib.sha256(wanted).hexdigest()[:16]


def _keep(partial: Path, installed: Path) -> None:
    try:
        partial.rename(installed)
    except OSError:  # another deployment was quicker, and its packages are the same
        shutil.rmtree(partial)


def install_command(requirements: Path, platform: Platform, destination: Path) -> Sequence[str]:
    """Wheels only: a source package would be built for this machine instead of Lambda's."""
    return (
        *(sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-compile"),
        *("--requirement", str(requirements), "--target", str(destination)),
        *("--platform", platform.wheels, "--python-version", platform.python),
        *("--implementation", "cp", "--only-binary", ":all:"),
    )


def _sources(folder: Path) -> Iterator[Path]:
    found = [folder, *sorted(folder.rglob("*"))]
    return (path for path in found if path.is_file() and "__pycache__" not in path.parts)

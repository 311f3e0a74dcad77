"""The CDK command line, pinned beside this module: synth, bootstrap and deploy of the real app."""

import json
import re
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Self

from sandbox.cloud.assembly import assembly
from sandbox.cloud.failure import LocalCloudError
from sandbox.cloud.ministack import ACCOUNT, REGION, Cloud
from sandbox.cloud.process import Process
from sandbox.cloud.workspace import OUT, ROOT

STACK: Final = "BrightpearlXero"
COMMAND: Final = OUT / "cdk-cli" / "node_modules" / "aws-cdk" / "bin" / "cdk"
CONSOLE: Final = OUT / "console" / "index.html"
ASSEMBLIES: Final = OUT / "assemblies"
OLDEST_NODE: Final = 20
QUIET: Final = {
    "JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION": str(OLDEST_NODE),
    "CDK_DISABLE_VERSION_CHECK": "1",
    "CDK_DISABLE_CLI_TELEMETRY": "true",
    "NODE_NO_WARNINGS": "1",
    "NO_COLOR": "1",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Deployed:
    """What the stack tells the world."""

    table: str
    secret_prefix: str
    cycle: str
    manual: str
    every_connection: str
    console: str
    api: str
    users: str
    client: str


class Cdk:
    """One cloud assembly in `folder`, and one log of everything the command line said.

    As a context it ends what still runs when it is left: commands that threads wait for do not hear of an interruption.
    """

    def __init__(self, folder: Path, cloud: Cloud) -> None:
        self._folder = folder  # not the root, where cdk.json would make every command synthesise first
        self._assembly = folder / "cdk"
        self._outputs = folder / "outputs.json"
        self._log = folder / "cdk.log"
        self._environment = {**cloud.environment(), **QUIET}
        self._running: set[Process] = set()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for process in self._running.copy():
            process.kill()

    def bootstrap(self) -> None:
        self._run("bootstrap", f"aws://{ACCOUNT}/{REGION}")

    def synth(self, *, context: Mapping[str, str]) -> None:
        """Write the assembly by running the app itself, which needs neither the command line nor the cloud."""
        always = json.loads((ROOT / "cdk.json").read_text(encoding="utf-8"))["context"]
        chosen = {**always, "local": "true", **context}
        app = {"CDK_OUTDIR": str(self._assembly), "CDK_CONTEXT_JSON": json.dumps(chosen)}

        def synth() -> None:
            self._call([sys.executable, str(ROOT / "app.py")], environment={**self._environment, **app})

        assembly(ROOT, ASSEMBLIES, self._assembly, context=chosen, synth=synth)

    def deploy(self) -> Deployed:
        self._run(
            "deploy", STACK, "--app", str(self._assembly), "--require-approval", "never", "--progress", "events",
            "--outputs-file", str(self._outputs),
        )  # fmt: skip
        told = json.loads(self._outputs.read_text())[STACK]
        return Deployed(
            table=told["TableName"],
            secret_prefix=told["SecretPrefix"],
            cycle=told["CycleArn"],
            manual=told["ManualArn"],
            every_connection=told["EveryConnectionArn"],
            console=told["ConsoleAddress"],
            api=told["ApiId"],
            users=told["UserPoolId"],
            client=told["ClientId"],
        )

    def _run(self, *arguments: str) -> None:
        self._call(["node", str(COMMAND), *arguments, "--no-notices"], environment=self._environment)

    def _call(self, command: Sequence[str], *, environment: Mapping[str, str]) -> None:
        with Process("CDK", command, environment=environment, log=self._log, folder=self._folder) as process:
            self._running.add(process)
            code = process.wait()
            self._running.discard(process)
        if code != 0:
            raise LocalCloudError(f"{' '.join(command[-4:])} failed: {self._reason()} (log: {self._log})")

    def _reason(self) -> str:
        lines = self._log.read_text(encoding="utf-8", errors="replace").splitlines()
        telling = [line.strip() for line in lines if re.search(r"error|failed|❌", line, re.IGNORECASE)]
        return (telling or lines or ["it said nothing"])[-1]


def check_tools() -> None:
    """Say what is missing before anything is started."""
    node = shutil.which("node")
    if node is None:
        raise LocalCloudError(f"node was not found: install Node {OLDEST_NODE} or later")
    said = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout  # noqa: S603
    version = re.match(r"v(\d+)", said)
    if version is None or int(version[1]) < OLDEST_NODE:
        raise LocalCloudError(f"node is {said.strip() or 'of no known version'}: install Node {OLDEST_NODE} or later")
    if not COMMAND.exists():
        raise LocalCloudError("the CDK command line is not installed: run make sync, which installs it")
    if not CONSOLE.exists():
        raise LocalCloudError("the console is not built: run make console first")

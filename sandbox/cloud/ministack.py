"""MiniStack: AWS on one port of this machine, empty at the start and gone at the end.

Where it differs from AWS is written in README.md beside this module.
"""

import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import boto3
import requests

from sandbox.cloud.process import Process

HOST: Final = "127.0.0.1"
REGION: Final = "eu-west-1"
ACCOUNT: Final = "000000000000"
START_SECONDS: Final = 30.0

IDENTITY: Final = {
    "AWS_ACCESS_KEY_ID": "test",
    "AWS_SECRET_ACCESS_KEY": "test",
    "AWS_REGION": REGION,
    "AWS_DEFAULT_REGION": REGION,
    "AWS_EC2_METADATA_DISABLED": "true",
    "AWS_CONFIG_FILE": "/dev/null",
    "AWS_SHARED_CREDENTIALS_FILE": "/dev/null",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Cloud:
    """A running one, and how to call it."""

    endpoint: str

    def environment(self) -> dict[str, str]:
        """Give what makes any AWS client on this machine talk to it, and to nothing else."""
        return {**IDENTITY, "AWS_ENDPOINT_URL": self.endpoint}

    def client(self, service: str) -> Any:
        # boto3 types its clients only through a stub for each service
        return boto3.client(  # type: ignore[call-overload]
            service,
            endpoint_url=self.endpoint,
            region_name=REGION,
            aws_access_key_id=IDENTITY["AWS_ACCESS_KEY_ID"],
            aws_secret_access_key=IDENTITY["AWS_SECRET_ACCESS_KEY"],
        )


@contextmanager
def ministack(folder: Path, *, wait_scale: float = 1.0) -> Iterator[Cloud]:
    """Run one; `wait_scale` shortens the waits of state machines (0.01: a hundred times faster)."""
    (folder / "tmp").mkdir(parents=True, exist_ok=True)
    port = _free_port()
    cloud = Cloud(endpoint=f"http://{HOST}:{port}")
    with Process(
        "MiniStack",
        [sys.executable, "-m", "sandbox.cloud.emulator"],
        environment=_environment(folder, port=port, wait_scale=wait_scale),
        log=folder / "ministack.log",
    ) as server:
        server.wait_for(lambda: _healthy(cloud) or None, seconds=START_SECONDS)
        yield cloud


def _environment(folder: Path, *, port: int, wait_scale: float) -> dict[str, str]:
    return {
        **IDENTITY,
        "GATEWAY_PORT": str(port),
        "BIND_HOST": HOST,
        "MINISTACK_REGION": REGION,
        "MINISTACK_ACCOUNT_ID": ACCOUNT,
        "TMPDIR": str(folder / "tmp"),
        "STATE_DIR": str(folder / "state"),
        "S3_DATA_DIR": str(folder / "s3"),
        "PERSIST_STATE": "0",
        "IOT_MTLS_ENABLED": "0",
        "SFTP_ENABLED": "0",
        "SFN_WAIT_SCALE": f"{wait_scale:g}",
        "LOG_LEVEL": "WARNING",
    }


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port


def _healthy(cloud: Cloud) -> bool:
    try:
        return requests.get(f"{cloud.endpoint}/_ministack/health", timeout=2).ok
    except requests.RequestException:
        return False

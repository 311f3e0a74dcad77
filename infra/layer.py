"""The layer that every function shares: `shared/` and, for Lambda, the packages it needs."""

from typing import cast

from aws_cdk import AssetHashType, BundlingOptions, DockerImage, ILocalBundling
from aws_cdk import aws_lambda as lambda_
from constructs import Construct

from infra.bundling import LAMBDA_PLATFORM, LayerBundling
from infra.deployment import Deployment

RUNTIME = lambda_.Runtime.PYTHON_3_13
ARCHITECTURE = lambda_.Architecture.ARM_64


class SharedLayer(Construct):
    """Built by pip on this machine, not by Docker."""

    def __init__(self, scope: Construct, id: str, *, deployment: Deployment) -> None:
        super().__init__(scope, id)
        sources = deployment.sources
        bundling = LayerBundling(
            shared=sources.shared, cache=sources.cache, platform=None if deployment.local else LAMBDA_PLATFORM
        )
        self.layer = lambda_.LayerVersion(
            self,
            "Layer",
            code=lambda_.Code.from_asset(
                str(sources.shared),
                asset_hash_type=AssetHashType.CUSTOM,
                asset_hash=bundling.fingerprint(),
                bundling=BundlingOptions(
                    image=DockerImage.from_registry("never-used"), local=cast(ILocalBundling, bundling)
                ),
            ),
            compatible_runtimes=[RUNTIME],
            compatible_architectures=[ARCHITECTURE],
            description="shared/ and the packages it needs",
        )

"""cdk-nag's AwsSolutions pack finds nothing that is not accepted with a reason."""

from pathlib import Path

from aws_cdk import Validations
from cdk_nag import AwsSolutionsChecks

from tests.infra.synthesised import app_with_stack


def test_the_stack_passes_the_aws_solutions_checks(tmp_path: Path) -> None:
    app, _ = app_with_stack(tmp_path)
    Validations.of(app).add_plugins(AwsSolutionsChecks(app))

    assembly = app.synth()  # raises on a finding that is not accepted

    assert assembly.stacks

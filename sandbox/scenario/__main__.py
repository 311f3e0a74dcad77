"""`python -m sandbox.scenario FILE`: plays a case and prints what came of it, one JSON object."""

import argparse
import json
import sys
from pathlib import Path
from typing import Any, Final

from sandbox.cloud.within import ministack_within
from sandbox.scenario.case import read_case
from sandbox.scenario.checks import WrongCaseError
from sandbox.scenario.play import play

WRONG: Final = 2


def main() -> int:
    """Give 0 when the case ran to its end, whatever came out; 2 with a sentence where the file is wrong."""
    cli = argparse.ArgumentParser(prog="python -m sandbox.scenario", description=__doc__)
    cli.add_argument("file", type=Path, help="a JSON file; docs/scenarios.md says what it may hold")
    try:
        print(json.dumps(_played(cli.parse_args().file), ensure_ascii=False, indent=2, default=str))
    except (WrongCaseError, OSError) as wrong:
        print(wrong, file=sys.stderr)
        return WRONG
    return 0


def _played(file: Path) -> dict[str, Any]:
    case = read_case(file.read_bytes())
    with ministack_within() as cloud:
        return play(case, cloud)


if __name__ == "__main__":
    sys.exit(main())

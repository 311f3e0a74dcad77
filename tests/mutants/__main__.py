"""Make mutants of a room of `shared` and say which of them its own tests do not see: `make mutants`.

What is found stands in out/mutants.json, too. Nothing else is written. docs/mutants.md says how to read it.
"""

import argparse
import json
import os
import random
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

from tests.mutants.explained import reason_for
from tests.mutants.making import Mutant, mutants_of
from tests.mutants.reach import Reach, reach
from tests.mutants.rooms import ROOMS, ROOT, SHARED, Room
from tests.mutants.running import Tests, tests_of
from tests.mutants.trying import Trial, try_all

OUT: Final = ROOT / "out" / "mutants.json"
KILLED: Final = 0.95  # at least so many of them
EVERY: Final = 50  # mutants, after which a word is said


def main() -> int:
    """Give 0 where enough are killed and each other one is explained, else 1."""
    options = _options()
    os.chdir(ROOT)
    sys.path.insert(0, str(ROOT))
    room = ROOMS[options.room]
    chosen = survivors = _chosen(room, options)
    with tests_of(room) as tests:
        reached = reach(tests)
        for profile in room.profiles:
            survivors = _try(survivors, tests, reached, profile, jobs=options.jobs)
    _keep(chosen, survivors)
    print(*_report(chosen, survivors), sep="\n")
    unexplained = [mutant for mutant in survivors if not _reason(mutant)]
    return int(bool(unexplained) or len(survivors) > (1 - KILLED) * len(chosen))


def _options() -> argparse.Namespace:
    cli = argparse.ArgumentParser(prog="python -m tests.mutants", description=__doc__)
    cli.add_argument("--room", default=os.environ.get("ROOM") or "mapping", choices=ROOMS, help="of which room")
    cli.add_argument("--sample", type=int, default=os.environ.get("SAMPLE") or None, help="how many; all without it")
    cli.add_argument("--seed", type=int, default=os.environ.get("SEED") or "1", help="which sample")
    cli.add_argument("--module", default=os.environ.get("MODULE") or "*", help="of one module, such as money")
    cli.add_argument("--jobs", type=int, default=os.environ.get("JOBS") or "1", help="how many at a time")
    return cli.parse_args()


def _chosen(room: Room, options: argparse.Namespace) -> Sequence[Mutant]:
    everyone = [mutant for path in room.modules(options.module) for mutant in mutants_of(path)]
    random.Random(options.seed).shuffle(everyone)
    return everyone[: options.sample]


def _try(mutants: Sequence[Mutant], tests: Tests, reached: Reach, profile: str, *, jobs: int) -> Sequence[Mutant]:
    """Give those that live on, and say now and then how far it has come."""
    began, lives = time.monotonic(), dict.fromkeys(mutants, False)
    tried = Counter[bool]()

    def tell(mutant: Mutant, lived: bool) -> None:
        lives[mutant] = lived
        tried[lived] += 1
        if tried.total() % EVERY == 0:
            seconds = time.monotonic() - began
            print(f"{profile}: {tried.total()} of {len(mutants)}, {tried[True]} live, {seconds:.0f} s", flush=True)

    try_all(Trial(tests=tests, reached=reached, profile=profile, jobs=jobs, tell=tell), mutants)
    return [mutant for mutant, lived in lives.items() if lived]


def _keep(chosen: Sequence[Mutant], survivors: Sequence[Mutant]) -> None:
    rows = [{"where": _where(one), "change": one.difference(), "reason": _reason(one)} for one in survivors]
    OUT.parent.mkdir(exist_ok=True)
    OUT.write_text(json.dumps({"mutants": len(chosen), "survivors": rows}, indent=1) + "\n", encoding="utf-8")


def _report(chosen: Sequence[Mutant], survivors: Sequence[Mutant]) -> Iterator[str]:
    made, left = (Counter(map(_module, mutants)) for mutants in (chosen, survivors))
    for mutant in survivors:
        yield f"{_where(mutant)}: {_reason(mutant) or 'not explained'}\n{mutant.difference()}\n"
    for module, number in sorted(made.items()):
        yield f"{module:<40} {number:>5} mutants, {left[module]:>3} live"
    killed = len(chosen) - len(survivors)
    explained = sum(bool(_reason(mutant)) for mutant in survivors)
    yield f"{killed} of {len(chosen)} killed ({killed / len(chosen):.1%}), {explained} of {len(survivors)} survivors explained"


def _where(mutant: Mutant) -> str:
    return f"{mutant.path.relative_to(ROOT)}:{mutant.lines.start}"


def _reason(mutant: Mutant) -> str:
    return reason_for(_module(mutant), mutant.difference())


def _module(mutant: Mutant) -> str:
    return mutant.path.relative_to(SHARED).with_suffix("").as_posix()


if __name__ == "__main__":
    sys.exit(main())

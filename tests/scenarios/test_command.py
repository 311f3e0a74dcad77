"""The command: one JSON object and nothing else, or a sentence."""

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def run(file: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "sandbox.scenario", str(file)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=120)


def test_a_case_is_played_and_told_as_one_object(tmp_path: Path) -> None:
    file = tmp_path / "case.json"
    file.write_text(json.dumps({"acts": [{"cycle": 1}, {"restore": {"hours": 1}}]}))

    done = run(file)

    assert (done.returncode, done.stderr) == (0, "")
    told = json.loads(done.stdout)
    assert len(told["cycles"]) == len(told["refused"]) == 1


def test_a_wrong_file_ends_with_2_and_a_sentence(tmp_path: Path) -> None:
    file = tmp_path / "case.json"
    file.write_text('{"act": []}')

    for wrong, sentence in ((file, "the file has no act; it has start"), (tmp_path / "none.json", "No such file")):
        done = run(wrong)
        assert (done.returncode, done.stdout) == (2, "")
        assert sentence in done.stderr
        assert len(done.stderr.splitlines()) == 1

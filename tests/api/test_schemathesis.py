"""Every address with what schemathesis thinks of, as every role: no 500, and no answer that is not described.

`REGISTRY_FUZZ_EXAMPLES=200` asks more, of every role in every phase.
"""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.api.serving import serving
from tests.api.stage import BUREAU, HEAD, HR, LEADER, OPERATOR, STRANGER, TEACHER

pytest.importorskip("schemathesis")

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
MANY = int(os.environ.get("REGISTRY_FUZZ_EXAMPLES", "0"))
EVERY_PHASE = "examples,coverage,fuzzing,stateful"
FEW, FEWEST = 4, 2
SECONDS = 600 + 60 * MANY


@pytest.fixture(scope="module")
def served(template, tmp_path_factory):
    with serving(template, tmp_path_factory.mktemp("served")) as (address, stage):
        yield address, stage


def fuzzed(address, folder, token, known, phases, examples):
    command = [sys.executable, "-m", "schemathesis.cli", "--no-color", "--config-file", str(HERE / "fuzzing.toml")]
    command += ["run", f"{address}/api/openapi.json", "--checks", "all", "--phases", phases, "--seed", "1"]
    command += ["--max-examples", str(examples), "--continue-on-failure", "--warnings", "off"]
    command += ["--header", f"Authorization: Bearer {token}"] if token else []
    told = {"SCHEMATHESIS_HOOKS": "tests.api.fuzzing_hooks", "REGISTRY_FUZZ_KNOWN": json.dumps(known)}
    return subprocess.run(
        command,
        cwd=folder,
        env={**os.environ, **told, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )


@pytest.mark.parametrize("login", [HR, HEAD, LEADER, BUREAU, TEACHER, STRANGER, OPERATOR, None])
def test_every_answer_is_one_that_is_described(served, tmp_path, login):
    address, stage = served
    known = {
        "person_id": str(stage.people["林晓"].id),
        "placement_id": str(stage.placements["林晓"].id),
        "run_id": str(stage.people["林晓"].id),
        "school": "S1",
        "staff_no": "T1",
    }
    is_whole = MANY or login == HR
    phases = EVERY_PHASE if is_whole else "fuzzing"

    found = fuzzed(address, tmp_path, stage.tokens.get(login), known, phases, MANY or (FEW if is_whole else FEWEST))

    assert found.returncode == 0, found.stdout[-20_000:] + found.stderr[-2_000:]

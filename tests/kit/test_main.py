"""`main.py`, as cdktf and `./tarmac synth` run it."""

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def synthesize(tmp_path: Path, settings: object, program: str) -> subprocess.CompletedProcess[str]:
    file = tmp_path / "tarmac.yaml"
    file.write_text(json.dumps(settings))  # YAML contains JSON
    environment = os.environ | {"CDKTF_OUTDIR": str(tmp_path / "out"), "TARMAC_SETTINGS": str(file)}
    environment["PYTHONPATH"] = str(ROOT)
    return subprocess.run(
        [sys.executable, "-c", program], cwd=tmp_path, env=environment, capture_output=True, text=True
    )


def test_every_deployment_is_synthesized_and_nothing_is_loaded_that_synthesis_does_not_need(tmp_path: Path) -> None:
    """N.8: importing is most of its time."""
    program = "import json, main, sys; main.main(); print(json.dumps(sorted(sys.modules)))"
    done = synthesize(tmp_path, {"deployments": {"demo": {"availability": "low"}}}, program)
    assert done.returncode == 0, done.stderr
    assert [path.parent.name for path in (tmp_path / "out" / "stacks").glob("*/cdk.tf.json")] == ["demo"]
    loaded = {name.partition(".")[0] for name in json.loads(done.stdout)}
    assert not loaded & {"wrapper", "boto3", "botocore", "jinja2", "moto", "typer", "rich", "cdktf_cdktf_provider_aws"}


def test_wrong_settings_end_with_words_and_no_stack_trace(tmp_path: Path) -> None:
    done = synthesize(tmp_path, {"deployments": {"demo": {"availability": "middling"}}}, "import main; main.main()")
    assert done.returncode == 1
    assert "deployments.demo.availability" in done.stderr and "Traceback" not in done.stderr
    assert not list(tmp_path.glob("out/stacks/*/cdk.tf.json"))

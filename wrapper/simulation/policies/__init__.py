"""The policies that are compared: ours, and those of the others by their own formulas."""

from __future__ import annotations

from typing import Final

from wrapper.simulation.policies import cpu, keda, mwaa, tarmac, turbine
from wrapper.simulation.policies.base import Policy

OURS: Final = tarmac.POLICY
POLICIES: Final[tuple[Policy, ...]] = (OURS, turbine.POLICY, cpu.POLICY, mwaa.POLICY, keda.POLICY)

"""The embedded AWS: moto in a process of its own, with the gaps that our stacks meet filled.

What it shows is that values round-trip: Terraform can create, read back, change and destroy a stack, and a
second plan is empty. It validates little (it accepts engine versions that do not exist), it runs no container,
and it knows nothing of health: an ECS service counts as many running tasks as it desires, because there is
nothing that could fail. Its state lives in memory and ends with the process.
"""

from wrapper.embedded_aws.process import ACCOUNT_ID, EmbeddedAws

__all__ = ["ACCOUNT_ID", "EmbeddedAws"]

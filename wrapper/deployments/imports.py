"""Takes resources that exist into a state, by Terraform's `import` blocks.

`terraform import` reads the configuration without planning it, so a list of another module's output has no length for
it yet and it gives up. An `import` block is planned with everything else:
https://developer.hashicorp.com/terraform/language/import
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from stacks.settings import DEPLOYMENT_TAG
from wrapper import diagnostics, paths
from wrapper.aws_clients import AwsClients
from wrapper.console import say
from wrapper.deployments import orphans, untagged
from wrapper.errors import Interrupted, TarmacError
from wrapper.synthesis import imports_file
from wrapper.target import Target
from wrapper.terraform import plan
from wrapper.terraform.progress import Progress


def take_in(target: Target, pairs: Sequence[tuple[str, str]], ask: Callable[[plan.Plan], None]) -> None:
    """Imports the pairs in one apply, together with whatever change these resources need to be as configured.

    `ask` is called with the plan before anything is changed; it raises TarmacError where it must not be.

    Raises TarmacError where Terraform refuses: no such address, no such id, an address that has a resource already.
    """
    _make_room(target, pairs)
    with import_blocks(target, pairs):
        _plan(target, [address for address, _ in pairs])
    found = target.terraform.show(target.plan_file)
    _require_all(pairs, found)
    ask(found)
    finish_groups(target, pairs, found)
    with Progress(f"Importing into {target.stack}", plan.operations(found)) as progress:
        target.terraform.apply(target.plan_file, on_event=progress)


@contextmanager
def import_blocks(target: Target, pairs: Iterable[tuple[str, str]]) -> Iterator[None]:
    """A plan made within also takes the (address, id) pairs in; a written plan keeps the blocks for its apply."""
    file = imports_file(target.folder)
    blocks = [{"to": address, "id": resource_id} for address, resource_id in pairs]
    if blocks:
        paths.write_at_once(file, json.dumps({"import": blocks}, indent=2))
    try:
        yield
    finally:
        file.unlink(missing_ok=True)


def planned(found: plan.Plan) -> list[tuple[str, str]]:
    """The (address, id) pairs that a plan takes into the state."""
    return [
        (change["address"], change["change"]["importing"].get("id", ""))
        for change in found.get("resource_changes", [])
        if change["change"].get("importing")
    ]


def _make_room(target: Target, pairs: Sequence[tuple[str, str]]) -> None:
    """Takes out of the state what it holds at these addresses and what would stand in the way.

    That is what AWS has no more, and what is tainted and is to be imported as it is.
    """
    with Progress(f"Planning {target.stack}") as progress:
        target.terraform.init(on_event=progress)
        target.terraform.plan(target.plan_file, on_event=progress)
    found = target.terraform.show(target.plan_file)
    held = set(target.terraform.state_list())
    wanted = dict(pairs)
    for change in found.get("resource_changes", []):
        address, before = change["address"], change["change"].get("before") or {}
        if address in held and address in wanted:
            tainted = change.get("action_reason") == "replace_because_tainted"
            if change["change"]["actions"] == ["create"] or (tainted and orphans.is_held(before, wanted[address])):
                target.terraform.state_rm(address)


def _plan(target: Target, addresses: Sequence[str]) -> None:
    """Plans these resources alone; where Terraform refuses, the other instances of them too.

    An output that names `this["api"]` has no value while `this["fernet"]` is the only instance that is planned.
    """
    resources = sorted({re.sub(r'\[(\d+|"[^"]*")\]$', "", address) for address in addresses})
    try:
        with Progress(f"Planning the import into {target.stack}") as progress:
            target.terraform.plan(target.plan_file, targets=addresses, on_event=progress)
    except Interrupted:
        raise
    except TarmacError:
        with Progress(f"Planning the import into {target.stack} with what else these resources are") as progress:
            target.terraform.plan(target.plan_file, targets=resources, on_event=progress)


def finish_groups(target: Target, pairs: Sequence[tuple[str, str]], found: plan.Plan) -> None:
    """Takes AWS's rule that lets everything out from the security groups among the pairs, as their creation would have.

    No plan would ever show it, unless a rule of the configuration collides with it. Left as they are: groups that are
    not of this deployment, and those whose configuration says their egress itself.
    """
    try:
        finished = without_default_egress(target.stack, pairs, found, target.clients)
    except (ClientError, BotoCoreError) as error:
        raise diagnostics.explain_aws(error, "finishing security groups") from error
    for group in finished:
        say(f"{group} was cut short before AWS's rule that lets everything out was taken from it: it is taken now.")


def without_default_egress(
    deployment: str, pairs: Sequence[tuple[str, str]], found: plan.Plan, clients: AwsClients
) -> list[str]:
    """Does so, and returns the ids of the groups that had that rule."""
    wanted, finished = dict(pairs), []
    for change in found.get("resource_changes", []):
        group = wanted.get(change["address"])
        if group is None or change["type"] != "aws_security_group" or _configures_egress(change, found):
            continue
        [described] = clients("ec2").describe_security_groups(GroupIds=[group])["SecurityGroups"]
        ours = {"Key": DEPLOYMENT_TAG, "Value": deployment} in described.get("Tags", [])
        rules = set(untagged.default_egress_rules(group, clients).values()) - set(wanted.values())
        if ours and rules:
            clients("ec2").revoke_security_group_egress(GroupId=group, SecurityGroupRuleIds=sorted(rules))
            finished.append(group)
    return finished


def _configures_egress(change: dict[str, Any], found: plan.Plan) -> bool:
    """Whether the block of a security group says its egress itself, rather than by resources of their own."""
    module = found["configuration"]["root_module"]
    for name in re.findall(r"module\.([^.\[]+)", change.get("module_address", "")):
        module = module["module_calls"][name]["module"]
    return any(
        (one["type"], one["name"]) == (change["type"], change["name"]) and "egress" in one.get("expressions", {})
        for one in module["resources"]
    )


def _require_all(pairs: Sequence[tuple[str, str]], found: plan.Plan) -> None:
    """Terraform passes over an import to an address that the state holds already."""
    importing = dict(planned(found))
    for address, resource_id in pairs:
        if address not in importing:
            raise TarmacError(
                f"{address} holds a resource already, so {resource_id} cannot be imported there.",
                "Nothing was changed.",
            )

"""Destroys a deployment, and what killed and interrupted applies have left of it beside its state."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from stacks.names import remote_state_name
from stacks.settings import DEPLOYMENT_TAG, EMBEDDED, Settings
from wrapper import diagnostics
from wrapper.aws_clients import AwsClients
from wrapper.console import say
from wrapper.deployments import imports, leftover_logs, orphans, unfinished
from wrapper.deployments.runs import keep_fernet_key, list_orphans, make_plan, show_plan, standing
from wrapper.errors import Interrupted, TarmacError
from wrapper.target import Target, connect, embedded_aws
from wrapper.terraform import lock, plan
from wrapper.terraform.progress import Progress

_ATTEMPTS = 2  # AWS is eventually consistent: a rule may be gone with its group before its own turn comes
_ROUNDS = 6  # what is taken in lets the next plan know more


def destroy_all(target: Target, ask: Callable[[], None]) -> bool:
    """Destroys what the stack holds, once more where AWS had not caught up with itself; whether there was anything.

    What exists and is not in the state is taken in before on the embedded AWS, where it can be nobody else's, and
    listed in an account. `ask` is called with the plan shown, before anything is destroyed; it raises TarmacError where
    it must not be. Afterwards the deployment's task definitions are deregistered, log groups that services of AWS have
    made anew are deleted, and what is left of it is listed.
    """
    if _has_orphans(target):
        if target.is_embedded:
            _take_in(target)
        else:
            list_orphans(target)
    done = _destroy(target, ask) if any(standing(target)) else False  # a lock is held: it is told who holds it
    return _clear(target) or done


def explain_removed(settings: Settings, name: str) -> None:
    """Raises TarmacError where a deployment that the settings no longer name has a state, with how to destroy it."""
    for account, state in settings.state.items():
        if name in settings.deployments or name == remote_state_name(settings, account):
            return
        if account == EMBEDDED and embedded_aws().endpoint() is None:
            continue
        try:
            target = connect(name, account, state.region, settings)
        except TarmacError:
            continue  # other credentials than this account's
        where = lock.StateLocation(state.bucket, f"{name}/terraform.tfstate", state.region)
        resources = lock.resources(where, target.clients("s3", state.region))
        if not resources:
            continue
        regions = Counter(re.findall(r"arn:[\w-]+:\w+:([a-z0-9-]+):", json.dumps(resources)))
        region = next((region for region, _ in regions.most_common(1)), state.region)
        entry = f'{name}: {{availability: low, account: "{account}", region: {region}}}'
        raise TarmacError(
            f"{name} is not in the settings any more, and resources of it still stand in {target.where}: "
            f"its state is {where}.",
            f"Put it back under deployments, as {entry}, and destroy it before it is removed.",
        )


def _has_orphans(target: Target) -> bool:
    try:
        if standing(target)[0]:
            target.terraform.init()
            return bool(orphans.find(target.stack, target.clients, _state(target), {}))
        return bool(orphans.find(target.stack, target.clients, {}, {}))
    except Interrupted:
        raise
    except TarmacError as error:
        say(f"Whether something exists that is not in the state could not be found out:\n{error}")
        return False


def _state(target: Target) -> dict[str, Any]:
    """The state, in which what is tainted counts like everything else: a destroy deletes it as well."""
    state = target.terraform.state_pull()
    for resource in state.get("resources", []):
        for instance in resource["instances"]:
            instance.pop("status", None)
    return state


def _clear(target: Target) -> bool:
    """After a destroy: deregisters the task definitions, deletes log groups that came back, lists what is left.

    Whether there was anything.
    """
    try:
        definitions = _deregister_task_definitions(target)
        unfinished.forget(target)
        groups = leftover_logs.remove(target)
        left = orphans.find(target.stack, target.clients, {}, {})
    except TarmacError as error:
        say(f"Whether something is left beside the state could not be found out:\n{error}")
        return False
    if left:
        say(f"AWS still lists these of {target.stack}. Delete by hand what is there in some minutes still:")
    for orphan in left:
        say(f"  {orphan.deletion} --region {target.region}" if orphan.deletion else f"  {orphan.arn}")
    for name in groups:
        say(f"The log group {name} was made anew by AWS after it had been deleted; it is deleted again.")
    return bool(definitions or groups)


def _deregister_task_definitions(target: Target) -> list[str]:
    try:
        found = _task_definitions(target.stack, target.clients)
        for arn in found:
            target.clients("ecs").deregister_task_definition(taskDefinition=arn)
    except (ClientError, BotoCoreError) as error:
        raise diagnostics.explain_aws(error, "deregistering task definitions") from error
    return found


def _task_definitions(deployment: str, clients: AwsClients) -> list[str]:
    """The ARNs of the deployment's active task definitions; after a destroy, of those that its state did not know."""
    ecs, found = clients("ecs"), []
    for families in ecs.get_paginator("list_task_definition_families").paginate(
        familyPrefix=deployment, status="ACTIVE"
    ):
        for family in families["families"]:
            for page in ecs.get_paginator("list_task_definitions").paginate(familyPrefix=family, status="ACTIVE"):
                found += [arn for arn in page["taskDefinitionArns"] if _belongs_to(deployment, arn, clients)]
    return found


def _belongs_to(deployment: str, arn: str, clients: AwsClients) -> bool:
    tags = clients("ecs").list_tags_for_resource(resourceArn=arn)["tags"]
    return {"key": DEPLOYMENT_TAG, "value": deployment} in tags


def _take_in(target: Target) -> None:
    """Takes what has a place in the plan into the state, so that the destroy finds it."""
    for _ in range(_ROUNDS):
        found, _ = make_plan(target)
        lost = orphans.find(target.stack, target.clients, _state(target), found)
        pairs = [(orphan.address, orphan.import_id) for orphan in lost if orphan.address is not None]
        if not pairs:
            return
        imports.take_in(target, pairs, lambda _: None)


def _destroy(target: Target, ask: Callable[[], None]) -> bool:
    for attempt in range(1, _ATTEMPTS + 1):
        found, changed = make_plan(target, destroy=True)
        if not changed:
            return attempt > 1
        if attempt == 1:
            show_plan(target, found)
            ask()
        keep_fernet_key(target, found)
        try:
            with Progress(f"Destroying {target.stack}", plan.operations(found)) as progress:
                target.terraform.apply(target.plan_file, on_event=progress)
            return True
        except Interrupted:
            raise
        except TarmacError as error:
            if attempt == _ATTEMPTS or not (progress.done or progress.failed):
                raise
            say(f"{error}\nDestroying once more what is left.")
    return True

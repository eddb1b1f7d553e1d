"""Application Auto Scaling: tags of scalable targets, and alarms of policies."""

import json
from collections.abc import Callable
from typing import Any

from moto.applicationautoscaling.exceptions import AWSValidationException
from moto.applicationautoscaling.models import ApplicationAutoscalingBackend, FakeApplicationAutoscalingPolicy
from moto.applicationautoscaling.responses import ApplicationAutoScalingResponse

from wrapper.embedded_aws.gaps.core import add, gap, replace


@gap
def tags() -> None:
    """Stock moto drops the tags of a scalable target, and has no action that reads or changes them.

    AWS keeps them. https://docs.aws.amazon.com/autoscaling/application/APIReference/API_ListTagsForResource.html
    """

    def tags_of(response: ApplicationAutoScalingResponse, arn: str) -> dict[str, str]:
        for targets in response.applicationautoscaling_backend.targets.values():
            for target in targets.values():
                if target.arn == arn:
                    model: Any = target
                    if not hasattr(model, "tags"):
                        model.tags = {}
                    stored: dict[str, str] = model.tags
                    return stored
        raise AWSValidationException(f"No scalable target found for {arn}.")

    @replace(ApplicationAutoScalingResponse)
    def register_scalable_target(original: Callable[[], str], self: ApplicationAutoScalingResponse) -> str:
        answer = original()
        tags_of(self, json.loads(answer)["ScalableTargetARN"]).update(self._get_param("Tags") or {})
        return answer

    @add(ApplicationAutoScalingResponse)
    def list_tags_for_resource(self: ApplicationAutoScalingResponse) -> str:
        return json.dumps({"Tags": tags_of(self, self._get_param("ResourceARN"))})

    @add(ApplicationAutoScalingResponse)
    def tag_resource(self: ApplicationAutoScalingResponse) -> str:
        tags_of(self, self._get_param("ResourceARN")).update(self._get_param("Tags"))
        return "{}"

    @add(ApplicationAutoScalingResponse)
    def untag_resource(self: ApplicationAutoScalingResponse) -> str:
        for key in self._get_param("TagKeys"):
            tags_of(self, self._get_param("ResourceARN")).pop(key, None)
        return "{}"


@gap
def policies_are_those_of_one_resource() -> None:
    """Stock moto lists the policies of `service/one/worker` among those of `service/one/worker-big`.

    AWS matches the whole identifier.
    https://docs.aws.amazon.com/autoscaling/application/APIReference/API_DescribeScalingPolicies.html
    """

    @replace(ApplicationAutoscalingBackend)
    def describe_scaling_policies(
        original: Callable[..., tuple[str | None, list[FakeApplicationAutoscalingPolicy]]],
        self: ApplicationAutoscalingBackend,
        service_namespace: str,
        resource_id: str,
        *rest: Any,
        **keywords: Any,
    ) -> tuple[str | None, list[FakeApplicationAutoscalingPolicy]]:
        token, found = original(service_namespace, resource_id, *rest, **keywords)
        return token, [one for one in found if resource_id in (None, one.resource_id)]


@gap
def changed_policy_replaces_its_alarms() -> None:
    """Stock moto makes new alarms when a target tracking policy changes, and never deletes the old ones.

    AWS manages a policy's alarms: they change, and end, with it.
    https://docs.aws.amazon.com/autoscaling/application/userguide/application-auto-scaling-target-tracking.html
    """

    @replace(ApplicationAutoscalingBackend)
    def put_scaling_policy(
        original: Callable[..., FakeApplicationAutoscalingPolicy], self: ApplicationAutoscalingBackend, **policy: Any
    ) -> FakeApplicationAutoscalingPolicy:
        key = FakeApplicationAutoscalingPolicy.formulate_key(
            policy["service_namespace"], policy["resource_id"], policy["scalable_dimension"], policy["policy_name"]
        )
        old = self.policies.get(key)
        changed = original(**policy)
        if old is not None:
            old.delete_alarms(self.account_id, self.region_name)
        return changed

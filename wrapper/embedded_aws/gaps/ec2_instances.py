"""EC2: the disks, network interfaces and addresses of an instance."""

from collections.abc import Callable
from typing import Any

from moto.ec2.models import ec2_backends
from moto.ec2.models.instances import Instance
from moto.ec2.responses.instances import InstanceResponse

from wrapper.embedded_aws.gaps.core import gap, replace

SMALLEST_DISK = 8
"""GiB; what moto gives an instance whose disks are not spoken of."""


@gap
def image_gives_size_of_disk() -> None:
    """Stock moto refuses a disk that is given neither a size nor a snapshot.

    AWS takes both from the image's disk of that name.
    https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_EbsBlockDevice.html
    """

    @replace(InstanceResponse)
    def _parse_block_device_mapping(original: Callable[[], list[dict[str, Any]]], self: Any) -> list[dict[str, Any]]:
        images = ec2_backends[self.current_account][self.region].amis
        image = images.get(self._get_param("ImageId"))
        for mapping in self._get_param("BlockDeviceMappings", []):
            disk = mapping.get("Ebs")
            if disk is not None and not disk.get("VolumeSize") and not disk.get("SnapshotId"):
                disk["VolumeSize"] = getattr(image, "size", None) or SMALLEST_DISK
        return original()


@gap
def given_interface_outlives_its_instance() -> None:
    """Stock moto leaves an interface attached to an instance that was terminated, and refuses to detach it.

    AWS detaches those that it does not delete.
    https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/terminating-instances.html
    """

    @replace(Instance)
    def terminate(original: Callable[[], Any], self: Instance) -> Any:
        previous = original()
        for interface in list(self.nics.values()):
            if not interface.delete_on_termination:
                self.detach_eni(interface)
        return previous


@gap
def terminated_instance_has_no_address() -> None:
    """Stock moto answers the addresses that a terminated instance had, or fails where its interface is gone.

    AWS answers none, and empty DNS names.
    https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Instance.html
    """
    for name in ("private_ip", "private_ip_address", "public_ip", "public_ip_address"):
        setattr(Instance, name, _while_attached(getattr(Instance, name), None))
    for name in ("private_dns_name", "public_dns_name"):
        setattr(Instance, name, _while_attached(getattr(Instance, name), ""))


def _while_attached(original: property, otherwise: str | None) -> property:
    """The property, with another value where the instance has no primary interface."""

    def value(self: Instance) -> Any:
        return original.__get__(self) if 0 in self.nics else otherwise

    return property(value)

"""Systems Manager: the public parameters that name AWS's machine images."""

from collections.abc import Callable

from moto.ec2.models.amis import AmiBackend
from moto.ssm.models import ParameterDict
from moto.utilities.utils import load_resource

from wrapper.embedded_aws.gaps.core import gap, replace

FOLDER = "/aws/service/ami-amazon-linux-latest"
KNOWN_REGION = "us-east-1"


@gap
def public_images_in_every_region() -> None:
    """Stock moto has no public image parameters, and no images, for China, GovCloud and a few young regions.

    AWS publishes them in every region. Here such a region gets those of another one.
    https://docs.aws.amazon.com/systems-manager/latest/userguide/parameter-store-public-parameters-ami.html
    """

    @replace(ParameterDict)
    def _load_latest_amis(original: Callable[[], None], self: ParameterDict) -> None:
        original()
        if not any(name.startswith(FOLDER) for name in self):
            region, self.region_name = self.region_name, KNOWN_REGION
            original()
            self.region_name = region

    @replace(AmiBackend)
    def _load_amis(original: Callable[[], None], self: AmiBackend) -> None:
        original()
        region: str = self.region_name  # type: ignore[attr-defined]
        if not _images_known(region):
            self.region_name = KNOWN_REGION  # type: ignore[attr-defined]
            original()
            self.region_name = region  # type: ignore[attr-defined]


def _images_known(region: str) -> bool:
    try:
        load_resource(f"ec2/resources/latest_amis/{region}.json")
    except FileNotFoundError:
        return False
    return True

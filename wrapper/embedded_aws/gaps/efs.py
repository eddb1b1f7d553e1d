"""EFS: backup policies, changing a file system, and removing its policy."""

import json
from collections.abc import Callable
from typing import Any

from moto.efs.exceptions import FileSystemNotFound
from moto.efs.responses import EFSResponse

from wrapper.embedded_aws.gaps.core import add, gap, replace

JSON = {"Content-Type": "application/json"}


def _file_system(response: EFSResponse) -> Any:
    identifier = response._get_param("FileSystemId")
    try:
        return response.efs_backend.file_systems_by_id[identifier]
    except KeyError:
        raise FileSystemNotFound(identifier) from None


@gap
def backup_policy() -> None:
    """Stock moto has no PutBackupPolicy, and knows a policy that is enabled or none at all.

    AWS stores the status, and answers DISABLED once a policy was switched off.
    https://docs.aws.amazon.com/efs/latest/ug/API_PutBackupPolicy.html
    """

    @add(EFSResponse)
    def put_backup_policy(self: EFSResponse) -> Any:
        file_system = _file_system(self)
        file_system._backup_status = self._get_param("BackupPolicy")["Status"]
        file_system._backup = file_system._backup_status == "ENABLED"
        return json.dumps({"BackupPolicy": {"Status": file_system._backup_status}}), JSON

    @replace(EFSResponse)
    def describe_backup_policy(original: Callable[[], Any], self: EFSResponse) -> Any:
        status = getattr(_file_system(self), "_backup_status", None)
        if status is None:
            return original()
        return json.dumps({"BackupPolicy": {"Status": status}}), JSON


@gap
def delete_file_system_policy() -> None:
    """Stock moto has no DeleteFileSystemPolicy.

    AWS removes the policy, after which DescribeFileSystemPolicy answers PolicyNotFound.
    https://docs.aws.amazon.com/efs/latest/ug/API_DeleteFileSystemPolicy.html
    """

    @add(EFSResponse)
    def delete_file_system_policy(self: EFSResponse) -> Any:
        _file_system(self).file_system_policy = None
        return "{}", JSON


@gap
def update_file_system() -> None:
    """Stock moto has no UpdateFileSystem.

    AWS changes the throughput in place. https://docs.aws.amazon.com/efs/latest/ug/API_UpdateFileSystem.html
    """

    @add(EFSResponse)
    def update_file_system(self: EFSResponse) -> Any:
        file_system = _file_system(self)
        file_system.throughput_mode = self._get_param("ThroughputMode") or file_system.throughput_mode
        provisioned = self._get_param("ProvisionedThroughputInMibps")
        file_system.provisioned_throughput_in_mibps = (
            provisioned if file_system.throughput_mode == "provisioned" else None
        )
        return json.dumps(file_system.info_json()), JSON | {"status": 202}

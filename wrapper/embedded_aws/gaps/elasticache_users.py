"""ElastiCache: users and user groups (role-based access control)."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from moto.core.responses import ActionResult
from moto.elasticache.exceptions import ElastiCacheException, UserNotFound
from moto.elasticache.models import ElastiCacheBackend, User
from moto.elasticache.responses import ElastiCacheResponse

from wrapper.embedded_aws.gaps.core import add, gap, replace


class UserGroupNotFound(ElastiCacheException):
    """No user group has that identifier."""

    code = "UserGroupNotFound"


class UserGroupAlreadyExists(ElastiCacheException):
    """A user group of that identifier exists."""

    code = "UserGroupAlreadyExists"


class DefaultUserRequired(ElastiCacheException):
    """A user group for Redis OSS needs a user named "default"."""

    code = "DefaultUserRequired"


@dataclass
class UserGroup:
    """A user group; its attributes are serialized under AWS's names for them."""

    user_group_id: str
    engine: str
    user_ids: list[str]
    arn: str
    status: str = "active"
    minimum_engine_version: str = "6.0"
    replication_groups: list[str] = field(default_factory=list)


def _user_groups(backend: Any) -> dict[str, UserGroup]:
    groups: dict[str, UserGroup] = backend.__dict__.setdefault("user_groups", {})
    return groups


def _user_group(response: ElastiCacheResponse) -> UserGroup:
    identifier = response._get_param("UserGroupId")
    try:
        return _user_groups(response.elasticache_backend)[identifier]
    except KeyError:
        raise UserGroupNotFound(f"UserGroup {identifier} not found.") from None


def _user(backend: ElastiCacheBackend, identifier: str) -> User:
    try:
        return backend.users[identifier]
    except KeyError:
        raise UserNotFound(identifier) from None


def _set_users(backend: ElastiCacheBackend, group: UserGroup, identifiers: list[str]) -> None:
    """Make the group's users exactly these, on both sides of the relation."""
    users = [_user(backend, identifier) for identifier in identifiers]
    if group.engine == "redis" and users and not any(user.name == "default" for user in users):
        raise DefaultUserRequired("A user group for the engine redis needs a user with the user name default.")
    for user in backend.users.values():
        user.user_group_ids = [known for known in user.user_group_ids if known != group.user_group_id]
    for user in users:
        user.user_group_ids.append(group.user_group_id)
    group.user_ids = identifiers


@gap
def user_groups() -> None:
    """Stock moto has no user groups.

    AWS has. https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_CreateUserGroup.html
    """

    @add(ElastiCacheResponse)
    def create_user_group(self: ElastiCacheResponse) -> ActionResult:
        backend = self.elasticache_backend
        identifier = self._get_param("UserGroupId")
        if identifier in _user_groups(backend):
            raise UserGroupAlreadyExists(f"UserGroup {identifier} already exists.")
        group = UserGroup(
            user_group_id=identifier,
            engine=self._get_param("Engine").lower(),
            user_ids=[],
            arn=f"arn:{backend.partition}:elasticache:{backend.region_name}:{backend.account_id}:usergroup:{identifier}",
        )
        _set_users(backend, group, self._get_param("UserIds") or [])
        _user_groups(backend)[identifier] = group
        backend.tagging_service.tag_resource(group.arn, self._get_param("Tags") or [])
        return ActionResult(group)

    @add(ElastiCacheResponse)
    def describe_user_groups(self: ElastiCacheResponse) -> ActionResult:
        backend = self.elasticache_backend
        named = self._get_param("UserGroupId")
        groups = [_user_group(self)] if named else list(_user_groups(backend).values())
        for group in groups:
            group.replication_groups = [
                identifier
                for identifier, replication_group in backend.replication_groups.items()
                if group.user_group_id in replication_group.user_group_ids
            ]
        return ActionResult({"UserGroups": groups})

    @add(ElastiCacheResponse)
    def modify_user_group(self: ElastiCacheResponse) -> ActionResult:
        group = _user_group(self)
        removed = self._get_param("UserIdsToRemove") or []
        added = self._get_param("UserIdsToAdd") or []
        kept = [identifier for identifier in group.user_ids if identifier not in removed]
        if self._get_param("Engine"):
            group.engine = self._get_param("Engine").lower()
        _set_users(self.elasticache_backend, group, kept + added)
        return ActionResult(group)

    @add(ElastiCacheResponse)
    def delete_user_group(self: ElastiCacheResponse) -> ActionResult:
        group = _user_group(self)
        _set_users(self.elasticache_backend, group, [])
        del _user_groups(self.elasticache_backend)[group.user_group_id]
        group.status = "deleting"
        return ActionResult(group)


@gap
def modify_user() -> None:
    """Stock moto has no ModifyUser.

    AWS changes a user's access string, engine and way of authentication.
    https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_ModifyUser.html
    """

    @add(ElastiCacheResponse)
    def modify_user(self: ElastiCacheResponse) -> ActionResult:
        user = _user(self.elasticache_backend, self._get_param("UserId"))
        mode = self._get_param("AuthenticationMode") or {}
        passwords = self._get_param("Passwords") or mode.get("Passwords")
        if self._get_param("AccessString"):
            user.access_string = self._get_param("AccessString")
        if self._get_param("AppendAccessString"):
            user.access_string += " " + self._get_param("AppendAccessString")
        if self._get_param("Engine"):
            user.engine = self._get_param("Engine").lower()
        if passwords:
            user.passwords = passwords
            user.authentication_type, user.no_password_required = "password", False
        if self._get_bool_param("NoPasswordRequired") or mode.get("Type") == "no-password-required":
            user.passwords = []
            user.authentication_type, user.no_password_required = "no-password-required", True
        if mode.get("Type") == "iam":
            user.passwords = []
            user.authentication_type, user.no_password_required = "iam", False
        return ActionResult(user)


@gap
def authentication_type() -> None:
    """Stock moto answers "no-password-required", which is only the request's word for it.

    AWS answers password, no-password or iam.
    https://docs.aws.amazon.com/AmazonElastiCache/latest/APIReference/API_Authentication.html
    """

    @replace(ElastiCacheBackend)
    def create_user(original: Callable[..., User], self: ElastiCacheBackend, **kwargs: Any) -> User:
        user = original(**kwargs)
        user.no_password_required = user.authentication_type == "no-password-required"
        return user


@gap
def delete_user() -> None:
    """Stock moto removes a deleted user only once it was described again, so a listing may keep it for ever.

    In AWS a deleted user is gone after a while, from its groups too.
    """

    @replace(ElastiCacheBackend)
    def delete_user(original: Callable[..., User], self: ElastiCacheBackend, user_id: str) -> User:
        user = original(user_id=user_id)
        del self.users[user_id]
        for group in _user_groups(self).values():
            group.user_ids = [known for known in group.user_ids if known != user_id]
        return user

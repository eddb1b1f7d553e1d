"""Gaps in ElastiCache and RDS."""

from typing import Any

import pytest
from botocore.exceptions import ClientError
from stock_moto import REGION, Aws, fills, unique


def _subnets(aws: Aws) -> list[str]:
    ec2 = aws("ec2")
    vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    return [
        ec2.create_subnet(VpcId=vpc, CidrBlock=f"10.0.{slot}.0/24", AvailabilityZone=f"{REGION}{zone}")["Subnet"][
            "SubnetId"
        ]
        for slot, zone in enumerate("ab")
    ]


def _replication_group(aws: Aws, **settings: Any) -> str:
    name = unique("redis")
    aws("elasticache").create_replication_group(
        ReplicationGroupId=name, ReplicationGroupDescription="broker", CacheNodeType="cache.t4g.micro", **settings
    )
    return name


def _group(aws: Aws, name: str) -> Any:
    [group] = aws("elasticache").describe_replication_groups(ReplicationGroupId=name)["ReplicationGroups"]
    return group


@fills("elasticache.parameter_groups")
def test_a_cache_parameter_group_lives_from_creation_to_deletion(aws: Aws) -> None:
    cache = aws("elasticache")
    name = unique("parameters")
    cache.create_cache_parameter_group(
        CacheParameterGroupName=name, CacheParameterGroupFamily="valkey8", Description="celery"
    )
    cache.modify_cache_parameter_group(
        CacheParameterGroupName=name,
        ParameterNameValues=[{"ParameterName": "maxmemory-policy", "ParameterValue": "noeviction"}],
    )
    [group] = cache.describe_cache_parameter_groups(CacheParameterGroupName=name)["CacheParameterGroups"]
    assert (group["CacheParameterGroupFamily"], group["Description"]) == ("valkey8", "celery")
    [parameter] = cache.describe_cache_parameters(CacheParameterGroupName=name, Source="user")["Parameters"]
    assert (parameter["ParameterName"], parameter["ParameterValue"]) == ("maxmemory-policy", "noeviction")
    cache.reset_cache_parameter_group(
        CacheParameterGroupName=name,
        ParameterNameValues=[{"ParameterName": "maxmemory-policy", "ParameterValue": "noeviction"}],
    )
    assert cache.describe_cache_parameters(CacheParameterGroupName=name)["Parameters"] == []
    cache.delete_cache_parameter_group(CacheParameterGroupName=name)
    with pytest.raises(cache.exceptions.CacheParameterGroupNotFoundFault):
        cache.describe_cache_parameter_groups(CacheParameterGroupName=name)


@fills("elasticache.tags_of_parameter_and_user_groups")
def test_parameter_and_user_groups_have_tags(aws: Aws) -> None:
    cache = aws("elasticache")
    for kind in ("parametergroup", "usergroup"):
        arn = f"arn:aws:elasticache:{REGION}:123456789012:{kind}:{unique('tagged')}"
        cache.add_tags_to_resource(ResourceName=arn, Tags=[{"Key": "Stack", "Value": "low"}])
        assert cache.list_tags_for_resource(ResourceName=arn)["TagList"] == [{"Key": "Stack", "Value": "low"}]


@fills("elasticache.subnet_group_changes")
def test_a_cache_subnet_group_can_be_changed_and_deleted(aws: Aws) -> None:
    cache = aws("elasticache")
    name, subnets = unique("subnets"), _subnets(aws)
    cache.create_cache_subnet_group(
        CacheSubnetGroupName=name, CacheSubnetGroupDescription="one zone", SubnetIds=subnets[:1]
    )
    cache.modify_cache_subnet_group(
        CacheSubnetGroupName=name, CacheSubnetGroupDescription="two zones", SubnetIds=subnets
    )
    [group] = cache.describe_cache_subnet_groups(CacheSubnetGroupName=name)["CacheSubnetGroups"]
    assert group["CacheSubnetGroupDescription"] == "two zones"
    assert [subnet["SubnetIdentifier"] for subnet in group["Subnets"]] == subnets
    cache.delete_cache_subnet_group(CacheSubnetGroupName=name)
    with pytest.raises(cache.exceptions.CacheSubnetGroupNotFoundFault):
        cache.describe_cache_subnet_groups(CacheSubnetGroupName=name)


@fills("elasticache.number_of_members")
def test_a_replication_group_has_as_many_members_as_asked(aws: Aws) -> None:
    name = _replication_group(aws, NumCacheClusters=3, AutomaticFailoverEnabled=True, MultiAZEnabled=True)
    assert _group(aws, name)["MemberClusters"] == [f"{name}-001", f"{name}-002", f"{name}-003"]
    single = _replication_group(aws, NumCacheClusters=1)
    assert _group(aws, single)["MemberClusters"] == [f"{single}-001"]


@fills("elasticache.members_are_cache_clusters")
def test_members_of_a_replication_group_are_cache_clusters(aws: Aws) -> None:
    name = _replication_group(
        aws,
        Engine="valkey",
        EngineVersion="8.0",
        TransitEncryptionEnabled=True,
        SecurityGroupIds=["sg-0123456789abcdef0"],
        SnapshotWindow="02:00-03:00",
    )
    [member] = aws("elasticache").describe_cache_clusters(CacheClusterId=f"{name}-001")["CacheClusters"]
    assert (member["Engine"], member["EngineVersion"]) == ("valkey", "8.0.0")
    assert member["TransitEncryptionMode"] == "required"
    assert member["SecurityGroups"] == [{"SecurityGroupId": "sg-0123456789abcdef0", "Status": "active"}]
    assert member["SnapshotWindow"] == "02:00-03:00"


@fills("elasticache.delete_replication_group")
def test_a_deleted_replication_group_is_gone(aws: Aws) -> None:
    cache = aws("elasticache")
    name = _replication_group(aws)
    cache.delete_replication_group(ReplicationGroupId=name)
    with pytest.raises(cache.exceptions.ReplicationGroupNotFoundFault):
        cache.describe_replication_groups(ReplicationGroupId=name)


@fills("elasticache.modify_replication_group")
def test_a_replication_group_takes_every_change(aws: Aws) -> None:
    cache = aws("elasticache")
    name = _replication_group(aws, EngineVersion="7.0")
    cache.modify_replication_group(
        ReplicationGroupId=name,
        ApplyImmediately=True,
        EngineVersion="7.1",
        PreferredMaintenanceWindow="mon:03:00-mon:04:00",
        UserGroupIdsToAdd=["operators"],
    )
    assert _group(aws, name)["UserGroupIds"] == ["operators"]
    [member] = cache.describe_cache_clusters(CacheClusterId=f"{name}-001")["CacheClusters"]
    assert (member["EngineVersion"], member["PreferredMaintenanceWindow"]) == ("7.1.0", "mon:03:00-mon:04:00")
    cache.modify_replication_group(ReplicationGroupId=name, UserGroupIdsToRemove=["operators"])
    assert _group(aws, name)["UserGroupIds"] == []


@fills("elasticache.replica_count")
def test_replicas_are_added_and_removed_in_place(aws: Aws) -> None:
    cache = aws("elasticache")
    name = _replication_group(aws)
    cache.increase_replica_count(ReplicationGroupId=name, NewReplicaCount=2, ApplyImmediately=True)
    assert _group(aws, name)["MemberClusters"] == [f"{name}-001", f"{name}-002", f"{name}-003"]
    roles = [node["CurrentRole"] for node in _group(aws, name)["NodeGroups"][0]["NodeGroupMembers"]]
    assert roles == ["primary", "replica", "replica"]
    cache.decrease_replica_count(ReplicationGroupId=name, NewReplicaCount=0, ApplyImmediately=True)
    assert _group(aws, name)["MemberClusters"] == [f"{name}-001"]
    with pytest.raises(cache.exceptions.CacheClusterNotFoundFault):
        cache.describe_cache_clusters(CacheClusterId=f"{name}-002")


def _user(aws: Aws, name: str = "airflow", **authentication: Any) -> str:
    identifier = unique("user")
    aws("elasticache").create_user(
        UserId=identifier,
        UserName=name,
        Engine="redis",
        AccessString="on ~* +@all",
        AuthenticationMode=authentication or {"Type": "no-password-required"},
    )
    return identifier


@fills("elasticache_users.user_groups")
def test_a_user_group_lives_from_creation_to_deletion(aws: Aws) -> None:
    cache = aws("elasticache")
    default, airflow = _user(aws, "default"), _user(aws)
    name = unique("users")
    cache.create_user_group(
        UserGroupId=name, Engine="redis", UserIds=[default], Tags=[{"Key": "Stack", "Value": "low"}]
    )
    cache.modify_user_group(UserGroupId=name, UserIdsToAdd=[airflow])
    [group] = cache.describe_user_groups(UserGroupId=name)["UserGroups"]
    assert (group["UserIds"], group["Status"]) == ([default, airflow], "active")
    [user] = cache.describe_users(UserId=airflow)["Users"]
    assert user["UserGroupIds"] == [name]
    replication_group = _replication_group(aws, UserGroupIds=[name], TransitEncryptionEnabled=True)
    [group] = cache.describe_user_groups(UserGroupId=name)["UserGroups"]
    assert group["ReplicationGroups"] == [replication_group]
    cache.delete_user_group(UserGroupId=name)
    with pytest.raises(cache.exceptions.UserGroupNotFoundFault):
        cache.describe_user_groups(UserGroupId=name)


def test_a_redis_user_group_needs_a_default_user(filled: Aws) -> None:
    with pytest.raises(ClientError, match="DefaultUserRequired"):
        filled("elasticache").create_user_group(UserGroupId=unique("users"), Engine="redis", UserIds=[_user(filled)])


@fills("elasticache_users.modify_user")
def test_a_user_can_be_changed(aws: Aws) -> None:
    cache = aws("elasticache")
    identifier = _user(aws)
    cache.modify_user(
        UserId=identifier,
        AccessString="on ~celery* +@all",
        AuthenticationMode={"Type": "password", "Passwords": ["0123456789abcdef"]},
    )
    [user] = cache.describe_users(UserId=identifier)["Users"]
    assert user["AccessString"] == "on ~celery* +@all"
    assert user["Authentication"] == {"Type": "password", "PasswordCount": 1}


@fills("elasticache_users.authentication_type")
def test_a_user_answers_how_it_authenticates(aws: Aws) -> None:
    for asked, answered in (("no-password-required", "no-password"), ("iam", "iam")):
        [user] = aws("elasticache").describe_users(UserId=_user(aws, Type=asked))["Users"]
        assert user["Authentication"]["Type"] == answered


@fills("elasticache_users.delete_user")
def test_a_deleted_user_is_not_listed(aws: Aws) -> None:
    identifier = _user(aws)
    aws("elasticache").delete_user(UserId=identifier)
    assert identifier not in [user["UserId"] for user in aws("elasticache").describe_users()["Users"]]


def _cluster(aws: Aws, **settings: Any) -> Any:
    return aws("rds").create_db_cluster(
        DBClusterIdentifier=unique("aurora"),
        Engine="aurora-postgresql",
        EngineVersion="16.8",
        MasterUsername="airflow",
        MasterUserPassword="0123456789abcdef",
        **settings,
    )["DBCluster"]


@fills("rds.scaling_configuration_of_serverless_v1")
def test_a_provisioned_cluster_has_no_serverless_v1_configuration(aws: Aws) -> None:
    assert "ScalingConfigurationInfo" not in _cluster(aws, EngineMode="provisioned")


@fills("rds.aurora_storage_types")
def test_a_cluster_takes_the_storage_types_of_aurora(aws: Aws) -> None:
    for storage in ("aurora", "aurora-iopt1"):
        assert _cluster(aws, StorageType=storage)["StorageType"] == storage


@fills("rds.default_certificate_authority")
def test_an_instance_has_the_usual_certificate_authority(aws: Aws) -> None:
    cluster = _cluster(aws)["DBClusterIdentifier"]
    instance = aws("rds").create_db_instance(
        DBInstanceIdentifier=f"{cluster}-0",
        DBClusterIdentifier=cluster,
        DBInstanceClass="db.serverless",
        Engine="aurora-postgresql",
    )["DBInstance"]
    assert instance["CACertificateIdentifier"] == "rds-ca-rsa2048-g1"


@fills("rds.cluster_insights")
def test_a_cluster_keeps_its_insights(aws: Aws) -> None:
    rds = aws("rds")
    name = _cluster(aws)["DBClusterIdentifier"]
    [cluster] = rds.describe_db_clusters(DBClusterIdentifier=name)["DBClusters"]
    assert cluster["DatabaseInsightsMode"] == "standard"
    rds.modify_db_cluster(
        DBClusterIdentifier=name,
        DatabaseInsightsMode="advanced",
        EnablePerformanceInsights=True,
        PerformanceInsightsRetentionPeriod=465,
    )
    [cluster] = rds.describe_db_clusters(DBClusterIdentifier=name)["DBClusters"]
    assert cluster["DatabaseInsightsMode"] == "advanced"
    assert (cluster["PerformanceInsightsEnabled"], cluster["PerformanceInsightsRetentionPeriod"]) == (True, 465)


@fills("rds.modify_cluster_logs_and_authentication")
def test_log_exports_and_iam_authentication_of_a_cluster_can_be_changed(aws: Aws) -> None:
    rds = aws("rds")
    name = _cluster(aws, EnableCloudwatchLogsExports=["postgresql"])["DBClusterIdentifier"]
    rds.modify_db_cluster(
        DBClusterIdentifier=name,
        EnableIAMDatabaseAuthentication=True,
        CloudwatchLogsExportConfiguration={
            "EnableLogTypes": ["iam-db-auth-error"],
            "DisableLogTypes": ["postgresql"],
        },
    )
    [cluster] = rds.describe_db_clusters(DBClusterIdentifier=name)["DBClusters"]
    assert cluster["EnabledCloudwatchLogsExports"] == ["iam-db-auth-error"]
    assert cluster["IAMDatabaseAuthenticationEnabled"] is True


@fills("rds.instance_insights")
def test_an_instance_keeps_its_insights(aws: Aws) -> None:
    rds = aws("rds")
    cluster = _cluster(aws)["DBClusterIdentifier"]
    rds.create_db_instance(
        DBInstanceIdentifier=f"{cluster}-0",
        DBClusterIdentifier=cluster,
        DBInstanceClass="db.serverless",
        Engine="aurora-postgresql",
        EnablePerformanceInsights=True,
    )
    [instance] = rds.describe_db_instances(DBInstanceIdentifier=f"{cluster}-0")["DBInstances"]
    assert (instance["PerformanceInsightsEnabled"], instance["PerformanceInsightsRetentionPeriod"]) == (True, 7)
    rds.modify_db_instance(DBInstanceIdentifier=f"{cluster}-0", EnablePerformanceInsights=False)
    [instance] = rds.describe_db_instances(DBInstanceIdentifier=f"{cluster}-0")["DBInstances"]
    assert instance["PerformanceInsightsEnabled"] is False

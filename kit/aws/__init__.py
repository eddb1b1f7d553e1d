# Generated from the schema of hashicorp/aws by `python -m kit.generate`: do not edit.
"""Typed bindings of the AWS provider's resource types that the modules use; each is imported when first used."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .appautoscaling_policy import AppautoscalingPolicy as AppautoscalingPolicy
    from .appautoscaling_scheduled_action import AppautoscalingScheduledAction as AppautoscalingScheduledAction
    from .appautoscaling_target import AppautoscalingTarget as AppautoscalingTarget
    from .budgets_budget import BudgetsBudget as BudgetsBudget
    from .ce_anomaly_monitor import CeAnomalyMonitor as CeAnomalyMonitor
    from .ce_anomaly_subscription import CeAnomalySubscription as CeAnomalySubscription
    from .cloudwatch_dashboard import CloudwatchDashboard as CloudwatchDashboard
    from .cloudwatch_log_group import CloudwatchLogGroup as CloudwatchLogGroup
    from .cloudwatch_metric_alarm import CloudwatchMetricAlarm as CloudwatchMetricAlarm
    from .db_subnet_group import DbSubnetGroup as DbSubnetGroup
    from .default_security_group import DefaultSecurityGroup as DefaultSecurityGroup
    from .ecr_lifecycle_policy import EcrLifecyclePolicy as EcrLifecyclePolicy
    from .ecr_repository import EcrRepository as EcrRepository
    from .ecs_cluster import EcsCluster as EcsCluster
    from .ecs_cluster_capacity_providers import EcsClusterCapacityProviders as EcsClusterCapacityProviders
    from .ecs_service import EcsService as EcsService
    from .ecs_task_definition import EcsTaskDefinition as EcsTaskDefinition
    from .efs_access_point import EfsAccessPoint as EfsAccessPoint
    from .efs_backup_policy import EfsBackupPolicy as EfsBackupPolicy
    from .efs_file_system import EfsFileSystem as EfsFileSystem
    from .efs_file_system_policy import EfsFileSystemPolicy as EfsFileSystemPolicy
    from .efs_mount_target import EfsMountTarget as EfsMountTarget
    from .eip import Eip as Eip
    from .eip_association import EipAssociation as EipAssociation
    from .elasticache_parameter_group import ElasticacheParameterGroup as ElasticacheParameterGroup
    from .elasticache_replication_group import ElasticacheReplicationGroup as ElasticacheReplicationGroup
    from .elasticache_subnet_group import ElasticacheSubnetGroup as ElasticacheSubnetGroup
    from .elasticache_user import ElasticacheUser as ElasticacheUser
    from .elasticache_user_group import ElasticacheUserGroup as ElasticacheUserGroup
    from .flow_log import FlowLog as FlowLog
    from .iam_instance_profile import IamInstanceProfile as IamInstanceProfile
    from .iam_policy import IamPolicy as IamPolicy
    from .iam_role import IamRole as IamRole
    from .iam_role_policy import IamRolePolicy as IamRolePolicy
    from .iam_role_policy_attachment import IamRolePolicyAttachment as IamRolePolicyAttachment
    from .instance import Instance as Instance
    from .internet_gateway import InternetGateway as InternetGateway
    from .kms_alias import KmsAlias as KmsAlias
    from .kms_key import KmsKey as KmsKey
    from .lb import Lb as Lb
    from .lb_listener import LbListener as LbListener
    from .lb_listener_rule import LbListenerRule as LbListenerRule
    from .lb_target_group import LbTargetGroup as LbTargetGroup
    from .nat_gateway import NatGateway as NatGateway
    from .network_interface import NetworkInterface as NetworkInterface
    from .rds_cluster import RdsCluster as RdsCluster
    from .rds_cluster_instance import RdsClusterInstance as RdsClusterInstance
    from .rds_cluster_parameter_group import RdsClusterParameterGroup as RdsClusterParameterGroup
    from .route import Route as Route
    from .route53_record import Route53Record as Route53Record
    from .route_table import RouteTable as RouteTable
    from .route_table_association import RouteTableAssociation as RouteTableAssociation
    from .s3_bucket import S3Bucket as S3Bucket
    from .s3_bucket_lifecycle_configuration import S3BucketLifecycleConfiguration as S3BucketLifecycleConfiguration
    from .s3_bucket_ownership_controls import S3BucketOwnershipControls as S3BucketOwnershipControls
    from .s3_bucket_policy import S3BucketPolicy as S3BucketPolicy
    from .s3_bucket_public_access_block import S3BucketPublicAccessBlock as S3BucketPublicAccessBlock
    from .s3_bucket_server_side_encryption_configuration import (
        S3BucketServerSideEncryptionConfiguration as S3BucketServerSideEncryptionConfiguration,
    )
    from .s3_bucket_versioning import S3BucketVersioning as S3BucketVersioning
    from .scheduler_schedule import SchedulerSchedule as SchedulerSchedule
    from .secretsmanager_secret import SecretsmanagerSecret as SecretsmanagerSecret
    from .secretsmanager_secret_version import SecretsmanagerSecretVersion as SecretsmanagerSecretVersion
    from .security_group import SecurityGroup as SecurityGroup
    from .service_discovery_instance import ServiceDiscoveryInstance as ServiceDiscoveryInstance
    from .service_discovery_private_dns_namespace import (
        ServiceDiscoveryPrivateDnsNamespace as ServiceDiscoveryPrivateDnsNamespace,
    )
    from .service_discovery_service import ServiceDiscoveryService as ServiceDiscoveryService
    from .sns_topic import SnsTopic as SnsTopic
    from .sns_topic_policy import SnsTopicPolicy as SnsTopicPolicy
    from .sns_topic_subscription import SnsTopicSubscription as SnsTopicSubscription
    from .subnet import Subnet as Subnet
    from .vpc import Vpc as Vpc
    from .vpc_endpoint import VpcEndpoint as VpcEndpoint
    from .vpc_security_group_egress_rule import VpcSecurityGroupEgressRule as VpcSecurityGroupEgressRule
    from .vpc_security_group_ingress_rule import VpcSecurityGroupIngressRule as VpcSecurityGroupIngressRule
    from .wafv2_web_acl_association import Wafv2WebAclAssociation as Wafv2WebAclAssociation
    from . import data as data
    from . import ephemeral as ephemeral

_CLASSES = {
    "AppautoscalingPolicy": "appautoscaling_policy",
    "AppautoscalingScheduledAction": "appautoscaling_scheduled_action",
    "AppautoscalingTarget": "appautoscaling_target",
    "BudgetsBudget": "budgets_budget",
    "CeAnomalyMonitor": "ce_anomaly_monitor",
    "CeAnomalySubscription": "ce_anomaly_subscription",
    "CloudwatchDashboard": "cloudwatch_dashboard",
    "CloudwatchLogGroup": "cloudwatch_log_group",
    "CloudwatchMetricAlarm": "cloudwatch_metric_alarm",
    "DbSubnetGroup": "db_subnet_group",
    "DefaultSecurityGroup": "default_security_group",
    "EcrLifecyclePolicy": "ecr_lifecycle_policy",
    "EcrRepository": "ecr_repository",
    "EcsCluster": "ecs_cluster",
    "EcsClusterCapacityProviders": "ecs_cluster_capacity_providers",
    "EcsService": "ecs_service",
    "EcsTaskDefinition": "ecs_task_definition",
    "EfsAccessPoint": "efs_access_point",
    "EfsBackupPolicy": "efs_backup_policy",
    "EfsFileSystem": "efs_file_system",
    "EfsFileSystemPolicy": "efs_file_system_policy",
    "EfsMountTarget": "efs_mount_target",
    "Eip": "eip",
    "EipAssociation": "eip_association",
    "ElasticacheParameterGroup": "elasticache_parameter_group",
    "ElasticacheReplicationGroup": "elasticache_replication_group",
    "ElasticacheSubnetGroup": "elasticache_subnet_group",
    "ElasticacheUser": "elasticache_user",
    "ElasticacheUserGroup": "elasticache_user_group",
    "FlowLog": "flow_log",
    "IamInstanceProfile": "iam_instance_profile",
    "IamPolicy": "iam_policy",
    "IamRole": "iam_role",
    "IamRolePolicy": "iam_role_policy",
    "IamRolePolicyAttachment": "iam_role_policy_attachment",
    "Instance": "instance",
    "InternetGateway": "internet_gateway",
    "KmsAlias": "kms_alias",
    "KmsKey": "kms_key",
    "Lb": "lb",
    "LbListener": "lb_listener",
    "LbListenerRule": "lb_listener_rule",
    "LbTargetGroup": "lb_target_group",
    "NatGateway": "nat_gateway",
    "NetworkInterface": "network_interface",
    "RdsCluster": "rds_cluster",
    "RdsClusterInstance": "rds_cluster_instance",
    "RdsClusterParameterGroup": "rds_cluster_parameter_group",
    "Route": "route",
    "Route53Record": "route53_record",
    "RouteTable": "route_table",
    "RouteTableAssociation": "route_table_association",
    "S3Bucket": "s3_bucket",
    "S3BucketLifecycleConfiguration": "s3_bucket_lifecycle_configuration",
    "S3BucketOwnershipControls": "s3_bucket_ownership_controls",
    "S3BucketPolicy": "s3_bucket_policy",
    "S3BucketPublicAccessBlock": "s3_bucket_public_access_block",
    "S3BucketServerSideEncryptionConfiguration": "s3_bucket_server_side_encryption_configuration",
    "S3BucketVersioning": "s3_bucket_versioning",
    "SchedulerSchedule": "scheduler_schedule",
    "SecretsmanagerSecret": "secretsmanager_secret",
    "SecretsmanagerSecretVersion": "secretsmanager_secret_version",
    "SecurityGroup": "security_group",
    "ServiceDiscoveryInstance": "service_discovery_instance",
    "ServiceDiscoveryPrivateDnsNamespace": "service_discovery_private_dns_namespace",
    "ServiceDiscoveryService": "service_discovery_service",
    "SnsTopic": "sns_topic",
    "SnsTopicPolicy": "sns_topic_policy",
    "SnsTopicSubscription": "sns_topic_subscription",
    "Subnet": "subnet",
    "Vpc": "vpc",
    "VpcEndpoint": "vpc_endpoint",
    "VpcSecurityGroupEgressRule": "vpc_security_group_egress_rule",
    "VpcSecurityGroupIngressRule": "vpc_security_group_ingress_rule",
    "Wafv2WebAclAssociation": "wafv2_web_acl_association",
}
_PACKAGES: list[str] = ["data", "ephemeral"]


if not TYPE_CHECKING:  # for mypy, what is not imported above is a mistake

    def __getattr__(name: str) -> object:
        import importlib

        from kit.block import unknown_argument

        if name in _PACKAGES:
            return importlib.import_module(f".{name}", __name__)
        if name.startswith("_") or name in _CLASSES.values():
            raise AttributeError(name)
        unknown_argument(__name__, [name], _CLASSES, kind="type")
        return getattr(importlib.import_module(f".{_CLASSES[name]}", __name__), name)

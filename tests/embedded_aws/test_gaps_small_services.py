"""Gaps in S3, Secrets Manager, EFS, Budgets and Application Auto Scaling."""

import json

import pytest
from botocore.exceptions import ClientError
from stock_moto import REGION, Aws, fills, unique

ACCOUNT = "123456789012"


def _bucket(aws: Aws) -> str:
    name = unique("bucket")
    aws("s3").create_bucket(Bucket=name, CreateBucketConfiguration={"LocationConstraint": REGION})
    return name


@fills("s3.policy_conditions")
def test_a_bucket_that_refuses_plain_http_can_be_used(aws: Aws) -> None:
    bucket = _bucket(aws)
    statement = {
        "Effect": "Deny",
        "Principal": "*",
        "Action": "s3:*",
        "Resource": [f"arn:aws:s3:::{bucket}", f"arn:aws:s3:::{bucket}/*"],
        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
    }
    aws("s3").put_bucket_policy(Bucket=bucket, Policy=json.dumps({"Version": "2012-10-17", "Statement": [statement]}))
    aws("s3").put_object(Bucket=bucket, Key="dags/one.py", Body=b"print(1)")
    assert aws("s3").get_object(Bucket=bucket, Key="dags/one.py")["Body"].read() == b"print(1)"
    [stored] = json.loads(aws("s3").get_bucket_policy(Bucket=bucket)["Policy"])["Statement"]
    assert stored == statement


def test_an_unconditional_deny_still_denies(filled: Aws) -> None:
    bucket = _bucket(filled)
    statement = {"Effect": "Deny", "Principal": "*", "Action": "s3:GetObject", "Resource": f"arn:aws:s3:::{bucket}/*"}
    filled("s3").put_object(Bucket=bucket, Key="key", Body=b"1")
    filled("s3").put_bucket_policy(Bucket=bucket, Policy=json.dumps({"Version": "2012-10-17", "Statement": statement}))
    with pytest.raises(ClientError, match=r"403|AccessDenied"):
        filled("s3").get_object(Bucket=bucket, Key="key")


@fills("s3.delete_marker_once_versioning_is_suspended")
def test_a_bucket_can_be_emptied_once_its_versioning_is_suspended(aws: Aws) -> None:
    """This is how Terraform destroys a versioned bucket."""
    bucket = _bucket(aws)
    s3 = aws("s3")
    s3.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Enabled"})
    s3.put_object(Bucket=bucket, Key="old", Body=b"1")
    s3.delete_object(Bucket=bucket, Key="old")
    s3.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Suspended"})
    listed = s3.list_object_versions(Bucket=bucket)
    versions = [
        {"Key": entry["Key"], "VersionId": entry["VersionId"]}
        for entry in listed.get("Versions", []) + listed.get("DeleteMarkers", [])
    ]
    assert len(versions) == 2
    s3.delete_objects(Bucket=bucket, Delete={"Objects": versions})
    s3.delete_bucket(Bucket=bucket)


@fills("s3.versions_are_listed_encoded_where_asked")
def test_a_name_with_a_plus_sign_is_listed_as_it_is_asked_for(aws: Aws) -> None:
    """boto3 asks for encoded names and decodes them, unless told otherwise as here; Terraform's provider does too."""
    bucket = _bucket(aws)
    s3 = aws("s3")
    name = "run_id=manual__2026-01-01T00:00:00+00:00/attempt=1.log"
    s3.put_object(Bucket=bucket, Key=name, Body=b"1")
    listed = s3.list_object_versions(Bucket=bucket, EncodingType="url")
    assert listed["EncodingType"] == "url"
    assert listed["Versions"][0]["Key"] == "run_id%3Dmanual__2026-01-01T00%3A00%3A00%2B00%3A00/attempt%3D1.log"
    assert s3.list_object_versions(Bucket=bucket)["Versions"][0]["Key"] == name


@fills("efs.backup_policy")
def test_backups_of_a_file_system_are_switched_on_and_off(aws: Aws) -> None:
    efs = aws("efs")
    identifier = efs.create_file_system(CreationToken=unique("efs"))["FileSystemId"]
    for status in ("ENABLED", "DISABLED"):
        efs.put_backup_policy(FileSystemId=identifier, BackupPolicy={"Status": status})
        assert efs.describe_backup_policy(FileSystemId=identifier)["BackupPolicy"]["Status"] == status


@fills("efs.update_file_system")
def test_the_throughput_of_a_file_system_changes_in_place(aws: Aws) -> None:
    efs = aws("efs")
    identifier = efs.create_file_system(CreationToken=unique("efs"))["FileSystemId"]
    efs.update_file_system(FileSystemId=identifier, ThroughputMode="elastic")
    [described] = efs.describe_file_systems(FileSystemId=identifier)["FileSystems"]
    assert described["ThroughputMode"] == "elastic"


@fills("efs.delete_file_system_policy")
def test_a_file_system_policy_can_be_removed(aws: Aws) -> None:
    efs = aws("efs")
    identifier = efs.create_file_system(CreationToken=unique("efs"))["FileSystemId"]
    efs.put_file_system_policy(FileSystemId=identifier, Policy='{"Version": "2012-10-17", "Statement": []}')
    efs.delete_file_system_policy(FileSystemId=identifier)
    with pytest.raises(efs.exceptions.PolicyNotFound):
        efs.describe_file_system_policy(FileSystemId=identifier)


def _budget(aws: Aws) -> tuple[str, dict[str, object], list[dict[str, str]]]:
    name = unique("budget")
    notification = {
        "NotificationType": "FORECASTED",
        "ComparisonOperator": "GREATER_THAN",
        "Threshold": 80.0,
        "ThresholdType": "PERCENTAGE",
    }
    subscribers = [{"SubscriptionType": "EMAIL", "Address": "someone@example.com"}]
    aws("budgets").create_budget(
        AccountId=ACCOUNT,
        Budget={
            "BudgetName": name,
            "BudgetType": "COST",
            "TimeUnit": "MONTHLY",
            "BudgetLimit": {"Amount": "500", "Unit": "USD"},
        },
        NotificationsWithSubscribers=[{"Notification": notification, "Subscribers": subscribers}],
        ResourceTags=[{"Key": "Stack", "Value": "low"}],
    )
    return name, notification, subscribers


@fills("budgets.subscribers")
def test_who_is_told_about_a_budget_can_be_read(aws: Aws) -> None:
    name, notification, subscribers = _budget(aws)
    answer = aws("budgets").describe_subscribers_for_notification(
        AccountId=ACCOUNT, BudgetName=name, Notification=notification
    )
    assert answer["Subscribers"] == subscribers


@fills("budgets.tags")
def test_a_budget_keeps_its_tags(aws: Aws) -> None:
    name, _, _ = _budget(aws)
    budgets = aws("budgets")
    arn = f"arn:aws:budgets::{ACCOUNT}:budget/{name}"
    assert budgets.list_tags_for_resource(ResourceARN=arn)["ResourceTags"] == [{"Key": "Stack", "Value": "low"}]
    budgets.tag_resource(ResourceARN=arn, ResourceTags=[{"Key": "Team", "Value": "data"}])
    budgets.untag_resource(ResourceARN=arn, ResourceTagKeys=["Stack"])
    assert budgets.list_tags_for_resource(ResourceARN=arn)["ResourceTags"] == [{"Key": "Team", "Value": "data"}]


@fills("application_autoscaling.tags")
def test_a_scalable_target_keeps_its_tags(aws: Aws) -> None:
    scaling = aws("application-autoscaling")
    table = unique("table")
    arn = scaling.register_scalable_target(
        ServiceNamespace="dynamodb",
        ResourceId=f"table/{table}",
        ScalableDimension="dynamodb:table:ReadCapacityUnits",
        MinCapacity=1,
        MaxCapacity=2,
        Tags={"Stack": "low"},
    )["ScalableTargetARN"]
    assert scaling.list_tags_for_resource(ResourceARN=arn)["Tags"] == {"Stack": "low"}
    scaling.tag_resource(ResourceARN=arn, Tags={"Team": "data"})
    scaling.untag_resource(ResourceARN=arn, TagKeys=["Stack"])
    assert scaling.list_tags_for_resource(ResourceARN=arn)["Tags"] == {"Team": "data"}


@fills("application_autoscaling.policies_are_those_of_one_resource")
def test_a_resource_whose_name_begins_like_anothers_has_policies_of_its_own(aws: Aws) -> None:
    scaling, table = aws("application-autoscaling"), f"table/{unique('table')}"
    for resource in (table, f"{table}-big"):
        place = {
            "ServiceNamespace": "dynamodb",
            "ResourceId": resource,
            "ScalableDimension": "dynamodb:table:ReadCapacityUnits",
        }
        scaling.register_scalable_target(**place, MinCapacity=1, MaxCapacity=2)
        tracking = {
            "TargetValue": 70.0,
            "PredefinedMetricSpecification": {"PredefinedMetricType": "DynamoDBReadCapacityUtilization"},
        }
        scaling.put_scaling_policy(
            **place,
            PolicyName="demand",
            PolicyType="TargetTrackingScaling",
            TargetTrackingScalingPolicyConfiguration=tracking,
        )
    for resource in (table, f"{table}-big"):
        found = scaling.describe_scaling_policies(ServiceNamespace="dynamodb", ResourceId=resource)
        assert [one["ResourceId"] for one in found["ScalingPolicies"]] == [resource]


@fills("application_autoscaling.changed_policy_replaces_its_alarms")
def test_a_changed_policy_leaves_no_alarms_of_its_past(aws: Aws) -> None:
    scaling, ecs = aws("application-autoscaling"), aws("ecs")
    cluster = unique("cluster")
    ecs.create_cluster(clusterName=cluster)
    containers = [{"name": "main", "image": "airflow", "memory": 512}]
    family = ecs.register_task_definition(family=cluster, containerDefinitions=containers)
    task_definition = family["taskDefinition"]["taskDefinitionArn"]
    ecs.create_service(cluster=cluster, serviceName="worker", taskDefinition=task_definition, desiredCount=1)
    target = {
        "ServiceNamespace": "ecs",
        "ResourceId": f"service/{cluster}/worker",
        "ScalableDimension": "ecs:service:DesiredCount",
    }
    scaling.register_scalable_target(MinCapacity=1, MaxCapacity=2, **target)
    for percent in (70.0, 60.0):
        metric = {"PredefinedMetricType": "ECSServiceAverageCPUUtilization"}
        alarms = scaling.put_scaling_policy(
            PolicyName="cpu",
            PolicyType="TargetTrackingScaling",
            TargetTrackingScalingPolicyConfiguration={
                "TargetValue": percent,
                "PredefinedMetricSpecification": metric,
            },
            **target,
        )["Alarms"]
    prefix = f"TargetTracking-service/{cluster}/"
    found = aws("cloudwatch").describe_alarms(AlarmNamePrefix=prefix)["MetricAlarms"]
    assert sorted(alarm["AlarmName"] for alarm in found) == sorted(alarm["AlarmName"] for alarm in alarms)
    scaling.delete_scaling_policy(PolicyName="cpu", **target)
    assert aws("cloudwatch").describe_alarms(AlarmNamePrefix=prefix)["MetricAlarms"] == []


@fills("secrets_manager.current_version_follows_its_label")
def test_the_current_value_is_that_of_the_version_with_the_label(aws: Aws) -> None:
    client, name = aws("secretsmanager"), unique("secret")
    first = client.create_secret(Name=name, SecretString="first")["VersionId"]
    second = client.put_secret_value(SecretId=name, SecretString="second", VersionStages=["AWSPENDING"])["VersionId"]
    client.update_secret_version_stage(
        SecretId=name, VersionStage="AWSCURRENT", MoveToVersionId=second, RemoveFromVersionId=first
    )
    assert client.get_secret_value(SecretId=name)["SecretString"] == "second"


@fills("secrets_manager.a_deleted_secret_is_refused_in_words")
def test_the_value_of_a_secret_that_waits_for_its_deletion_is_refused_in_awss_words(aws: Aws) -> None:
    """By these words Terraform tells that the value is gone."""
    client, name = aws("secretsmanager"), unique("secret")
    client.create_secret(Name=name, SecretString="first")
    client.delete_secret(SecretId=name, RecoveryWindowInDays=30)
    with pytest.raises(ClientError, match="because it was marked for deletion"):
        client.get_secret_value(SecretId=name)

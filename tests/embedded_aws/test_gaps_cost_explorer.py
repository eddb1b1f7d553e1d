"""Gaps in Cost Explorer."""

import pytest
from botocore.exceptions import ClientError
from stock_moto import Aws, fills, unique

TOPIC = "arn:aws:sns:eu-west-1:123456789012:some"


def monitor(aws: Aws) -> str:
    specification = {"Tags": {"Key": "Deployment", "Values": ["demo"]}}
    arn: str = aws("ce").create_anomaly_monitor(
        AnomalyMonitor={
            "MonitorName": unique("monitor"),
            "MonitorType": "CUSTOM",
            "MonitorSpecification": specification,
        },
        ResourceTags=[{"Key": "Deployment", "Value": "demo"}],
    )["MonitorArn"]
    return arn


@fills("cost_explorer.anomaly_monitors")
def test_a_monitor_of_unusual_costs_is_kept_until_it_is_deleted(aws: Aws) -> None:
    ce, arn = aws("ce"), monitor(aws)
    [found] = ce.get_anomaly_monitors(MonitorArnList=[arn])["AnomalyMonitors"]
    assert (found["MonitorArn"], found["MonitorType"]) == (arn, "CUSTOM")
    assert found["MonitorSpecification"]["Tags"] == {"Key": "Deployment", "Values": ["demo"]}
    assert ce.list_tags_for_resource(ResourceArn=arn)["ResourceTags"] == [{"Key": "Deployment", "Value": "demo"}]
    ce.update_anomaly_monitor(MonitorArn=arn, MonitorName="other")
    assert ce.get_anomaly_monitors(MonitorArnList=[arn])["AnomalyMonitors"][0]["MonitorName"] == "other"
    ce.delete_anomaly_monitor(MonitorArn=arn)
    assert ce.get_anomaly_monitors(MonitorArnList=[arn])["AnomalyMonitors"] == []
    with pytest.raises(ClientError, match="UnknownMonitorException"):
        ce.delete_anomaly_monitor(MonitorArn=arn)


@fills("cost_explorer.anomaly_subscriptions")
def test_who_is_told_of_unusual_costs_is_kept_until_it_is_deleted(aws: Aws) -> None:
    ce = aws("ce")
    arn = ce.create_anomaly_subscription(
        AnomalySubscription={
            "SubscriptionName": unique("subscription"),
            "MonitorArnList": [monitor(aws)],
            "Subscribers": [{"Type": "SNS", "Address": TOPIC}],
            "Frequency": "IMMEDIATE",
        }
    )["SubscriptionArn"]
    [found] = ce.get_anomaly_subscriptions(SubscriptionArnList=[arn])["AnomalySubscriptions"]
    assert (found["Frequency"], found["Subscribers"][0]["Address"]) == ("IMMEDIATE", TOPIC)
    ce.delete_anomaly_subscription(SubscriptionArn=arn)
    assert ce.get_anomaly_subscriptions(SubscriptionArnList=[arn])["AnomalySubscriptions"] == []

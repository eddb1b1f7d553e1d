"""Gaps in the disks and network interfaces of EC2's instances."""

from stock_moto import Aws, fills

IMAGE = "/aws/service/ami-amazon-linux-latest/al2023-ami-minimal-kernel-default-arm64"


@fills("ec2_instances.image_gives_size_of_disk")
def test_an_encrypted_root_disk_takes_its_size_from_the_image(aws: Aws) -> None:
    image = aws("ssm").get_parameter(Name=IMAGE)["Parameter"]["Value"]
    disk = {"DeviceName": "/dev/xvda", "Ebs": {"Encrypted": True, "VolumeType": "gp3"}}
    started = aws("ec2").run_instances(ImageId=image, MinCount=1, MaxCount=1, BlockDeviceMappings=[disk])
    [instance] = started["Instances"]
    volume_id = instance["BlockDeviceMappings"][0]["Ebs"]["VolumeId"]
    [volume] = aws("ec2").describe_volumes(VolumeIds=[volume_id])["Volumes"]
    assert volume["Encrypted"] and volume["Size"] > 0
    aws("ec2").terminate_instances(InstanceIds=[instance["InstanceId"]])


@fills("ec2_instances.given_interface_outlives_its_instance")
def test_an_interface_can_be_deleted_after_the_instance_that_it_was_given_to(aws: Aws) -> None:
    ec2 = aws("ec2")
    subnet_id = ec2.describe_subnets()["Subnets"][0]["SubnetId"]
    interface_id = ec2.create_network_interface(SubnetId=subnet_id)["NetworkInterface"]["NetworkInterfaceId"]
    image = aws("ssm").get_parameter(Name=IMAGE)["Parameter"]["Value"]
    given = {"DeviceIndex": 0, "NetworkInterfaceId": interface_id}
    [instance] = ec2.run_instances(ImageId=image, MinCount=1, MaxCount=1, NetworkInterfaces=[given])["Instances"]
    ec2.terminate_instances(InstanceIds=[instance["InstanceId"]])
    [left] = ec2.describe_network_interfaces(NetworkInterfaceIds=[interface_id])["NetworkInterfaces"]
    assert left["Status"] == "available"
    ec2.delete_network_interface(NetworkInterfaceId=interface_id)


@fills("ec2_instances.terminated_instance_has_no_address")
def test_a_terminated_instance_can_be_described_and_has_no_address(aws: Aws) -> None:
    ec2 = aws("ec2")
    subnet_id = ec2.describe_subnets()["Subnets"][0]["SubnetId"]
    interface_id = ec2.create_network_interface(SubnetId=subnet_id)["NetworkInterface"]["NetworkInterfaceId"]
    image = aws("ssm").get_parameter(Name=IMAGE)["Parameter"]["Value"]
    given = {"DeviceIndex": 0, "NetworkInterfaceId": interface_id}
    [started] = ec2.run_instances(ImageId=image, MinCount=1, MaxCount=1, NetworkInterfaces=[given])["Instances"]
    ids = [started["InstanceId"]]
    [running] = ec2.describe_instances(InstanceIds=ids)["Reservations"][0]["Instances"]
    assert running["PrivateIpAddress"]
    ec2.terminate_instances(InstanceIds=ids)
    [ended] = ec2.describe_instances(InstanceIds=ids)["Reservations"][0]["Instances"]
    assert ended["State"]["Name"] == "terminated"
    assert not ended.get("PrivateIpAddress") and not ended.get("PrivateDnsName")
    ec2.delete_network_interface(NetworkInterfaceId=interface_id)

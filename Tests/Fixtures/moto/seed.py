"""Fills a moto server with VPCs and flow logs of every kind it can make, and prints what it made as JSON.

    seed.py ENDPOINT

The first three calls go unsigned past moto's signature check (INITIAL_NO_AUTH_ACTION_COUNT=3): they make a
user whose key signs all that follows.
"""
import json
import sys

import boto3

endpoint = sys.argv[1]
root = {"endpoint_url": endpoint, "aws_access_key_id": "AKIAROOTROOTROOTROOT", "aws_secret_access_key": "root"}
iam = boto3.client("iam", region_name="us-east-1", **root)
iam.create_user(UserName="auditor")
iam.put_user_policy(
    UserName="auditor", PolicyName="all",
    PolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}]}),
)
key = iam.create_access_key(UserName="auditor")["AccessKey"]
user = {"endpoint_url": endpoint, "aws_access_key_id": key["AccessKeyId"], "aws_secret_access_key": key["SecretAccessKey"]}

made = {"key": key["AccessKeyId"], "secret": key["SecretAccessKey"], "vpcs": {}}
for region in ("us-east-1", "eu-central-1"):
    ec2 = boto3.client("ec2", region_name=region, **user)
    logs = boto3.client("logs", region_name=region, **user)
    logs.create_log_group(logGroupName="flow")

    def vpc(verdict, name):
        vpc_id = ec2.create_vpc(CidrBlock="10.0.0.0/16", TagSpecifications=[
            {"ResourceType": "vpc", "Tags": [{"Key": "Name", "Value": name}]}])["Vpc"]["VpcId"]
        made["vpcs"][vpc_id] = verdict
        return vpc_id

    def log(resource, kind="VPC", traffic="ALL", group="flow"):
        ec2.create_flow_logs(
            ResourceType=kind, ResourceIds=[resource], TrafficType=traffic, LogGroupName=group,
            DeliverLogsPermissionArn="arn:aws:iam::123456789012:role/flow")

    log(vpc("flow-log-working", "all traffic"))
    log(vpc("flow-log-working", "<rejects> & \"quotes\""), traffic="REJECT")
    log(vpc("rejects-not-recorded", "accepts"), traffic="ACCEPT")
    log(vpc("delivery-failed", "no such group"), group="missing")
    vpc("no-flow-log", "none")
    below = vpc("no-flow-log", "subnet only")
    subnets = [ec2.create_subnet(VpcId=below, CidrBlock=f"10.0.{n}.0/24")["Subnet"]["SubnetId"] for n in range(3)]
    log(subnets[0], kind="Subnet")
    eni = ec2.create_network_interface(SubnetId=subnets[1])["NetworkInterface"]["NetworkInterfaceId"]
    log(eni, kind="NetworkInterface")
print(json.dumps(made))

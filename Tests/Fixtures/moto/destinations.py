"""Fills a moto server with flow logs to destinations of every kind that it knows, and prints what it made as JSON.

    destinations.py ENDPOINT

The first three calls go unsigned past moto's signature check (INITIAL_NO_AUTH_ACTION_COUNT=3): they make a
user whose key signs all that follows.
"""
import datetime
import json
import sys
import time

import boto3

endpoint, region, account = sys.argv[1], "eu-central-1", "123456789012"
root = {"endpoint_url": endpoint, "aws_access_key_id": "AKIAROOTROOTROOTROOT", "aws_secret_access_key": "root"}


def user(name, actions):
    iam = boto3.client("iam", region_name="us-east-1", **root)
    iam.create_user(UserName=name)
    policy = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": actions, "Resource": "*"}]}
    iam.put_user_policy(UserName=name, PolicyName="all", PolicyDocument=json.dumps(policy))
    key = iam.create_access_key(UserName=name)["AccessKey"]
    return {"aws_access_key_id": key["AccessKeyId"], "aws_secret_access_key": key["SecretAccessKey"]}


auditor = user("auditor", "*")
root.update(auditor)
# May look at everything but destinations.
reader = user("reader", ["ec2:*", "sts:*"])


def client(service):
    return boto3.client(service, region_name=region, **root)


ec2, logs, s3, firehose = client("ec2"), client("logs"), client("s3"), client("firehose")
for group in ("long", "short", "forever", "gone"):
    logs.create_log_group(logGroupName=group)
logs.put_retention_policy(logGroupName="long", retentionInDays=365)
logs.put_retention_policy(logGroupName="short", retentionInDays=30)
for bucket in ("long-bucket", "short-bucket", "forever-bucket", "gone-bucket"):
    s3.create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": region})
for bucket, prefix, days in (("long-bucket", "AWSLogs/", 400), ("short-bucket", "", 30), ("forever-bucket", "elb/", 1)):
    s3.put_bucket_lifecycle_configuration(Bucket=bucket, LifecycleConfiguration={"Rules": [
        {"ID": "r", "Status": "Enabled", "Filter": {"Prefix": prefix}, "Expiration": {"Days": days}}]})
s3.put_bucket_encryption(Bucket="long-bucket", ServerSideEncryptionConfiguration={"Rules": [
    {"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "aws:kms", "KMSMasterKeyID": "flow-key"}}]})
firehose.create_delivery_stream(
    DeliveryStreamName="stream", ExtendedS3DestinationConfiguration={
        "RoleARN": f"arn:aws:iam::{account}:role/f", "BucketARN": "arn:aws:s3:::long-bucket"})

made = {"auditor": auditor, "reader": reader, "vpcs": {}}


def log(name, reason, **destination):
    vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")["Vpc"]["VpcId"]
    answer = ec2.create_flow_logs(ResourceType="VPC", ResourceIds=[vpc], TrafficType="ALL", **destination)
    made["vpcs"][vpc] = {"name": name, "reason": reason, "flowLog": answer["FlowLogIds"][0]}
    return answer["FlowLogIds"][0]


for group, reason in (("long", "flow-log-working"), ("short", "retention-too-short"), ("forever", "flow-log-working"),
                      ("gone", "destination-unreadable")):
    log(group, reason, LogGroupName=group, DeliverLogsPermissionArn=f"arn:aws:iam::{account}:role/f")
for bucket, reason in (("long-bucket", "flow-log-working"), ("short-bucket", "retention-too-short"),
                       ("forever-bucket", "flow-log-working"), ("gone-bucket", "destination-missing")):
    made[bucket] = log(bucket, reason, LogDestinationType="s3", LogDestination=f"arn:aws:s3:::{bucket}")
for stream, reason in (("stream", "destination-unreadable"), ("nowhere", "destination-missing")):
    log(stream, reason, LogDestinationType="kinesis-data-firehose",
        LogDestination=f"arn:aws:firehose:{region}:{account}:deliverystream/{stream}")
logs.delete_log_group(logGroupName="gone")
s3.delete_bucket(Bucket="gone-bucket")

logs.create_log_stream(logGroupName="long", logStreamName="eni-0123456789abcdef0-all")
logs.put_log_events(logGroupName="long", logStreamName="eni-0123456789abcdef0-all", logEvents=[
    {"timestamp": int(time.time() * 1000) + 1000, "message": "2 123456789012 eni-0123456789abcdef0 - - NODATA"}])
now = datetime.datetime.now(datetime.timezone.utc)
# A file of one flow log lies in its own bucket, and another in the bucket of a flow log that sent none.
for bucket in ("long-bucket", "forever-bucket"):
    s3.put_object(
        Bucket=bucket, Body=b"x", Key=f"AWSLogs/{account}/vpcflowlogs/{region}/{now:%Y/%m/%d}/{account}_vpcflowlogs_"
        f"{region}_{made['long-bucket']}_{now:%Y%m%dT%H%M}Z_0a1b2c3d.log.gz")
print(json.dumps(made))

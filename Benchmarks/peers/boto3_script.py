"""What a user would write: two paged lists a region, one region after the other, any flow log will do.

Prints the VPCs without one. Whoever cannot be asked ends it with a traceback, which is more than most do.
"""
import boto3


def failing(region):
    ec2 = boto3.client("ec2", region_name=region)
    logged = {
        log["ResourceId"]
        for page in ec2.get_paginator("describe_flow_logs").paginate()
        for log in page["FlowLogs"]
    }
    for page in ec2.get_paginator("describe_vpcs").paginate():
        for vpc in page["Vpcs"]:
            if vpc["VpcId"] not in logged:
                yield vpc["VpcId"]


def main():
    home = boto3.client("ec2")
    boto3.client("sts").get_caller_identity()
    for region in home.describe_regions()["Regions"]:
        for vpc in failing(region["RegionName"]):
            print(vpc)


if __name__ == "__main__":
    main()

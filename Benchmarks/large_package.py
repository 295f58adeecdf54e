"""A package of many VPCs, made by a scan of a stub, for the benchmarks that read one."""
import os
import sys

import measuring
from stub_aws import ACCOUNT, StubAWS, identity, pages, region_names, regions, vpc

REGIONS = 5
COMPLETE, COMPLETE_WITH_FAILS = 0, 1


def flow_log(identifier, number):
    """Each with a log group of its own; one in eight fails to deliver."""
    failed = number % 8 == 2
    return f"""        <item>
            <creationTime>2026-01-05T10:00:00.000Z</creationTime>
            <deliverLogsStatus>{"FAILED" if failed else "SUCCESS"}</deliverLogsStatus>
            {"<deliverLogsErrorMessage>Access error</deliverLogsErrorMessage>" if failed else ""}
            <deliverLogsPermissionArn>arn:aws:iam::{ACCOUNT}:role/flow-logs</deliverLogsPermissionArn>
            <flowLogId>fl-{identifier[4:]}</flowLogId>
            <flowLogStatus>ACTIVE</flowLogStatus>
            <logGroupName>/vpc/flow-logs/{identifier}</logGroupName>
            <logDestination>arn:aws:logs:eu-west-1:{ACCOUNT}:log-group:/vpc/flow-logs/{identifier}</logDestination>
            <logDestinationType>cloud-watch-logs</logDestinationType>
            <logFormat>${{version}} ${{account-id}} ${{interface-id}} ${{srcaddr}} ${{dstaddr}} ${{srcport}} \
${{dstport}} ${{protocol}} ${{packets}} ${{bytes}} ${{start}} ${{end}} ${{action}} ${{log-status}}</logFormat>
            <maxAggregationInterval>600</maxAggregationInterval>
            <resourceId>{identifier}</resourceId>
            <trafficType>ALL</trafficType>
        </item>
"""


def estate(region_count, vpcs_per_region):
    """A quarter of the VPCs fail: one in eight has no flow log, one in eight one that fails to deliver."""
    names = region_names(region_count)
    bodies = {(None, "GetCallerIdentity"): [identity()], (None, "DescribeRegions"): [regions(names)]}
    for place, name in enumerate(names):
        ids = [f"vpc-{place:04x}{number:013x}" for number in range(vpcs_per_region)]
        bodies[name, "DescribeVpcs"] = pages("DescribeVpcs", "vpcSet", [vpc(i, n) for n, i in enumerate(ids)])
        logs = [flow_log(i, n) for n, i in enumerate(ids) if n % 8 != 6]
        bodies[name, "DescribeFlowLogs"] = pages("DescribeFlowLogs", "flowLogSet", logs)
    return bodies


def run(binary, arguments, expected=(COMPLETE, COMPLETE_WITH_FAILS)):
    """A command without credentials; ends the benchmark where it ends otherwise than expected."""
    done = measuring.run([binary, *arguments], {"PATH": os.environ["PATH"], "HOME": "/nonexistent"})
    if done.status not in expected:
        sys.exit(f"exhibit {arguments[0]} ended with status {done.status}")
    return done


def make(binary, package, vpcs):
    """Writes the package, and tells what its scan took."""
    with StubAWS(REGIONS, vpcs // REGIONS, 0, estate) as aws:
        environment = {
            "PATH": os.environ["PATH"],
            "HOME": "/nonexistent",
            "AWS_ACCESS_KEY_ID": "AKIDEXAMPLE",
            "AWS_SECRET_ACCESS_KEY": "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
            "AWS_REGION": "us-east-1",
            "AWS_EC2_METADATA_DISABLED": "true",
        }
        scan = measuring.run(
            [binary, "scan", "--endpoint-url", aws.url, "--output", package, "--quiet"], environment
        )
    if scan.status != COMPLETE_WITH_FAILS:
        sys.exit(f"the scan ended with status {scan.status}")
    return scan

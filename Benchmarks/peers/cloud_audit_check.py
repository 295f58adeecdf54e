"""cloud-audit's own check aws-vpc-003, driven alone, over every region. Prints the VPCs that it finds.

Without its other 90 checks and its reports: what is measured is the check that Exhibit's comes from.
"""
import sys

from cloud_audit.providers.aws.checks.vpc import check_vpc_flow_logs
from cloud_audit.providers.aws.provider import AWSProvider


def main():
    result = check_vpc_flow_logs(AWSProvider(regions=["all"]))
    if result.error:
        sys.exit(result.error)
    for finding in result.findings:
        print(finding.resource_id)


if __name__ == "__main__":
    main()

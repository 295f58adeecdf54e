"""botocore's parser on one DescribeVpcs answer: botocore_parser.py FILE"""
import json
import sys
import time

import botocore.parsers
import botocore.session


def main():
    with open(sys.argv[1], "rb") as file:
        body = file.read()
    model = botocore.session.get_session().get_service_model("ec2")
    shape = model.operation_model("DescribeVpcs").output_shape
    parser = botocore.parsers.EC2QueryParser()
    begun = time.perf_counter()
    answer = parser.parse({"body": body, "headers": {}, "status_code": 200}, shape)
    seconds = time.perf_counter() - begun
    print(json.dumps({"records": len(answer["Vpcs"]), "bytes": len(body), "seconds": seconds}))


if __name__ == "__main__":
    main()

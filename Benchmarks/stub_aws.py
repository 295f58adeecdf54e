"""An EC2 and STS of a benchmark's own: answers over HTTP/1.1 after a set time, from bodies made beforehand."""
import asyncio
import multiprocessing
import re
from urllib.parse import parse_qs

ACCOUNT = "111122223333"
PAGE = 1000


# Those that every account has enabled: other tools know regions by name. What is beyond them is made up.
NAMES = """us-east-1 us-east-2 us-west-1 us-west-2 ap-northeast-1 ap-northeast-2 ap-northeast-3 ap-south-1
ap-southeast-1 ap-southeast-2 ca-central-1 eu-central-1 eu-north-1 eu-west-1 eu-west-2 eu-west-3 sa-east-1""".split()


def region_names(count):
    return NAMES[:count] + [f"eu-bench-{number}" for number in range(len(NAMES) + 1, count + 1)]


def answer(action, content):
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<{action}Response xmlns="http://ec2.amazonaws.com/doc/2016-11-15/">\n'
        f"    <requestId>7a62c49f-347e-4fc4-9331-6e8eEXAMPLE</requestId>\n{content}</{action}Response>"
    ).encode()


def identity():
    return (
        '<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>'
        f"<Arn>arn:aws:iam::{ACCOUNT}:user/benchmark</Arn><UserId>AIDAEXAMPLE</UserId><Account>{ACCOUNT}</Account>"
        "</GetCallerIdentityResult><ResponseMetadata><RequestId>01234567-89ab-cdef-0123-456789abcdef</RequestId>"
        "</ResponseMetadata></GetCallerIdentityResponse>"
    ).encode()


def regions(names):
    items = "".join(
        f"<item><regionName>{name}</regionName><regionEndpoint>ec2.{name}.amazonaws.com</regionEndpoint>"
        "<optInStatus>opt-in-not-required</optInStatus></item>\n"
        for name in names
    )
    return answer("DescribeRegions", f"<regionInfo>{items}</regionInfo>\n")


def vpc(identifier, number):
    return f"""        <item>
            <vpcId>{identifier}</vpcId>
            <ownerId>{ACCOUNT}</ownerId>
            <state>available</state>
            <cidrBlock>10.{number % 256}.0.0/16</cidrBlock>
            <cidrBlockAssociationSet>
                <item>
                    <cidrBlock>10.{number % 256}.0.0/16</cidrBlock>
                    <associationId>vpc-cidr-assoc-{identifier[4:]}</associationId>
                    <cidrBlockState><state>associated</state></cidrBlockState>
                </item>
            </cidrBlockAssociationSet>
            <dhcpOptionsId>dopt-0123456789abcdef0</dhcpOptionsId>
            <tagSet>
                <item><key>Name</key><value>team-{number % 40}-network-{number}</value></item>
                <item><key>cost-centre</key><value>{4000 + number % 90}</value></item>
            </tagSet>
            <instanceTenancy>default</instanceTenancy>
            <isDefault>false</isDefault>
        </item>
"""


def flow_log(identifier, number):
    return f"""        <item>
            <creationTime>2025-03-01T10:20:30.456Z</creationTime>
            <deliverLogsStatus>SUCCESS</deliverLogsStatus>
            <flowLogId>fl-{identifier[4:]}</flowLogId>
            <flowLogStatus>ACTIVE</flowLogStatus>
            <logDestination>arn:aws:s3:::logs-{ACCOUNT}/vpc/</logDestination>
            <logDestinationType>s3</logDestinationType>
            <logFormat>${{version}} ${{account-id}} ${{interface-id}} ${{srcaddr}} ${{dstaddr}} ${{action}}</logFormat>
            <maxAggregationInterval>{60 if number % 2 else 600}</maxAggregationInterval>
            <resourceId>{identifier}</resourceId>
            <trafficType>{"ACCEPT" if number % 20 == 7 else "ALL"}</trafficType>
        </item>
"""


def pages(action, list_name, items):
    """The bodies of a list's pages; the token of a page is its number."""
    starts = range(0, max(len(items), 1), PAGE)
    bodies = []
    for number, start in enumerate(starts, 1):
        more = f"    <nextToken>{number}</nextToken>\n" if number < len(starts) else ""
        content = "".join(items[start : start + PAGE])
        bodies.append(answer(action, f"    <{list_name}>\n{content}    </{list_name}>\n{more}"))
    return bodies


def logs_of(logs):
    """What DescribeFlowLogs answers to who asks for one VPC's."""
    return answer("DescribeFlowLogs", f"    <flowLogSet>\n{logs}    </flowLogSet>\n")


def estate(region_count, vpcs_per_region):
    """Every body by (region, action); one VPC in ten has no flow log, one in twenty one that lacks rejects."""
    names = region_names(region_count)
    bodies = {(None, "GetCallerIdentity"): [identity()], (None, "DescribeRegions"): [regions(names)]}
    for place, name in enumerate(names):
        ids = [f"vpc-{place:04x}{number:013x}" for number in range(vpcs_per_region)]
        bodies[name, "DescribeVpcs"] = pages("DescribeVpcs", "vpcSet", [vpc(i, n) for n, i in enumerate(ids)])
        logs = [flow_log(i, n) for n, i in enumerate(ids) if has_flow_log(n)]
        bodies[name, "DescribeFlowLogs"] = pages("DescribeFlowLogs", "flowLogSet", logs)
        for n, i in enumerate(ids):
            bodies[name, "DescribeFlowLogs", i] = [logs_of(flow_log(i, n) if has_flow_log(n) else "")]
    return bodies


def has_flow_log(number):
    return number % 10 != 0


class Connection(asyncio.Protocol):
    """One client; the region is the one that a request is signed for."""

    signed_for = re.compile(rb"Credential=[^/]+/\d+/([^/]+)/")
    length = re.compile(rb"content-length: *(\d+)", re.IGNORECASE)

    def __init__(self, bodies, delay, requests):
        self.bodies, self.delay, self.requests = bodies, delay, requests
        self.received = b""

    def connection_made(self, transport):
        self.transport = transport

    def data_received(self, data):
        self.received += data
        end = self.received.find(b"\r\n\r\n")
        if end < 0:
            return
        found = self.length.search(self.received, 0, end)
        whole = end + 4 + (int(found[1]) if found else 0)
        if len(self.received) < whole:
            return
        head, form = self.received[:end], parse_qs(self.received[end + 4 : whole].decode())
        self.received = self.received[whole:]
        self.requests.value += 1
        asyncio.get_running_loop().call_later(self.delay, self.answer, head, form)

    def answer(self, head, form):
        """The flow logs of one VPC, a page of a list, or nothing, for who asks what no benchmark is about."""
        action, page = form.get("Action", [""])[0], int(form.get("NextToken", ["0"])[0])
        signed = self.signed_for.search(head)
        region = signed[1].decode() if signed else None
        keys = [(region, action, form.get("Filter.1.Value.1", [""])[0]), (region, action), (None, action)]
        found = next((self.bodies[key] for key in keys if key in self.bodies), None)
        body = found[page] if found else answer(action or "Unknown", "")
        self.transport.write(
            b"HTTP/1.1 200 OK\r\nContent-Type: text/xml;charset=UTF-8\r\n"
            b"x-amzn-RequestId: 7a62c49f-347e-4fc4-9331-6e8eEXAMPLE\r\n"
            b"Content-Length: %d\r\n\r\n" % len(body) + body
        )


class StubAWS:
    """`with StubAWS(regions, vpcs, delay) as aws:` runs it in a process of its own; `aws.url`, `aws.requests()`.

    `estate` makes every body by (region, action), of so many regions and VPCs in each.
    """

    def __init__(self, region_count, vpcs_per_region, delay, estate=estate):
        self.parameters = (estate, region_count, vpcs_per_region, delay)

    def __enter__(self):
        context = multiprocessing.get_context("spawn")
        self.counter = context.Value("i", 0)
        here, there = context.Pipe()
        self.process = context.Process(target=serve, args=(*self.parameters, self.counter, there), daemon=True)
        self.process.start()
        self.url = f"http://127.0.0.1:{here.recv()}"
        return self

    def __exit__(self, *_):
        self.process.kill()
        self.process.join()

    def requests(self):
        """How many requests came since this was last asked."""
        with self.counter.get_lock():
            count, self.counter.value = self.counter.value, 0
        return count


def serve(estate, region_count, vpcs_per_region, delay, counter, started):
    bodies = estate(region_count, vpcs_per_region)

    async def run():
        loop = asyncio.get_running_loop()
        server = await loop.create_server(lambda: Connection(bodies, delay, counter), "127.0.0.1", 0, backlog=512)
        started.send(server.sockets[0].getsockname()[1])
        await server.serve_forever()

    asyncio.run(run())

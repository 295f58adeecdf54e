/// The Glue table through which Athena queries the flow log of one VPC in its bucket.
///
/// Its columns stand in the order of the log format, for text is read by position. The only partition is the day:
/// the bucket holds one account and region, and a partition by region would take the name of the field `region`
/// from the columns. Days are projected from the path, so that nobody has to add partitions.
/// Source: https://docs.aws.amazon.com/athena/latest/ug/vpc-flow-logs-partition-projection.html
struct AthenaTable: Sendable {
    /// The default format, then what tells which interface spoke to whom behind a NAT gateway, and which way.
    static let format =
        "${version} ${account-id} ${interface-id} ${srcaddr} ${dstaddr} ${srcport} ${dstport} ${protocol} "
        + "${packets} ${bytes} ${start} ${end} ${action} ${log-status} ${vpc-id} ${subnet-id} ${instance-id} "
        + "${tcp-flags} ${pkt-srcaddr} ${pkt-dstaddr} ${flow-direction}"

    let database: String
    let name = "flow_logs"
    let location: String
    let columns: [Column]
    let parameters: KeyValuePairs<String, String>

    static let input = "org.apache.hadoop.mapred.TextInputFormat"
    static let output = "org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat"
    static let serde = "org.apache.hadoop.hive.serde2.lazy.LazySimpleSerDe"
    static let serdeParameters: KeyValuePairs = ["field.delim": " ", "serialization.format": " "]
    static let day = Column(name: "day", type: "string")

    struct Column: Sendable, Hashable {
        let name: String
        let type: String
    }

    init(place: FixPlace, days: Int) {
        database = place.database
        location = "s3://\(place.bucket)/AWSLogs/\(place.account)/vpcflowlogs/\(place.region)/"
        columns = Self.columns(of: Self.format)
        parameters = [
            "EXTERNAL": "TRUE",
            "skip.header.line.count": "1",
            "projection.enabled": "true",
            "projection.day.type": "date",
            "projection.day.format": "yyyy/MM/dd",
            "projection.day.range": "NOW-\(days)DAYS,NOW",
            "projection.day.interval": "1",
            "projection.day.interval.unit": "DAYS",
            "storage.location.template": location + "${day}",
        ]
    }

    /// The fields of a log format in their order, named as Athena takes names. A field that would meet the
    /// partition bears `log_` before its name.
    static func columns(of format: String) -> [Column] {
        format.split(separator: " ").map { field in
            let name = field.filter { !"${}".contains($0) }.replacing("-", with: "_")
            return Column(name: name == day.name ? "log_\(name)" : name, type: type(of: name))
        }
    }

    private static func type(of column: String) -> String {
        switch column {
        case "version", "srcport", "dstport", "tcp_flags", "traffic_path": "int"
        case "protocol", "packets", "bytes", "start", "end": "bigint"
        default: "string"
        }
    }

    /// As `aws glue create-table --table-input` and CloudFormation take it.
    var tree: JSONTree {
        .object([
            "Name": .text(name),
            "TableType": .text("EXTERNAL_TABLE"),
            "Parameters": Self.tree(of: parameters),
            "PartitionKeys": .list([Self.day.tree]),
            "StorageDescriptor": .object([
                "Columns": .list(columns.map(\.tree)),
                "Location": .text(location),
                "InputFormat": .text(Self.input),
                "OutputFormat": .text(Self.output),
                "SerdeInfo": .object([
                    "SerializationLibrary": .text(Self.serde),
                    "Parameters": Self.tree(of: Self.serdeParameters),
                ]),
            ]),
        ])
    }

    private static func tree(of parameters: KeyValuePairs<String, String>) -> JSONTree {
        .fields(parameters.map { .init(key: $0.key, value: .text($0.value)) })
    }
}

extension AthenaTable.Column {
    fileprivate var tree: JSONTree { .object(["Name": .text(name), "Type": .text(type)]) }
}

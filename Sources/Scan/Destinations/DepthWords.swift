import Evidence

/// What a control and its policies say of a run that looked at more than flow logs, and what that needs.
package enum DepthWords {
    /// What each option needs beside the control's own permissions.
    package static let permissions: [(option: String, permissions: [String])] = [
        (
            "--check-destinations, --min-retention",
            permissions(
                "DescribeLogGroups", "DescribeDeliveryStream", "GetBucketLocation", "GetBucketLifecycleConfiguration",
                "GetBucketEncryption", "GetBucketVersioning")
        ),
        ("--check-records", permissions("DescribeLogStreams", "GetBucketLocation", "ListObjectsV2")),
        ("--since", []),
    ]

    /// What is added to the rule of the policy `effective`.
    static func rule(_ terms: PolicyTerms) -> String {
        guard terms.checksDestinations else { return "" }
        let days = terms.minRetentionDays.map {
            " One that counts must keep its records for at least \($0) \($0 == 1 ? "day" : "days")."
        }
        return " What it delivers to must be proven to exist, but for a log group that is missing: flow logs make "
            + "theirs when there is traffic to record." + (days ?? "")
    }

    /// The control's own words, true of what this run looked at.
    static func description(_ control: ControlDescription, of depth: Depth) -> ControlDescription {
        var control = control
        let used = permissions.filter { option, _ in
            option.hasPrefix("--check-destinations") && depth.checksDestinations
                || option.hasPrefix("--check-records") && depth.recordHours != nil
        }
        for permission in used.flatMap(\.permissions) where !control.permissions.contains(permission) {
            control.permissions.append(permission)
        }
        control.limits = control.limits.map { limit in
            switch limit {
            case ControlDescription.aboutRecords: records(depth)
            case ControlDescription.aboutPopulation:
                depth.checksDestinations ? ControlDescription.aboutPopulationWithDestinations : limit
            default: limit
            }
        }
        if depth.since != nil { control.limits.append(period) }
        return control
    }

    private static func records(_ depth: Depth) -> String {
        var sentences = ["That a flow log is ACTIVE and that AWS reports no failed delivery is what EC2 says."]
        switch depth.recordHours {
        case let hours?:
            sentences.append(
                "That records arrive is shown by the newest event or object of the \(hours) hours before the run, "
                    + "where there is one; it decides no verdict.")
        case nil: sentences.append("That records arrive is not looked at.")
        }
        sentences.append(
            depth.checksDestinations
                ? "How long they are kept is what the retention and lifecycle rules of the destination say now; "
                    + "who may delete them is not looked at."
                : "That they are kept long enough is not looked at.")
        sentences.append("Nor is whether somebody reads them.")
        return sentences.joined(separator: " ")
    }

    private static let period =
        "Since when a VPC has been logged is told by when the flow logs were made that work now. The API of AWS does "
        + "not tell of flow logs that were deleted, of times in which deliveries failed, or when a VPC was made; "
        + "CloudTrail can."

    private static func permissions(_ actions: String...) -> [String] { actions.map(Permission.of) }
}

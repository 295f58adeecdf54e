/// Every name that a template can use, by the kind of object that knows it. `docs/templates.md` tells the same with
/// what each means; tests hold all three together: this list, that page, and what the pages answer.
package enum PageNames {
    /// What a name stands for.
    package enum Kind: Hashable, Sendable {
        /// Prints; as a section it is left out where it is missing.
        case text
        /// Decides a section; does not print.
        case flag
        /// A section for each, in which `{{.}}` prints it.
        case texts
        /// A section for each, in which the names of that object hold.
        case list(String)
        /// A section in which the names of that object hold; left out where it is missing.
        case object(String)
    }

    /// The outermost object.
    package static let outermost = "report"

    package static let objects: [String: [String: Kind]] = [
        "report": merged(
            texts(
                """
                style script styleHash scriptHash title sentence finding benchmarkSentence status statusWord
                benchmarkAsWritten benchmarkStatus benchmarkStatusWord accepted digest gapCount failsLeft flowLogCount
                compactRemark differingLeft differingCount regionCount listed exchangeCount leftOut
                exceptionsSentence
                """),
            counts,
            flags(
                """
                hasGaps hasFails hasFixes hasExceptions isCompact reconciles isShortened
                showsPopulation showsFixes showsGaps showsLists
                """),
            [
                "bar": .list("segment"), "policy": .object("policy"), "control": .object("control"),
                "run": .object("run"), "changes": .object("changes"), "gaps": .list("gap"),
                "chart": .object("chart"), "depth": .object("depth"), "loggedSince": .object("loggedSince"),
                "shares": .object("shares"), "exceptions": .list("exceptionOutcome"),
                "fails": .list("vpc"), "vpcs": .list("vpc"), "vpcChunks": .list("vpcChunk"),
                "flowLogChunks": .list("flowLogChunk"), "passSums": .list("passSum"), "policies": .list("policy"),
                "otherPolicies": .texts, "differing": .list("vpc"), "regions": .list("region"),
                "exchanges": .list("exchange"), "exchangeChunks": .list("exchangeChunk"),
            ]),
        "vpcChunk": ["rows": .list("vpc")],
        "flowLogChunk": ["rows": .list("flowLog")],
        "exchangeChunk": ["rows": .list("exchange")],
        "passSum": texts("account region passes flowLogs"),
        "segment": texts("verdict x width"),
        "policy": merged(
            texts("name scope rule asWritten status statusWord accepted"), counts, flags("decides isBenchmark"),
            ["bar": .list("segment")]),
        "control": merged(
            texts("checkId title severity summary rationale detection helpLink"),
            [
                "commonCauses": .texts, "remediation": .texts, "limits": .texts, "permissions": .texts,
                "benchmark": .object("benchmark"), "mappings": .list("mapping"),
            ]),
        "benchmark": texts("name version id title level link"),
        "mapping": merged(texts("framework version remark"), ["core": .texts, "secondary": .texts]),
        "run": merged(
            texts(
                """
                id startedAt finishedAt arguments toolName toolVersion toolCommit toolSHA256 partition accountCount
                regionsRead regionsPartial regionsUnreadable regionsDisabled regionsNotRequested
                """),
            flags("hasCustomEndpoints"),
            [
                "derivedFrom": .object("origin"), "identities": .list("identity"), "requestedRegions": .texts,
                "customEndpoints": .texts, "credentialSources": .texts,
            ]),
        "origin": texts("originRun originDigest"),
        "identity": texts("account arn credentialSource"),
        "gap": merged(
            texts("account region action code message requestId hides advice"), flags("leavesStatusAlone"),
            ["citation": .object("citation")]),
        "citation": texts("number through file"),
        "chart": merged(texts("left"), flags("isByAccount"), ["rows": .list("chartRow")]),
        "chartRow": merged(texts("account region"), counts, flags("hasGap"), ["bar": .list("segment")]),
        "loggedSince": merged(
            texts("population undated notLogged"), flags("hasRows"), ["rows": .list("period")]),
        "depth": texts("destinations records period"),
        "period": merged(texts("period began logged"), ["bar": .list("segment")]),
        "shares": merged(flags("hasFlowLogs"), ["traffic": .list("share"), "destinations": .list("share")]),
        "share": merged(texts("name working others"), ["bar": .list("segment")]),
        "region": merged(
            texts("account region status statusWord listed"), counts, flags("agrees"), ["gaps": .list("gap")]),
        "vpc": merged(
            texts(
                """
                anchor id vpcId name account region ownerId state verdict verdictWord reasonCode reason flowLogCount
                loggedPeriod
                """),
            flags("isDefault isShared isAccepted"),
            [
                "cidrBlocks": .texts, "tags": .list("tag"), "others": .list("verdict"), "verdicts": .list("verdict"),
                "flowLogs": .list("flowLog"), "belowVPC": .object("belowVPC"),
                "ownerVerdict": .object("ownerVerdict"), "citations": .list("citation"),
                "remediation": .object("remediation"), "exception": .object("exception"),
            ]),
        "tag": texts("key value"),
        "verdict": texts("policy verdict verdictWord reasonCode"),
        "flowLog": merged(
            texts(
                """
                anchor vpcId account region id status traffic delivery deliveryError destinationType destination
                format interval created role crossAccountRole fileFormat destinationFacts newestRecord
                """),
            flags("deliveryFailed hasDefaultFormat isDestinationMissing")),
        "belowVPC": merged(
            texts("text subnets"),
            ["subnetsLogged": .texts, "subnetsNotLogged": .texts, "interfacesLogged": .texts]),
        "ownerVerdict": texts("id verdict verdictWord reasonCode"),
        "remediation": texts("vpcId summary cli terraform cloudFormation"),
        "exception": texts("number owner approver reason ticket approvedOn expiresOn compensatingControl"),
        "exceptionOutcome": merged(
            texts(
                """
                number names state stateWord remark selects accepts owner approver reason ticket approvedOn expiresOn
                compensatingControl
                """),
            flags("needsAttention")),
        "exchange": merged(
            texts(
                """
                number account region service action pageNumber endpoint attempts start duration outcome httpStatus
                httpDate requestId errorCode errorMessage file fileName bytes sha256
                """),
            flags("isAnswered isRedacted"), ["parameters": .list("parameter"), "retries": .list("attempt")]),
        "parameter": texts("key value"),
        "attempt": texts("code httpStatus requestId"),
        "changes": merged(
            texts("runId finishedAt digest policyName sentence unchanged"),
            flags("gotWorse hasScope showsWorse showsOthers"),
            [
                "remarks": .texts, "figures": .list("figure"), "accounts": .list("accountChange"),
                "regions": .list("regionChange"), "worse": .list("changeGroup"), "others": .list("changeGroup"),
            ]),
        "figure": texts("title count"),
        "accountChange": texts("account change"),
        "regionChange": merged(texts("account region change"), flags("isWorse")),
        "changeGroup": merged(
            texts("title count"), flags("isOfVPCs isOfGaps"),
            ["vpcs": .list("vpcChange"), "gaps": .list("gapChange")]),
        "vpcChange": texts("id vpcId account region name change reason"),
        "gapChange": texts("account region action code hides message"),
    ]

    private static let counts = texts("total pass fail notApplicable notAssessed")

    private static func texts(_ names: String) -> [String: Kind] { all(names, .text) }
    private static func flags(_ names: String) -> [String: Kind] { all(names, .flag) }

    private static func all(_ names: String, _ kind: Kind) -> [String: Kind] {
        Dictionary(
            names.split(whereSeparator: \.isWhitespace).map { (String($0), kind) },
            uniquingKeysWith: { first, _ in first })
    }

    private static func merged(_ parts: [String: Kind]...) -> [String: Kind] {
        parts.reduce(into: [:]) { $0.merge($1) { first, _ in first } }
    }
}

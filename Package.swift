// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "exhibit",
    platforms: [.macOS(.v15)],
    products: [.executable(name: "exhibit", targets: ["CLI"])],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
        .package(url: "https://github.com/apple/swift-system", from: "1.5.0"),
        .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/swiftlang/swift-subprocess", from: "1.0.2"),
    ],
    targets: [
        // libxml2 of the system, and the only door to it.
        .systemLibrary(
            name: "CLibXML2", pkgConfig: "libxml-2.0",
            providers: [.apt(["libxml2-dev"]), .brew(["libxml2"])]),
        .target(name: "XML", dependencies: ["CLibXML2"]),

        // The narrow waist: what Scan produces, Report renders and Bag stores.
        .target(
            name: "Evidence",
            dependencies: [.product(name: "Crypto", package: "swift-crypto")]),

        // A client that knows nothing of flow logs, and the only one that speaks HTTP.
        .target(
            name: "AWS",
            dependencies: [
                "XML", "Evidence",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
                .product(name: "Subprocess", package: "swift-subprocess"),
                .product(name: "SystemPackage", package: "swift-system", condition: .when(platforms: [.linux])),
            ]),
        .target(name: "Scan", dependencies: ["AWS", "XML", "Evidence"]),
        .target(
            name: "Templates", path: "Templates",
            resources: [.embedInCode("html"), .embedInCode("markdown")]),
        .target(
            name: "Report",
            dependencies: ["XML", "Evidence", "Templates"]),
        // Two system calls that Swift's own modules leave out.
        .systemLibrary(name: "CFileSystem"),
        .target(
            name: "Bag",
            dependencies: [
                "CFileSystem", "Evidence",
                .product(name: "Subprocess", package: "swift-subprocess"),
                // macOS brings it along, under the name System.
                .product(name: "SystemPackage", package: "swift-system", condition: .when(platforms: [.linux])),
            ]),
        .executableTarget(
            name: "CLI",
            dependencies: [
                "AWS", "Scan", "Evidence", "Report", "Bag",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "Yams", package: "Yams"),
            ],
            plugins: ["StampCommit"]),
        .plugin(name: "StampCommit", capability: .buildTool(), path: "Sources/StampCommit"),

        .target(
            name: "Support",
            dependencies: [
                "AWS", "Evidence", "Scan",
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ],
            path: "Tests/Support"),
        .testTarget(name: "XMLTests", dependencies: ["XML", "Support"]),
        .testTarget(name: "EvidenceTests", dependencies: ["Evidence", "Support"]),
        .testTarget(
            name: "AWSTests",
            dependencies: ["AWS", "XML", "Evidence", "Support", .product(name: "Crypto", package: "swift-crypto")]),
        .testTarget(name: "ScanTests", dependencies: ["AWS", "Scan", "XML", "Evidence", "Support"]),
        .testTarget(
            name: "ReportTests", dependencies: ["Report", "Scan", "Evidence", "Templates", "XML", "Support"]),
        .testTarget(name: "BagTests", dependencies: ["Bag", "Evidence", "Support"]),
        .testTarget(name: "CLITests", dependencies: ["CLI", "AWS", "Bag", "Evidence", "Scan", "Support"]),
    ],
    swiftLanguageModes: [.v6]
)

// Parts of the program by themselves, for the scripts in Benchmarks.
if Context.environment["EXHIBIT_BENCHMARKS"] != nil {
    package.targets.append(
        .executableTarget(
            name: "Measure", dependencies: ["Evidence", "Report", "Scan", "Support", "XML"],
            path: "Benchmarks/Measure"))
}

// One set of rules for every target: warnings are errors, `any` is written out,
// an import reaches only the file that makes it.
for target in package.targets where target.type != .system && target.type != .plugin {
    target.swiftSettings = [
        .treatAllWarnings(as: .error),
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .enableUpcomingFeature("InternalImportsByDefault"),
    ]
}

// `make fuzz` names libFuzzer's library without a main: then there is a program more, and every module tells libFuzzer
// what it reaches and the address sanitizer what it touches. The command is a library then, without a main of its own.
if let libFuzzer = Context.environment["EXHIBIT_FUZZ"] {
    let instrumented = ["-sanitize=fuzzer,address", "-enable-testing"]
    package.products = []
    package.targets.removeAll { $0.type == .test }
    for target in package.targets { target.swiftSettings?.append(.unsafeFlags(instrumented)) }
    let command = package.targets.first { $0.name == "CLI" }
    package.targets.removeAll { $0.name == "CLI" }
    package.targets += [
        .target(
            name: "CLI", dependencies: command?.dependencies ?? [],
            swiftSettings: (command?.swiftSettings ?? []) + [
                .unsafeFlags(["-Xfrontend", "-entry-point-function-name", "-Xfrontend", "exhibit_main"])
            ], plugins: command?.plugins),
        .executableTarget(
            name: "Fuzz",
            dependencies: ["XML", "Evidence", "AWS", "Scan", "Report", "Templates", "Bag", "CLI", "Support"],
            path: "Tests/Fuzz", exclude: ["run"], swiftSettings: command?.swiftSettings,
            linkerSettings: [
                .unsafeFlags(["-sanitize=address", "-Xlinker", libFuzzer]),
                .linkedLibrary("stdc++", .when(platforms: [.linux])),
            ]),
    ]
}

// swift-tools-version: 6.2
// The house of Chorus: one module a purpose, imports go downward only (ARCHITECTURE.md, scripts/check-layers).
import PackageDescription

let strict: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .treatAllWarnings(as: .error),
]

let hummingbird = Target.Dependency.product(name: "Hummingbird", package: "hummingbird")
let hummingbirdCore = Target.Dependency.product(name: "HummingbirdCore", package: "hummingbird")
let httpTypes = Target.Dependency.product(name: "HTTPTypes", package: "swift-http-types")
let nio = Target.Dependency.product(name: "NIOCore", package: "swift-nio")
let nioPosix = Target.Dependency.product(name: "NIOPosix", package: "swift-nio")
let nioSSL = Target.Dependency.product(name: "NIOSSL", package: "swift-nio-ssl")
let logging = Target.Dependency.product(name: "Logging", package: "swift-log")
let crypto = Target.Dependency.product(name: "Crypto", package: "swift-crypto")
let asyncHTTPClient = Target.Dependency.product(name: "AsyncHTTPClient", package: "async-http-client")
let cryptoExtras = Target.Dependency.product(name: "CryptoExtras", package: "swift-crypto")

let package = Package(
    name: "chorus",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "chorus", targets: ["chorus"])
    ],
    dependencies: [
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1"),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.6"),
        .package(url: "https://github.com/apple/swift-nio-extras", from: "1.35.2"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-configuration", from: "1.4.0", traits: ["YAML"]),
        .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    ],
    targets: [
        // Layer 0
        .target(name: "Basics", swiftSettings: strict),
        // Layer 1
        .target(name: "Domain", dependencies: ["Basics"], swiftSettings: strict),
        .target(
            name: "Replay",
            dependencies: [
                "Basics", asyncHTTPClient, nio, .product(name: "NIOHTTP1", package: "swift-nio"),
                nioPosix,
            ],
            swiftSettings: strict
        ),
        .systemLibrary(name: "CPostgres", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
        .target(name: "Trends", dependencies: ["Basics"], swiftSettings: strict),
        .target(name: "Programs", swiftSettings: strict),
        // Layer 2
        .target(
            name: "Database",
            dependencies: [
                "Basics", "CPostgres", .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "GRDBSQLite", package: "GRDB.swift"), logging,
            ],
            swiftSettings: strict
        ),
        .target(
            name: "Media",
            dependencies: [
                "Basics", "Domain", "Programs", asyncHTTPClient, crypto, nio,
                .product(name: "NIOHTTP1", package: "swift-nio"),
            ],
            swiftSettings: strict
        ),
        .target(
            name: "Fetching",
            dependencies: [
                "Basics", "Domain", "Programs", asyncHTTPClient, nio,
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOHTTPCompression", package: "swift-nio-extras"), nioPosix,
            ],
            swiftSettings: strict
        ),
        .target(
            name: "Mail",
            dependencies: ["Basics", "Domain", nio, nioPosix, nioSSL],
            swiftSettings: strict
        ),
        .target(
            name: "Connections",
            dependencies: [
                "Basics", nio, .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOHTTPTypes", package: "swift-nio-extras"),
                .product(name: "NIOHTTPTypesHTTP1", package: "swift-nio-extras"),
            ],
            swiftSettings: strict
        ),
        // Layer 3
        .target(name: "Storage", dependencies: ["Basics", "Domain", "Database"], swiftSettings: strict),
        // Layer 4
        .target(
            name: "Jobs",
            dependencies: ["Basics", "Domain", "Database", "Storage", logging],
            swiftSettings: strict
        ),
        // Layer 5
        .target(
            name: "Services",
            dependencies: [
                "Basics", "Domain", "Trends", "Database", "Storage", "Jobs", "Media", crypto, cryptoExtras, logging,
            ],
            swiftSettings: strict
        ),
        .target(name: "Streaming", dependencies: ["Basics", "Domain"], swiftSettings: strict),
        // Layer 6
        .target(
            name: "MastodonAPI",
            dependencies: [
                "Basics", "Domain", "Database", "Storage", "Services", "Media", "Streaming", "Connections", hummingbird,
                hummingbirdCore, httpTypes, nio, logging, crypto,
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOWebSocket", package: "swift-nio"),
                .product(name: "NIOHTTPTypes", package: "swift-nio-extras"),
                .product(name: "NIOHTTPTypesHTTP1", package: "swift-nio-extras"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            swiftSettings: strict
        ),
        .target(
            name: "Web",
            dependencies: [
                "Basics", "Domain", "Programs", "Database", "Storage", "Services", "Connections", hummingbird,
                httpTypes,
                nio, logging,
                .product(name: "Mustache", package: "swift-mustache"),
            ],
            resources: [.embedInCode("Assets"), .embedInCode("Templates")],
            swiftSettings: strict
        ),
        // Layer 7
        .target(
            name: "Server",
            dependencies: [
                "Basics", "Domain", "Programs", "Database", "Storage", "Jobs", "Services", "Media", "Fetching", "Mail",
                "Streaming", "Connections", "MastodonAPI", "Web", hummingbird, hummingbirdCore, httpTypes, nio, logging,
                nioPosix, .product(name: "NIOHTTPTypes", package: "swift-nio-extras"),
                .product(name: "Configuration", package: "swift-configuration"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            swiftSettings: strict
        ),
        // Layer 8
        .executableTarget(
            name: "chorus",
            dependencies: [
                "Server", "Basics", "Replay",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            swiftSettings: strict
        ),
        // What `make bench-trends` runs
        .executableTarget(
            name: "bench-trends",
            dependencies: ["Basics", "Trends"],
            path: "bench/Trends",
            swiftSettings: strict
        ),
        // Tests
        .testTarget(name: "BasicsTests", dependencies: ["Basics"], swiftSettings: strict),
        .testTarget(name: "ProgramsTests", dependencies: ["Programs"], swiftSettings: strict),
        .testTarget(name: "ReplayTests", dependencies: ["Basics", "Replay"], swiftSettings: strict),
        .testTarget(name: "FetchingTests", dependencies: ["Basics", "Domain", "Fetching"], swiftSettings: strict),
        .testTarget(
            name: "MailTests",
            dependencies: ["Basics", "Domain", "Mail", nio, nioPosix],
            swiftSettings: strict
        ),
        .testTarget(
            name: "ConnectionsTests",
            dependencies: [
                "Basics", "Connections", nio, httpTypes, .product(name: "NIOEmbedded", package: "swift-nio"),
                .product(name: "NIOHTTPTypes", package: "swift-nio-extras"),
            ],
            swiftSettings: strict
        ),
        .testTarget(name: "DomainTests", dependencies: ["Basics", "Domain"], swiftSettings: strict),
        .testTarget(name: "StreamingTests", dependencies: ["Basics", "Domain", "Streaming"], swiftSettings: strict),
        .testTarget(name: "TrendsTests", dependencies: ["Basics", "Trends"], swiftSettings: strict),
        .testTarget(
            name: "WebTests",
            dependencies: [
                "Basics", "Domain", "Database", "Storage", "Services", "Web", "TestSupport", hummingbird, httpTypes,
                nio,
                logging, .product(name: "HummingbirdTesting", package: "hummingbird"),
            ],
            swiftSettings: strict
        ),
        .target(
            name: "TestSupport",
            dependencies: ["Database"],
            path: "Tests/Support/TestSupport",
            swiftSettings: strict
        ),
        .testTarget(name: "DatabaseTests", dependencies: ["Database", "TestSupport"], swiftSettings: strict),
        .testTarget(
            name: "StorageTests",
            dependencies: ["Basics", "Domain", "Database", "Storage", "TestSupport"],
            swiftSettings: strict
        ),
        .testTarget(
            name: "JobsTests",
            dependencies: ["Basics", "Domain", "Database", "Storage", "Jobs", "TestSupport", logging],
            swiftSettings: strict
        ),
        .testTarget(
            name: "OAuthTests",
            dependencies: [
                "Basics", "Domain", "Database", "Storage", "Services", "MastodonAPI", "Web", "TestSupport", hummingbird,
                httpTypes, nio, logging,
            ],
            swiftSettings: strict
        ),
        .testTarget(
            name: "ServicesTests",
            dependencies: [
                "Basics", "Domain", "Database", "Media", "Storage", "Jobs", "Services", "TestSupport", logging,
            ],
            swiftSettings: strict
        ),
        .testTarget(
            name: "MediaTests",
            dependencies: ["Basics", "Domain", "Programs", "Media"],
            swiftSettings: strict
        ),
        .testTarget(
            name: "MastodonAPITests",
            dependencies: [
                "Basics", "Domain", "Database", "Storage", "Jobs", "Services", "Media", "Streaming", "MastodonAPI",
                "TestSupport", hummingbird, httpTypes, nio, logging,
                .product(name: "HummingbirdTesting", package: "hummingbird"),
            ],
            exclude: ["Golden"],
            swiftSettings: strict
        ),
    ]
)

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
let argumentParser = Target.Dependency.product(name: "ArgumentParser", package: "swift-argument-parser")
let cryptoExtras = Target.Dependency.product(name: "CryptoExtras", package: "swift-crypto")

/// Templates that stand beside the route and the model of their page.
let pageTemplates = [
    "Accounts/profile-actions.mustache",
    "Accounts/profile-own-words.mustache",
    "Calls/new-call.mustache",
    "Compose/compose-form.mustache",
    "Compose/compose.mustache",
    "Compose/later-time.mustache",
    "Compose/scheduled.mustache",
    "Home/timeline.mustache",
    "Moderation/moderation-accounts.mustache",
    "Moderation/moderation-case.mustache",
    "Moderation/moderation-log.mustache",
    "Moderation/moderation-nav.mustache",
    "Moderation/moderation-post.mustache",
    "Moderation/moderation-queue.mustache",
    "Moderation/moderation-subject.mustache",
    "Moderation/moderation-tags.mustache",
    "Moderation/moderators-words.mustache",
    "Notifications/notifications.mustache",
    "People/people-list.mustache",
    "People/people.mustache",
    "Search/search.mustache",
    "Settings/authenticator.mustache",
    "Settings/standing.mustache",
    "Settings/invites.mustache",
    "Settings/logins.mustache",
    "Settings/new-passkey.mustache",
    "Settings/passkeys.mustache",
    "Statuses/delete-status.mustache",
    "Statuses/history.mustache",
    "Statuses/status-actions.mustache",
]

let package = Package(
    name: "chorus",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "chorus", targets: ["chorus"])
    ],
    dependencies: [
        .package(url: "https://github.com/hummingbird-project/hummingbird", exact: "2.28.1"),
        .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
        .package(url: "https://github.com/apple/swift-nio", exact: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", exact: "2.37.6"),
        .package(url: "https://github.com/apple/swift-nio-extras", exact: "1.35.2"),
        .package(url: "https://github.com/swift-server/async-http-client", exact: "1.37.0"),
        .package(url: "https://github.com/apple/swift-http-types", exact: "1.8.0"),
        .package(url: "https://github.com/apple/swift-crypto", exact: "4.5.2"),
        .package(url: "https://github.com/apple/swift-log", exact: "1.16.2"),
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
        .package(url: "https://github.com/apple/swift-configuration", exact: "1.4.0", traits: ["YAML"]),
        .package(url: "https://github.com/apple/swift-collections", exact: "1.6.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", exact: "2.13.0"),
    ],
    targets: [
        // Layer 0
        .target(name: "Basics", swiftSettings: strict),
        .target(name: "CPhoneNumber", linkerSettings: [.linkedLibrary("phonenumber")]),
        // Layer 1
        .target(name: "Domain", dependencies: ["Basics"], swiftSettings: strict),
        .target(name: "ActivityPub", dependencies: ["Basics", crypto, cryptoExtras], swiftSettings: strict),
        .target(name: "Localization", dependencies: ["Basics"], swiftSettings: strict),
        .target(
            name: "Replay",
            dependencies: [
                "Basics", asyncHTTPClient, crypto, cryptoExtras, nio, .product(name: "NIOHTTP1", package: "swift-nio"),
                nioPosix,
            ],
            swiftSettings: strict
        ),
        .systemLibrary(name: "CPostgres", pkgConfig: "libpq", providers: [.apt(["libpq-dev"])]),
        .systemLibrary(name: "CZlib", pkgConfig: "zlib", providers: [.apt(["zlib1g-dev"])]),
        .systemLibrary(name: "CBrotli", pkgConfig: "libbrotlienc", providers: [.apt(["libbrotli-dev"])]),
        .target(name: "Guard", dependencies: ["Basics", "CPhoneNumber"], swiftSettings: strict),
        .target(name: "Trends", dependencies: ["Basics"], swiftSettings: strict),
        .target(name: "WebAuthn", dependencies: ["Basics", crypto, cryptoExtras], swiftSettings: strict),
        .systemLibrary(name: "CSpawn"),
        .target(name: "Programs", dependencies: ["CSpawn"], swiftSettings: strict),
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
            name: "Outbound",
            dependencies: [
                "Basics", "Domain", "Programs", nio,
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOHTTPCompression", package: "swift-nio-extras"), nioPosix, nioSSL,
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
                "Basics", httpTypes, nio, nioSSL, .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOTLS", package: "swift-nio"),
                .product(name: "NIOHTTPTypes", package: "swift-nio-extras"),
                .product(name: "NIOHTTPTypesHTTP1", package: "swift-nio-extras"),
            ],
            swiftSettings: strict
        ),
        .target(name: "Compression", dependencies: ["CZlib", "CBrotli"], swiftSettings: strict),
        // Layer 3
        .target(name: "Storage", dependencies: ["Basics", "Domain", "Database"], swiftSettings: strict),
        // Layer 4
        .target(
            name: "Jobs",
            dependencies: ["Basics", "Domain", "Database", "Storage", logging],
            swiftSettings: strict
        ),
        .target(
            name: "Backup",
            dependencies: ["Basics", "CSpawn", "Database", "Storage", crypto],
            swiftSettings: strict
        ),
        // Layer 5
        .target(
            name: "Services",
            dependencies: [
                "Basics", "Domain", "ActivityPub", "Guard", "Localization", "Trends", "Database", "Media", "Outbound",
                "Programs", "Storage", "Jobs", "WebAuthn", crypto,
                cryptoExtras, logging,
            ],
            swiftSettings: strict
        ),
        .target(name: "Streaming", dependencies: ["Basics", "Domain"], swiftSettings: strict),
        // Layer 6
        .target(
            name: "MastodonAPI",
            dependencies: [
                "Basics", "Domain", "ActivityPub", "Localization", "Services", "Media", "Streaming", "Connections",
                hummingbird, hummingbirdCore, httpTypes, nio, logging, crypto,
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOWebSocket", package: "swift-nio"),
                .product(name: "NIOHTTPTypes", package: "swift-nio-extras"),
                .product(name: "NIOHTTPTypesHTTP1", package: "swift-nio-extras"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            swiftSettings: strict
        ),
        .target(
            name: "Federation",
            dependencies: [
                "Basics", "Domain", "ActivityPub", "Jobs", "Services", "Media", "Connections", hummingbird, httpTypes,
                nio, logging, .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            swiftSettings: strict
        ),
        .target(
            name: "Web",
            dependencies: [
                "Basics", "Domain", "Localization", "Programs", "Services", "Media",
                "Connections", hummingbird, httpTypes, nio, logging,
            ],
            resources: (["Assets", "Templates"] + pageTemplates).map { .embedInCode($0) },
            swiftSettings: strict
        ),
        // Layer 7
        .target(
            name: "Server",
            dependencies: [
                "Basics", "Domain", "ActivityPub", "Programs", "Database", "Storage", "Jobs", "Services", "Media",
                "Outbound", "Mail", "Streaming", "Connections", "Compression", "Backup", "MastodonAPI", "Federation",
                "Web", hummingbird,
                hummingbirdCore,
                httpTypes,
                nio, logging, nioPosix, nioSSL, .product(name: "NIOHTTPTypes", package: "swift-nio-extras"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOExtras", package: "swift-nio-extras"),
                .product(name: "Configuration", package: "swift-configuration"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            ],
            swiftSettings: strict
        ),
        // Layer 8
        .executableTarget(
            name: "chorus",
            dependencies: ["Server", "Basics", "Replay", argumentParser],
            swiftSettings: strict
        ),
        // What `make bench-trends` runs
        .executableTarget(
            name: "bench-trends",
            dependencies: ["Basics", "Trends", argumentParser],
            path: "bench/Trends",
            swiftSettings: strict
        ),
        // What `make bench-guard` runs
        .executableTarget(
            name: "bench-guard",
            dependencies: ["Basics", "Guard", argumentParser],
            path: "bench/Guard",
            swiftSettings: strict
        ),
        // Tests
        .testTarget(name: "BasicsTests", dependencies: ["Basics"], swiftSettings: strict),
        .testTarget(name: "ActivityPubTests", dependencies: ["ActivityPub", "Basics"], swiftSettings: strict),
        .testTarget(
            name: "CompressionTests",
            dependencies: ["CZlib", "CBrotli", "Compression"],
            swiftSettings: strict
        ),
        .testTarget(
            name: "ServerTests",
            dependencies: [
                "Server", "Basics", "Backup", "Database", "Storage", "Jobs", "Services", "TestSupport", "Compression",
                hummingbird,
                httpTypes, nio,
                logging,
                .product(name: "HummingbirdTesting", package: "hummingbird"),
            ],
            swiftSettings: strict
        ),
        .testTarget(name: "ProgramsTests", dependencies: ["Programs"], swiftSettings: strict),
        .testTarget(name: "ReplayTests", dependencies: ["Basics", "Replay"], swiftSettings: strict),
        .testTarget(
            name: "OutboundTests",
            dependencies: [
                "Basics", "Domain", "Outbound", nio, .product(name: "NIOHTTP1", package: "swift-nio"), nioPosix,
            ],
            swiftSettings: strict
        ),
        .testTarget(
            name: "MailTests",
            dependencies: ["Basics", "Domain", "Mail", nio, nioPosix],
            swiftSettings: strict
        ),
        .testTarget(
            name: "ConnectionsTests",
            dependencies: [
                "Basics", "Connections", nio, httpTypes, .product(name: "NIOEmbedded", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOHTTPTypes", package: "swift-nio-extras"),
                .product(name: "NIOHTTPTypesHTTP1", package: "swift-nio-extras"),
            ],
            swiftSettings: strict
        ),
        .testTarget(name: "DomainTests", dependencies: ["Basics", "Domain"], swiftSettings: strict),
        .testTarget(name: "LocalizationTests", dependencies: ["Basics", "Localization"], swiftSettings: strict),
        .testTarget(name: "StreamingTests", dependencies: ["Basics", "Domain", "Streaming"], swiftSettings: strict),
        .testTarget(name: "GuardTests", dependencies: ["Guard"], swiftSettings: strict),
        .testTarget(name: "WebAuthnTests", dependencies: ["Basics", "TestSupport", "WebAuthn"], swiftSettings: strict),
        .testTarget(name: "TrendsTests", dependencies: ["Basics", "Trends"], swiftSettings: strict),
        .testTarget(
            name: "WebTests",
            dependencies: [
                "Basics", "Domain", "Localization", "Database", "Storage", "Services", "Web", "TestSupport",
                hummingbird,
                httpTypes, nio, logging, .product(name: "HummingbirdTesting", package: "hummingbird"),
            ],
            swiftSettings: strict
        ),
        .target(
            name: "TestSupport",
            dependencies: ["Basics", "Database", crypto, cryptoExtras],
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
            name: "BackupTests",
            dependencies: ["Basics", "Database", "Storage", "Backup", "TestSupport"],
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
                "Basics", "Domain", "ActivityPub", "Localization", "Trends", "Database", "Media", "Outbound", "Storage",
                "Jobs", "Services", "TestSupport", "WebAuthn", logging,
            ],
            swiftSettings: strict
        ),
        .testTarget(
            name: "FederationTests",
            dependencies: [
                "Basics", "Domain", "ActivityPub", "Database", "Outbound", "Storage", "Jobs", "Media", "Services",
                "Federation", "TestSupport", hummingbird, httpTypes, nio, logging,
                .product(name: "HummingbirdTesting", package: "hummingbird"),
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
    ],
    cxxLanguageStandard: .cxx17
)

// Every setting of Chorus: its name on the command line, in the environment and in the file, its default, and a line of help.

internal import Configuration
internal import SystemPackage

/// What the command line said; nil where it said nothing. Flags win over environment variables over the file.
public struct Flags: Sendable {
    public var values: [String: String]
    /// A YAML file of `name: value` lines.
    public var file: String?

    public init(_ values: [String: String?] = [:], file: String? = nil) {
        self.values = values.compactMapValues { $0 }
        self.file = file
    }
}

/// The settings in force.
public struct Settings: Sendable, Equatable {
    public var dataDirectory: String
    /// Where to listen, without the port.
    public var host: String
    public var port: Int
    /// The address under which people reach the server.
    public var url: String
    /// `postgres://…`; nil for the SQLite file in the data directory.
    public var database: String?
    public var title: String
    public var summary: String
    public var contactEmail: String
    public var registrationsOpen: Bool
    public var isLimited: Bool
    public var rateLimits: Bool
    /// For tests: apps may be told at http and private addresses.
    public var pushesToPrivateAddresses: Bool
    public var logLevel: String
    public var node: Int

    /// One setting, as `--help` and the README list it.
    public struct Entry: Sendable {
        public let name: String
        public let standard: String
        public let help: String
        /// `CHORUS_DATA_DIR` for `data-dir`.
        public var variable: String { "CHORUS_" + name.uppercased().replacing("-", with: "_") }
    }

    public static let entries: [Entry] = [
        Entry(name: "data-dir", standard: "data", help: "Folder that holds everything Chorus keeps."),
        Entry(name: "bind", standard: "127.0.0.1:8080", help: "Address and port to listen on."),
        Entry(name: "url", standard: "http://localhost:8080", help: "Address under which people reach this server."),
        Entry(
            name: "database",
            standard: "",
            help: "postgres://user@host/name; without it, an SQLite file in the data folder."
        ),
        Entry(name: "title", standard: "Chorus", help: "Name of this server, as apps and pages show it."),
        Entry(name: "summary", standard: "", help: "A sentence on what this server is for."),
        Entry(name: "contact-email", standard: "", help: "Where people can write to the admin."),
        Entry(name: "registrations", standard: "open", help: "open or closed: may strangers sign up?"),
        Entry(
            name: "limited-mode",
            standard: "off",
            help: "on or off; on shows strangers nothing but how to sign in and up."
        ),
        Entry(name: "rate-limits", standard: "on", help: "on or off; off only for benchmarks and tests."),
        Entry(
            name: "push-private-addresses",
            standard: "off",
            help: "on or off; on lets apps be told at http and private addresses, for tests only."
        ),
        Entry(name: "log-level", standard: "info", help: "trace, debug, info, notice, warning, error or critical."),
        Entry(name: "node", standard: "0", help: "0 to 15, a different one for each node on one database."),
    ]

    /// Puts the settings together. Throws `SettingsError` with one sentence that says what is wrong and where.
    public static func resolve(_ flags: Flags) async throws -> Settings {
        var providers: [any ConfigProvider] = [
            InMemoryProvider(
                name: "the command line",
                values: Dictionary(
                    uniqueKeysWithValues: flags.values.map { name, value in
                        (AbsoluteConfigKey([name]), ConfigValue(.string(value), isSecret: name == "database"))
                    }
                )
            ),
            EnvironmentVariablesProvider().prefixKeys(with: "chorus"),
        ]
        if let file = flags.file {
            do {
                providers.append(try await FileProvider<YAMLSnapshot>(filePath: FilePath(file)))
            } catch {
                throw SettingsError("The configuration file \(file) cannot be read: \(error).")
            }
        }
        let reader = ConfigReader(providers: providers)
        var values: [String: String] = [:]
        for entry in entries {
            values[entry.name] = text(entry, in: reader)
        }
        return try Settings(values)
    }

    /// A file may say `node: 1` or `rate-limits: off`: YAML makes numbers and booleans of these.
    private static func text(_ entry: Entry, in reader: ConfigReader) -> String {
        let key = ConfigKey([entry.name])
        if let text = reader.string(forKey: key) { return text }
        if let number = reader.int(forKey: key) { return String(number) }
        if let flag = reader.bool(forKey: key) { return flag ? "on" : "off" }
        return entry.standard
    }

    init(_ values: [String: String]) throws {
        func value(_ name: String) -> String { values[name] ?? "" }
        dataDirectory = value("data-dir")
        guard !dataDirectory.isEmpty else { throw SettingsError("data-dir is empty: name a folder.") }
        let bind = value("bind")
        guard let colon = bind.lastIndex(of: ":"), let port = Int(bind[bind.index(after: colon)...]),
            (0...65_535).contains(port), colon > bind.startIndex
        else { throw SettingsError("bind is \"\(bind)\": it must be an address and a port, as in 127.0.0.1:8080.") }
        host = String(bind[..<colon]).trimmingBrackets
        self.port = port
        url = value("url")
        database = value("database").isEmpty ? nil : value("database")
        if let database, !database.hasPrefix("postgres://"), !database.hasPrefix("postgresql://") {
            throw SettingsError("database must be an address that begins with postgres://.")
        }
        title = value("title")
        summary = value("summary")
        contactEmail = value("contact-email")
        registrationsOpen = try Settings.choice("registrations", value("registrations"), yes: "open", no: "closed")
        isLimited = try Settings.choice("limited-mode", value("limited-mode"), yes: "on", no: "off")
        rateLimits = try Settings.choice("rate-limits", value("rate-limits"), yes: "on", no: "off")
        pushesToPrivateAddresses = try Settings.choice(
            "push-private-addresses",
            value("push-private-addresses"),
            yes: "on",
            no: "off"
        )
        logLevel = value("log-level")
        guard let node = Int(value("node")), (0...15).contains(node) else {
            throw SettingsError("node is \"\(value("node"))\": it must be a number from 0 to 15.")
        }
        self.node = node
    }

    private static func choice(_ name: String, _ value: String, yes: String, no: String) throws -> Bool {
        switch value.lowercased() {
        case yes, "true", "yes", "on", "1": return true
        case no, "false", "no", "off", "0": return false
        default: throw SettingsError("\(name) is \"\(value)\": it must be \(yes) or \(no).")
        }
    }
}

/// What is wrong with the configuration or its surroundings, in a sentence for the admin.
public struct SettingsError: Error, Sendable, Equatable, CustomStringConvertible {
    public let description: String

    public init(_ description: String) { self.description = description }
}

extension String {
    /// `[::1]` without its brackets.
    fileprivate var trimmingBrackets: String {
        hasPrefix("[") && hasSuffix("]") ? String(dropFirst().dropLast()) : self
    }
}

// Where settings come from: the command line, the environment, a file; what none of them may name is refused there.

internal import Configuration
internal import Foundation
internal import SystemPackage

/// The value of each setting and the place that gave it.
struct SettingSources {
    private(set) var values: [String: String] = [:]
    /// `--bind`, `CHORUS_BIND`, or `chorus.yaml:3`; none for a default.
    private(set) var places: [String: String] = [:]

    /// A flag wins over the environment, the environment over the file, the file over the default.
    ///
    /// Throws `SettingsError` for a name that is no setting.
    init(_ flags: Flags, environment: [String: String]) async throws {
        for entry in Settings.entries { values[entry.name] = entry.standard }
        if let file = flags.file {
            for (name, value, line) in try await SettingSources.read(file) { set(name, value, "\(file):\(line)") }
        }
        let known = Dictionary(uniqueKeysWithValues: Settings.entries.map { ($0.variable, $0.name) })
        for (variable, value) in environment.sorted(by: { $0.key < $1.key }) {
            if let name = known[variable] {
                set(name, value, variable)
            } else if SettingSources.isOurs(variable, value) {
                let nearest = SettingSources.nearest(variable, Array(known.keys))
                throw SettingsError("\(variable) is not a setting: \(nearest)")
            }
        }
        for (name, value) in flags.values { set(name, value, "--\(name)") }
    }

    private mutating func set(_ name: String, _ value: String, _ place: String) {
        (values[name], places[name]) = (value, place)
    }

    /// Whether a variable is meant for Chorus. Kubernetes sets such of its own in every container beside a service that is
    /// called `chorus` (https://kubernetes.io/docs/concepts/services-networking/service/#environment-variables).
    private static func isOurs(_ variable: String, _ value: String) -> Bool {
        guard variable.hasPrefix("CHORUS_"), !variable.hasPrefix("CHORUS_TEST_") else { return false }
        return !variable.hasPrefix("CHORUS_SERVICE_") && !variable.hasPrefix("CHORUS_PORT_")
            && !(variable == "CHORUS_PORT" && value.contains("://"))
    }

    // MARK: The file

    /// What a YAML file of `name: value` lines says.
    private static func read(_ file: String) async throws -> [(name: String, value: String, line: Int)] {
        let reader: ConfigReader
        let text: String
        do {
            let path = Settings.absolute(file)
            text = try String(contentsOfFile: path, encoding: .utf8)
            reader = ConfigReader(provider: try await FileProvider<YAMLSnapshot>(filePath: FilePath(path)))
        } catch {
            let reason = (error as? CocoaError)?.isFileError == true ? "no such file, or not allowed" : "\(error)"
            throw SettingsError("The configuration file \(file) cannot be read: \(reason).")
        }
        let names = Settings.entries.map(\.name)
        return try lines(of: text).map { name, line in
            guard let name else {
                throw SettingsError(
                    "\(file):\(line): this is not a setting: write lines such as `bind: 127.0.0.1:8080`."
                )
            }
            guard names.contains(name) else {
                throw SettingsError("\(file):\(line): \(name) is not a setting: " + nearest(name, names))
            }
            guard let value = reader.string(forKey: ConfigKey([name])) else {
                throw SettingsError("\(file):\(line): \(name) must be one value, not a list or a group.")
            }
            return (name, value, line)
        }
    }

    /// The names at the beginnings of lines, counted from 1; nil for a line that has none. What is indented goes with the
    /// line before it (https://yaml.org/spec/1.2.2/#61-indentation-spaces).
    private static func lines(of text: String) -> [(name: String?, line: Int)] {
        var found: [(name: String?, line: Int)] = []
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
            let line = line.hasSuffix("\r") ? line.dropLast() : line
            guard let first = line.first, !" \t#".contains(first), line != "---", line != "..." else { continue }
            let name = line.prefix { $0 != ":" }.trimmingCharacters(in: .whitespaces)
            found.append((line.contains(":") ? name.trimmingCharacters(in: ["\"", "'"]) : nil, index + 1))
        }
        return found
    }

    // MARK: Names

    /// "did you mean …?", or where to find all names.
    private static func nearest(_ name: String, _ names: [String]) -> String {
        let near = names.map { ($0, distance(Array(name.utf8), Array($0.utf8))) }.min { ($0.1, $0.0) < ($1.1, $1.0) }
        guard let near, near.1 <= max(2, name.utf8.count / 3) else { return "`chorus serve --help` names all." }
        return "did you mean \(near.0)?"
    }

    /// How many bytes have to be put in, left out, changed, or changed places with their neighbour.
    private static func distance(_ a: [UInt8], _ b: [UInt8]) -> Int {
        var rows = [Array(0...b.count)]
        for i in 1...max(a.count, 1) where !a.isEmpty {
            var row = [i]
            for j in 1...max(b.count, 1) where !b.isEmpty {
                let change = rows[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)
                row.append(min(rows[i - 1][j] + 1, row[j - 1] + 1, change))
                if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] {
                    row[j] = min(row[j], rows[i - 2][j - 2] + 1)
                }
            }
            rows.append(row)
        }
        return rows[a.count][b.count]
    }
}

extension Settings.Entry {
    /// Its name in the environment.
    public var variable: String { "CHORUS_" + name.uppercased().replacingOccurrences(of: "-", with: "_") }
}

extension CocoaError {
    fileprivate var isFileError: Bool { (256..<512).contains(code.rawValue) }
}

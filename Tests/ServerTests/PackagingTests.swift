// The files that a package has: they name settings that there are, all of them, with their help and defaults.
import Foundation
import Testing

@testable import Server

@Suite("Files of a package")
struct PackagingTests {
    private static let packaging = URL(filePath: #filePath).appending(path: "../../../packaging").standardized

    /// Every setting with its help, as `/etc/chorus/chorus.yaml` has it: what is not said is as it is by default.
    private static var example: String {
        var text = """
            # Settings of Chorus, as they are by default. Take the # away from a line to change what it says, and restart:
            # `systemctl restart chorus`. Set url first: accounts and posts are named by it, for ever.

            """
        for entry in Settings.entries {
            let words = entry.help.split(separator: " ")
            var lines: [String] = [""]
            for word in words {
                if lines[lines.count - 1].count + word.count > 110 { lines.append("") }
                lines[lines.count - 1] += " \(word)"
            }
            text += "\n" + lines.map { "#\($0)\n" }.joined()
            text += entry.name == "data-dir" ? "data-dir: /var/lib/chorus\n" : "#\(entry.name): \"\(entry.standard)\"\n"
        }
        return text
    }

    @Test("the example of a configuration has every setting; RECORD=1 writes it again")
    func example() throws {
        let place = PackagingTests.packaging.appending(path: "chorus.yaml")
        if ProcessInfo.processInfo.environment["RECORD"] != nil {
            try PackagingTests.example.write(to: place, atomically: true, encoding: .utf8)
        }
        #expect(try String(contentsOf: place, encoding: .utf8) == PackagingTests.example)
    }

    @Test("with every # taken away it is a configuration, and the same one")
    func valid() async throws {
        let folder = NSTemporaryDirectory() + "chorus-packaging-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let names = Settings.entries.map(\.name)
        let lines = PackagingTests.example.split(separator: "\n").map { line in
            names.contains { line.hasPrefix("#\($0): ") } ? line.dropFirst() : line
        }
        let path = folder + "/chorus.yaml"
        try lines.joined(separator: "\n").write(toFile: path, atomically: true, encoding: .utf8)
        let settings = try await Settings.resolve(Flags(file: path), environment: [:])
        #expect(settings.dataDirectory == "/var/lib/chorus" && settings.prune.interval == .seconds(86_400))
        var standard = try await Settings.resolve(Flags(["data-dir": "/var/lib/chorus"]), environment: [:])
        #expect(settings == standard)
        standard.node = 1
        #expect(settings != standard)
    }

    @Test("the service of systemd starts what there is")
    func unit() throws {
        let place = PackagingTests.packaging.appending(path: "systemd/chorus.service")
        let text = try String(contentsOf: place, encoding: .utf8)
        #expect(text.contains("\nExecStart=/usr/bin/chorus serve --config /etc/chorus/chorus.yaml\n"))
        #expect(text.contains("\nStateDirectory=chorus\n"))
        #expect(text.contains("\nType=notify\n") && text.contains("\nWatchdogSec="))
        let redirect = PackagingTests.packaging.appending(path: "systemd/chorus-redirect.socket")
        #expect(try String(contentsOf: redirect, encoding: .utf8).contains("\nFileDescriptorName=redirect\n"))
    }
}

// The key that seals access tokens in push subscriptions: a file of the data folder, made once.

internal import Basics
internal import Foundation

enum PushKeyFile {
    private static let count = 32

    /// The key in `folder`, made where there is none. Throws `SettingsError`.
    static func key(in folder: String) throws -> [UInt8] {
        let path = folder + "/push.key"
        if let key = try read(path) { return key }
        do {
            try FileManager.default.createDirectory(
                atPath: folder,
                withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700]
            )
        } catch {
            throw SettingsError(
                "The data folder \(folder) cannot be made, and push.key belongs in it: check its owner."
            )
        }
        // Written whole under a name of its own, then linked: of two programs that start at once one is first, and
        // nobody ever reads half a key.
        let new = "\(path).\(RandomToken.make(length: 12))"
        let key = RandomToken.bytes(count)
        guard
            FileManager.default.createFile(atPath: new, contents: Data(key), attributes: [.posixPermissions: 0o600])
        else { throw SettingsError("\(path) cannot be written: check the owner and permissions of the data folder.") }
        let isFirst = link(new, path) == 0
        unlink(new)
        if isFirst { return key }
        guard let first = try read(path) else { throw SettingsError("\(path) cannot be written.") }
        return first
    }

    private static func read(_ path: String) throws -> [UInt8]? {
        guard FileManager.default.fileExists(atPath: path) else { return nil }
        guard let data = FileManager.default.contents(atPath: path) else {
            throw SettingsError("\(path) cannot be read: check its owner and permissions.")
        }
        guard data.count == count else {
            throw SettingsError("\(path) must hold \(count) bytes: put the file of a backup there, or remove it.")
        }
        return Array(data)
    }
}

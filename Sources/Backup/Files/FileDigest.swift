// Checksums of files.

internal import Basics
internal import Crypto

/// A checksum in the making.
struct FileDigest {
    private var hasher = SHA256()
    private(set) var count: Int64 = 0

    mutating func update(_ bytes: [UInt8]) {
        hasher.update(data: bytes)
        count += Int64(bytes.count)
    }

    /// SHA-256 in hexadecimal.
    var text: String { Hex.encode(hasher.finalize()) }

    static func of(_ bytes: [UInt8]) -> String { Hex.encode(SHA256.hash(data: bytes)) }
}

extension DiskFile {
    /// The size and SHA-256 of the rest of the file.
    func digest() throws -> (size: Int64, sha256: String) {
        var digest = FileDigest()
        while true {
            let piece = try read(DiskFile.pieceBytes)
            guard !piece.isEmpty else { return (digest.count, digest.text) }
            digest.update(piece)
        }
    }
}

// Host names inside text, for links and for mentions: labels in any script, and where they end when words follow at once.

import Basics

/// A host name found in text; positions are byte indices.
struct Host {
    /// RFC 1035, 2.3.4, as bytes; IDN hosts are measured as written.
    static let maximumLength = 253

    let start: Int
    var end: Int
    var lastLabel: Int
    var dots = 0
    /// "localhost" or digits and dots only: the one kind of mention domain that may carry a port.
    var isLocal = false

    var isEmpty: Bool { end == start }
}

extension TokenScanner {
    /// Reads labels of word characters with inner hyphens, parted by single dots. Empty when there is none.
    func host(from start: Int) -> Host {
        var host = Host(start: start, end: start, lastLabel: start)
        var index = start
        while index < bytes.count {
            let byte = bytes[index]
            if byte == UInt8(ascii: ".") {
                guard index == host.end, index > start, isWord(at: index + 1) else { break }
                host.dots += 1
                index += 1
                host.lastLabel = index
            } else if byte == UInt8(ascii: "-") {
                guard index > host.lastLabel else { break }
                index += 1
            } else {
                let (scalar, next) = ScalarScan.scalar(bytes, at: index)
                guard scalar.isWord else { break }
                index = next
                host.end = index
            }
        }
        cutForeignTail(&host)
        let name = bytes[host.start..<host.end]
        host.isLocal =
            name.elementsEqual("localhost".utf8)
            || !name.isEmpty && name.allSatisfy { ASCII.isDigit($0) || $0 == UInt8(ascii: ".") }
        return host
    }

    /// The index after `:port` (1 to 5 digits), or `start` when there is none.
    func port(from start: Int) -> Int {
        guard start < bytes.count, bytes[start] == UInt8(ascii: ":") else { return start }
        var index = start + 1
        while index < bytes.count, ASCII.isDigit(bytes[index]) {
            index += 1
            if index - start > 6 { return start }
        }
        return index > start + 1 ? index : start
    }

    /// No top-level domain mixes ASCII with other letters, so "example.comです" ends after "com".
    private func cutForeignTail(_ host: inout Host) {
        guard host.dots > 0, ASCII.isLetter(bytes[host.lastLabel]),
            let foreign = bytes[host.lastLabel..<host.end].firstIndex(where: { $0 >= 0x80 }),
            !ScalarScan.scalar(bytes, at: foreign).scalar.isLatinWithAccent
        else { return }
        host.end = foreign
        while bytes[host.end - 1] == UInt8(ascii: "-") { host.end -= 1 }
    }

    private func isWord(at index: Int) -> Bool {
        index < bytes.count && ScalarScan.scalar(bytes, at: index).scalar.isWord
    }
}

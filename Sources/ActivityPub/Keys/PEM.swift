// PEM (RFC 7468): DER as Base64 between two lines. Read with tolerance, since actors carry it in JSON of many hands.

internal import Basics

enum PEM {
    /// More is no key.
    static let longest = 16_384

    /// The bytes of the first block and its label; line ends and spaces as they come.
    static func decode(_ text: String) -> (label: String, der: [UInt8])? {
        guard text.utf8.count <= longest else { return nil }
        let bytes = Array(text.utf8)
        guard let begin = find("-----BEGIN ", in: bytes, from: 0) else { return nil }
        guard let labelEnd = find("-----", in: bytes, from: begin) else { return nil }
        let label = String(decoding: bytes[begin..<(labelEnd - 5)], as: UTF8.self)
        guard let end = find("-----END", in: bytes, from: labelEnd) else { return nil }
        let body = bytes[labelEnd..<(end - 8)].filter { $0 > 0x20 }
        guard let der = Base64.decode(String(decoding: body, as: UTF8.self)) else { return nil }
        return (label, der)
    }

    static func encode(_ der: [UInt8], label: String) -> String {
        var text = "-----BEGIN \(label)-----\n"
        var rest = Base64.encode(der)[...]
        while !rest.isEmpty {
            text += rest.prefix(64) + "\n"
            rest = rest.dropFirst(64)
        }
        return text + "-----END \(label)-----\n"
    }

    /// The place after `needle`.
    private static func find(_ needle: StaticString, in bytes: [UInt8], from start: Int) -> Int? {
        let wanted = needle.withUTF8Buffer { Array($0) }
        guard let first = wanted.first, start <= bytes.count - wanted.count else { return nil }
        for place in start...(bytes.count - wanted.count) where bytes[place] == first {
            if bytes[place..<(place + wanted.count)].elementsEqual(wanted) { return place + wanted.count }
        }
        return nil
    }
}

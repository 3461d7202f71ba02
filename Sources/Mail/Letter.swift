// A letter in the form that travels: ASCII in short lines (RFC 5322), whatever its text.

internal import Basics
internal import Domain
internal import Foundation

/// Headers and body of one letter.
struct Letter: Sendable {
    let message: MailMessage
    let from: EmailAddress
    /// The sender's name, as people read it.
    let name: String
    /// The right side of the Message-ID.
    let host: String

    /// Lines end with CR LF.
    var bytes: [UInt8] {
        let headers = [
            "Date: \(Letter.date(message.date))",
            "From: \(Letter.phrase(name)) <\(from.written)>",
            "To: <\(message.to.written)>",
            "Subject: \(Letter.text(message.subject))",
            "Message-ID: <\(message.id)@\(host)>",
            // No answer from a machine, and none from us to one (RFC 3834, 5).
            "Auto-Submitted: auto-generated",
            "MIME-Version: 1.0",
            "Content-Type: text/plain; charset=utf-8",
            "Content-Transfer-Encoding: quoted-printable",
        ]
        return Array((headers.joined(separator: "\r\n") + "\r\n\r\n").utf8) + Letter.quotedPrintable(message.text)
    }

    /// `Sun, 15 Oct 2017 20:21:00 +0000` (RFC 5322, 3.3).
    static func date(_ moment: Timestamp) -> String {
        let days = ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"]
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        let (date, day) = (moment.civilDate, Int(moment.startOfDay.seconds / 86_400))
        let weekday = days[((day % 7) + 7) % 7]
        let clock = moment.iso8601.dropFirst(11).prefix(8)
        return "\(weekday), \(date.day) \(months[date.month - 1]) \(date.year) \(clock) +0000"
    }

    /// Text of a header, as it is where it is short and plain, else in encoded words (RFC 2047). What would end the line is
    /// gone before: nobody's text becomes a header of its own.
    static func text(_ text: String) -> String {
        let text = oneLine(text)
        let isPlain = text.utf8.count <= 64 && text.utf8.allSatisfy { (0x20...0x7E).contains($0) }
        return isPlain && !text.contains("=?") ? text : encodedWords(text)
    }

    /// A name before an address: a quoted string, or encoded words.
    static func phrase(_ text: String) -> String {
        let encoded = Letter.text(text)
        guard encoded == oneLine(text) else { return encoded }
        return "\"\(encoded.replacing("\\", with: "\\\\").replacing("\"", with: "\\\""))\""
    }

    private static func oneLine(_ text: String) -> String {
        var kept = String.UnicodeScalarView()
        for scalar in text.unicodeScalars { kept.append(scalar.properties.generalCategory == .control ? " " : scalar) }
        return String(kept).trimmingCharacters(in: .whitespaces)
    }

    /// At most 75 characters each, and no character cut in two (RFC 2047, 2 and 5).
    private static func encodedWords(_ text: String) -> String {
        var words: [[UInt8]] = [[]]
        for scalar in text.unicodeScalars {
            let bytes = Array(String(scalar).utf8)
            if words[words.count - 1].count + bytes.count > 42 { words.append([]) }
            words[words.count - 1] += bytes
        }
        return words.map { "=?utf-8?B?\(Data($0).base64EncodedString())?=" }.joined(separator: "\r\n ")
    }

    /// RFC 2045, 6.7: lines of at most 76 characters.
    static func quotedPrintable(_ text: String) -> [UInt8] {
        var bytes: [UInt8] = []
        for line in text.replacing("\r\n", with: "\n").split(separator: "\n", omittingEmptySubsequences: false) {
            var length = 0
            for (place, byte) in line.utf8.enumerated() {
                let isLast = place == line.utf8.count - 1
                let isBlank = byte == 0x20 || byte == 0x09
                let isPlain = (0x21...0x7E).contains(byte) && byte != UInt8(ascii: "=") || isBlank && !isLast
                let piece = isPlain ? [byte] : Array("=\(Hex.encode([byte]).uppercased())".utf8)
                if length + piece.count > (isLast ? 76 : 75) {
                    bytes += Array("=\r\n".utf8)
                    length = 0
                }
                bytes += piece
                length += piece.count
            }
            bytes += Array("\r\n".utf8)
        }
        return bytes
    }
}

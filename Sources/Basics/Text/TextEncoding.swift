// Texts in other encodings than UTF-8, made UTF-8: windows-1252 and UTF-16 here, all others by the C library's iconv.

#if canImport(Glibc)
internal import Glibc
#else
internal import Darwin
#endif

/// An encoding by one of the labels that pages use (Encoding Standard, 4.2).
public enum TextEncoding {
    /// UTF-8 of a text, what is invalid in it replaced by U+FFFD; nil for a label that no browser knows, and where the
    /// C library lacks the encoding.
    public static func utf8(_ bytes: [UInt8], from label: String) -> [UInt8]? {
        switch label {
        case "utf-8", "utf8", "unicode-1-1-utf-8": return bytes
        case "utf-16", "utf-16le": return utf16(bytes, isBigEndian: false)
        case "utf-16be": return utf16(bytes, isBigEndian: true)
        default: break
        }
        guard let name = names[label] else { return nil }
        return name == "CP1252" ? windows1252(bytes) : converted(bytes, from: name)
    }

    /// The names that iconv knows, by label. Labels mean what browsers make of them: a page that says GB 2312 may use all
    /// of GB 18030. UTF-7 is missing on purpose.
    private static let names: [String: String] = {
        var names: [String: String] = [:]
        for (name, labels) in [
            "CP1252": """
            windows-1252 cp1252 x-cp1252 iso-8859-1 iso8859-1 iso_8859-1 iso88591 latin1 latin-1 l1 us-ascii ascii \
            ansi_x3.4-1968
            """,
            "CP1250": "windows-1250 cp1250 x-cp1250", "CP1251": "windows-1251 cp1251 x-cp1251",
            "CP1253": "windows-1253 cp1253 x-cp1253",
            "CP1254": "windows-1254 cp1254 x-cp1254 iso-8859-9 iso8859-9 iso_8859-9 latin5 l5",
            "CP1255": "windows-1255 cp1255 x-cp1255", "CP1256": "windows-1256 cp1256 x-cp1256",
            "CP1257": "windows-1257 cp1257 x-cp1257", "CP1258": "windows-1258 cp1258 x-cp1258",
            "CP874": "windows-874 tis-620 iso-8859-11 iso8859-11 dos-874",
            "ISO-8859-2": "iso-8859-2 iso8859-2 iso_8859-2 latin2 l2", "ISO-8859-3": "iso-8859-3 iso8859-3 latin3 l3",
            "ISO-8859-4": "iso-8859-4 iso8859-4 latin4 l4", "ISO-8859-5": "iso-8859-5 iso8859-5 iso_8859-5 cyrillic",
            "ISO-8859-6": "iso-8859-6 iso8859-6 iso_8859-6 arabic",
            "ISO-8859-7": "iso-8859-7 iso8859-7 iso_8859-7 greek greek8",
            "ISO-8859-8": "iso-8859-8 iso8859-8 iso_8859-8 hebrew iso-8859-8-i logical",
            "ISO-8859-10": "iso-8859-10 iso8859-10 latin6 l6", "ISO-8859-13": "iso-8859-13 iso8859-13",
            "ISO-8859-14": "iso-8859-14 iso8859-14", "ISO-8859-15": "iso-8859-15 iso8859-15 iso_8859-15 latin9 l9",
            "ISO-8859-16": "iso-8859-16", "KOI8-R": "koi8-r koi8 koi koi8_r", "KOI8-U": "koi8-u koi8-ru",
            "IBM866": "ibm866 cp866 866", "MACINTOSH": "macintosh mac x-mac-roman",
            "MAC-CYRILLIC": "x-mac-cyrillic x-mac-ukrainian",
            "GB18030": "gb18030 gbk x-gbk gb2312 gb_2312 gb_2312-80 chinese csgb2312",
            "BIG5-HKSCS": "big5 big5-hkscs cn-big5 x-x-big5", "EUC-JP-MS": "euc-jp x-euc-jp cseucpkdfmtjapanese",
            "ISO-2022-JP": "iso-2022-jp csiso2022jp",
            "CP932": "shift_jis shift-jis sjis x-sjis ms_kanji windows-31j ms932",
            "UHC": "euc-kr korean ks_c_5601-1987 ks_c_5601-1989 ksc5601 windows-949 cseuckr",
        ] { for label in labels.split(separator: " ") { names[String(label)] = name } }
        return names
    }()

    private static func windows1252(_ bytes: [UInt8]) -> [UInt8] {
        var view = String.UnicodeScalarView()
        view.append(contentsOf: bytes.lazy.map(Windows1252.scalar))
        return Array(String(view).utf8)
    }

    private static func utf16(_ bytes: [UInt8], isBigEndian: Bool) -> [UInt8] {
        var units: [UInt16] = []
        units.reserveCapacity(bytes.count / 2)
        for place in stride(from: 0, to: bytes.count - 1, by: 2) {
            let (first, second) = (UInt16(bytes[place]), UInt16(bytes[place + 1]))
            units.append(isBigEndian ? first << 8 | second : second << 8 | first)
        }
        return Array(String(decoding: units, as: UTF16.self).utf8)
    }

    /// iconv(3): as much as can be read at a time; of what cannot, one byte is replaced and passed over. Some encodings
    /// hold a letter back until they see what follows: the last call, without input, asks for it.
    private static func converted(_ bytes: [UInt8], from name: String) -> [UInt8]? {
        guard let converter = iconv_open("UTF-8", name), converter != iconv_t(bitPattern: -1) else { return nil }
        defer { iconv_close(converter) }
        var out: [UInt8] = []
        out.reserveCapacity(bytes.count + bytes.count / 2)
        var input = bytes
        var buffer = [UInt8](repeating: 0, count: 1 << 14)
        input.withUnsafeMutableBytes { input in
            var next = input.baseAddress?.assumingMemoryBound(to: CChar.self)
            var left = input.count
            while next != nil {
                if left == 0 { next = nil }
                let (written, failure) = buffer.withUnsafeMutableBytes { buffer -> (Int, CInt) in
                    var place = buffer.baseAddress?.assumingMemoryBound(to: CChar.self)
                    var room = buffer.count
                    let result = iconv(converter, &next, &left, &place, &room)
                    return (buffer.count - room, result == -1 ? errno : 0)
                }
                out.append(contentsOf: buffer[..<written])
                switch failure {
                case 0, E2BIG: continue
                case EINVAL:
                    out.append(contentsOf: "\u{FFFD}".utf8)
                    left = 0
                default:
                    out.append(contentsOf: "\u{FFFD}".utf8)
                    next = next?.advanced(by: 1)
                    left -= 1
                }
            }
        }
        return out
    }
}

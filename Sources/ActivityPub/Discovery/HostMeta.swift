// Host metadata (RFC 6415): where a domain has its WebFinger, if not at the usual place.

internal import Basics

public enum HostMeta {
    public static let contentType = "application/xrd+xml; charset=utf-8"

    /// - Parameter origin: `https://chorus.example`.
    public static func xml(origin: String) -> [UInt8] {
        Array(
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <XRD xmlns="http://docs.oasis-open.org/ns/xri/xrd-1.0">
              <Link rel="lrdd" template="\(HTML.escape(origin))/.well-known/webfinger?resource={uri}"/>
            </XRD>

            """.utf8
        )
    }

    public static func json(origin: String) -> [UInt8] {
        var json = JSONWriter(capacity: 256)
        json.beginObject()
        json.array("links") { json in
            json.beginObject()
            json.field("rel", "lrdd")
            json.field("template", "\(origin)/.well-known/webfinger?resource={uri}")
            json.endObject()
        }
        json.endObject()
        return json.bytes
    }

    /// The template of the first `lrdd` link of an XRD, with `{uri}` replaced; nil where there is none.
    ///
    /// Looks for the two attributes in each `Link` element and is no reader of XML: entities other than `&amp;` end it.
    public static func webFinger(in xml: [UInt8], resource: String) -> ObjectID? {
        guard xml.count <= 100_000 else { return nil }
        for element in String(decoding: xml, as: UTF8.self).split(separator: "<").prefix(100) {
            guard element.hasPrefix("Link"), attribute("rel", of: element) == "lrdd",
                let template = attribute("template", of: element)?.replacing("&amp;", with: "&"),
                template.contains("{uri}"), !template.contains("&lt;")
            else { continue }
            return ObjectID(template.replacing("{uri}", with: PercentEncoding.encode(resource)))
        }
        return nil
    }

    private static func attribute(_ name: String, of element: Substring) -> String? {
        for quote in ["\"", "'"] {
            guard let start = element.firstRange(of: " \(name)=\(quote)") else { continue }
            return String(element[start.upperBound...].prefix { String($0) != quote })
        }
        return nil
    }
}

// What the text of a call ends with where it is read as a post, in apps and feeds.

internal import Basics
internal import Domain

extension Site {
    /// A line with the address of the call's page. Apps show a withheld figure of a poll as none: so it is said what is not shown.
    /// Made when the text is read and no part of it: the author's own text has none, and an edit keeps it.
    ///
    /// - Parameter language: that of the text around it (ISO 639, with or without a region); English where it is not known here.
    public func notice(ofCall id: Int64, in language: String?) -> String {
        let (address, shown) = (HTML.escape(callURL(id)), HTML.escape("\(domain)/calls/\(id)"))
        // Apps know these spans: the scheme is there to be copied and not shown.
        let scheme = isSecure ? "https://" : "http://"
        return
            "<p>\(CallNotice.sentence(in: language)) "
            + "<a href=\"\(address)\" target=\"_blank\" rel=\"nofollow noopener\" translate=\"no\"><span class=\"invisible\">\(scheme)"
            + "</span><span class=\"\">\(shown)</span></a></p>"
    }
}

enum CallNotice {
    /// Plain text; a link follows it.
    static func sentence(in language: String?) -> String {
        language.flatMap { sentences[Language.withoutRegion($0)] } ?? english
    }

    private static let english =
        "Small numbers are not shown here; that does not mean none. See how many have answered, or answer without being seen:"

    private static let sentences = [
        "en": english,
        "es":
            "Aquí no se muestran los números pequeños; eso no significa que no haya ninguno. Mira cuántas personas han respondido, "
            + "o responde sin que nadie te vea:",
        "fr":
            "Les petits nombres ne sont pas affichés ici ; cela ne veut pas dire qu’il n’y en a pas. Voir combien de personnes "
            + "ont répondu, ou répondre sans que cela se voie :",
        "de":
            "Kleine Zahlen werden hier nicht gezeigt; das heißt nicht, dass es keine gibt. Sieh, wie viele geantwortet haben, "
            + "oder antworte, ohne gesehen zu werden:",
        "pt":
            "Números pequenos não são mostrados aqui; isso não quer dizer que não haja nenhum. Veja quantas pessoas responderam, "
            + "ou responda sem que ninguém veja:",
        "it":
            "I numeri piccoli non vengono mostrati qui; non significa che non ce ne siano. Guarda quante persone hanno risposto, "
            + "o rispondi senza che nessuno lo veda:",
        "ar":
            "لا تُعرض الأعداد الصغيرة هنا، وهذا لا يعني عدم وجودها. لمعرفة عدد الذين أجابوا، أو للإجابة دون أن يراك أحد:",
        "hi":
            "छोटी संख्याएँ यहाँ नहीं दिखाई जातीं; इसका मतलब यह नहीं कि कोई नहीं है। देखें कि कितने लोगों ने उत्तर दिया है, या बिना दिखे उत्तर दें:",
        "ja": "小さな数はここには表示されません。ゼロという意味ではありません。何人が答えたかを見る、または誰にも知られずに答える：",
        "ko": "작은 수는 여기에 표시되지 않으며, 아무도 없다는 뜻은 아닙니다. 몇 명이 답했는지 보거나, 드러나지 않게 답하기:",
    ]
}

extension CachedStatus {
    /// It is a call.
    public var isCall: Bool { poll?.isOfCall == true && status.reblogOfID == nil }

    /// The content as it is read by itself.
    public func content(on site: Site) -> String {
        isCall ? status.content + site.notice(ofCall: status.id, in: status.language) : status.content
    }
}

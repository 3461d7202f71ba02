// Private information but phones: made up, with right checksums.

import Guard

enum OtherDraws {
    static func draw(_ language: String, _ dice: inout Dice) -> (PrivateKind, String) {
        switch dice.below(5) {
        case 0: (.emailAddress, email(&dice))
        case 1: (.bankAccount, account(&dice))
        case 2: (.cardNumber, card(&dice))
        case 3: (.identityNumber, identity(language, &dice))
        default: (.streetAddress, dice.fill(dice.of(streets[language] ?? [])))
        }
    }

    private static func email(_ dice: inout Dice) -> String {
        let name = dice.fill(dice.of(["@@@@@.@@@@@@", "@@@@@##", "@_@@@@@@"]))
        return name
            + dice.of([
                "@example.org", "@mail.example.com", " (at) example.net", "[at]example[dot]org", " at gmail dot com",
                "@gmail.com",
                " @ gmail . com", "＠example.org",
            ])
    }

    private static func account(_ dice: inout Dice) -> String {
        let (country, body) = dice.of([
            ("NL", "TEST0#########"), ("DE", "##################"), ("ES", "####################"),
            ("FR", "#######################"), ("GB", "TEST##############"), ("IT", "X######################"),
            ("BE", "############"),
        ])
        let digits = dice.fill(body)
        var rest = 0
        for byte in (digits + country + "00").utf8 {
            rest = byte < 0x3A ? (rest * 10 + Int(byte) - 0x30) % 97 : (rest * 100 + Int(byte) - 55) % 97
        }
        let check = 98 - rest
        let text = country + (check < 10 ? "0" : "") + String(check) + digits
        return dice.below(2) == 0 ? text : grouped(text)
    }

    private static func grouped(_ text: String) -> String {
        text.enumerated().reduce(into: "") { result, entry in
            if entry.offset > 0, entry.offset % 4 == 0 { result += " " }
            result.append(entry.element)
        }
    }

    private static func card(_ dice: inout Dice) -> String {
        let body = dice.fill(dice.of(["4##############", "51#############", "2221###########"]))
        let sum = body.compactMap(\.wholeNumberValue).reversed().enumerated().reduce(0) { sum, entry in
            let value = entry.element * (entry.offset % 2 == 0 ? 2 : 1)
            return sum + (value > 9 ? value - 9 : value)
        }
        let text = body + String((10 - sum % 10) % 10)
        return dice.below(2) == 0 ? grouped(text) : grouped(text).replacing(" ", with: "-")
    }

    private static func identity(_ language: String, _ dice: inout Dice) -> String {
        switch language {
        case "es":
            let digits = dice.fill("########")
            return digits + String(Array("TRWAGMYFPDXBNJZSQVHLCKE")[(Int(digits) ?? 0) % 23])
        case "pt":
            var digits = dice.fill("#########").compactMap(\.wholeNumberValue)
            for count in [9, 10] {
                let sum = digits.enumerated().reduce(0) { $0 + $1.element * (count + 1 - $1.offset) }
                digits.append(sum * 10 % 11 % 10)
            }
            let text = digits.map(String.init).joined()
            return "\(text.prefix(3)).\(text.dropFirst(3).prefix(3)).\(text.dropFirst(6).prefix(3))-\(text.suffix(2))"
        case "fr":
            let body = dice.fill("2 8") + dice.fill("# 05 75 #%# ###")
            let number = body.compactMap(\.wholeNumberValue).reduce(0) { $0 * 10 + $1 }
            let check = 97 - number % 97
            return body + (check < 10 ? " 0" : " ") + String(check)
        case "ko": return dice.fill("8#0%1#-2######")
        default: return dice.fill("1##-%#-1###")
        }
    }

    private static let streets: [String: [String]] = [
        "en": ["%# Example Street", "1#% Sample Rd", "%B Willow Tree Lane"],
        "es": ["Calle Ejemplo %#", "Avenida de la Muestra, %", "C/ Ejemplo 1%"],
        "fr": ["%# rue de l'Exemple", "1%, avenue des Exemples", "% bis rue Modèle"],
        "de": ["Beispielstraße %#", "Musterweg %", "Exempelstr. 1%", "Mustergasse %a"],
        "pt": ["Rua do Exemplo, %#", "Avenida Exemplo 1%", "Travessa da Amostra nº %"],
        "it": ["Via Esempio %#", "Viale dei Modelli, %", "Piazza Prova 1%"],
        "ar": ["شارع المثال %#", "شارع النموذج رقم %"], "hi": ["मकान नंबर %#", "गली नं. %"],
        "ja": ["例町%-1%-%", "見本区例町%丁目1%番"],
        "ko": ["예시대로 %#", "서울시 보기구 예시로 1%"],
    ]
}

// The languages of the weekend, and the few sentences in each. All texts are made up for this; none is anybody's.

/// What people of one language write.
struct Phrases: Sendable {
    /// ISO 639-1.
    let language: String
    let share: Double
    let meToo: [String]
    let solidarity: [String]
    let account: [String]
    let news: [String]
    let hostile: [String]
}

extension Phrases {
    static let all: [Phrases] = [english, spanish, french, german, italian, hindi, arabic, japanese, korean]

    /// Everybody keeps to one language.
    static func of(person: Int32, seed: UInt64) -> Phrases {
        var random = SeededGenerator(seed: seed ^ 0x6C61_6E67, stream: UInt64(UInt32(bitPattern: person)))
        return all[random.place(weights: all.map(\.share))]
    }

    static let english = Phrases(
        language: "en",
        share: 71,
        meToo: ["Me too.", "me too", "Me too", "Me, too."],
        solidarity: [
            "I stand with you.", "I stand with you, all of you.", "I believe you.", "I hear you, and I stand with you.",
            "You are not alone. I stand with you.", "To everyone who writes today: I stand with you.",
        ],
        account: [
            "It was a long time ago and I told nobody.", "I was new there and did not know whom to ask.",
            "For years I thought that I was the only one.", "I am writing this for the first time.",
            "A friend believed me, and that made all the difference.", "I changed my route home after that.",
            "Today I read so many of you that I wanted to be counted.", "It took me a while to find these words.",
            "I would have liked to see a page like this back then.", "Thank you to whoever began this.",
        ],
        news: [
            "The papers are writing about it now.", "Thousands of answers within hours.",
            "They talked about it on the radio.",
            "Worth reading the whole thread.",
        ],
        hostile: ["Not this again.", "I do not see the point of this.", "Can we talk about something else?"]
    )

    static let spanish = Phrases(
        language: "es",
        share: 8,
        meToo: ["Yo también.", "yo también"],
        solidarity: ["Estoy contigo.", "Te creo.", "No estás sola, estoy contigo."],
        account: ["Nunca se lo conté a nadie.", "Hoy lo escribo por primera vez.", "Gracias por empezar esto."],
        news: ["Ya sale en los periódicos.", "Miles de respuestas en pocas horas."],
        hostile: ["Otra vez lo mismo."]
    )

    static let french = Phrases(
        language: "fr",
        share: 6,
        meToo: ["Moi aussi.", "moi aussi"],
        solidarity: ["Je suis avec vous.", "Je vous crois.", "Vous n'êtes pas seules, je suis avec vous."],
        account: [
            "Je n'en avais parlé à personne.", "Je l'écris pour la première fois.", "Merci à celle qui a commencé.",
        ],
        news: ["Les journaux en parlent.", "Des milliers de réponses en quelques heures."],
        hostile: ["Encore ce sujet."]
    )

    static let german = Phrases(
        language: "de",
        share: 3,
        meToo: ["Ich auch.", "ich auch"],
        solidarity: ["Ich stehe zu euch.", "Ich glaube euch.", "Ihr seid nicht allein, ich stehe zu euch."],
        account: ["Ich habe es nie erzählt.", "Ich schreibe es zum ersten Mal.", "Danke, dass ihr den Anfang macht."],
        news: ["Die Zeitungen schreiben darüber.", "Tausende Antworten in wenigen Stunden."],
        hostile: ["Nicht schon wieder."]
    )
}

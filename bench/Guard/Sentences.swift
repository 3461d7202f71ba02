// What people might write, in ten languages; `{}` is where private information stands, the words in braces are drawn.

enum Sentences {
    static let languages = ["en", "es", "fr", "de", "pt", "it", "ar", "hi", "ja", "ko"]

    /// Around a phone number: with a word for it and without.
    static let phones: [String: [String]] = [
        "en": [
            "Call {} if you want to help.", "Text me: {}", "{} is the number of my neighbour, she has a spare tent.",
            "{}",
            "Tell him what you think! {}", "We meet at {time}. Questions? {}", "Her number is {}, she brings the tea.",
            "WhatsApp {} for a lift on {date}.", "I found this: {} (she lives near the park)",
        ],
        "es": [
            "Llama al {} si quieres ayudar.", "Mi móvil: {}", "{} es el número de mi vecina.", "{}",
            "Escribid a este señor: {}", "Quedamos a las {time}. ¿Preguntas? {}",
            "WhatsApp {} para ir juntos el {date}.",
            "Lo encontré aquí: {}, vive cerca del parque",
        ],
        "fr": [
            "Appelez le {} pour aider.", "Mon portable : {}", "{} c'est le numéro de ma voisine.", "{}",
            "Dites-lui ce que vous pensez ! {}", "Rendez-vous à {time}. Des questions ? {}",
            "WhatsApp {} pour venir le {date}.",
            "J'ai trouvé ça : {}, elle habite près du parc",
        ],
        "de": [
            "Ruf an unter {}, wenn du helfen willst.", "Mein Handy: {}", "{} ist die Nummer meiner Nachbarin.", "{}",
            "Sagt ihm, was ihr denkt! {}", "Treffen um {time}. Fragen? {}", "WhatsApp {} für eine Mitfahrt am {date}.",
            "Das habe ich gefunden: {}, sie wohnt beim Park",
        ],
        "pt": [
            "Liga para {} se quiser ajudar.", "Meu celular: {}", "{} é o número da minha vizinha.", "{}",
            "Digam a ele o que pensam! {}", "Encontro às {time}. Perguntas? {}", "Zap {} para ir junto em {date}.",
            "Encontrei isto: {}, ela mora perto do parque",
        ],
        "it": [
            "Chiama il {} se vuoi aiutare.", "Il mio cellulare: {}", "{} è il numero della mia vicina.", "{}",
            "Ditegli cosa pensate! {}", "Ci vediamo alle {time}. Domande? {}", "WhatsApp {} per venire il {date}.",
            "Ho trovato questo: {}, abita vicino al parco",
        ],
        "ar": [
            "اتصلوا على {} للمساعدة", "رقم جوالي {}", "{} هذا رقم جارتي", "{}", "قولوا له رأيكم {}",
            "اللقاء الساعة {time} وللأسئلة {}", "واتساب {} للذهاب معا يوم {date}", "وجدت هذا: {} وهي تسكن قرب الحديقة",
        ],
        "hi": [
            "मदद के लिए {} पर कॉल करें", "मेरा मोबाइल: {}", "{} मेरी पड़ोसी का नंबर है", "{}", "उनसे कहिए आप क्या सोचते हैं {}",
            "मिलते हैं {time} बजे, सवाल हो तो {}", "साथ चलने के लिए व्हाट्सएप {}", "यह मिला: {} वह पार्क के पास रहती हैं",
        ],
        "ja": [
            "手伝える人は{}に電話してください", "携帯は{}です", "{}は隣の人の番号です", "{}", "思っていることを伝えて {}",
            "集合は{time}。質問は {} まで", "こんなの見つけた：{} 公園の近くに住んでいるらしい",
        ],
        "ko": [
            "도와주실 분은 {}로 전화 주세요", "제 핸드폰: {}", "{} 이웃 번호예요", "{}", "어떻게 생각하는지 말해 주세요 {}",
            "{time}에 만나요. 질문은 {}", "이런 걸 찾았어요: {} 공원 근처에 살아요",
        ],
    ]

    /// With numbers that nobody has.
    static let harmless: [String: [String]] = [
        "en": [
            "We were {count} people on {date}, and it was lovely.", "Order {id} arrived at {time}.",
            "Only {price} for the whole box.",
            "Read {url} before {time}", "The match ended {score}.", "Between {years} nothing happened here.",
            "See commit {hash} and issue #{id}", "ISBN {isbn}, page 212", "{tag} is at {count} votes, {percent}% more",
            "Server at {ip}, version {version}", "Coordinates {place}", "Invoice number {id}, {price}",
            "My id is {uuid}", "Steps today: {count}, record {count}", "Poll: 1) {year} 2) {year} 3) {year}",
        ],
        "es": [
            "Fuimos {count} personas el {date}.", "El pedido {id} llegó a las {time}.", "Solo {price} por la caja.",
            "Lee {url} antes de las {time}", "El partido terminó {score}.", "Entre {years} no pasó nada.",
            "Referencia {id}, {price}", "ISBN {isbn}", "{tag} tiene {count} votos", "{uuid}", "Coordenadas {place}",
        ],
        "fr": [
            "Nous étions {count} personnes le {date}.", "La commande {id} est arrivée à {time}.",
            "Seulement {price} la boîte.",
            "Lisez {url} avant {time}", "Le match a fini {score}.", "Entre {years} rien.", "Facture {id}, {price}",
            "ISBN {isbn}", "{tag} a {count} voix", "{hash}", "La ville a {count} habitants",
        ],
        "de": [
            "Wir waren {count} Menschen am {date}.", "Bestellung {id} kam um {time}.", "Nur {price} die Kiste.",
            "Lest {url} vor {time}", "Das Spiel endete {score}.", "Zwischen {years} war nichts.",
            "Rechnung {id}, {price}",
            "ISBN {isbn}", "{tag} hat {count} Stimmen", "Aktenzeichen {id}", "{uuid}", "Server {ip}, Version {version}",
        ],
        "pt": [
            "Éramos {count} pessoas em {date}.", "A encomenda {id} chegou às {time}.", "Só {price} a caixa.",
            "Leia {url} antes das {time}", "O jogo acabou {score}.", "Entre {years} nada.", "Protocolo {id}, {price}",
            "ISBN {isbn}", "{tag} tem {count} votos", "{hash}",
        ],
        "it": [
            "Eravamo {count} persone il {date}.", "L'ordine {id} è arrivato alle {time}.", "Solo {price} la scatola.",
            "Leggete {url} prima delle {time}", "La partita è finita {score}.", "Tra {years} niente.",
            "Fattura {id}, {price}",
            "ISBN {isbn}", "{tag} ha {count} voti", "{uuid}",
        ],
        "ar": [
            "كنا {count} شخص يوم {date}", "وصل الطلب {id} الساعة {time}", "فقط {price} للصندوق",
            "اقرأوا {url} قبل {time}",
            "انتهت المباراة {score}", "بين {years} لم يحدث شيء", "فاتورة {id}", "{tag} له {count} صوت", "{hash}",
        ],
        "hi": [
            "{date} को हम {count} लोग थे", "ऑर्डर {id} {time} बजे आया", "पूरा डिब्बा सिर्फ {price}", "{time} से पहले {url} पढ़ें",
            "मैच {score} पर खत्म हुआ", "{years} के बीच कुछ नहीं", "{tag} को {count} वोट", "{uuid}", "बिल {id}",
        ],
        "ja": [
            "{date}に{count}人が集まりました", "注文番号 {id} が{time}に届きました", "箱ごとで{price}", "{time}までに {url} を読んで",
            "試合は{score}で終わった", "{years}の間は何もなかった", "ISBN {isbn}", "{tag} は{count}票", "{hash}", "今日は{count}歩",
        ],
        "ko": [
            "{date}에 {count}명이 모였어요", "주문번호 {id}가 {time}에 왔어요", "상자 전체가 {price}", "{time} 전에 {url} 읽어 주세요",
            "경기는 {score}로 끝났어요", "{years} 사이에는 없었어요", "ISBN {isbn}", "{tag} 는 {count}표", "{uuid}",
        ],
    ]

    /// Around other private information.
    static let others: [String: [String]] = [
        "en": ["She is at {}, go and see her.", "Mine is {}", "{}", "Write it down: {}"],
        "es": ["Está en {}.", "El mío es {}", "{}"], "fr": ["Elle est à {}.", "Le mien est {}", "{}"],
        "de": ["Sie ist hier: {}.", "Meins ist {}", "{}"], "pt": ["Ela está em {}.", "O meu é {}", "{}"],
        "it": ["Lei è in {}.", "Il mio è {}", "{}"], "ar": ["هي في {}", "{}"], "hi": ["वह यहाँ है {}", "{}"],
        "ja": ["ここです {}", "{}"], "ko": ["여기예요 {}", "{}"],
    ]

    static let tails: [String: [String]] = [
        "en": ["Thank you all!", "See you soon.", "It was a good day."], "es": ["¡Gracias a todas!", "Hasta pronto."],
        "fr": ["Merci à toutes !", "À bientôt."], "de": ["Danke euch allen!", "Bis bald."],
        "pt": ["Obrigado!", "Até logo."],
        "it": ["Grazie a tutti!", "A presto."], "ar": ["شكرا لكم", "إلى اللقاء"], "hi": ["धन्यवाद", "फिर मिलेंगे"],
        "ja": ["ありがとう。", "またね。"], "ko": ["고마워요.", "또 만나요."],
    ]
}

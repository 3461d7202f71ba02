// Italian, Hindi, Arabic, Japanese and Korean.

extension Phrases {
    static let italian = Phrases(
        language: "it",
        share: 3,
        meToo: ["Anch'io.", "anch'io"],
        solidarity: ["Sono con voi.", "Vi credo.", "Non siete sole, sono con voi."],
        account: ["Non l'ho mai raccontato.", "Lo scrivo per la prima volta.", "Grazie a chi ha cominciato."],
        news: ["Ne parlano i giornali.", "Migliaia di risposte in poche ore."],
        hostile: ["Ancora questa storia."]
    )

    static let hindi = Phrases(
        language: "hi",
        share: 3,
        meToo: ["मैं भी", "मैं भी।"],
        solidarity: ["मैं आपके साथ हूँ।", "आप अकेली नहीं हैं।"],
        account: ["मैंने यह किसी को नहीं बताया था।", "मैं पहली बार लिख रही हूँ।", "शुरुआत करने वालों का धन्यवाद।"],
        news: ["अख़बारों में भी इसकी चर्चा है।", "कुछ ही घंटों में हज़ारों जवाब।"],
        hostile: ["फिर वही बात।"]
    )

    static let arabic = Phrases(
        language: "ar",
        share: 2,
        meToo: ["أنا أيضا", "وأنا أيضا"],
        solidarity: ["أنا معكن.", "أصدقكن.", "لستن وحدكن، أنا معكن."],
        account: ["لم أخبر أحدا بذلك من قبل.", "أكتب هذا للمرة الأولى.", "شكرا لمن بدأت."],
        news: ["الصحف تكتب عن هذا الآن.", "آلاف الردود خلال ساعات."],
        hostile: ["مرة أخرى نفس الموضوع."]
    )

    static let japanese = Phrases(
        language: "ja",
        share: 2,
        meToo: ["私も", "私もです。"],
        solidarity: ["あなたの味方です。", "信じます。", "ひとりではありません。"],
        account: ["誰にも話したことがありませんでした。", "初めて書きます。", "始めてくれた人に感謝します。"],
        news: ["新聞でも取り上げられています。", "数時間で何千もの返信。"],
        hostile: ["またその話ですか。"]
    )

    static let korean = Phrases(
        language: "ko",
        share: 2,
        meToo: ["나도", "저도요."],
        solidarity: ["당신과 함께합니다.", "당신을 믿습니다.", "혼자가 아닙니다."],
        account: ["누구에게도 말하지 못했습니다.", "처음으로 써 봅니다.", "시작해 주셔서 고맙습니다."],
        news: ["신문에서도 다루고 있습니다.", "몇 시간 만에 수천 개의 답글."],
        hostile: ["또 이 이야기인가요."]
    )
}

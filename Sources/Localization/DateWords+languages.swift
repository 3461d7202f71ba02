// The names of months and days in each language, and their order.

extension DateWords {
    init(_ language: InterfaceLanguage) {
        switch language {
        case .en:
            self = .named(
                "January February March April May June July August September October November December",
                "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec",
                "Sunday Monday Tuesday Wednesday Thursday Friday Saturday",
                "Sun Mon Tue Wed Thu Fri Sat"
            )
            long = "{date} at {t} UTC"
        case .es:
            self = .named(
                "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
                "ene feb mar abr may jun jul ago sept oct nov dic",
                "domingo lunes martes miércoles jueves viernes sábado",
                "dom lun mar mié jue vie sáb"
            )
            (longDate, month, longDay) = ("{d} de {MMMM} de {y}", "{MMMM} de {y}", "{d} de {MMMM}")
            weekdayDate = "{w}, {d} de {MMMM} de {y}"
        case .fr:
            self = .named(
                "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
                "janv. févr. mars avr. mai juin juil. août sept. oct. nov. déc.",
                "dimanche lundi mardi mercredi jeudi vendredi samedi",
                "dim. lun. mar. mer. jeu. ven. sam."
            )
            (weekdayDate, long) = ("{w} {d} {MMMM} {y}", "{date} à {t} UTC")
        case .de:
            self = .named(
                "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
                "Jan. Feb. März Apr. Mai Juni Juli Aug. Sept. Okt. Nov. Dez.",
                "Sonntag Montag Dienstag Mittwoch Donnerstag Freitag Samstag",
                "So Mo Di Mi Do Fr Sa"
            )
            (date, longDate, day, longDay) = ("{d}. {MMM} {y}", "{d}. {MMMM} {y}", "{d}. {MMM}", "{d}. {MMMM}")
            (weekdayDate, long) = ("{w}, {d}. {MMMM} {y}", "{date} um {t} UTC")
        case .pt:
            self = .named(
                "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
                "jan. fev. mar. abr. mai. jun. jul. ago. set. out. nov. dez.",
                "domingo segunda-feira terça-feira quarta-feira quinta-feira sexta-feira sábado",
                "dom. seg. ter. qua. qui. sex. sáb."
            )
            (date, longDate, month) = ("{d} de {MMM} de {y}", "{d} de {MMMM} de {y}", "{MMMM} de {y}")
            (day, longDay, shortMonth) = ("{d} de {MMM}", "{d} de {MMMM}", "{MMM} de {y}")
            (weekdayDate, long) = ("{w}, {d} de {MMMM} de {y}", "{date} às {t} UTC")
        case .it:
            self = .named(
                "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
                "gen feb mar apr mag giu lug ago set ott nov dic",
                "domenica lunedì martedì mercoledì giovedì venerdì sabato",
                "dom lun mar mer gio ven sab"
            )
            (weekdayDate, long) = ("{w} {d} {MMMM} {y}", "{date} alle ore {t} UTC")
        case .ar:
            let months = "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر"
            let days = "الأحد الاثنين الثلاثاء الأربعاء الخميس الجمعة السبت"
            self = .named(months, months, days, days)
            (weekdayDate, short, long) = ("{w}، {d} {MMMM} {y}", "{date}، {t} UTC", "{date} في {t} UTC")
        case .hi:
            self = .named(
                "जनवरी फ़रवरी मार्च अप्रैल मई जून जुलाई अगस्त सितंबर अक्टूबर नवंबर दिसंबर",
                "जन॰ फ़र॰ मार्च अप्रैल मई जून जुल॰ अग॰ सित॰ अक्टू॰ नव॰ दिस॰",
                "रविवार सोमवार मंगलवार बुधवार गुरुवार शुक्रवार शनिवार",
                "रवि सोम मंगल बुध गुरु शुक्र शनि"
            )
            long = "{date} को {t} UTC"
        case .ja:
            let months = "1月 2月 3月 4月 5月 6月 7月 8月 9月 10月 11月 12月"
            self = .named(months, months, "日曜日 月曜日 火曜日 水曜日 木曜日 金曜日 土曜日", "日 月 火 水 木 金 土")
            (date, longDate, month) = ("{y}年{M}月{d}日", "{y}年{M}月{d}日", "{y}年{M}月")
            shortMonth = month
            (day, longDay, weekdayDate) = ("{M}月{d}日", "{M}月{d}日", "{y}年{M}月{d}日{w}")
            (short, long) = ("{date} {t} UTC", "{date} {t} UTC")
        case .ko:
            let months = "1월 2월 3월 4월 5월 6월 7월 8월 9월 10월 11월 12월"
            self = .named(months, months, "일요일 월요일 화요일 수요일 목요일 금요일 토요일", "일 월 화 수 목 금 토")
            (date, longDate, month) = ("{y}년 {M}월 {d}일", "{y}년 {M}월 {d}일", "{y}년 {M}월")
            shortMonth = month
            (day, longDay, weekdayDate) = ("{M}월 {d}일", "{M}월 {d}일", "{y}년 {M}월 {d}일 {w}")
            (short, long) = ("{date} {t} UTC", "{date} {t} UTC")
        }
    }

    private static func named(_ months: String, _ short: String, _ days: String, _ shortDays: String) -> DateWords {
        let split = { (text: String) in text.split(separator: " ").map(String.init) }
        return DateWords(
            months: split(months),
            shortMonths: split(short),
            weekdays: split(days),
            shortWeekdays: split(shortDays)
        )
    }
}

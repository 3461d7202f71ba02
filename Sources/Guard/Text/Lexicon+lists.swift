// The words themselves, by meaning; in each list a line is roughly a language.

extension Lexicon {
    /// Zero to nine, with commas between and synonyms beside each other.
    static let digits = [
        "zero oh nought,one,two,three,four,five,six,seven,eight,nine",
        "cero,uno una,dos,tres,cuatro,cinco,seis,siete,ocho,nueve",
        "zéro,un une,deux,trois,quatre,cinq,six,sept,huit,neuf",
        "null,eins ein,zwei zwo,drei,vier,fünf fuenf,sechs,sieben,acht,neun",
        "zero,um uma,dois duas,três,quatro,cinco,seis meia,sete,oito,nove",
        "zero,uno,due,tre,quattro,cinque,sei,sette,otto,nove",
        "nul,een één,twee,drie,vier,vijf,zes,zeven,acht,negen",
        "صفر,واحد,اثنان اثنين اتنين,ثلاثة تلاتة ثلاثه,أربعة اربعة اربعه,خمسة خمسه,ستة سته,سبعة سبعه,ثمانية تمانية ثمانيه,تسعة تسعه",
        "शून्य जीरो ज़ीरो,एक वन,दो टू,तीन थ्री,चार फोर,पांच पाँच फाइव,छह छः सिक्स,सात सेवन,आठ एट,नौ नाइन",
        "ゼロ れい,いち,に,さん,よん,ご,ろく,なな,はち,きゅう",
        "ноль нуль,один,два,три,четыре,пять,шесть,семь,восемь,девять",
    ]

    static let multiples: [(UInt8, String)] = [
        (2, "double doble doppel dobro doppio dubbel ダブル डबल"), (3, "triple triplo dreifach ट्रिपल"),
    ]

    static let traits: [(Word.Traits, String)] = [
        (
            .phone,
            """
            phone phones tel telephone mobile mob cell cellphone call calling dial ring text sms whatsapp signal telegram imessage
            telefono telefonos movil celular llama llame llamen llamar llamadle llamame fono
            telephone portable appelle appelez appeler joindre joignable
            telefon handy handynummer telefonnummer rufnummer ruf ruft anrufen anruf erreichbar mobil mobilnummer
            telefone telemovel ligue liga ligar ligem zap zapzap
            cellulare chiama chiamate chiamare chiamami telefonare telefonatele recapito
            telefoon telefoonnummer bel bellen mobiel mobieltje
            هاتف هاتفي هاتفه هاتفها جوال جواله جوالها موبايل تلفون تليفون اتصل اتصلوا اتصلي واتساب واتس للاتصال
            फोन फ़ोन मोबाइल कॉल व्हाट्सएप व्हाट्सऐप संपर्क
            電話 電話番号 携帯 携帯番号 전화 전화번호 연락처 핸드폰 휴대폰 문자 카톡 전화해 전화주세요
            телефон тел моб звоните звони позвоните звонить ватсап вотсап
            电话 电话号码 手机 手机号 联系电话 telefonu numara cep telefonen mobilen ring ringa puhelin telefonem
            """
        ),
        (
            .number,
            """
            number no nr num numero numeros número numéro nummer números numeri contact contacto kontakt contatto contato
            رقم رقمه رقمها ارقام نمبر नंबर नम्बर 番号 번호 номер 号码 her his their
            """
        ),
        (
            .reference,
            """
            order orders id ids ref reference invoice ticket issue case serial sku tracking parcel isbn issn doi pmid barcode
            ean version build commit block bug petition model part item account acct transaction receipt booking reservation
            hash patent grant flight article docket bill page pages photo img image timestamp unix post status uid batch lot
            pedido factura referencia expediente envio reserva ticket modelo articulo
            commande facture colis dossier suivi réservation billet modèle
            bestellung bestellnummer rechnung rechnungsnummer sendungsnummer aktenzeichen artikel artikelnummer vorgang
            vorgangsnummer auftrag auftragsnummer buchung seriennummer
            encomenda fatura protocolo processo reserva rastreio nota
            ordine fattura pratica spedizione prenotazione biglietto protocollo
            bestelling bestelnummer factuur zaak ordernummer zaaknummer
            طلب الطلب فاتورة الفاتورة شحنة حجز تذكرة ऑर्डर बिल इनवॉइस टिकट बुकिंग
            注文 注文番号 伝票 伝票番号 請求 予約 予約番号 주문 주문번호 송장 송장번호 예약 예약번호 заказ заказа счет 订单 订单号 快递
            """
        ),
        (
            .unit,
            """
            people persons percent euro euros eur usd gbp dollar dollars pounds pound yen won rupee rupees inr km kg m cm mm g
            kb mb gb tb bytes million millions billion thousand views votes followers likes signatures years days hours minutes
            seconds steps times copies users accounts posts kilometers kilometres miles lakh crore
            personas millones pesos votos firmas dólares años personnes millions voix signatures habitants ans
            menschen leute millionen stimmen unterschriften einwohner jahre pessoas milhões votos reais assinaturas habitantes
            persone milioni voti firme abitanti mensen miljoen stemmen handtekeningen inwoners
            شخص مليون ريال جنيه دولار صوت لوگ लोग लाख करोड़ रुपये रुपए वोट 人 円 万人 票 명 원 만명 표 человек рублей руб 元
            """
        ),
        (
            .wayBefore,
            """
            c calle avenida avda av paseo plaza camino carretera rue avenue boulevard bd chemin impasse allée allee quai route
            via viale piazza corso vicolo largo rua travessa praça alameda estrada улица ул проспект شارع طريق ulica ul
            """
        ),
        (
            .wayAfter,
            """
            street st road rd avenue ave lane ln drive dr boulevard blvd court ct close crescent terrace grove mews gardens
            highway hwy parkway pkwy
            """
        ),
        (
            .identity,
            """
            ssn social security passport bsn burgerservicenummer sofinummer steuer steuerid steuernummer identifikationsnummer
            idnr sécu sécurité insee nir dni nie nif nss codice fiscale cf contribuinte cpf aadhaar aadhar uid आधार pan
            주민등록번호 주민번호 マイナンバー 個人番号 personnummer personnr pesel rijksregisternummer rrn id identity national
            insurance nino identidad identidade identità ausweis identiteit هوية الهوية القومي 身份证 身份证号 tc kimlik henkilötunnus
            """
        ),
        (.at, "at arroba arobase klammeraffe ät chiocciola apenstaartje собака ऐट एट 골뱅이 アット آت"),
        (.dot, "dot punto point punkt ponto punt точка डॉट 점 닷 ドット نقطة"),
        (
            .mailHost,
            """
            gmail googlemail outlook hotmail yahoo proton protonmail icloud gmx web live msn aol mail ymail yandex naver
            daum hanmail qq libero posteo tutanota orange wanadoo terra uol bol ziggo kpnmail
            """
        ),
    ]
}

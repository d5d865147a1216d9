namespace HumaXledger.Core.People.Countries;

/// <summary>
/// The countries of ISO 3166-1, one per line, and other spellings of their names. Read once by <see cref="Country"/>.
/// </summary>
internal static class CountryTable
{
    /// <summary>
    /// Alpha-2, alpha-3, then the name in English, bokmål, Swedish, Danish, Finnish and Icelandic; empty where it
    /// equals the English name.
    /// </summary>
    /// <remarks>Kosovo has no ISO code; <c>XK</c> is the one that the EU, the IBAN registry and Unicode use.</remarks>
    public const string Names = """
        AD|AND|Andorra|||||
        AE|ARE|United Arab Emirates|De forente arabiske emirater|Förenade Arabemiraten|De Forenede Arabiske Emirater|Arabiemiirikunnat|Sameinuðu arabísku furstadæmin
        AF|AFG|Afghanistan||||Afganistan|Afganistan
        AG|ATG|Antigua and Barbuda|Antigua og Barbuda|Antigua och Barbuda|Antigua og Barbuda|Antigua ja Barbuda|Antígva og Barbúda
        AI|AIA|Anguilla|||||Angvilla
        AL|ALB|Albania||Albanien|Albanien||Albanía
        AM|ARM|Armenia||Armenien|Armenien||Armenía
        AO|AGO|Angola|||||Angóla
        AQ|ATA|Antarctica|Antarktis|Antarktis|Antarktis|Antarktis|Suðurskautslandið
        AR|ARG|Argentina||||Argentiina|Argentína
        AS|ASM|American Samoa|Amerikansk Samoa|Amerikanska Samoa|Amerikansk Samoa|Amerikan Samoa|Bandaríska Samóa
        AT|AUT|Austria|Østerrike|Österrike|Østrig|Itävalta|Austurríki
        AU|AUS|Australia||Australien|Australien||Ástralía
        AW|ABW|Aruba|||||Arúba
        AX|ALA|Åland Islands|Åland|Åland|Åland|Ahvenanmaa|Álandseyjar
        AZ|AZE|Azerbaijan|Aserbajdsjan|Azerbajdzjan|Aserbajdsjan|Azerbaidžan|Aserbaídsjan
        BA|BIH|Bosnia and Herzegovina|Bosnia-Hercegovina|Bosnien och Hercegovina|Bosnien-Hercegovina|Bosnia ja Hertsegovina|Bosnía og Hersegóvína
        BB|BRB|Barbados|||||
        BD|BGD|Bangladesh|||||Bangladess
        BE|BEL|Belgium|Belgia|Belgien|Belgien|Belgia|Belgía
        BF|BFA|Burkina Faso|||||Búrkína Fasó
        BG|BGR|Bulgaria||Bulgarien|Bulgarien||Búlgaría
        BH|BHR|Bahrain|||||Barein
        BI|BDI|Burundi|||||Búrúndí
        BJ|BEN|Benin|||||Benín
        BL|BLM|St. Barthélemy|Saint-Barthélemy|S:t Barthélemy|Saint Barthélemy|Saint-Barthélemy|Sankti Bartólómeusareyjar
        BM|BMU|Bermuda|||||Bermúdaeyjar
        BN|BRN|Brunei|||||Brúnei
        BO|BOL|Bolivia|||||Bólivía
        BQ|BES|Caribbean Netherlands|Karibisk Nederland|Karibiska Nederländerna|Caribisk Nederland|Karibian Alankomaat|Karíbahafshluti Hollands
        BR|BRA|Brazil|Brasil|Brasilien|Brasilien|Brasilia|Brasilía
        BS|BHS|Bahamas||||Bahama|Bahamaeyjar
        BT|BTN|Bhutan|||||Bútan
        BV|BVT|Bouvet Island|Bouvetøya|Bouvetön|Bouvetøen|Bouvet'nsaari|Bouveteyja
        BW|BWA|Botswana|||||Botsvana
        BY|BLR|Belarus||||Valko-Venäjä|Hvíta-Rússland
        BZ|BLZ|Belize|||||Belís
        CA|CAN|Canada||Kanada||Kanada|Kanada
        CC|CCK|Cocos Islands|Kokosøyene|Kokosöarna|Cocosøerne|Kookossaaret|Kókoseyjar
        CD|COD|DR Congo|Kongo-Kinshasa|Kongo-Kinshasa|Congo-Kinshasa|Kongon demokraattinen tasavalta|Kongó-Kinshasa
        CF|CAF|Central African Republic|Den sentralafrikanske republikk|Centralafrikanska republiken|Den Centralafrikanske Republik|Keski-Afrikan tasavalta|Mið-Afríkulýðveldið
        CG|COG|Congo|Kongo-Brazzaville|Kongo-Brazzaville|Congo-Brazzaville|Kongon tasavalta|Kongó-Brazzaville
        CH|CHE|Switzerland|Sveits|Schweiz|Schweiz|Sveitsi|Sviss
        CI|CIV|Côte d'Ivoire|Elfenbenskysten||Elfenbenskysten|Norsunluurannikko|Fílabeinsströndin
        CK|COK|Cook Islands|Cookøyene|Cooköarna|Cookøerne|Cookinsaaret|Cooks-eyjar
        CL|CHL|Chile|||||Síle
        CM|CMR|Cameroon|Kamerun|Kamerun|Cameroun|Kamerun|Kamerún
        CN|CHN|China|Kina|Kina|Kina|Kiina|Kína
        CO|COL|Colombia||||Kolumbia|Kólumbía
        CR|CRI|Costa Rica|||||Kostaríka
        CU|CUB|Cuba||Kuba||Kuuba|Kúba
        CV|CPV|Cape Verde|Kapp Verde|Kap Verde|Kap Verde|Kap Verde|Grænhöfðaeyjar
        CW|CUW|Curaçao|||||Curacao
        CX|CXR|Christmas Island|Christmasøya|Julön|Juleøen|Joulusaari|Jólaey
        CY|CYP|Cyprus|Kypros|Cypern|Cypern|Kypros|Kýpur
        CZ|CZE|Czechia|Tsjekkia|Tjeckien|Tjekkiet|Tšekki|Tékkland
        DE|DEU|Germany|Tyskland|Tyskland|Tyskland|Saksa|Þýskaland
        DJ|DJI|Djibouti|||||Djíbútí
        DK|DNK|Denmark|Danmark|Danmark|Danmark|Tanska|Danmörk
        DM|DMA|Dominica|||||Dóminíka
        DO|DOM|Dominican Republic|Den dominikanske republikk|Dominikanska republiken|Den Dominikanske Republik|Dominikaaninen tasavalta|Dóminíska lýðveldið
        DZ|DZA|Algeria|Algerie|Algeriet|Algeriet||Alsír
        EC|ECU|Ecuador|||||Ekvador
        EE|EST|Estonia|Estland|Estland|Estland|Viro|Eistland
        EG|EGY|Egypt||Egypten|Egypten|Egypti|Egyptaland
        EH|ESH|Western Sahara|Vest-Sahara|Västsahara|Vestsahara|Länsi-Sahara|Vestur-Sahara
        ER|ERI|Eritrea|||||Erítrea
        ES|ESP|Spain|Spania|Spanien|Spanien|Espanja|Spánn
        ET|ETH|Ethiopia|Etiopia|Etiopien|Etiopien|Etiopia|Eþíópía
        FI|FIN|Finland||||Suomi|Finnland
        FJ|FJI|Fiji||||Fidži|Fídjíeyjar
        FK|FLK|Falkland Islands|Falklandsøyene|Falklandsöarna|Falklandsøerne|Falklandinsaaret|Falklandseyjar
        FM|FSM|Micronesia|Mikronesiaføderasjonen|Mikronesien|Mikronesien|Mikronesia|Míkrónesía
        FO|FRO|Faroe Islands|Færøyene|Färöarna|Færøerne|Färsaaret|Færeyjar
        FR|FRA|France|Frankrike|Frankrike|Frankrig|Ranska|Frakkland
        GA|GAB|Gabon|||||
        GB|GBR|United Kingdom|Storbritannia|Storbritannien|Storbritannien|Iso-Britannia|Bretland
        GD|GRD|Grenada|||||
        GE|GEO|Georgia||Georgien|Georgien||Georgía
        GF|GUF|French Guiana|Fransk Guyana|Franska Guyana|Fransk Guyana|Ranskan Guayana|Franska Gvæjana
        GG|GGY|Guernsey|||||
        GH|GHA|Ghana|||||Gana
        GI|GIB|Gibraltar|||||Gíbraltar
        GL|GRL|Greenland|Grønland|Grönland|Grønland|Grönlanti|Grænland
        GM|GMB|Gambia|||||Gambía
        GN|GIN|Guinea|||||Gínea
        GP|GLP|Guadeloupe|||||Gvadelúpeyjar
        GQ|GNQ|Equatorial Guinea|Ekvatorial-Guinea|Ekvatorialguinea|Ækvatorialguinea|Päiväntasaajan Guinea|Miðbaugs-Gínea
        GR|GRC|Greece|Hellas|Grekland|Grækenland|Kreikka|Grikkland
        GS|SGS|South Georgia and South Sandwich Islands|Sør-Georgia og Sør-Sandwichøyene|Sydgeorgien och Sydsandwichöarna|South Georgia og De Sydlige Sandwichøer|Etelä-Georgia ja Eteläiset Sandwichinsaaret|Suður-Georgía og Suður-Sandvíkureyjar
        GT|GTM|Guatemala|||||Gvatemala
        GU|GUM|Guam|||||Gvam
        GW|GNB|Guinea-Bissau|||||Gínea-Bissá
        GY|GUY|Guyana|||||Gvæjana
        HK|HKG|Hong Kong|Hongkong|Hongkong|Hongkong|Hongkong|
        HM|HMD|Heard and McDonald Islands|Heard- og McDonaldøyene|Heardön och McDonaldöarna|Heard Island og McDonald Islands|Heard ja McDonaldinsaaret|Heard og McDonaldseyjar
        HN|HND|Honduras|||||Hondúras
        HR|HRV|Croatia|Kroatia|Kroatien|Kroatien|Kroatia|Króatía
        HT|HTI|Haiti|||||Haítí
        HU|HUN|Hungary|Ungarn|Ungern|Ungarn|Unkari|Ungverjaland
        ID|IDN|Indonesia||Indonesien|Indonesien||Indónesía
        IE|IRL|Ireland|Irland|Irland|Irland|Irlanti|Írland
        IL|ISR|Israel|||||Ísrael
        IM|IMN|Isle of Man||||Mansaari|Mön
        IN|IND|India||Indien|Indien|Intia|Indland
        IO|IOT|British Indian Ocean Territory|Det britiske territoriet i Indiahavet|Brittiska territoriet i Indiska oceanen|Det Britiske Territorium i Det Indiske Ocean|Brittiläinen Intian valtameren alue|Bresku Indlandshafseyjar
        IQ|IRQ|Iraq|Irak|Irak|Irak|Irak|Írak
        IR|IRN|Iran|||||Íran
        IS|ISL|Iceland|Island|Island|Island|Islanti|Ísland
        IT|ITA|Italy|Italia|Italien|Italien|Italia|Ítalía
        JE|JEY|Jersey|||||
        JM|JAM|Jamaica||||Jamaika|Jamaíka
        JO|JOR|Jordan||Jordanien||Jordania|Jórdanía
        JP|JPN|Japan||||Japani|
        KE|KEN|Kenya||||Kenia|Kenía
        KG|KGZ|Kyrgyzstan|Kirgisistan|Kirgizistan|Kirgisistan|Kirgisia|Kirgistan
        KH|KHM|Cambodia|Kambodsja|Kambodja|Cambodja|Kambodža|Kambódía
        KI|KIR|Kiribati|||||Kíribatí
        KM|COM|Comoros|Komorene|Komorerna|Comorerne|Komorit|Kómoreyjar
        KN|KNA|St. Kitts and Nevis|Saint Kitts og Nevis|S:t Kitts och Nevis|Saint Kitts og Nevis|Saint Kitts ja Nevis|Sankti Kitts og Nevis
        KP|PRK|North Korea|Nord-Korea|Nordkorea|Nordkorea|Pohjois-Korea|Norður-Kórea
        KR|KOR|South Korea|Sør-Korea|Sydkorea|Sydkorea|Etelä-Korea|Suður-Kórea
        KW|KWT|Kuwait|||||Kúveit
        KY|CYM|Cayman Islands|Caymanøyene|Caymanöarna|Caymanøerne|Caymansaaret|Caymaneyjar
        KZ|KAZ|Kazakhstan|Kasakhstan|Kazakstan|Kasakhstan|Kazakstan|Kasakstan
        LA|LAO|Laos|||||
        LB|LBN|Lebanon|Libanon|Libanon|Libanon|Libanon|Líbanon
        LC|LCA|St. Lucia||S:t Lucia|Saint Lucia|Saint Lucia|Sankti Lúsía
        LI|LIE|Liechtenstein|||||
        LK|LKA|Sri Lanka|||||Srí Lanka
        LR|LBR|Liberia|||||Líbería
        LS|LSO|Lesotho|||||Lesótó
        LT|LTU|Lithuania|Litauen|Litauen|Litauen|Liettua|Litháen
        LU|LUX|Luxembourg|Luxemburg|Luxemburg||Luxemburg|Lúxemborg
        LV|LVA|Latvia||Lettland|Letland||Lettland
        LY|LBY|Libya||Libyen|Libyen||Líbía
        MA|MAR|Morocco|Marokko|Marocko|Marokko|Marokko|Marokkó
        MC|MCO|Monaco|||||Mónakó
        MD|MDA|Moldova||Moldavien|||Moldóva
        ME|MNE|Montenegro|||||Svartfjallaland
        MF|MAF|St. Martin|Saint-Martin|Saint-Martin|Saint Martin|Saint-Martin|Saint-Martin
        MG|MDG|Madagascar|Madagaskar|Madagaskar|Madagaskar|Madagaskar|Madagaskar
        MH|MHL|Marshall Islands|Marshalløyene|Marshallöarna|Marshalløerne|Marshallinsaaret|Marshalleyjar
        MK|MKD|North Macedonia|Nord-Makedonia|Nordmakedonien|Nordmakedonien|Pohjois-Makedonia|Norður-Makedónía
        ML|MLI|Mali|||||Malí
        MM|MMR|Myanmar|||||Mjanmar
        MN|MNG|Mongolia||Mongoliet|Mongoliet||Mongólía
        MO|MAC|Macao|||||Makaó
        MP|MNP|Northern Mariana Islands|Nord-Marianene|Nordmarianerna|Nordmarianerne|Pohjois-Mariaanit|Norður-Maríanaeyjar
        MQ|MTQ|Martinique|||||Martiník
        MR|MRT|Mauritania||Mauretanien|Mauretanien||Máritanía
        MS|MSR|Montserrat|||||
        MT|MLT|Malta|||||
        MU|MUS|Mauritius|||||Máritíus
        MV|MDV|Maldives|Maldivene|Maldiverna|Maldiverne|Malediivit|Maldíveyjar
        MW|MWI|Malawi|||||Malaví
        MX|MEX|Mexico||Mexiko||Meksiko|Mexíkó
        MY|MYS|Malaysia||||Malesia|Malasía
        MZ|MOZ|Mozambique|Mosambik|Moçambique||Mosambik|Mósambík
        NA|NAM|Namibia|||||Namibía
        NC|NCL|New Caledonia|Ny-Caledonia|Nya Kaledonien|Ny Kaledonien|Uusi-Kaledonia|Nýja-Kaledónía
        NE|NER|Niger|||||Níger
        NF|NFK|Norfolk Island|Norfolkøya|Norfolkön||Norfolkinsaari|Norfolkeyja
        NG|NGA|Nigeria|||||Nígería
        NI|NIC|Nicaragua|||||Níkaragva
        NL|NLD|Netherlands|Nederland|Nederländerna|Nederlandene|Alankomaat|Holland
        NO|NOR|Norway|Norge|Norge|Norge|Norja|Noregur
        NP|NPL|Nepal|||||
        NR|NRU|Nauru|||||Nárú
        NU|NIU|Niue|||||
        NZ|NZL|New Zealand||Nya Zeeland||Uusi-Seelanti|Nýja-Sjáland
        OM|OMN|Oman|||||Óman
        PA|PAN|Panama|||||
        PE|PER|Peru|||||Perú
        PF|PYF|French Polynesia|Fransk Polynesia|Franska Polynesien|Fransk Polynesien|Ranskan Polynesia|Franska Pólýnesía
        PG|PNG|Papua New Guinea|Papua Ny-Guinea|Papua Nya Guinea|Papua Ny Guinea|Papua-Uusi-Guinea|Papúa Nýja-Gínea
        PH|PHL|Philippines|Filippinene|Filippinerna|Filippinerne|Filippiinit|Filippseyjar
        PK|PAK|Pakistan|||||
        PL|POL|Poland|Polen|Polen|Polen|Puola|Pólland
        PM|SPM|St. Pierre and Miquelon|Saint-Pierre-et-Miquelon|S:t Pierre och Miquelon|Saint Pierre og Miquelon|Saint-Pierre ja Miquelon|Sankti Pierre og Miquelon
        PN|PCN|Pitcairn Islands|Pitcairnøyene|Pitcairnöarna|Pitcairn|Pitcairn|Pitcairn-eyjar
        PR|PRI|Puerto Rico|||||Púertó Ríkó
        PS|PSE|Palestine|Palestina|Palestina|Palæstina|Palestiina|Palestína
        PT|PRT|Portugal||||Portugali|Portúgal
        PW|PLW|Palau|||||Palá
        PY|PRY|Paraguay|||||Paragvæ
        QA|QAT|Qatar|||||Katar
        RE|REU|Réunion|||||
        RO|ROU|Romania||Rumänien|Rumænien||Rúmenía
        RS|SRB|Serbia||Serbien|Serbien||Serbía
        RU|RUS|Russia|Russland|Ryssland|Rusland|Venäjä|Rússland
        RW|RWA|Rwanda||||Ruanda|Rúanda
        SA|SAU|Saudi Arabia|Saudi-Arabia|Saudiarabien|Saudi-Arabien|Saudi-Arabia|Sádi-Arabía
        SB|SLB|Solomon Islands|Salomonøyene|Salomonöarna|Salomonøerne|Salomonsaaret|Salómonseyjar
        SC|SYC|Seychelles|Seychellene|Seychellerna|Seychellerne|Seychellit|Seychelles-eyjar
        SD|SDN|Sudan|||||Súdan
        SE|SWE|Sweden|Sverige|Sverige|Sverige|Ruotsi|Svíþjóð
        SG|SGP|Singapore|||||Singapúr
        SH|SHN|St. Helena||S:t Helena||Saint Helena|Sankti Helena
        SI|SVN|Slovenia||Slovenien|Slovenien||Slóvenía
        SJ|SJM|Svalbard and Jan Mayen|Svalbard og Jan Mayen|Svalbard och Jan Mayen|Svalbard og Jan Mayen|Svalbard ja Jan Mayen|Svalbarði og Jan Mayen
        SK|SVK|Slovakia||Slovakien|Slovakiet||Slóvakía
        SL|SLE|Sierra Leone|||||Síerra Leóne
        SM|SMR|San Marino|||||San Marínó
        SN|SEN|Senegal|||||
        SO|SOM|Somalia|||||Sómalía
        SR|SUR|Suriname|Surinam|Surinam|Surinam||Súrínam
        SS|SSD|South Sudan|Sør-Sudan|Sydsudan|Sydsudan|Etelä-Sudan|Suður-Súdan
        ST|STP|São Tomé and Príncipe|São Tomé og Príncipe|São Tomé och Príncipe|São Tomé og Príncipe|São Tomé ja Príncipe|Saó Tóme og Prinsípe
        SV|SLV|El Salvador|||||
        SX|SXM|Sint Maarten|||||
        SY|SYR|Syria||Syrien|Syrien|Syyria|Sýrland
        SZ|SWZ|Eswatini|||||Esvatíní
        TC|TCA|Turks and Caicos Islands|Turks- og Caicosøyene|Turks- och Caicosöarna|Turks- og Caicosøerne|Turks- ja Caicossaaret|Turks- og Caicoseyjar
        TD|TCD|Chad|Tsjad|Tchad|Tchad|Tšad|Tsjad
        TF|ATF|French Southern Territories|De franske sørterritorier|Franska sydterritorierna|De Franske Besiddelser i Det Sydlige Indiske Ocean og Antarktis|Ranskan eteläiset ja antarktiset alueet|Frönsku suðlægu landsvæðin
        TG|TGO|Togo|||||Tógó
        TH|THA|Thailand||||Thaimaa|Taíland
        TJ|TJK|Tajikistan|Tadsjikistan|Tadzjikistan|Tadsjikistan|Tadžikistan|Tadsíkistan
        TK|TKL|Tokelau||Tokelauöarna|||Tókelá
        TL|TLS|Timor-Leste|Øst-Timor|Östtimor||Itä-Timor|Tímor-Leste
        TM|TKM|Turkmenistan|||||Túrkmenistan
        TN|TUN|Tunisia||Tunisien|Tunesien||Túnis
        TO|TON|Tonga|||||
        TR|TUR|Turkey|Tyrkia|Turkiet|Tyrkiet|Turkki|Tyrkland
        TT|TTO|Trinidad and Tobago|Trinidad og Tobago|Trinidad och Tobago|Trinidad og Tobago|Trinidad ja Tobago|Trínidad og Tóbagó
        TV|TUV|Tuvalu|||||Túvalú
        TW|TWN|Taiwan|||||Taívan
        TZ|TZA|Tanzania||||Tansania|Tansanía
        UA|UKR|Ukraine|Ukraina|Ukraina||Ukraina|Úkraína
        UG|UGA|Uganda|||||Úganda
        UM|UMI|U.S. Outlying Islands|USAs ytre øyer|USA:s yttre öar|Amerikanske oversøiske øer|Yhdysvaltain erillissaaret|Smáeyjar Bandaríkjanna
        US|USA|United States|USA|USA|USA|Yhdysvallat|Bandaríkin
        UY|URY|Uruguay|||||Úrúgvæ
        UZ|UZB|Uzbekistan|Usbekistan||Usbekistan||Úsbekistan
        VA|VAT|Vatican City|Vatikanstaten|Vatikanstaten|Vatikanstaten|Vatikaani|Vatíkanið
        VC|VCT|St. Vincent and Grenadines|St. Vincent og Grenadinene|S:t Vincent och Grenadinerna|Saint Vincent og Grenadinerne|Saint Vincent ja Grenadiinit|Sankti Vinsent og Grenadíneyjar
        VE|VEN|Venezuela|||||Venesúela
        VG|VGB|British Virgin Islands|De britiske jomfruøyene|Brittiska Jungfruöarna|De Britiske Jomfruøer|Brittiläiset Neitsytsaaret|Bresku Jómfrúaeyjar
        VI|VIR|U.S. Virgin Islands|De amerikanske jomfruøyene|Amerikanska Jungfruöarna|De Amerikanske Jomfruøer|Yhdysvaltain Neitsytsaaret|Bandarísku Jómfrúaeyjar
        VN|VNM|Vietnam|||||Víetnam
        VU|VUT|Vanuatu|||||Vanúatú
        WF|WLF|Wallis and Futuna|Wallis og Futuna|Wallis- och Futunaöarna|Wallis og Futuna|Wallis ja Futuna|Wallis- og Fútúnaeyjar
        WS|WSM|Samoa|||||Samóa
        XK|XKX|Kosovo|||||Kósovó
        YE|YEM|Yemen|Jemen|Jemen||Jemen|Jemen
        YT|MYT|Mayotte|||||
        ZA|ZAF|South Africa|Sør-Afrika|Sydafrika|Sydafrika|Etelä-Afrikka|Suður-Afríka
        ZM|ZMB|Zambia||||Sambia|Sambía
        ZW|ZWE|Zimbabwe|||||Simbabve
        """;

    /// <summary>
    /// Other names in use: alpha-2, then former names, the countries' own names, and common short forms.
    /// </summary>
    public const string OtherNames = """
        AE|UAE|Emirates|Emiratene|Förenade Arabemiraten
        AT|Republik Österreich
        BA|Bosnia|Bosnien|Bosna i Hercegovina|Bosnia Herzegovina
        BE|België|Belgique
        BG|България
        BN|Brunei Darussalam
        BO|Plurinational State of Bolivia
        BR|Federative Republic of Brazil
        BY|Hviterussland|Hviderusland|Vitryssland|White Russia
        CD|Democratic Republic of the Congo|Den demokratiske republikken Kongo|Demokratiska republiken Kongo|Zaire
        CG|Republic of the Congo
        CH|Suisse|Svizzera|CH Switzerland
        CI|Ivory Coast|Elfenbenskusten|Cote d'Ivoire
        CN|People's Republic of China|Folkerepublikken Kina
        CV|Cabo Verde
        CY|Κύπρος|Kıbrıs
        CZ|Czech Republic|Tsjekkiske republikk|Tjeckiska republiken|Česko|Česká republika
        DE|Deutschland|Federal Republic of Germany|Forbundsrepublikken Tyskland
        DK|Kongeriget Danmark
        EE|Eesti
        ES|España
        FI|Republic of Finland
        FM|Federated States of Micronesia
        FO|Føroyar|Faroes|Færøerne|Faroe Isles
        GB|UK|Great Britain|England|Scotland|Wales|Northern Ireland|Skottland|Skotland|Nord-Irland|Nordirland|Det forente kongerike|Förenade kungariket|United Kingdom of Great Britain and Northern Ireland|Yhdistynyt kuningaskunta|Englanti
        GL|Kalaallit Nunaat
        GR|EL|Ellada|Ελλάδα|Hellas
        HK|Hong Kong SAR
        HR|Hrvatska
        HU|Magyarország
        IE|Éire|Eire|Republic of Ireland
        IR|Islamic Republic of Iran
        IS|Iceland Republic|Lýðveldið Ísland
        IT|Repubblica Italiana
        KP|Democratic People's Republic of Korea
        KR|Republic of Korea|Korea
        LA|Lao PDR
        LT|Lietuva
        LU|Lëtzebuerg
        LV|Latvija
        MD|Republic of Moldova
        MK|Makedonia|Makedonien|Macedonia|FYROM
        MM|Burma
        MO|Macau
        NL|The Netherlands|Holland|Hollanti|Niðurland|Holland Nederland
        NO|Noreg|Norga|Kongeriket Norge|Kongeriket Noreg
        NZ|Aotearoa
        PH|The Philippines
        PL|Polska
        PS|State of Palestine|Palestinian Territories
        RO|România
        RS|Srbija|Србија
        RU|Russian Federation|Россия|Den russiske føderasjon
        SE|Konungariket Sverige|Ruoŧŧa
        SI|Slovenija
        SJ|Svalbard|Jan Mayen
        SK|Slovak Republic|Slovensko
        SV|Salvador
        SY|Syrian Arab Republic
        SZ|Swaziland
        TL|East Timor
        TR|Türkiye|Turkiye
        TW|Taiwan Province of China
        TZ|United Republic of Tanzania
        UA|Україна
        US|U.S.|U.S.A.|United States of America|America|Amerika|Amerikas forente stater|Förenta staterna|De forente stater
        VA|Holy See
        VE|Bolivarian Republic of Venezuela
        VN|Viet Nam
        ZA|Republic of South Africa
        """;
}

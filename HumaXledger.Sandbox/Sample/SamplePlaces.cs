namespace HumaXledger.Sandbox.Sample;

/// <summary>Streets and places of the addresses; postal code and place belong together.</summary>
internal static class SamplePlaces
{
    public static readonly (string Code, string Place)[] Norwegian =
    [
        ("0155", "Oslo"),
        ("0368", "Oslo"),
        ("0571", "Oslo"),
        ("0666", "Oslo"),
        ("1358", "Jar"),
        ("1472", "Fjellhamar"),
        ("1723", "Sarpsborg"),
        ("2317", "Hamar"),
        ("2609", "Lillehammer"),
        ("3018", "Drammen"),
        ("3117", "Tønsberg"),
        ("3724", "Skien"),
        ("4014", "Stavanger"),
        ("4613", "Kristiansand S"),
        ("5006", "Bergen"),
        ("5132", "Nyborg"),
        ("5525", "Haugesund"),
        ("6005", "Ålesund"),
        ("6413", "Molde"),
        ("7013", "Trondheim"),
        ("7650", "Verdal"),
        ("8006", "Bodø"),
        ("9008", "Tromsø"),
        ("9730", "Karasjok"),
        ("9510", "Alta"),
        ("5750", "Odda"),
    ];

    public static readonly (string Code, string Place)[] Swedish =
    [
        ("111 22", "Stockholm"),
        ("118 26", "Stockholm"),
        ("141 31", "Huddinge"),
        ("211 42", "Malmö"),
        ("252 23", "Helsingborg"),
        ("411 05", "Göteborg"),
        ("413 27", "Göteborg"),
        ("461 32", "Trollhättan"),
        ("582 22", "Linköping"),
        ("602 33", "Norrköping"),
        ("652 24", "Karlstad"),
        ("702 11", "Örebro"),
        ("722 15", "Västerås"),
        ("753 10", "Uppsala"),
        ("831 30", "Östersund"),
        ("903 26", "Umeå"),
        ("972 32", "Luleå"),
    ];

    public static readonly string[] NorwegianStreets =
    [
        "Storgata",
        "Kirkegata",
        "Fjellveien",
        "Solbakken",
        "Bjørkeveien",
        "Skogveien",
        "Strandgata",
        "Kongens gate",
        "Ringveien",
        "Granveien",
        "Furuveien",
        "Åsveien",
        "Øvre gate",
        "Skolegata",
        "Parkveien",
        "Nedre Bekkegate",
        "Industriveien",
        "Havnegata",
        "Elvegata",
        "Tårnveien",
        "Myrsnipeveien",
    ];

    public static readonly string[] SwedishStreets =
    [
        "Storgatan",
        "Kungsgatan",
        "Drottninggatan",
        "Skolgatan",
        "Björkvägen",
        "Ängsvägen",
        "Kyrkogatan",
        "Hamngatan",
        "Östra Vägen",
        "Åkervägen",
        "Sjögatan",
    ];
}

namespace HumaXledger.Sandbox.Sample;

/// <summary>Common names, combined at random into people who do not exist.</summary>
internal static class SampleNames
{
    public static readonly string[] NorwegianWomen =
    [
        "Anne", "Inger", "Kari", "Marit", "Ingrid", "Liv", "Eva", "Berit", "Astrid", "Bjørg", "Hilde", "Anna", "Solveig", "Marianne", "Randi", "Ida",
        "Nina", "Maria", "Elisabeth", "Kristin", "Bente", "Heidi", "Silje", "Hanne", "Linda", "Tone", "Åse", "Ragnhild", "Sigrid", "Tove", "Camilla",
        "Julie", "Emma", "Nora", "Thea", "Maja", "Frøydis", "Gunnhild", "Synnøve", "Målfrid", "Lærke", "Áile", "Kjersti", "Guro", "Ragna", "Jorunn",
    ];

    public static readonly string[] NorwegianMen =
    [
        "Jan", "Per", "Bjørn", "Ole", "Lars", "Kjell", "Knut", "Svein", "Arne", "Thomas", "Hans", "Geir", "Tor", "Morten", "Terje", "Odd", "Erik",
        "Martin", "Andreas", "John", "Anders", "Rune", "Trond", "Tore", "Daniel", "Jon", "Magnus", "Øyvind", "Pål", "Håkon", "Sindre", "Eirik",
        "Jørgen", "Åge", "Stian", "Vegard", "Kåre", "Øystein", "Asbjørn", "Ådne", "Torbjørn", "Olav", "Aslak", "Gaute", "Birk", "Ævar",
    ];

    public static readonly string[] NorwegianFamilies =
    [
        "Hansen", "Johansen", "Olsen", "Larsen", "Andersen", "Pedersen", "Nilsen", "Kristiansen", "Jensen", "Karlsen", "Johnsen", "Pettersen", "Eriksen",
        "Berg", "Haugen", "Hagen", "Johannessen", "Andreassen", "Jacobsen", "Dahl", "Jørgensen", "Henriksen", "Lund", "Halvorsen", "Sørensen", "Jakobsen",
        "Moen", "Gundersen", "Iversen", "Strand", "Solberg", "Svendsen", "Eide", "Knutsen", "Martinsen", "Paulsen", "Bakken", "Kristoffersen", "Mathisen",
        "Lie", "Amundsen", "Nguyen", "Rasmussen", "Ali", "Lunde", "Solheim", "Berge", "Moe", "Nygård", "Bakke", "Holm", "Fredriksen", "Lien", "Hauge",
        "Christensen", "Andresen", "Nielsen", "Knudsen", "Evensen", "Sæther", "Aas", "Myhre", "Hanssen", "Haugland", "Thomassen", "Sivertsen", "Simonsen",
        "Danielsen", "Berntsen", "Rønning", "Sandvik", "Arnesen", "Rønningen", "Næss", "Ødegård", "Vik", "Ellingsen", "Fjellheim", "Skår", "Østby", "Ås",
        "Bråthen", "Tveit", "Kvåle", "Løken", "Røed", "Sætre", "Myklebust", "Skjerve", "Ærø", "Hovland", "Utne", "Gjertsen", "Foss", "Birkeland",
    ];

    public static readonly string[] SwedishWomen =
    [
        "Maria", "Elisabeth", "Anna", "Kristina", "Margareta", "Eva", "Linnéa", "Karin", "Birgitta", "Marie", "Ingrid", "Sofia", "Malin", "Lena", "Sara",
        "Åsa", "Emma", "Annika", "Ulrika", "Viktoria", "Elin", "Jenny", "Ebba", "Märta", "Görel", "Ylva", "Maj-Britt", "Klara", "Wilma", "Saga",
    ];

    public static readonly string[] SwedishMen =
    [
        "Erik", "Lars", "Karl", "Anders", "Johan", "Per", "Nils", "Mikael", "Jan", "Hans", "Peter", "Björn", "Göran", "Åke", "Sven", "Jörgen", "Mats",
        "Magnus", "Fredrik", "Daniel", "Alexander", "Oskar", "Gustav", "Håkan", "Sören", "Emil", "Viktor", "Axel", "Östen", "Elis",
    ];

    public static readonly string[] SwedishFamilies =
    [
        "Andersson", "Johansson", "Karlsson", "Nilsson", "Eriksson", "Larsson", "Olsson", "Persson", "Svensson", "Gustafsson", "Pettersson", "Jonsson",
        "Lindström", "Lindqvist", "Lindgren", "Axelsson", "Berg", "Bergström", "Lundberg", "Lind", "Lundgren", "Mattsson", "Berglund", "Fredriksson",
        "Sandberg", "Henriksson", "Forsberg", "Sjöberg", "Wallin", "Ali", "Engström", "Eklund", "Danielsson", "Lundin", "Håkansson", "Björk", "Bergman",
        "Gunnarsson", "Wikström", "Holm", "Samuelsson", "Isaksson", "Fransson", "Bergqvist", "Nyström", "Holmberg", "Löfgren", "Söderberg", "Åberg", "Öberg",
    ];

    /// <summary>Names in other scripts or with letters that e-mail addresses and old systems spell otherwise, with that other spelling.</summary>
    public static readonly (string Given, string Family, string GivenLatin, string FamilyLatin)[] OtherScripts =
    [
        ("Олена", "Коваленко", "Olena", "Kovalenko"),
        ("Σοφία", "Παπαδοπούλου", "Sofia", "Papadopoulou"),
        ("Łukasz", "Wiśniewski", "Lukasz", "Wisniewski"),
        ("Nguyễn", "Thị Ánh", "Nguyen", "Thi Anh"),
        ("Þórdís", "Guðmundsdóttir", "Thordis", "Gudmundsdottir"),
        ("محمد", "الأحمد", "Mohammad", "Al-Ahmad"),
        ("Áile-Máret", "Sárá", "Aile-Maret", "Sara"),
        ("José María", "Núñez Peña", "Jose Maria", "Nunez Pena"),
    ];

    public static readonly (string Given, string Family)[] Long =
    [
        ("Anne-Margrethe Elisabeth Kristiane Sofie", "Hohenfelden-Søndergård Wedel Kristoffersen af Fjellheim"),
        ("Karl-Gustav Wilhelm Alexander Frederik Johannes", "Løvenskiold-Brøgger von Tangen Østensjø-Rasmussen"),
        ("Marie-Louise Charlotte Augusta Wilhelmine", "Gyldenstjerne-Rosenkrantz Åmodt-Sørensen Bjørnsson"),
        ("Lars-Erik Torbjørn Håkon Sigurd Olav", "Thorbjørnsen-Krogh Skjeggestad-Mikkelsen Vestergård"),
    ];
}

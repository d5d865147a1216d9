using HumaXledger.Core.Matching;
using HumaXledger.Core.People;
using HumaXledger.Core.Reasons;
using HumaXledger.Tests.Planning;

namespace HumaXledger.Tests.Matching;

/// <summary>Forms of the same given name, and different names.</summary>
public class NameFormTests(ITestOutputHelper output)
{
    /// <summary>Pairs of spellings in use in Norway, Sweden and Denmark.</summary>
    private const string Spellings = """
        Aksel/Axel Filip/Philip Filip/Phillip Mikael/Michael Sofie/Sophie Pål/Paul Joakim/Joachim Lea/Leah Tor/Thor Kristoffer/Christopher Kristoffer/Christoffer
        Ann/Anne Per/Peer Kristian/Christian Kristin/Christin Kristine/Christine Kristina/Christina Karl/Carl Klara/Clara Kamilla/Camilla Karoline/Caroline
        Katrine/Cathrine Katarina/Catharina Kasper/Casper Konrad/Conrad Klaus/Claus Marcus/Markus Lukas/Lucas Oskar/Oscar Viktor/Victor Viktoria/Victoria
        Erik/Eric Erik/Erick Fredrik/Fredric Henrik/Henric Isak/Isac Jakob/Jacob Rebekka/Rebecca Monika/Monica Veronika/Veronica Erika/Erica Patrik/Patrick
        Dominik/Dominic Aleksander/Alexander Aleksandra/Alexandra Maksim/Maxim Feliks/Felix Beatriks/Beatrix Tomas/Thomas Tea/Thea Teodor/Theodor Tore/Thore
        Torstein/Thorstein Torbjørn/Thorbjørn Marta/Martha Marte/Marthe Elisabet/Elisabeth Elisabet/Elizabeth Agnete/Agnethe Birte/Birthe Grete/Grethe
        Margrete/Margrethe Merete/Merethe Bente/Benthe Dorte/Dorthe Matias/Mathias Mattias/Matthias Matilde/Mathilde Jonatan/Jonathan Natalie/Nathalie
        Johan/Johann Jon/John Hanna/Hannah Sara/Sarah Debora/Deborah Rakel/Rachel Mirjam/Miriam Maja/Maia Maja/Maya Kaja/Kaia Katja/Katia Sonja/Sonia
        Tanja/Tania Anja/Ania Vilhelm/Wilhelm Walter/Valter Wenche/Venche Ludvig/Ludwig Olav/Olaf Gustav/Gustaf Stefan/Stephan Stefanie/Stephanie Josef/Joseph
        Josefine/Josephine Rudolf/Rudolph Adolf/Adolph Ralf/Ralph Sofia/Sophia Isak/Isaac Åse/Aase Åge/Aage Håkon/Haakon Bjørn/Björn Bjørn/Bjoern Søren/Sören
        Jørgen/Jörgen Gøran/Göran Jens/Jenns Nils/Niels Lise/Liese Mari/Marie Julie/Juli Emmy/Emmi Tommy/Tommi Jenny/Jenni Ronny/Ronni Kay/Kai Kaj/Kai Roy/Roi
        Tony/Toni Betty/Betti Sissel/Sisel Eli/Elly Anette/Annette Pernille/Pernile Helene/Hellene Gunnar/Gunar Odd/Od Rolf/Rolff Svein/Sven Stein/Sten
        Zakarias/Sakarias Suzanne/Susanne Liza/Lisa Cecilie/Sesilie Cecilia/Sesilia Sverre/Sverr Svend/Sven Sigrid/Siigrid Quirin/Kvirin Louise/Luise
        Charlotte/Karlotte Yvonne/Ivonne Hjalmar/Jalmar Kjetil/Ketil Kjell/Kell
        """;

    /// <summary>Nicknames and their names, including some that a list of a few hundred lines does not have.</summary>
    private const string Nicknames = """
        Aleksander/Alex Aleksander/Sander Anders/Ante Andreas/Drew Anna/Annika Anton/Tony Arthur/Art August/Gus Barbro/Babs Benedikte/Bente Benjamin/Ben Bernt/Berntsen
        Birgitte/Gitte Birgitta/Britta Bo/Bosse Karl/Kalle Charles/Chuck Charlotte/Lotte Charlotta/Lotta Christian/Chris Christina/Tina Kristina/Stina Kirsten/Kia
        Kristin/Kjersti Daniel/Danny David/Dave Edvard/Ed Edvard/Ted Elisabeth/Lise Elisabeth/Betty Elisabeth/Bettan Elisabeth/Lisbet Erik/Jerker Eva/Evy
        Fredrik/Fredde Fredrik/Figge Georg/Jørgen Gunilla/Nilla Gustav/Gösta Gustav/Gurra Hans/Hasse Harald/Harry Helene/Lene Helena/Lena Henrik/Henke Henriette/Jette
        Ingeborg/Inga Ingrid/Inger Jakob/Jeppe Jakob/Jim Jan/Janne Joakim/Jocke Joakim/Kim Johan/Jon Johannes/Hans Johanne/Hanne Johannes/Jonny Jonas/Jon
        Josefine/Fina Karin/Kajsa Katarina/Kaisa Katarina/Trine Katrine/Trine Kristoffer/Stoffer Kristoffer/Toffe Lars/Lasse Laurits/Lars Leif/Leffe Lennart/Lelle
        Ludvig/Ludde Magdalena/Lena Magdalena/Malin Magnus/Mange Margareta/Greta Margareta/Maggan Margareta/Marit Margrethe/Grete Margrethe/Mette Maria/Maja Maria/Mia
        Marianne/Mari Martin/Morten Mathilde/Tilda Mats/Mattias Mikael/Micke Mikael/Mikke Mikael/Mike Nikolai/Nick Nikolaus/Klaus Nils/Nisse Nils/Niklas Olof/Olle
        Olav/Ola Oskar/Ossi Patrik/Pat Paul/Palle Peder/Per Peter/Pelle Petter/Per Pernille/Nilla Petronella/Pernilla Ragnhild/Randi Rikard/Rick Richard/Dick
        Robert/Bob Robert/Robban Rolf/Roffe Rudolf/Rolf Samuel/Sam Sebastian/Basse Sigrid/Siri Sofie/Fie Sofia/Fia Staffan/Stefan Steffen/Steff Stefan/Steffe
        Susanne/Sanne Susanna/Sussi Sven/Svenne Teodor/Ted Theodor/Teo Therese/Tess Thomas/Tom Thomas/Tommy Tobias/Tobbe Torbjørn/Tobbe Torstein/Totte Ulf/Uffe
        Ulrika/Ulla Viktor/Vicke Viktoria/Vicky Vilhelm/Ville William/Bill William/Liam Vilhelmine/Mina Veronika/Vera Alexandra/Sandra Amalie/Malie Antonia/Toni
        Beatrice/Bea Bjørn/Nalle Cecilie/Cille Cecilie/Sissel Dorothea/Thea Eleonora/Nora Emilie/Millie Gabriella/Ella Isabella/Bella Jennifer/Jenny Jessica/Jess
        Josef/Joe Judith/Judy Katherine/Kate Kenneth/Ken Lovise/Lou Matthew/Matt Michelle/Shelly Nicholas/Nick Patricia/Trish Philip/Pip Rebekka/Becky Ronald/Ron
        Samantha/Sam Stephen/Steve Susan/Sue Timothy/Tim Tordis/Disa Yngvar/Yngve Zacharias/Zack Wenche/Wench Solveig/Veig Sunniva/Niva Turid/Tura Vigdis/Disen
        """;

    private static IReadOnlyList<(string One, string Other)> Read(string text) =>
        [
            .. text.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                .Select(pair => pair.Split('/'))
                .Select(pair => (pair[0], pair[1])),
        ];

    private static Matches Match(string one, string other, params (Field, string?)[] shared) =>
        PersonMatcher.Match(
            [ComparisonBuilder.Bare(Side.Huma, "h", [(Field.GivenName, one), (Field.FamilyName, "Lie"), .. shared])],
            [
                ComparisonBuilder.Bare(
                    Side.Xledger,
                    "x",
                    [(Field.GivenName, other), (Field.FamilyName, "Lie"), .. shared]
                ),
            ],
            [],
            []
        );

    [Fact]
    public void Match_SpellingsOfOneName_AreOfferedAndNeverCertainByFamilyBirthAndPhone()
    {
        var pairs = Read(Spellings);
        var missed = pairs
            .Where(pair => Match(pair.One, pair.Other, (Field.DateOfBirth, "1985-06-07")).Pairs.Count == 0)
            .ToList();
        output.WriteLine($"{pairs.Count - missed.Count} of {pairs.Count}; missed {string.Join(' ', missed)}");

        Assert.True((pairs.Count - missed.Count) * 135 >= 125 * pairs.Count);
    }

    [Fact]
    public void Match_Nicknames_AreOffered()
    {
        var pairs = Read(Nicknames);
        var missed = pairs
            .Where(pair =>
                Match(pair.One, pair.Other, (Field.DateOfBirth, "1985-06-07"), (Field.Phone, "+4791234567")).Pairs.Count
                == 0
            )
            .ToList();
        output.WriteLine($"{pairs.Count - missed.Count} of {pairs.Count}; missed {string.Join(' ', missed)}");

        Assert.True((pairs.Count - missed.Count) * 400 >= 250 * pairs.Count);
    }

    [Theory]
    [InlineData("Lars", "Lasse", MatchingReasons.EvidenceGivenNameNickname)]
    [InlineData("Robert", "Bob", MatchingReasons.EvidenceGivenNameNickname)]
    [InlineData("Benjamin", "Ben", MatchingReasons.EvidenceGivenNameNickname)]
    [InlineData("Daniel", "Danny", MatchingReasons.EvidenceGivenNameNickname)]
    [InlineData("Aksel", "Axel", MatchingReasons.EvidenceGivenNameSpelling)]
    [InlineData("Anne Marie", "Anne Karin", MatchingReasons.EvidenceGivenNameOverlap)]
    [InlineData("Anne Marie", "Anne", MatchingReasons.EvidenceGivenNamePart)]
    [InlineData("Anne Marie", "Anne M.", MatchingReasons.EvidenceGivenNamePart)]
    [InlineData("Wilhelmina", "Vilmhelmna", MatchingReasons.EvidenceGivenNameSimilar)]
    [InlineData("Ola", "Kari", MatchingReasons.EvidenceGivenNameDiffers)]
    public void Evidence_OfAGivenNameInAnotherForm_SaysWhichForm(string one, string other, string code)
    {
        var matches = PersonMatcher.Match(
            [ComparisonBuilder.Bare(Side.Huma, "h", (Field.GivenName, one), (Field.FamilyName, "Lie"))],
            [ComparisonBuilder.Bare(Side.Xledger, "x", (Field.GivenName, other), (Field.FamilyName, "Lie"))],
            [new Link(new HumaId("h"), new XledgerId("x"))],
            []
        );

        Assert.Contains(Assert.Single(matches.Pairs).Evidence, evidence => evidence.Reason.Code == code);
    }

    [Theory]
    [InlineData("Anne", "Anna")]
    [InlineData("Ole", "Ola")]
    [InlineData("Kari", "Karin")]
    [InlineData("Mona", "Mina")]
    [InlineData("Jan", "Jon")]
    [InlineData("Ida", "Ada")]
    [InlineData("Lars", "Lasse")]
    [InlineData("Ann", "Anne")]
    public void Match_TwinsWithSimilarNames_AreNeverCertain(string one, string other)
    {
        var matches = Match(
            one,
            other,
            (Field.DateOfBirth, "1985-06-07"),
            (Field.Phone, "+4791234567"),
            (Field.Address, ComparisonBuilder.Address("Storgata 1"))
        );

        Assert.DoesNotContain(matches.Pairs, pair => pair.Settled);
    }
}

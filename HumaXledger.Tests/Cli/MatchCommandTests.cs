using System.Text.Json;

namespace HumaXledger.Tests.Cli;

public sealed class MatchCommandTests : IDisposable
{
    private const string Ola =
        """{"id":"a2","email":"ola@example.no","employmentId":"7","givenName":"Ola","familyName":"Hansen"}""";

    private readonly InputFiles _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public void Match_PersonOfTheDescription_IsPairedWithEvidenceForAndAgainst()
    {
        var ran = Match(
            [InputFiles.Kari, Ola],
            [
                InputFiles.Kari.Replace("\"a1\"", "\"17\"").Replace("912 34 567", "912 34 568"),
                Ola.Replace("a2", "18").Replace("Ola\"", "Eva\"").Replace("ola@", "eva@").Replace("\"7\"", "\"8\""),
            ]
        );

        Assert.Equal(
            """
            {"pairs":[{"humaId":"a1","xledgerId":"17","confidence":0.9999,"state":"certain","evidence":[{"field":"email","agrees":true},{"field":"employmentId","agrees":true},{"field":"givenName","agrees":true},{"field":"familyName","agrees":true},{"field":"phone","agrees":false},{"field":"dateOfBirth","agrees":true},{"field":"address","agrees":true},{"field":"identification","agrees":true},{"field":"employmentStart","agrees":true}]}],"ambiguous":[],"onlyInHuma":["a2"],"onlyInXledger":["18"]}

            """,
            ran.Output
        );
        Assert.Equal("", ran.Error);
    }

    [Fact]
    public void Match_EmployeeOfAScopeRule_IsListedAsOutOfScopeOnly()
    {
        var rules = _files.Write("rules.json", """[{"xledgerEmployee":"17"}]""");
        var ran = Match([InputFiles.Kari, Ola], [InputFiles.Kari.Replace("\"a1\"", "\"17\"")], "--rules", rules).Json;

        Assert.Empty(ran.GetProperty("pairs").EnumerateArray());
        Assert.Equal(["a2"], ran.GetProperty("onlyInHuma").EnumerateArray().Select(id => id.GetString()));
        var outside = Assert.Single(ran.GetProperty("outOfScope").EnumerateArray());
        Assert.Equal(
            ("a1", "17", "scope.listed"),
            (
                outside.GetProperty("humaId").GetString(),
                outside.GetProperty("xledgerId").GetString(),
                outside.GetProperty("code").GetString()
            )
        );
    }

    [Fact]
    public void Match_LinkedPair_IsLinkedWhateverTheEvidenceSays()
    {
        var links = _files.Write(
            "links.json",
            """[{"humaId":"a2","xledgerId":"17"},{"humaId":"a2","xledgerId":"17"},{"humaId":"gone","xledgerId":"99"}]"""
        );
        var pair = Assert.Single(
            Match([Ola], [InputFiles.Kari.Replace("\"a1\"", "\"17\"")], "--links", links)
                .Json.GetProperty("pairs")
                .EnumerateArray()
        );

        Assert.Equal("linked", pair.GetProperty("state").GetString());
        Assert.Equal(1, pair.GetProperty("confidence").GetDouble());
    }

    [Fact]
    public void Match_EarlierRecord_IsNamedAndStillAmongThoseOfOneSide()
    {
        const string user =
            """{"id":"h1","email":"ida@example.no","employmentId":"3055","givenName":"Ida","familyName":"Berg","dateOfBirth":"1990-05-06","employmentStart":"2026-09-01"}""";
        const string ended =
            """{"id":"100","email":"ida@example.no","employmentId":"100","givenName":"Ida","familyName":"Berg","dateOfBirth":"1990-05-06","employmentStart":"2015-01-01","employmentEnd":"2022-06-30"}""";
        const string back =
            """{"id":"3055","employmentId":"3055","givenName":"Ida","familyName":"Berg","dateOfBirth":"1990-05-06","employmentStart":"2026-09-01"}""";

        var ran = Match([user], [ended, back]).Json;

        Assert.Equal(
            "3055",
            Assert.Single(ran.GetProperty("pairs").EnumerateArray()).GetProperty("xledgerId").GetString()
        );
        Assert.Equal(
            "100",
            Assert.Single(ran.GetProperty("earlierRecords").EnumerateArray()).GetProperty("id").GetString()
        );
        Assert.Equal(["100"], Ids(ran, "onlyInXledger"));
    }

    [Fact]
    public void Match_SeveralCandidates_EachPersonIsInExactlyOneList()
    {
        // The same person three times in Xledger, and an unrelated person on each side.
        var ran = Match(
            [InputFiles.Kari, Ola],
            [Twin("17"), Twin("18"), """{"id":"19","givenName":"Per","familyName":"Lie"}"""]
        ).Json;

        var ambiguous = Assert.Single(ran.GetProperty("ambiguous").EnumerateArray());
        Assert.Equal("a1", ambiguous.GetProperty("humaId").GetString());
        Assert.Equal(
            ["17", "18"],
            ambiguous
                .GetProperty("candidates")
                .EnumerateArray()
                .Select(candidate => candidate.GetProperty("xledgerId").GetString())
        );
        Assert.Empty(ran.GetProperty("pairs").EnumerateArray());
        Assert.Equal(["a2"], Ids(ran, "onlyInHuma"));
        Assert.Equal(["19"], Ids(ran, "onlyInXledger"));
    }

    [Fact]
    public void Match_ContradictingLinks_AreAQuestionAndNoFileError()
    {
        var links = _files.Write(
            "links.json",
            """[{"humaId":"a1","xledgerId":"17"},{"humaId":"a1","xledgerId":"18"}]"""
        );
        var ran = Match([InputFiles.Kari], [Twin("17"), Twin("18")], "--links", links);

        Assert.Equal(0, ran.Status);
        Assert.Single(ran.Json.GetProperty("ambiguous").EnumerateArray());
    }

    [Fact]
    public void Match_OrderOfTheInput_DoesNotMatter()
    {
        var others = Enumerable
            .Range(0, 40)
            .Select(number =>
                $$"""{"id":"p{{number}}","email":"p{{number}}@example.no","givenName":"Ida","familyName":"Berg","phone":"+4790000{{number:000}}"}"""
            )
            .ToArray();
        var inOrder = Match([InputFiles.Kari, .. others], [.. others, Twin("17")]);
        var reversed = Match([.. others.Reverse(), InputFiles.Kari], [Twin("17"), .. others.Reverse()]);

        Assert.Equal(inOrder, reversed);
    }

    [Fact]
    public void Match_NoPeople_ReturnsAnEmptyResult() =>
        Assert.Equal("{\"pairs\":[],\"ambiguous\":[],\"onlyInHuma\":[],\"onlyInXledger\":[]}\n", Match([], []).Output);

    [Fact]
    public void Match_OnATerminal_ShowsProgressAndClearsItFromStandardError()
    {
        var people = Enumerable.Range(0, 6_000).Select(number => $$"""{"id":"{{number}}"}""").ToArray();
        var ran = CommandResult.Here(
            ["match", "--huma", _files.People("huma.json", people), "--xledger", _files.People("xledger.json")],
            watched: true
        );

        Assert.Contains("5,000", ran.Error, StringComparison.Ordinal);
        Assert.EndsWith(" \r", ran.Error, StringComparison.Ordinal);
        Assert.Equal(6_000, ran.Json.GetProperty("onlyInHuma").GetArrayLength());
    }

    private static string Twin(string id) =>
        $$"""{"id":"{{id}}","givenName":"Kari","familyName":"Nordmann","dateOfBirth":"1990-01-31","phone":"91234567"}""";

    private static IEnumerable<string?> Ids(JsonElement answer, string name) =>
        answer.GetProperty(name).EnumerateArray().Select(id => id.GetString());

    private CommandResult Match(string[] huma, string[] xledger, params string[] more) =>
        CommandResult.Here([
            "match",
            "--huma",
            _files.People("huma.json", huma),
            "--xledger",
            _files.People("xledger.json", xledger),
            .. more,
        ]);
}

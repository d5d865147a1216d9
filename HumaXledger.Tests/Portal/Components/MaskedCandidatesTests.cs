using System.Text.Json;
using Bunit;
using HumaXledger.Core.Access;
using HumaXledger.Core.Matching;
using HumaXledger.Core.People;
using HumaXledger.Core.People.BankAccounts;
using HumaXledger.Core.People.NationalIds;
using HumaXledger.Core.Storage.Connections;
using HumaXledger.Core.Sync.PersonalData;
using HumaXledger.Portal.Components.Pages.Connection.People;
using HumaXledger.Portal.Components.Pages.Sync;
using HumaXledger.Portal.Exports;
using HumaXledger.Portal.Localisation;
using HumaXledger.Tests.People;
using HumaXledger.Tests.Storage.Database;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Localization;
using Microsoft.Extensions.Options;
using static HumaXledger.Tests.Planning.ComparisonBuilder;

namespace HumaXledger.Tests.Portal.Components;

/// <summary>
/// How many identification numbers remain possible for a reader without <em>Sensitive data</em>: as many as birth date
/// and gender alone leave. A number remains possible when all that is shown would be the same with it.
/// </summary>
public sealed class MaskedCandidatesTests : ComponentTest
{
    private static readonly string[] Languages = ["en-GB", "nb-NO", "sv-SE"];

    public MaskedCandidatesTests() => Services.AddSingleton(Options.Create(new RevealOptions())).AddScoped<Reveal>();

    [Theory]
    [InlineData("NO", "1971-07-22", Gender.Female)]
    [InlineData("NO", "2001-02-03", Gender.Male)]
    [InlineData("SE", "1971-07-22", Gender.Male)]
    [InlineData("DK", "1988-12-01", Gender.Female)]
    [InlineData("FI", "1952-10-13", Gender.Female)]
    [InlineData("IS", "1990-05-17", null)]
    public void Identification_ByAllThatIsShownWithoutTheRight_IsAnyOfItsBirthDateAndGender(
        string country,
        string born,
        string? gender
    )
    {
        SignIn(Role.IntegrationReviewer);
        var candidates = Candidates(country, DateOnly.Parse(born, null), gender);
        Assert.InRange(candidates.Count, 50, 5_000);
        var known = candidates[candidates.Count / 3];
        var shown = Shown(known, country, born, gender);

        var left = candidates.Where(candidate => Shown(candidate, country, born, gender) == shown).ToList();

        Assert.Equal(shown, Shown(candidates.Except(left).FirstOrDefault(known), country, born, gender));
        Assert.Equal(candidates, left);
    }

    [Fact]
    public void Identification_OnThePersonsPage_LeavesEveryCandidate()
    {
        SignIn(Role.IntegrationReviewer);
        var candidates = Candidates("NO", new DateOnly(1971, 7, 22), Gender.Female);

        var pages = candidates.Take(25).Select(candidate => Page(candidate, other: candidate)).Distinct();
        var differing = candidates.Skip(1).Take(25).Select(candidate => Page(candidate, other: candidates[0]));

        Assert.Single(pages);
        Assert.Single(differing.Distinct());
    }

    // In a question there are a percentage and an order as well.
    [Fact]
    public void Identification_InAQuestion_IsToldToDifferAndNotInHowMuch()
    {
        SignIn(Role.IntegrationReviewer);
        var candidates = Candidates("NO", new DateOnly(2001, 2, 3), Gender.Female);
        var known = candidates[0];
        Assert.StartsWith("030201", known, StringComparison.Ordinal);
        var near = Question(known, NationalIdBuilder.Changed(known, known.Length - 2), 0.85);
        var temporary = candidates.First(number => number.StartsWith("43", StringComparison.Ordinal));

        Assert.Equal(near, Question(known, temporary, 0.99));
        Assert.Equal(near, Question(known, candidates.Last(number => number[0] == '0'), 0.02));
        Assert.Equal(Question(known, known, 0.97), Question(known, known.TrimStart('0'), 0.91));
        Assert.DoesNotContain("%", near, StringComparison.Ordinal);

        SignIn(Role.IntegrationReviewer, Role.SensitiveData);
        Assert.Contains("85%", Question(known, NationalIdBuilder.Changed(known, known.Length - 2), 0.85));
    }

    [Fact]
    public void BankAccount_ByAllThatIsShownWithoutTheRight_IsAnyAccount()
    {
        SignIn(Role.IntegrationReviewer);
        var accounts = Enumerable
            .Range(0, 500)
            .Select(number => NationalIdBuilder.NorwegianAccount($"8601{number * 1_999:000000}"))
            .OfType<string>()
            .SelectMany(number => new[] { number, NationalIdBuilder.Iban("NO", number) })
            .ToList();

        Assert.Single(accounts.Select(account => Values(Field.BankAccount, account)).Distinct());
        Assert.All(accounts.Take(50), account => Assert.NotNull(BankAccountNumber.Read(account, "NO")));
    }

    private static List<string> Candidates(string country, DateOnly born, string? gender) =>
        [
            .. Numbers(country, born)
                .Where(number =>
                    NationalId.Read(number, country, Today, out _) is { CheckDigitFits: true } id
                    && id.DateOfBirth == born
                    && id.GenderOf == gender
                )
                .Distinct(),
        ];

    // Everything that has the form of the date's numbers, whatever its check digit.
    private static IEnumerable<string> Numbers(string country, DateOnly born)
    {
        var (day, month, year) = (born.Day, born.Month, born.Year % 100);
        var ends = Enumerable.Range(0, 1_000);
        return country switch
        {
            "NO" => from first in new[] { day, day + 40 }
            from end in ends
            select NationalIdBuilder.Norwegian($"{first:00}{month:00}{year:00}{end:000}") into number
            where number is not null
            select number,
            "SE" => from first in new[] { day, day + 60 }
            from end in ends
            select $"{born.Year / 100}{NationalIdBuilder.Swedish($"{year:00}{month:00}{first:00}{end:000}")}",
            // 0000 and its neighbors are no numbers but a date alone.
            "DK" => Enumerable.Range(100, 9_900).Select(end => $"{day:00}{month:00}{year:00}{end:0000}"),
            "FI" => Enumerable
                .Range(2, 998)
                .Select(end => NationalIdBuilder.Finnish($"{day:00}{month:00}{year:00}", '-', end)),
            _ => Enumerable
                .Range(20, 80)
                .Select(end =>
                    NationalIdBuilder.Icelandic($"{day:00}{month:00}{year:00}{end:00}", born.Year < 2000 ? '9' : '0')
                )
                .OfType<string>(),
        };
    }

    // Values in pages, mails and files, what is said of the number, and what is said beside numbers of every likeness.
    private string Shown(string number, string country, string born, string? gender)
    {
        var person = Of(Side.Huma, number, (Field.DateOfBirth, born), (Field.Gender, gender));
        var value = (FieldValue.Of)person[Field.Identification];
        return string.Join(
            '\n',
            [
                Values(Field.Identification, number),
                $"{FieldCheck.Check(Field.Identification, value, country, Today).Reason}",
                .. PersonCheck.Contradictions(person.Values, country, Today).Select(finding => $"{finding.Reason}"),
                "same: " + Evidence(person, number),
                "without its zero: " + Evidence(person, number.TrimStart('0')),
                "one digit: " + Evidence(person, NationalIdBuilder.Changed(number, number.Length - 2)),
            ]
        );
    }

    private string Values(Field field, string number)
    {
        var value = new FieldValue.Of(number);
        var words = Services.GetRequiredService<IStringLocalizer<Fields>>();
        var lines = new List<string>();
        foreach (var language in Languages)
        {
            Use(language);
            lines.Add($"{words.Shown(field, value)} {words.InFile(field, value, inClear: false)}");
        }

        Use(Languages[0]);
        var file = new PersonFile(Connection, default!, "Kari Nordmann", default, InClear: false, [])
        {
            Readings = [new PersonReading(default, default, Bare(Side.Huma, "1", (field, number)), null, [])],
        };
        lines.Add(JsonSerializer.Serialize(PersonRecords.Of(file)));
        return string.Join('\n', lines);
    }

    private static readonly Connection Connection = Samples.Connection();

    private static string Evidence(Person huma, string other)
    {
        var evidence = EvidenceOf(huma, Of(Side.Xledger, other));
        return string.Join(
            ' ',
            [
                .. evidence
                    .AsFacts(inClear: false)
                    .Select(fact => $"{fact.Reason}{(fact.Agrees ? '+' : '-')}{fact.Weight}"),
                // All that the confidence depends on.
                evidence.MayShowConfidence(inClear: false)
                    ? $"{evidence.Sum(one => one.Weight)}"
                    : "",
            ]
        );
    }

    private static IReadOnlyList<Evidence> EvidenceOf(Person huma, Person xledger) =>
        PersonMatcher
            .Match([huma], [xledger], [new Link(new HumaId(huma.Id), new XledgerId(xledger.Id))], [])
            .Pairs.Single()
            .Evidence;

    private string Question(string number, string other, double confidence)
    {
        var (huma, xledger) = (Of(Side.Huma, number), Of(Side.Xledger, other));
        var table = Render<MatchTable>(parameters =>
            parameters
                .Add(table => table.ConnectionId, Guid.Empty)
                .Add(table => table.Caption, "Kari Nordmann")
                .Add(table => table.Huma, huma)
                .Add(
                    table => table.Columns,
                    [new MatchColumn(xledger, "Xledger", confidence, EvidenceOf(huma, xledger))]
                )
                .Add(table => table.Country, "NO")
        );
        return TextOf(table.Find("tr.ui-match-evidence"));
    }

    private string Page(string number, string other)
    {
        var (huma, xledger) = (Of(Side.Huma, number), Of(Side.Xledger, other));
        return Render<PersonValues>(parameters =>
            parameters
                .Add(page => page.Huma, huma)
                .Add(page => page.Xledger, xledger)
                .Add(page => page.Agreed, huma.Values)
                .Add(page => page.Open, new Dictionary<Field, Core.Sync.Overview.OpenDifference>())
                .Add(page => page.Compared, true)
                .Add(page => page.PersonReference, PersonReference.Of(Guid.Empty, huma))
        ).Markup;
    }

    private static Person Of(Side side, string number, params (Field, string?)[] values) =>
        Bare(
            side,
            side == Side.Huma ? "h" : "x",
            [(Field.GivenName, "Kari"), (Field.FamilyName, "Nordmann"), (Field.Identification, number), .. values]
        );
}

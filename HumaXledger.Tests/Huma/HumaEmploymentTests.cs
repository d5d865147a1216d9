using HumaXledger.Core;
using HumaXledger.Core.Huma;
using HumaXledger.Core.People;
using HumaXledger.Core.People.Employment;
using HumaXledger.Core.Reasons;
using HumaXledger.Sandbox.Huma;
using HumaXledger.Tests.Fakes;
using Microsoft.Extensions.Options;
using SandboxUser = HumaXledger.Sandbox.Huma.HumaUser;

namespace HumaXledger.Tests.Huma;

/// <summary>
/// The employment derived from the sandbox's positions, the requests it costs, and the target of written values.
/// </summary>
public sealed class HumaEmploymentTests
{
    private static readonly DateOnly Today = DateOnly.FromDateTime(
        TimeZoneInfo.ConvertTimeBySystemTimeZoneId(DateTimeOffset.UtcNow, "Europe/Oslo").DateTime
    );
    private static readonly DateOnly Start = new(2017, 7, 31);

    public static TheoryData<DeprecatedEmployment> Mirrors => [.. Enum.GetValues<DeprecatedEmployment>()];

    [Theory]
    [MemberData(nameof(Mirrors))]
    public async Task FollowOn_Announced_HasNoEndAndKeepsTheTitle(DeprecatedEmployment deprecated)
    {
        await using var lab = await HumaLab.StartAsync(switches => switches.DeprecatedEmployment = deprecated);
        var user = Add(lab, Position(lab, "Konsulent", Start, Today), Position(lab, "Leder", Today.AddDays(1), null));

        var read = (await lab.ReadAsync(user)).Person;

        Assert.Equal(
            ("Konsulent", "2017-07-31", FieldValue.Nothing),
            (read[Field.JobTitle].TextOrNull, read[Field.EmploymentStart].TextOrNull, read[Field.EmploymentEnd])
        );
        Assert.Equal(Today.AddDays(1), read.Outlook!.LookAgainOn);
        Assert.Empty(read.Locks);
    }

    [Theory]
    [MemberData(nameof(Mirrors))]
    public async Task FollowOn_Begun_KeepsTheStartOfTheEmployment(DeprecatedEmployment deprecated)
    {
        await using var lab = await HumaLab.StartAsync(switches => switches.DeprecatedEmployment = deprecated);
        var user = Add(lab, Position(lab, "Konsulent", Start, Today.AddDays(-1)), Position(lab, "Leder", Today, null));

        var read = (await lab.ReadAsync(user)).Person;

        Assert.Equal(
            ("Leder", "2017-07-31", FieldValue.Nothing),
            (read[Field.JobTitle].TextOrNull, read[Field.EmploymentStart].TextOrNull, read[Field.EmploymentEnd])
        );
        Assert.Null(read.Outlook);
    }

    [Theory]
    [MemberData(nameof(Mirrors))]
    public async Task Parallel_LargerOneEnds_HasNoEnd(DeprecatedEmployment deprecated)
    {
        await using var lab = await HumaLab.StartAsync(switches => switches.DeprecatedEmployment = deprecated);
        var large = Position(lab, "Leder", Start, Today.AddDays(1)) with
        {
            Percentage = 60,
            ProbationEndDate = new DateOnly(2018, 1, 31),
        };
        var user = Add(lab, large, Position(lab, "Vikar", Start.AddYears(1), null) with { Percentage = 40 });

        var read = await lab.ReadAsync(user);

        Assert.Equal(
            ("Leder", "2018-01-31", FieldValue.Nothing),
            (
                read.Person[Field.JobTitle].TextOrNull,
                read.Person[Field.ProbationEnd].TextOrNull,
                read.Person[Field.EmploymentEnd]
            )
        );
        Assert.Equal(2, read.Person.Outlook!.Positions.Count);
    }

    [Fact]
    public async Task EndedPosition_BeforeAGap_IsNotPartOfTheEmployment()
    {
        await using var lab = await HumaLab.StartAsync();
        var user = Add(
            lab,
            Position(lab, "Lærling", Start, Start.AddYears(2)),
            Position(lab, "Leder", Start.AddYears(4), null)
        );

        Assert.Equal(
            CalendarDate.Write(Start.AddYears(4)),
            (await lab.ReadAsync(user)).Person[Field.EmploymentStart].TextOrNull
        );
    }

    [Theory]
    // Current positions, further positions, number of requests with the profile mirroring the main position, and
    // without.
    [InlineData("ordinary", 1, 2)]
    [InlineData("ends", 2, 3)]
    [InlineData("followOn", 2, 3)]
    [InlineData("parallel", 1, 2)]
    [InlineData("afterwards", 2, 3)]
    [InlineData("upcoming", 3, 3)]
    public async Task Reading_OfOnePerson_NeedsAtMostOneMoreRequest(string kind, int mirrored, int notMirrored)
    {
        foreach (
            var (deprecated, expected) in new[]
            {
                (DeprecatedEmployment.CurrentOnly, mirrored),
                (DeprecatedEmployment.Absent, notMirrored),
            }
        )
        {
            await using var lab = await HumaLab.StartAsync(switches => switches.DeprecatedEmployment = deprecated);
            var user = Add(
                lab,
                kind switch
                {
                    "ends" => [Position(lab, "Konsulent", Start, Today.AddDays(9))],
                    "followOn" =>
                    [
                        Position(lab, "Konsulent", Start, Today),
                        Position(lab, "Leder", Today.AddDays(1), null),
                    ],
                    "parallel" =>
                    [
                        Position(lab, "Konsulent", Start, null),
                        Position(lab, "Leder", Start.AddDays(1), null),
                    ],
                    "afterwards" =>
                    [
                        Position(lab, "Konsulent", Start, Today.AddDays(-1)),
                        Position(lab, "Leder", Today, null),
                    ],
                    "upcoming" => [Position(lab, "Leder", Today.AddDays(1), null)],
                    _ => [Position(lab, "Konsulent", Start, null)],
                }
            );
            var meter = new CountingMeter(Side.Huma);
            var client = lab.ClientOf(lab.World.FullHumaKey, meter);
            // The token is fetched once and used for every reading.
            await client.ReadOrganizationAsync(CancellationToken.None);
            var before = meter.Requests;

            await HumaLab.ReadAsync(client, user);

            Assert.True(expected == meter.Requests - before, $"{kind}, {deprecated}: {meter.Requests - before}");
        }
    }

    [Fact]
    public async Task Writing_EachField_GoesToThePositionItsValueCameFrom()
    {
        await using var lab = await HumaLab.StartAsync();
        var (old, next) = (
            Position(lab, "Konsulent", Start, Today),
            Position(lab, "Leder", Today.AddDays(1), Today.AddDays(90))
        );
        var user = Add(lab, old, next);

        var outcome = await lab.WriteAsync(
            user,
            (Field.EmploymentStart, "2017-08-01"),
            (Field.EmploymentEnd, CalendarDate.Write(Today.AddDays(100))),
            (Field.JobTitle, "Rådgiver"),
            (Field.ProbationEnd, "2018-02-01")
        );

        Assert.Empty(outcome.Refused);
        var held = lab.Held(user).Positions;
        Assert.Equal(
            (new DateOnly(2017, 8, 1), Today, lab.Title("Rådgiver").Id, new DateOnly(2018, 2, 1)),
            (
                held[0].ContractStartDate!.Value,
                held[0].ContractEndDate!.Value,
                held[0].TitleId!.Value,
                held[0].ProbationEndDate!.Value
            )
        );
        Assert.Equal(
            (Today.AddDays(1), Today.AddDays(100), lab.Title("Leder").Id),
            (held[1].ContractStartDate!.Value, held[1].ContractEndDate!.Value, held[1].TitleId!.Value)
        );
        Assert.Equal(CalendarDate.Write(Today.AddDays(100)), outcome.After!.Person[Field.EmploymentEnd].TextOrNull);
    }

    [Fact]
    public async Task Writing_ADateThatLiesInAnotherPosition_IsRefusedAndTheRestIsWritten()
    {
        await using var lab = await HumaLab.StartAsync();
        var user = Add(
            lab,
            Position(lab, "Konsulent", Start, Today),
            Position(lab, "Leder", Today.AddDays(1), Today.AddDays(90))
        );

        var ended = await lab.WriteAsync(
            user,
            (Field.EmploymentEnd, CalendarDate.Write(Today.AddDays(-30))),
            (Field.JobTitle, "Rådgiver")
        );
        var begun = await lab.WriteAsync(user, (Field.EmploymentStart, CalendarDate.Write(Today.AddDays(30))));

        Assert.Equal(
            (Field.EmploymentEnd, HumaReasons.PositionOutside),
            (Assert.Single(ended.Refused).Key, ended.Refused[Field.EmploymentEnd].Code)
        );
        Assert.Equal(
            (Field.EmploymentStart, HumaReasons.PositionOutside),
            (Assert.Single(begun.Refused).Key, begun.Refused[Field.EmploymentStart].Code)
        );
        var held = lab.Held(user).Positions;
        Assert.Equal(
            (Start, (DateOnly?)Today, lab.Title("Rådgiver").Id),
            (held[0].ContractStartDate!.Value, held[0].ContractEndDate, held[0].TitleId!.Value)
        );
        Assert.Equal(
            (Today.AddDays(1), (DateOnly?)Today.AddDays(90)),
            (held[1].ContractStartDate!.Value, held[1].ContractEndDate)
        );
    }

    [Theory]
    [InlineData(null)]
    [InlineData(60)]
    public async Task Writing_AnEndThatSeveralPositionsShare_IsRefusedAndReportedInAdvance(int? daysLeft)
    {
        await using var lab = await HumaLab.StartAsync();
        DateOnly? end = daysLeft is { } days ? Today.AddDays(days) : null;
        var user = Add(lab, Position(lab, "Leder", Start, end), Position(lab, "Vikar", Start.AddDays(5), end));

        var read = await lab.ReadAsync(user);
        var outcome = await lab.WriteAsync(user, (Field.EmploymentEnd, "2031-12-31"), (Field.GivenName, "Karin"));

        Assert.Equal([KeyValuePair.Create(Field.EmploymentEnd, WriteLock.SeveralPositions)], read.Person.Locks);
        Assert.Equal(
            (Field.EmploymentEnd, HumaReasons.PositionUnclear),
            (Assert.Single(outcome.Refused).Key, outcome.Refused[Field.EmploymentEnd].Code)
        );
        Assert.Equal("Karin", lab.Held(user).GivenName);
        Assert.All(lab.Held(user).Positions, position => Assert.Equal(end, position.ContractEndDate));
    }

    [Fact]
    public async Task MainPosition_ByRuleAndByChoice_GivesTitleAndProbation()
    {
        await using var lab = await HumaLab.StartAsync();
        var (large, late) = (
            Position(lab, "Leder", Start, null) with
            {
                Percentage = 80,
                ProbationEndDate = new DateOnly(2018, 1, 31),
            },
            Position(lab, "Vikar", Start.AddYears(3), null) with
            {
                Percentage = 20,
                ProbationEndDate = new DateOnly(2021, 1, 31),
            }
        );
        var user = Add(lab, large, late);
        var id = new HumaId(user.Id.ToString());

        Assert.Equal(("Leder", "2018-01-31"), await ReadAsync(lab, user, HumaEmployment.Default));
        Assert.Equal(
            ("Vikar", "2021-01-31"),
            await ReadAsync(
                lab,
                user,
                HumaEmployment.Default with
                {
                    Rules = new EmploymentRules { MainPosition = MainPositionChoice.LatestStart },
                }
            )
        );
        Assert.Equal(
            ("Vikar", "2021-01-31"),
            await ReadAsync(
                lab,
                user,
                HumaEmployment.Default with
                {
                    MainPositions = new Dictionary<HumaId, string> { [id] = late.Id.ToString() },
                }
            )
        );
    }

    [Fact]
    public async Task PositionList_ThatTheKeyMayNotRead_LeavesTheDatesUnknown()
    {
        const string id = "0c000000-0000-4000-8000-000000000001";
        var end = CalendarDate.Write(Today.AddDays(9));
        await using var stub = await HumaStub.StartAsync(context =>
            context.Request.Path.Value!.EndsWith("/positions", StringComparison.Ordinal)
                ? StubServer.JsonAsync(context, """{"errorCode":"access:denied"}""", 403)
                : StubServer.JsonAsync(
                    context,
                    $$"""
                    {"id":"{{id}}","firstContractStartDate":{"value":"2017-07-31","editable":false},"jobTitle":{"value":{"name":"Konsulent"},"editable":false},
                     "employmentStartDate":{"value":"2017-07-31","editable":false},"employmentEndDate":{"value":"{{end}}","editable":false},
                     "probationEndDate":{"editable":false},"terminationNoticeDate":{"editable":false},
                     "currentPositions":[{"id":"p","title":{"id":"t","name":"Konsulent"},"contractStartDate":"2017-07-31","contractEndDate":"{{end}}","percentage":100,"status":"CURRENT"}]}
                    """
                )
        );

        var read = (await stub.Client.ReadUsersAsync([new HumaId(id)], CancellationToken.None)).Values.Single().Person;

        Assert.Equal("Konsulent", read[Field.JobTitle].TextOrNull);
        Assert.Equal(
            (FieldValue.NotKnown, FieldValue.NotKnown),
            (read[Field.EmploymentStart], read[Field.EmploymentEnd])
        );
        Assert.Equal(WriteLock.NotEditable, read.Locks[Field.EmploymentEnd]);
    }

    private static async Task<(string? Title, string? Probation)> ReadAsync(
        HumaLab lab,
        SandboxUser user,
        HumaEmployment employment
    )
    {
        using var factory = new HumaClientFactory(Options.Create(HumaLab.Quick()), TimeProvider.System);
        var key = lab.World.FullHumaKey;
        var client = factory.Create(
            new Core.Huma.HumaAccess(lab.BaseAddress, key.ClientId.ToString()!, new Secret(key.Text)),
            null,
            employment
        );
        var read = (await HumaLab.ReadAsync(client, user)).Person;
        return (read[Field.JobTitle].TextOrNull, read[Field.ProbationEnd].TextOrNull);
    }

    private static SandboxUser Add(HumaLab lab, params HumaPosition[] positions) =>
        lab.Add(change: user => user with { Positions = [.. positions] });

    private static HumaPosition Position(HumaLab lab, string title, DateOnly start, DateOnly? end) =>
        HumaLab.Position(lab.Title(title)) with
        {
            ContractStartDate = start,
            ContractEndDate = end,
        };
}

using HumaXledger.Core.Huma;
using HumaXledger.Core.People;
using HumaXledger.Core.People.NationalIds;
using HumaXledger.Core.Reasons;
using HumaXledger.Sandbox.FaultInjection;
using HumaXledger.Sandbox.Huma;

namespace HumaXledger.Tests.Huma;

public sealed class HumaEmploymentWritingTests
{
    [Fact]
    public async Task JobTitle_InTheRegister_IsReusedWhateverItsCase()
    {
        await using var lab = await HumaLab.StartAsync();
        var known = lab.Title("Daglig Leder");
        var user = lab.Add();

        var outcome = await lab.WriteAsync(user, (Field.JobTitle, "daglig  leder"));

        Assert.Empty(outcome.Refused);
        Assert.Equal(known.Id, Assert.Single(lab.Held(user).Positions).TitleId);
    }

    [Fact]
    public async Task JobTitle_NewAndSharedBySeveral_IsCreatedOnce()
    {
        await using var lab = await HumaLab.StartAsync();
        var users = Enumerable.Range(0, 8).Select(number => lab.Add($"Navn{number}")).ToList();

        await Task.WhenAll(users.Select(user => lab.WriteAsync(user, (Field.JobTitle, "Bærekraftsleder"))));

        var title = Assert.Single(lab.Store.JobTitles(), title => title.Name == "Bærekraftsleder");
        Assert.All(users, user => Assert.Equal(title.Id, Assert.Single(lab.Held(user).Positions).TitleId));
    }

    [Theory]
    [InlineData(FaultKind.ConnectionResetAfter)]
    [InlineData(FaultKind.TruncatedJson)]
    public async Task JobTitle_AnswerLost_IsNotCreatedTwice(FaultKind kind)
    {
        await using var lab = await HumaLab.StartAsync();
        var user = lab.Add();
        // The first call reads the register, the second adds to it.
        lab.Break(kind, "/job-titles", fromCall: 2);

        var outcome = await lab.WriteAsync(user, (Field.JobTitle, "Bærekraftsleder"));

        Assert.Empty(outcome.Refused);
        Assert.Single(lab.Store.JobTitles(), title => title.Name == "Bærekraftsleder");
    }

    [Theory]
    [InlineData(MainPositionRule.HighestPercentage)]
    [InlineData(MainPositionRule.LatestStart)]
    public async Task ProbationEnd_SeveralPositions_IsWrittenToTheMainOneOnly(MainPositionRule rule)
    {
        await using var lab = await HumaLab.StartAsync(switches => switches.MainPosition = rule);
        var first = HumaLab.Position(lab.Title("Leder")) with { Percentage = 80 };
        var second = HumaLab.Position(lab.Title("Vikar")) with
        {
            Percentage = 20,
            ContractStartDate = new DateOnly(2024, 1, 1),
        };
        var user = lab.Add(change: user => user with { Positions = [first, second] });

        var outcome = await lab.WriteAsync(user, (Field.ProbationEnd, "2031-12-31"));

        Assert.Empty(outcome.Refused);
        var main = rule == MainPositionRule.LatestStart ? second : first;
        Assert.Equal(
            [main.Id],
            lab.Held(user)
                .Positions.Where(position => position.ProbationEndDate == new DateOnly(2031, 12, 31))
                .Select(position => position.Id)
        );
        Assert.Equal("2031-12-31", outcome.After?.Person[Field.ProbationEnd].TextOrNull);
    }

    [Fact]
    public async Task Position_MissingWithStartAndTitleKnown_IsCreatedAsOther()
    {
        await using var lab = await HumaLab.StartAsync();
        var user = lab.Add(change: user => user with { Positions = [] });

        var outcome = await lab.WriteAsync(
            user,
            (Field.JobTitle, "Ingeniør"),
            (Field.EmploymentStart, "2024-05-01"),
            (Field.ProbationEnd, "2024-11-01")
        );

        Assert.Empty(outcome.Refused);
        var position = Assert.Single(lab.Held(user).Positions);
        Assert.Equal(
            ("Other", new DateOnly(2024, 5, 1), new DateOnly(2024, 11, 1)),
            (position.ContractType, position.ContractStartDate!.Value, position.ProbationEndDate!.Value)
        );
        Assert.Equal(position.Id.ToString(), outcome.After?.MainPositionId);
    }

    [Theory]
    [InlineData(FaultKind.ConnectionResetAfter)]
    [InlineData(FaultKind.ConnectionResetBefore)]
    [InlineData(FaultKind.TruncatedJson)]
    [InlineData(FaultKind.Status500)]
    public async Task Position_AnswerLost_IsCreatedOnce(FaultKind kind)
    {
        await using var lab = await HumaLab.StartAsync();
        var user = lab.Add(change: user => user with { Positions = [] });
        var current = await lab.ReadAsync(user);
        // The first call checks that there is none, the second creates it.
        lab.Break(kind, "/positions", fromCall: 2);

        var outcome = await lab.Client.WriteAsync(
            current,
            new Dictionary<Field, FieldValue>
            {
                [Field.JobTitle] = FieldValue.From("Ingeniør"),
                [Field.EmploymentStart] = FieldValue.From("2024-05-01"),
            },
            CancellationToken.None
        );

        Assert.Empty(outcome.Refused);
        Assert.Single(lab.Held(user).Positions);
    }

    [Fact]
    public async Task Position_MissingWithoutStart_RefusesEmploymentFieldsAndWritesTheRest()
    {
        await using var lab = await HumaLab.StartAsync();
        var user = lab.Add(change: user => user with { Positions = [] });

        var outcome = await lab.WriteAsync(
            user,
            (Field.JobTitle, "Ingeniør"),
            (Field.EmploymentEnd, "2031-01-01"),
            (Field.GivenName, "Karin"),
            (Field.ProbationEnd, null)
        );

        Assert.Equal([Field.JobTitle, Field.EmploymentEnd], outcome.Refused.Keys.Order());
        Assert.All(outcome.Refused.Values, reason => Assert.Equal(new Reason(HumaReasons.PositionMissing), reason));
        Assert.Equal("Karin", lab.Held(user).GivenName);
        Assert.Empty(lab.Held(user).Positions);
    }

    [Fact]
    public async Task Identification_None_IsAddedWithTheCountryOfItsNumber()
    {
        await using var lab = await HumaLab.StartAsync();
        var user = lab.Add(change: user =>
            user with
            {
                Identifications = [new(Guid.NewGuid(), "passport", "NO", "N1234567")],
            }
        );

        // The example number of the Finnish register's documentation.
        var outcome = await lab.WriteAsync(user, (Field.Identification, "131052-308T"));

        Assert.Empty(outcome.Refused);
        Assert.Equal(
            [("passport", "NO"), ("national", "FI")],
            lab.Held(user).Identifications.Select(one => (one.Type, one.Country))
        );
        Assert.Equal(
            new IdentificationNumber("131052-308T", "FI").ToValue(),
            outcome.After?.Person[Field.Identification]
        );
    }

    [Theory]
    [InlineData(FaultKind.ConnectionResetAfter)]
    [InlineData(FaultKind.TruncatedJson)]
    public async Task Identification_AnswerLost_IsAddedOnce(FaultKind kind)
    {
        await using var lab = await HumaLab.StartAsync();
        var user = lab.Add(change: user => user with { Identifications = [] });
        lab.Break(kind, "/identifications");

        var outcome = await lab.WriteAsync(user, (Field.Identification, "17059012345"));

        Assert.Empty(outcome.Refused);
        Assert.Single(lab.Held(user).Identifications);
    }

    [Fact]
    public async Task Writing_FaultBeforeAnythingIsWritten_IsThrownUnchanged()
    {
        await using var lab = await HumaLab.StartAsync();
        var user = lab.Add();
        var current = await lab.ReadAsync(user);
        lab.Break(FaultKind.Status502Html, "/huma/", times: 100);

        var fault = await Assert.ThrowsAsync<HumaFault>(() =>
            lab.Client.WriteAsync(
                current,
                new Dictionary<Field, FieldValue> { [Field.Gender] = FieldValue.From("Male") },
                CancellationToken.None
            )
        );

        Assert.Equal(new Reason(HumaReasons.ServerError, "PATCH /users/{id}", "502"), fault.Reason);
        Assert.True(fault.Transient);
    }

    [Fact]
    public async Task Writing_FaultHalfWay_ReportsWhatWasWrittenAndWhatWasNot()
    {
        await using var lab = await HumaLab.StartAsync();
        var user = lab.Add();
        var current = await lab.ReadAsync(user);
        lab.Break(FaultKind.Status500, "/identifications", times: 100);

        var outcome = await lab.Client.WriteAsync(
            current,
            new Dictionary<Field, FieldValue>
            {
                [Field.EmploymentEnd] = FieldValue.From("2031-12-31"),
                [Field.Identification] = FieldValue.From("02019112345"),
                [Field.Gender] = FieldValue.From("Male"),
            },
            CancellationToken.None
        );

        Assert.Equal(
            HumaReasons.ServerError,
            Assert.Single(outcome.Refused, entry => entry.Key == Field.Identification).Value.Code
        );
        Assert.Equal(
            ("Male", "2031-12-31"),
            (outcome.After?.Person[Field.Gender].TextOrNull, outcome.After?.Person[Field.EmploymentEnd].TextOrNull)
        );
    }
}

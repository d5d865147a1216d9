using HumaXledger.Core.People;
using HumaXledger.Core.Planning;
using HumaXledger.Core.Planning.Forecasting;
using HumaXledger.Core.Reasons;

namespace HumaXledger.Tests.Planning;

public class ForecastTests
{
    private static PlannedChange Change(
        Side target,
        int person,
        Field field,
        ChangeKind kind = ChangeKind.Update,
        int wave = 0
    ) =>
        new(
            0,
            target,
            kind,
            new HumaId($"h{person}"),
            new XledgerId($"x{person}"),
            "Kari",
            field,
            FieldValue.Nothing,
            new FieldValue.Of("value"),
            ChangeCause.Decided,
            new Reason("why")
        )
        {
            Wave = wave,
        };

    [Fact]
    public void Forecast_NothingToWrite_CostsNothing() =>
        Assert.Equal(Forecast.Nothing, Forecast.Of([], ForecastModel.Default));

    [Theory]
    [InlineData(1, 3)]
    [InlineData(500, 3)]
    [InlineData(501, 4)]
    [InlineData(2_500, 7)]
    [InlineData(2_501, 10)]
    public void Forecast_UpdatesInXledger_CountRequestsNotPeople(int people, int requests)
    {
        var changes = Enumerable
            .Range(0, people)
            .SelectMany(person =>
                new[] { Change(Side.Xledger, person, Field.JobTitle), Change(Side.Xledger, person, Field.Gender) }
            )
            .ToArray();

        // One read before and one after for 2,500 people, one request that writes for 500 records.
        Assert.Equal(requests, Forecast.Of(changes, ForecastModel.Default).XledgerRequests);
    }

    [Theory]
    [InlineData(166, 1)]
    [InlineData(167, 2)]
    [InlineData(345, 3)]
    [InlineData(500, 3)]
    [InlineData(1_000, 6)]
    public void Forecast_UpdatesOfAllThreeRecords_TakeARequestForEach500Records(int people, int writes)
    {
        var changes = Enumerable.Range(0, people).Select(person => Change(Side.Xledger, person, Field.Phone)).ToArray();

        // One to read, one to learn which ledger records are suppliers, one to read back.
        Assert.Equal(3 + writes, Forecast.Of(changes, ForecastModel.Default).XledgerRequests);
    }

    [Theory]
    [InlineData(10, 7)]
    [InlineData(200, 8)]
    [InlineData(500, 10)]
    public void Forecast_AdditionsInXledger_TakeARequestForEach500Records(int people, int requests)
    {
        var changes = Enumerable
            .Range(0, people)
            .Select(person => Change(Side.Xledger, person, Field.Email, ChangeKind.Create))
            .ToArray();

        Assert.Equal(requests, Forecast.Of(changes, ForecastModel.Default).XledgerRequests);
    }

    [Theory]
    [InlineData(3, Field.Phone)]
    [InlineData(3, Field.Phone, Field.Gender, Field.DateOfBirth)]
    [InlineData(4, Field.Phone, Field.Identification)]
    [InlineData(4, Field.EmploymentEnd)]
    [InlineData(5, Field.EmploymentEnd, Field.JobTitle)]
    [InlineData(5, Field.Phone, Field.Identification, Field.EmploymentEnd)]
    public void Forecast_UpdateInHuma_DependsOnTheRecordsOfTheFields(int requests, params Field[] fields)
    {
        var model = ForecastModel.Default with { HumaShareWithPositionList = 0 };

        Assert.Equal(
            requests,
            Forecast.Of([.. fields.Select(field => Change(Side.Huma, 1, field))], model).HumaRequests
        );
    }

    [Theory]
    [InlineData(3, Field.JobTitle, true)]
    [InlineData(4, Field.Phone, true)]
    [InlineData(4, Field.Email, true)]
    [InlineData(4, Field.FamilyName, true)]
    [InlineData(5, Field.Phone, false)]
    [InlineData(4, Field.EmploymentEnd, false)]
    public void Forecast_UpdateInXledger_CostsMoreWhereTheLedgerFollowsAndWhereAValueIsEmptied(
        int requests,
        Field field,
        bool value
    )
    {
        var change = Change(Side.Xledger, 1, field);

        Assert.Equal(
            requests,
            Forecast
                .Of([value ? change : change with { To = FieldValue.Nothing }], ForecastModel.Default)
                .XledgerRequests
        );
    }

    [Fact]
    public void Forecast_Wave_IsABatchOfItsOwn()
    {
        var together = Forecast.Of(
            [Change(Side.Xledger, 1, Field.Phone), Change(Side.Xledger, 2, Field.Phone)],
            ForecastModel.Default
        );
        var apart = Forecast.Of(
            [Change(Side.Xledger, 1, Field.Phone), Change(Side.Xledger, 2, Field.Phone, wave: 1)],
            ForecastModel.Default
        );

        Assert.True(apart.XledgerRequests > together.XledgerRequests);
    }

    [Fact]
    public void ComparisonForecast_LargeSides_CountsPagesOfXledgerAndPeopleOfHuma()
    {
        var model = ForecastModel.Default;

        Assert.Equal(3 + model.XledgerRequestsPerComparison, ComparisonForecast.Of(10, 25_000, model).XledgerRequests);
        Assert.True(ComparisonForecast.Of(1000, 0, model).HumaRequests >= 1000 * model.HumaRequestsPerRead);
    }
}

using HumaXledger.Core.Matching;
using HumaXledger.Core.People;
using HumaXledger.Core.Planning;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Keys;
using HumaXledger.Core.Storage.Links;
using HumaXledger.Core.Storage.Plans;
using HumaXledger.Core.Sync.Running;
using HumaXledger.Tests.Storage.Database;
using HumaXledger.Tests.Storage.Keys;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace HumaXledger.Tests.Sync.Running;

public sealed class RelinkedDuringRunOnSqliteTest(SqliteStore store) : RelinkedDuringRunTest<SqliteStore>(store);

public sealed class RelinkedDuringRunOnPostgresTest(PostgresStore store) : RelinkedDuringRunTest<PostgresStore>(store);

/// <summary>A person who is linked with another employee while a run is under way.</summary>
public abstract class RelinkedDuringRunTest<T>(T store) : IClassFixture<T>
    where T : TestStore
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Values_OfTheEarlierEmployee_AreNotWrittenIntoTheRowOfTheOtherOne()
    {
        await using var made = await SealedStore.OpenAsync(store);
        await using var context = made.Open();
        var link = await context.Links.AsNoTracking().OrderBy(row => row.Id).FirstAsync(Cancellation);
        var plan = await context.Plans.AsNoTracking().FirstAsync(Cancellation);
        var run = Samples.Run(plan, number: 1);
        var updates = await BaselineUpdates.LoadAsync(context, run, [], all: true, store.Clock, Cancellation);
        updates.Sent(
            new ChangeRecord
            {
                HumaId = link.HumaId,
                XledgerId = link.XledgerId,
                PersonName = "Torbjørn",
                Field = Field.Identification,
                From = FieldValue.Nothing,
                To = new FieldValue.Of(SealedStore.Numbers[0]),
            }
        );
        await RelinkAsync(made, link);

        await updates.SaveAsync(Cancellation);

        await using var after = made.Open();
        var read = await after.Links.AsNoTracking().SingleAsync(row => row.HumaId == link.HumaId, Cancellation);
        Assert.Equal(new XledgerId("9999"), read.XledgerId);
        Assert.Equal(new FieldValue.Of(SealedStore.Numbers[1]), read.LastProcessed[Field.Identification]);
        Assert.Empty(made.Services.GetRequiredService<ValueVault>().Misplaced.Take());
    }

    [Fact]
    public async Task Change_OfTwoRecordsThatNothingJoins_MakesNoLink()
    {
        await using var made = await SealedStore.OpenAsync(store);
        await using var context = made.Open();
        var before = await LinkedAsync(context);
        var plan = await context.Plans.AsNoTracking().FirstAsync(Cancellation);
        var run = Samples.Run(plan, number: 1);
        var updates = await BaselineUpdates.LoadAsync(context, run, [], all: true, store.Clock, Cancellation);
        var change = new ChangeRecord
        {
            Kind = ChangeKind.Update,
            HumaId = before[0].Huma,
            XledgerId = new XledgerId("9999"),
            PersonName = "Torbjørn",
            Field = Field.JobTitle,
            From = FieldValue.NotKnown,
            To = FieldValue.Nothing,
        };

        updates.Confirmed(change);
        updates.Sent(change);
        await updates.SaveAsync(Cancellation);

        Assert.Equal(before, await LinkedAsync(context));
    }

    private static async Task<List<Link>> LinkedAsync(SyncDbContext context) =>
        (await context.Links.AsNoTracking().OrderBy(row => row.Id).ToListAsync(Cancellation)).ConvertAll(
            row => new Link(row.HumaId, row.XledgerId)
        );

    private static async Task RelinkAsync(SealedStore made, PersonLink link)
    {
        await using var context = made.Open();
        await context.Links.Where(row => row.Id == link.Id).ExecuteDeleteAsync(Cancellation);
        context.Links.Add(
            new PersonLink
            {
                ConnectionId = link.ConnectionId,
                HumaId = link.HumaId,
                XledgerId = new XledgerId("9999"),
                FoundAs = MatchState.Certain,
                LinkedBy = "Kari",
                LastProcessed = FieldValues.AllUnknown.With(
                    Field.Identification,
                    new FieldValue.Of(SealedStore.Numbers[1])
                ),
            }
        );
        await context.SaveChangesAsync(Cancellation);
    }
}

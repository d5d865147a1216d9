using HumaXledger.Core.Access;
using HumaXledger.Core.Matching;
using HumaXledger.Core.People;
using HumaXledger.Core.Planning.Comparing;
using HumaXledger.Core.Storage.Comparisons;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Reviews;
using HumaXledger.Core.Sync.Comparing;
using HumaXledger.Core.Sync.Overview;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Tests.Sync.Overview;

/// <summary>Compares the figures of a connection with themselves and with both systems.</summary>
internal static class FiguresCheck
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static Task<ConnectionFigures?> FiguresAsync(SyncFixture fixture, Guid connection) =>
        fixture.Get<OpenDifferences>().ReadAsync(connection, Actor.System, Cancellation);

    /// <summary>The figures add up, and are the same without the cache.</summary>
    public static async Task<ConnectionFigures> AssertTrueAsync(SyncFixture fixture, Guid connection)
    {
        var figures = (await FiguresAsync(fixture, connection))!;
        Assert.Equal(figures.LeftToDo, figures.Parts.Sum(part => part.Count));
        Assert.Equal(figures.Open.Count, figures.LeftToDo + figures.LeftAsDecided);
        Assert.All(figures.Parts, part => Assert.Equal(part.Count, figures.Open.Count(row => row.Cause == part.Cause)));
        Assert.Equal(figures.Open.Count, figures.People.Sum(person => figures.Of(person.Reference).Count()));
        Assert.Equal(figures.Open.Count, figures.Open.DistinctBy(row => (row.Person, row.Field)).Count());
        Assert.Equal(figures.Differences, figures.ByField.Values.Sum());
        Assert.Equal(
            figures.People.Count,
            figures.Linked
                + figures.Questions
                + figures.OnlyInHuma
                + figures.OnlyInXledger
                + figures.People.Count(person =>
                    person
                        is {
                            NeedsAnswer: false,
                            State: MatchState.Certain or MatchState.Probable or MatchState.EarlierRecord
                        }
                )
        );

        var cold = new OpenDifferences(
            fixture.Get<IDbContextFactory<SyncDbContext>>(),
            fixture.Get<ComparisonArchive>(),
            fixture.Get<DecisionStore>(),
            fixture.Get<SnapshotCache>(),
            fixture.Get<TimeProvider>()
        );
        var again = (await cold.ReadAsync(connection, Actor.System, Cancellation))!;
        Assert.Equal(figures.Open, again.Open);
        Assert.Equal(
            figures.People.Select(person => (person.Reference, person.State)),
            again.People.Select(person => (person.Reference, person.State))
        );
        return figures;
    }

    /// <summary>Both systems, read again, have exactly the differences of the figures.</summary>
    /// <param name="known">Values that can be known without reading; null: all.</param>
    public static async Task AssertAsReadAsync(
        SyncFixture fixture,
        Guid connection,
        ConnectionFigures figures,
        Func<(PersonRef Person, Field Field), bool>? known = null
    )
    {
        var session = await fixture.CompareAsync(connection, Cancellation);
        var found = session
            .Comparison.Differences.Select(difference => (Person: PersonRef.Of(difference), difference.Field))
            .Where(row => known is null || known(row));
        Assert.Equal(
            found.Select(row => $"{row.Person} {row.Field}").Order(StringComparer.Ordinal),
            figures
                .Open.Where(row => row.Field is not null)
                .Select(row => $"{row.Person} {row.Field}")
                .Order(StringComparer.Ordinal)
        );
    }
}

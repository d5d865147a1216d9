using HumaXledger.Core.Matching;
using HumaXledger.Core.People;
using HumaXledger.Core.Storage.Connections;
using HumaXledger.Core.Storage.Links;
using HumaXledger.Core.Sync.Comparing;
using HumaXledger.Tests.Storage.Database;

namespace HumaXledger.Tests.Sync.Comparing;

/// <summary>What a comparison stores about Huma users who belong to another connection.</summary>
public sealed class ClaimedElsewhereTest(SqliteStore store) : IClassFixture<SqliteStore>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(null, null, true)]
    [InlineData(null, "south", true)]
    [InlineData("north", "north", true)]
    [InlineData("north", "south", false)]
    [InlineData("north", null, false)]
    public async Task Claimed_ByAnotherConnection_IsNamedOnlyToWhoMaySeeThatOne(
        string? group,
        string? others,
        bool named
    )
    {
        var (own, other) = (Samples.Connection(), Samples.Connection());
        (own.HumaOrganizationId, other.HumaOrganizationId) = ($"{own.Id}", $"{own.Id}");
        (own.AccessGroup, other.AccessGroup, other.Name) = (group, others, "Granskog Holding");
        await using var context = store.Open();
        context.AddRange(own, other);
        context.Add(LinkOf(other));
        await context.SaveChangesAsync(Cancellation);

        var claimed = Assert.Single(await Compare.ClaimedAsync(context, own, Cancellation));

        Assert.Equal(new HumaId("huma-1"), claimed.Key);
        Assert.Equal(named ? "Granskog Holding" : null, claimed.Value);
    }

    [Fact]
    public async Task Claimed_ByTwoConnections_IsNamedOnce()
    {
        var (own, one, two) = (Samples.Connection(), Samples.Connection(), Samples.Connection());
        own.HumaOrganizationId = one.HumaOrganizationId = two.HumaOrganizationId = $"{own.Id}";
        await using var context = store.Open();
        context.AddRange(own, one, two);
        foreach (var connection in new[] { one, two })
        {
            context.Add(LinkOf(connection));
        }

        await context.SaveChangesAsync(Cancellation);

        var claimed = Assert.Single(await Compare.ClaimedAsync(context, own, Cancellation));

        Assert.Equal(new HumaId("huma-1"), claimed.Key);
    }

    private static PersonLink LinkOf(Connection connection) =>
        new()
        {
            ConnectionId = connection.Id,
            HumaId = new HumaId("huma-1"),
            XledgerId = new XledgerId("1"),
            FoundAs = MatchState.Certain,
            LinkedBy = "Kari",
            Baseline = FieldValues.AllUnknown,
        };
}

using HumaXledger.Core.Access;
using HumaXledger.Core.People;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Storage.Inbound;
using HumaXledger.Core.Sync.Activity;
using HumaXledger.Core.Sync.Inbound;
using HumaXledger.Core.Sync.Overview;
using HumaXledger.Core.Sync.PersonalData;
using HumaXledger.Sandbox;
using HumaXledger.Tests.Sync.Overview;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Tests.Sync.Inbound;

/// <summary>Unlinking a pair about which nothing is asked.</summary>
public sealed class UnlinkTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Unlink_OfAnOrdinaryPair_EndsTheLinkWritesNothingAndIsDoneOnce()
    {
        await using var inbound = await InboundFixture.OpenAsync(2);
        var person = inbound.People[1];
        inbound.Edit(person, SandboxField.JobTitle, "Teamleder");
        await inbound.FollowAsync(person);
        var pair = await PairAsync(inbound, person);
        var open = inbound.SyncFixture.Get<OpenDifferences>();
        var shown = await open.ReadPeopleAsync(inbound.Connection, SyncFixture.Administrator, Cancellation);
        Assert.Equal(pair.Xledger?.Value, shown?.Find(pair.Huma, null)?.Xledger?.Id);

        Assert.Null(await UnlinkAsync(inbound, pair));

        // No page shows the employee with the person any more.
        shown = await open.ReadPeopleAsync(inbound.Connection, SyncFixture.Administrator, Cancellation);
        Assert.Null(shown?.Find(pair.Huma, null)?.Xledger);
        await FiguresCheck.AssertTrueAsync(inbound.SyncFixture, inbound.Connection);
        Assert.Null(await inbound.LinkAsync(person.HumaId));
        Assert.NotNull(await inbound.LinkAsync(inbound.People[0].HumaId));
        inbound.Edit(person, SandboxField.JobTitle, "Kontorleder");
        var pending = await inbound.FollowAsync(person);
        Assert.Equal(PendingChangeState.ForManualSync, pending.State);
        Assert.Equal("Teamleder", inbound.InXledger(person, SandboxField.JobTitle));
        Assert.Contains(await inbound.ChangesAsync(), change => change.HumaId?.Value == $"{person.HumaId}");
        // The next comparison proposes them to each other no longer.
        var session = await inbound.SyncFixture.CompareAsync(inbound.Connection, Cancellation);
        Assert.DoesNotContain(session.Comparison.Matches.Pairs, other =>
            other.Link.Huma == pair.Huma && other.Link.Xledger == pair.Xledger
        );

        Assert.Equal(ReviewReasons.OtherPersonOvertaken, (await UnlinkAsync(inbound, pair))?.Code);
        await using var store = inbound.SyncFixture.Store();
        Assert.Equal(1, await store.Activity.CountAsync(act => act.What == ActivityCodes.PersonUnlinked, Cancellation));
    }

    [Fact]
    public async Task Unlink_ProposedAgain_IsMatchedByTheNextComparison()
    {
        await using var inbound = await InboundFixture.OpenAsync(2);
        var people = inbound.SyncFixture.Get<OtherPeople>();
        var pair = await PairAsync(inbound, inbound.People[1]);
        Assert.Null(await UnlinkAsync(inbound, pair));
        Assert.DoesNotContain(await PairsAsync(), link => link.Huma == pair.Huma);
        var apart = Assert.Single(
            await people.ReadDistinctAsync(pair with { Huma = null }, SyncFixture.Administrator, Cancellation)
        );
        Assert.Equal((pair.Huma, pair.Xledger), (apart.HumaId, apart.XledgerId));

        Assert.Null(await people.ProposeAgainAsync(pair, SyncFixture.Administrator, Cancellation));

        Assert.Empty(await people.ReadDistinctAsync(pair, SyncFixture.Administrator, Cancellation));
        Assert.Contains(await PairsAsync(), link => (link.Huma, link.Xledger) == (pair.Huma, pair.Xledger));
        Assert.Equal(
            ReviewReasons.OtherPersonOvertaken,
            (await people.ProposeAgainAsync(pair, SyncFixture.Administrator, Cancellation))?.Code
        );
        await using var store = inbound.SyncFixture.Store();
        Assert.Equal(1, await store.Activity.CountAsync(act => act.What == ActivityCodes.ProposedAgain, Cancellation));

        async Task<List<Link>> PairsAsync() =>
            [
                .. (
                    await inbound.SyncFixture.CompareAsync(inbound.Connection, Cancellation)
                ).Comparison.Matches.Pairs.Select(one => one.Link),
            ];
    }

    [Fact]
    public async Task Unlink_DuringASynchronization_IsRefusedAndKeepsTheLink()
    {
        await using var inbound = await InboundFixture.OpenAsync(2);
        var person = inbound.People[1];
        var pair = await PairAsync(inbound, person);
        await using var store = inbound.SyncFixture.Store();
        await store
            .Runs.Where(run => run.ConnectionId == inbound.Connection)
            .OrderByDescending(run => run.Number)
            .Take(1)
            .ExecuteUpdateAsync(set => set.SetProperty(run => run.FinishedAt, (DateTime?)null), Cancellation);

        Assert.Equal(RunReasons.RunUnderWay, (await UnlinkAsync(inbound, pair))?.Code);

        Assert.NotNull(await inbound.LinkAsync(person.HumaId));
    }

    [Fact]
    public async Task Unlink_WithoutTheRightToSynchronize_IsRefused()
    {
        await using var inbound = await InboundFixture.OpenAsync(2);
        var pair = await PairAsync(inbound, inbound.People[1]);
        var reviewer = new Actor("reviewer", "Ola", null, new HashSet<Role> { Role.IntegrationReviewer });

        await Assert.ThrowsAsync<ActRefused>(() => UnlinkAsync(inbound, pair, reviewer));

        Assert.NotNull(await inbound.LinkAsync(inbound.People[1].HumaId));
    }

    private static async Task<PersonReference> PairAsync(InboundFixture inbound, Someone person)
    {
        var link = (await inbound.LinkAsync(person.HumaId))!;
        return new PersonReference(inbound.Connection, link.HumaId, link.XledgerId, "Kari");
    }

    private static Task<Reason?> UnlinkAsync(InboundFixture inbound, PersonReference pair, Actor? by = null) =>
        inbound.SyncFixture.Get<OtherPeople>().UnlinkAsync(pair, by ?? SyncFixture.Administrator, Cancellation);
}

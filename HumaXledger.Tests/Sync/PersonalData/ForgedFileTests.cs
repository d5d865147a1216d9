using HumaXledger.Core.Access;
using HumaXledger.Core.Matching;
using HumaXledger.Core.People;
using HumaXledger.Core.Planning;
using HumaXledger.Core.Planning.Deciding;
using HumaXledger.Core.Storage.Inbound;
using HumaXledger.Core.Storage.Links;
using HumaXledger.Core.Storage.Reviews;
using HumaXledger.Core.Sync.Activity;
using HumaXledger.Core.Sync.Inbound;
using HumaXledger.Core.Sync.PersonalData;
using HumaXledger.Core.Sync.Reviewing;
using HumaXledger.Sandbox;
using HumaXledger.Tests.Sync.Inbound;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Tests.Sync.PersonalData;

/// <summary>
/// Who writes the database, without its keys, and asks for their own file: it holds no other person's numbers.
/// </summary>
public sealed class ForgedFileTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task File_OfAPersonWhoseLinkWasChanged_HoldsNothingOfTheOther()
    {
        await using var inbound = await InboundFixture.OpenAsync(3);
        var (one, other) = (inbound.People[1], inbound.People[2]);
        var (own, huma, xledger) = (
            new HumaId($"{one.HumaId}"),
            new HumaId($"{other.HumaId}"),
            new XledgerId($"{other.EmployeeDbId}")
        );
        await using (var store = inbound.SyncFixture.Store())
        {
            await store.Links.Where(link => link.HumaId == huma).ExecuteDeleteAsync(Cancellation);
            await store
                .Links.Where(link => link.HumaId == own)
                .ExecuteUpdateAsync(set => set.SetProperty(link => link.XledgerId, xledger), Cancellation);
        }

        var file = await FileAsync(inbound, own);

        Assert.Null(file.Link);
        Assert.All(file.Readings, reading => Assert.NotEqual(xledger.Value, reading.Xledger?.Id));
    }

    [Fact]
    public async Task File_OfAPersonWithAnAnswerFromTheDatabase_HoldsNothingOfTheOther()
    {
        await using var inbound = await InboundFixture.OpenAsync(3);
        var (one, other) = (inbound.People[1], inbound.People[2]);
        await using (var store = inbound.SyncFixture.Store())
        {
            await store.Links.ExecuteDeleteAsync(Cancellation);
            var newest = await store.Comparisons.OrderByDescending(row => row.StartedAt).FirstAsync(Cancellation);
            store.Decisions.Add(
                new DecisionRecord
                {
                    ComparisonId = newest.Id,
                    Kind = DecisionKind.Match,
                    Subject = $"{one.HumaId}",
                    HumaId = $"{one.HumaId}",
                    XledgerId = $"{other.EmployeeDbId}",
                    DecidedBy = "x",
                    DecidedAt = newest.StartedAt,
                }
            );
            await store.SaveChangesAsync(Cancellation);
        }

        var file = await FileAsync(inbound, new HumaId($"{one.HumaId}"));

        Assert.Equal($"{one.HumaId}", file.Readings[0].Huma?.Id);
        Assert.All(file.Readings, reading => Assert.NotEqual($"{other.EmployeeDbId}", reading.Xledger?.Id));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task File_AfterAReviewHasSaidThatTheyAreTwoPeople_HoldsNothingOfTheOther(bool comparedSince)
    {
        await using var inbound = await InboundFixture.OpenAsync(2);
        var (fixture, one) = (inbound.SyncFixture, inbound.People[1]);
        var (huma, xledger) = (new HumaId($"{one.HumaId}"), new XledgerId($"{one.EmployeeDbId}"));
        var session = await fixture.CompareAsync(inbound.Connection, Cancellation);
        await fixture
            .Get<Review>()
            .DecideMatchesAsync(session, [new MatchDecision(huma, null)], SyncFixture.Administrator, Cancellation);
        if (comparedSince)
        {
            await fixture.CompareAsync(inbound.Connection, Cancellation);
        }

        Assert.NotNull(await inbound.LinkAsync(one.HumaId));
        var ofUser = await FileAsync(inbound, huma);
        var ofEmployee = await FileAsync(inbound, new PersonIds(null, xledger));

        Assert.All(ofUser.Readings, reading => Assert.Null(reading.Xledger));
        Assert.All(ofEmployee.Readings, reading => Assert.Null(reading.Huma));
        Assert.Null(ofUser.Link);
        Assert.Contains(ofUser.Readings, reading => reading.Huma?.Id == huma.Value);
    }

    [Fact]
    public async Task File_OfAPersonAnsweredToBeAnotherRecordThanTheLinkedOne_HoldsNothingOfThatOne()
    {
        await using var inbound = await InboundFixture.OpenAsync(3);
        var (fixture, one) = (inbound.SyncFixture, inbound.People[1]);
        var (huma, xledger) = (new HumaId($"{one.HumaId}"), new XledgerId($"{one.EmployeeDbId}"));
        inbound.Edit(one, SandboxField.JobTitle, "Husvert");
        Assert.Equal(PendingChangeState.Written, (await inbound.FollowAsync(one)).State);
        Assert.Contains((await FileAsync(inbound, huma)).Changes, change => change.Change.XledgerId == xledger);
        var right = new XledgerId($"{inbound.World.HireInXledger()}");
        inbound.Edit(inbound.People[0], SandboxField.JobTitle, "Teamleder");
        var session = await fixture.CompareAsync(inbound.Connection, Cancellation);

        session = await fixture
            .Get<Review>()
            .DecideMatchesAsync(session, [new MatchDecision(huma, right)], SyncFixture.Administrator, Cancellation);

        Assert.All((await FileAsync(inbound, huma)).Readings, reading => Assert.Null(reading.Xledger));
        session = await fixture.ChooseAsync(session, FieldChoice.UseHuma, [inbound.People[0]], Cancellation);
        await fixture.ApplyAsync(await fixture.ConfirmGuardsAsync(session, Cancellation), Cancellation);
        Assert.Equal(right, (await inbound.LinkAsync(one.HumaId))?.XledgerId);
        Assert.DoesNotContain((await FileAsync(inbound, new PersonIds(null, xledger))).Changes, change =>
            change.Change.HumaId == huma
        );
        // Nobody else is linked with it: it may be their own earlier record.
        Assert.Contains((await FileAsync(inbound, huma)).Changes, change => change.Change.XledgerId == xledger);
        await LinkAsync(inbound, new HumaId($"{inbound.World.HireInHuma()}"), xledger);
        Assert.DoesNotContain((await FileAsync(inbound, huma)).Changes, change => change.Change.XledgerId == xledger);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task File_OfAPersonWhoWasUnlinked_HoldsNothingOfTheOther(bool comparedSince)
    {
        await using var inbound = await InboundFixture.OpenAsync(2);
        var (fixture, one) = (inbound.SyncFixture, inbound.People[1]);
        var (huma, xledger) = (new HumaId($"{one.HumaId}"), new XledgerId($"{one.EmployeeDbId}"));
        if (comparedSince)
        {
            // The comparison has the pair as linked.
            await fixture.CompareAsync(inbound.Connection, Cancellation);
        }

        // Written by a message from Huma, for both together.
        inbound.Edit(one, SandboxField.JobTitle, "Husvert");
        Assert.Equal(PendingChangeState.Written, (await inbound.FollowAsync(one)).State);
        var before = await FileAsync(inbound, huma);
        Assert.Equal(xledger.Value, before.Readings[0].Xledger?.Id);
        Assert.Contains(before.Changes, change => change.Change.XledgerId == xledger);
        await fixture
            .Get<OtherPeople>()
            .UnlinkAsync(
                new PersonReference(inbound.Connection, huma, xledger, "Kari"),
                SyncFixture.Administrator,
                Cancellation
            );

        var ofUser = await FileAsync(inbound, huma);
        var ofEmployee = await FileAsync(inbound, new PersonIds(null, xledger));

        Assert.All(ofUser.Readings, reading => Assert.Null(reading.Xledger));
        Assert.All(ofEmployee.Readings, reading => Assert.Null(reading.Huma));
        Assert.DoesNotContain(ofUser.Changes, change => change.Change.XledgerId == xledger);
        Assert.DoesNotContain(ofEmployee.Changes, change => change.Change.HumaId == huma);
        Assert.Contains(ofUser.Readings, reading => reading.Huma?.Id == huma.Value);
        Assert.Contains(ofEmployee.Readings, reading => reading.Xledger?.Id == xledger.Value);
    }

    [Fact]
    public async Task File_OfAPersonWhoseIdAnAdditionWasGiven_HoldsNoneOfItsValues()
    {
        await using var inbound = await InboundFixture.OpenAsync(2);
        await inbound.SetAsync(row => row.AddNewPeople = true);
        var hired = inbound.World.HireInHuma();
        Assert.Equal(PendingChangeState.Written, (await inbound.FollowAsync(hired, PendingChangeKind.Created)).State);
        var (one, added) = (inbound.People[1], new HumaId($"{hired}"));
        await using (var store = inbound.SyncFixture.Store())
        {
            await store
                .Changes.Where(change => change.HumaId == added)
                .ExecuteUpdateAsync(
                    set =>
                        set.SetProperty(change => change.XledgerId, new XledgerId($"{one.EmployeeDbId}"))
                            .SetProperty(change => change.PersonName, "x"),
                    Cancellation
                );
        }

        var file = await FileAsync(inbound, new HumaId($"{one.HumaId}"));

        Assert.DoesNotContain(file.Changes, change => change.Change.Kind == ChangeKind.Create);
        Assert.Contains((await FileAsync(inbound, added)).Changes, change =>
            change.Change is { Kind: ChangeKind.Create, To.IsValue: true }
        );
    }

    private static async Task LinkAsync(InboundFixture inbound, HumaId huma, XledgerId xledger)
    {
        await using var store = inbound.SyncFixture.Store();
        store.Links.Add(
            new PersonLink
            {
                ConnectionId = inbound.Connection,
                HumaId = huma,
                XledgerId = xledger,
                FoundAs = MatchState.Certain,
                LinkedAt = inbound.SyncFixture.Clock.GetUtcNow().UtcDateTime,
                LinkedBy = "x",
            }
        );
        await store.SaveChangesAsync(Cancellation);
    }

    private static Task<PersonFile> FileAsync(InboundFixture inbound, HumaId person) =>
        FileAsync(inbound, new PersonIds(person, null));

    private static async Task<PersonFile> FileAsync(InboundFixture inbound, PersonIds person)
    {
        var by = new Actor("siri", "Siri", null, new HashSet<Role> { Role.IntegrationReviewer, Role.SensitiveData })
        {
            AuthenticatedAt = inbound.SyncFixture.Clock.GetUtcNow().UtcDateTime,
        };
        return Assert
            .IsType<Answer<PersonFile>.Done>(
                await inbound
                    .SyncFixture.Get<PersonFiles>()
                    .ReadAsync(inbound.Connection, person, inClear: true, by, Cancellation)
            )
            .Value;
    }
}

using HumaXledger.Core.Access;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Storage.Inbound;
using HumaXledger.Core.Sync.Inbound;
using HumaXledger.Core.Sync.Watching;
using HumaXledger.Sandbox;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Tests.Sync.Inbound;

/// <summary>Whoever can write the database cannot have one person's values written to another.</summary>
public sealed class ForgedLinkTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task TwoPeopleExchanged_NothingIsWrittenUntilSomebodyAnswers_AndAnAlertIsRaised()
    {
        await using var inbound = await InboundFixture.OpenAsync(3);
        var (one, other) = (inbound.People[1], inbound.People[2]);
        await ExchangeAsync(inbound, one, other);
        var before = inbound.XledgerRequests;
        inbound.Edit(one, SandboxField.BankAccount, "12345678903");

        var pending = await inbound.FollowAsync(one);

        Assert.Equal((PendingChangeState.Held, InboundReasons.LooksLikeAnother), (pending.State, pending.Reason?.Code));
        Assert.Equal(before, inbound.XledgerRequests);
        await inbound.SyncFixture.Get<MisplacedValues>().NoteAsync(Cancellation);
        var alerts = await inbound
            .SyncFixture.Get<Alerts>()
            .OpenAsync(inbound.Connection, SyncFixture.Administrator, Cancellation);
        Assert.Contains(alerts, alert => alert.Problem == AlertReasons.ValuesMisplaced);

        var compared = await inbound.SyncFixture.CompareAsync(inbound.Connection, Cancellation);

        Assert.Equal(
            new[] { $"{one.HumaId}", $"{other.HumaId}" }.Order(StringComparer.Ordinal),
            compared.Comparison.OtherPeople.Select(person => person.Pair.Huma.Id).Order(StringComparer.Ordinal)
        );
    }

    [Fact]
    public async Task ProofRemoved_AndConfirmedByAnAdministrator_IsWrittenAgain()
    {
        await using var inbound = await InboundFixture.OpenAsync(2);
        var person = inbound.People[1];
        await using (var store = inbound.SyncFixture.Store())
        {
            await store.Database.ExecuteSqlRawAsync("""UPDATE "Links" SET "Proof" = NULL""", Cancellation);
        }

        inbound.Edit(person, SandboxField.JobTitle, "Teamleder");
        Assert.Equal(PendingChangeState.Held, (await inbound.FollowAsync(person)).State);
        var others = inbound.SyncFixture.Get<OtherPeople>();
        var held = Assert.Single(await others.ReadAsync(inbound.Connection, Actor.System, Cancellation));

        Assert.Null(await others.ConfirmAsync(held, SyncFixture.Administrator, Cancellation));
        Assert.Null(await inbound.WorkOffAsync());

        Assert.Equal("Teamleder", inbound.InXledger(person, SandboxField.JobTitle));
        Assert.False((await inbound.LinkAsync(person.HumaId))!.Doubted);
    }

    private static async Task ExchangeAsync(InboundFixture inbound, Someone one, Someone other)
    {
        await using var store = inbound.SyncFixture.Store();
        var ids = new[] { $"{one.HumaId}", $"{other.HumaId}" };
        // What a careful attacker does: everything that tells people apart is removed too.
        await store.Database.ExecuteSqlRawAsync(
            """
            UPDATE "Links"
            SET "Baseline" = '{{}}', "LastProcessed" = '{{}}', "KnownInHuma" = '{{}}', "KnownInXledger" = '{{}}'
            WHERE "HumaId" IN ({0}, {1})
            """,
            ids,
            Cancellation
        );
        var first = (await inbound.LinkAsync(one.HumaId))!.XledgerId.Value;
        var second = (await inbound.LinkAsync(other.HumaId))!.XledgerId.Value;
        foreach (var (person, employee) in new[] { (ids[0], "-"), (ids[1], first), (ids[0], second) })
        {
            Assert.Equal(
                1,
                await store.Database.ExecuteSqlAsync(
                    $"""UPDATE "Links" SET "XledgerId" = {employee} WHERE "HumaId" = {person}""",
                    Cancellation
                )
            );
        }
    }
}

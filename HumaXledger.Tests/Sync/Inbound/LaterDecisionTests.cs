using HumaXledger.Core.Access;
using HumaXledger.Core.Matching;
using HumaXledger.Core.People;
using HumaXledger.Core.Planning.Deciding;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Storage.Inbound;
using HumaXledger.Core.Storage.Links;
using HumaXledger.Core.Sync.Inbound;
using HumaXledger.Core.Sync.Reviewing;
using HumaXledger.Sandbox;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Tests.Sync.Inbound;

/// <summary>Match decisions that a later link, or its removal, has made obsolete.</summary>
public sealed class LaterDecisionTests
{
    private static readonly (SandboxField Field, string Value)[] Successor =
    [
        (SandboxField.GivenName, "Zakarias"),
        (SandboxField.FamilyName, "Etterfølger"),
        (SandboxField.Identification, "13097248022"),
        (SandboxField.BirthDate, "1972-09-13"),
    ];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AnsweredNoneOfTheseAndAdded_LaterChangesInHuma_AreWritten()
    {
        await using var inbound = await InboundFixture.OpenAsync(1);
        var (person, _) = Alike(inbound);
        var (fixture, review) = (inbound.SyncFixture, inbound.SyncFixture.Get<Review>());
        var session = await fixture.CompareAsync(inbound.Connection, Cancellation);
        Assert.DoesNotContain(session.Comparison.Matches.OnlyInHuma, one => one.Id == $"{person}");
        session = await review.DecideMatchesAsync(
            session,
            [new MatchDecision(new HumaId($"{person}"), null)],
            SyncFixture.Administrator,
            Cancellation
        );
        session = await review.ChooseAdditionsAsync(
            session,
            [],
            [new HumaId($"{person}")],
            SyncFixture.Administrator,
            Cancellation
        );
        await fixture.ApplyAsync(await fixture.ConfirmGuardsAsync(session, Cancellation), Cancellation);
        var link = Assert.IsType<PersonLink>(await inbound.LinkAsync(person));
        Assert.Equal(EditOutcome.Done, inbound.World.EditInHuma(person, SandboxField.FamilyName, "Nyttnavn"));

        var pending = await inbound.FollowAsync(person);

        Assert.Equal((PendingChangeState.Written, null), (pending.State, pending.Reason?.Code));
        Assert.Equal(
            "Nyttnavn",
            inbound.World.PersonByEmployee(int.Parse(link.XledgerId.Value, null))!.Xledger[SandboxField.FamilyName]
        );
    }

    [Fact]
    public async Task AnsweredYesAndUnlinkedLater_AMessage_DoesNotLinkThemAgain()
    {
        await using var inbound = await InboundFixture.OpenAsync(1);
        var (person, employee) = Alike(inbound);
        var (fixture, review) = (inbound.SyncFixture, inbound.SyncFixture.Get<Review>());
        var session = await fixture.CompareAsync(inbound.Connection, Cancellation);
        session = await review.DecideMatchesAsync(
            session,
            [new MatchDecision(new HumaId($"{person}"), new XledgerId($"{employee}"))],
            SyncFixture.Administrator,
            Cancellation
        );
        session = await fixture.ChooseAsync(
            session,
            FieldChoice.UseHuma,
            [new Someone(person, employee)],
            Cancellation
        );
        await fixture.ApplyAsync(await fixture.ConfirmGuardsAsync(session, Cancellation), Cancellation);
        Assert.NotNull(await inbound.LinkAsync(person));
        await inbound.SetAsync(row => row.AddNewPeople = true);
        Overwrite(inbound, person);

        Assert.Equal(InboundReasons.LooksLikeAnother, (await inbound.FollowAsync(person)).Reason?.Code);
        var held = Assert.Single(
            await fixture.Get<OtherPeople>().ReadAsync(inbound.Connection, Actor.System, Cancellation)
        );
        Assert.Null(await fixture.Get<OtherPeople>().UnlinkAsync(held, SyncFixture.Administrator, Cancellation));

        await inbound.FollowAsync(person);

        Assert.NotEqual($"{employee}", (await inbound.LinkAsync(person))?.XledgerId.Value);
        var open = await review.OpenAsync(session.Record.Id, Actor.System, Cancellation);
        Assert.DoesNotContain(open.Comparison.Matches.Pairs, pair =>
            pair.Huma.Id == $"{person}" && pair.Xledger.Id == $"{employee}" && pair.Settled
        );
    }

    [Fact]
    public async Task UnlinkedAfterThePlan_NothingOfThePersonIsWrittenAndTheLinkStaysRemoved()
    {
        await using var inbound = await InboundFixture.OpenAsync(3);
        var (person, other) = (inbound.People[1], inbound.People[2]);
        var (fixture, review) = (inbound.SyncFixture, inbound.SyncFixture.Get<Review>());
        foreach (var one in new[] { person, other })
        {
            Assert.Equal(
                EditOutcome.Done,
                inbound.World.EditInXledger(one.EmployeeDbId, SandboxField.JobTitle, "Kontorleder")
            );
        }

        var session = await fixture.ChooseAsync(
            await fixture.CompareAsync(inbound.Connection, Cancellation),
            FieldChoice.UseXledger,
            [person, other],
            Cancellation
        );
        var plan = await fixture.PlanAsync(session, Cancellation);
        await using (var store = fixture.Store())
        {
            // A plan made just now would make messages wait.
            await store
                .Plans.Where(row => row.Id == plan)
                .ExecuteUpdateAsync(
                    set => set.SetProperty(row => row.CreatedAt, fixture.Clock.GetUtcNow().UtcDateTime.AddHours(-1)),
                    Cancellation
                );
        }

        Overwrite(inbound, person.HumaId);
        Assert.Equal(InboundReasons.LooksLikeAnother, (await inbound.FollowAsync(person)).Reason?.Code);
        var held = Assert.Single(
            await fixture.Get<OtherPeople>().ReadAsync(inbound.Connection, Actor.System, Cancellation)
        );
        Assert.Null(await fixture.Get<OtherPeople>().UnlinkAsync(held, SyncFixture.Administrator, Cancellation));

        await fixture.RunAsync(await fixture.StartAsync(plan, Cancellation), Cancellation);

        Assert.Null(await inbound.LinkAsync(person.HumaId));
        Assert.NotEqual("Kontorleder", inbound.World.PersonByHumaId(person.HumaId)!.Huma[SandboxField.JobTitle]);
        Assert.Equal("Kontorleder", inbound.World.PersonByHumaId(other.HumaId)!.Huma[SandboxField.JobTitle]);
        var open = await review.OpenAsync(session.Record.Id, Actor.System, Cancellation);
        Assert.DoesNotContain(open.Comparison.Matches.Pairs, pair =>
            pair.Huma.Id == $"{person.HumaId}" && pair.Settled
        );
    }

    [Fact]
    public async Task OverwrittenFieldByField_TheNumberBeforeTheBirthDateWhereNoneWasKnown_IsHeld()
    {
        await using var inbound = await InboundFixture.OpenAsync(1);
        await inbound.SetAsync(row => row.AddNewPeople = true);
        var (person, employee) = (inbound.World.HireInHuma(), inbound.World.HireInXledger());
        Assert.Equal(EditOutcome.Done, inbound.World.EditInHuma(person, SandboxField.Identification, null));
        foreach (var (field, value) in inbound.World.PersonByHumaId(person)!.Huma)
        {
            if (field is not (SandboxField.BankAccount or SandboxField.JobTitle))
            {
                Assert.Equal(EditOutcome.Done, inbound.World.EditInXledger(employee, field, value));
            }
        }

        await inbound.FollowAsync(person, PendingChangeKind.Created);
        Assert.NotNull(await inbound.LinkAsync(person));
        foreach (var (field, value) in Successor.Where(one => one.Field != SandboxField.BirthDate))
        {
            Assert.Equal(EditOutcome.Done, inbound.World.EditInHuma(person, field, value));
            Assert.Equal((field, PendingChangeState.Written), (field, (await inbound.FollowAsync(person)).State));
        }

        Assert.Equal(EditOutcome.Done, inbound.World.EditInHuma(person, SandboxField.BirthDate, "1972-09-13"));
        var pending = await inbound.FollowAsync(person);

        Assert.Equal((PendingChangeState.Held, InboundReasons.LooksLikeAnother), (pending.State, pending.Reason?.Code));
    }

    private static void Overwrite(InboundFixture inbound, Guid person)
    {
        foreach (var (field, value) in Successor)
        {
            Assert.Equal(EditOutcome.Done, inbound.World.EditInHuma(person, field, value));
        }
    }

    /// <summary>
    /// A new user in Huma and another person new in Xledger with the same e-mail address: a question.
    /// </summary>
    private static (Guid Person, int Employee) Alike(InboundFixture inbound)
    {
        var (person, employee) = (inbound.World.HireInHuma(), inbound.World.HireInXledger());
        Assert.Equal(
            EditOutcome.Done,
            inbound.World.EditInXledger(
                employee,
                SandboxField.Email,
                inbound.World.PersonByHumaId(person)!.Huma[SandboxField.Email]
            )
        );
        return (person, employee);
    }
}

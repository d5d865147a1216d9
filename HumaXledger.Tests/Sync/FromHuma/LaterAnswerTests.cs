using HumaXledger.Core.Matching;
using HumaXledger.Core.People;
using HumaXledger.Core.Planning;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Storage.Inbound;
using HumaXledger.Core.Storage.Links;
using HumaXledger.Core.Sync.Inbound;
using HumaXledger.Core.Sync.Reviewing;
using HumaXledger.Sandbox;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Tests.Sync.FromHuma;

/// <summary>Answers about who is who that a later link, or the end of one, has overtaken.</summary>
public sealed class LaterAnswerTests
{
    private static readonly (SandboxField Field, string Value)[] Successor =
        [(SandboxField.GivenName, "Zakarias"), (SandboxField.FamilyName, "Etterfølger"), (SandboxField.Identification, "13097248022"), (SandboxField.BirthDate, "1972-09-13")];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task AnsweredNoneOfTheseAndAdded_WhatChangesInHumaLater_IsWritten()
    {
        await using var following = await Following.OpenAsync(1);
        var (person, _) = Alike(following);
        var (workplace, review) = (following.Workplace, following.Workplace.Get<Review>());
        var session = await workplace.CompareAsync(following.Connection, Cancellation);
        Assert.DoesNotContain(session.Comparison.Matches.OnlyInHuma, one => one.Id == $"{person}");
        session = await review.DecideMatchesAsync(session, [new MatchDecision(new HumaId($"{person}"), null)], Workplace.Administrator, Cancellation);
        session = await review.ChooseAdditionsAsync(session, [], [new HumaId($"{person}")], Workplace.Administrator, Cancellation);
        await workplace.ApplyAsync(await workplace.ConfirmGuardsAsync(session, Cancellation), Cancellation);
        var link = Assert.IsType<PersonLink>(await following.LinkAsync(person));
        Assert.Equal(EditOutcome.Done, following.World.EditInHuma(person, SandboxField.FamilyName, "Nyttnavn"));

        var notice = await following.FollowAsync(person);

        Assert.Equal((NoticeState.Written, null), (notice.State, notice.ReasonCode));
        Assert.Equal("Nyttnavn", following.World.PersonByEmployee(int.Parse(link.XledgerId.Value, null))!.Xledger[SandboxField.FamilyName]);
    }

    [Fact]
    public async Task AnsweredYesAndUnlinkedLater_AMessage_DoesNotLinkThemAgain()
    {
        await using var following = await Following.OpenAsync(1);
        var (person, employee) = Alike(following);
        var (workplace, review) = (following.Workplace, following.Workplace.Get<Review>());
        var session = await workplace.CompareAsync(following.Connection, Cancellation);
        session = await review.DecideMatchesAsync(session, [new MatchDecision(new HumaId($"{person}"), new XledgerId($"{employee}"))], Workplace.Administrator, Cancellation);
        session = await workplace.ChooseAsync(session, FieldChoice.UseHuma, [new Someone(person, employee)], Cancellation);
        await workplace.ApplyAsync(await workplace.ConfirmGuardsAsync(session, Cancellation), Cancellation);
        Assert.NotNull(await following.LinkAsync(person));
        await following.SetAsync(row => row.AddNewPeople = true);
        Overwrite(following, person);

        Assert.Equal(InboundReasons.LooksLikeAnother, (await following.FollowAsync(person)).ReasonCode);
        var held = Assert.Single(await workplace.Get<OtherPeople>().ReadAsync(following.Connection, Cancellation));
        Assert.Null(await workplace.Get<OtherPeople>().UnlinkAsync(held, Workplace.Administrator, Cancellation));

        await following.FollowAsync(person);

        Assert.NotEqual($"{employee}", (await following.LinkAsync(person))?.XledgerId.Value);
        var open = await review.OpenAsync(session.Record.Id, Cancellation);
        Assert.DoesNotContain(open.Comparison.Matches.Pairs, pair => pair.Huma.Id == $"{person}" && pair.Xledger.Id == $"{employee}" && pair.Settled);
    }

    [Fact]
    public async Task UnlinkedAfterThePlan_NothingOfTheReviewedPersonIsWrittenAndTheLinkStaysAway()
    {
        await using var following = await Following.OpenAsync(3);
        var (person, other) = (following.People[1], following.People[2]);
        var (workplace, review) = (following.Workplace, following.Workplace.Get<Review>());
        foreach (var one in new[] { person, other })
        {
            Assert.Equal(EditOutcome.Done, following.World.EditInXledger(one.EmployeeDbId, SandboxField.JobTitle, "Kontorleder"));
        }

        var session = await workplace.ChooseAsync(await workplace.CompareAsync(following.Connection, Cancellation), FieldChoice.UseXledger, [person, other], Cancellation);
        var plan = await workplace.PlanAsync(session, Cancellation);
        await using (var store = workplace.Store())
        {
            // A plan of this minute would let messages wait.
            await store.Plans.Where(row => row.Id == plan).ExecuteUpdateAsync(set => set.SetProperty(row => row.CreatedAt, DateTime.UtcNow.AddHours(-1)), Cancellation);
        }

        Overwrite(following, person.HumaId);
        Assert.Equal(InboundReasons.LooksLikeAnother, (await following.FollowAsync(person)).ReasonCode);
        var held = Assert.Single(await workplace.Get<OtherPeople>().ReadAsync(following.Connection, Cancellation));
        Assert.Null(await workplace.Get<OtherPeople>().UnlinkAsync(held, Workplace.Administrator, Cancellation));

        await workplace.RunAsync(await workplace.StartAsync(plan, Cancellation), Cancellation);

        Assert.Null(await following.LinkAsync(person.HumaId));
        Assert.NotEqual("Kontorleder", following.World.PersonByHumaId(person.HumaId)!.Huma[SandboxField.JobTitle]);
        Assert.Equal("Kontorleder", following.World.PersonByHumaId(other.HumaId)!.Huma[SandboxField.JobTitle]);
        var open = await review.OpenAsync(session.Record.Id, Cancellation);
        Assert.DoesNotContain(open.Comparison.Matches.Pairs, pair => pair.Huma.Id == $"{person.HumaId}" && pair.Settled);
    }

    [Fact]
    public async Task OverwrittenFieldByField_TheNumberBeforeTheBirthDateWhereNoneWasKnown_IsHeld()
    {
        await using var following = await Following.OpenAsync(1);
        await following.SetAsync(row => row.AddNewPeople = true);
        var (person, employee) = (following.World.HireInHuma(), following.World.HireInXledger());
        Assert.Equal(EditOutcome.Done, following.World.EditInHuma(person, SandboxField.Identification, null));
        foreach (var (field, value) in following.World.PersonByHumaId(person)!.Huma)
        {
            if (field is not (SandboxField.BankAccount or SandboxField.JobTitle))
            {
                Assert.Equal(EditOutcome.Done, following.World.EditInXledger(employee, field, value));
            }
        }

        await following.FollowAsync(person, NoticeKind.Created);
        Assert.NotNull(await following.LinkAsync(person));
        foreach (var (field, value) in Successor.Where(one => one.Field != SandboxField.BirthDate))
        {
            Assert.Equal(EditOutcome.Done, following.World.EditInHuma(person, field, value));
            Assert.Equal((field, NoticeState.Written), (field, (await following.FollowAsync(person)).State));
        }

        Assert.Equal(EditOutcome.Done, following.World.EditInHuma(person, SandboxField.BirthDate, "1972-09-13"));
        var notice = await following.FollowAsync(person);

        Assert.Equal((NoticeState.Held, InboundReasons.LooksLikeAnother), (notice.State, notice.ReasonCode));
    }

    private static void Overwrite(Following following, Guid person)
    {
        foreach (var (field, value) in Successor)
        {
            Assert.Equal(EditOutcome.Done, following.World.EditInHuma(person, field, value));
        }
    }

    /// <summary>One who is new in Huma and another who is new in Xledger, with one e-mail address: a question.</summary>
    private static (Guid Person, int Employee) Alike(Following following)
    {
        var (person, employee) = (following.World.HireInHuma(), following.World.HireInXledger());
        Assert.Equal(EditOutcome.Done, following.World.EditInXledger(employee, SandboxField.Email, following.World.PersonByHumaId(person)!.Huma[SandboxField.Email]));
        return (person, employee);
    }
}

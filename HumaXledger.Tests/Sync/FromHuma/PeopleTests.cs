using HumaXledger.Core.People;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Storage.Connections;
using HumaXledger.Core.Storage.Inbound;
using HumaXledger.Core.Storage.Plans;
using HumaXledger.Sandbox;

namespace HumaXledger.Tests.Sync.FromHuma;

/// <summary>Who is new in Huma, who has left it, and who is not this connection's.</summary>
public sealed class PeopleTests
{
    [Fact]
    public async Task NewPerson_AddingIsOff_WaitsForASynchronization()
    {
        await using var following = await Following.OpenAsync(1);
        var before = following.XledgerRequests;

        var notice = await following.FollowAsync(following.World.HireInHuma(), NoticeKind.Created);

        Assert.Equal((NoticeState.ForManualSync, InboundReasons.AddingIsOff, 0), (notice.State, notice.ReasonCode, (int)(following.XledgerRequests - before)));
        Assert.NotNull(notice.PersonName);
    }

    [Fact]
    public async Task NewPerson_NobodyMatches_IsAddedOnceAndLinked()
    {
        await using var following = await Following.OpenAsync(1);
        await following.SetAsync(row => row.AddNewPeople = true);
        var person = following.World.HireInHuma();
        await following.TellAsync(person, NoticeKind.Created);

        var notice = await following.FollowAsync(person);

        Assert.Equal((NoticeState.Written, null), (notice.State, notice.ReasonCode));
        var link = await following.LinkAsync(person);
        Assert.NotNull(link);
        var employee = following.World.PersonByEmployee(int.Parse(link.XledgerId.Value, System.Globalization.CultureInfo.InvariantCulture))!;
        Assert.Equal(following.World.PersonByHumaId(person)!.Huma[SandboxField.EmploymentId], employee.Xledger[SandboxField.EmploymentId]);
        Assert.Equal(NoticeState.NothingToDo, (await following.FollowAsync(person, NoticeKind.Exported)).State);
    }

    [Fact]
    public async Task NewPerson_AValueThatComesAfterTheAddition_IsWritten()
    {
        await using var following = await Following.OpenAsync(1);
        await following.SetAsync(row => row.AddNewPeople = true);
        var person = following.World.HireInHuma();
        Assert.Equal(EditOutcome.Done, following.World.EditInHuma(person, SandboxField.Identification, null));
        Assert.Equal(NoticeState.Written, (await following.FollowAsync(person, NoticeKind.Created)).State);
        Assert.Equal(EditOutcome.Done, following.World.EditInHuma(person, SandboxField.Identification, "13097248022"));

        Assert.Equal(NoticeState.Written, (await following.FollowAsync(person)).State);
        var employee = int.Parse((await following.LinkAsync(person))!.XledgerId.Value, System.Globalization.CultureInfo.InvariantCulture);
        Assert.Equal("13097248022", following.World.PersonByEmployee(employee)!.Xledger[SandboxField.Identification]);
    }

    [Fact]
    public async Task NewPerson_SomethingRequiredIsMissing_WaitsWithTheReasonAndIsAddedOnceItIsThere()
    {
        await using var following = await Following.OpenAsync(1);
        await following.SetAsync(row => row.AddNewPeople = true);
        var person = following.World.HireInHuma();
        var employmentId = following.World.PersonByHumaId(person)!.Huma[SandboxField.EmploymentId];
        Assert.Equal(EditOutcome.Done, following.World.EditInHuma(person, SandboxField.EmploymentId, null));

        var waiting = await following.FollowAsync(person, NoticeKind.Created);
        Assert.Equal(EditOutcome.Done, following.World.EditInHuma(person, SandboxField.EmploymentId, employmentId));
        var added = await following.FollowAsync(person);

        Assert.Equal(NoticeState.ForManualSync, waiting.State);
        Assert.NotNull(waiting.ReasonCode);
        Assert.Equal(NoticeState.Written, added.State);
        Assert.NotNull(await following.LinkAsync(person));
    }

    [Fact]
    public async Task NewPerson_IsInXledgerAlready_IsLinkedAndNotAdded()
    {
        await using var following = await Following.OpenAsync(1);
        await following.SetAsync(row => row.AddNewPeople = true);
        var person = following.World.HireInHuma();
        var employee = following.World.HireInXledger();
        foreach (var (field, value) in following.World.PersonByHumaId(person)!.Huma)
        {
            if (field is not (SandboxField.BankAccount or SandboxField.JobTitle))
            {
                Assert.Equal(EditOutcome.Done, following.World.EditInXledger(employee, field, value));
            }
        }

        var notice = await following.FollowAsync(person, NoticeKind.Created);

        Assert.Equal($"{employee}", (await following.LinkAsync(person))?.XledgerId.Value);
        Assert.DoesNotContain(await following.ChangesAsync(), change => change.Kind == Core.Planning.ChangeKind.Create);
        Assert.Contains(notice.State, new[] { NoticeState.Written, NoticeState.Held, NoticeState.NothingToDo });
    }

    [Theory]
    [InlineData(SandboxField.Email)]
    [InlineData(SandboxField.Identification)]
    public async Task NewPerson_SharesAKeyWithAnEmployeeWhomEverythingElseContradicts_IsNeitherLinkedNorAdded(SandboxField key)
    {
        await using var following = await Following.OpenAsync(1);
        await following.SetAsync(row => row.AddNewPeople = true);
        var person = following.World.HireInHuma();
        var employee = following.World.HireInXledger();
        Assert.Equal(EditOutcome.Done, following.World.EditInXledger(employee, key, following.World.PersonByHumaId(person)!.Huma[key]));

        var notice = await following.FollowAsync(person, NoticeKind.Created);

        Assert.Equal((NoticeState.ForManualSync, InboundReasons.MayBeInXledger), (notice.State, notice.ReasonCode));
        Assert.Null(await following.LinkAsync(person));
        Assert.DoesNotContain(await following.ChangesAsync(), change => change.Kind == Core.Planning.ChangeKind.Create);
    }

    [Fact]
    public async Task Person_OfAnotherGroup_IsNotThisConnections()
    {
        await using var following = await Following.OpenAsync(1);
        await following.SetAsync(row => row.AddNewPeople = true);
        var elsewhere = following.World.Catalogue.Pairs.First(pair => pair.HumaId is not null && pair.EntityOwnerDbId != following.World.Xledger.Tokens.All()[0].EntityOwnerDbId);

        var notice = await following.FollowAsync(elsewhere.HumaId!.Value);

        Assert.Equal((NoticeState.NothingToDo, InboundReasons.OutsideGroup), (notice.State, notice.ReasonCode));
    }

    [Fact]
    public async Task Person_NobodyKnows_IsToldAndNothingIsDone()
    {
        await using var following = await Following.OpenAsync(1);
        var before = following.XledgerRequests;

        var notice = await following.FollowAsync(Guid.NewGuid());

        Assert.Equal((NoticeState.NothingToDo, InboundReasons.UnknownPerson, 0), (notice.State, notice.ReasonCode, (int)(following.XledgerRequests - before)));
    }

    [Theory]
    [InlineData(NoticeKind.Updated)]
    [InlineData(NoticeKind.Deleted)]
    public async Task Leaver_OnlyToldByDefault_NothingIsWritten(NoticeKind kind)
    {
        await using var following = await Following.OpenAsync(2);
        var person = following.People[1];
        var reason = Leave(following, person, kind);

        var notice = await following.FollowAsync(person, kind);

        Assert.Equal((NoticeState.NothingToDo, reason), (notice.State, notice.ReasonCode));
        Assert.Null(following.InXledger(person, SandboxField.EmploymentEnd));
    }

    [Theory]
    [InlineData(NoticeKind.Updated)]
    [InlineData(NoticeKind.Deleted)]
    public async Task Leaver_EndDateIsSetWhereItIsEmpty(NoticeKind kind)
    {
        await using var following = await Following.OpenAsync(2);
        var person = following.People[1];
        await following.SetAsync(row => row.Leavers = LeaverRule.SetEndDate);
        Leave(following, person, kind);

        var notice = await following.FollowAsync(person, kind);

        var change = Assert.Single(await following.ChangesAsync());
        Assert.Equal((Field.EmploymentEnd, ChangeState.Confirmed, InboundReasons.ChangeLeaver), (change.Field, change.State, change.ReasonCode));
        Assert.Equal((NoticeState.Written, change.To.TextOrNull), (notice.State, following.InXledger(person, SandboxField.EmploymentEnd)));
        // Told again, it stays as it is.
        Assert.Equal(NoticeState.NothingToDo, (await following.FollowAsync(person, kind)).State);
    }

    [Fact]
    public async Task Leaver_DeactivatedLongAgoAndNamedByAnExport_HasNotLeftToday()
    {
        await using var following = await Following.OpenAsync(2);
        var person = following.People[1];
        Assert.Equal(EditOutcome.Done, following.World.DeactivateInHuma(person.HumaId));
        await following.Workplace.CompareAsync(following.Connection, TestContext.Current.CancellationToken);
        await following.SetAsync(row => row.Leavers = LeaverRule.SetEndDate);

        var notice = await following.FollowAsync(person, NoticeKind.Exported);

        Assert.Equal((NoticeState.NothingToDo, InboundReasons.LeaverDeactivated), (notice.State, notice.ReasonCode));
        Assert.Null(following.InXledger(person, SandboxField.EmploymentEnd));
    }

    private static string Leave(Following following, Someone person, NoticeKind kind)
    {
        Assert.Equal(EditOutcome.Done, kind == NoticeKind.Deleted ? following.World.DeleteInHuma(person.HumaId) : following.World.DeactivateInHuma(person.HumaId));
        return kind == NoticeKind.Deleted ? InboundReasons.LeaverDeleted : InboundReasons.LeaverDeactivated;
    }
}

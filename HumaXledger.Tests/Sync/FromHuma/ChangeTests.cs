using HumaXledger.Core.People;
using HumaXledger.Core.Planning;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Storage.Inbound;
using HumaXledger.Core.Storage.Plans;
using HumaXledger.Core.Storage.Runs;
using HumaXledger.Core.Sync.FollowUps;
using HumaXledger.Sandbox;

namespace HumaXledger.Tests.Sync.FromHuma;

/// <summary>A value that changed in Huma reaches Xledger; what did not change is left alone.</summary>
public sealed class ChangeTests
{
    private const string Phone = "+47 401 23 456";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Notice_APhoneChanged_IsWrittenReadBackAgreedAndToldStepByStep()
    {
        await using var following = await Following.OpenAsync(2);
        var person = following.People[1];
        var before = following.XledgerRequests;
        following.Edit(person, SandboxField.Phone, Phone);

        var notice = await following.FollowAsync(person);

        Assert.Equal((NoticeState.Written, null), (notice.State, notice.ReasonCode));
        Assert.Contains("40123456", following.InXledger(person, SandboxField.Phone)!.Replace(" ", "", StringComparison.Ordinal), StringComparison.Ordinal);
        var change = Assert.Single(await following.ChangesAsync());
        Assert.Equal((Field.Phone, ChangeState.Confirmed, PlanningReasons.ChangeHumaWins, notice.RunId), (change.Field, change.State, change.ReasonCode, change.RunId));
        DateTime?[] steps = [notice.ReceivedAt, notice.ReadAt, notice.ComparedAt, change.SentAt, change.ChangedAt, notice.EndedAt];
        Assert.Equal(steps.Order(), steps);
        Assert.DoesNotContain(null, steps);
        var link = await following.LinkAsync(person.HumaId);
        Assert.Equal((change.To, change.To), (link!.Seen[Field.Phone], link.Baseline[Field.Phone]));
        // One read before, one write, one read-back, and one question about suppliers at most.
        Assert.InRange(following.XledgerRequests - before, 3, 4);
    }

    [Fact]
    public async Task Notice_NothingChanged_AsksXledgerNothing()
    {
        await using var following = await Following.OpenAsync(2);
        var before = following.XledgerRequests;

        var notice = await following.FollowAsync(following.People[1]);

        Assert.Equal((NoticeState.NothingToDo, null, 0), (notice.State, notice.ReasonCode, (int)(following.XledgerRequests - before)));
        Assert.Empty(await following.ChangesAsync());
    }

    [Fact]
    public async Task Notice_OfOurOwnWriteToHuma_AsksXledgerNothing()
    {
        await using var following = await Following.OpenAsync(2);
        var person = following.People[1];
        Assert.Equal(EditOutcome.Done, following.World.EditInXledger(person.EmployeeDbId, SandboxField.JobTitle, "Controller"));
        var session = await following.Workplace.ChooseAsync(await following.Workplace.CompareAsync(following.Connection, Cancellation), FieldChoice.UseXledger, [person], Cancellation);
        await following.Workplace.ApplyAsync(session, Cancellation);
        Assert.Equal("Controller", following.Workplace.InHuma(person, SandboxField.JobTitle));
        var before = following.XledgerRequests;

        var notice = await following.FollowAsync(person);

        Assert.Equal((NoticeState.NothingToDo, 0), (notice.State, (int)(following.XledgerRequests - before)));
    }

    [Fact]
    public async Task Notices_SeveralOfOnePersonWaiting_AreOneLookAndOneWrite()
    {
        await using var following = await Following.OpenAsync(2);
        var person = following.People[1];
        following.Edit(person, SandboxField.JobTitle, "Konsulent");
        await following.TellAsync(person.HumaId);
        following.Edit(person, SandboxField.JobTitle, "Seniorkonsulent");
        await following.TellAsync(person.HumaId);
        await following.TellAsync(person.HumaId, NoticeKind.Exported);

        Assert.Null(await following.WorkOffAsync());

        Assert.Equal("Seniorkonsulent", Assert.Single(await following.ChangesAsync()).To.TextOrNull);
        var notices = await following.NoticesAsync(person.HumaId);
        Assert.Equal((3, 1), (notices.Count, notices.Select(notice => notice.RunId).Distinct().Count()));
        Assert.All(notices, notice => Assert.Equal(NoticeState.Written, notice.State));
    }

    [Fact]
    public async Task Change_XledgerChangedMeanwhile_HumaWinsAndTheOverwrittenValueIsKept()
    {
        await using var following = await Following.OpenAsync(2);
        var person = following.People[1];
        Assert.Equal(EditOutcome.Done, following.World.EditInXledger(person.EmployeeDbId, SandboxField.JobTitle, "Regnskapsmedarbeider"));
        following.Edit(person, SandboxField.JobTitle, "Regnskapssjef");

        var notice = await following.FollowAsync(person);

        Assert.Equal((NoticeState.Written, "Regnskapssjef"), (notice.State, following.InXledger(person, SandboxField.JobTitle)));
        var change = Assert.Single(await following.ChangesAsync());
        Assert.Equal(("Regnskapsmedarbeider", "Regnskapssjef"), (change.From.TextOrNull, change.To.TextOrNull));
    }

    [Fact]
    public async Task Change_OfOneField_LeavesWhatXledgerChangedInAnother()
    {
        await using var following = await Following.OpenAsync(2);
        var person = following.People[1];
        Assert.Equal(EditOutcome.Done, following.World.EditInXledger(person.EmployeeDbId, SandboxField.JobTitle, "Regnskapsmedarbeider"));
        await following.Workplace.CompareAsync(following.Connection, Cancellation);
        following.Edit(person, SandboxField.Phone, Phone);

        var notice = await following.FollowAsync(person);

        Assert.Equal((NoticeState.Written, "Regnskapsmedarbeider"), (notice.State, following.InXledger(person, SandboxField.JobTitle)));
        Assert.Equal(Field.Phone, Assert.Single(await following.ChangesAsync()).Field);
    }

    [Fact]
    public async Task Change_AConflictThatAReviewLeft_IsNotDecidedByWordOfAnotherField()
    {
        await using var following = await Following.OpenAsync(2);
        var person = following.People[1];
        following.Edit(person, SandboxField.JobTitle, "Teamleder");
        // Somebody else's change is carried out; this one is left undecided.
        await following.Workplace.ApplyAsync(await following.Workplace.ReviewedAsync(following.Connection, [following.People[0]], SandboxField.JobTitle, _ => "Fagansvarlig"), Cancellation);
        following.Edit(person, SandboxField.Phone, Phone);

        await following.FollowAsync(person);

        Assert.Equal(Field.Phone, Assert.Single(await following.ChangesAsync()).Field);
        Assert.NotEqual("Teamleder", following.InXledger(person, SandboxField.JobTitle));
    }

    [Fact]
    public async Task Change_ThatWasUndone_IsNotRepeatedUntilHumaChangesAgain()
    {
        await using var following = await Following.OpenAsync(2);
        var person = following.People[1];
        var before = following.InXledger(person, SandboxField.JobTitle);
        following.Edit(person, SandboxField.JobTitle, "Teamleder");
        var written = await following.FollowAsync(person);
        await following.Workplace.UndoAsync(new UndoScope(written.RunId!.Value));
        Assert.Equal(before, following.InXledger(person, SandboxField.JobTitle));

        var again = await following.FollowAsync(person);
        Assert.Equal((NoticeState.NothingToDo, before), (again.State, following.InXledger(person, SandboxField.JobTitle)));
        following.Edit(person, SandboxField.JobTitle, "Avdelingsleder for oppdrag");
        var changed = await following.FollowAsync(person);

        Assert.Equal((NoticeState.Written, "Avdelingsleder for oppdrag"), (changed.State, following.InXledger(person, SandboxField.JobTitle)));
    }

    [Fact]
    public async Task Change_WhileAReviewIsOpen_DoesNotOutdateItsPlan()
    {
        await using var following = await Following.OpenAsync(3);
        var (reviewed, told) = (following.People[1], following.People[2]);
        var session = await following.Workplace.ReviewedAsync(following.Connection, [reviewed], SandboxField.JobTitle, _ => "Teamleder");
        following.Edit(told, SandboxField.JobTitle, "Konsulent");

        var notice = await following.FollowAsync(told);
        var report = await following.Workplace.ApplyAsync(session, Cancellation);

        Assert.Equal((NoticeState.Written, RunState.Completed), (notice.State, report.Run.State));
        Assert.Equal(("Teamleder", "Konsulent"), (following.InXledger(reviewed, SandboxField.JobTitle), following.InXledger(told, SandboxField.JobTitle)));
    }

    [Fact]
    public async Task Change_AValueThatXledgerCannotTake_FailsVisiblyAndTheOthersGoOn()
    {
        await using var following = await Following.OpenAsync(3);
        var (wrong, right) = (following.People[1], following.People[2]);
        following.Edit(wrong, SandboxField.EmploymentEnd, "1990-01-01");
        following.Edit(right, SandboxField.Phone, Phone);
        await following.TellAsync([wrong, right]);

        Assert.Null(await following.WorkOffAsync());

        var failed = Assert.Single(await following.NoticesAsync(wrong.HumaId));
        Assert.Equal(NoticeState.Failed, failed.State);
        Assert.NotNull(failed.ReasonCode);
        Assert.Null(following.InXledger(wrong, SandboxField.EmploymentEnd));
        Assert.Equal(NoticeState.Written, Assert.Single(await following.NoticesAsync(right.HumaId)).State);
    }

    [Fact]
    public async Task Connection_NotSynchronizedYet_WritesNothing()
    {
        var workplace = await Workplace.OpenAsync();
        var person = workplace.Ordinary(1)[0];
        await using var following = new Following(workplace, await workplace.ConnectAsync(Cancellation), [person]);
        following.Edit(person, SandboxField.Phone, Phone);

        var notice = await following.FollowAsync(person);

        Assert.Equal((NoticeState.NothingToDo, InboundReasons.BeforeFirstSync), (notice.State, notice.ReasonCode));
        Assert.Empty(await following.ChangesAsync());
    }

    [Fact]
    public async Task Connection_Paused_WaitsAndGoesOnWhenResumed()
    {
        await using var following = await Following.OpenAsync(2);
        var person = following.People[1];
        following.Edit(person, SandboxField.JobTitle, "Teamleder");
        await following.SetAsync(row => row.PausedAt = DateTime.UtcNow);

        var waiting = await following.FollowAsync(person);
        await following.SetAsync(row => row.PausedAt = null);
        await following.WorkOffAsync();

        Assert.Equal(NoticeState.Waiting, waiting.State);
        Assert.Equal(NoticeState.Written, Assert.Single(await following.NoticesAsync(person.HumaId)).State);
    }
}

using HumaXledger.Core.People;
using HumaXledger.Core.Planning.Deciding;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Storage.Inbound;
using HumaXledger.Core.Storage.Plans;
using HumaXledger.Core.Storage.Runs;
using HumaXledger.Core.Sync.FollowUps;
using HumaXledger.Sandbox;
using HumaXledger.Tests.Sync.FollowUps;

namespace HumaXledger.Tests.Sync.Inbound;

/// <summary>A value changed in Huma is written to Xledger; unchanged values are left alone.</summary>
public sealed class ChangeTests
{
    private const string Phone = "+47 401 23 456";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task PendingChange_PhoneChanged_IsWrittenReadBackSavedAsBaselineAndReportedStepByStep()
    {
        await using var inbound = await InboundFixture.OpenAsync(2);
        var person = inbound.People[1];
        var before = inbound.XledgerRequests;
        inbound.Edit(person, SandboxField.Phone, Phone);

        var pending = await inbound.FollowAsync(person);

        Assert.Equal((PendingChangeState.Written, null), (pending.State, pending.Reason?.Code));
        Assert.Contains(
            "40123456",
            inbound.InXledger(person, SandboxField.Phone)!.Replace(" ", "", StringComparison.Ordinal),
            StringComparison.Ordinal
        );
        var change = Assert.Single(await inbound.ChangesAsync());
        Assert.Equal(
            (Field.Phone, ChangeState.Confirmed, PlanningReasons.ChangeHumaWins, pending.RunId),
            (change.Field, change.State, change.Reason?.Code, change.RunId)
        );
        DateTime?[] steps =
        [
            pending.ReceivedAt,
            pending.ReadAt,
            pending.ComparedAt,
            change.SentAt,
            change.ChangedAt,
            pending.EndedAt,
        ];
        Assert.Equal(steps.Order(), steps);
        Assert.DoesNotContain(null, steps);
        var link = await inbound.LinkAsync(person.HumaId);
        Assert.Equal((change.To, change.To), (link!.LastProcessed[Field.Phone], link.Baseline[Field.Phone]));
        // One read before, one write, one read-back, and at most one query about suppliers.
        Assert.InRange(inbound.XledgerRequests - before, 3, 4);
    }

    [Fact]
    public async Task PendingChange_NothingChanged_SendsNoXledgerRequest()
    {
        await using var inbound = await InboundFixture.OpenAsync(2);
        var before = inbound.XledgerRequests;

        var pending = await inbound.FollowAsync(inbound.People[1]);

        Assert.Equal(
            (PendingChangeState.NothingToDo, null, 0),
            (pending.State, pending.Reason?.Code, (int)(inbound.XledgerRequests - before))
        );
        Assert.Empty(await inbound.ChangesAsync());
    }

    [Fact]
    public async Task PendingChange_OfOurOwnWriteToHuma_SendsNoXledgerRequest()
    {
        await using var inbound = await InboundFixture.OpenAsync(2);
        var person = inbound.People[1];
        Assert.Equal(
            EditOutcome.Done,
            inbound.World.EditInXledger(person.EmployeeDbId, SandboxField.JobTitle, "Controller")
        );
        var session = await inbound.SyncFixture.ChooseAsync(
            await inbound.SyncFixture.CompareAsync(inbound.Connection, Cancellation),
            FieldChoice.UseXledger,
            [person],
            Cancellation
        );
        await inbound.SyncFixture.ApplyAsync(session, Cancellation);
        Assert.Equal("Controller", inbound.SyncFixture.InHuma(person, SandboxField.JobTitle));
        var before = inbound.XledgerRequests;

        var pending = await inbound.FollowAsync(person);

        Assert.Equal((PendingChangeState.NothingToDo, 0), (pending.State, (int)(inbound.XledgerRequests - before)));
    }

    [Fact]
    public async Task PendingChanges_SeveralOfOnePerson_AreOneReadAndOneWrite()
    {
        await using var inbound = await InboundFixture.OpenAsync(2);
        var person = inbound.People[1];
        inbound.Edit(person, SandboxField.JobTitle, "Konsulent");
        await inbound.ReportAsync(person.HumaId);
        inbound.Edit(person, SandboxField.JobTitle, "Seniorkonsulent");
        await inbound.ReportAsync(person.HumaId);
        await inbound.ReportAsync(person.HumaId, PendingChangeKind.Exported);

        Assert.Null(await inbound.ProcessAsync());

        Assert.Equal("Seniorkonsulent", Assert.Single(await inbound.ChangesAsync()).To.TextOrNull);
        var pendingChanges = await inbound.PendingChangesAsync(person.HumaId);
        Assert.Equal(
            (3, 1),
            (pendingChanges.Count, pendingChanges.Select(pending => pending.RunId).Distinct().Count())
        );
        Assert.All(pendingChanges, pending => Assert.Equal(PendingChangeState.Written, pending.State));
    }

    [Fact]
    public async Task Change_XledgerChangedMeanwhile_HumaWinsAndTheOverwrittenValueIsKept()
    {
        await using var inbound = await InboundFixture.OpenAsync(2);
        var person = inbound.People[1];
        Assert.Equal(
            EditOutcome.Done,
            inbound.World.EditInXledger(person.EmployeeDbId, SandboxField.JobTitle, "Regnskapsmedarbeider")
        );
        inbound.Edit(person, SandboxField.JobTitle, "Regnskapssjef");

        var pending = await inbound.FollowAsync(person);

        Assert.Equal(
            (PendingChangeState.Written, "Regnskapssjef"),
            (pending.State, inbound.InXledger(person, SandboxField.JobTitle))
        );
        var change = Assert.Single(await inbound.ChangesAsync());
        Assert.Equal(("Regnskapsmedarbeider", "Regnskapssjef"), (change.From.TextOrNull, change.To.TextOrNull));
    }

    [Fact]
    public async Task Change_OfOneField_KeepsXledgersChangeOfAnother()
    {
        await using var inbound = await InboundFixture.OpenAsync(2);
        var person = inbound.People[1];
        Assert.Equal(
            EditOutcome.Done,
            inbound.World.EditInXledger(person.EmployeeDbId, SandboxField.JobTitle, "Regnskapsmedarbeider")
        );
        await inbound.SyncFixture.CompareAsync(inbound.Connection, Cancellation);
        inbound.Edit(person, SandboxField.Phone, Phone);

        var pending = await inbound.FollowAsync(person);

        Assert.Equal(
            (PendingChangeState.Written, "Regnskapsmedarbeider"),
            (pending.State, inbound.InXledger(person, SandboxField.JobTitle))
        );
        Assert.Equal(Field.Phone, Assert.Single(await inbound.ChangesAsync()).Field);
    }

    [Fact]
    public async Task Change_OfAnotherField_DoesNotDecideAConflictSkippedInAReview()
    {
        await using var inbound = await InboundFixture.OpenAsync(2);
        var person = inbound.People[1];
        inbound.Edit(person, SandboxField.JobTitle, "Teamleder");
        // Another person's change is executed; this one stays undecided.
        await inbound.SyncFixture.ApplyAsync(
            await inbound.SyncFixture.ReviewedAsync(inbound.Connection, [inbound.People[0]], SandboxField.JobTitle, _ =>
                "Fagansvarlig"
            ),
            Cancellation
        );
        inbound.Edit(person, SandboxField.Phone, Phone);

        await inbound.FollowAsync(person);

        Assert.Equal(Field.Phone, Assert.Single(await inbound.ChangesAsync()).Field);
        Assert.NotEqual("Teamleder", inbound.InXledger(person, SandboxField.JobTitle));
    }

    [Fact]
    public async Task Change_ThatWasUndone_IsNotRepeatedUntilHumaChangesAgain()
    {
        await using var inbound = await InboundFixture.OpenAsync(2);
        var person = inbound.People[1];
        var before = inbound.InXledger(person, SandboxField.JobTitle);
        inbound.Edit(person, SandboxField.JobTitle, "Teamleder");
        var written = await inbound.FollowAsync(person);
        await inbound.SyncFixture.UndoAsync(new UndoScope(written.RunId!.Value));
        Assert.Equal(before, inbound.InXledger(person, SandboxField.JobTitle));

        var again = await inbound.FollowAsync(person);
        Assert.Equal(
            (PendingChangeState.NothingToDo, before),
            (again.State, inbound.InXledger(person, SandboxField.JobTitle))
        );
        inbound.Edit(person, SandboxField.JobTitle, "Avdelingsleder for oppdrag");
        var changed = await inbound.FollowAsync(person);

        Assert.Equal(
            (PendingChangeState.Written, "Avdelingsleder for oppdrag"),
            (changed.State, inbound.InXledger(person, SandboxField.JobTitle))
        );
    }

    [Fact]
    public async Task Change_WhileAReviewIsOpen_DoesNotOutdateItsPlan()
    {
        await using var inbound = await InboundFixture.OpenAsync(3);
        var (reviewed, reported) = (inbound.People[1], inbound.People[2]);
        var session = await inbound.SyncFixture.ReviewedAsync(
            inbound.Connection,
            [reviewed],
            SandboxField.JobTitle,
            _ => "Teamleder"
        );
        inbound.Edit(reported, SandboxField.JobTitle, "Konsulent");

        var pending = await inbound.FollowAsync(reported);
        var report = await inbound.SyncFixture.ApplyAsync(session, Cancellation);

        Assert.Equal((PendingChangeState.Written, RunState.Completed), (pending.State, report.Run.State));
        Assert.Equal(
            ("Teamleder", "Konsulent"),
            (inbound.InXledger(reviewed, SandboxField.JobTitle), inbound.InXledger(reported, SandboxField.JobTitle))
        );
    }

    [Fact]
    public async Task Change_ValueRefusedByXledger_FailsVisiblyAndTheOthersAreWritten()
    {
        await using var inbound = await InboundFixture.OpenAsync(3);
        var (wrong, right) = (inbound.People[1], inbound.People[2]);
        inbound.Edit(wrong, SandboxField.EmploymentEnd, "1990-01-01");
        inbound.Edit(right, SandboxField.Phone, Phone);
        await inbound.ReportAsync([wrong, right]);

        Assert.Null(await inbound.ProcessAsync());

        var failed = Assert.Single(await inbound.PendingChangesAsync(wrong.HumaId));
        Assert.Equal(PendingChangeState.Failed, failed.State);
        Assert.NotNull(failed.Reason?.Code);
        Assert.Null(inbound.InXledger(wrong, SandboxField.EmploymentEnd));
        Assert.Equal(PendingChangeState.Written, Assert.Single(await inbound.PendingChangesAsync(right.HumaId)).State);
    }

    [Fact]
    public async Task Connection_NotSynchronizedYet_WritesNothing()
    {
        var fixture = await SyncFixture.OpenAsync();
        var person = fixture.Ordinary(1)[0];
        await using var inbound = new InboundFixture(fixture, await fixture.ConnectAsync(Cancellation), [person]);
        inbound.Edit(person, SandboxField.Phone, Phone);

        var pending = await inbound.FollowAsync(person);

        Assert.Equal(
            (PendingChangeState.NothingToDo, InboundReasons.BeforeFirstSync),
            (pending.State, pending.Reason?.Code)
        );
        Assert.Empty(await inbound.ChangesAsync());
    }

    [Fact]
    public async Task Connection_Paused_WaitsAndContinuesWhenResumed()
    {
        await using var inbound = await InboundFixture.OpenAsync(2);
        var person = inbound.People[1];
        inbound.Edit(person, SandboxField.JobTitle, "Teamleder");
        await inbound.SetAsync(row => row.PausedAt = inbound.SyncFixture.Clock.GetUtcNow().UtcDateTime);

        var waiting = await inbound.FollowAsync(person);
        await inbound.SetAsync(row => row.PausedAt = null);
        await inbound.ProcessAsync();

        Assert.Equal(PendingChangeState.Waiting, waiting.State);
        Assert.Equal(PendingChangeState.Written, Assert.Single(await inbound.PendingChangesAsync(person.HumaId)).State);
    }
}

using System.Text.Json.Nodes;
using HumaXledger.Core.Access;
using HumaXledger.Core.People;
using HumaXledger.Core.Planning.Comparing;
using HumaXledger.Core.Planning.Deciding;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Storage.Plans;
using HumaXledger.Core.Sync.FollowUps;
using HumaXledger.Core.Sync.Overview;
using HumaXledger.Core.Sync.Reviewing;
using HumaXledger.Sandbox;
using HumaXledger.Sandbox.Huma;
using HumaXledger.Sandbox.Xledger;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Tests.Sync.Running;

/// <summary>An accepted write without effect is distinguished from a successful one, and changes no baseline.</summary>
public sealed class IgnoredWriteTests
{
    private const string Address = "Nygata 7; 0155; Oslo; NO";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(LockedWrite.Ignored)]
    [InlineData(LockedWrite.BadRequest)]
    [InlineData(LockedWrite.Forbidden)]
    public async Task ToHuma_FieldBecameReadOnlySinceTheReview_IsRefusedAndTheOtherFieldIsWritten(LockedWrite answer)
    {
        await using var fixture = await SyncFixture.OpenAsync();
        var person = fixture.Ordinary(1)[0];
        var (_, run) = await PreparedAsync(
            fixture,
            person,
            FieldChoice.UseXledger,
            (SandboxField.Address, Address),
            (SandboxField.Phone, "+4793012345")
        );
        fixture.World.Options.Switches.Huma.ReadOnlyFields = ["homeAddress"];
        fixture.World.Options.Switches.Huma.LockedWrite = answer;

        var report = await fixture.RunAsync(run, Cancellation);

        Assert.Equal(ChangeState.Refused, Of(report, Field.Address).State);
        Assert.Contains(Of(report, Field.Address).Reason?.Code, (string[])[HumaReasons.Ignored, HumaReasons.Locked]);
        Assert.Equal(ChangeState.Confirmed, Of(report, Field.Phone).State);
        Assert.NotEqual(Address, fixture.World.PersonByHumaId(person.HumaId)!.Huma[SandboxField.Address]);
        var agreed = await BaselineAsync(fixture, person);
        Assert.NotEqual(Address, agreed[Field.Address].TextOrNull);
        Assert.Equal("+4793012345", agreed[Field.Phone].TextOrNull);
        Assert.Equal(
            (OpenCause.Refused, (Guid?)report.Run.Id),
            await LeftAsync(fixture, report, person, Field.Address)
        );
    }

    [Fact]
    public async Task ToHuma_EmailAwaitingConfirmation_IsNeitherDoneNorSentTwice()
    {
        await using var fixture = await SyncFixture.OpenAsync();
        var person = fixture.Ordinary(1)[0];
        fixture.World.LogInToHuma(person.HumaId);
        var (_, run) = await PreparedAsync(
            fixture,
            person,
            FieldChoice.UseXledger,
            (SandboxField.Email, "ny.adresse@example.no")
        );

        var report = await fixture.RunAsync(run, Cancellation);

        Assert.Equal(
            (ChangeState.AwaitingConfirmation, RunReasons.ApplyAwaitingConfirmation),
            (Of(report, Field.Email).State, Of(report, Field.Email).Reason?.Code)
        );
        Assert.NotEqual("ny.adresse@example.no", (await BaselineAsync(fixture, person))[Field.Email].TextOrNull);
        Assert.Equal(
            (OpenCause.AwaitingConfirmation, (Guid?)report.Run.Id),
            await LeftAsync(fixture, report, person, Field.Email)
        );

        // As left by a process that died before the answer.
        await fixture.RewindAsync(run, Cancellation);
        var written = 0;
        fixture.World.Huma.Changed += _ => written++;
        var again = await fixture.RunAsync(run, Cancellation);
        Assert.Equal((ChangeState.AwaitingConfirmation, 0), (Of(again, Field.Email).State, written));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ToXledger_IdentificationHiddenByNow_IsCheckedByItsMask(bool ignored)
    {
        await using var fixture = await SyncFixture.OpenAsync(detour: true);
        var person = fixture.Ordinary(1)[0];
        // A different number would split the pair; a missing one does not.
        Assert.Equal(
            EditOutcome.Done,
            fixture.World.EditInXledger(person.EmployeeDbId, SandboxField.Identification, null)
        );
        var wanted = fixture.World.PersonByHumaId(person.HumaId)!.Huma[SandboxField.Identification];
        var (_, run) = await PreparedAsync(fixture, person, FieldChoice.UseHuma, (SandboxField.Identification, wanted));
        fixture.World.Options.Switches.Xledger.SocialSec = SocialSec.Masked;
        fixture.Detour.Amend = (asked, answer) =>
        {
            if (ignored && asked.Contains("EmployeesByIds", StringComparison.Ordinal))
            {
                foreach (var edge in answer["data"]!["page"]!["edges"]!.AsArray())
                {
                    edge!["node"]!["contact"]!["socialSec"] = JsonValue.Create("999999*****");
                }
            }
        };

        var change = Of(await fixture.RunAsync(run, Cancellation), Field.Identification);

        Assert.Equal(
            ignored
                ? (ChangeState.Failed, RunReasons.SilentlyIgnored)
                : (ChangeState.Confirmed, RunReasons.CannotReadBack),
            (change.State, change.Reason?.Code)
        );
        // Accepted is not visible: the baseline stays in either case.
        Assert.NotEqual(wanted, (await BaselineAsync(fixture, person))[Field.Identification].TextOrNull);
    }

    [Fact]
    public async Task ToXledger_FieldThatCannotBeCleared_IsRefusedAndStaysADifference()
    {
        await using var fixture = await SyncFixture.OpenAsync(sandbox =>
            (sandbox.Switches.Xledger.NullInput, sandbox.Switches.Xledger.EmptyString) = (
                NullInput.Ignored,
                EmptyString.Ignored
            )
        );
        var person = fixture.Ordinary(1)[0];
        Assert.NotEqual(
            "",
            fixture.World.PersonByEmployee(person.EmployeeDbId)!.Xledger.GetValueOrDefault(SandboxField.Phone, "")
        );
        var (connection, run) = await PreparedAsync(fixture, person, FieldChoice.UseHuma, (SandboxField.Phone, null));

        var report = await fixture.RunAsync(run, Cancellation);

        Assert.Equal(
            (ChangeState.Refused, XledgerReasons.NotCleared),
            (Of(report, Field.Phone).State, Of(report, Field.Phone).Reason?.Code)
        );
        var again = await fixture.CompareAsync(connection, Cancellation);
        Assert.Contains(again.Comparison.Differences, difference =>
            difference.Key == new DifferenceKey(new HumaId(person.HumaId.ToString()), Field.Phone)
        );
    }

    [Fact]
    public async Task Result_EverythingReviewedIsWritten_ReportsThatBothSystemsAgree()
    {
        await using var fixture = await SyncFixture.OpenAsync();
        var connection = await fixture.ConnectAsync(Cancellation);
        var session = await fixture.CompareAsync(connection, Cancellation);
        var (left, decided) = (session.Comparison.Differences[0], session.Comparison.Differences.Skip(1).ToList());
        (session, _) = await fixture
            .Get<Review>()
            .DecideAsync(session, [left], FieldChoice.Skip, SyncFixture.Administrator, Cancellation);
        foreach (var choice in new[] { FieldChoice.UseHuma, FieldChoice.UseXledger })
        {
            (session, _) = await fixture
                .Get<Review>()
                .DecideAsync(
                    session,
                    [
                        .. decided.Where(difference =>
                            session.ChoiceOf(difference) is null && Review.Can(difference, choice)
                        ),
                    ],
                    choice,
                    SyncFixture.Administrator,
                    Cancellation
                );
        }

        session = await fixture.ConfirmGuardsAsync(session, Cancellation);
        var report = await fixture.ApplyAsync(session, Cancellation);

        var figures = (await fixture.Get<OpenDifferences>().ReadAsync(connection, Actor.System, Cancellation))!;
        var open = report.Changes.Count(change => change.State != ChangeState.Confirmed);
        Assert.Equal(
            (open + session.Preview.Undecided.Count + session.Preview.Blocked.Count, 1),
            (figures.LeftToDo, figures.LeftAsDecided)
        );
        // What is left equals the differences of the next comparison, and nothing else.
        var again = (await fixture.CompareAsync(connection, Cancellation))
            .Comparison.Differences.Select(difference => difference.Key)
            .ToHashSet();
        var confirmed = report
            .Changes.Where(change => change.State == ChangeState.Confirmed)
            .Select(change => new DifferenceKey(change.HumaId!.Value, change.Field))
            .ToHashSet();
        Assert.Empty(confirmed.Intersect(again));
        Assert.Contains(left.Key, again);
    }

    // A run with these edits of one person: made in Xledger where Xledger's side is chosen, else in Huma.
    private static async Task<(Guid Connection, Guid Run)> PreparedAsync(
        SyncFixture fixture,
        Someone person,
        FieldChoice choice,
        params (SandboxField Field, string? Value)[] edits
    )
    {
        var connection = await fixture.ConnectAsync(Cancellation);
        foreach (var (field, value) in edits)
        {
            Assert.Equal(
                EditOutcome.Done,
                choice == FieldChoice.UseXledger
                    ? fixture.World.EditInXledger(person.EmployeeDbId, field, value)
                    : fixture.World.EditInHuma(person.HumaId, field, value)
            );
        }

        var session = await fixture.ConfirmGuardsAsync(
            await fixture.ChooseAsync(
                await fixture.CompareAsync(connection, Cancellation),
                choice,
                [person],
                Cancellation
            ),
            Cancellation
        );
        Assert.Equal(edits.Length, session.Preview.Changes.Count);
        // The differences of other people are not reviewed here.
        var others = session
            .Comparison.Differences.Where(difference => difference.Pair.Huma.Id != person.HumaId.ToString())
            .ToList();
        (session, _) = await fixture
            .Get<Review>()
            .DecideAsync(session, others, FieldChoice.Skip, SyncFixture.Administrator, Cancellation);
        var run = await fixture.StartAsync(await fixture.PlanAsync(session, Cancellation), Cancellation);
        await using var store = fixture.Store();
        await store.Decisions.Where(decision => decision.Choice == FieldChoice.Skip).ExecuteDeleteAsync(Cancellation);
        return (connection, run);
    }

    private static async Task<(OpenCause Cause, Guid? Run)> LeftAsync(
        SyncFixture fixture,
        RunReport report,
        Someone person,
        Field field
    )
    {
        var figures = (
            await fixture.Get<OpenDifferences>().ReadAsync(report.Connection.Id, Actor.System, Cancellation)
        )!;
        var left = Assert.Single(figures.Open, row =>
            row.Field == field && row.HumaId == new HumaId(person.HumaId.ToString())
        );
        return (left.Cause, left.RunId);
    }

    private static ChangeRecord Of(RunReport report, Field field) =>
        Assert.Single(report.Changes, change => change.Field == field);

    private static async Task<FieldValues> BaselineAsync(SyncFixture fixture, Someone person)
    {
        await using var store = fixture.Store();
        var id = new HumaId(person.HumaId.ToString());
        return (await store.Links.SingleAsync(link => link.HumaId == id, Cancellation)).Baseline;
    }
}

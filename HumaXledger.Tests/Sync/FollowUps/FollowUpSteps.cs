using HumaXledger.Core.Access;
using HumaXledger.Core.Planning.Deciding;
using HumaXledger.Core.Planning.Guards;
using HumaXledger.Core.Sync.Activity;
using HumaXledger.Core.Sync.FollowUps;
using HumaXledger.Core.Sync.Reviewing;
using HumaXledger.Sandbox;

namespace HumaXledger.Tests.Sync.FollowUps;

/// <summary>
/// Shared steps of tests about the time after a run: a completed run, and the acts of an administrator.
/// </summary>
internal static class FollowUpSteps
{
    public static readonly IReadOnlySet<GuardKind> NoGuards = new HashSet<GuardKind>();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    /// <summary>Edits these people in Huma, compares, and chooses Huma for each of their differences.</summary>
    public static async Task<ReviewSession> ReviewedAsync(
        this SyncFixture fixture,
        Guid connection,
        IReadOnlyList<Someone> people,
        SandboxField field,
        Func<int, string?> value
    )
    {
        for (var index = 0; index < people.Count; index++)
        {
            Assert.Equal(EditOutcome.Done, fixture.World.EditInHuma(people[index].HumaId, field, value(index)));
        }

        return await fixture.ChooseAsync(
            await fixture.CompareAsync(connection, Cancellation),
            FieldChoice.UseHuma,
            people,
            Cancellation
        );
    }

    /// <summary>"Undo …" and, on its review page, "Undo N changes".</summary>
    public static async Task<RunReport> UndoAsync(this SyncFixture fixture, UndoScope scope) =>
        await fixture.RunAsync(await fixture.StartUndoAsync(scope), Cancellation);

    /// <summary>The same, and the run has not begun.</summary>
    public static async Task<Guid> StartUndoAsync(this SyncFixture fixture, UndoScope scope)
    {
        var undo = fixture.Get<Undo>();
        var shown = (await undo.ReviewAsync(scope, NoGuards, Actor.System, Cancellation))!;
        Assert.Null(shown.Refusal);
        var plan = Assert.IsType<Answer<Guid>.Done>(
            await undo.MakePlanAsync(scope, NoGuards, shown.Shown, SyncFixture.Administrator, Cancellation)
        );
        return await fixture.StartAsync(plan.Value, Cancellation);
    }

    /// <summary>The result of a run as its page shows it now.</summary>
    public static async Task<RunReport> ReportAsync(this SyncFixture fixture, Guid runId)
    {
        await using var store = fixture.Store();
        return (await RunReport.LoadAsync(store, runId, Cancellation))!;
    }

    public static string? InXledger(this SyncFixture fixture, Someone person, SandboxField field) =>
        fixture.World.PersonByEmployee(person.EmployeeDbId)!.Xledger.GetValueOrDefault(field);

    public static string? InHuma(this SyncFixture fixture, Someone person, SandboxField field) =>
        fixture.World.PersonByHumaId(person.HumaId)!.Huma.GetValueOrDefault(field);
}

using HumaXledger.Core.Access;
using HumaXledger.Core.Planning.Deciding;
using HumaXledger.Core.Storage.Plans;
using HumaXledger.Core.Sync.Reviewing;
using HumaXledger.Sandbox;

namespace HumaXledger.Benchmarks;

/// <summary>An import changes many people in Huma, and one run writes the changes to Xledger.</summary>
internal static class InboundBurst
{
    private static readonly SandboxField[] Fields =
    [
        SandboxField.JobTitle,
        SandboxField.Phone,
        SandboxField.Address,
        SandboxField.FamilyName,
    ];

    /// <summary>Changes this many people, then compares, plans and runs.</summary>
    public static async Task<Applied> RunAsync(SandboxServer sandbox, Doors doors, int people)
    {
        await using var office = await SampleOrganization.OpenAsync(doors);
        var connection = await office.ConnectAsync(doors);
        var changed = Change(sandbox, people);
        var review = office.Get<Review>();
        var session = await review.OpenAsync(
            await office.CompareAsync(connection),
            Actor.System,
            CancellationToken.None
        );
        var wanted = session
            .Comparison.Differences.Where(difference =>
                changed.Contains(difference.Pair.Huma.Id) && Review.Can(difference, FieldChoice.UseHuma)
            )
            .ToList();
        (session, _) = await review.DecideAsync(
            session,
            wanted,
            FieldChoice.UseHuma,
            SampleOrganization.Administrator,
            CancellationToken.None
        );
        session = await office.ConfirmAllAsync(session);

        var before = sandbox.World.Meter.ThisMonth;
        using var watch = new RunWatch();
        var report = await office.ApplyAsync(session, watch);
        var after = sandbox.World.Meter.ThisMonth;
        return new Applied(
            report.Updated(Core.People.Side.Xledger).Count,
            report.Count(ChangeState.Confirmed),
            report.Plan.ChangeCount,
            report.Plan.Forecast.XledgerRequests,
            (int)(after.Requests - before.Requests),
            (int)after.OverLimit,
            (report.Run.FinishedAt - report.Run.StartedAt)?.TotalSeconds ?? 0,
            watch.Writing.TotalSeconds,
            watch.Journal.TotalSeconds
        );
    }

    private static HashSet<string> Change(SandboxServer sandbox, int people)
    {
        var norway = sandbox.World.Xledger.Tokens.All()[0].EntityOwnerDbId;
        var changed = new HashSet<string>();
        var tried = 0;
        foreach (
            var pair in sandbox.World.Catalogue.Pairs.Where(pair =>
                pair is { Agrees: true, HumaId: not null, EmployeeDbId: not null } && pair.EntityOwnerDbId == norway
            )
        )
        {
            var field = Fields[changed.Count % Fields.Length];
            if (
                changed.Count < people
                && sandbox.World.EditInHuma(pair.HumaId!.Value, field, Value(field, tried++)) == EditOutcome.Done
            )
            {
                changed.Add(pair.HumaId.Value.ToString());
            }
        }

        return changed.Count == people
            ? changed
            : throw new InvalidOperationException($"Only {changed.Count} people could be changed.");
    }

    private static string Value(SandboxField field, int number) =>
        field switch
        {
            SandboxField.JobTitle => "Fagansvarlig",
            SandboxField.Phone => $"+47 93{number:000000}",
            SandboxField.Address => $"Nygata {number + 1}; 0155; Oslo; NO",
            _ => $"Nyhus-{(char)('A' + (number % 26))}berg",
        };
}

/// <summary>The result of a run, counted by the sandbox.</summary>
/// <param name="Writing">Seconds from the first request to the end.</param>
/// <param name="Journal">Seconds spent on saving the journal and reporting progress.</param>
/// <param name="OverLimit">Requests that the sandbox has refused for a limit since its start.</param>
internal sealed record Applied(
    int People,
    int Confirmed,
    int Planned,
    int Forecast,
    int Requests,
    int OverLimit,
    double Seconds,
    double Writing,
    double Journal
);

using HumaXledger.Cli.Reading;
using HumaXledger.Cli.Writing;
using HumaXledger.Core.People;
using HumaXledger.Core.Planning;
using HumaXledger.Core.Planning.Comparing;
using HumaXledger.Core.Planning.Deciding;
using HumaXledger.Core.Planning.Forecasting;
using HumaXledger.Core.Planning.Guards;
using HumaXledger.Core.Planning.Scopes;

namespace HumaXledger.Cli.Commands;

/// <summary>The files of a plan; null for one that was not given.</summary>
internal sealed record PlanFiles(
    string Huma,
    string Xledger,
    string? Links,
    string? Baseline,
    string? Policy,
    string? Decisions
);

/// <summary>
/// The command <c>plan</c>: differences, decisions and planned writes, with the guards of a new connection. A tripped
/// guard is reported and holds nothing back, because it cannot be confirmed here and nothing is written. Only an empty
/// side makes a plan without changes, and a linked person who looks like another one is left out of it.
/// </summary>
internal static class PlanCommand
{
    /// <summary>Runs the command and returns the exit code.</summary>
    public static int Run(PlanFiles files, CommandEnvironment environment)
    {
        using var progress = new Progress(environment.Error, environment.ErrorIsTerminal);

        // The short files first, so that their errors are reported before the long ones are read.
        var links = LinkReading.ReadLinks(files.Links);
        var policy = PolicyReading.ReadFile(files.Policy);
        var decisions = DecisionReading.ReadFile(files.Decisions);
        var baselines = LinkReading.ReadBaselines(files.Baseline);
        var today = DateOnly.FromDateTime(environment.Clock.GetLocalNow().DateTime);
        var users = PersonReader.ReadFile(files.Huma, Side.Huma, today, progress);
        var employees = PersonReader.ReadFile(files.Xledger, Side.Xledger, today, progress);
        progress.Show("Comparing");
        var input = new ComparisonInput(users, employees, links, baselines, policy.Fields)
        {
            Today = today,
            Scope = new Scope(policy.Scope, today),
        };
        var comparison = Comparison.Of(input, decisions.Matches);
        progress.Show("Planning");
        var plan = Planned(decisions);
        // Only a plan says whom a guard holds.
        var confirmed = plan
            .Guards.Where(guard => guard.Holds && guard.Kind != GuardKind.OtherPerson)
            .Select(ConfirmedGuard.Of)
            .ToHashSet();
        plan = confirmed.Count == 0 ? plan : Planned(decisions with { ConfirmedGuards = confirmed });
        progress.Show("Writing");
        using var output = new JsonOutput(environment.Output);
        output.WritePlan(comparison, plan);
        output.Finish();
        return CommandLine.Done;

        SyncPlan Planned(Decisions decided) =>
            SyncPlan.Make(
                comparison,
                decided,
                GuardSettings.Default,
                today,
                lastHumaCount: null,
                lastXledgerCount: null,
                ForecastModel.Default
            );
    }
}

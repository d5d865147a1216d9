using HumaXledger.Cli.Reading;
using HumaXledger.Cli.Writing;
using HumaXledger.Core.People;
using HumaXledger.Core.Planning;
using HumaXledger.Core.Planning.Comparing;
using HumaXledger.Core.Planning.Forecasting;
using HumaXledger.Core.Planning.Guards;
using HumaXledger.Core.Planning.Scopes;

namespace HumaXledger.Cli.Commands;

/// <summary>What a plan is made from; null for what was not given.</summary>
internal sealed record PlanFiles(
    string Huma,
    string Xledger,
    string? Links,
    string? Baseline,
    string? Policy,
    string? Decisions
);

/// <summary>
/// What differs, what was decided and what would be written, with the guards as every new connection has them. A
/// tripped guard is told and keeps nothing back: nobody could confirm it here, and
/// nothing is written. Only a side that read empty leaves a plan without changes, and a linked person who looks like
/// another one now is left out of it.
/// </summary>
internal static class PlanCommand
{
    public static int Run(PlanFiles files, Surroundings around)
    {
        using var progress = new Progress(around.Error, around.ErrorIsTerminal);

        // The short files first: a slip in them is told before the long ones are read.
        var links = LinkReading.ReadLinks(files.Links);
        var policy = PolicyReading.ReadFile(files.Policy);
        var decisions = DecisionReading.ReadFile(files.Decisions) with
        {
            ConfirmedGuards = Enum.GetValues<GuardKind>().Where(kind => kind != GuardKind.OtherPerson).ToHashSet(),
        };
        var baselines = LinkReading.ReadBaselines(files.Baseline);
        var today = DateOnly.FromDateTime(around.Clock.GetLocalNow().DateTime);
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
        var plan = SyncPlan.Make(
            comparison,
            decisions,
            GuardSettings.Default,
            today,
            lastHumaCount: null,
            lastXledgerCount: null,
            ForecastModel.Default
        );
        progress.Show("Writing");
        using var output = new JsonOutput(around.Output);
        output.WritePlan(comparison, plan);
        output.Finish();
        return CommandLine.Done;
    }
}

using HumaXledger.Cli.Reading;
using HumaXledger.Cli.Writing;
using HumaXledger.Core.Matching;
using HumaXledger.Core.People;
using HumaXledger.Core.Planning.Scopes;

namespace HumaXledger.Cli.Commands;

/// <summary>The command <c>match</c>: matches the people of two files.</summary>
internal static class MatchCommand
{
    /// <summary>Runs the command and returns the exit code.</summary>
    public static int Run(string huma, string xledger, string? links, string? ruleFile, CommandEnvironment environment)
    {
        using var progress = new Progress(environment.Error, environment.ErrorIsTerminal);
        var rules = PolicyReading.ReadRules(ruleFile);
        var today = DateOnly.FromDateTime(environment.Clock.GetLocalNow().DateTime);
        var users = PersonReader.ReadFile(huma, Side.Huma, today, progress);
        var employees = PersonReader.ReadFile(xledger, Side.Xledger, today, progress);
        var known = LinkReading.ReadLinks(links);
        progress.Show("Matching");
        var (matches, outside) = Scope.SetAside(
            PersonMatcher.Match(users, employees, known, []),
            new Scope(rules, today)
        );
        progress.Show("Writing");
        using var output = new JsonOutput(environment.Output);
        output.WriteMatches(matches, outside);
        output.Finish();
        return CommandLine.Done;
    }
}

using System.Globalization;
using HumaXledger.Core.Matching;
using HumaXledger.Tests.Matching;

namespace HumaXledger.Benchmarks;

/// <summary>The precision and recall of matching on generated dirty people whose identity is known.</summary>
internal static class MatchingQuality
{
    private static readonly (int People, int Seed, string Name, Dirt Dirt)[] Organizations =
    [
        (1_000, 11, "ordinary", Dirt.Ordinary),
        (10_000, 12, "ordinary", Dirt.Ordinary),
        (10_000, 13, "ordinary", Dirt.Ordinary),
        (100_000, 14, "ordinary", Dirt.Ordinary),
        (10_000, 15, "severe", Dirt.Severe),
        (100_000, 16, "severe", Dirt.Severe),
    ];

    /// <summary>Writes the table; 1 where more than one in a thousand certain pairs is wrong.</summary>
    public static int Run(TextWriter output)
    {
        output.WriteLine(
            "| people | dirt | seed | pairs that exist | certain | of them wrong | precision | recall | left to a "
                + "person | of them with the right employee among the candidates |"
        );
        output.WriteLine("| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |");
        var met = true;
        foreach (var (people, seed, name, dirt) in Organizations)
        {
            var organization = new DirtyOrganization(people, seed, dirt);
            var matches = PersonMatcher.Match(organization.Huma, organization.Xledger, [], []);
            var there = organization.Xledger.Select(DirtyOrganization.Who).ToHashSet();
            var possible = organization.Huma.Count(person => there.Contains(DirtyOrganization.Who(person)));
            var certain = matches.Pairs.Where(pair => pair.State == MatchState.Certain).ToList();
            var wrong = certain.Count(pair => DirtyOrganization.Who(pair.Huma) != DirtyOrganization.Who(pair.Xledger));
            var asked = matches
                .Pairs.Where(pair => pair.State == MatchState.Probable)
                .Select(pair => (pair.Huma, Candidates: new[] { pair.Xledger }))
                .Concat(
                    matches.Ambiguities.Select(ambiguity =>
                        (
                            ambiguity.Huma,
                            Candidates: ambiguity.Candidates.Select(candidate => candidate.Xledger).ToArray()
                        )
                    )
                )
                .ToList();
            var answerable = asked.Count(question =>
                question.Candidates.Any(candidate =>
                    DirtyOrganization.Who(candidate) == DirtyOrganization.Who(question.Huma)
                )
            );
            var precision = 1 - (wrong / (double)certain.Count);
            met &= precision >= 0.999;
            output.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"| {people:N0} | {name} | {seed} | {possible:N0} | {certain.Count:N0} | {wrong} | {precision:0.00000} | {(certain.Count - wrong) / (double)possible:P1} | {asked.Count:N0} ({asked.Count / (double)possible:P1}) | {answerable:N0} |"
                )
            );
        }

        return met ? 0 : 1;
    }
}

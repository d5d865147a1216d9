using HumaXledger.Core.People;
using HumaXledger.Core.Planning;
using HumaXledger.Core.Planning.Comparing;
using HumaXledger.Core.Planning.Deciding;

namespace HumaXledger.Tests.Planning;

/// <summary>
/// The effect of each rule for every combination of baseline, Huma and Xledger, one readable line each, in
/// <c>PolicyTable.txt</c>, which was reviewed line by line.
/// </summary>
public class PolicyTableTests
{
    // A field that both systems can write and clear.
    private const Field Plain = Field.TerminationNotice;
    private static readonly string[] Values = ["2024-01-31", "2024-02-29", "2024-03-31"];

    [Fact]
    public void Plan_EveryRuleInEveryCombination_MatchesTheTable() =>
        Assert.Equal(File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "Planning", "PolicyTable.txt")), Lines());

    [Fact]
    public void Plan_SidesAndRuleExchanged_IsMirrored()
    {
        foreach (var (baseline, huma, xledger) in Combinations())
        {
            foreach (
                var (rule, mirrored) in Rules.Zip([
                    PolicyRule.Ask,
                    PolicyRule.XledgerWins,
                    PolicyRule.HumaWins,
                    PolicyRule.FillEmpty,
                    PolicyRule.Ignore,
                ])
            )
            {
                var one = Plan(rule, baseline, huma, xledger);
                var other = Plan(mirrored, baseline, xledger, huma);

                Assert.Equal(
                    one.Changes.Select(change => (change.Target.Other(), change.From, change.To)),
                    other.Changes.Select(change => (change.Target, change.From, change.To))
                );
                Assert.Equal(one.Undecided.Count, other.Undecided.Count);
            }
        }
    }

    private static readonly PolicyRule[] Rules =
    [
        PolicyRule.Ask,
        PolicyRule.HumaWins,
        PolicyRule.XledgerWins,
        PolicyRule.FillEmpty,
        PolicyRule.Ignore,
    ];

    private static IEnumerable<string> Lines() =>
        from rule in Rules
        from seen in Combinations()
        let plan = Plan(rule, seen.Baseline, seen.Huma, seen.Xledger)
        select $"{rule, -11} | agreed {Word(seen.Baseline), -7} | Huma {Word(seen.Huma), -7} "
            + $"| Xledger {Word(seen.Xledger), -7} | {Outcome(plan, seen)}";

    private static SyncPlan Plan(PolicyRule rule, char baseline, char huma, char xledger) =>
        ComparisonBuilder.Plan(
            Comparison.Of(ComparisonBuilder.OneField(Plain, Value(baseline), Value(huma), Value(xledger), rule), [])
        );

    private static string Outcome(SyncPlan plan, (char Baseline, char Huma, char Xledger) seen) =>
        plan switch
        {
            { Changes: [{ To: FieldValue.Empty } change] } => $"{change.Target} is emptied",
            { Changes: [var change] } => $"{change.Target} gets {"ABC"[Array.IndexOf(Values, change.To.TextOrNull)]}",
            { Undecided.Count: 1 } => "a person is asked",
            _ => seen.Huma == seen.Xledger || seen.Huma == '?' || seen.Xledger == '?'
                ? "no difference"
                : "left as it is",
        };

    // A, B and C are values; which letter is which does not matter, so each new one is the next letter.
    private static IEnumerable<(char Baseline, char Huma, char Xledger)> Combinations() =>
        from baseline in "?-A"
        from huma in "?-" + Letters(baseline)
        from xledger in "?-" + Letters(baseline, huma)
        select (baseline, huma, xledger);

    private static string Letters(params char[] used) =>
        "ABC"[..Math.Min(3, used.Where(char.IsLetter).Distinct().Count() + 1)];

    private static FieldValue Value(char letter) =>
        letter switch
        {
            '?' => FieldValue.NotKnown,
            '-' => FieldValue.Nothing,
            _ => new FieldValue.Of(Values[letter - 'A']),
        };

    private static string Word(char letter) =>
        letter switch
        {
            '?' => "unknown",
            '-' => "empty",
            _ => letter.ToString(),
        };
}

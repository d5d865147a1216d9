using HumaXledger.Core.People;
using HumaXledger.Core.Planning.Comparing;

namespace HumaXledger.Tests.Planning;

/// <summary>
/// Every combination of baseline, Huma and Xledger for a field of each capability, one readable line each, in
/// <c>TruthTable.txt</c>. A change of behavior shows line by line; to accept one, copy the output of the failing test.
/// </summary>
public class TruthTableTests
{
    private static readonly (string Name, Field Field, string[] Values, WriteLock? Lock)[] Kinds =
    [
        ("goes both ways", Field.DateOfBirth, ["1990-01-31", "1985-07-01", "1979-12-24"], null),
        ("never written to Xledger", Field.BankAccount, ["86011117947", "12345678903", "97104133219"], null),
        (
            "never emptied in Xledger",
            Field.Address,
            [
                ComparisonBuilder.Address("Storgata 1"),
                ComparisonBuilder.Address("Lia 2"),
                ComparisonBuilder.Address("Vik 3"),
            ],
            null
        ),
        ("never emptied in Huma", Field.JobTitle, ["Cook", "Chef", "Baker"], null),
        ("shared by nobody in Huma", Field.Phone, ["+4791000001", "+4791000002", "+4791000003"], null),
        ("sensitive", Field.Identification, ["01010750160", "31129956715", "15057054321"], null),
        ("never emptied", Field.Email, ["a@example.no", "b@example.no", "c@example.no"], null),
        ("locked in Huma", Field.DateOfBirth, ["1990-01-31", "1985-07-01", "1979-12-24"], WriteLock.Deactivated),
        (
            "awaits confirmation",
            Field.Email,
            ["a@example.no", "b@example.no", "c@example.no"],
            WriteLock.PendingConfirmation
        ),
    ];

    [Fact]
    public void Compare_EveryCombination_MatchesTheTable()
    {
        var expected = File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, "Planning", "TruthTable.txt"));

        Assert.Equal(expected, Lines());
    }

    private static IEnumerable<string> Lines()
    {
        foreach (var (name, field, values, held) in Kinds)
        {
            foreach (var (baseline, huma, xledger) in Combinations())
            {
                var input = ComparisonBuilder.OneField(
                    field,
                    Value(baseline, values),
                    Value(huma, values),
                    Value(xledger, values)
                );
                if (held is { } writeLock)
                {
                    input = input with
                    {
                        Huma =
                        [
                            input.Huma[0] with
                            {
                                Locks = new Dictionary<Field, WriteLock> { [field] = writeLock },
                            },
                        ],
                    };
                }

                var difference = Comparison
                    .Of(input, [])
                    .Differences.SingleOrDefault(difference => difference.Field == field);
                yield return $"{name, -24} | agreed {Word(baseline), -7} | Huma {Word(huma), -7} "
                    + $"| Xledger {Word(xledger), -7} | {(difference is null ? "no difference" : Verdict(difference))}";
            }
        }
    }

    // A, B and C are values; which letter is which does not matter, so each new one is the next letter.
    private static IEnumerable<(char Baseline, char Huma, char Xledger)> Combinations() =>
        from baseline in "?-A"
        from huma in "?-" + Letters(baseline)
        from xledger in "?-" + Letters(baseline, huma)
        select (baseline, huma, xledger);

    private static string Letters(params char[] used) =>
        "ABC"[..Math.Min(3, used.Where(char.IsLetter).Distinct().Count() + 1)];

    private static FieldValue Value(char letter, string[] values) =>
        letter switch
        {
            '?' => FieldValue.NotKnown,
            '-' => FieldValue.Nothing,
            _ => new FieldValue.Of(values[letter - 'A']),
        };

    private static string Word(char letter) =>
        letter switch
        {
            '?' => "unknown",
            '-' => "empty",
            _ => letter.ToString(),
        };

    private static string Verdict(Difference difference)
    {
        var reasons = string.Concat(
            difference
                .Forbidden.OrderBy(entry => entry.Key)
                .Select(entry => $", not {entry.Key}: {entry.Value.Reason.Code}")
        );
        return $"{difference.Kind}, {difference.Why.Code}; proposed {difference.Proposed?.ToString() ?? "nothing"}; "
            + "allowed "
            + $"{(difference.Allowed.Count == 0 ? "nothing" : string.Join(" and ", difference.Allowed))}{reasons}";
    }
}

namespace HumaXledger.Portal.Components.Pages.Help;

/// <summary>
/// The words that the help page explains, in the order in which a reader meets them. Each has an address of its own, so
/// that a page can point at it.
/// </summary>
public static class Glossary
{
    /// <summary>Section → its words, by the last part of their keys.</summary>
    public static IReadOnlyList<(string Section, IReadOnlyList<string> Terms)> Sections { get; } =
    [
        ("Comparing", ["Comparison", "Difference", "Conflict", "MissingValue", "Baseline", "Suggestion"]),
        ("Matching", ["Match", "NeedsConfirmation", "Link", "EarlierRecord"]),
        ("Writing", ["Review", "Synchronization", "Rule", "SafetyLimit", "AwaitingApproval", "Held", "Undo"]),
        ("Automatic", ["Webhook", "ScheduledCheck", "DifferenceCheck", "Alert", "Allowance"]),
    ];

    /// <summary>Address of the explanation of a word.</summary>
    public static string Address(string term) => $"/help#{Anchor(term)}";

    /// <summary>The part of the address after the hash: "SafetyLimit" → "safety-limit".</summary>
    public static string Anchor(string term) =>
        string.Concat(
            term.Select(
                (letter, index) =>
                    char.IsUpper(letter) ? $"{(index == 0 ? "" : "-")}{char.ToLowerInvariant(letter)}" : $"{letter}"
            )
        );
}

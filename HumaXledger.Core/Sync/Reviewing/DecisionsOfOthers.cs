using HumaXledger.Core.Storage.Reviews;

namespace HumaXledger.Core.Sync.Reviewing;

/// <summary>What other administrators, or other windows of the same one, decided while a page was open.</summary>
/// <param name="Version">The version of the decisions that holds them.</param>
/// <param name="Changes">One per subject.</param>
/// <param name="Names">Who made those that still stand; a decision that was withdrawn leaves no name.</param>
public sealed record DecisionsOfOthers(int Version, IReadOnlyList<ChangedDecision> Changes, IReadOnlyList<string> Names)
{
    /// <summary>
    /// Both as one; a subject that was changed twice is listed once, and not at all when it is as before.
    /// </summary>
    /// <param name="later">Found after these; null: nothing.</param>
    public DecisionsOfOthers Then(DecisionsOfOthers? later)
    {
        if (later is null)
        {
            return this;
        }

        var changes = Changes.ToDictionary(one => (one.Kind, one.Subject));
        foreach (var one in later.Changes)
        {
            var subject = (one.Kind, one.Subject);
            changes[subject] = changes.TryGetValue(subject, out var earlier) ? one with { Shown = earlier.Shown } : one;
        }

        return new DecisionsOfOthers(
            later.Version,
            [.. changes.Values.Where(one => one.Shown != one.Now)],
            [.. Names.Union(later.Names, StringComparer.Ordinal)]
        );
    }

    /// <summary>Changes that others made; null where there are none.</summary>
    /// <param name="all">What differs from the decisions that a page would show without others.</param>
    /// <param name="names">Who decided; what was withdrawn on another node has none.</param>
    /// <param name="overtaken">Reported separately, so left out.</param>
    internal static DecisionsOfOthers? Of(
        int version,
        IReadOnlyList<ChangedDecision> all,
        IReadOnlyDictionary<(DecisionKind Kind, string Subject), string> names,
        IReadOnlyList<ChangedDecision> overtaken
    )
    {
        var reported = overtaken.Select(one => (one.Kind, one.Subject)).ToHashSet();
        var changes = all.Where(one => !reported.Contains((one.Kind, one.Subject))).ToList();
        return changes.Count == 0
            ? null
            : new DecisionsOfOthers(
                version,
                changes,
                [
                    .. changes
                        .Where(one => one.Now is not null)
                        .Select(one => names.GetValueOrDefault((one.Kind, one.Subject)))
                        .OfType<string>()
                        .Distinct(StringComparer.Ordinal),
                ]
            );
    }
}

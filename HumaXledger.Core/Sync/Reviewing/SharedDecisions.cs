using System.Runtime.CompilerServices;
using HumaXledger.Core.Planning.Comparing;
using HumaXledger.Core.Planning.Deciding;
using HumaXledger.Core.Storage.Reviews;

namespace HumaXledger.Core.Sync.Reviewing;

/// <summary>
/// The stored decisions about a comparison at one version, and what the last acts changed. Immutable; held once for all
/// pages.
/// </summary>
internal sealed class SharedDecisions
{
    /// <summary>So many changed subjects are remembered: a choice for all rows of a hundred thousand people.</summary>
    private const int Remembered = 200_000;
    private const int MostSteps = 500;

    private readonly IReadOnlyList<Step> _steps;

    private SharedDecisions(int version, Decisions decisions, IReadOnlyList<Step> steps) =>
        (Version, Decisions, _steps) = (version, decisions, steps);

    /// <summary>
    /// The stored version that these are, or an earlier one when an act was stored while they were read.
    /// </summary>
    public int Version { get; }

    public Decisions Decisions { get; }

    /// <summary>What others changed since these decisions, for pages that show them: most show the same ones.</summary>
    public ConditionalWeakTable<Decisions, DecisionsOfOthers> OthersSince { get; } = new();

    /// <summary>As they were read, without knowing what was before.</summary>
    public static SharedDecisions Of(int version, Decisions decisions) => new(version, decisions, []);

    /// <summary>After a step.</summary>
    /// <param name="step">From this version.</param>
    public SharedDecisions After(Step step, Decisions decisions)
    {
        var steps = _steps.Append(step).ToList();
        var subjects = steps.Sum(one => one.Count);
        var gone = 0;
        while (gone < steps.Count && (subjects > Remembered || steps.Count - gone > MostSteps))
        {
            subjects -= steps[gone++].Count;
        }

        return new SharedDecisions(step.Version, decisions, steps[gone..]);
    }

    /// <summary>The steps after a version, oldest first; null where they are not remembered.</summary>
    public IReadOnlyList<Step>? Since(int? version)
    {
        if (version == Version)
        {
            return [];
        }

        var first = _steps.TakeWhile(step => step.Version <= version).Count();
        return first < _steps.Count && _steps[first].Before <= version ? [.. _steps.Skip(first)] : null;
    }

    /// <summary>Choices and other decisions that were made or withdrawn.</summary>
    /// <param name="Before">The version before.</param>
    /// <param name="Version">The version after.</param>
    /// <param name="Fields">Differences whose choice changed.</param>
    /// <param name="Others">Other subjects.</param>
    /// <param name="NameOf">Who decided on one of these subjects; null where that is not known.</param>
    internal sealed record Step(
        int Before,
        int Version,
        IReadOnlyCollection<DifferenceKey> Fields,
        IReadOnlyCollection<(DecisionKind Kind, string Subject)> Others,
        Func<(DecisionKind Kind, string Subject), string?> NameOf
    )
    {
        public int Count => Fields.Count + Others.Count;
    }
}

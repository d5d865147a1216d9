using HumaXledger.Core.People;
using HumaXledger.Core.Reasons;

namespace HumaXledger.Core.Matching;

/// <summary>One observation for or against two records being the same person.</summary>
/// <param name="Field">The compared field.</param>
/// <param name="Agrees">Whether it speaks for the same person.</param>
/// <param name="Weight">In bits: +1 doubles the odds, −1 halves them.</param>
/// <param name="Reason">The observation for the screen.</param>
public sealed record Evidence(Field Field, bool Agrees, double Weight, Reason Reason)
{
    /// <summary>
    /// For a reader who may not see identification numbers: only whether two are the same. Null where it is this
    /// evidence itself.
    /// </summary>
    public Evidence? InWords { get; init; }
}

/// <summary>Evidence prepared for the screen.</summary>
public static class Facts
{
    // In bits, as of the same number.
    private const double Strongest = 20;

    /// <summary>The evidence without repetitions: given and family name may share one reason.</summary>
    /// <param name="inClear">
    /// Whether the reader may see identification numbers; others see only whether two are the same.
    /// </param>
    public static IEnumerable<Evidence> AsFacts(this IEnumerable<Evidence> evidence, bool inClear) =>
        evidence.Select(one => inClear ? one : WithoutNumbers(one)).DistinctBy(one => one.Reason);

    /// <summary>
    /// Whether the reader may see how likely two records are the same person: with evidence of identification
    /// numbers, the percentage says in how much they differ.
    /// </summary>
    /// <param name="evidence">All of it.</param>
    /// <param name="inClear">As for <see cref="AsFacts"/>.</param>
    public static bool MayShowConfidence(this IEnumerable<Evidence> evidence, bool inClear) =>
        inClear || evidence.All(one => one.Field != Field.Identification);

    // One weight, by which the screen orders: the place in the list would say in how much two numbers differ.
    private static Evidence WithoutNumbers(Evidence one) =>
        one.Field == Field.Identification ? (one.InWords ?? one) with { Weight = Strongest } : one;
}

/// <summary>A possible counterpart of a Huma user. <c>Confidence</c> is 0–1.</summary>
public sealed record Candidate(Person Xledger, double Confidence, IReadOnlyList<Evidence> Evidence);

/// <summary>Two records matched as the same person. <c>Decided</c> when a user of the portal confirmed it.</summary>
public sealed record Pair(
    Person Huma,
    Person Xledger,
    MatchState State,
    double Confidence,
    IReadOnlyList<Evidence> Evidence,
    bool Decided
)
{
    /// <summary>The ids of the two records.</summary>
    public Link Link => new(new HumaId(Huma.Id), new XledgerId(Xledger.Id));

    /// <summary>Whether differences of this pair may be synchronized: linked, certain or confirmed by a user.</summary>
    public bool Settled => Decided || State is MatchState.Linked or MatchState.Certain;

    /// <summary>Why a probable pair is not certain; null for every other.</summary>
    public Reason? Doubt { get; init; }

    public override string ToString() => $"{Huma.Id} = {Xledger.Id} ({State})";
}

/// <summary>
/// A Huma user whose candidates need a decision: several fit, or the one that fits is also the best candidate of
/// another user or already paired.
/// </summary>
public sealed record Ambiguity(Person Huma, IReadOnlyList<Candidate> Candidates)
{
    /// <summary>Why a decision is needed.</summary>
    public Reason Why { get; init; } = new(MatchingReasons.AmbiguousSeveral);

    public override string ToString() => $"{Huma.Id}: {Candidates.Count} candidates";
}

/// <summary>An unpaired employee who resembles a paired one: a possible duplicate.</summary>
public sealed record LookAlike(Person Xledger, Pair Pair, double Confidence, IReadOnlyList<Evidence> Evidence);

/// <summary>
/// The record of an earlier employment of a paired person: an ended employee or a deactivated user. It is not missing
/// in the other system.
/// </summary>
public sealed record EarlierRecord(Person Record, Pair Pair, double Confidence, IReadOnlyList<Evidence> Evidence);

/// <summary>A match decision that could not be applied.</summary>
public sealed record RefusedMatch(MatchDecision Decision, Reason Reason);

/// <summary>A user's decision about a Huma user: this employee, or null for "none of these".</summary>
public sealed record MatchDecision(HumaId Huma, XledgerId? Xledger);

/// <summary>Two records that a user declared to be different people. They are not proposed again.</summary>
public sealed record DistinctPair(HumaId Huma, XledgerId Xledger);

/// <summary>
/// The result of matching. Each record is in exactly one place: in a pair, the subject of an ambiguity, an earlier
/// record, or unpaired. An unpicked candidate is in <see cref="OnlyInXledger"/> only if it is a candidate of no user.
/// </summary>
public sealed record Matches(
    IReadOnlyList<Pair> Pairs,
    IReadOnlyList<Ambiguity> Ambiguities,
    IReadOnlyList<Person> OnlyInHuma,
    IReadOnlyList<Person> OnlyInXledger
)
{
    /// <summary>Records of either side that are an earlier employment of a person in <see cref="Pairs"/>.</summary>
    public IReadOnlyList<EarlierRecord> EarlierRecords { get; init; } = [];

    /// <summary>Unpaired employees who may be duplicates of paired ones.</summary>
    public IReadOnlyList<LookAlike> LookAlikes { get; init; } = [];

    /// <summary>Decisions that could not be applied, with the reason.</summary>
    public IReadOnlyList<RefusedMatch> Refused { get; init; } = [];
}

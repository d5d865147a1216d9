using HumaXledger.Core.People;
using HumaXledger.Core.Reasons;

namespace HumaXledger.Core.Matching;

/// <summary>One observation for or against two records being the same person.</summary>
public sealed record Evidence(Field Field, bool Agrees, double Weight, Reason Reason);

public static class Facts
{
    /// <summary>The evidence as a person reads it: what given and family name say together appears once.</summary>
    public static IEnumerable<Evidence> AsFacts(this IEnumerable<Evidence> evidence) =>
        evidence.DistinctBy(one => one.Reason);
}

/// <summary>A possible counterpart. <c>Confidence</c> is 0–1.</summary>
public sealed record Candidate(Person Xledger, double Confidence, IReadOnlyList<Evidence> Evidence);

/// <summary>Two records taken for the same person. <c>Decided</c> when a person said so.</summary>
public sealed record Pair(
    Person Huma,
    Person Xledger,
    MatchState State,
    double Confidence,
    IReadOnlyList<Evidence> Evidence,
    bool Decided
)
{
    public Link Link => new(new HumaId(Huma.Id), new XledgerId(Xledger.Id));

    /// <summary>Whether differences of this pair may be acted on: linked, certain or decided by a person.</summary>
    public bool Settled => Decided || State is MatchState.Linked or MatchState.Certain;

    /// <summary>Why the machine does not take a probable pair for certain; null for every other.</summary>
    public Reason? Doubt { get; init; }

    public override string ToString() => $"{Huma.Id} = {Xledger.Id} ({State})";
}

/// <summary>
/// A Huma user with candidates of which none may be picked by the machine: several fit, or the one that fits is wanted
/// or taken by another.
/// </summary>
public sealed record Ambiguity(Person Huma, IReadOnlyList<Candidate> Candidates)
{
    public Reason Why { get; init; } = new(MatchingReasons.AmbiguousSeveral);

    public override string ToString() => $"{Huma.Id}: {Candidates.Count} candidates";
}

/// <summary>An unpaired employee who resembles one that is paired already: perhaps the same person twice.</summary>
public sealed record LookAlike(Person Xledger, Pair Pair, double Confidence, IReadOnlyList<Evidence> Evidence);

/// <summary>
/// A record of an earlier employment of a person whose pair is known: an ended employee or a deactivated user. It is
/// not missing in the other system.
/// </summary>
public sealed record EarlierRecord(Person Record, Pair Pair, double Confidence, IReadOnlyList<Evidence> Evidence);

/// <summary>An answer to "who is who" that could not be obeyed.</summary>
public sealed record RefusedMatch(MatchDecision Decision, Reason Reason);

/// <summary>A person's answer to "who is who": this employee, or null for "none of these".</summary>
public sealed record MatchDecision(HumaId Huma, XledgerId? Xledger);

/// <summary>
/// Two records that a person said are not the same person. They are never proposed to each other again.
/// </summary>
public sealed record DistinctPair(HumaId Huma, XledgerId Xledger);

/// <summary>
/// Everyone in exactly one place: in a pair, the subject of an ambiguity, an earlier record, or alone. A candidate that
/// no pair took is in <see cref="OnlyInXledger"/> only if it is a candidate of no user.
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

    public IReadOnlyList<LookAlike> LookAlikes { get; init; } = [];

    public IReadOnlyList<RefusedMatch> Refused { get; init; } = [];
}

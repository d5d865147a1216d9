using HumaXledger.Core.People;
using HumaXledger.Core.Planning.Comparing;
using HumaXledger.Core.Reasons;

namespace HumaXledger.Core.Planning.Deciding;

/// <summary>
/// A person who exists in one system only, seen from the other. <c>Obstacles</c> keep the person out; <c>LeftOut</c>
/// are values that cannot be taken along although
/// the person can; <c>Warnings</c> keep nothing out.
/// </summary>
/// <param name="Target">The system the person would be added to.</param>
/// <param name="Carried">The fields that would be written, in order.</param>
/// <param name="Obstacles">Why the person cannot be added; empty where it is possible.</param>
/// <param name="LeftOut">Values that cannot be written although the person can be added.</param>
/// <param name="Warnings">Warnings that prevent nothing.</param>
public sealed record AddCandidate(
    Person Person,
    Side Target,
    IReadOnlyList<Field> Carried,
    IReadOnlyList<AddFinding> Obstacles,
    IReadOnlyList<AddFinding> LeftOut,
    IReadOnlyList<Reason> Warnings
)
{
    /// <summary>The values to write, in the target's form.</summary>
    public FieldValues Values { get; init; } = Person.Values;

    /// <summary>Whether nothing prevents the addition.</summary>
    public bool CanBeAdded => Obstacles.Count == 0;

    /// <summary>
    /// Records of the target, or of another entity or connection, that may be this person; the most likely first.
    /// </summary>
    public IReadOnlyList<Resemblance> MayExist { get; init; } = [];

    /// <summary>
    /// Whether the addition needs a review: the person may exist already or is no longer employed. "Choose all" leaves
    /// such people out.
    /// </summary>
    public bool NeedsReview => MayExist.Count > 0 || !Person.Active || Ended;

    /// <summary>Whether the employment ended before today.</summary>
    public bool Ended { get; init; }

    public override string ToString() => $"{Person} to {Target}";
}

/// <summary>
/// Why a person, or one value, cannot be added. <c>Field</c> is null where it concerns the whole person.
/// </summary>
/// <param name="Obstacle">What can be done about it; <paramref name="Reason"/> explains it to a person.</param>
public sealed record AddFinding(Field? Field, Reason Reason, Obstacle Obstacle = Obstacle.Correctable);

using HumaXledger.Core.People;
using HumaXledger.Core.Planning.Comparing;
using HumaXledger.Core.Reasons;

namespace HumaXledger.Core.Planning.Deciding;

/// <summary>
/// Somebody who exists in one system only, seen from the other. <c>Obstacles</c> keep the person out; <c>LeftOut</c>
/// are values that cannot be taken along although
/// the person can; <c>Warnings</c> keep nothing out.
/// </summary>
/// <param name="Target">The system the person would be added to.</param>
/// <param name="Carried">The fields that would be written, in order.</param>
public sealed record AddCandidate(
    Person Person,
    Side Target,
    IReadOnlyList<Field> Carried,
    IReadOnlyList<AddFinding> Obstacles,
    IReadOnlyList<AddFinding> LeftOut,
    IReadOnlyList<Reason> Warnings
)
{
    /// <summary>What would be written, field by field: the person's values as the target takes them.</summary>
    public FieldValues Values { get; init; } = Person.Values;

    public bool CanBeAdded => Obstacles.Count == 0;

    /// <summary>
    /// Records of the target, or of another entity or connection, that may be this person; the most likely first.
    /// </summary>
    public IReadOnlyList<Resemblance> MayExist { get; init; } = [];

    /// <summary>
    /// Whether adding this person is worth a look of its own: they may exist already, or are no longer employed.
    /// "Choose all" leaves such people out.
    /// </summary>
    public bool NeedsLook => MayExist.Count > 0 || !Person.Active || Ended;

    /// <summary>Whether the employment ended before today.</summary>
    public bool Ended { get; init; }

    public override string ToString() => $"{Person} to {Target}";
}

/// <summary>
/// What keeps a person, or one value, from being added. <c>Field</c> is null where it concerns the whole person.
/// </summary>
/// <param name="Obstacle">What can be done about it; <paramref name="Reason"/> explains it to a person.</param>
public sealed record AddFinding(Field? Field, Reason Reason, Obstacle Obstacle = Obstacle.Correctable);

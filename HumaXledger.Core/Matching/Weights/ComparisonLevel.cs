namespace HumaXledger.Core.Matching.Weights;

/// <summary>The attributes that are compared; at most one level of each is observed for a pair.</summary>
internal enum Comparator
{
    Email,
    EmploymentId,
    GivenName,
    FamilyName,
    Phone,
    DateOfBirth,
    Address,
    Identification,
    Gender,
    Employment,
}

/// <summary>
/// One comparison level of Fellegi and Sunter's model: an outcome of comparing one attribute of two records. The
/// evidence
/// carries the weight that was set by hand; <see cref="LevelWeights"/> may hold a learned one.
/// </summary>
/// <param name="Slot">Its place among all levels.</param>
/// <param name="Learned">
/// Its place among the levels whose weight is learned, from 1. Levels that differ only by a fixed share (a name that
/// several people have) are learned together; 0: never learned.
/// </param>
internal sealed record ComparisonLevel(int Slot, int Learned, Comparator Comparator, Evidence Evidence);

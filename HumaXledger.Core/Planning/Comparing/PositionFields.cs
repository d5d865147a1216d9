using HumaXledger.Core.People;

namespace HumaXledger.Core.Planning.Comparing;

/// <summary>
/// The fields that Huma keeps in a person's position instead of in the profile (contracts/huma.md 2.9).
/// </summary>
internal static class PositionFields
{
    public static readonly Field[] All =
    [
        Field.JobTitle,
        Field.EmploymentStart,
        Field.ProbationEnd,
        Field.TerminationNotice,
        Field.EmploymentEnd,
    ];

    public static bool Contains(Field field) => Array.IndexOf(All, field) >= 0;
}

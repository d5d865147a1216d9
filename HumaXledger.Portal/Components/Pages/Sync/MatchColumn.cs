using HumaXledger.Core.Matching;
using HumaXledger.Core.People;

namespace HumaXledger.Portal.Components.Pages.Sync;

/// <summary>An Xledger record beside a Huma user.</summary>
/// <param name="Heading">What the record is: "Xledger 1216".</param>
/// <param name="Confidence">How likely both are the same person, 0–1; null where that is no question. Not
/// shown to everyone (<see cref="Facts.MayShowConfidence"/>).</param>
/// <param name="Evidence">What speaks for and against it.</param>
public sealed record MatchColumn(Person Xledger, string Heading, double? Confidence, IReadOnlyList<Evidence> Evidence)
{
    /// <summary>A system with the person's employment ID there, if there is one: "Huma 1216".</summary>
    public static string HeadingOf(string system, Person person) =>
        person[Field.EmploymentId].TextOrNull is { } number ? $"{system} {number}" : system;

    /// <summary>The other user whom the record is linked to; null when there is none.</summary>
    public Person? LinkedTo { get; init; }
}

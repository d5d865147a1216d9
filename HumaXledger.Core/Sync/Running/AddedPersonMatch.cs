using HumaXledger.Core.Huma;
using HumaXledger.Core.People;
using HumaXledger.Core.Xledger;

namespace HumaXledger.Core.Sync.Running;

/// <summary>
/// Whether somebody who was found after an addition broke off is the person that it added, and not somebody else who
/// holds the same number or address by now: bears the names that were
/// sent, and holds nothing that was sent differently.
/// </summary>
internal static class AddedPersonMatch
{
    /// <summary>What tells people apart and was sent with the person or soon after.</summary>
    private static readonly Field[] Telling =
    [
        Field.EmploymentId,
        Field.Email,
        Field.GivenName,
        Field.FamilyName,
        Field.DateOfBirth,
        Field.Identification,
    ];

    /// <summary>Whether this user is the person that was sent to Huma.</summary>
    public static bool Is(HumaUser found, FieldValues sent, string? country) =>
        Contradicts(found.Person, sent, country) is false;

    /// <summary>Whether this employee is the person that was sent to Xledger.</summary>
    public static bool Is(XledgerEmployee found, FieldValues sent, string? country)
    {
        if (Contradicts(found.Person, sent, country))
        {
            return false;
        }

        // Before its contact is made an employee bears the full name only.
        return found.Person[Field.FamilyName].IsValue
            || Words(found.Description)
                .SetEquals(Words($"{sent[Field.GivenName].TextOrNull} {sent[Field.FamilyName].TextOrNull}"));
    }

    private static bool Contradicts(Person found, FieldValues sent, string? country) =>
        Telling.Any(field => found[field].IsValue && !FieldNormal.Same(field, found[field], sent[field], country));

    private static HashSet<string> Words(string? text) =>
        [.. Spelling.Collapse(text ?? "").ToLowerInvariant().Split(' ', StringSplitOptions.RemoveEmptyEntries)];
}

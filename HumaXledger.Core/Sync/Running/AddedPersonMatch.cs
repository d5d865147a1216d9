using HumaXledger.Core.Huma;
using HumaXledger.Core.People;
using HumaXledger.Core.Xledger;

namespace HumaXledger.Core.Sync.Running;

/// <summary>
/// Whether a record that was found after an interrupted addition is the person that it added, and not another person
/// with the same number or address: it has the names that were sent, and no value that differs from what was sent.
/// </summary>
internal static class AddedPersonMatch
{
    /// <summary>Fields that distinguish people and were sent with the person or soon after.</summary>
    private static readonly Field[] Compared =
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
        Compared.Any(field => found[field].IsValue && !FieldNormal.Same(field, found[field], sent[field], country));

    private static HashSet<string> Words(string? text) =>
        [.. Spelling.Collapse(text ?? "").ToLowerInvariant().Split(' ', StringSplitOptions.RemoveEmptyEntries)];
}

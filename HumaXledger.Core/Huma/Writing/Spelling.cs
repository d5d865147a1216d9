using System.Text;
using HumaXledger.Core.People;

namespace HumaXledger.Core.Huma.Writing;

/// <summary>
/// Whether Huma holds what was sent although it may spell it in its own way (spaces, letter case, E.164). It only tells a value that was taken from one that
/// was ignored; whether two people's values differ is decided elsewhere.
/// </summary>
internal static class Spelling
{
    // Shorter numbers are internal extensions; the end of one says nothing about another.
    private const int ShortestPhone = 6;

    public static bool Same(Field field, FieldValue one, FieldValue other) => (one.TextOrNull, other.TextOrNull) switch
    {
        (null, null) => one.IsKnown == other.IsKnown,
        (null, _) or (_, null) => false,
        var (first, second) => Same(field, first, second),
    };

    /// <summary>Letters for comparing: one Unicode form, single spaces, no case.</summary>
    public static string Fold(string? text) =>
        string.Join(' ', (text ?? "").Normalize(NormalizationForm.FormC).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries)).ToUpperInvariant();

    private static bool Same(Field field, string first, string second) => field switch
    {
        Field.Phone => SamePhone(Digits(first), Digits(second)),
        Field.Identification => Letters(first) == Letters(second),
        Field.BankAccount => Letters(BankAccount.Read(first).Number) == Letters(BankAccount.Read(second).Number),
        Field.Address => Parts(first) == Parts(second),
        Field.Email or Field.JobTitle => Fold(first) == Fold(second),
        _ => first.Trim().Normalize(NormalizationForm.FormC) == second.Trim().Normalize(NormalizationForm.FormC),
    };

    private static bool SamePhone(string first, string second) =>
        first == second
        || (Math.Min(first.Length, second.Length) >= ShortestPhone && (first.EndsWith(second, StringComparison.Ordinal) || second.EndsWith(first, StringComparison.Ordinal)));

    private static string Parts(string text)
    {
        var address = Address.Read(text);
        return string.Join('|', Fold(address.Street), Fold(address.PostalCode), Fold(address.City), Fold(address.Country));
    }

    private static string Digits(string text) => string.Concat(text.Where(char.IsAsciiDigit));

    private static string Letters(string text) => string.Concat(text.Where(char.IsLetterOrDigit)).ToUpperInvariant();
}

using HumaXledger.Core.People.BankAccounts;
using HumaXledger.Core.People.NationalIds;

namespace HumaXledger.Core.People;

/// <summary>How two values compare that are both shown as dots.</summary>
public enum MaskedLikeness
{
    /// <summary>Both are the same number, however they are spelled.</summary>
    Same,

    /// <summary>Two numbers.</summary>
    Differ,

    /// <summary>Two numbers of the same length with one different digit. Only for who may see them.</summary>
    DifferInOneDigit,
}

/// <summary>Compares sensitive values for a reader who sees dots.</summary>
public static class MaskedComparison
{
    /// <summary>How the two compare; null where the field is not masked or one of them is no value.</summary>
    /// <param name="same">Whether they are the same, by the comparison that the reader looks at.</param>
    /// <param name="inClear">
    /// Whether the reader may see identification and bank numbers: others do not see in how much they differ.
    /// </param>
    public static MaskedLikeness? Of(Field field, FieldValue one, FieldValue other, bool same, bool inClear)
    {
        if (!FieldRules.For(field).Sensitive || one.TextOrNull is not { } first || other.TextOrNull is not { } second)
        {
            return null;
        }

        return same ? MaskedLikeness.Same
            : inClear && DifferInOneDigit(NumberOf(field, first), NumberOf(field, second))
                ? MaskedLikeness.DifferInOneDigit
            : MaskedLikeness.Differ;
    }

    private static string NumberOf(Field field, string text)
    {
        var number =
            FieldRules.KindOf(field) == FieldKind.BankAccount
                ? BankAccount.Read(text).Number ?? ""
                : IdentificationNumber.Read(text).Number;
        return string.Concat(number.Where(char.IsAsciiLetterOrDigit)).ToUpperInvariant();
    }

    private static bool DifferInOneDigit(string one, string other) =>
        one.Length == other.Length && one.Zip(other).Count(pair => pair.First != pair.Second) == 1;
}

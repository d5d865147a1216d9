using System.Globalization;

namespace HumaXledger.Core.Texts;

/// <summary>The arguments of one call, and how to write them.</summary>
internal readonly record struct MessageValues(
    IReadOnlyList<object?> Arguments,
    CultureInfo Language,
    CultureInfo Culture
)
{
    /// <summary>Groups of thousands as the culture writes them; decimals only where there are some.</summary>
    private const string Grouped = "#,##0.###";

    public object? this[int index] =>
        index < Arguments.Count
            ? Arguments[index]
            : throw new FormatException($"The text names argument {index}; {Arguments.Count} are given.");

    /// <summary>The argument as it is, in the form of the culture.</summary>
    public string Plain(int index) => Convert.ToString(this[index], Culture) ?? "";

    /// <summary>The argument as a number with groups of thousands; as it is when it is no number.</summary>
    public string Number(int index) => NumberOf(index) is { } number ? number.ToString(Grouped, Culture) : Plain(index);

    /// <summary>The argument's number; null when it is none.</summary>
    public decimal? NumberOf(int index) =>
        this[index] switch
        {
            int number => number,
            string text => Read(text),
            double number when !double.IsFinite(number) => null,
            float number when !float.IsFinite(number) => null,
            IConvertible value when IsNumber(value.GetTypeCode()) => value.ToDecimal(CultureInfo.InvariantCulture),
            _ => null,
        };

    private static bool IsNumber(TypeCode code) => code is >= TypeCode.SByte and <= TypeCode.Decimal;

    // Stored arguments are invariant; a caller may have formatted a number for the reader before.
    private decimal? Read(string text) =>
        decimal.TryParse(
            text,
            NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint,
            CultureInfo.InvariantCulture,
            out var invariant
        )
            ? invariant
        : decimal.TryParse(text, NumberStyles.Number, Culture, out var local) ? local
        : null;
}

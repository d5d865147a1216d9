using System.Globalization;
using HumaXledger.Sandbox.GraphQL;

namespace HumaXledger.Sandbox.Xledger;

/// <summary>The endpoint's own scalars (contracts/xledger.md 2.5).</summary>
internal static class XledgerScalars
{
    /// <summary>The rules by the scalar's name.</summary>
    public static IReadOnlyDictionary<string, ScalarRule> All { get; } =
        new Dictionary<string, ScalarRule>
        {
            ["Int64String"] = new(
                value =>
                    long.TryParse(
                        value is ValueNode.Int whole ? whole.Digits : (value as ValueNode.Text)?.Value,
                        NumberStyles.AllowLeadingSign,
                        CultureInfo.InvariantCulture,
                        out var id
                    )
                        ? id
                        : null,
                value => Convert.ToInt64(value, CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture)
            ),
            ["DateTimeString"] = new(
                value =>
                    value is ValueNode.Text text && OsloTime.TryParse(text.Value, out var local)
                        ? OsloTime.ToUtc(local)
                        : null,
                value => OsloTime.Text((DateTime)value)
            ),
            // An empty text is valid here; a switch decides what it does to a field.
            ["DateString"] = new(
                value =>
                    value is not ValueNode.Text text ? null
                    : text.Value.Length == 0 ? ""
                    : Date(text.Value),
                value => ((DateOnly)value).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)
            ),
            ["DecimalString"] = new(
                value =>
                    decimal.TryParse(
                        (value as ValueNode.Int)?.Digits
                            ?? (value as ValueNode.Float)?.Digits
                            ?? (value as ValueNode.Text)?.Value,
                        NumberStyles.Number,
                        CultureInfo.InvariantCulture,
                        out var amount
                    )
                        ? amount
                        : null,
                value => Convert.ToDecimal(value, CultureInfo.InvariantCulture).ToString(CultureInfo.InvariantCulture)
            ),
        };

    private static object? Date(string text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            ? date
            : null;
}

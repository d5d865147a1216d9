using System.Globalization;
using GraphQL.Types;
using GraphQLParser.AST;

namespace HumaXledger.Sandbox.Xledger;

/// <summary>One of the endpoint's own scalars (contracts/xledger.md 2.5).</summary>
internal sealed class XledgerScalar : ScalarGraphType
{
    private readonly Func<object, object?> _read;
    private readonly Func<object, string> _write;

    /// <param name="read">Coerces a text, number or boolean; null for an invalid one.</param>
    /// <param name="write">The text in a response.</param>
    private XledgerScalar(string name, Func<object, object?> read, Func<object, string> write)
    {
        Name = name;
        (_read, _write) = (read, write);
    }

    /// <summary>New types for one schema.</summary>
    public static IEnumerable<XledgerScalar> All() =>
        [
            new(
                "Int64String",
                value =>
                    value is string or int or long
                    && long.TryParse(
                        Text(value),
                        NumberStyles.AllowLeadingSign,
                        CultureInfo.InvariantCulture,
                        out var id
                    )
                        ? id
                        : null,
                value => Text(Convert.ToInt64(value, CultureInfo.InvariantCulture))
            ),
            new(
                "DateTimeString",
                value => value is string text && OsloTime.TryParse(text, out var local) ? OsloTime.ToUtc(local) : null,
                value => OsloTime.Text((DateTime)value)
            ),
            // An empty text is valid here; a switch decides what it does to a field.
            new(
                "DateString",
                value =>
                    value is not string text ? null
                    : text.Length == 0 ? ""
                    : Date(text),
                value => ((DateOnly)value).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)
            ),
            new(
                "DecimalString",
                value =>
                    value is not bool
                    && decimal.TryParse(Text(value), NumberStyles.Number, CultureInfo.InvariantCulture, out var amount)
                        ? amount
                        : null,
                value => Text(Convert.ToDecimal(value, CultureInfo.InvariantCulture))
            ),
        ];

    public override object? ParseLiteral(GraphQLValue value) =>
        value switch
        {
            GraphQLNullValue => null,
            GraphQLStringValue text => ParseValue((string)text.Value),
            GraphQLIntValue whole when long.TryParse(whole.Value, CultureInfo.InvariantCulture, out var number) =>
                ParseValue(number),
            GraphQLFloatValue real when decimal.TryParse(real.Value, CultureInfo.InvariantCulture, out var number) =>
                ParseValue(number),
            _ => ThrowLiteralConversionError(value),
        };

    public override object? ParseValue(object? value) =>
        value is null ? null : _read(value) ?? ThrowValueConversionError(value);

    public override object? Serialize(object? value) => value is null ? null : _write(value);

    private static object? Date(string text) =>
        DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            ? date
            : null;

    private static string Text(object value) => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
}

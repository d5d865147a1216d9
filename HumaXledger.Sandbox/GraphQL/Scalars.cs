using System.Globalization;

namespace HumaXledger.Sandbox.GraphQL;

/// <summary>Coerces and serializes one scalar.</summary>
public sealed record ScalarRule(Func<ValueNode, object?> Read, Func<object, object> Write);

/// <summary>The five scalars of every schema (specification 3.5).</summary>
internal static class Scalars
{
    /// <summary>The rules by name.</summary>
    public static IReadOnlyDictionary<string, ScalarRule> BuiltIn { get; } =
        new Dictionary<string, ScalarRule>
        {
            ["Int"] = new(
                value =>
                    value is ValueNode.Int whole
                    && int.TryParse(whole.Digits, CultureInfo.InvariantCulture, out var number)
                        ? number
                        : null,
                value => Convert.ToInt32(value, CultureInfo.InvariantCulture)
            ),
            ["Float"] = new(
                value =>
                    Digits(value) is { } digits
                    && double.TryParse(digits, CultureInfo.InvariantCulture, out var number)
                    && double.IsFinite(number)
                        ? number
                        : null,
                value => Convert.ToDouble(value, CultureInfo.InvariantCulture)
            ),
            ["String"] = new(value => (value as ValueNode.Text)?.Value, Text),
            ["Boolean"] = new(value => (value as ValueNode.Boolean)?.Value, value => (bool)value),
            ["ID"] = new(value => value is ValueNode.Int whole ? whole.Digits : (value as ValueNode.Text)?.Value, Text),
        };

    private static string? Digits(ValueNode value) =>
        value switch
        {
            ValueNode.Int whole => whole.Digits,
            ValueNode.Float real => real.Digits,
            _ => null,
        };

    private static object Text(object value) => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";
}

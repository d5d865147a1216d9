using System.Text.Json;
using HumaXledger.Core.People;

namespace HumaXledger.Core.Storage.Database;

/// <summary>
/// One instance for values that many people have, such as names, job titles and dates: half of all values of a large
/// organization. For one reading; nothing of it stays in memory by itself.
/// </summary>
internal sealed class SharedValues
{
    private const int Places = 1 << 14;

    private static readonly bool[] Common =
    [
        .. FieldRules.All.Select(rules =>
            !rules.Sensitive && !rules.Huma.Unique && !rules.Xledger.Unique && rules.Kind != FieldKind.Address
        ),
    ];

    // A place holds the value that was met last: one that many share soon comes back.
    private readonly FieldValue.Of?[] _met = new FieldValue.Of?[Places];

    /// <summary>As <see cref="FieldValuesJson.ReadValue"/>.</summary>
    public FieldValue Read(Field field, ref Utf8JsonReader json)
    {
        if (!Common[(int)field] || json.TokenType != JsonTokenType.String)
        {
            return FieldValuesJson.ReadValue(ref json);
        }

        var hash = new HashCode();
        hash.AddBytes(json.ValueSpan);
        ref var met = ref _met[(uint)hash.ToHashCode() % Places];
        return met is not null && json.ValueTextEquals(met.Text) ? met : met = new FieldValue.Of(json.GetString()!);
    }
}

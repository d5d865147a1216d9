using System.Text.Json;
using System.Text.Json.Nodes;
using HumaXledger.Core.Huma.Wire;
using HumaXledger.Core.People;
using HumaXledger.Core.People.BankAccounts;

namespace HumaXledger.Core.Huma.Reading;

/// <summary>
/// Bank accounts on the wire: national <c>{ type, number, country }</c> or international <c>{ type, iban, bic }</c>.
/// The literals of <c>type</c> are not published (contracts/huma.md 2.8), so reading depends on the properties, and
/// writing uses the spelling of the profiles read before; before any was read, those of <see cref="Plausible"/> are
/// tried in order. One instance per client.
/// </summary>
internal sealed class BankAccounts
{
    /// <summary>
    /// National and international, in the style of the interface's enums, of the positions' status, and of the schemas'
    /// names.
    /// </summary>
    private static readonly (string National, string International)[] Plausible =
    [
        ("national", "international"),
        ("NATIONAL", "INTERNATIONAL"),
        ("NationalBankAccount", "InternationalBankAccount"),
    ];

    private volatile string? _national;
    private volatile string? _international;

    /// <summary>Learns the spelling of <c>type</c>; unknown where the account cannot be read.</summary>
    public FieldValue Read(Wrapped property) =>
        property.Read(value =>
        {
            if (value.Text("iban") is { Length: > 0 } iban)
            {
                _international = value.Text("type") ?? _international;
                return new BankAccount(iban, null, value.Text("bic")).ToValue();
            }

            if (value.Text("number") is { Length: > 0 } number)
            {
                _national = value.Text("type") ?? _national;
                return new BankAccount(number, value.Text("country")).ToValue();
            }

            // An account of an unknown kind or with an unreadable number exists: unknown, not empty.
            return (value.Property("number") ?? value.Property("iban")) is { } left && !IsUnreadable(left)
                ? FieldValue.Nothing
                : null;
        });

    private static bool IsUnreadable(JsonElement number) =>
        number.ValueKind == JsonValueKind.String && number.AsText() is null;

    /// <summary>The forms to send, the most likely first.</summary>
    public IReadOnlyList<JsonNode?> Forms(BankAccount account) =>
        account.IsInternational
            ?
            [
                .. Spellings(_international, plausible => plausible.International)
                    .Select(type => new JsonObject
                    {
                        ["type"] = type,
                        ["iban"] = account.Number,
                        ["bic"] = account.Bic,
                    }),
            ]
            :
            [
                .. Spellings(_national, plausible => plausible.National)
                    .Select(type => new JsonObject
                    {
                        ["type"] = type,
                        ["number"] = account.Number,
                        ["country"] = account.Country,
                    }),
            ];

    /// <summary>The forms that may remove an account: null, then an account without a number.</summary>
    public IReadOnlyList<JsonNode?> Clearing() =>
        [
            null,
            .. Spellings(_national, plausible => plausible.National)
                .Select(type => new JsonObject
                {
                    ["type"] = type,
                    ["number"] = "",
                    ["country"] = "",
                }),
        ];

    private static IEnumerable<string> Spellings(
        string? seen,
        Func<(string National, string International), string> choose
    ) => seen is null ? Plausible.Select(choose) : [seen];
}

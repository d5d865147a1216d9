using System.Text.Json;
using System.Text.Json.Serialization;

namespace HumaXledger.Core.People.BankAccounts;

/// <summary>
/// A bank account: a national number with its country, or an IBAN in <see cref="Number"/> with its BIC where known.
/// </summary>
public sealed record BankAccount(
    [property: JsonPropertyName("number")] string Number,
    [property: JsonPropertyName("country")] string? Country,
    [property: JsonPropertyName("bic")] string? Bic = null
)
{
    /// <summary>
    /// Whether this is an IBAN, which begins with two letters and two digits (ISO 13616); no Nordic national number
    /// does.
    /// </summary>
    [JsonIgnore]
    public bool IsInternational =>
        Bic is not null
        || Number is [var first, var second, var third, var fourth, ..]
            && char.IsAsciiLetter(first)
            && char.IsAsciiLetter(second)
            && char.IsAsciiDigit(third)
            && char.IsAsciiDigit(fourth);

    /// <summary>
    /// The field value of this account: its JSON, or <see cref="FieldValue.Empty"/> where the number is blank.
    /// </summary>
    public FieldValue ToValue() =>
        InvisibleCharacters.IsBlank(Number)
            ? FieldValue.Nothing
            : new FieldValue.Of(JsonSerializer.Serialize(this, FieldJson.Options));

    /// <summary>The account in the text of a field value; a text that is not its JSON is taken as the number.</summary>
    public static BankAccount Read(string text) => FieldJson.TryRead<BankAccount>(text) ?? new BankAccount(text, null);

    public override string ToString() => "a bank account";
}

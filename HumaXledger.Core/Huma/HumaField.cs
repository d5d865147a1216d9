using System.Text.Json;
using System.Text.Json.Nodes;
using HumaXledger.Core.Huma.Reading;
using HumaXledger.Core.Huma.Wire;
using HumaXledger.Core.Huma.Writing;
using HumaXledger.Core.People;
using HumaXledger.Core.People.Addresses;
using HumaXledger.Core.People.BankAccounts;
using HumaXledger.Core.Reasons;

namespace HumaXledger.Core.Huma;

/// <summary>How Huma holds one field. What is not said here follows from the kind of the field.</summary>
/// <param name="Property">Its name on the profile, or on a position when read (contracts/huma.md 2.7, 4.4).</param>
internal sealed record HumaField(Field Field, string Property)
{
    private static readonly Address NoAddress = new(null, null, null, null);

    /// <summary>The object within the profile that holds the property; null where it is the profile itself.</summary>
    public string? Container { get; private init; }

    /// <summary>
    /// The deprecated property of the profile that mirrors the main position's; null where there is none.
    /// </summary>
    public string? Mirror { get; init; }

    /// <summary>Whether it is a job title <c>{ id, name }</c>, of which the name is the value.</summary>
    public bool IsTitle { get; init; }

    /// <summary>Whether Huma demands it to create a user (contracts/huma.md 2.6).</summary>
    public bool NeededToAdd { get; init; }

    /// <summary>
    /// A custom profile field of the organization, by its technical name (contracts/huma.md 2.7).
    /// </summary>
    public static HumaField Custom(Field field, string name) => new(field, name) { Container = "custom" };

    /// <summary>The property of a profile or position.</summary>
    public Wrapped In(JsonElement owner) =>
        Container is null ? new Wrapped(owner, Property)
        : owner.Property(Container) is { } container ? new Wrapped(container, Property)
        : default;

    /// <summary>The value that a property holds.</summary>
    public FieldValue Read(Wrapped property, BankAccounts accounts) =>
        FieldRules.KindOf(Field) == FieldKind.BankAccount ? accounts.Read(property) : Read(property);

    /// <summary>As the other, for a field that is no bank account: a position holds none.</summary>
    public FieldValue Read(Wrapped property) =>
        IsTitle
            ? property.Title()
            : FieldRules.KindOf(Field) switch
            {
                var kind when kind.IsDate() => property.Date(),
                FieldKind.Address => Addresses.Read(property),
                _ => property.Text(),
            };

    /// <summary>Why Huma would not take this text; null where it would.</summary>
    public Reason? MissingDetail(string text) =>
        FieldRules.KindOf(Field) == FieldKind.BankAccount ? PersonCheck.MissingDetail(BankAccount.Read(text)) : null;

    /// <summary>A value as it goes out.</summary>
    public FieldSending Sending(FieldValue value, BankAccounts accounts) =>
        FieldRules.KindOf(Field) != FieldKind.BankAccount ? Sending(value)
        : value.TextOrNull is { } text ? Sending(value, accounts.Forms(BankAccount.Read(text)))
        : Sending(value, accounts.Clearing());

    /// <inheritdoc cref="Read(Wrapped)"/>
    public FieldSending Sending(FieldValue value) =>
        (FieldRules.KindOf(Field), value.TextOrNull) switch
        {
            (FieldKind.Address, null) => Sending(value, [null, Addresses.Write(NoAddress)]),
            (FieldKind.Address, { } text) => Sending(value, [Addresses.Write(Address.Read(text))]),
            (_, { } text) => Sending(value, [JsonValue.Create(text)]),
            _ => Sending(value, FieldSending.Clearing),
        };

    private FieldSending Sending(FieldValue value, IReadOnlyList<JsonNode?> forms) =>
        new(Field, Property, value, forms) { Container = Container };
}

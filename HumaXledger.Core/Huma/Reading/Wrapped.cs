using System.Text.Json;
using HumaXledger.Core.Huma.Wire;
using HumaXledger.Core.People;

namespace HumaXledger.Core.Huma.Reading;

/// <summary>
/// One property of a profile or position: <c>{ value, editable, integrations }</c> (contracts/huma.md 2.7). No wrapper
/// means that the key may not see
/// the property: unknown. A wrapper without a value, or with null, means that there is none: empty.
/// </summary>
internal readonly struct Wrapped
{
    private readonly JsonElement? _wrapper;

    public Wrapped(JsonElement owner, string name)
    {
        // Something else than a wrapper, as null, tells nothing.
        _wrapper =
            owner.Property(name) is { } found && (found.Property("editable") ?? found.Property("value")) is not null
                ? found
                : null;
    }

    public bool IsVisible => _wrapper is not null;

    /// <summary>The value; null where there is none or it cannot be seen.</summary>
    public JsonElement? Value =>
        _wrapper?.Property("value") is { ValueKind: not JsonValueKind.Null } value ? value : null;

    /// <summary>A change that waits for confirmation (e-mail only).</summary>
    public string? RequestedValue => _wrapper?.Text("requestedValue") is { Length: > 0 } requested ? requested : null;

    /// <summary>
    /// Why the property cannot be written. <c>possibly_locked_disconnect</c> is not taken for a lock, because its
    /// meaning is unknown: a write tells.
    /// </summary>
    public WriteLock? Lock =>
        _wrapper?.Entries("integrations").Any(integration => integration.Value.Text("warning") == "locked_disconnect")
        == true
            ? WriteLock.OtherIntegration
        : _wrapper?.Flag("editable") == false ? WriteLock.NotEditable
        : null;

    /// <param name="read">Gives null where the value is not of the kind that is expected: that is unknown, not
    /// empty.</param>
    public FieldValue Read(Func<JsonElement, FieldValue?> read) =>
        !IsVisible ? FieldValue.NotKnown
        : Value is { } value ? read(value) ?? FieldValue.NotKnown
        : FieldValue.Nothing;

    public FieldValue Text() => Read(value => value.AsText() is { } text ? FieldValue.From(text) : null);

    public FieldValue Date() =>
        Read(value =>
            value.AsText() is "" ? FieldValue.Nothing
            : value.AsDate() is { } date ? new FieldValue.Of(date)
            : null
        );

    /// <summary>The name of a job title <c>{ id, name }</c>.</summary>
    public FieldValue Title() => Read(value => value.Text("name") is { } name ? FieldValue.From(name) : null);
}

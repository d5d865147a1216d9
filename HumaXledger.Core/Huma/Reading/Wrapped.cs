using System.Text.Json;
using HumaXledger.Core.Huma.Wire;
using HumaXledger.Core.People;

namespace HumaXledger.Core.Huma.Reading;

/// <summary>
/// One property of a profile or position: <c>{ value, editable, integrations }</c> (contracts/huma.md 2.7). No wrapper
/// means that the key may not read the property: unknown. A wrapper without a value, or with null, means that there is
/// none: empty.
/// </summary>
internal readonly struct Wrapped
{
    private readonly JsonElement? _wrapper;

    /// <summary>Finds the wrapper of a property.</summary>
    public Wrapped(JsonElement owner, string name)
    {
        // Anything else than a wrapper, null included, counts as unreadable.
        _wrapper =
            owner.Property(name) is { } found && (found.Property("editable") ?? found.Property("value")) is not null
                ? found
                : null;
    }

    /// <summary>Whether the key can read the property.</summary>
    public bool IsVisible => _wrapper is not null;

    /// <summary>The value; null where there is none or it cannot be read.</summary>
    public JsonElement? Value =>
        _wrapper?.Property("value") is { ValueKind: not JsonValueKind.Null } value ? value : null;

    /// <summary>A requested value that awaits confirmation (e-mail only).</summary>
    public string? RequestedValue => _wrapper?.Text("requestedValue") is { Length: > 0 } requested ? requested : null;

    /// <summary>
    /// Why the property cannot be written; null where it can. <c>possibly_locked_disconnect</c> is no lock, because its
    /// meaning is not documented: a write shows it.
    /// </summary>
    public WriteLock? Lock =>
        _wrapper?.Entries("integrations").Any(integration => integration.Value.Text("warning") == "locked_disconnect")
        == true
            ? WriteLock.OtherIntegration
        : _wrapper?.Flag("editable") == false ? WriteLock.NotEditable
        : null;

    /// <summary>The value, mapped; empty where there is none, unknown where it cannot be read.</summary>
    /// <param name="read">Returns null for a value of an unexpected kind, which is unknown and not empty.</param>
    public FieldValue Read(Func<JsonElement, FieldValue?> read) =>
        !IsVisible ? FieldValue.NotKnown
        : Value is { } value ? read(value) ?? FieldValue.NotKnown
        : FieldValue.Nothing;

    /// <summary>The value as text.</summary>
    public FieldValue Text() => Read(value => value.AsText() is { } text ? FieldValue.From(text) : null);

    /// <summary>The value as a date, <c>yyyy-MM-dd</c>.</summary>
    public FieldValue Date() =>
        Read(value =>
            value.AsText() is "" ? FieldValue.Nothing
            : value.AsDate() is { } date ? new FieldValue.Of(date)
            : null
        );

    /// <summary>The name of a job title <c>{ id, name }</c>.</summary>
    public FieldValue Title() => Read(value => value.Text("name") is { } name ? FieldValue.From(name) : null);
}

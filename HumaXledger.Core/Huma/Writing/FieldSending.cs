using System.Text.Json.Nodes;
using HumaXledger.Core.People;

namespace HumaXledger.Core.Huma.Writing;

/// <summary>One field as it goes out.</summary>
/// <param name="Property">Its name on the wire.</param>
/// <param name="Forms">What to send, in order: the next form is tried where Huma refuses or ignores the one
/// before.</param>
internal sealed record FieldSending(Field Field, string Property, FieldValue Target, IReadOnlyList<JsonNode?> Forms)
{
    /// <summary>
    /// What clears a value is unknown (contracts/huma.md 2.8): null first, because it cannot be mistaken for a value,
    /// then an empty text where the old value is still there.
    /// </summary>
    public static readonly IReadOnlyList<JsonNode?> Clearing = [null, ""];

    /// <summary>The object within the body that the property goes into; null: the body itself.</summary>
    public string? Container { get; init; }

    public override string ToString() => Property;
}

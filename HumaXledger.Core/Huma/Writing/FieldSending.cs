using System.Text.Json.Nodes;
using HumaXledger.Core.People;

namespace HumaXledger.Core.Huma.Writing;

/// <summary>One field of a write request.</summary>
/// <param name="Field">The field.</param>
/// <param name="Property">Its name on the wire.</param>
/// <param name="Target">The value that it shall have.</param>
/// <param name="Forms">
/// The JSON forms to try in order: the next one where Huma refuses or ignores the one before.
/// </param>
internal sealed record FieldSending(Field Field, string Property, FieldValue Target, IReadOnlyList<JsonNode?> Forms)
{
    /// <summary>
    /// How a value is cleared is not documented (contracts/huma.md 2.8): null first, because it cannot be mistaken for
    /// a value, then "" where the old value remains.
    /// </summary>
    public static readonly IReadOnlyList<JsonNode?> Clearing = [null, ""];

    /// <summary>The object within the body that the property goes into; null: the body itself.</summary>
    public string? Container { get; init; }

    public override string ToString() => Property;
}

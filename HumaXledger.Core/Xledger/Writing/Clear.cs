using System.Text.Json;
using System.Text.Json.Nodes;
using HumaXledger.Core.People;
using HumaXledger.Core.Xledger.Documents;
using HumaXledger.Core.Xledger.Wire;

namespace HumaXledger.Core.Xledger.Writing;

/// <summary>Kinds of inputs that may be cleared in different ways.</summary>
internal enum ClearKind
{
    Text,
    Date,
    Reference,

    /// <summary>A part inside a nested address, or a flat one on a supplier.</summary>
    AddressPart,
}

/// <summary>
/// The value that clears a field. Which one Xledger accepts is not public (contracts/xledger.md 4.3); its answer to the
/// mutation shows it.
/// </summary>
internal enum ClearStyle
{
    Null,
    EmptyText,
}

/// <summary>One input to clear.</summary>
/// <param name="Part">The record of the input.</param>
/// <param name="Field">The field that is cleared.</param>
/// <param name="Kind">Inputs of one kind are cleared in the same way.</param>
/// <param name="Input">The input's name; <c>address.zipCode</c> is a part of a nested input.</param>
/// <param name="Beside">
/// The rest of the address that the part belongs to: sent alone, a part could clear the others.
/// </param>
/// <param name="Answers">
/// Paths in the mutation's answer that show the value to be cleared; more than one where the first may be hidden. Empty
/// where no answer shows it: then the input is sent with those of the person that are shown.
/// </param>
/// <param name="OnlyIfLeft">True for a part that may be cleared by writing the rest.</param>
internal sealed record Clear(
    Part Part,
    Field Field,
    ClearKind Kind,
    string Input,
    IReadOnlyList<string> Answers,
    JsonObject? Beside = null,
    bool OnlyIfLeft = false
)
{
    /// <summary>Adds the input to a node.</summary>
    public void Put(JsonObject node, ClearStyle style)
    {
        foreach (var (name, value) in Beside ?? [])
        {
            if (!node.ContainsKey(name))
            {
                node[name] = value?.DeepClone();
            }
        }

        var dot = Input.IndexOf('.', StringComparison.Ordinal);
        var target = dot < 0 ? node : (JsonObject)node[Input[..dot]]!;
        target[Input[(dot + 1)..]] = Value(style);
    }

    /// <summary>Whether an answer shows the result.</summary>
    public bool IsShown => Answers.Count > 0;

    /// <summary>Whether the answer still has a value.</summary>
    public bool IsLeft(JsonElement answer) => Answers.Any(path => HasValue(answer, path));

    private JsonNode? Value(ClearStyle style) =>
        style switch
        {
            ClearStyle.Null => null,
            _ => Kind == ClearKind.Reference ? new JsonObject { ["code"] = "" } : JsonValue.Create(""),
        };

    // The rest of the address is personal data.
    public override string ToString() => Input;

    private static bool HasValue(JsonElement element, string path)
    {
        foreach (var name in path.Split('.'))
        {
            if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(name, out element))
            {
                return false;
            }
        }

        return element.ValueKind switch
        {
            JsonValueKind.String => !string.IsNullOrWhiteSpace(WireJson.TextOf(element)),
            JsonValueKind.Null or JsonValueKind.Undefined => false,
            _ => true,
        };
    }
}

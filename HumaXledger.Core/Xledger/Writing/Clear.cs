using System.Text.Json;
using System.Text.Json.Nodes;
using HumaXledger.Core.People;
using HumaXledger.Core.Xledger.Documents;

namespace HumaXledger.Core.Xledger.Writing;

/// <summary>Kinds of inputs that may have to be emptied in different ways.</summary>
internal enum ClearKind
{
    Text,
    Date,
    Reference,

    /// <summary>A part inside a nested address, or a flat one on a supplier.</summary>
    AddressPart,
}

/// <summary>
/// What empties a field. Which of them Xledger takes is not public (contracts/xledger.md 4.3); its own answer to the
/// mutation shows it.
/// </summary>
internal enum ClearStyle
{
    Null,
    EmptyText,
}

/// <summary>One input to empty.</summary>
/// <param name="Input">The input's name; <c>address.zipCode</c> is a part of a nested input.</param>
/// <param name="Beside">The rest of the address that the part belongs to: sent alone, a part could empty the
/// others.</param>
/// <param name="Answers">
/// Where the mutation's answer shows the value that should be gone; more than one where the value may be hidden in the
/// first. None where no answer
/// shows it: then the input goes along with those of the person that are shown.
/// </param>
/// <param name="OnlyIfLeft">True for a part that goes by itself when the rest is written, perhaps.</param>
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

    /// <summary>Whether any answer shows what became of it.</summary>
    public bool IsShown => Answers.Count > 0;

    /// <summary>Whether the answer still shows a value.</summary>
    public bool IsLeft(JsonElement answer) => Answers.Any(path => HasValue(answer, path));

    private JsonNode? Value(ClearStyle style) =>
        style switch
        {
            ClearStyle.Null => null,
            _ => Kind == ClearKind.Reference ? new JsonObject { ["code"] = "" } : JsonValue.Create(""),
        };

    // The rest of the address is somebody's.
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
            JsonValueKind.String => !string.IsNullOrWhiteSpace(element.GetString()),
            JsonValueKind.Null or JsonValueKind.Undefined => false,
            _ => true,
        };
    }
}

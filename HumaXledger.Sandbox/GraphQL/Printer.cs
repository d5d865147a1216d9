using System.Text.Json;

namespace HumaXledger.Sandbox.GraphQL;

/// <summary>Prints a value as in a document.</summary>
internal static class Printer
{
    /// <summary>The literal of a value.</summary>
    public static string Print(ValueNode value) =>
        value switch
        {
            ValueNode.Variable variable => $"${variable.Name}",
            ValueNode.Int whole => whole.Digits,
            ValueNode.Float real => real.Digits,
            ValueNode.Text text => JsonSerializer.Serialize(text.Value),
            ValueNode.Boolean boolean => boolean.Value ? "true" : "false",
            ValueNode.Enum name => name.Name,
            ValueNode.List list => $"[{string.Join(", ", list.Items.Select(Print))}]",
            ValueNode.Object fields =>
                $"{{{string.Join(", ", fields.Fields.Select(field => $"{field.Name}: {Print(field.Value)}"))}}}",
            _ => "null",
        };
}

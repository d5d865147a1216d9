using System.Text.Json;

namespace HumaXledger.Sandbox.Huma.Wire;

/// <summary>
/// Writes wrapped values <c>{ value, editable, completeness, integrations }</c> as one key sees them (contracts/huma.md
/// 2.7). A property that the key may not see is omitted.
/// </summary>
internal sealed class Wrapper(Utf8JsonWriter json, HumaSwitches switches, Editing editing, bool onPosition = false)
{
    /// <summary>A text; null is an empty value.</summary>
    public void Text(string name, string? value, string? completeness = "details") =>
        Field(name, value is not null, () => json.WriteStringValue(value), completeness);

    /// <summary>A date as <c>yyyy-MM-dd</c>; null is an empty value.</summary>
    public void Date(string name, DateOnly? value, string? completeness = "details") =>
        Text(name, JsonText.Text(value), completeness);

    /// <summary>A number; null is an empty value.</summary>
    public void Number(string name, int? value, string? completeness = "details") =>
        Field(name, value is not null, () => json.WriteNumberValue(value!.Value), completeness);

    /// <summary>A Boolean; null is an empty value.</summary>
    public void Flag(string name, bool? value) =>
        Field(name, value is not null, () => json.WriteBooleanValue(value!.Value));

    /// <summary>A value of any shape.</summary>
    /// <param name="any">Whether there is a value.</param>
    /// <param name="more">Writes additional properties, such as <c>requestedValue</c>.</param>
    public void Field(string name, bool any, Action writeValue, string? completeness = "details", Action? more = null)
    {
        if (!editing.Sees(name))
            return;
        json.WriteStartObject(name);
        if (any)
        {
            json.WritePropertyName("value");
            writeValue();
        }
        else if (switches.EmptyValue == EmptyValue.Null)
        {
            json.WriteNull("value");
        }

        json.WriteBoolean("editable", onPosition ? editing.CanChange(name) : editing.CanEdit(name));
        more?.Invoke();
        json.WriteIfAny("completeness", completeness);
        if (!onPosition && editing.HeldBy(name) is { } holder)
        {
            json.WriteStartObject("integrations");
            json.WriteStartObject(holder.Type);
            json.WriteString(
                "warning",
                switches.IntegrationLocksFields ? "locked_disconnect" : "possibly_locked_disconnect"
            );
            json.WriteEndObject();
            json.WriteEndObject();
        }

        json.WriteEndObject();
    }
}

using System.Text.Json;

namespace HumaXledger.Sandbox.Huma.Wire;

/// <summary>Companies, locations and teams.</summary>
internal static class GroupWriter
{
    /// <summary>The group as one JSON object.</summary>
    public static void Write(Utf8JsonWriter json, HumaGroup group)
    {
        json.WriteStartObject();
        Properties(json, group);
        json.WriteEndObject();
    }

    /// <summary>The properties alone, for an object that the caller has opened.</summary>
    public static void Properties(Utf8JsonWriter json, HumaGroup group)
    {
        json.WriteString("id", group.Id);
        json.WriteString("name", group.Name);
        json.WriteString("type", TypeOf(group));
        if (group.Type != HumaGroupType.Company)
            return;
        json.WriteIfAny("organizationNumber", group.OrganizationNumber);
        json.WriteBoolean("invalidOrganizationNumber", false);
    }

    /// <summary>An array of the user's groups, of one type or of all.</summary>
    public static void List(Utf8JsonWriter json, HumaUser user, HumaStore store, HumaGroupType? type = null)
    {
        json.WriteStartArray();
        foreach (var id in user.Groups)
            if (store.Group(id) is { } group && (type is null || group.Type == type))
                Write(json, group);
        json.WriteEndArray();
    }

    /// <summary>The literal of the group's type in JSON.</summary>
    public static string TypeOf(HumaGroup group) =>
        group.Type switch
        {
            HumaGroupType.Company => "company",
            HumaGroupType.Location => "location",
            _ => "team",
        };
}

using System.Text.Json;

namespace HumaXledger.Sandbox.Huma.Wire;

/// <summary>
/// The compact user in lists and in the response to a create (contracts/huma.md 2.5), without employment ID, dates and
/// bank account.
/// </summary>
internal sealed class CompactWriter(HumaStore store, HumaSwitches switches, HumaKey key, DateOnly today)
{
    /// <summary>Writes the user as one JSON object.</summary>
    public void Write(Utf8JsonWriter json, HumaUser user)
    {
        var editing = new Editing(user, key, switches);
        json.WriteStartObject();
        json.WriteString("id", user.Id);
        json.WriteString("givenName", user.GivenName);
        json.WriteString("familyName", user.FamilyName);
        if (editing.Sees("preferredName"))
            json.WriteIfAny("preferredName", user.PreferredName);
        json.WriteString("email", user.Email);
        if (editing.Sees("phone"))
            json.WriteIfAny("phone", user.Phone);
        WriteTitles(json, user);
        json.WritePropertyName("teams");
        GroupWriter.List(json, user, store, HumaGroupType.Team);
        json.WritePropertyName("locations");
        GroupWriter.List(json, user, store, HumaGroupType.Location);
        json.WritePropertyName("companies");
        GroupWriter.List(json, user, store, HumaGroupType.Company);
        json.WritePropertyName("groups");
        GroupWriter.List(json, user, store);
        json.WriteString("type", user.Type);
        json.WriteStartObject("status");
        json.WriteBoolean("active", user.Active);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private void WriteTitles(Utf8JsonWriter json, HumaUser user)
    {
        var main = HumaPosition.MainOf(user.Positions, today, switches.MainPosition);
        if (store.JobTitle(main?.TitleId) is { } mainTitle && main!.StatusOn(today) == PositionStatus.Current)
        {
            json.WritePropertyName("jobTitle");
            PositionWriter.Title(json, mainTitle, summary: true);
        }

        json.WriteStartArray("jobTitles");
        foreach (var position in user.Positions)
            if (position.StatusOn(today) == PositionStatus.Current && store.JobTitle(position.TitleId) is { } title)
                PositionWriter.Title(json, title, summary: true);
        json.WriteEndArray();
    }
}

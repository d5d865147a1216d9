using System.Text.Json;

namespace HumaXledger.Sandbox.Huma.Wire;

/// <summary>Positions: an unwrapped summary in lists, wrapped values when read alone (contracts/huma.md 2.9).</summary>
internal static class PositionWriter
{
    /// <summary>The unwrapped form in lists.</summary>
    public static void Summary(Utf8JsonWriter json, HumaPosition position, HumaStore store, DateOnly today)
    {
        json.WriteStartObject();
        json.WriteString("id", position.Id);
        if (store.JobTitle(position.TitleId) is { } title)
        {
            json.WritePropertyName("title");
            Title(json, title);
        }

        json.WriteIfAny("description", position.Description);
        json.WriteIfAny("contractStartDate", position.ContractStartDate);
        json.WriteIfAny("contractEndDate", position.ContractEndDate);
        if (position.ContractStartDate is { } start)
            json.WriteNumber(
                "periodInMonths",
                Math.Max(0, Months(start, position.ContractEndDate < today ? position.ContractEndDate.Value : today))
            );
        json.WriteNumber("percentage", position.Percentage);
        json.WriteIfAny("contractType", position.ContractType);
        json.WriteString("status", Status(position, today));
        json.WriteEndObject();
    }

    /// <summary>The wrapped form of a single position.</summary>
    public static void Full(
        Utf8JsonWriter json,
        HumaPosition position,
        HumaStore store,
        DateOnly today,
        HumaSwitches switches,
        Editing editing
    )
    {
        var wrapper = new Wrapper(json, switches, editing, onPosition: true);
        json.WriteStartObject();
        json.WriteString("id", position.Id);
        wrapper.Date("contractStartDate", position.ContractStartDate);
        wrapper.Date("contractEndDate", position.ContractEndDate);
        wrapper.Date("firstDayOfWork", position.FirstDayOfWork);
        wrapper.Date("lastDayOfWork", position.LastDayOfWork);
        wrapper.Text("contractCountry", position.ContractCountry);
        wrapper.Text("contractType", position.ContractType);
        wrapper.Number("percentage", position.Percentage);
        wrapper.Date("terminationNoticeDate", position.TerminationNoticeDate);
        wrapper.Date("probationEndDate", position.ProbationEndDate);
        var title = store.JobTitle(position.TitleId);
        wrapper.Field("title", title is not null, () => Title(json, title!));
        wrapper.Text("description", position.Description);
        wrapper.Text("endNote", position.EndNote);
        wrapper.Text("endReason", position.EndReason);
        wrapper.Flag("wantedEnd", position.WantedEnd);
        wrapper.Text("note", position.Note);
        json.WriteString("status", Status(position, today));
        json.WriteEndObject();
    }

    /// <summary>A job title; the summary has only id and name.</summary>
    public static void Title(Utf8JsonWriter json, HumaJobTitle title, bool summary = false)
    {
        json.WriteStartObject();
        json.WriteString("id", title.Id);
        json.WriteString("name", title.Name);
        if (!summary)
            json.WriteIfAny("description", title.Description);
        json.WriteEndObject();
    }

    private static string Status(HumaPosition position, DateOnly today) =>
        position.StatusOn(today) switch
        {
            PositionStatus.Ended => "ENDED",
            PositionStatus.Upcoming => "UPCOMING",
            _ => "CURRENT",
        };

    private static int Months(DateOnly from, DateOnly to) => ((to.Year - from.Year) * 12) + to.Month - from.Month;
}

using System.Text.Json;

namespace HumaXledger.Sandbox.Huma.Wire;

/// <summary>The full profile (contracts/huma.md 2.7) as one key sees it.</summary>
internal sealed class ProfileWriter(HumaStore store, HumaSwitches switches, HumaKey key, DateOnly today)
{
    /// <summary>Writes the user as one JSON object.</summary>
    public void Write(Utf8JsonWriter json, HumaUser user)
    {
        var editing = new Editing(user, key, switches);
        var wrapper = new Wrapper(json, switches, editing);
        json.WriteStartObject();
        json.WriteString("id", user.Id);
        WriteIntro(json, wrapper, user);
        WritePersonal(json, wrapper, user);
        WriteGroups(json, wrapper, user);
        WriteEmployment(json, wrapper, user, editing);
        WriteState(json, wrapper, user);
        json.WriteEndObject();
    }

    private static void WriteIntro(Utf8JsonWriter json, Wrapper wrapper, HumaUser user)
    {
        wrapper.Text("givenName", user.GivenName, "important");
        wrapper.Text("familyName", user.FamilyName, "important");
        wrapper.Text("preferredName", user.PreferredName);
        wrapper.Field(
            "email",
            true,
            () => json.WriteStringValue(user.Email),
            null,
            () => json.WriteIfAny("requestedValue", user.RequestedEmail)
        );
        wrapper.Text("phone", user.Phone, "important");
        wrapper.Field(
            "birthDate",
            user.BirthDate is not null,
            () => json.WriteStringValue(JsonText.Text(user.BirthDate)),
            "important",
            () => json.WriteBoolean("showBirthday", true)
        );
        wrapper.Field("interests", true, () => WriteNone(json));
        wrapper.Text("funfacts", user.Funfacts);
    }

    private void WritePersonal(Utf8JsonWriter json, Wrapper wrapper, HumaUser user)
    {
        wrapper.Field(
            "homeAddress",
            user.HomeAddress is not null,
            () => WriteAddress(json, user.HomeAddress!),
            "important"
        );
        wrapper.Text("gender", user.Gender);
        wrapper.Text("nationality", user.Nationality);
        wrapper.Text("civilStatus", user.CivilStatus);
        wrapper.Field("children", true, () => WriteNone(json));
        wrapper.Text("privateEmail", user.PrivateEmail);
        wrapper.Text("dietaryRequirements", user.DietaryRequirements);
        wrapper.Field("emergencyContacts", true, () => WriteNone(json));
        wrapper.Field("identifications", true, () => WriteIdentifications(json, user));
        wrapper.Field(
            "bankAccount",
            user.BankAccount is not null,
            () => WriteBankAccount(json, user.BankAccount!),
            "important"
        );
    }

    private void WriteGroups(Utf8JsonWriter json, Wrapper wrapper, HumaUser user)
    {
        wrapper.Field("teams", true, () => GroupWriter.List(json, user, store, HumaGroupType.Team));
        wrapper.Field("locations", true, () => GroupWriter.List(json, user, store, HumaGroupType.Location));
        wrapper.Field("companies", true, () => GroupWriter.List(json, user, store, HumaGroupType.Company));
        wrapper.Field("groups", true, () => GroupWriter.List(json, user, store));
        var supervisor = user.Supervisor is { } id ? store.Find(id) : null;
        wrapper.Field("supervisor", supervisor is not null, () => WriteSupervisor(json, supervisor!));
    }

    private void WriteEmployment(Utf8JsonWriter json, Wrapper wrapper, HumaUser user, Editing editing)
    {
        wrapper.Text("employmentId", user.EmploymentId, "important");
        wrapper.Text("seniorityNote", user.SeniorityNote);
        wrapper.Date("firstContractStartDate", user.Positions.Min(position => position.ContractStartDate));
        if (switches.DeprecatedEmployment != DeprecatedEmployment.Absent)
            WriteDeprecated(json, wrapper, user);
        if (!editing.Sees("currentPositions"))
            return;
        json.WriteStartArray("currentPositions");
        foreach (var position in user.Positions)
            if (position.StatusOn(today) == PositionStatus.Current)
                PositionWriter.Summary(json, position, store, today);
        json.WriteEndArray();
    }

    private void WriteDeprecated(Utf8JsonWriter json, Wrapper wrapper, HumaUser user)
    {
        var main = HumaPosition.MainOf(user.Positions, today, switches.MainPosition);
        if (
            switches.DeprecatedEmployment == DeprecatedEmployment.CurrentOnly
            && main?.StatusOn(today) != PositionStatus.Current
        )
            main = null;
        var title = store.JobTitle(main?.TitleId);
        wrapper.Field("jobTitle", title is not null, () => PositionWriter.Title(json, title!), "important");
        wrapper.Text("jobDescription", main?.Description);
        wrapper.Text("employmentType", main?.ContractType);
        wrapper.Date("employmentStartDate", main?.ContractStartDate, "important");
        wrapper.Date("firstDayOfWork", main?.FirstDayOfWork);
        wrapper.Date("probationEndDate", main?.ProbationEndDate);
        wrapper.Date("terminationNoticeDate", main?.TerminationNoticeDate, null);
        wrapper.Date("employmentEndDate", main?.ContractEndDate, null);
        wrapper.Date("lastDayOfWork", main?.LastDayOfWork, null);
        wrapper.Number("employmentPercentage", main?.Percentage);
        json.WriteStartArray("jobTitles");
        foreach (var position in user.Positions)
            if (position.StatusOn(today) == PositionStatus.Current && store.JobTitle(position.TitleId) is { } held)
                PositionWriter.Title(json, held);
        json.WriteEndArray();
    }

    private void WriteState(Utf8JsonWriter json, Wrapper wrapper, HumaUser user)
    {
        json.WriteIfAny("invitedAt", user.InvitedAt);
        json.WriteIfAny("lastLoggedInAt", user.LastLoggedInAt);
        json.WriteNumber("subordinatesCount", store.SubordinatesOf(user.Id));
        json.WriteStartObject("connectedIntegrations");
        foreach (var integration in user.Integrations)
        {
            json.WriteStartObject(
                switches.IntegrationKey == IntegrationKey.Name ? integration.Type : integration.Id.ToString()
            );
            json.WriteString("type", integration.Type);
            json.WriteString("externalId", integration.ExternalId);
            json.WriteEndObject();
        }

        json.WriteEndObject();
        json.WriteStartObject("custom");
        foreach (var name in switches.CustomTexts)
            WriteCustomText(json, wrapper, name, user.CustomTexts.GetValueOrDefault(name));
        json.WriteEndObject();
        json.WriteString("type", user.Type);
        json.WriteStartObject("status");
        json.WriteBoolean("active", user.Active);
        if (!user.Active)
            json.WriteIfAny("deactivatedAt", user.DeactivatedAt);
        json.WriteEndObject();
    }

    private static void WriteCustomText(Utf8JsonWriter json, Wrapper wrapper, string name, string? value) =>
        wrapper.Field(
            name,
            value is not null,
            () => json.WriteStringValue(value),
            completeness: null,
            () =>
            {
                json.WriteString("label", name);
                json.WriteString("section", "employment");
                json.WriteString("type", "text");
            }
        );

    private static void WriteAddress(Utf8JsonWriter json, HumaAddress address)
    {
        json.WriteStartObject();
        json.WriteString("line1", address.Line1);
        json.WriteIfAny("line2", address.Line2);
        json.WriteIfAny("line3", address.Line3);
        json.WriteString("postalCode", address.PostalCode);
        json.WriteString("city", address.City);
        json.WriteString("country", address.Country);
        json.WriteEndObject();
    }

    private void WriteBankAccount(Utf8JsonWriter json, HumaBankAccount account)
    {
        json.WriteStartObject();
        json.WriteString("type", BankAccountTypes.Literal(account, switches.BankAccountType));
        switch (account)
        {
            case HumaBankAccount.National national:
                json.WriteString("code", national.Country);
                json.WriteString("number", national.Number);
                json.WriteString("country", national.Country);
                break;
            case HumaBankAccount.International international:
                json.WriteString("code", international.Bic);
                json.WriteString("iban", international.Iban);
                json.WriteString("bic", international.Bic);
                break;
        }

        json.WriteEndObject();
    }

    private static void WriteIdentifications(Utf8JsonWriter json, HumaUser user)
    {
        json.WriteStartArray();
        foreach (var identification in user.Identifications)
            WriteIdentification(json, identification);
        json.WriteEndArray();
    }

    /// <summary>An identification as one JSON object.</summary>
    public static void WriteIdentification(Utf8JsonWriter json, HumaIdentification identification)
    {
        json.WriteStartObject();
        json.WriteString("id", identification.Id);
        json.WriteString("type", identification.Type);
        json.WriteString("value", identification.Value);
        json.WriteString("country", identification.Country);
        json.WriteEndObject();
    }

    private static void WriteSupervisor(Utf8JsonWriter json, HumaUser supervisor)
    {
        json.WriteStartObject();
        json.WriteString("id", supervisor.Id);
        json.WriteString("givenName", supervisor.GivenName);
        json.WriteString("familyName", supervisor.FamilyName);
        json.WriteString("email", supervisor.Email);
        json.WriteStartArray("jobTitles");
        json.WriteEndArray();
        json.WriteString("type", supervisor.Type);
        json.WriteEndObject();
    }

    private static void WriteNone(Utf8JsonWriter json)
    {
        json.WriteStartArray();
        json.WriteEndArray();
    }
}

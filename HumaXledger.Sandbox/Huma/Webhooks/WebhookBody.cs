using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using HumaXledger.Sandbox.Huma.Wire;

namespace HumaXledger.Sandbox.Huma.Webhooks;

/// <summary>
/// <c>{ topic, users: [ … ] }</c> (contracts/huma.md 3.3). Besides <c>id</c> and <c>email</c>, the properties have the
/// names and formats of the Open API with plain values, which is an assumption; null means that the value was cleared.
/// </summary>
internal static class WebhookBody
{
    private static readonly JsonSerializerOptions Options = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The UTF-8 JSON of a message about these changes.</summary>
    public static byte[] Write(string topic, ImmutableArray<HumaChange> changes, HumaStore store, HumaSwitches switches)
    {
        var users = new JsonArray([
            .. changes.Select(change => User(change, topic == WebhookTopics.Export, store, switches)),
        ]);
        return JsonSerializer.SerializeToUtf8Bytes(new JsonObject { ["topic"] = topic, ["users"] = users }, Options);
    }

    /// <summary>A message of a topic that has no users.</summary>
    public static byte[] WriteTeam() =>
        JsonSerializer.SerializeToUtf8Bytes(
            new JsonObject
            {
                ["topic"] = WebhookTopics.Team,
                ["team"] = new JsonObject { ["id"] = Guid.NewGuid().ToString(), ["name"] = "Kaia" },
            },
            Options
        );

    private static JsonObject User(HumaChange change, bool export, HumaStore store, HumaSwitches switches)
    {
        var user = (change.After ?? change.Before)!;
        var body = new JsonObject { ["id"] = user.Id.ToString(), ["email"] = user.Email };
        if (change.After is null || (!export && switches.WebhookPayload == WebhookPayload.IdAndEmail))
            return body;
        var before =
            change.Before is { } known && switches.WebhookPayload == WebhookPayload.Changed
                ? Values(known, store, switches)
                : null;
        foreach (var (name, value) in Values(user, store, switches))
            if (before is null ? value is not null : !JsonNode.DeepEquals(before[name], value))
                body[name] = value?.DeepClone();
        return body;
    }

    private static JsonObject Values(HumaUser user, HumaStore store, HumaSwitches switches)
    {
        var main = user.Positions.IsEmpty
            ? null
            : user.Positions.OrderByDescending(position => position.Percentage).First();
        return new JsonObject
        {
            ["givenName"] = user.GivenName,
            ["familyName"] = user.FamilyName,
            ["preferredName"] = user.PreferredName,
            ["phone"] = user.Phone,
            ["birthDate"] = JsonText.Text(user.BirthDate),
            ["gender"] = user.Gender,
            ["employmentId"] = user.EmploymentId,
            ["homeAddress"] = user.HomeAddress is { } address
                ? new JsonObject
                {
                    ["line1"] = address.Line1,
                    ["line2"] = address.Line2,
                    ["line3"] = address.Line3,
                    ["postalCode"] = address.PostalCode,
                    ["city"] = address.City,
                    ["country"] = address.Country,
                }
                : null,
            ["bankAccount"] = user.BankAccount switch
            {
                HumaBankAccount.National national => new JsonObject
                {
                    ["type"] = BankAccountTypes.Literal(national, switches.BankAccountType),
                    ["number"] = national.Number,
                    ["country"] = national.Country,
                },
                HumaBankAccount.International international => new JsonObject
                {
                    ["type"] = BankAccountTypes.Literal(international, switches.BankAccountType),
                    ["iban"] = international.Iban,
                    ["bic"] = international.Bic,
                },
                _ => null,
            },
            ["jobTitle"] = store.JobTitle(main?.TitleId)?.Name,
            ["employmentStartDate"] = JsonText.Text(main?.ContractStartDate),
            ["probationEndDate"] = JsonText.Text(main?.ProbationEndDate),
            ["terminationNoticeDate"] = JsonText.Text(main?.TerminationNoticeDate),
            ["employmentEndDate"] = JsonText.Text(main?.ContractEndDate),
            ["identifications"] = new JsonArray([
                .. user.Identifications.Select(one => new JsonObject
                {
                    ["type"] = one.Type,
                    ["country"] = one.Country,
                    ["value"] = one.Value,
                }),
            ]),
        };
    }
}

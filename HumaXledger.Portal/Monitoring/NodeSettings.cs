using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using HumaXledger.Core.Huma;
using HumaXledger.Core.Storage.Nodes;
using HumaXledger.Core.Sync.Allowance;
using HumaXledger.Core.Sync.PersonalData;
using HumaXledger.Core.Sync.Watching;
using HumaXledger.Core.Sync.Webhooks;
using HumaXledger.Core.Xledger;
using HumaXledger.Portal.Access;
using HumaXledger.Portal.Jobs;
using HumaXledger.Portal.Mail;
using HumaXledger.Portal.Webhooks;
using Microsoft.Extensions.Options;

namespace HumaXledger.Portal.Monitoring;

/// <summary>
/// The settings that have to be equal on all nodes, because any node may do the work: a digest of each group. Secrets,
/// and what belongs to one machine, are left out.
/// </summary>
internal static class NodeSettings
{
    private static readonly string[] LeftOut = ["Secret", "Password", "Certificate", "Folder", "Threads"];

    private static readonly JsonSerializerOptions Form = new()
    {
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { LeaveOut } },
    };

    /// <summary>What this node reports to the others.</summary>
    public static NodeFacts FactsOf(IServiceProvider services) => new(SystemFacts.Version, () => new Dictionary<
                string,
                string
            >
            {
                [AccessOptions.Section] = Digest(Of<AccessOptions>(services), Of<RevealOptions>(services)),
                [AlertOptions.Section] = Digest(Of<AlertOptions>(services)),
                [AzureAdOptions.Section] = Digest(Of<AzureAdOptions>(services)),
                [HealthOptions.Section] = Digest(Of<HealthOptions>(services)),
                [HumaOptions.Section] = Digest(Of<HumaOptions>(services)),
                [InboundSyncOptions.Section] = Digest(Of<InboundSyncOptions>(services)),
                [MailOptions.Section] = Digest(Of<MailOptions>(services)),
                [PortalOptions.Section] = Digest(Of<PortalOptions>(services)),
                [QuickComparisonOptions.Section] = Digest(Of<QuickComparisonOptions>(services)),
                [RetentionOptions.Section] = Digest(Of<RetentionOptions>(services)),
                [ScheduleOptions.Section] = Digest(Of<ScheduleOptions>(services)),
                [WebhookOptions.Section] = Digest(Of<WebhookOptions>(services)),
                [XledgerOptions.Section] = Digest(Of<XledgerOptions>(services), Of<AllowanceOptions>(services)),
            });

    private static object Of<T>(IServiceProvider services)
        where T : class => services.GetRequiredService<IOptions<T>>().Value;

    private static string Digest(params IEnumerable<object> options) =>
        Convert.ToHexStringLower(
            SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(options.Select(one => Json(one)), Form))
        );

    private static JsonElement Json(object options) =>
        JsonSerializer.SerializeToElement(options, options.GetType(), Form);

    private static void LeaveOut(JsonTypeInfo type)
    {
        foreach (var property in type.Properties.Where(IsLeftOut).ToList())
        {
            type.Properties.Remove(property);
        }

        static bool IsLeftOut(JsonPropertyInfo property) =>
            LeftOut.Any(word => property.Name.Contains(word, StringComparison.Ordinal));
    }
}

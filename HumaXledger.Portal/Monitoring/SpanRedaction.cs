using System.Collections.Frozen;
using System.Diagnostics;
using HumaXledger.Core;
using OpenTelemetry;

namespace HumaXledger.Portal.Monitoring;

/// <summary>
/// Keeps of every span only what is known to hold no value of a person and no secret. Addresses of requests are
/// replaced by their route, SQL and the messages of exceptions are dropped. What a later version of a library adds is
/// dropped too, until it is listed here.
/// </summary>
internal sealed class SpanRedaction : BaseProcessor<Activity>
{
    /// <summary>The source and the meter of Npgsql.</summary>
    public const string Npgsql = "Npgsql";

    private const string Own = "humaxledger.";
    private const string Circuits = "Microsoft.AspNetCore.Components.Server.Circuits";

    /// <summary>Of spans that are written anew, because an event cannot be taken from a span.</summary>
    private static readonly ActivitySource WithoutEvents = new(SyncTelemetry.Name + ".WithoutEvents");

    private static readonly FrozenSet<string> Kept = FrozenSet.Create(
        StringComparer.Ordinal,
        "http.request.method",
        "http.response.status_code",
        "http.route",
        "url.scheme",
        "network.protocol.name",
        "network.protocol.version",
        "server.address",
        "server.port",
        "error.type",
        "db.system.name",
        "db.namespace",
        "db.operation.name",
        "db.response.status_code",
        "db.npgsql.rows",
        "aspnetcore.components.route",
        "aspnetcore.components.type",
        "aspnetcore.components.method",
        "aspnetcore.components.attribute.name"
    );

    public override void OnEnd(Activity data)
    {
        foreach (var (key, _) in data.TagObjects.Where(tag => !IsKept(tag.Key)).ToList())
        {
            data.SetTag(key, null);
        }

        if (data.Source.Name == Circuits)
        {
            // It ends with the circuit's id.
            data.DisplayName = "Circuit";
        }

        if (data.StatusDescription is not null)
        {
            data.SetStatus(data.Status);
        }

        // Npgsql notes the first response of each command: an event without a value.
        if (data.Events.Any(noted => noted.Tags.Any()))
        {
            Replace(data);
        }
    }

    private static bool IsKept(string tag) => Kept.Contains(tag) || tag.StartsWith(Own, StringComparison.Ordinal);

    // The events are exceptions with their messages, which quote values.
    private static void Replace(Activity data)
    {
        data.ActivityTraceFlags &= ~ActivityTraceFlags.Recorded;
        // A root span has no parent to name: the current one, which is not exported, would become it.
        var current = Activity.Current;
        Activity.Current = null;
        var clean = WithoutEvents.CreateActivity(
            data.DisplayName,
            data.Kind,
            new ActivityContext(data.TraceId, data.ParentSpanId, ActivityTraceFlags.Recorded),
            data.TagObjects
        );
        clean
            ?.SetStartTime(data.StartTimeUtc)
            .SetStatus(data.Status)
            .Start()
            .SetEndTime(data.StartTimeUtc + data.Duration);
        clean?.Dispose();
        Activity.Current = current;
    }
}

using System.Diagnostics;
using System.Diagnostics.Metrics;
using HumaXledger.Core.People;

namespace HumaXledger.Core;

/// <summary>
/// Traces and metrics of synchronization, for listeners in this process; without one they cost nothing.
/// Tags hold ids of connections, comparisons and runs, codes, counts and <see cref="TokenTag"/>: never a name, a value
/// or a secret.
/// </summary>
public static class SyncTelemetry
{
    /// <summary>Name of the activity source and of the meter.</summary>
    public const string Name = "HumaXledger.Sync";

    /// <summary>Span: both systems are read and compared.</summary>
    public const string Compare = "compare";

    /// <summary>Span: a reviewed plan is stored.</summary>
    public const string Plan = "plan";

    /// <summary>Span: a run is carried out, or what is left of it.</summary>
    public const string Run = "run";

    /// <summary>Span: people of one run are read, written and read back together.</summary>
    public const string Batch = "batch";

    /// <summary>Span: people whose data changed in Huma are processed together.</summary>
    public const string Inbound = "inbound";

    /// <summary>Seconds of a comparison.</summary>
    public const string CompareDuration = "humaxledger.comparison.duration";

    /// <summary>Seconds of a run, or of what was left of it.</summary>
    public const string RunDuration = "humaxledger.run.duration";

    /// <summary>Changes of runs that have ended, by target, kind and result.</summary>
    public const string RunChanges = "humaxledger.run.changes";

    /// <summary>Seconds of each save of a run's journal, with reporting its progress.</summary>
    public const string JournalSaving = "humaxledger.journal.saving";

    /// <summary>Seconds of an inbound batch.</summary>
    public const string InboundDuration = "humaxledger.inbound.duration";

    /// <summary>Requests by system and token.</summary>
    public const string Requests = "humaxledger.requests";

    /// <summary>Bytes of bodies by system, token and direction.</summary>
    public const string Traffic = "humaxledger.traffic";

    /// <summary>Requests that Xledger refused for one of its limits, credits among them, by token.</summary>
    public const string LimitRefusals = "humaxledger.xledger.limit.refusals";

    /// <summary>
    /// When the credits of a token return that Xledger last refused for want of them: seconds since 1970. Xledger says
    /// neither what a request costs nor what is left (contracts: no header, no field).
    /// </summary>
    public const string CreditsReturn = "humaxledger.xledger.credits.return";

    /// <summary>Tag of a metric: the connection's id.</summary>
    public const string Connection = "connection";

    /// <summary>Tag of a span: the connection's id.</summary>
    public const string ConnectionTag = "humaxledger.connection";

    /// <summary>Tag of a span: the comparison's id.</summary>
    public const string ComparisonTag = "humaxledger.comparison";

    /// <summary>Tag of a span: the run's id.</summary>
    public const string RunTag = "humaxledger.run";

    /// <summary>Tag of a span: how many people it is about.</summary>
    public const string PeopleTag = "humaxledger.people";

    /// <summary>Tag of a span: the state that it ended in.</summary>
    public const string ResultTag = "humaxledger.result";

    /// <summary>Enough to tell tokens apart, too few to be looked up.</summary>
    private const int TokenTagLength = 12;

    private const string Outcome = "outcome";

    /// <summary>Bounds for seconds, of a write to the store up to a run of hours.</summary>
    public static readonly InstrumentAdvice<double> Seconds = new()
    {
        HistogramBucketBoundaries = [.005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 30, 60, 300, 900, 3600, 14400],
    };

    private static readonly ActivitySource Source = new(Name);
    private static readonly Meter Meter = new(Name);

    internal static readonly Histogram<double> Saving = Meter.CreateHistogram(JournalSaving, "s", advice: Seconds);

    private static readonly Histogram<double> Compared = Meter.CreateHistogram(CompareDuration, "s", advice: Seconds);
    private static readonly Histogram<double> Ran = Meter.CreateHistogram(RunDuration, "s", advice: Seconds);
    private static readonly Counter<long> Changed = Meter.CreateCounter<long>(RunChanges, "{change}");
    private static readonly Histogram<double> Received = Meter.CreateHistogram(InboundDuration, "s", advice: Seconds);
    private static readonly Counter<long> Requested = Meter.CreateCounter<long>(Requests, "{request}");
    private static readonly Counter<long> Transferred = Meter.CreateCounter<long>(Traffic, "By");
    private static readonly Counter<long> Refused = Meter.CreateCounter<long>(LimitRefusals, "{refusal}");
    private static readonly Gauge<long> Returning = Meter.CreateGauge<long>(CreditsReturn, "s");

    /// <summary>
    /// Identifies a token or key among those of an installation: the beginning of its SHA-256, from which it cannot be
    /// found.
    /// </summary>
    /// <param name="fingerprint">SHA-256 of the token or client id, hex.</param>
    public static string TokenTag(string fingerprint) => fingerprint[..Math.Min(TokenTagLength, fingerprint.Length)];

    /// <summary>Begins a span; null without a listener.</summary>
    internal static Activity? Begin(string span) => Source.StartActivity(span);

    /// <inheritdoc cref="Begin(string)"/>
    internal static Activity? Begin(string span, Guid connectionId) => Begin(span)?.SetTag(ConnectionTag, connectionId);

    /// <summary>Notes what a span ended with.</summary>
    internal static void End(this Activity? span, string result, bool failed) =>
        span?.SetTag(ResultTag, result).SetStatus(failed ? ActivityStatusCode.Error : ActivityStatusCode.Ok);

    internal static void OnCompared(Guid connectionId, string purpose, string outcome, TimeSpan took) =>
        Compared.Record(
            took.TotalSeconds,
            new(Connection, connectionId),
            new("purpose", purpose),
            new(Outcome, outcome)
        );

    internal static void OnRan(Guid connectionId, string origin, string outcome, TimeSpan took) =>
        Ran.Record(took.TotalSeconds, new(Connection, connectionId), new("origin", origin), new(Outcome, outcome));

    internal static void OnChanged(Guid connectionId, Side target, string kind, string result, int count) =>
        Changed.Add(
            count,
            [new(Connection, connectionId), new("target", target.ToString()), new("kind", kind), new("result", result)]
        );

    internal static void OnInbound(Guid connectionId, string outcome, TimeSpan took) =>
        Received.Record(took.TotalSeconds, new(Connection, connectionId), new(Outcome, outcome));

    internal static void OnRequest(string fingerprint, Side system, long bytesUp, long bytesDown)
    {
        if (!Requested.Enabled && !Transferred.Enabled)
        {
            return;
        }

        var (of, token) = (Of(system), Token(fingerprint));
        Requested.Add(1, of, token);
        Transferred.Add(bytesUp, of, token, new("direction", "sent"));
        Transferred.Add(bytesDown, of, token, new("direction", "received"));
    }

    internal static void OnLimit(string fingerprint, string limit) =>
        Refused.Add(1, Token(fingerprint), new("limit", limit));

    internal static void OnCredits(string fingerprint, DateTime returning) =>
        Returning.Record(new DateTimeOffset(returning).ToUnixTimeSeconds(), Token(fingerprint));

    private static KeyValuePair<string, object?> Of(Side system) => new("system", system.ToString());

    private static KeyValuePair<string, object?> Token(string fingerprint) => new("token", TokenTag(fingerprint));
}

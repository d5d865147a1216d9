namespace HumaXledger.Sandbox;

/// <summary>What goes wrong, and when. Rules are added by tests and by the sandbox page while the sandbox runs.</summary>
public sealed class Faults
{
    private readonly Lock _gate = new();
    private readonly List<Counted> _rules = [];

    /// <summary>The rules that may still strike.</summary>
    public IReadOnlyList<FaultRule> Pending
    {
        get
        {
            lock (_gate)
                return [.. _rules.Where(counted => !counted.Spent).Select(counted => counted.Rule)];
        }
    }

    public void Add(FaultRule rule)
    {
        lock (_gate)
            _rules.Add(new Counted(rule));
    }

    public void Clear()
    {
        lock (_gate)
            _rules.Clear();
    }

    /// <summary>Counts the call against every rule it matches and gives the first rule that is due.</summary>
    /// <param name="subject">What <see cref="FaultRule.Contains"/> is looked for in.</param>
    internal FaultRule? Strike(OutsideSystem system, string subject)
    {
        lock (_gate)
        {
            FaultRule? due = null;
            foreach (var counted in _rules.Where(counted => counted.Rule.Matches(system, subject)))
            {
                counted.Calls++;
                if (due is not null || counted.Spent || counted.Calls < counted.Rule.FromCall)
                    continue;
                counted.Struck++;
                due = counted.Rule;
            }

            return due;
        }
    }

    private sealed class Counted(FaultRule rule)
    {
        public FaultRule Rule => rule;
        public int Calls { get; set; }
        public int Struck { get; set; }
        public bool Spent => Struck >= rule.Times;
    }
}

/// <summary>One fault. Matching ignores case.</summary>
public sealed record FaultRule(FaultKind Kind)
{
    /// <summary>Null for both systems.</summary>
    public OutsideSystem? System { get; init; }

    /// <summary>A part of the path with its query or, in GraphQL, of the operation's name or document (not of its variables). Null for every call.</summary>
    public string? Contains { get; init; }

    /// <summary>The matching call, counted from 1, that it strikes first.</summary>
    public int FromCall { get; init; } = 1;

    /// <summary>How many calls it strikes.</summary>
    public int Times { get; init; } = 1;

    /// <summary>For <see cref="FaultKind.Status429"/> and <see cref="FaultKind.Status503"/>: the header in seconds; without it none is sent.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>For <see cref="FaultKind.SlowAnswer"/>, and the longest that <see cref="FaultKind.AnswerLost"/> keeps a client waiting.</summary>
    public TimeSpan Delay { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>For the GraphQL errors.</summary>
    public string ErrorCode { get; init; } = "UNHANDLED_ERROR";

    /// <summary>For the GraphQL errors.</summary>
    public string ErrorMessage { get; init; } = "An unexpected error occurred.";

    internal bool Matches(OutsideSystem system, string subject) =>
        (System is null || System == system) && (Contains is null || subject.Contains(Contains, StringComparison.OrdinalIgnoreCase));
}

public enum OutsideSystem
{
    Huma,
    Xledger,
}

public enum FaultKind
{
    /// <summary>500 with a JSON message; nothing was carried out.</summary>
    Status500,

    /// <summary>502 with a gateway's HTML page; nothing was carried out.</summary>
    Status502Html,

    /// <summary>429; nothing was carried out.</summary>
    Status429,

    /// <summary>503; nothing was carried out.</summary>
    Status503,

    /// <summary>200 with an HTML page where JSON is due; nothing was carried out.</summary>
    HtmlInsteadOfJson,

    /// <summary>The connection breaks before anything is carried out.</summary>
    ConnectionResetBefore,

    /// <summary>Everything is carried out, then the connection breaks instead of the answer.</summary>
    ConnectionResetAfter,

    /// <summary>Everything is carried out, then nothing is sent until the client gives up or <see cref="FaultRule.Delay"/> is over.</summary>
    AnswerLost,

    /// <summary>The right answer after <see cref="FaultRule.Delay"/>.</summary>
    SlowAnswer,

    /// <summary>Everything is carried out; the answer is its own first half, correctly delivered.</summary>
    TruncatedJson,

    /// <summary>The right answer with an error beside its data.</summary>
    GraphQlErrorWithData,

    /// <summary>200 with an error and <c>data: null</c>; nothing was carried out.</summary>
    GraphQlErrorWithoutData,

    /// <summary>The right answer with its page of records taken out: <c>edges: null</c> or <c>items: []</c>, all else unchanged.</summary>
    PageMissing,
}

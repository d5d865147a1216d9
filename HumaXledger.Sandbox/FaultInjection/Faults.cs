using HumaXledger.Sandbox.Xledger;

namespace HumaXledger.Sandbox.FaultInjection;

/// <summary>
/// What goes wrong, and when. Rules are added by tests and by the sandbox page while the sandbox runs.
/// </summary>
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

    /// <summary>
    /// A part of the path with its query or, in GraphQL, of the operation's name or document (not of its values). Null
    /// for every call.
    /// </summary>
    public string? Contains { get; init; }

    /// <summary>The matching call, counted from 1, that it strikes first.</summary>
    public int FromCall { get; init; } = 1;

    /// <summary>How many calls it strikes.</summary>
    public int Times { get; init; } = 1;

    /// <summary>
    /// For <see cref="FaultKind.Status429"/> and <see cref="FaultKind.Status503"/>: the header in seconds; without it
    /// none is sent. For credits: when they return.
    /// </summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>
    /// The header <c>Retry-After</c> word for word, in place of <see cref="RetryAfter"/>: a date, or something absurd.
    /// </summary>
    public string? RetryAfterText { get; init; }

    /// <summary>For <see cref="FaultKind.RightRemoved"/> in Xledger.</summary>
    public XledgerRight Right { get; init; } = new(XledgerScope.Employee, XledgerAccess.Write);

    /// <summary>For <see cref="FaultKind.EditedMeanwhile"/>.</summary>
    public MeanwhileEdit? Edit { get; init; }

    /// <summary>
    /// For <see cref="FaultKind.SlowAnswer"/>, and the longest that <see cref="FaultKind.NoAnswer"/> and
    /// <see cref="FaultKind.AnswerLost"/> keep a client waiting.
    /// </summary>
    public TimeSpan Delay { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>For the GraphQL errors.</summary>
    public string ErrorCode { get; init; } = "UNHANDLED_ERROR";

    /// <summary>For the GraphQL errors.</summary>
    public string ErrorMessage { get; init; } = "An unexpected error occurred.";

    internal bool Matches(OutsideSystem system, string subject) =>
        (System is null || System == system)
        && (Contains is null || subject.Contains(Contains, StringComparison.OrdinalIgnoreCase));
}

/// <summary>What somebody else changes, as they would in that system's own screens.</summary>
/// <param name="PersonId">The user's id in Huma or the employee's dbId in Xledger.</param>
/// <param name="Text">Null or blank clears the field.</param>
public sealed record MeanwhileEdit(OutsideSystem System, string PersonId, SandboxField Field, string? Text);

public enum OutsideSystem
{
    Huma,
    Xledger,
}

using HumaXledger.Sandbox.Xledger;

namespace HumaXledger.Sandbox.FaultInjection;

/// <summary>
/// The faults to inject, as rules. Tests and the sandbox page add rules while the sandbox runs. Thread-safe.
/// </summary>
public sealed class Faults
{
    private readonly Lock _gate = new();
    private readonly List<Counted> _rules = [];

    /// <summary>The rules that still apply.</summary>
    public IReadOnlyList<FaultRule> Pending
    {
        get
        {
            lock (_gate)
                return [.. _rules.Where(counted => !counted.Spent).Select(counted => counted.Rule)];
        }
    }

    /// <summary>Adds a rule, which counts calls from now on.</summary>
    public void Add(FaultRule rule)
    {
        lock (_gate)
            _rules.Add(new Counted(rule));
    }

    /// <summary>Removes all rules.</summary>
    public void Clear()
    {
        lock (_gate)
            _rules.Clear();
    }

    /// <summary>Counts the call for every rule it matches and returns the first rule that is due.</summary>
    /// <param name="subject">The text in which <see cref="FaultRule.Contains"/> is searched.</param>
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

    /// <summary>The first matching call that is affected, counted from 1.</summary>
    public int FromCall { get; init; } = 1;

    /// <summary>The number of affected calls.</summary>
    public int Times { get; init; } = 1;

    /// <summary>
    /// For <see cref="FaultKind.Status429"/> and <see cref="FaultKind.Status503"/>: the header in seconds; none
    /// without. For credits: when they return.
    /// </summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>
    /// The exact text of the header <c>Retry-After</c>, instead of <see cref="RetryAfter"/>: a date, or an absurd
    /// value.
    /// </summary>
    public string? RetryAfterText { get; init; }

    /// <summary>The removed right of <see cref="FaultKind.RightRemoved"/> in Xledger.</summary>
    public XledgerRight Right { get; init; } = new(XledgerScope.Employee, XledgerAccess.Write);

    /// <summary>The edit of <see cref="FaultKind.EditedMeanwhile"/>.</summary>
    public MeanwhileEdit? Edit { get; init; }

    /// <summary>
    /// The delay of <see cref="FaultKind.SlowAnswer"/>, and the longest wait of <see cref="FaultKind.NoAnswer"/> and
    /// <see cref="FaultKind.AnswerLost"/>.
    /// </summary>
    public TimeSpan Delay { get; init; } = TimeSpan.FromMinutes(2);

    /// <summary>The code of injected GraphQL errors.</summary>
    public string ErrorCode { get; init; } = "UNHANDLED_ERROR";

    /// <summary>The message of injected GraphQL errors.</summary>
    public string ErrorMessage { get; init; } = "An unexpected error occurred.";

    internal bool Matches(OutsideSystem system, string subject) =>
        (System is null || System == system)
        && (Contains is null || subject.Contains(Contains, StringComparison.OrdinalIgnoreCase));
}

/// <summary>An edit by another client, as in that system's own screens.</summary>
/// <param name="PersonId">The user's id in Huma or the employee's dbId in Xledger.</param>
/// <param name="Text">Null or blank clears the field.</param>
public sealed record MeanwhileEdit(OutsideSystem System, string PersonId, SandboxField Field, string? Text);

/// <summary>The simulated systems.</summary>
public enum OutsideSystem
{
    Huma,
    Xledger,
}

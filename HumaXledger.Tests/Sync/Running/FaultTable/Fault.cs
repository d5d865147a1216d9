using HumaXledger.Core.People;
using HumaXledger.Sandbox;
using HumaXledger.Sandbox.FaultInjection;
using HumaXledger.Sandbox.Xledger;

namespace HumaXledger.Tests.Sync.Running.FaultTable;

/// <summary>One fault of an external system, as the table's rows name it.</summary>
/// <param name="OnRead">It affects the read just before the write instead of the write.</param>
/// <param name="Lasts">It affects every matching call until the faults are removed.</param>
internal sealed record Fault(string Name, FaultKind Kind, bool OnRead = false, bool Lasts = false)
{
    private const string Personal =
        "subledger.code: No value matching owner 100102, code 'kari.nordmann@example.no +47 912 34 567 Kari "
        + "Nordmann 17859012345'.";

    public static IReadOnlyList<Fault> All { get; } =
    [
        new("500", FaultKind.Status500),
        new("500 for good", FaultKind.Status500, Lasts: true),
        new("502 with a page", FaultKind.Status502Html),
        new("429", FaultKind.Status429),
        new("429, wait 2 s", FaultKind.Status429),
        new("429, wait a day", FaultKind.Status429),
        new("429 for good", FaultKind.Status429, Lasts: true),
        new("503", FaultKind.Status503),
        new("503, wait 2 s", FaultKind.Status503),
        new("a page instead of JSON", FaultKind.HtmlInsteadOfJson),
        new("reset before", FaultKind.ConnectionResetBefore),
        new("reset after", FaultKind.ConnectionResetAfter),
        new("reset after, for good", FaultKind.ConnectionResetAfter, Lasts: true),
        new("no answer", FaultKind.NoAnswer),
        new("answer lost", FaultKind.AnswerLost),
        new("slow answer", FaultKind.SlowAnswer),
        new("half an answer", FaultKind.TruncatedJson),
        new("error beside the data", FaultKind.GraphQlErrorWithData),
        new("error instead of data", FaultKind.GraphQlErrorWithoutData),
        new("error that quotes a person", FaultKind.GraphQlErrorWithoutData, Lasts: true),
        new("partial commit", FaultKind.PartialCommit),
        new("access revoked", FaultKind.AccessRevoked),
        new("right removed", FaultKind.RightRemoved),
        new("burst", FaultKind.BurstReached),
        new("concurrency", FaultKind.ConcurrencyReached),
        new("credits, back soon", FaultKind.CreditsUsedUp),
        new("credits, back tomorrow", FaultKind.CreditsUsedUp),
        new("edited by somebody else", FaultKind.EditedMeanwhile, OnRead: true),
        new("demo refreshed", FaultKind.DemoRefreshed, OnRead: true),
        new("read: 500 for good", FaultKind.Status500, OnRead: true, Lasts: true),
        new("read: page missing", FaultKind.PageMissing, OnRead: true),
    ];

    public IEnumerable<FaultRule> Rules(WriteKind write, Subject subject)
    {
        yield return new FaultRule(Kind)
        {
            System = write.System,
            Contains = OnRead ? write.Read : write.Call,
            Times = Lasts ? int.MaxValue : 1,
            Delay = Kind == FaultKind.SlowAnswer ? TimeSpan.FromSeconds(50) : FaultBench.QuietLogging,
            RetryAfter = Name switch
            {
                "429, wait 2 s" or "503, wait 2 s" or "credits, back soon" => TimeSpan.FromSeconds(2),
                "429, wait a day" or "credits, back tomorrow" => TimeSpan.FromDays(1),
                _ => null,
            },
            ErrorMessage = Name == "error that quotes a person" ? Personal : "An unexpected error occurred.",
            ErrorCode = Name == "error that quotes a person" ? "BAD_REQUEST" : "UNHANDLED_ERROR",
            Right = new XledgerRight(
                write.Call.Contains("AddContacts", StringComparison.Ordinal)
                || write.Field is SandboxField.JobTitle or SandboxField.Address
                    ? XledgerScope.Contact
                    : XledgerScope.Employee,
                XledgerAccess.Write
            ),
            Edit = write.Value is { } value
                ? new MeanwhileEdit(
                    write.System,
                    write.Target == Side.Huma ? $"{subject.HumaId}" : $"{subject.EmployeeDbId}",
                    subject.Field,
                    value(9_000)
                )
                : null,
        };
    }

    public override string ToString() => Name;
}

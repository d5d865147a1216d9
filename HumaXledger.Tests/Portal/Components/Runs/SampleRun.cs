using HumaXledger.Core.People;
using HumaXledger.Core.Planning;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Storage.Plans;
using HumaXledger.Core.Storage.Runs;
using HumaXledger.Core.Sync.FollowUps;
using HumaXledger.Tests.Storage.Database;

namespace HumaXledger.Tests.Portal.Components.Runs;

/// <summary>Results of invented runs, as a page gets them.</summary>
internal static class SampleRun
{
    public static readonly Reason Why = new(XledgerReasons.TokenRejected);

    /// <summary>A run that ended, with a change of one person each in these states.</summary>
    public static RunReport Of(params IReadOnlyList<ChangeState> states) =>
        Of([.. states.Select((state, index) => Change(index + 1, state))]);

    public static RunReport Of(IReadOnlyList<ChangeRecord> changes)
    {
        var connection = Samples.Connection();
        var content = Samples.Plan();
        var plan = new PlanRecord
        {
            Id = Guid.NewGuid(),
            ConnectionId = connection.Id,
            Origin = PlanOrigin.Reviewed,
            Fingerprint = FieldValue.From("fingerprint"),
            CreatedBy = "Kari",
            ChangeCount = changes.Count,
            Blocked = [],
            Guards = content.Guards,
            Forecast = content.Forecast,
        };
        var run = Samples.Run(plan, 12);
        (run.State, run.StartedAt, run.FinishedAt) = (RunState.Completed, run.CreatedAt, run.CreatedAt.AddSeconds(14));
        return new RunReport(
            run,
            connection,
            plan,
            [.. changes.Select(change => new PersonResult(change.Target, change.Kind, change.PersonName, [change]))]
        )
        {
            Newest = true,
        };
    }

    public static ChangeRecord Change(
        int id,
        ChangeState state,
        Side target = Side.Xledger,
        Field field = Field.JobTitle,
        string name = "Åse Ødegård",
        string from = "Kokk",
        string to = "Servitør",
        ChangeKind kind = ChangeKind.Update
    ) =>
        new()
        {
            Id = id,
            Sequence = id,
            Target = target,
            Kind = kind,
            HumaId = new HumaId($"h{id}"),
            XledgerId = new XledgerId($"x{id}"),
            PersonName = name,
            Field = field,
            From = new FieldValue.Of(from),
            To = new FieldValue.Of(to),
            After = state == ChangeState.Confirmed ? new FieldValue.Of(to) : null,
            State = state,
            Reason = state is ChangeState.Refused or ChangeState.Failed ? Why : null,
        };
}

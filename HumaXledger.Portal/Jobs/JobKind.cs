using Quartz;

namespace HumaXledger.Portal.Jobs;

/// <summary>
/// Whether a job was started by a person or by the schedule. Scheduled ones share a limited number of threads (decision
/// 0046): Quartz takes triggers by their time first, so a priority alone would let a backlog of older ones go before
/// what a person has just started.
/// </summary>
internal static class JobKind
{
    /// <summary>The execution group of scheduled tasks of connections; what people start has none.</summary>
    public const string Scheduled = "scheduled";

    private const int AheadOfRounds = TriggerConstants.DefaultPriority + 5;

    /// <summary>A trigger that starts a job now.</summary>
    public static ITrigger Trigger(string name, JobKey job, bool scheduled)
    {
        var trigger = TriggerBuilder.Create().WithIdentity(name).ForJob(job).StartNow();
        return scheduled ? trigger.WithExecutionGroup(Scheduled).Build() : trigger.WithPriority(AheadOfRounds).Build();
    }
}

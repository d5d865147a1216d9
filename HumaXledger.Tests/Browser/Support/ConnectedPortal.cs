using System.Collections.Concurrent;
using HumaXledger.Core;
using HumaXledger.Core.Access;
using HumaXledger.Core.Sync.Activity;
using HumaXledger.Core.Sync.Comparing;
using HumaXledger.Core.Sync.Connections;
using HumaXledger.Core.Sync.Reviewing;
using HumaXledger.Core.Xledger;
using HumaXledger.Portal.Jobs;
using HumaXledger.Portal.Live;
using Microsoft.Extensions.DependencyInjection;
using Quartz;

namespace HumaXledger.Tests.Browser.Support;

/// <summary>The steps of an administrator before a page is shown, without a browser.</summary>
internal static class ConnectedPortal
{
    public static readonly Actor Administrator = new(
        "local-administrator",
        "Local administrator",
        "administrator@example.com",
        new HashSet<Role> { Role.IntegrationAdministrator }
    );

    private const string Company = "Fjellheim Norge AS";

    // Fixtures wait here too, whose time no test limits.
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(10);

    public static T Get<T>(this RunningPortal portal)
        where T : notnull => portal.Services.GetRequiredService<T>();

    /// <summary>The Norwegian company, connected as by the wizard.</summary>
    public static async Task<Guid> ConnectAsync(this RunningPortal portal, CancellationToken cancellation)
    {
        var key = portal.World.FullHumaKey;
        var draft = new SetupCredentials(
            "Sandbox",
            $"{key.ClientId}",
            new Secret(key.Text),
            "Sandbox",
            XledgerToken.TryRead(portal.World.FullXledgerToken.Text, out _)!
        );
        var findings = new SetupFindings();
        await foreach (
            var check in portal.Get<ConnectionSetup>().VerifyAsync(draft, findings, Administrator, cancellation)
        )
        {
            Assert.NotEqual(SetupCheckState.Failed, check.State);
        }

        var choice = new SetupChoice(
            Company,
            findings.Groups.Single(group => group.Name == Company),
            findings.Entities.Single(entity => entity.Name == Company),
            AddNewPeople: false,
            AuthorityConfirmed: true
        );
        return Assert
            .IsType<Answer<Guid>.Done>(
                await portal.Get<ConnectionSetup>().EstablishAsync(draft, findings, choice, Administrator, cancellation)
            )
            .Value;
    }

    public static async Task<ReviewSession> CompareAsync(
        this RunningPortal portal,
        Guid connectionId,
        CancellationToken cancellation
    )
    {
        // By a job, as on the pages: UnfinishedWork would give a comparison without a job a second one.
        var comparisonId = await portal.Get<SyncJobs>().CompareAsync(connectionId, Administrator, cancellation);
        using var late = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        late.CancelAfter(Longest);
        await foreach (var _ in portal.Get<RunFeed>().WatchAsync<CompareProgress>(comparisonId, late.Token)) { }

        return await portal.Get<Review>().OpenAsync(comparisonId, Actor.System, cancellation);
    }

    /// <summary>Confirms all guards that hold changes.</summary>
    public static async Task<ReviewSession> ConfirmGuardsAsync(
        this RunningPortal portal,
        ReviewSession session,
        CancellationToken cancellation
    )
    {
        foreach (var guard in session.Preview.Guards.Where(guard => guard.Holds))
        {
            session = await portal
                .Get<Review>()
                .ConfirmGuardAsync(session, guard.Kind, confirmed: true, Administrator, cancellation);
        }

        return session;
    }

    /// <summary>Executes what is decided.</summary>
    public static async Task<Guid> ApplyAsync(
        this RunningPortal portal,
        ReviewSession session,
        CancellationToken cancellation
    )
    {
        var plan = Assert.IsType<Answer<Guid>.Done>(
            await portal.Get<ReviewPlans>().MakePlanAsync(session.Record.Id, session.Shown, Administrator, cancellation)
        );
        return await portal.CarryOutAsync(plan.Value, cancellation);
    }

    /// <summary>Executes a stored plan and waits until its result was mailed, or could not be.</summary>
    public static async Task<Guid> CarryOutAsync(this RunningPortal portal, Guid planId, CancellationToken cancellation)
    {
        // By a job, as on the pages: UnfinishedWork would give a run without a job a second one. The job mails last.
        var scheduler = await portal.Get<ISchedulerFactory>().GetScheduler(cancellation);
        var ends = new JobEnds();
        scheduler.ListenerManager.AddJobListener(ends);
        try
        {
            var run = Assert
                .IsType<Answer<Guid>.Done>(
                    await portal
                        .Get<SyncJobs>()
                        .ApplyAsync(planId, Administrator, "administrator@example.com", "en", cancellation)
                )
                .Value;
            await ends.OfAsync($"apply-{run:N}").WaitAsync(Longest, cancellation);
            return run;
        }
        finally
        {
            scheduler.ListenerManager.RemoveJobListener(ends.Name);
        }
    }

    private sealed class JobEnds : IJobListener
    {
        private readonly ConcurrentDictionary<string, TaskCompletionSource> _ends = new();

        public string Name { get; } = $"ends-{Guid.NewGuid():N}";

        public Task OfAsync(string job) => Of(job).Task;

        public ValueTask JobWasExecuted(
            IJobExecutionContext context,
            JobExecutionException? jobException,
            CancellationToken cancellationToken = default
        )
        {
            Of(context.JobDetail.Key.Name).TrySetResult();
            return ValueTask.CompletedTask;
        }

        private TaskCompletionSource Of(string job) =>
            _ends.GetOrAdd(job, _ => new(TaskCreationOptions.RunContinuationsAsynchronously));
    }
}

using System.Collections.Concurrent;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Portal.Jobs;
using HumaXledger.Sandbox;
using HumaXledger.Tests.Browser.Support;
using HumaXledger.Tests.Fakes;
using Microsoft.EntityFrameworkCore;
using Quartz;

namespace HumaXledger.Tests.Portal.Mail;

/// <summary>The job of a run ends well whatever becomes of its mail.</summary>
public sealed class RunMailTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Job_OfARunWhoseMailCannotBeSent_EndsWithoutAFault()
    {
        await using var nothing = new Listening();
        var organization = new OrganizationAtWork
        {
            Settings =
            [
                "--Mail:Mode=Smtp",
                "--Mail:Smtp:Host=localhost",
                // Where something else listens, and then nothing.
                $"--Mail:Smtp:Port={nothing.Port}",
                "--Mail:Smtp:Security=Unencrypted",
            ],
        };
        await organization.InitializeAsync();
        try
        {
            var portal = organization.Portal;
            var scheduler = await portal.Get<ISchedulerFactory>().GetScheduler(Cancellation);
            var ends = new JobEnds();
            scheduler.ListenerManager.AddJobListener(ends);
            var session = await organization.ReviewedAsync(
                organization.Take(1),
                SandboxField.JobTitle,
                "Fagansvarlig",
                Cancellation
            );
            await nothing.CloseAsync();
            var run = await portal.ApplyAsync(session, Cancellation);

            Assert.Null(await ends.OfAsync(run, times: 1));
            var times = 1;
            foreach (
                var address in (string[])
                    [
                        "not an address",
                        "kari@",
                        "kari@example.no\r\nBcc: other@example.com",
                        "kari@xn--.no",
                        new string('k', 70_000) + "@example.no",
                    ]
            )
            {
                await using (var store = await StoreAsync())
                {
                    await store.UndeliveredMails.ExecuteDeleteAsync(Cancellation);
                    await store.Runs.ExecuteUpdateAsync(
                        set => set.SetProperty(row => row.MailTo, address),
                        Cancellation
                    );
                }

                await portal.Get<SyncJobs>().ResumeRunAsync(run, Cancellation);

                Assert.Null(await ends.OfAsync(run, ++times));
                await using var after = await StoreAsync();
                var failed = await after.UndeliveredMails.SingleAsync(Cancellation);
                Assert.Equal((run, address), (failed.RunId, failed.Recipient));
            }

            Task<SyncDbContext> StoreAsync() =>
                portal.Get<IDbContextFactory<SyncDbContext>>().CreateDbContextAsync(Cancellation);
        }
        finally
        {
            await organization.DisposeAsync();
        }
    }

    /// <summary>Holds a port free of mail servers.</summary>
    private sealed class Listening : IAsyncDisposable
    {
        private readonly System.Net.Sockets.TcpListener _listener = new(System.Net.IPAddress.Loopback, 0);

        public Listening() => _listener.Start();

        public int Port => ((System.Net.IPEndPoint)_listener.LocalEndpoint).Port;

        public Task CloseAsync()
        {
            _listener.Stop();
            return Task.CompletedTask;
        }

        public ValueTask DisposeAsync()
        {
            _listener.Dispose();
            return ValueTask.CompletedTask;
        }
    }

    private sealed class JobEnds : IJobListener
    {
        private readonly ConcurrentQueue<(string Job, Exception? Fault)> _ends = new();

        public string Name { get; } = $"ends-{Guid.NewGuid():N}";

        /// <summary>How the job of a run ended for the n-th time.</summary>
        public async Task<Exception?> OfAsync(Guid run, int times)
        {
            await Until.SoAsync(() => Ends().Count() >= times, RunningPortal.Patience);
            return Ends().ElementAt(times - 1).Fault;

            IEnumerable<(string Job, Exception? Fault)> Ends() => _ends.Where(end => end.Job == $"apply-{run:N}");
        }

        public ValueTask JobWasExecuted(
            IJobExecutionContext context,
            JobExecutionException? jobException,
            CancellationToken cancellationToken = default
        )
        {
            _ends.Enqueue((context.JobDetail.Key.Name, jobException));
            return ValueTask.CompletedTask;
        }
    }
}

using System.Collections.Concurrent;
using System.Diagnostics;
using HumaXledger.Core;
using HumaXledger.Core.Access;
using HumaXledger.Core.Storage.Connections;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Keys;
using HumaXledger.Core.Sync.Activity;
using HumaXledger.Core.Sync.Watching;
using HumaXledger.Portal.Jobs;
using HumaXledger.Tests.Browser.Support;
using HumaXledger.Tests.Fakes;
using HumaXledger.Tests.Storage.Database;
using Microsoft.EntityFrameworkCore;
using Quartz;

namespace HumaXledger.Tests.Portal.Jobs;

/// <summary>What a person starts does not wait for what is scheduled, in a real Portal.</summary>
public sealed class PeopleFirstTests : IAsyncLifetime
{
    private const int Queued = 30;

    private readonly Starts _starts = new();
    private StubServer _huma = null!;
    private RunningPortal _portal = null!;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        // A comparison waits for an answer that never comes.
        _huma = await StubServer.StartAsync(context =>
            new TaskCompletionSource().Task.WaitAsync(context.RequestAborted)
        );
        _portal = new RunningPortal { Settings = [$"--Huma:Environments:Silent:BaseAddress={_huma.Address}"] };
        await _portal.InitializeAsync();
        var scheduler = await _portal.Get<ISchedulerFactory>().GetScheduler(Cancellation);
        scheduler.ListenerManager.AddJobListener(_starts);
    }

    public async ValueTask DisposeAsync()
    {
        await (await _portal.Get<ISchedulerFactory>().GetScheduler(CancellationToken.None)).Clear(
            CancellationToken.None
        );
        await _portal.DisposeAsync();
        await _huma.DisposeAsync();
    }

    [Fact]
    public async Task ThirtyScheduledChecksWait_WhatAPersonStartsBeginsBeforeThem()
    {
        var connections = new List<Guid>();
        for (var number = 0; number <= Queued; number++)
        {
            connections.Add(await AddAsync($"token {number}"));
        }

        var jobs = _portal.Get<SyncJobs>();
        var checks = new List<Guid>();
        foreach (var connection in connections.Take(Queued))
        {
            checks.Add(
                Assert
                    .IsType<Answer<Guid>.Done>(await jobs.CheckDriftAsync(connection, Actor.System, Cancellation))
                    .Value
            );
        }

        await _starts.AreAsync(new ScheduleOptions().ScheduledThreads);

        var pressed = Stopwatch.GetTimestamp();
        var compared = await jobs.CompareAsync(connections[^1], ConnectedPortal.Administrator, Cancellation);
        await _starts.OfAsync(compared);
        var comparing = Stopwatch.GetElapsedTime(pressed);

        // A person asks for a check that waits in the queue.
        var waiting = checks.First(check => !_starts.Has(check));
        pressed = Stopwatch.GetTimestamp();
        var joined = await jobs.CheckDriftAsync(
            connections[checks.IndexOf(waiting)],
            ConnectedPortal.Administrator,
            Cancellation
        );
        Assert.Equal(waiting, Assert.IsType<Answer<Guid>.Done>(joined).Value);
        await _starts.OfAsync(waiting);
        var checking = Stopwatch.GetElapsedTime(pressed);

        TestContext.Current.TestOutputHelper?.WriteLine($"Compare {comparing}, check {checking}");
        // The checks that began first have not ended, and no other one has begun: only what a person started has.
        Assert.Equal(new ScheduleOptions().ScheduledThreads + 2, _starts.Count);
    }

    [Fact]
    public async Task DueComparisonsOfOneToken_StartOneAfterTheOther()
    {
        Guid[] connections = [await AddAsync("one"), await AddAsync("one"), await AddAsync("other")];
        var turns = _portal.Get<ComparisonPerToken>();
        List<Due> due =
        [
            new(connections[0], DueKind.TokenHealth),
            new(connections[0], DueKind.DriftCheck),
            new(connections[1], DueKind.QuickComparison),
            new(connections[1], DueKind.Dates),
            new(connections[2], DueKind.QuickComparison),
        ];

        var chosen = await turns.ChooseAsync(due, Cancellation);
        Assert.Equal([due[0], due[1], due[3], due[4]], chosen);

        // One of the token is under way now, and one of the other token.
        await _portal.Get<SyncJobs>().CheckDriftAsync(connections[0], Actor.System, Cancellation);
        await _portal.Get<SyncJobs>().CompareQuicklyAsync(connections[2], Cancellation);
        Assert.Equal([due[0], due[3]], await turns.ChooseAsync(due, Cancellation));
    }

    [Fact]
    public void Settings_AsManyScheduledThreadsAsThereAre_AreRefused()
    {
        var options = new ScheduleOptions { Threads = 4, ScheduledThreads = 4 };

        var refusal = Assert.Single(options.Validate(new(options)));

        Assert.Contains("Schedule:ScheduledThreads", refusal.ErrorMessage, StringComparison.Ordinal);
        options.ScheduledThreads = 3;
        Assert.Empty(options.Validate(new(options)));
    }

    private async Task<Guid> AddAsync(string token)
    {
        var vault = _portal.Get<SecretVault>();
        var id = Guid.NewGuid();
        var sample = Samples.Connection();
        var connection = new Connection
        {
            Id = id,
            Name = $"Fjellheim {id}",
            State = ConnectionState.Active,
            HumaEnvironment = "Silent",
            HumaClientId = "client",
            HumaClientSecret = vault.Protect(new Secret("a secret"), SecretKind.HumaClientSecret, id, "Silent"),
            HumaOrganizationId = sample.HumaOrganizationId,
            XledgerEnvironment = "Sandbox",
            XledgerToken = vault.Protect(
                new Secret(_portal.World.FullXledgerToken.Text),
                SecretKind.XledgerToken,
                id,
                "Sandbox"
            ),
            XledgerTokenFingerprint = token,
            XledgerEntityId = $"{id}",
            XledgerEntityName = sample.XledgerEntityName,
            AuthorityConfirmedBy = "Kari",
        };
        await using var context = _portal.Get<IDbContextFactory<SyncDbContext>>().CreateDbContext();
        context.Add(connection);
        await context.SaveChangesAsync(Cancellation);
        return id;
    }

    /// <summary>Which comparisons have begun.</summary>
    private sealed class Starts : IJobListener
    {
        private readonly ConcurrentDictionary<string, bool> _names = new();

        public string Name => "starts";

        public int Count => _names.Count;

        public bool Has(Guid comparison) => _names.ContainsKey($"compare-{comparison:N}");

        public Task OfAsync(Guid comparison) => Until.SoAsync(() => Has(comparison));

        public Task AreAsync(int count) => Until.SoAsync(() => Count >= count);

        public ValueTask JobToBeExecuted(IJobExecutionContext context, CancellationToken cancellationToken = default)
        {
            if (context.JobDetail.Key.Name.StartsWith("compare-", StringComparison.Ordinal))
            {
                _names[context.JobDetail.Key.Name] = true;
            }

            return ValueTask.CompletedTask;
        }
    }
}

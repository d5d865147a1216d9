using HumaXledger.Core.People;
using HumaXledger.Core.Planning;
using HumaXledger.Core.Planning.Deciding;
using HumaXledger.Core.Storage.Plans;
using HumaXledger.Core.Storage.Runs;
using HumaXledger.Core.Sync.FollowUps;
using HumaXledger.Core.Sync.Reviewing;
using HumaXledger.Sandbox;
using HumaXledger.Sandbox.FaultInjection;

namespace HumaXledger.Tests.Sync.Running.FaultTable;

/// <summary>
/// A connected company of a few ordinary people, in which one write after the other meets a fault. Used by one test at
/// a time.
/// </summary>
public sealed class FaultBench : IAsyncLifetime
{
    /// <summary>Longer than the clients' timeout, so that they give up.</summary>
    public static readonly TimeSpan QuietLogging = TimeSpan.FromMinutes(7);

    private const int People = 12;

    private Guid _connection;
    private int _turn;

    public SyncFixture SyncFixture { get; private set; } = null!;

    public SandboxWorld World => SyncFixture.World;

    public IReadOnlyList<Someone> Staff { get; private set; } = [];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        // Comparing costs credits, and this compares more within an hour than any user would.
        SyncFixture = await SyncFixture.OpenAsync(
            sandbox => sandbox.Limits.Xledger.Credits = int.MaxValue,
            settings: ("Xledger:CreditWait", "00:00:50")
        );
        // The clients' timeout is five minutes.
        SyncFixture.Clock.LongWaitBegun += length =>
        {
            if (length == QuietLogging)
            {
                SyncFixture.Clock.Pass(TimeSpan.FromMinutes(5));
            }
        };
        Staff = SyncFixture.Ordinary(People);
        SendHomeAllOthers();
        _connection = await SyncFixture.ConnectAsync(Cancellation);
    }

    public ValueTask DisposeAsync() => SyncFixture.DisposeAsync();

    private void SendHomeAllOthers() => SendHomeAllOthersBut(null);

    private void SendHomeAllOthersBut(Subject? subject)
    {
        var staying = Staff.Select(one => (Guid?)one.HumaId).ToHashSet();
        foreach (
            var person in World
                .People(null, 0, int.MaxValue)
                .Page.Where(person =>
                    !staying.Contains(person.HumaId) && (subject?.HumaId is null || subject.HumaId != person.HumaId)
                )
        )
        {
            if (person.HumaId is { } user)
            {
                World.DeleteInHuma(user);
            }

            if (person.EmployeeDbId is { } employee)
            {
                World.DeleteInXledger(employee);
            }
        }
    }

    /// <summary>
    /// Makes a value differ or a person missing, chooses the right side, and executes the run with the fault.
    /// </summary>
    internal async Task<FaultedRun> MeetAsync(WriteKind write, Fault fault)
    {
        var subject = write.Begin(this, ++_turn);
        var plan = await SyncFixture.PlanAsync(await ReviewedAsync(write, subject), Cancellation);
        var run = await SyncFixture.StartAsync(plan, Cancellation);
        foreach (var rule in fault.Rules(write, subject))
        {
            World.Faults.Add(rule);
        }

        var report = await SyncFixture.RunAsync(run, Cancellation);
        var struck = World.Faults.Pending.Count == 0 || fault.Lasts;
        var held = subject.HeldByTarget(World);
        World.ClearFaults();
        if (fault.Kind == FaultKind.DemoRefreshed)
        {
            SendHomeAllOthersBut(subject);
        }

        if (fault.Kind == FaultKind.CreditsUsedUp)
        {
            // Until then no request is sent to Xledger.
            SyncFixture.Clock.Pass(TimeSpan.FromDays(1));
        }

        return new FaultedRun(subject, report, struck, held);
    }

    /// <summary>A whole sync with the same decisions as before ends with the wanted values and no duplicates.</summary>
    internal async Task SyncAgainAsync(WriteKind write, FaultedRun run)
    {
        if (run.Outcome != "ok")
        {
            var session = await ReviewedAsync(write, run.Subject);
            if (session.Preview.Changes.Count > 0)
            {
                await SyncFixture.ApplyAsync(session, Cancellation);
            }
        }

        var person = run.Subject.Person(World);
        Assert.NotNull(person.HumaId);
        Assert.NotNull(person.EmployeeDbId);
        Assert.Equal(run.Subject.Wanted ?? run.Subject.HeldByTarget(World), run.Subject.HeldByTarget(World));
        Assert.Single(World.Huma.All(), user =>
            string.Equals(user.Email, person.Huma[SandboxField.Email], StringComparison.OrdinalIgnoreCase)
        );
        Assert.Single(World.Xledger.Employees.All(), row => row.Code == person.Huma[SandboxField.EmploymentId]);
        if (write.Kind == ChangeKind.Create)
        {
            // They would be compared from now on.
            SendHomeAllOthers();
        }
    }

    private async Task<ReviewSession> ReviewedAsync(WriteKind write, Subject subject)
    {
        var session = await SyncFixture.CompareAsync(_connection, Cancellation);
        var review = SyncFixture.Get<Review>();
        var choice = write.Target == Side.Xledger ? FieldChoice.UseHuma : FieldChoice.UseXledger;
        var mine = session
            .Comparison.Differences.Where(difference =>
                subject.Is(difference.Pair.Huma.Id) || subject.Is(difference.Pair.Xledger.Id)
            )
            .Where(difference => Review.Can(difference, choice))
            .ToList();
        (session, _) = await review.DecideAsync(session, mine, choice, SyncFixture.Administrator, Cancellation);
        var toHuma = session
            .AddCandidates(Side.Huma)
            .Where(one => one.CanBeAdded && subject.Is(one.Person.Id))
            .Select(one => new XledgerId(one.Person.Id))
            .ToList();
        var toXledger = session
            .AddCandidates(Side.Xledger)
            .Where(one => one.CanBeAdded && subject.Is(one.Person.Id))
            .Select(one => new HumaId(one.Person.Id))
            .ToList();
        return await SyncFixture.ConfirmGuardsAsync(
            await review.ChooseAdditionsAsync(session, toHuma, toXledger, SyncFixture.Administrator, Cancellation),
            Cancellation
        );
    }
}

/// <param name="Struck">Whether the fault occurred at all.</param>
/// <param name="Held">The target's value after the run.</param>
internal sealed record FaultedRun(Subject Subject, RunReport Report, bool Struck, string? Held)
{
    public IReadOnlyList<ChangeRecord> Changes => [.. Report.People.SelectMany(person => person.Changes)];

    /// <summary>The outcome of the run or of its changes, in the table's terms.</summary>
    public string Outcome
    {
        get
        {
            if (Report.Run.State != RunState.Completed)
            {
                return $"stops {Report.Run.Failure?.Code}";
            }

            var open = Changes
                .Where(change => change.State != ChangeState.Confirmed)
                .Select(change =>
                    change.State == ChangeState.Held
                        ? "held"
                        : $"{change.State.ToString().ToLowerInvariant()} {change.Reason?.Code}"
                )
                .Distinct()
                .Order(StringComparer.Ordinal)
                .ToList();
            return open.Count == 0 ? "ok" : string.Join(", ", open);
        }
    }
}

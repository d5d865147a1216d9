using System.Globalization;
using HumaXledger.Core.People;
using HumaXledger.Core.Planning;
using HumaXledger.Core.Planning.Deciding;
using HumaXledger.Core.Storage.Plans;
using HumaXledger.Core.Sync.FollowUps;
using HumaXledger.Core.Sync.Reviewing;
using HumaXledger.Sandbox;
using HumaXledger.Sandbox.FaultInjection;
using HumaXledger.Tests.Sandbox;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Tests.Sync;

/// <summary>
/// Rounds of random edits by others in both systems, random decisions, faults and crashes, from a printed seed. After
/// each round the journal is true; after the faults no one exists twice, nothing was written without a decision, and a
/// further sync has nothing left to do.
/// </summary>
public sealed class ModelTests
{
    private const int Rounds = 4;

    private static readonly SandboxField[] Edited =
    [
        SandboxField.JobTitle,
        SandboxField.Address,
        SandboxField.EmploymentEnd,
        SandboxField.FamilyName,
        SandboxField.Phone,
    ];

    private static readonly FaultKind[] Faults =
    [
        FaultKind.Status500,
        FaultKind.Status502Html,
        FaultKind.Status429,
        FaultKind.Status503,
        FaultKind.HtmlInsteadOfJson,
        FaultKind.ConnectionResetBefore,
        FaultKind.ConnectionResetAfter,
        FaultKind.TruncatedJson,
        FaultKind.PartialCommit,
        FaultKind.BurstReached,
        FaultKind.ConcurrencyReached,
        FaultKind.AccessRevoked,
        FaultKind.GraphQlErrorWithData,
    ];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(1)]
    [InlineData(20260101)]
    [InlineData(77)]
    public async Task Rounds_OfEditsFaultsAndCrashes_EndInTheDecidedState(int seed)
    {
        TestContext.Current.TestOutputHelper?.WriteLine($"Seed {seed}");
        var random = new Random(seed);
        await using var fixture = await SyncFixture.OpenAsync(
            sandbox => sandbox.Limits.Xledger.Credits = int.MaxValue,
            settings: ("Xledger:CreditWait", "00:00:50")
        );
        var staff = fixture.Ordinary(15);
        var connection = await fixture.ConnectAsync(Cancellation);
        var turn = 0;
        for (var round = 0; round < Rounds; round++)
        {
            Edit(fixture, staff, random, ref turn);
            if (random.Next(2) == 0)
            {
                fixture.World.HireInHuma();
                fixture.World.HireInXledger();
            }

            var session = await DecidedAsync(fixture, connection, staff, random);
            var before = Held(fixture.World);
            var run = await fixture.StartAsync(await fixture.PlanAsync(session, Cancellation), Cancellation);
            var report = await CarryOutAsync(fixture, run, random);
            fixture.World.ClearFaults();
            AssertTrue(fixture.World, report, before);
        }

        // Everything that can be equal becomes equal, and then nothing is left.
        for (var calm = 0; calm < 2; calm++)
        {
            await fixture.ApplyAsync(await DecidedAsync(fixture, connection, staff, null), Cancellation);
        }

        var last = await DecidedAsync(fixture, connection, staff, null);
        Assert.DoesNotContain(last.Preview.Changes, change =>
            change.Kind == ChangeKind.Update && staff.Any(one => $"{one.HumaId}" == change.Huma?.Value)
        );
        AssertNobodyTwice(fixture.World);
        await AssertBaselinesAsync(fixture, last);
    }

    private static void Edit(SyncFixture fixture, IReadOnlyList<Someone> staff, Random random, ref int turn)
    {
        for (var count = random.Next(3, 9); count > 0; count--)
        {
            var (person, field) = (staff[random.Next(staff.Count)], Edited[random.Next(Edited.Length)]);
            var value = Value(field, ++turn);
            if (random.Next(2) == 0)
            {
                fixture.World.EditInHuma(person.HumaId, field, value);
            }
            else
            {
                fixture.World.EditInXledger(person.EmployeeDbId, field, value);
            }
        }
    }

    private static string Value(SandboxField field, int turn) =>
        field switch
        {
            SandboxField.JobTitle => $"Fagansvarlig {turn}",
            SandboxField.Address => $"Nygata {turn}; 0155; Oslo; NO",
            SandboxField.EmploymentEnd => new DateOnly(2035, 1, 1)
                .AddDays(turn)
                .ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            SandboxField.FamilyName => $"Nyheim{(char)('a' + (turn / 26 % 26))}{(char)('a' + (turn % 26))}",
            _ => $"+47 987{turn:00000}",
        };

    /// <param name="random">Chooses a side, or none, for each difference of the staff; null chooses Huma's side where
    /// possible, else Xledger's.</param>
    private static async Task<ReviewSession> DecidedAsync(
        SyncFixture fixture,
        Guid connection,
        IReadOnlyList<Someone> staff,
        Random? random
    )
    {
        var session = await fixture.CompareAsync(connection, Cancellation);
        var review = fixture.Get<Review>();
        var ids = staff.Select(one => $"{one.HumaId}").ToHashSet();
        foreach (
            var difference in session.Comparison.Differences.Where(difference => ids.Contains(difference.Pair.Huma.Id))
        )
        {
            var choice = random?.Next(3) switch
            {
                0 => FieldChoice.UseXledger,
                1 => FieldChoice.Skip,
                null => Review.Can(difference, FieldChoice.UseHuma) ? FieldChoice.UseHuma : FieldChoice.UseXledger,
                _ => FieldChoice.UseHuma,
            };
            (session, _) = await review.DecideAsync(
                session,
                [difference],
                choice,
                SyncFixture.Administrator,
                Cancellation
            );
        }

        var newHere = session
            .AddCandidates(Side.Huma)
            .Where(one => one.CanBeAdded)
            .TakeLast(1)
            .Select(one => new XledgerId(one.Person.Id))
            .ToList();
        var newThere = session
            .AddCandidates(Side.Xledger)
            .Where(one => one.CanBeAdded)
            .TakeLast(1)
            .Select(one => new HumaId(one.Person.Id))
            .ToList();
        return await fixture.ConfirmGuardsAsync(
            await review.ChooseAdditionsAsync(session, newHere, newThere, SyncFixture.Administrator, Cancellation),
            Cancellation
        );
    }

    // With faults on the way, and interrupted at some point as by a crash: then another attempt resumes it.
    private static async Task<RunReport> CarryOutAsync(SyncFixture fixture, Guid run, Random random)
    {
        for (var count = random.Next(4); count > 0; count--)
        {
            fixture.World.Faults.Add(
                new FaultRule(Faults[random.Next(Faults.Length)])
                {
                    FromCall = random.Next(1, 25),
                    Times = random.Next(1, 3),
                }
            );
        }

        if (random.Next(2) == 0)
        {
            using var crash = new CancellationTokenSource();
            var left = random.Next(1, 6);
            try
            {
                await fixture.RunAsync(run, crash.Token, _ =>
                {
                    if (--left == 0)
                    {
                        crash.Cancel();
                    }
                });
            }
            catch (OperationCanceledException) when (crash.IsCancellationRequested)
            {
                // The process has ended.
            }
        }

        return await fixture.RunAsync(run, Cancellation);
    }

    private static void AssertTrue(
        SandboxWorld world,
        RunReport report,
        Dictionary<(Side Side, string Id, SandboxField Field), string?> before
    )
    {
        var changes = report.People.SelectMany(person => person.Changes).ToList();
        var now = Held(world);
        Assert.NotNull(report.Run.FinishedAt);
        foreach (
            var change in changes.Where(change => change is { State: ChangeState.Confirmed, Kind: ChangeKind.Update })
        )
        {
            var id = change.Target == Side.Huma ? change.HumaId!.Value.Value : change.XledgerId!.Value.Value;
            var held = now[(change.Target, id, change.Field.InSandbox())];
            Assert.True(
                change.Field == Field.Address || FieldNormal.Same(change.Field, FieldValue.From(held), change.To, "NO"),
                $"{change.Field} of {id} in {change.Target} is told to be written and is not."
            );
        }

        var planned = changes
            .Select(change =>
                (
                    change.Target,
                    change.Target == Side.Huma ? change.HumaId?.Value : change.XledgerId?.Value,
                    change.Field.InSandbox()
                )
            )
            .ToHashSet();
        foreach (var (place, value) in now)
        {
            Assert.True(
                !before.TryGetValue(place, out var earlier) || earlier == value || planned.Contains(place),
                $"{place} was changed and nobody chose that."
            );
        }

        AssertNobodyTwice(world);
    }

    private static void AssertNobodyTwice(SandboxWorld world)
    {
        Assert.DoesNotContain(world.Huma.All().GroupBy(user => user.Email, StringComparer.OrdinalIgnoreCase), group =>
            group.Count() > 1
        );
        var newcomers = world.Xledger.Employees.All().Where(row => row.Code is { Length: 7 });
        Assert.DoesNotContain(newcomers.GroupBy(row => row.Code), group => group.Count() > 1);
    }

    // The baseline is the value of both systems, unless it was edited since; here it was not.
    private static async Task AssertBaselinesAsync(SyncFixture fixture, ReviewSession last)
    {
        await using var store = fixture.Store();
        var pairs = last.Comparison.Matches.Pairs.ToDictionary(pair => pair.Huma.Id);
        foreach (var link in await store.Links.AsNoTracking().ToListAsync(Cancellation))
        {
            var pair = pairs[link.HumaId.Value];
            foreach (var (field, agreed) in link.Baseline.Where(entry => entry.Value.IsKnown))
            {
                Assert.True(
                    FieldNormal.Same(field, pair.Huma[field], agreed, last.Country)
                        || FieldNormal.Same(field, pair.Xledger[field], agreed, last.Country),
                    $"The baseline of {field} of {link.HumaId} is held by neither system."
                );
            }
        }
    }

    private static Dictionary<(Side Side, string Id, SandboxField Field), string?> Held(SandboxWorld world)
    {
        var held = new Dictionary<(Side, string, SandboxField), string?>();
        foreach (var person in world.People(null, 0, int.MaxValue).Page)
        {
            foreach (var field in Enum.GetValues<SandboxField>())
            {
                if (person.HumaId is { } user)
                {
                    held[(Side.Huma, $"{user}", field)] = person.Huma.GetValueOrDefault(field);
                }

                if (person.EmployeeDbId is { } employee)
                {
                    held[(Side.Xledger, $"{employee}", field)] = person.Xledger.GetValueOrDefault(field);
                }
            }
        }

        return held;
    }
}

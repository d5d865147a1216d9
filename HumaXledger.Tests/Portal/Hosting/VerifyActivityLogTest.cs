using HumaXledger.Core.Access;
using HumaXledger.Core.Storage.Activity;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Portal;
using HumaXledger.Portal.Hosting;
using HumaXledger.Tests.Storage.Database;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace HumaXledger.Tests.Portal.Hosting;

public sealed class VerifyActivityLogOnSqliteTest(SqliteStore store) : VerifyActivityLogTest<SqliteStore>(store)
{
    [Fact]
    public async Task Verify_MissingFile_IsUnreadableAndNotCreated()
    {
        var file = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.db");

        Assert.Equal(3, (await RunAsync($"--ConnectionStrings:HumaXledger=Data Source={file}")).Code);
        Assert.False(File.Exists(file));
    }

    [Theory]
    [InlineData("1:ab")]
    [InlineData("")]
    public async Task Verify_MalformedMark_IsRefused(string mark) =>
        Assert.Contains("NUMBER:HASH", (await RunAsync("--expect", mark)).Errors, StringComparison.Ordinal);

    // From the arguments of the process; it writes to its own output and opens no port.
    [Fact]
    public async Task Portal_CalledWithTheVerb_VerifiesInsteadOfStarting() =>
        Assert.Equal(
            3,
            await PortalHost.RunAsync([
                VerifyActivityLog.Verb,
                $"--ConnectionStrings:HumaXledger=Data Source={Path.GetTempPath()}{Guid.NewGuid():N}.db",
            ])
        );
}

public sealed class VerifyActivityLogOnPostgresTest(PostgresStore store) : VerifyActivityLogTest<PostgresStore>(store);

/// <summary>The command that verifies the activity log: its output and exit code.</summary>
public abstract class VerifyActivityLogTest<T>(T store) : IClassFixture<T>
    where T : TestStore
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Verify_IntactAndThenChangedLog_ReportsBoth()
    {
        var log = store.Get<ActivityLog>();
        await log.AppendAsync(Actor.Behind("Kari"), "one", cancellation: Cancellation);
        var early = await log.HeadAsync(Cancellation);
        await log.AppendAsync(Actor.Behind("Kari"), "two", cancellation: Cancellation);

        var whole = await OfStoreAsync();
        Assert.Equal((0, ""), (whole.Code, whole.Errors));
        Assert.Equal(
            $"Whole: 2 entries. Keep this elsewhere: {await log.HeadAsync(Cancellation)}",
            whole.Output.Trim()
        );
        Assert.Equal(0, (await OfStoreAsync("--expect", $"{early}")).Code);
        Assert.Equal(
            (1, "Broken at number 1: the entry has another hash than was expected; the log was written anew."),
            Said(await OfStoreAsync("--expect", $"1:{ActivityForm.Beginning}"))
        );
        // In the form of a setting it is no setting.
        Assert.Equal(1, (await OfStoreAsync($"--expect=1:{ActivityForm.Beginning}")).Code);
        Assert.Equal(3, (await OfStoreAsync("--expect=")).Code);
        Assert.Equal(3, (await OfStoreAsync($"expect={early}")).Code);
        Assert.Equal(3, (await OfStoreAsync("--expected", $"{early}")).Code);
        Assert.Equal(3, (await OfStoreAsync("--expect", $"{early}", "--expect", $"{early}")).Code);
        Assert.Equal(
            (1, "Broken at number 3: the entries from here on are missing."),
            Said(await OfStoreAsync("--expect", $"9:{ActivityForm.Beginning}"))
        );

        await using (var context = store.Open())
        {
            await context.ActivityHead.ExecuteUpdateAsync(set => set.SetProperty(head => head.Number, 1), Cancellation);
        }

        Assert.Equal(
            (1, "Broken at number 1: the head of the chain is not the last entry."),
            Said(await OfStoreAsync())
        );
    }

    [Fact]
    public async Task Verify_CutLog_SaysWhetherTheExpectedEntryWasThere()
    {
        await using var cut = store.Build(await store.SettingsAsync());
        await cut.GetRequiredService<StorageMigrator>().MigrateAsync(Cancellation);
        var log = cut.GetRequiredService<ActivityLog>();
        // The command reads the real clock: a cut that is to come explains nothing.
        store.Clock.Now = TestStore.Start.AddDays(-400);
        await log.AppendAsync(Actor.Behind("Kari"), "one", cancellation: Cancellation);
        var first = await log.HeadAsync(Cancellation);
        await log.AppendAsync(Actor.Behind("Kari"), "two", cancellation: Cancellation);
        store.Clock.Now = TestStore.Start.AddDays(-360);
        await log.AppendAsync(Actor.Behind("Kari"), "three", cancellation: Cancellation);
        store.Clock.Now = TestStore.Start;
        await log.CutAsync(store.Clock.Now.UtcDateTime.AddDays(-365), Cancellation);
        var end = await log.HeadAsync(Cancellation);
        var connection = cut.GetRequiredService<StorageConnection>();
        const string Days = "--Retention:ActivityDays=365";

        Assert.Equal(0, (await OfAsync(connection, Days)).Code);
        Assert.Equal(0, (await OfAsync(connection, Days, "--expect", $"{end}")).Code);
        var notFound = await OfAsync(connection, Days, "--expect", $"{first}");
        Assert.Equal(2, notFound.Code);
        Assert.Contains("could not be compared", notFound.Output, StringComparison.Ordinal);
        Assert.Equal(
            (
                1,
                "Broken at number 2: the entries up to here were removed, and Retention:ActivityDays does not explain it."
            ),
            Said(await OfAsync(connection))
        );

        // As an earlier version left it.
        await using (var context = cut.GetRequiredService<IDbContextFactory<SyncDbContext>>().CreateDbContext())
        {
            await context.Activity.Where(act => act.Number == 2).ExecuteDeleteAsync(Cancellation);
        }

        var earlier = await OfAsync(connection, Days);
        Assert.Equal(4, earlier.Code);
        Assert.Contains("without proof of their age", earlier.Output, StringComparison.Ordinal);
    }

    protected static async Task<(int Code, string Output, string Errors)> RunAsync(params string[] args)
    {
        await using StringWriter output = new(),
            errors = new();
        return (
            await VerifyActivityLog.RunAsync(args, output, errors, Cancellation),
            output.ToString(),
            errors.ToString()
        );
    }

    private static (int Code, string Output) Said((int Code, string Output, string Errors) answer) =>
        (answer.Code, answer.Output.Trim());

    private Task<(int Code, string Output, string Errors)> OfStoreAsync(params string[] more) =>
        OfAsync(store.Connection, more);

    private static Task<(int Code, string Output, string Errors)> OfAsync(
        StorageConnection connection,
        params string[] more
    ) =>
        RunAsync([
            $"--Storage:Provider={connection.Provider}",
            $"--ConnectionStrings:HumaXledger={connection.ConnectionString}",
            .. more,
        ]);
}

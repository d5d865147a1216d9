using System.Diagnostics;
using HumaXledger.Core.Storage.Keys;
using HumaXledger.Portal;
using HumaXledger.Portal.Hosting;
using HumaXledger.Tests.Storage.Database;
using HumaXledger.Tests.Storage.Keys;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Tests.Portal.Hosting;

public sealed class RotateValueKeysOnSqliteTest(SqliteStore store) : RotateValueKeysTest<SqliteStore>(store)
{
    [Fact]
    public async Task Rotate_MissingFile_IsUnusableAndNotCreated()
    {
        var file = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.db");

        Assert.Equal(
            3,
            await PortalHost.RunAsync([RotateValueKeys.Verb, $"--ConnectionStrings:HumaXledger=Data Source={file}"])
        );
        Assert.False(File.Exists(file));
    }
}

public sealed class RotateValueKeysOnPostgresTest(PostgresStore store) : RotateValueKeysTest<PostgresStore>(store);

/// <summary>The command that rotates the value keys, as a process that is killed.</summary>
public abstract class RotateValueKeysTest<T>(T store) : IClassFixture<T>
    where T : TestStore
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Rotate_KilledTwice_IsFinishedByTheThirdProcess()
    {
        await using var made = await SealedStore.OpenAsync(store, people: 1_500);
        var values = await made.ValuesAsync();
        var old = Assert.Single(await made.KeysAsync());

        // Killed with the key just made, then in the middle of the values.
        Assert.Equal(137, await RunAsync(made, killAt: rotation => rotation.NewKey is not null));
        Assert.Equal(137, await RunAsync(made, killAt: rotation => rotation.Resealed > 1_000));
        Assert.Equal(values, await made.ValuesAsync());
        Assert.Equal(2, (await made.KeysAsync()).Count);

        Assert.Equal(0, await RunAsync(made, killAt: _ => false));
        Assert.Equal(values, await made.ValuesAsync());
        Assert.NotEqual(old, Assert.Single(await made.KeysAsync()));
    }

    // The exit code; 128 and the signal's number for a killed process.
    private static async Task<int> RunAsync(SealedStore made, Func<ValueKeyRotation, bool> killAt)
    {
        await ReleaseAsync(made);
        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardOutput = true,
            ArgumentList = { Path.Combine(AppContext.BaseDirectory, "HumaXledger.Portal.dll"), RotateValueKeys.Verb },
        };
        foreach (var (key, value) in made.Settings)
        {
            start.ArgumentList.Add($"--{key}={value}");
        }

        start.ArgumentList.Add("--ValueKeys:SettleFor=00:00:01");
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(Cancellation);
        while (!process.HasExited)
        {
            await using var context = made.Open();
            if (
                await context.ValueKeyRotations.AsNoTracking().SingleOrDefaultAsync(Cancellation) is { } rotation
                && killAt(rotation)
            )
            {
                process.Kill();
                break;
            }
        }

        await process.WaitForExitAsync(Cancellation);
        Assert.DoesNotContain(SealedStore.Numbers[0], await output, StringComparison.Ordinal);
        return process.ExitCode;
    }

    // The lease of the killed process: it would be over after a while.
    private static async Task ReleaseAsync(SealedStore made)
    {
        await using var context = made.Open();
        await context.ValueKeyRotations.ExecuteUpdateAsync(
            set => set.SetProperty(row => row.HeldUntil, DateTime.UnixEpoch),
            Cancellation
        );
    }
}

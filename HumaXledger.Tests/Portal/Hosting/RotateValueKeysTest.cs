using System.Diagnostics;
using HumaXledger.Core.Access;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Keys;
using HumaXledger.Portal;
using HumaXledger.Portal.Hosting;
using HumaXledger.Tests.Access;
using HumaXledger.Tests.Storage.Database;
using HumaXledger.Tests.Storage.Keys;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

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
        Assert.Equal(137, await RunAsync(made, killAt: line => line == "A new key is made."));
        Assert.Equal(137, await RunAsync(made, killAt: line => line.Contains("rows checked") && line[0] != '0'));
        Assert.Equal(values, await made.ValuesAsync());
        Assert.Equal(2, (await made.KeysAsync()).Count);

        Assert.Equal(0, await RunAsync(made, killAt: _ => false));
        Assert.Equal(values, await made.ValuesAsync());
        Assert.NotEqual(old, Assert.Single(await made.KeysAsync()));
        await using var context = made.Open();
        Assert.All(await context.Activity.AsNoTracking().ToListAsync(Cancellation), act =>
            Assert.EndsWith($"({RotateValueKeys.Verb})", act.Who, StringComparison.Ordinal)
        );
    }

    // From a shell without the settings of the service, which would make a new key and store it in clear.
    [Fact]
    public async Task Rotate_WithoutTheCertificateOfTheKeyRing_IsRefusedAndMakesNoKey()
    {
        await using var made = await SealedStore.OpenAsync(store);
        var folder = Directory.CreateTempSubdirectory("humaxledger-");
        try
        {
            var file = Path.Combine(folder.FullName, "keyring.pfx");
            await File.WriteAllBytesAsync(file, EntraPortal.NewCertificate("CN=keyring.example.com"), Cancellation);
            await using var withCertificate = store.BuildSealed(
                new Dictionary<string, string?>(made.Settings)
                {
                    ["KeyRing:Certificate:Path"] = file,
                    ["KeyRing:Certificate:Password"] = "test",
                }
            );
            var unsigned = withCertificate.GetRequiredService<UnsignedKeys>();
            var rows = await unsigned.ListAsync(Cancellation);
            await unsigned.SignAsync([.. rows.Select(row => row.Id)], Actor.System, Cancellation);
            await withCertificate.GetRequiredService<StorageMigrator>().MigrateAsync(Cancellation);

            await RefusesAsync(made, "CN=keyring.example.com");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Rotate_WithoutAKeyThatOpens_IsRefusedAndMakesNoKey()
    {
        await using var made = await SealedStore.OpenAsync(store);
        await using var context = made.Open();
        await context
            .Keys.Where(key => key.FriendlyName.StartsWith("valueKey-"))
            .ExecuteUpdateAsync(
                set => set.SetProperty(key => key.Xml, """<valueKey id="01020304" binds="row">AAAA</valueKey>"""),
                Cancellation
            );

        await RefusesAsync(made, "None of the keys of values in the database can be opened.");
    }

    private static async Task RefusesAsync(SealedStore made, string because)
    {
        await using var context = made.Open();
        var keys = await context.Keys.Select(key => key.Xml).ToListAsync(Cancellation);
        using StringWriter output = new(),
            errors = new();

        Assert.Equal(3, await RotateValueKeys.RunAsync([.. Arguments(made)], output, errors, Cancellation));

        Assert.Contains(because, errors.ToString(), StringComparison.Ordinal);
        Assert.Equal(keys, await context.Keys.Select(key => key.Xml).ToListAsync(Cancellation));
        Assert.False(await context.ValueKeyRotations.AnyAsync(Cancellation));
    }

    private static IEnumerable<string> Arguments(SealedStore made) =>
        made.Settings.Select(setting => $"--{setting.Key}={setting.Value}").Append("--ValueKeys:SettleFor=00:00:01");

    // The exit code; 128 and the signal's number for a process that is killed once it says something.
    private static async Task<int> RunAsync(SealedStore made, Func<string, bool> killAt)
    {
        await ReleaseAsync(made);
        var start = new ProcessStartInfo(
            "dotnet",
            [await PublishedPortal.ProgramAsync(), RotateValueKeys.Verb, .. Arguments(made)]
        )
        {
            RedirectStandardOutput = true,
        };
        using var process = Process.Start(start)!;
        while (await process.StandardOutput.ReadLineAsync(Cancellation) is { } line)
        {
            Assert.DoesNotContain(SealedStore.Numbers[0], line, StringComparison.Ordinal);
            if (killAt(line))
            {
                process.Kill();
            }
        }

        await process.WaitForExitAsync(Cancellation);
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

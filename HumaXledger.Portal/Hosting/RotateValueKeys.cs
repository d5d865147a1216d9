using System.Data.Common;
using System.Security.Cryptography;
using HumaXledger.Core.Access;
using HumaXledger.Core.Storage;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Keys;
using HumaXledger.Core.Storage.Nodes;
using HumaXledger.Core.Sync.Activity;
using HumaXledger.Core.Sync.Connections;
using HumaXledger.Core.Sync.PersonalData;
using HumaXledger.Portal.Monitoring;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace HumaXledger.Portal.Hosting;

/// <summary>
/// <c>dotnet HumaXledger.Portal.dll rotate-value-keys</c>: encrypts all values of people in the configured store with a
/// new key and destroys the old ones, while the portal may be running. Ended and started again, it goes on.
/// </summary>
public static class RotateValueKeys
{
    /// <summary>The verb on the command line.</summary>
    public const string Verb = "rotate-value-keys";

    private const int Done = 0;
    private const int ValuesLeft = 1;
    private const int Unusable = 3;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    /// <param name="args">The arguments after the verb: settings as for a start.</param>
    /// <returns>0: every value is encrypted with the new key, and the old keys are destroyed. 1: the same, but for
    /// values that cannot be decrypted; their keys are kept. 3: the store cannot be used, or its keys cannot be read
    /// with the certificates of these settings.</returns>
    public static async Task<int> RunAsync(
        string[] args,
        TextWriter output,
        TextWriter errors,
        CancellationToken cancellation
    )
    {
        try
        {
            await using var services = Store(args);
            if (await WhyNotAsync(services, cancellation) is { } reason)
            {
                await errors.WriteLineAsync($"The value keys cannot be rotated: {reason}");
                return Unusable;
            }

            return await RunAsync(services, output, cancellation);
        }
        catch (Exception fault)
            when (fault
                    is DbException
                        or DbUpdateException
                        or OptionsValidationException
                        or CryptographicException
                        or IOException
            )
        {
            // Of the store's own exception, whose message says nothing, the cause.
            var cause = fault is DbUpdateException { InnerException: { } inner } ? inner : fault;
            await errors.WriteLineAsync($"The value keys cannot be rotated: {cause.Message}");
            return Unusable;
        }
    }

    private static async Task<int> RunAsync(ServiceProvider services, TextWriter output, CancellationToken cancellation)
    {
        var by = Actor.System with { Name = $"{Environment.UserName} ({Verb})" };
        var start = await services.GetRequiredService<ValueKeyRotations>().StartAsync(by, cancellation);
        await output.WriteLineAsync(
            start is Answer<int>.Done { Value: var id }
                ? FormattableString.Invariant($"Rotation {id} is started.")
                : "A rotation is under way already; going on with it."
        );
        // That of an update comes first.
        var last = await NewestAsync(services, cancellation);
        var work = services.GetRequiredService<ValueKeyWork>();
        var progress = new Lines(output);
        while (true)
        {
            var rotation = await work.WorkAsync(progress, cancellation);
            if (rotation is { State: RotationState.Done } && rotation.Id < last.Id)
            {
                continue;
            }

            if (rotation is null or { State: RotationState.Done })
            {
                // Null: another process has finished it.
                rotation ??= await NewestAsync(services, cancellation);
                await output.WriteLineAsync(
                    FormattableString.Invariant(
                        $"Done: {rotation.Resealed} values encrypted anew, {rotation.KeysDestroyed} keys destroyed."
                    )
                );
                if (rotation.Left > 0)
                {
                    await output.WriteLineAsync(
                        FormattableString.Invariant($"{rotation.Left} values cannot be decrypted; their keys are kept.")
                    );
                }

                return rotation.Left > 0 ? ValuesLeft : Done;
            }

            progress.Report(rotation);
            await Task.Delay(Pause, cancellation);
        }
    }

    private static async Task<ValueKeyRotation> NewestAsync(ServiceProvider services, CancellationToken cancellation) =>
        (await services.GetRequiredService<ValueKeyRotations>().ListAsync(Actor.System, cancellation))[0];

    private static async Task<string?> WhyNotAsync(ServiceProvider services, CancellationToken cancellation)
    {
        if (services.GetRequiredService<StorageConnection>().File is { } file && !File.Exists(file))
        {
            return $"there is no file {file}.";
        }

        await using var context = await services
            .GetRequiredService<IDbContextFactory<SyncDbContext>>()
            .CreateDbContextAsync(cancellation);
        if ((await context.Database.GetPendingMigrationsAsync(cancellation)).Any())
        {
            return "the database is of an earlier version. Start the portal once.";
        }

        services.GetRequiredService<KeyRingProtection>().DemandReadable();
        return null;
    }

    private static ServiceProvider Store(string[] args)
    {
        var builder = WebApplication.CreateBuilder(
            new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory }
        );
        var services = new ServiceCollection().AddLogging().AddStorage(builder.Configuration);
        services.AddSingleton<Reveal>().AddSingleton<ValueKeyRotations>().AddSingleton<ValueKeyWork>();
        services.AddOptions<RevealOptions>();
        // No node, and yet of a version: a node of another one may seal in another way.
        services.AddSingleton(new NodeFacts(SystemFacts.Version, () => new Dictionary<string, string>()));
        return services.BuildServiceProvider();
    }

    // A line when the state changes, and for each tenth of the rows.
    private sealed class Lines(TextWriter output) : IProgress<ValueKeyRotation>
    {
        private (RotationState State, long Tenth)? _last;

        public void Report(ValueKeyRotation value)
        {
            var now = (
                value.State,
                value.State != RotationState.Sealing ? 0
                : value.Total == 0 ? -1
                : 10 * value.Checked / value.Total
            );
            if (now == _last)
            {
                return;
            }

            _last = now;
            output.WriteLine(
                value.State switch
                {
                    RotationState.Sealing when value.Total == 0 => "A new key is made.",
                    RotationState.Sealing => FormattableString.Invariant(
                        $"{value.Checked} of {value.Total} rows checked, {value.Resealed} values encrypted anew."
                    ),
                    RotationState.Settling => "All values are encrypted with the new key; "
                        + "waiting until the old ones can be destroyed (docs/operations.md, New value keys).",
                    RotationState.Clearing => "The old keys are destroyed.",
                    _ => "",
                }
            );
        }
    }
}

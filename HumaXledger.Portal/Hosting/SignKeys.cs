using System.Data.Common;
using System.Globalization;
using System.Security.Cryptography;
using System.Xml;
using HumaXledger.Core.Access;
using HumaXledger.Core.Storage;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Keys;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace HumaXledger.Portal.Hosting;

/// <summary>
/// <c>dotnet HumaXledger.Portal.dll sign-keys</c>: lists the rows of the key ring that are not signed, and signs those
/// that are named. Once, when a version that signs or a certificate is new: a key that is signed opens everything, so
/// that no start does it by itself.
/// </summary>
public static class SignKeys
{
    /// <summary>The verb on the command line.</summary>
    public const string Verb = "sign-keys";

    private const string Every = "all";
    private const int Done = 0;
    private const int Unsigned = 1;
    private const int Unusable = 3;

    /// <param name="args">Numbers of rows, or <c>all</c>; nothing to list them. Then settings as for a start.</param>
    /// <returns>0: no row is without a signature, or the named ones have one now. 1: rows are listed that have none.
    /// 3: the store cannot be used, no certificate is configured, or a named row is not one of them.</returns>
    public static async Task<int> RunAsync(
        string[] args,
        TextWriter output,
        TextWriter errors,
        CancellationToken cancellation
    )
    {
        try
        {
            var named = args.TakeWhile(arg => !arg.StartsWith("--", StringComparison.Ordinal)).ToList();
            await using var services = Store(args[named.Count..]);
            if (WhyNot(services) is { } reason)
            {
                return await RefuseAsync(errors, reason);
            }

            var keys = services.GetRequiredService<UnsignedKeys>();
            var unsigned = await keys.ListAsync(cancellation);
            if (named.Count == 0)
            {
                return await ListAsync(unsigned, output);
            }

            var chosen = unsigned.Where(key => named is [Every] || named.Contains(NumberOf(key))).ToList();
            if (named is not [Every] && named.Except(chosen.Select(NumberOf)).FirstOrDefault() is { } unknown)
            {
                return await RefuseAsync(errors, $"{unknown} is not the number of a row that is not signed.");
            }

            var by = Actor.System with { Name = $"{Environment.UserName} ({Verb})" };
            var signed = await keys.SignAsync([.. chosen.Select(key => key.Id)], by, cancellation);
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"Signed: {signed}."));
            return Done;
        }
        catch (Exception fault)
            when (fault
                    is DbException
                        or DbUpdateException
                        or OptionsValidationException
                        or CryptographicException
                        or XmlException
                        or IOException
            )
        {
            // Of the store's own exception, whose message says nothing, the cause.
            return await RefuseAsync(
                errors,
                (fault is DbUpdateException { InnerException: { } of } ? of : fault).Message
            );
        }
    }

    private static async Task<int> ListAsync(IReadOnlyList<UnsignedKey> unsigned, TextWriter output)
    {
        foreach (var key in unsigned)
        {
            await output.WriteLineAsync($"{NumberOf(key)}  {key.Kind}  made {key.MadeAt ?? "at an unknown time"}");
        }

        await output.WriteLineAsync(
            unsigned.Count == 0
                ? "Every key is signed."
                : "These rows of the table Keys are not signed. Sign them only where you know who stored them "
                    + $"(docs/operations.md, First signing): {Verb} {Every}, or {Verb} NUMBER ..."
        );
        return unsigned.Count == 0 ? Done : Unsigned;
    }

    private static async Task<int> RefuseAsync(TextWriter errors, string reason)
    {
        await errors.WriteLineAsync($"The keys cannot be signed: {reason}");
        return Unusable;
    }

    private static string? WhyNot(ServiceProvider services) =>
        services.GetRequiredService<StorageConnection>().File is { } file && !File.Exists(file)
            ? $"there is no file {file}."
        : services.GetRequiredService<KeySignatures>().On ? null
        : "these settings name no certificate. Set KeyRing:Certificate.";

    private static string NumberOf(UnsignedKey key) => key.Id.ToString(CultureInfo.InvariantCulture);

    private static ServiceProvider Store(string[] args)
    {
        var builder = WebApplication.CreateBuilder(
            new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory }
        );
        return new ServiceCollection().AddLogging().AddStorage(builder.Configuration).BuildServiceProvider();
    }
}

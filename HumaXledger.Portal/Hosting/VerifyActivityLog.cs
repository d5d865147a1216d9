using System.Data.Common;
using HumaXledger.Core.Storage;
using HumaXledger.Core.Storage.Activity;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Sync.PersonalData;
using Microsoft.Extensions.Options;

namespace HumaXledger.Portal.Hosting;

/// <summary>
/// <c>dotnet HumaXledger.Portal.dll verify-activity-log [--expect NUMBER:HASH]</c>: verifies the activity log of the
/// configured store. Opens no port, starts no job and writes nothing, so it can run on a copy too.
/// </summary>
public static class VerifyActivityLog
{
    /// <summary>The verb on the command line.</summary>
    public const string Verb = "verify-activity-log";

    private const string Expect = "--expect";
    private const int Whole = 0;
    private const int Broken = 1;
    private const int NotFound = 2;
    private const int Unreadable = 3;
    private const int CutEarlier = 4;

    /// <param name="args">The arguments after the verb; they may contain settings as for a start.</param>
    /// <returns>0: intact, and compared with the expected entry where one was given. 1: broken. 2: intact as far as
    /// there are entries, but the expected one was removed. 3: could not be verified. 4: intact from where an earlier
    /// version cut it off.</returns>
    public static async Task<int> RunAsync(
        string[] args,
        TextWriter output,
        TextWriter errors,
        CancellationToken cancellation
    )
    {
        // Also as settings are given: what is taken for one would compare nothing and say nothing.
        args =
        [
            .. args.SelectMany(one =>
                one.StartsWith($"{Expect}=", StringComparison.OrdinalIgnoreCase)
                    ? (string[])[Expect, one[(Expect.Length + 1)..]]
                    : [one]
            ),
        ];
        var at = Array.FindIndex(args, one => one.Equals(Expect, StringComparison.OrdinalIgnoreCase));
        var mark = at >= 0 && at + 1 < args.Length ? ChainMark.Parse(args[at + 1]) : null;
        var meant = args.Count(one => one.TrimStart('-', '/').StartsWith("expect", StringComparison.OrdinalIgnoreCase));
        if (meant > (mark is null ? 0 : 1))
        {
            await errors.WriteLineAsync(
                $"{Expect} takes NUMBER:HASH, as shown by the page, an export or the process log."
            );
            return Unreadable;
        }

        try
        {
            await using var services = Store(at < 0 ? args : [.. args[..at], .. args[(at + 2)..]]);
            if (services.GetRequiredService<StorageConnection>().File is { } file && !File.Exists(file))
            {
                await errors.WriteLineAsync($"The activity log could not be read: there is no file {file}.");
                return Unreadable;
            }

            var rule = services
                .GetRequiredService<IOptions<RetentionOptions>>()
                .Value.CutRuleAt(TimeProvider.System.GetUtcNow().UtcDateTime);
            var verdict = await services.GetRequiredService<ChainCheck>().RunAsync(mark, rule, cancellation);
            await output.WriteLineAsync(Describe(verdict));
            return verdict switch
            {
                ChainVerdict.Whole { MarkCompared: false } => NotFound,
                ChainVerdict.Whole { CutByEarlierVersion: true } => CutEarlier,
                ChainVerdict.Whole => Whole,
                _ => Broken,
            };
        }
        catch (Exception fault) when (fault is DbException or OptionsValidationException)
        {
            await errors.WriteLineAsync($"The activity log could not be read. {fault.Message}");
            return Unreadable;
        }
    }

    private static ServiceProvider Store(string[] args)
    {
        var builder = WebApplication.CreateBuilder(
            new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory }
        );
        var services = new ServiceCollection().AddLogging().AddStorage(builder.Configuration);
        services
            .AddOptions<RetentionOptions>()
            .Bind(builder.Configuration.GetSection(RetentionOptions.Section))
            .ValidateDataAnnotations();
        return services.BuildServiceProvider();
    }

    private static string Describe(ChainVerdict verdict) =>
        verdict switch
        {
            ChainVerdict.Whole whole => FormattableString.Invariant($"Whole: {whole.Entries} entries")
                + (
                    whole.CutNumber > 0
                        ? FormattableString.Invariant(
                            $" after {whole.CutNumber}, up to which retention has removed them"
                        ) + (whole.CutByEarlierVersion ? " in an earlier version, without proof of their age" : "")
                        : ""
                )
                + (
                    whole.MarkCompared
                        ? "."
                        : ". The expected entry is in the part that was removed and could not be compared."
                )
                + $" Keep this elsewhere: {whole.Head}",
            ChainVerdict.Broken broken => FormattableString.Invariant($"Broken at number {broken.Number}: ")
                + How(broken.How),
            _ => throw new InvalidOperationException(),
        };

    private static string How(ChainBreak how) =>
        how switch
        {
            ChainBreak.ContentChanged => "the entry is not what was stored.",
            ChainBreak.DoesNotFollow =>
                "the entry does not follow from the one before it, which was changed together with its hash.",
            ChainBreak.EntryMissing => "there is no entry with this number, although later ones exist.",
            ChainBreak.EndMissing => "the entries from here on are missing.",
            ChainBreak.HeadDoesNotFit => "the head of the chain is not the last entry.",
            ChainBreak.MarkDoesNotFit => "the entry has another hash than was expected; the log was written anew.",
            ChainBreak.Unnumbered => "there are entries without a number, inserted past the chain.",
            ChainBreak.CutNotLogged => "the entries up to here were removed, and no entry records it.",
            _ => "the entries up to here were removed, and Retention:ActivityDays does not explain it.",
        };
}

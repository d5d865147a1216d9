using HumaXledger.Core.Access;
using HumaXledger.Core.Huma;
using HumaXledger.Core.People;
using HumaXledger.Core.Planning;
using HumaXledger.Core.Planning.Comparing;
using HumaXledger.Core.Planning.Scopes;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Storage.Activity;
using HumaXledger.Core.Storage.Comparisons;
using HumaXledger.Core.Storage.Connections;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Plans;
using HumaXledger.Core.Storage.Reviews;
using HumaXledger.Core.Sync.Activity;
using HumaXledger.Core.Sync.Comparing;
using HumaXledger.Core.Sync.Systems;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Core.Sync.Connections;

/// <summary>Whom rules about who is never synchronized concern, as it was shown before they were saved.</summary>
/// <param name="ComparedAt">When the people were read, UTC; null where the connection was never compared: then no
/// person
/// is known yet.</param>
/// <param name="People">Whom the rules leave out, in the order of the ids.</param>
/// <param name="Fingerprint">Of the rules, of those that they take the place of, and of the people.</param>
public sealed record ScopePreview(
    IReadOnlyList<ScopeRule> Rules,
    DateTime? ComparedAt,
    IReadOnlyList<OutOfScope> People,
    string Fingerprint
);

/// <summary>Who is never synchronized on a connection: the rules, whom they concern, and saving what was
/// shown.</summary>
public sealed class ScopeSettings(
    OutsideSystems systems,
    IDbContextFactory<SyncDbContext> contexts,
    ComparisonArchive archive,
    DecisionStore decisions,
    TimeProvider clock
)
{
    /// <summary>More months than this are a mistake.</summary>
    public const int MostMonths = 600;

    /// <summary>The contract types that Huma's documentation names (contracts/huma.md 2.9); an organization may have
    /// others.</summary>
    public static IReadOnlyList<string> ContractTypes { get; } =
    [
        "Permanent",
        "Temporary",
        "Seasonal",
        "Casual",
        "Trainee",
        "JobTrainingProgram",
        "Consultant",
        "Freelance",
        "ThirdParty",
        "Other",
    ];

    /// <summary>Whether rules can be saved: none of them twice, none that says nothing or cannot be stored.</summary>
    public static bool AreValid(IReadOnlyList<ScopeRule> rules) =>
        rules.Distinct().Count() == rules.Count
        && rules.All(rule =>
            rule switch
            {
                ScopeRule.Ended ended => ended.Months is >= 1 and <= MostMonths,
                ScopeRule.WithContract contract => IsUsable(contract.Type),
                ScopeRule.InGroup group => IsUsable(group.Id) && IsUsable(group.Type) && IsUsable(group.Name),
                ScopeRule.User user => IsUsable(user.Id.Value),
                ScopeRule.Employee employee => IsUsable(employee.Id.Value),
                _ => false,
            }
        );

    private static bool IsUsable(string text) => GivenText.IsUsable(text, GivenText.LongestOfSystem);

    /// <summary>The groups of the connection's Huma organization, read now.</summary>
    public async Task<Answer<IReadOnlyList<HumaGroup>>> GroupsAsync(
        Guid connectionId,
        Actor by,
        CancellationToken cancellation
    )
    {
        by.Demand(Permission.ChangeSettings, connectionId);
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        var connection = await context
            .Connections.AsNoTracking()
            .SingleAsync(row => row.Id == connectionId, cancellation);
        if (connection.EndedBecause() is { } ended)
        {
            return new Answer<IReadOnlyList<HumaGroup>>.Refused(ended);
        }

        try
        {
            await using var meter = systems.Meter(connection);
            return new Answer<IReadOnlyList<HumaGroup>>.Done(
                await systems.Huma(connection, meter).ReadGroupsAsync(cancellation)
            );
        }
        catch (HumaFault fault)
        {
            return new Answer<IReadOnlyList<HumaGroup>>.Refused(fault.Reason);
        }
    }

    /// <summary>Whom these rules would leave out, by the newest comparison that is kept. Reads neither
    /// system.</summary>
    public async Task<ScopePreview> PreviewAsync(
        Guid connectionId,
        IReadOnlyList<ScopeRule> rules,
        Actor by,
        CancellationToken cancellation
    )
    {
        by.Demand(Permission.SeePeople, connectionId);
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        return await PreviewAsync(context, connectionId, rules, cancellation);
    }

    /// <summary>
    /// Saves the rules that were shown with whom they concern. Refused where other rules were saved, or the people were
    /// read anew, since; asked for again it is done
    /// already.
    /// </summary>
    public async Task<Reason?> SaveAsync(
        Guid connectionId,
        ScopePreview shown,
        Actor by,
        CancellationToken cancellation
    )
    {
        by.Demand(Permission.ChangeSettings, connectionId);
        if (!AreValid(shown.Rules))
        {
            throw new ArgumentException("Rules that say nothing, or the same twice.", nameof(shown));
        }

        await using var context = await contexts.CreateDbContextAsync(cancellation);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellation);
        await PlanStore.LockAsync(context, connectionId, cancellation);
        var connection = await context.Connections.SingleAsync(row => row.Id == connectionId, cancellation);
        if (connection.EndedBecause() is { } ended)
        {
            return ended;
        }

        if (connection.ScopeRules.SequenceEqual(shown.Rules))
        {
            return null;
        }

        var now = await PreviewAsync(context, connectionId, shown.Rules, cancellation);
        if (now.Fingerprint != shown.Fingerprint)
        {
            return new Reason(ReviewReasons.ScopeOvertaken);
        }

        connection.ScopeRules = shown.Rules;
        context.Activity.Add(
            ActivityRecord.Of(
                by,
                ActivityCodes.ScopeChanged,
                clock.GetUtcNow().UtcDateTime,
                connectionId,
                [$"{shown.Rules.Count}", $"{shown.People.Count}"]
            )
        );
        await context.SaveChangesAsync(cancellation);
        await transaction.CommitAsync(cancellation);
        return null;
    }

    private async Task<ScopePreview> PreviewAsync(
        SyncDbContext context,
        Guid connectionId,
        IReadOnlyList<ScopeRule> rules,
        CancellationToken cancellation
    )
    {
        var connection = await context
            .Connections.AsNoTracking()
            .SingleAsync(row => row.Id == connectionId, cancellation);
        var newest = await context
            .FinishedComparisons(connectionId)
            .WithInput(context)
            .FirstOrDefaultAsync(cancellation);
        var today = SystemDay.Of(clock.GetUtcNow());
        if (newest is null || await archive.LoadAsync(connectionId, newest.Id, cancellation) is not { } input)
        {
            return new ScopePreview(rules, null, [], FingerprintOf(connection, rules, null, []));
        }

        var made = await decisions.LoadAsync(newest.Id, cancellation);
        input = await StoredInput.NowAsync(
            context,
            connection,
            newest.Id,
            input,
            newest.StartedAt,
            today,
            cancellation
        );
        var outside = Comparison
            .Of(input with { Scope = new Scope(new ScopeRules(rules), today) }, made.Matches)
            .OutOfScope;
        return new ScopePreview(rules, newest.StartedAt, outside, FingerprintOf(connection, rules, newest.Id, outside));
    }

    private static string FingerprintOf(
        Connection connection,
        IReadOnlyList<ScopeRule> rules,
        Guid? comparison,
        IReadOnlyList<OutOfScope> people
    )
    {
        using var print = new Fingerprint();
        foreach (var list in new[] { connection.ScopeRules, rules })
        {
            print.Add(list.Count);
            foreach (var rule in list)
            {
                print.Add(rule.ToString());
            }
        }

        print.Add(comparison?.ToString());
        foreach (var person in people)
        {
            print.Add(person.Huma?.Id);
            print.Add(person.Xledger?.Id);
            print.Add(ScopeReason.Of(person.Why));
        }

        return print.Finish();
    }
}

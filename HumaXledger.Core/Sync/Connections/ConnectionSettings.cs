using System.Globalization;
using HumaXledger.Core.Access;
using HumaXledger.Core.People;
using HumaXledger.Core.People.Employment;
using HumaXledger.Core.Planning.Deciding;
using HumaXledger.Core.Planning.Guards;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Storage.Activity;
using HumaXledger.Core.Storage.Connections;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Sync.Activity;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Core.Sync.Connections;

/// <summary>
/// What an administrator may change of a connection; each change is in the activity log. Each act returns why it was
/// refused, or null when it is done: an ended connection keeps its settings.
/// </summary>
public sealed partial class ConnectionSettings(IDbContextFactory<SyncDbContext> contexts, TimeProvider clock)
{
    /// <summary>In the activity log: a field has no rule of its own any more.</summary>
    public const string AsUsual = "AsUsual";

    /// <summary>Changes the name, and whether new people are added without a question.</summary>
    public Task<Reason?> ChangeAsync(
        Guid connectionId,
        string name,
        bool addNewPeople,
        Actor by,
        CancellationToken cancellation
    ) =>
        ChangeAsync(
            connectionId,
            connection => (connection.Name, connection.AddNewPeople) = (name.Trim(), addNewPeople),
            by,
            ActivityCodes.SettingsChanged,
            [name.Trim(), addNewPeople ? "+" : "-"],
            cancellation
        );

    /// <summary>
    /// Sets the rule of one field. A rule in a direction that the field cannot go is a mistake of the caller.
    /// </summary>
    /// <param name="rule">Null: as usual. A synchronization asks, and changes from Huma by event are written.</param>
    public Task<Reason?> SetPolicyAsync(
        Guid connectionId,
        Field field,
        PolicyRule? rule,
        Actor by,
        CancellationToken cancellation
    ) =>
        ChangeAsync(
            connectionId,
            connection =>
            {
                var there = connection.Policies.FirstOrDefault(policy => policy.Field == field);
                if (rule is not { } own)
                {
                    connection.Policies.RemoveAll(policy => policy.Field == field);
                }
                else if (there is not null)
                {
                    there.Rule = own;
                }
                else
                {
                    connection.Policies.Add(
                        new FieldPolicy
                        {
                            ConnectionId = connectionId,
                            Field = field,
                            Rule = own,
                        }
                    );
                }
            },
            by,
            ActivityCodes.PolicyChanged,
            [FieldRules.For(field).Name, rule?.ToString() ?? AsUsual],
            cancellation
        );

    /// <summary>
    /// Sets the limit of one guard. A limit that is none (<see cref="GuardLimit.IsValid"/>) is a mistake of the caller.
    /// </summary>
    public Task<Reason?> SetGuardAsync(
        Guid connectionId,
        GuardKind kind,
        GuardLimit limit,
        Actor by,
        CancellationToken cancellation
    )
    {
        by.Demand(Permission.ChangeSettings);
        if (!GuardSettings.IsAdjustable(kind))
        {
            throw new ArgumentOutOfRangeException(nameof(kind), kind, "This limit cannot be changed.");
        }

        if (!limit.IsValid)
        {
            throw new ArgumentOutOfRangeException(
                nameof(limit),
                limit,
                "A guard counts from 0 and its percentage is between 0 and 100."
            );
        }

        return ChangeAsync(
            connectionId,
            // A limit that is the default again follows the default.
            connection =>
                connection.GuardLimits =
                    limit == GuardSettings.Default.Limits[kind]
                        ? connection.GuardLimits.Where(own => own.Key != kind).ToDictionary()
                        : new Dictionary<GuardKind, GuardLimit>(connection.GuardLimits) { [kind] = limit },
            by,
            ActivityCodes.GuardLimitChanged,
            [
                kind.ToString(),
                $"{limit.Count}",
                limit.Percent is { } percent ? string.Create(CultureInfo.InvariantCulture, $"{percent} %") : "–",
            ],
            cancellation
        );
    }

    /// <summary>What happens in Xledger when a person leaves Huma.</summary>
    public Task<Reason?> SetLeaversAsync(
        Guid connectionId,
        LeaverRule rule,
        Actor by,
        CancellationToken cancellation
    ) =>
        ChangeAsync(
            connectionId,
            connection => connection.Leavers = rule,
            by,
            ActivityCodes.LeaversChanged,
            [rule.ToString()],
            cancellation
        );

    /// <summary>
    /// How one employment is made of a person's positions. Counts from the next reading on. A gap that cannot be chosen
    /// is
    /// a mistake of the caller.
    /// </summary>
    public Task<Reason?> SetEmploymentAsync(
        Guid connectionId,
        EmploymentRules rules,
        Actor by,
        CancellationToken cancellation
    )
    {
        by.Demand(Permission.ChangeSettings);
        ArgumentOutOfRangeException.ThrowIfNegative(rules.JoinGapDays, nameof(rules));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(
            rules.JoinGapDays,
            EmploymentRules.LongestJoinGap,
            nameof(rules)
        );
        return ChangeAsync(
            connectionId,
            connection => connection.Employment = rules,
            by,
            ActivityCodes.EmploymentRulesChanged,
            [rules.MainPosition.ToString(), rules.Start.ToString(), $"{rules.JoinGapDays}"],
            cancellation
        );
    }

    private async Task<Reason?> ChangeAsync(
        Guid connectionId,
        Action<Connection> change,
        Actor by,
        string code,
        IReadOnlyList<string> arguments,
        CancellationToken cancellation
    )
    {
        by.Demand(Permission.ChangeSettings);
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        var connection = await context
            .Connections.Include(connection => connection.Policies)
            .SingleAsync(connection => connection.Id == connectionId, cancellation);
        if (connection.EndedBecause() is { } ended)
        {
            return ended;
        }

        change(connection);
        context.Activity.Add(ActivityRecord.Of(by, code, clock.GetUtcNow().UtcDateTime, connectionId, arguments));
        await context.SaveChangesAsync(cancellation);
        return null;
    }
}

using System.Globalization;
using HumaXledger.Core.Access;
using HumaXledger.Core.People;
using HumaXledger.Core.Planning;
using HumaXledger.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Core.Sync;

/// <summary>What an administrator may change of a connection; each change is in the activity log.</summary>
public sealed class ConnectionSettings(IDbContextFactory<SyncDbContext> contexts, ActivityLog activity)
{
    public async Task ChangeAsync(Guid connectionId, string name, bool addNewPeople, Actor by, CancellationToken cancellation)
    {
        var who = by.Demand(Permission.ChangeSettings);
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        var connection = await context.Connections.SingleAsync(connection => connection.Id == connectionId, cancellation);
        connection.Name = name.Trim();
        connection.AddNewPeople = addNewPeople;
        await context.SaveChangesAsync(cancellation);
        await activity.AppendAsync(who, ActivityCodes.SettingsChanged, connectionId, [connection.Name, addNewPeople ? "+" : "-"], cancellation);
    }

    /// <summary>Sets the rule of one field. A rule in a direction that the field cannot go is a mistake of the caller.</summary>
    public async Task SetPolicyAsync(Guid connectionId, Field field, PolicyRule rule, Actor by, CancellationToken cancellation)
    {
        var who = by.Demand(Permission.ChangeSettings);
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        var connection = await context.Connections.Include(connection => connection.Policies).SingleAsync(connection => connection.Id == connectionId, cancellation);
        if (connection.Policies.FirstOrDefault(policy => policy.Field == field) is { } there)
        {
            there.Rule = rule;
        }
        else
        {
            connection.Policies.Add(new FieldPolicy { ConnectionId = connectionId, Field = field, Rule = rule });
        }

        await context.SaveChangesAsync(cancellation);
        await activity.AppendAsync(who, ActivityCodes.PolicyChanged, connectionId, [FieldRules.For(field).Name, rule.ToString()], cancellation);
    }

    /// <summary>Sets the limit of one guard. A limit that is none (<see cref="GuardLimit.IsValid"/>) is a mistake of the caller.</summary>
    public async Task SetGuardAsync(Guid connectionId, GuardKind kind, GuardLimit limit, Actor by, CancellationToken cancellation)
    {
        var who = by.Demand(Permission.ChangeSettings);
        if (!limit.IsValid)
        {
            throw new ArgumentOutOfRangeException(nameof(limit), limit, "A guard counts from 0 and its percentage is between 0 and 100.");
        }

        await using var context = await contexts.CreateDbContextAsync(cancellation);
        var connection = await context.Connections.SingleAsync(connection => connection.Id == connectionId, cancellation);
        // A limit that is the default again follows the default.
        connection.GuardLimits = limit == GuardSettings.Default.Limits[kind]
            ? connection.GuardLimits.Where(own => own.Key != kind).ToDictionary()
            : new Dictionary<GuardKind, GuardLimit>(connection.GuardLimits) { [kind] = limit };
        await context.SaveChangesAsync(cancellation);
        await activity.AppendAsync(who, ActivityCodes.GuardLimitChanged, connectionId, [kind.ToString(), $"{limit.Count}", limit.Percent is { } percent ? string.Create(CultureInfo.InvariantCulture, $"{percent} %") : "–"], cancellation);
    }
}

using HumaXledger.Core.People;
using HumaXledger.Core.Planning;
using HumaXledger.Core.Storage;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Core.Sync;

/// <summary>What an administrator may change of a connection; each change is in the activity log.</summary>
public sealed class ConnectionSettings(IDbContextFactory<SyncDbContext> contexts, ActivityLog activity)
{
    public async Task ChangeAsync(Guid connectionId, string name, bool addNewPeople, string by, CancellationToken cancellation)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellation);
        var connection = await context.Connections.SingleAsync(connection => connection.Id == connectionId, cancellation);
        connection.Name = name.Trim();
        connection.AddNewPeople = addNewPeople;
        await context.SaveChangesAsync(cancellation);
        await activity.AppendAsync(by, ActivityCodes.SettingsChanged, connectionId, [connection.Name, addNewPeople ? "+" : "-"], cancellation);
    }

    /// <summary>Sets the rule of one field. A rule in a direction that the field cannot go is a mistake of the caller.</summary>
    public async Task SetPolicyAsync(Guid connectionId, Field field, PolicyRule rule, string by, CancellationToken cancellation)
    {
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
        await activity.AppendAsync(by, ActivityCodes.PolicyChanged, connectionId, [FieldRules.For(field).Name, rule.ToString()], cancellation);
    }
}

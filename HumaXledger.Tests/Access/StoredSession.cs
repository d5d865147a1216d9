using System.Linq.Expressions;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Sessions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace HumaXledger.Tests.Access;

/// <summary>Changes stored sessions as the product would, so that they still are some.</summary>
internal static class StoredSession
{
    /// <summary>Sets a property in all sessions of a user.</summary>
    public static async Task SetAsync<TValue>(
        IServiceProvider services,
        string name,
        Expression<Func<SignInSession, TValue>> property,
        TValue value,
        CancellationToken cancellation
    )
    {
        await using var store = await services
            .GetRequiredService<IDbContextFactory<SyncDbContext>>()
            .CreateDbContextAsync(cancellation);
        var sessions = await store.Sessions.Where(session => session.Name == name).ToListAsync(cancellation);
        Assert.NotEmpty(sessions);
        foreach (var session in sessions)
        {
            store.Entry(session).Property(property).CurrentValue = value;
            session.Proof = services.GetRequiredService<SessionProofs>().Of(session);
        }

        await store.SaveChangesAsync(cancellation);
    }
}

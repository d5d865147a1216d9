using System.Linq.Expressions;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Sessions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace HumaXledger.Tests.Access;

/// <summary>Changes a stored session as the product would, so that it is still one.</summary>
internal static class StoredSession
{
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
        var session = await store.Sessions.SingleAsync(session => session.Name == name, cancellation);
        store.Entry(session).Property(property).CurrentValue = value;
        session.Proof = services.GetRequiredService<SessionProofs>().Of(session);
        await store.SaveChangesAsync(cancellation);
    }
}

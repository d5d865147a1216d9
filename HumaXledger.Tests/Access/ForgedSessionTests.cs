using System.Net;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Sessions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using static HumaXledger.Tests.Access.EntraSteps;

namespace HumaXledger.Tests.Access;

/// <summary>A person who can write the database gets no right by it.</summary>
public sealed class ForgedSessionTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task OwnSession_GivenMoreRolesInTheDatabase_IsOver()
    {
        await using var portal = await EntraPortal.StartAsync(Cancellation);
        portal.Issuer.Person = portal.Issuer.Person with { Roles = ["Viewer"] };
        using var visitor = portal.Visitor();
        await visitor.SignInWithEntraAsync(Cancellation);
        var seen = await StatusAsync(visitor, "/activity");
        Assert.NotEqual(HttpStatusCode.OK, seen);
        IReadOnlyList<string> roles = ["IntegrationAdministrator", "SensitiveData"];
        await using var store = await portal
            .Services.GetRequiredService<IDbContextFactory<SyncDbContext>>()
            .CreateDbContextAsync(Cancellation);
        await store.Sessions.ExecuteUpdateAsync(set => set.SetProperty(row => row.Roles, roles), Cancellation);

        Assert.NotEqual(HttpStatusCode.OK, await StatusAsync(visitor, "/activity"));

        Assert.StartsWith("/sign-in", await LandsAsync(visitor, "/activity"), StringComparison.Ordinal);
        Assert.Empty(await SessionsAsync(portal));
        Assert.Equal(1, await store.Activity.CountAsync(entry => entry.What == SessionStore.Forged, Cancellation));
    }
}

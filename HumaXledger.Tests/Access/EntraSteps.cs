using System.Net;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Sessions;
using HumaXledger.Tests.Portal.Hosting;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace HumaXledger.Tests.Access;

/// <summary>What a visitor sees and what the portal knows of the sign-in.</summary>
internal static class EntraSteps
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task<HttpStatusCode> StatusAsync(Visitor visitor, string path)
    {
        using var answer = await visitor.OpenAsync(path, Cancellation);
        return answer.StatusCode;
    }

    public static async Task<string?> LandsAsync(Visitor visitor, string address)
    {
        using var answer = await visitor.OpenAsync(address, Cancellation);
        return answer.Headers.Location is { IsAbsoluteUri: true } there
            ? there.PathAndQuery
            : answer.Headers.Location?.ToString();
    }

    public static async Task<List<SignInSession>> SessionsAsync(EntraPortal portal)
    {
        await using var store = await portal
            .Services.GetRequiredService<IDbContextFactory<SyncDbContext>>()
            .CreateDbContextAsync(Cancellation);
        return await store.Sessions.AsNoTracking().ToListAsync(Cancellation);
    }
}

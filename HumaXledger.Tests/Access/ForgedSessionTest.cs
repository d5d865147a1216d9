using HumaXledger.Core.Storage.Activity;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Core.Storage.Sessions;
using HumaXledger.Tests.Storage.Database;
using HumaXledger.Tests.Storage.Keys;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace HumaXledger.Tests.Access;

public sealed class ForgedSessionOnSqliteTest(SqliteStore store) : ForgedSessionTest<SqliteStore>(store);

public sealed class ForgedSessionOnPostgresTest(PostgresStore store) : ForgedSessionTest<PostgresStore>(store);

/// <summary>A session that was made or changed in the database is none.</summary>
public abstract class ForgedSessionTest<T>(T store) : IClassFixture<T>
    where T : TestStore
{
    // Not a whole number of microseconds, which PostgreSQL does not store.
    private static readonly DateTime Now = TestStore.Start.UtcDateTime.AddTicks(1_234_567);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task EachColumn_ChangedInTheDatabase_EndsTheSessionAndIsLoggedOnce()
    {
        await using var made = await SealedStore.OpenAsync(store);
        var sessions = made.Services.GetRequiredService<SessionStore>();
        await using var context = made.Open();
        var columns = context
            .Model.FindEntityType(typeof(SignInSession))!
            .GetProperties()
            .Where(property => property.Name is not (nameof(SignInSession.Id) or nameof(SignInSession.SeenAt)))
            .Select(property => property.Name)
            .ToList();
        Assert.InRange(columns.Count, 11, 20);
        var other = await AddAsync(sessions, "other", "Ola", Now.AddHours(1));
        foreach (var column in columns)
        {
            var session = await AddAsync(sessions, $"of {column}", "Kari", Now);
            Assert.NotNull(await sessions.FindAsync(session.Id, Cancellation));
            await CopyAsync(context, column, other.Id, session.Id);

            Assert.Equal((column, null), (column, await sessions.FindAsync(session.Id, Cancellation)));
            Assert.Null(await sessions.FindAsync(session.Id, Cancellation));
        }

        Assert.NotNull(await sessions.FindAsync(other.Id, Cancellation));
        Assert.Equal(
            columns.Count,
            await context.Activity.CountAsync(entry => entry.What == SessionStore.Forged, Cancellation)
        );
    }

    [Fact]
    public async Task WithoutAProof_IsNotListed_AndIsRemovedAtTheNextStart()
    {
        await using var made = await SealedStore.OpenAsync(store);
        var sessions = made.Services.GetRequiredService<SessionStore>();
        var (mine, forged) = (
            await AddAsync(sessions, "mine", "Kari", Now),
            await AddAsync(sessions, "forged", "Ola", Now)
        );
        await using var context = made.Open();
        await context
            .Sessions.Where(session => session.Id == forged.Id)
            .ExecuteUpdateAsync(set => set.SetProperty(session => session.Proof, (string?)null), Cancellation);

        var listed = await sessions.ListAsync(subject: null, Cancellation);
        Assert.Equal(mine.Id, Assert.Single(listed).Id);

        await using var again = await made.AgainAsync();
        Assert.Equal(mine.Id, (await context.Sessions.AsNoTracking().SingleAsync(Cancellation)).Id);
    }

    [Fact]
    public async Task UsedAndConfirmed_IsStillOne_AndOnlyOneAsksForTheRoles()
    {
        await using var made = await SealedStore.OpenAsync(store);
        var sessions = made.Services.GetRequiredService<SessionStore>();
        await AddAsync(sessions, "mine", "Kari", Now);
        var (one, other) = (await ReadAsync(), await ReadAsync());

        await sessions.SeenAsync("mine", Now.AddMinutes(2), Cancellation);
        Assert.True(await sessions.TakeRecheckAsync(one, Now.AddMinutes(3), Cancellation));
        Assert.False(await sessions.TakeRecheckAsync(other, Now.AddMinutes(4), Cancellation));
        Assert.Equal(Now.AddMinutes(3), (await ReadAsync()).RecheckAt, TimeSpan.FromMicroseconds(1));

        one = await ReadAsync();
        (one.Name, one.Roles) = ("Kari Nordmann", ["Viewer"]);
        await sessions.ConfirmAsync(one, Cancellation);
        Assert.Equal(("Kari Nordmann", "Viewer"), ((await ReadAsync()).Name, (await ReadAsync()).Roles.Single()));

        async Task<SignInSession> ReadAsync() => (await sessions.FindAsync("mine", Cancellation))!;
    }

    private static async Task<SignInSession> AddAsync(SessionStore sessions, string id, string name, DateTime at)
    {
        var session = new SignInSession
        {
            Id = id,
            Kind = name == "Kari" ? SignInKind.Entra : SignInKind.Development,
            Subject = $"tenant.{name}",
            Name = name,
            Mail = $"{name}@example.com",
            Roles = [name == "Kari" ? "Viewer" : "IntegrationAdministrator"],
            AuthenticatedAt = at,
            SeenAt = at,
            EndsAt = at.AddHours(9),
            ConfirmedAt = at,
            RecheckAt = at,
            RefreshToken = new($"token of {name}"),
        };
        await sessions.AddAsync(session, ActivityRecord.Of(Core.Access.Actor.System, "signIn", at), at, Cancellation);
        return session;
    }

    private static Task CopyAsync(SyncDbContext context, string column, string from, string to)
    {
        var sql = $$"""
            UPDATE "Sessions" SET "{{column}}" = (SELECT "{{column}}" FROM "Sessions" WHERE "Id" = {0})
            WHERE "Id" = {1}
            """;
        return context.Database.ExecuteSqlRawAsync(sql, [from, to], Cancellation);
    }
}

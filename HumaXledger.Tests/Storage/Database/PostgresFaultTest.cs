using HumaXledger.Core.Storage.Database;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace HumaXledger.Tests.Storage.Database;

/// <summary>Faults that pass, faults that stay and faults of this program, as a real PostgreSQL reports them.</summary>
public sealed class PostgresFaultTest(PostgresStore store) : IClassFixture<PostgresStore>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<string> Passing => [.. StatementFaults.Passing];

    [Theory]
    [MemberData(nameof(Passing))]
    [InlineData(PostgresErrorCodes.InvalidPassword)]
    [InlineData(PostgresErrorCodes.InvalidCatalogName)]
    public async Task Fault_ThatPasses_IsTakenForOne(string code)
    {
        var fault = await FaultAsync(code);

        Assert.Equal(
            code switch
            {
                PostgresErrorCodes.DiskFull => StoreFaultCause.Full,
                PostgresErrorCodes.ReadOnlySqlTransaction => StoreFaultCause.ReadOnly,
                _ => StoreFaultCause.Unreachable,
            },
            StoreFault.PassingCauseOf(fault)
        );
        Assert.Equal(code, StoreFault.CodeOf(fault));
    }

    [Theory]
    [InlineData(PostgresErrorCodes.UniqueViolation)]
    [InlineData(PostgresErrorCodes.UndefinedTable)]
    [InlineData(PostgresErrorCodes.StringDataRightTruncation)]
    [InlineData(PostgresErrorCodes.InsufficientPrivilege)]
    public async Task Fault_OfThisProgram_IsNone(string code) =>
        Assert.Null(StoreFault.CauseOf(await FaultAsync(code)));

    [Fact]
    public async Task Fault_OfDamagedData_DoesNotPass()
    {
        var fault = await FaultAsync(PostgresErrorCodes.DataCorrupted);

        Assert.Equal(StoreFaultCause.Damaged, StoreFault.CauseOf(fault));
        Assert.Null(StoreFault.PassingCauseOf(fault));
    }

    [Fact]
    public async Task Statement_CancelledByThisProgram_IsNoFaultOfTheStore()
    {
        await using var context = store.Open();
        using var soon = CancellationTokenSource.CreateLinkedTokenSource(Cancellation);
        var running = context.Database.ExecuteSqlRawAsync("SELECT pg_sleep(60)", soon.Token);
        await soon.CancelAsync();

        var cancelled = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running);

        Assert.Null(StoreFault.CauseOf(cancelled));
    }

    [Fact]
    public async Task Connection_ToAServerThatIsAway_IsAFaultThatPasses()
    {
        await using var away = new NpgsqlConnection("Host=/nowhere;Database=none;Username=none");

        var fault = await Assert.ThrowsAnyAsync<NpgsqlException>(() => away.OpenAsync(Cancellation));

        Assert.Equal(StoreFaultCause.Unreachable, StoreFault.PassingCauseOf(fault));
    }

    // As right after a failover, when no server has the role that the connection string asks for.
    [Fact]
    public async Task Connection_WhereNoServerHasTheRole_IsAFaultThatPasses()
    {
        await using var context = store.Open();
        var server = new NpgsqlConnectionStringBuilder(context.Database.GetConnectionString());
        (server.Host, server.TargetSessionAttributes) = ($"{server.Host},{server.Host}", "standby");
        await using var none = new NpgsqlConnection(server.ConnectionString);

        var fault = await Assert.ThrowsAnyAsync<NpgsqlException>(() => none.OpenAsync(Cancellation));

        Assert.Equal(StoreFaultCause.Unreachable, StoreFault.PassingCauseOf(fault));
    }

    private async Task<Exception> FaultAsync(string code)
    {
        await using var context = store.Open();
        return await Assert.ThrowsAnyAsync<Exception>(() =>
            context.Database.ExecuteSqlRawAsync(
                code == StatementFaults.Terminated
                    ? "SELECT pg_terminate_backend(pg_backend_pid()), pg_sleep(10)"
                    : $"DO $$ BEGIN RAISE EXCEPTION 'struck' USING ERRCODE = '{code}'; END $$",
                Cancellation
            )
        );
    }
}

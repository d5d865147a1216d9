using HumaXledger.Core.Access;
using HumaXledger.Core.Storage.Activity;
using HumaXledger.Tests.Storage.Database;

namespace HumaXledger.Tests.Storage.Activity;

public sealed class ActivityLogOnSqliteTest(SqliteStore store) : ActivityLogTest<SqliteStore>(store);

public sealed class ActivityLogOnPostgresTest(PostgresStore store) : ActivityLogTest<PostgresStore>(store);

public abstract class ActivityLogTest<T>(T store) : IClassFixture<T>
    where T : TestStore
{
    [Fact]
    public async Task Activity_ReadInPages_IsNewestFirstAndOfTheConnectionOnly()
    {
        var log = store.Get<ActivityLog>();
        Guid connection = Guid.NewGuid(),
            other = Guid.NewGuid();
        foreach (var number in Enumerable.Range(1, 5))
        {
            await log.AppendAsync(Actor.Behind("Kari"), $"step{number}", connection, ["Phone", $"{number}"]);
            await log.AppendAsync(Actor.Behind("Ola"), "elsewhere", other);
        }

        await log.AppendAsync(Actor.Behind("Ola"), "signed in");

        var first = await log.ReadAsync(connection, 0, 2);
        var last = await log.ReadAsync(connection, 4, 2);
        Assert.Equal(["step5", "step4"], first.Records.Select(record => record.What));
        Assert.Equal(["Phone", "5"], first.Records[0].Arguments);
        Assert.Equal(("Kari", TestStore.Start.UtcDateTime), (first.Records[0].Who, first.Records[0].At));
        Assert.Equal((5, "step1"), (last.Total, last.Records.Single().What));
        Assert.Equal(
            (11, "signed in"),
            ((await log.ReadAsync(null, 0, 1)).Total, (await log.ReadAsync(null, 0, 1)).Records.Single().What)
        );
    }
}

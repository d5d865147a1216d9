using HumaXledger.Core.People;
using HumaXledger.Core.Planning.Comparing;
using HumaXledger.Core.Planning.Deciding;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Storage.Comparisons;
using HumaXledger.Tests.Storage.Database;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Tests.Storage.Comparisons;

public sealed class ComparisonArchiveOnSqliteTest(SqliteStore store) : ComparisonArchiveTest<SqliteStore>(store);

public sealed class ComparisonArchiveOnPostgresTest(PostgresStore store) : ComparisonArchiveTest<PostgresStore>(store);

public abstract class ComparisonArchiveTest<T>(T store) : IClassFixture<T>
    where T : TestStore
{
    [Fact]
    public async Task Input_SavedAndLoaded_IsTheSame()
    {
        var connection = await store.AddConnectionAsync();
        var comparison = await store.AddComparisonAsync(connection);
        var input = new ComparisonInput(
            [
                new Person(
                    Side.Huma,
                    "huma-1",
                    Active: false,
                    new FieldValues([
                        new(Field.Phone, FieldValue.Nothing),
                        new(Field.GivenName, new FieldValue.Of("Åse")),
                    ])
                )
                {
                    Locks = new Dictionary<Field, WriteLock> { [Field.Email] = WriteLock.PendingConfirmation },
                    HeldByOtherIntegration = true,
                },
            ],
            [
                new Person(Side.Xledger, "1", Active: true, FieldValues.AllUnknown)
                {
                    Owner = "900",
                    InnerDisagreements =
                    [
                        new InnerDisagreement(
                            Field.Email,
                            [
                                new("contact.email", FieldValue.Nothing),
                                new("subledger.email", new FieldValue.Of("ase@example.no")),
                            ]
                        ),
                    ],
                },
            ],
            [new Link(new HumaId("huma-1"), new XledgerId("1"))],
            [
                new Baseline(
                    new Link(new HumaId("huma-1"), new XledgerId("1")),
                    new FieldValues([new(Field.JobTitle, new FieldValue.Of("Kokk"))])
                ),
            ],
            new Policy(PolicyRule.FillEmpty, new Dictionary<Field, PolicyRule> { [Field.Phone] = PolicyRule.HumaWins }),
            HumaComplete: false
        )
        {
            ConnectionId = connection,
            Problems = [new ReadProblem(Side.Xledger, "77", new Reason("no-email", "contact"), Incomplete: true)],
        };
        var archive = store.Get<ComparisonArchive>();

        await archive.SaveAsync(comparison, input);

        ComparisonInputs.AssertSame(input, (await archive.LoadAsync(connection, comparison))!);
    }

    [Fact]
    public async Task Input_OpenedForAnotherConnectionThanTheOneThatWasCompared_IsNullWhateverTheDatabaseSays()
    {
        var connection = await store.AddConnectionAsync();
        var comparison = await store.AddComparisonAsync(connection);
        var archive = store.Get<ComparisonArchive>();
        await archive.SaveAsync(comparison, new([], [], [], [], Policy.AlwaysAsk) { ConnectionId = connection });
        var other = await store.AddConnectionAsync();
        Assert.Null(await archive.LoadAsync(other, comparison));
        await using var context = store.Open();
        await context
            .Comparisons.Where(row => row.Id == comparison)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.ConnectionId, other));

        Assert.Null(await archive.LoadAsync(other, comparison));
        Assert.Equal(connection, (await archive.LoadAsync(connection, comparison))?.ConnectionId);
    }

    [Fact]
    public async Task Input_NeverStored_IsNull() =>
        Assert.Null(await store.Get<ComparisonArchive>().LoadAsync(Guid.NewGuid(), Guid.NewGuid()));
}

using HumaXledger.Core.Access;
using HumaXledger.Core.Sync.Overview;
using HumaXledger.Sandbox;

namespace HumaXledger.Tests.Sync.Overview;

/// <summary>People found by what an administrator types.</summary>
public sealed class PersonFinderTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Find_ByNameEmailOrEmploymentId_RanksTheIdThenBeginningsOfNames()
    {
        await using var fixture = await SyncFixture.OpenAsync();
        var connection = await fixture.ConnectAsync(Cancellation);
        var finder = fixture.Get<PersonFinder>();
        var people = fixture.Ordinary(3);
        // The last name begins with the search text, the second contains it, and it is the first one's employment ID.
        Enter(people[0], ("Aud", "Aas", "zq1", "aud@example.no"));
        Enter(people[1], ("Bo", "Azq1ne", "7001", "bo@example.no"));
        Enter(people[2], ("Çiğdem", "Zq1berg", "7002", "cigdem@example.se"));
        Assert.Empty(await NamesAsync("zq1"));
        await fixture.CompareAsync(connection, Cancellation);

        Assert.Equal(["Aud Aas", "Çiğdem Zq1berg", "Bo Azq1ne"], await NamesAsync("ZQ1"));
        Assert.Equal(["Çiğdem Zq1berg"], await NamesAsync(" berg  cigdem "));
        Assert.Equal(["Bo Azq1ne"], await NamesAsync("bo@example"));
        Assert.Equal(["Bo Azq1ne"], await NamesAsync("7001"));
        Assert.Empty(await NamesAsync("zq1 nowhere"));
        Assert.Empty(await NamesAsync("z"));
        var first = await finder.FindAsync("zq1", 2, Actor.System, Cancellation);
        Assert.Equal((2, 3), (first.First.Count, first.Total));
        Assert.All(first.First, one => Assert.Equal(connection, one.ConnectionId));

        void Enter(Someone person, (string Given, string Family, string Id, string Email) values)
        {
            foreach (
                var (field, text) in new[]
                {
                    (SandboxField.GivenName, values.Given),
                    (SandboxField.FamilyName, values.Family),
                    (SandboxField.EmploymentId, values.Id),
                    (SandboxField.Email, values.Email),
                }
            )
            {
                Assert.Equal(EditOutcome.Done, fixture.World.EditInHuma(person.HumaId, field, text));
            }
        }

        async Task<IEnumerable<string>> NamesAsync(string text) =>
            (await finder.FindAsync(text, 10, Actor.System, Cancellation)).First.Select(one =>
                one.Person.Record.DisplayName
            );
    }
}

using HumaXledger.Sandbox;
using HumaXledger.Sandbox.Sample;
using HumaXledger.Tests.Storage.Database;

namespace HumaXledger.Tests.Sandbox.Sample;

/// <summary>The sample organization as a whole.</summary>
public sealed class SampleTests
{
    private static readonly DateTimeOffset Today = new(2026, 11, 20, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Sample_SameSeed_HasTheSameIdsAndValues()
    {
        await using var one = World();
        await using var other = World();

        Assert.Equal(Fingerprint(one), Fingerprint(other));
        Assert.Equal(one.Credentials, other.Credentials);
        Assert.Equal(one.Huma.OrganizationId, other.Huma.OrganizationId);
    }

    [Fact]
    public async Task Sample_OtherSeed_HasOtherPeople()
    {
        await using var one = World();
        await using var other = World(seed: 7);

        Assert.Empty(
            one.Catalogue.Pairs.Select(pair => pair.HumaId)
                .OfType<Guid>()
                .Intersect(other.Catalogue.Pairs.Select(pair => pair.HumaId).OfType<Guid>())
        );
        Assert.NotEqual(one.FullXledgerToken, other.FullXledgerToken);
    }

    [Fact]
    public async Task Sample_YearsLater_KeepsItsIdsAndItsEndedPeople()
    {
        await using var now = World();
        await using var later = World(today: Today.AddYears(4));

        Assert.Equal(now.Catalogue.Pairs, later.Catalogue.Pairs);
        var upcoming = later.Catalogue.Of(SampleSituation.NotStarted)[0].People[0];
        Assert.True(
            later.Huma.Find(upcoming.HumaId!.Value)!.Positions[0].ContractStartDate
                > DateOnly.FromDateTime(Today.AddYears(4).Date)
        );
    }

    [Fact]
    public async Task Sample_Of250_IsMostlyOneCompanyAndAgreesForMostPeople()
    {
        await using var world = World();
        var norway = world
            .Xledger.Entities.All()
            .Single(entity => entity.Description == "Fjellheim Norge AS")
            .OwnerDbId;
        var norwegian = world.Catalogue.Pairs.Where(pair => pair.EntityOwnerDbId == norway).ToList();
        var inBoth = norwegian.Where(pair => pair is { HumaId: not null, EmployeeDbId: not null }).ToList();

        Assert.Equal((250, 215), (world.Catalogue.Pairs.Count, norwegian.Count));
        Assert.InRange((double)inBoth.Count(pair => pair.Agrees) / inBoth.Count, 0.50, 0.70);
    }

    [Fact]
    public async Task Sample_Of250_HoldsARealisticNumberOfDifferences()
    {
        await using var world = World();
        var people = world.People(null, 0, 1000).Page;

        var differences = people
            .Where(person => person is { HumaId: not null, EmployeeDbId: not null })
            .Sum(person => PlainValues.Differences(person).Count);

        Assert.InRange(differences, 250, 400);
    }

    [Fact]
    public async Task Sample_PeopleListedAsAgreeing_AgreeInEverythingAfterNormalisation()
    {
        await using var world = World();
        var agreeing = world.Catalogue.Pairs.Where(pair => pair.Agrees).Select(pair => pair.HumaId).ToHashSet();

        var wrong = world
            .People(null, 0, 1000)
            .Page.Where(person => agreeing.Contains(person.HumaId) && PlainValues.Differences(person).Count > 0);

        Assert.Empty(wrong.Select(person => $"{person.HumaId}: {string.Join(", ", PlainValues.Differences(person))}"));
    }

    [Fact]
    public async Task Sample_PeopleWhoAgree_AreOftenSpelledDifferently()
    {
        await using var world = World();
        var agreeing = world.Catalogue.Pairs.Where(pair => pair.Agrees).Select(pair => pair.HumaId).ToHashSet();

        foreach (
            var field in new[]
            {
                SandboxField.Phone,
                SandboxField.Email,
                SandboxField.GivenName,
                SandboxField.BankAccount,
                SandboxField.Identification,
            }
        )
            Assert.True(
                world
                    .People(null, 0, 1000)
                    .Page.Count(person =>
                        agreeing.Contains(person.HumaId) && person.Huma[field] != person.Xledger[field]
                    ) >= 5,
                field.ToString()
            );
    }

    [Theory]
    [InlineData(0)]
    [InlineData(20)]
    [InlineData(1000)]
    [InlineData(20_000)]
    public async Task Sample_OfAnySize_HasThatManyPeopleAndUniqueValues(int people)
    {
        // Filling Huma refuses an e-mail address, phone number or employment ID shared by two users.
        await using var world = World(people: people);

        Assert.Equal(people, world.Catalogue.Pairs.Count);
        Assert.Equal(
            world.Catalogue.Pairs.Count(pair => pair.HumaId is not null),
            world.Huma.All().Count(user => user.IsPerson)
        );
        Assert.Equal(world.Catalogue.Pairs.Count(pair => pair.EmployeeDbId is not null), world.Xledger.Employees.Count);
    }

    [Fact]
    public async Task Reset_AfterEdits_RestoresEverything()
    {
        await using var world = World();
        var before = Fingerprint(world);
        var pair = world.Catalogue.Pairs.First(one => one.Agrees);
        world.EditInHuma(pair.HumaId!.Value, SandboxField.Phone, "1");
        world.DeleteInXledger(pair.EmployeeDbId!.Value);
        world.HireInHuma();
        world.HireInXledger();
        Assert.NotEqual(before, Fingerprint(world));

        world.Reset();

        Assert.Equal(before, Fingerprint(world));
    }

    internal static SandboxWorld World(int people = 250, int seed = 20260101, DateTimeOffset? today = null) =>
        new(new SandboxOptions { People = people, Seed = seed }, new SettableClock(today ?? Today));

    private static string Fingerprint(SandboxWorld world) =>
        string.Join(
            '\n',
            world
                .People(null, 0, int.MaxValue)
                .Page.Select(person =>
                    $"{person.HumaId} {person.EmployeeDbId} {person.ActiveInHuma} {person.RequestedEmail} "
                    + $"{person.Entity} {Text(person.Huma)} {Text(person.Xledger)}"
                )
        );

    private static string Text(IReadOnlyDictionary<SandboxField, string> values) =>
        string.Join('|', values.OrderBy(value => value.Key).Select(value => $"{value.Key}={value.Value}"));
}

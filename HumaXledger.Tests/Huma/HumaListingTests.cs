using System.Collections.Concurrent;
using HumaXledger.Core.Huma;
using HumaXledger.Core.People;
using HumaXledger.Core.Reasons;
using HumaXledger.Sandbox.FaultInjection;
using HumaXledger.Sandbox.Huma;
using HumaXledger.Tests.Fakes;
using HumaGroup = HumaXledger.Sandbox.Huma.HumaGroup;

namespace HumaXledger.Tests.Huma;

public sealed class HumaListingTests
{
    [Fact]
    public async Task Listing_SampleOrganization_GivesEveryPersonOnceAndNoServiceUser()
    {
        await using var lab = await HumaLab.StartAsync(people: 250);
        var people = lab.Store.All().Where(user => user.IsPerson).Select(user => user.Id.ToString()).Order().ToList();
        var progress = new ConcurrentQueue<ReadCount>();

        var reading = await lab.Client.ReadUsersAsync(
            HumaScope.Everyone,
            new CountListener(progress.Enqueue),
            CancellationToken.None
        );

        Assert.Equal(people, reading.Users.Select(user => user.Person.Id).Order());
        Assert.Equal(people.Count, reading.Announced);
        Assert.Empty(reading.Problems);
        Assert.Contains(reading.Users, user => !user.Person.Active);
        Assert.Contains(new ReadCount(people.Count, people.Count), progress);
    }

    [Fact]
    public async Task Listing_Group_GivesItsMembersOnly()
    {
        await using var lab = await HumaLab.StartAsync();
        var company = new HumaGroup(Guid.NewGuid(), "Fjord AS", HumaGroupType.Company);
        var team = new HumaGroup(Guid.NewGuid(), "Salg", HumaGroupType.Team);
        lab.Store.Put(company);
        lab.Store.Put(team);
        lab.Add("Kari", user => user with { Groups = [company.Id, team.Id] });
        lab.Add("Ola", user => user with { Groups = [company.Id], Active = false });
        lab.Add("Per");

        var groups = await lab.Client.ReadGroupsAsync(CancellationToken.None);
        var inCompany = await lab.Client.ReadUsersAsync(
            new HumaScope(groups.Single(group => group.Type == "company")),
            null,
            CancellationToken.None
        );
        var inTeam = await lab.Client.ReadUsersAsync(
            new HumaScope(groups.Single(group => group.Type == "team")),
            null,
            CancellationToken.None
        );

        Assert.Equal(["Kari Ødegård", "Ola Ødegård"], inCompany.Users.Select(user => user.Person.DisplayName).Order());
        Assert.Equal(["Kari Ødegård"], inTeam.Users.Select(user => user.Person.DisplayName));
    }

    [Fact]
    public async Task Groups_MoreThanOnePage_AreAllRead()
    {
        await using var lab = await HumaLab.StartAsync();
        for (var number = 0; number < 60; number++)
        {
            lab.Store.Put(new HumaGroup(Guid.NewGuid(), $"Team {number}", HumaGroupType.Team));
        }

        Assert.Equal(60, (await lab.Client.ReadGroupsAsync(CancellationToken.None)).Count);
    }

    [Fact]
    public async Task Listing_PageMissingOnce_IsReadAgainAndComplete()
    {
        await using var lab = await HumaLab.StartAsync();
        AddMany(lab, 60);
        lab.Break(FaultKind.PageMissing, "offset=50");

        var reading = await lab.Client.ReadUsersAsync(HumaScope.Everyone, null, CancellationToken.None);

        Assert.Equal((60, 60), (reading.Users.Count, reading.Announced));
        Assert.Empty(reading.Problems);
    }

    [Fact]
    public async Task Listing_PageMissingEveryTime_ReportsThatPeopleMayBeMissing()
    {
        await using var lab = await HumaLab.StartAsync();
        AddMany(lab, 60);
        lab.Break(FaultKind.PageMissing, "offset=50", times: 10);

        var reading = await lab.Client.ReadUsersAsync(HumaScope.Everyone, null, CancellationToken.None);

        Assert.Equal((50, 60), (reading.Users.Count, reading.Announced));
        var problem = Assert.Single(reading.Problems);
        Assert.Equal(new Reason(HumaReasons.ListShort, "GET /users", "60", "50"), problem.Reason);
        Assert.True(problem.Incomplete);
    }

    [Fact]
    public async Task Listing_PersonDeactivatedBetweenPages_MissesNobody()
    {
        await using var lab = await HumaLab.StartAsync();
        AddMany(lab, 60);
        var first = lab.Store.All()[0];
        await using var detour = await Detour.StartAsync(lab.BaseAddress);
        detour.Amend = (request, _) =>
        {
            // Who moves up to the first page stands on none.
            if (request.Contains("isActive=true&limit=50&offset=0", StringComparison.Ordinal))
            {
                lab.Store.Change(first.Id, user => user with { Active = false }, out var _);
            }
        };
        var client = lab.ClientOf(new Uri(detour.Address, "/huma"), lab.World.FullHumaKey);

        var reading = await client.ReadUsersAsync(HumaScope.Everyone, null, CancellationToken.None);

        Assert.Equal(
            lab.Store.All().Select(user => user.Id.ToString()).Order(),
            reading.Users.Select(user => user.Person.Id).Order()
        );
        Assert.Equal(60, reading.Announced);
        Assert.Empty(reading.Problems);
    }

    [Fact]
    public async Task Listing_PersonAddedBetweenPages_MissesNobodyElse()
    {
        await using var lab = await HumaLab.StartAsync();
        AddMany(lab, 60);
        var before = lab.Store.All().Select(user => user.Id.ToString()).ToList();
        await using var detour = await Detour.StartAsync(lab.BaseAddress);
        detour.Amend = (request, _) =>
        {
            if (request.Contains("isActive=true&limit=50&offset=0", StringComparison.Ordinal))
            {
                lab.Add("Ny");
            }
        };
        var client = lab.ClientOf(new Uri(detour.Address, "/huma"), lab.World.FullHumaKey);

        var reading = await client.ReadUsersAsync(HumaScope.Everyone, null, CancellationToken.None);

        Assert.Subset(reading.Users.Select(user => user.Person.Id).ToHashSet(), before.ToHashSet());
        Assert.Equal(reading.Announced, reading.Users.DistinctBy(user => user.Person.Id).Count());
        Assert.Empty(reading.Problems);
    }

    [Fact]
    public async Task Listing_OneProfileThatNeverComes_IsReportedAndTheRestIsRead()
    {
        await using var lab = await HumaLab.StartAsync();
        AddMany(lab, 5);
        var bad = lab.Store.All().First(user => user.IsPerson);
        lab.Break(FaultKind.Status500, $"/users/{bad.Id}", times: 100);

        var reading = await lab.Client.ReadUsersAsync(HumaScope.Everyone, null, CancellationToken.None);

        Assert.Equal(4, reading.Users.Count);
        var problem = Assert.Single(reading.Problems);
        Assert.Equal((bad.Id.ToString(), true), (problem.RecordId, problem.Incomplete));
        Assert.Equal(new Reason(HumaReasons.ServerError, "GET /users/{id}", "500"), problem.Reason);
    }

    [Fact]
    public async Task Listing_NoProfileEverComes_GivesUp()
    {
        await using var lab = await HumaLab.StartAsync();
        AddMany(lab, 30);
        lab.Break(FaultKind.TruncatedJson, "/huma/users/", times: 1000);

        var fault = await Assert.ThrowsAsync<HumaFault>(() =>
            lab.Client.ReadUsersAsync(HumaScope.Everyone, null, CancellationToken.None)
        );

        Assert.Equal(new Reason(HumaReasons.AnswerBroken, "GET /users/{id}"), fault.Reason);
    }

    [Fact]
    public async Task Listing_UnderARateLimit_Completes()
    {
        await using var lab = await HumaLab.StartAsync(switches =>
            (switches.RequestsPerSecond, switches.RetryAfter) = (10, true)
        );
        AddMany(lab, 12);

        var reading = await lab.Client.ReadUsersAsync(HumaScope.Everyone, null, CancellationToken.None);

        Assert.Equal(12, reading.Users.Count);
        Assert.Empty(reading.Problems);
    }

    [Fact]
    public async Task Listing_CurrentPositionMirrored_CostsOneRequestPerPerson()
    {
        await using var lab = await HumaLab.StartAsync();
        for (var number = 0; number < 10; number++)
        {
            lab.Add($"Navn{number}", user =>
                user with
                {
                    Positions = [user.Positions[0] with { ContractEndDate = null }],
                }
            );
        }

        var meter = new CountingMeter(Side.Huma);
        var client = lab.ClientOf(lab.World.FullHumaKey, meter);

        await client.ReadUsersAsync(HumaScope.Everyone, null, CancellationToken.None);

        // One token, two lists, ten profiles.
        Assert.Equal(13, meter.Requests);
        Assert.True(meter.Down > 1000 && meter.Up > 0);
    }

    [Fact]
    public async Task Listing_PositionThatEnds_CostsOneMoreRequestForFollowOns()
    {
        await using var lab = await HumaLab.StartAsync();
        AddMany(lab, 10);
        var meter = new CountingMeter(Side.Huma);

        await lab.ClientOf(lab.World.FullHumaKey, meter)
            .ReadUsersAsync(HumaScope.Everyone, null, CancellationToken.None);

        // One token, two lists, ten profiles, ten lists of positions.
        Assert.Equal(23, meter.Requests);
    }

    [Fact]
    public async Task Listing_Cancelled_StopsWithTheCancellationOnly()
    {
        await using var lab = await HumaLab.StartAsync();
        AddMany(lab, 20);
        using var stop = new CancellationTokenSource();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            lab.Client.ReadUsersAsync(HumaScope.Everyone, new CountListener(_ => stop.Cancel()), stop.Token)
        );
    }

    private static void AddMany(HumaLab lab, int count)
    {
        for (var number = 0; number < count; number++)
        {
            lab.Add($"Navn{number}");
        }
    }
}

using HumaXledger.Core.People;
using HumaXledger.Core.Storage.Inbound;
using HumaXledger.Sandbox;
using HumaXledger.Tests.Sync.Inbound;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Tests.Sync.Comparing;

/// <summary>
/// People who exist in another entity of the token, or in another connection, are never offered as new without a
/// notice.
/// </summary>
public sealed class OtherEntityRecordTests
{
    private const string GroupToken = "Full rights, group level (both companies)";
    private const string Sweden = "Fjellheim Sverige AB";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Comparison_TokenOfTheGroup_KeepsRecordsOfOtherEntitiesOnlyWhenTheyResemble()
    {
        await using var fixture = await SyncFixture.OpenAsync();
        var connection = await fixture.ConnectAsync(Cancellation, GroupToken);
        await using (var store = fixture.Store())
        {
            await store.Connections.ExecuteUpdateAsync(
                set =>
                    set.SetProperty(row => row.HumaGroupId, (string?)null)
                        .SetProperty(row => row.HumaGroupType, (string?)null),
                Cancellation
            );
        }

        var session = await fixture.CompareAsync(connection, Cancellation);

        var norway = fixture.World.Xledger.Tokens.All()[0].EntityOwnerDbId;
        var swedish = fixture
            .World.Catalogue.Pairs.Where(pair =>
                pair is { HumaId: not null, EmployeeDbId: not null, Agrees: true } && pair.EntityOwnerDbId != norway
            )
            .ToList();
        Assert.NotEmpty(swedish);
        var candidates = session.AddCandidates(Side.Xledger).ToDictionary(candidate => candidate.Person.Id);
        foreach (var pair in swedish.Where(pair => candidates.ContainsKey($"{pair.HumaId}")))
        {
            var candidate = candidates[$"{pair.HumaId}"];
            Assert.Contains(candidate.MayExist, alike =>
                alike is { Outside: true, Place: Sweden } && alike.Person.Id == $"{pair.EmployeeDbId}"
            );
            Assert.True(candidate.NeedsReview);
        }

        Assert.Contains(swedish, pair => candidates.ContainsKey($"{pair.HumaId}"));
        var reported = session
            .AddCandidates(Side.Xledger)
            .SelectMany(candidate => candidate.MayExist)
            .Select(alike => alike.Person.Id)
            .ToHashSet();
        Assert.All(session.Comparison.Input.Outside.Where(record => record.Person.Side == Side.Xledger), record =>
            Assert.Contains(record.Person.Id, reported)
        );
    }

    [Fact]
    public async Task NewPerson_InAnotherEntity_IsNotAddedAutomatically()
    {
        await using var inbound = await InboundFixture.OpenAsync(1, tokenName: GroupToken);
        var world = inbound.World;
        await inbound.SetAsync(row => row.AddNewPeople = true);
        var person = world.HireInHuma();
        var there = world.HireInXledger();
        foreach (var (field, value) in world.PersonByHumaId(person)!.Huma)
        {
            if (field is not (SandboxField.BankAccount or SandboxField.JobTitle))
            {
                Assert.Equal(EditOutcome.Done, world.EditInXledger(there, field, value));
            }
        }

        world.Xledger.Edit(edit =>
            edit.Change(world.Xledger.Employees.Find(there)!, row => row.OwnerDbId = Entity(world, Sweden))
        );

        var pending = await inbound.FollowAsync(person, PendingChangeKind.Created);

        Assert.Equal(PendingChangeState.ForManualSync, pending.State);
        Assert.Contains(world.PersonByHumaId(person)!.Huma[SandboxField.EmploymentId], pending.Reason!.Arguments);
        Assert.DoesNotContain(await inbound.ChangesAsync(), change => change.Kind == Core.Planning.ChangeKind.Create);
    }

    private static int Entity(SandboxWorld world, string name) =>
        world.Xledger.Entities.All().Single(entity => entity.Description == name).OwnerDbId;
}

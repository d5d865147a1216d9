using HumaXledger.Core.People.PhoneNumbers;
using HumaXledger.Core.Planning.Deciding;
using HumaXledger.Core.Storage.Plans;
using HumaXledger.Core.Storage.Runs;
using HumaXledger.Sandbox;

namespace HumaXledger.Tests.Sync.Running;

/// <summary>Unique values change owners, in systems that refuse a value that another person still has.</summary>
public sealed class UniqueValueExchangeTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Sync_TwoUsersExchangePhones_BothGetTheOthersNumber()
    {
        await using var fixture = await SyncFixture.OpenAsync();
        var connection = await fixture.ConnectAsync(Cancellation);
        var people = fixture.Ordinary(2);
        var phones = people.Select(person => Huma(fixture, person, SandboxField.Phone)).ToList();
        fixture.World.EditInXledger(people[0].EmployeeDbId, SandboxField.Phone, phones[1]);
        fixture.World.EditInXledger(people[1].EmployeeDbId, SandboxField.Phone, phones[0]);

        var session = await fixture.ChooseAsync(
            await fixture.CompareAsync(connection, Cancellation),
            FieldChoice.UseXledger,
            people,
            Cancellation
        );
        var report = await fixture.ApplyAsync(await fixture.ConfirmGuardsAsync(session, Cancellation), Cancellation);

        Assert.Equal(
            (RunState.Completed, report.Plan.ChangeCount),
            (report.Run.State, report.Count(ChangeState.Confirmed))
        );
        Assert.Equal(
            [Normal(phones[1]), Normal(phones[0])],
            people.Select(person => Normal(Huma(fixture, person, SandboxField.Phone)))
        );
    }

    [Fact]
    public async Task Sync_EmploymentIdPassesToAnotherEmployee_IsReleasedFirst()
    {
        await using var fixture = await SyncFixture.OpenAsync();
        var connection = await fixture.ConnectAsync(Cancellation);

        // The person who takes the number over would be first in the order of ids.
        var people = fixture.Ordinary(2).OrderBy(person => $"{person.EmployeeDbId}", StringComparer.Ordinal).ToList();
        var passedOn = Huma(fixture, people[1], SandboxField.EmploymentId);
        Assert.Equal(EditOutcome.Done, fixture.World.EditInHuma(people[1].HumaId, SandboxField.EmploymentId, "990001"));
        Assert.Equal(EditOutcome.Done, fixture.World.EditInHuma(people[0].HumaId, SandboxField.EmploymentId, passedOn));

        var session = await fixture.ChooseAsync(
            await fixture.CompareAsync(connection, Cancellation),
            FieldChoice.UseHuma,
            people,
            Cancellation
        );
        var report = await fixture.ApplyAsync(await fixture.ConfirmGuardsAsync(session, Cancellation), Cancellation);

        Assert.Equal((RunState.Completed, 2), (report.Run.State, report.Count(ChangeState.Confirmed)));
        Assert.Equal(
            [passedOn, "990001"],
            people.Select(person => fixture.World.PersonByHumaId(person.HumaId)!.Xledger[SandboxField.EmploymentId])
        );
    }

    private static string Huma(SyncFixture fixture, Someone person, SandboxField field) =>
        fixture.World.PersonByHumaId(person.HumaId)!.Huma[field];

    private static string? Normal(string phone) => PhoneNumber.ToE164(phone, "NO");
}

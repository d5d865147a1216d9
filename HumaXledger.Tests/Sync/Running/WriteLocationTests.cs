using HumaXledger.Core.People;
using HumaXledger.Core.Planning.Comparing;
using HumaXledger.Core.Planning.Deciding;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Storage.Plans;
using HumaXledger.Core.Sync.Running;
using HumaXledger.Sandbox;
using HumaXledger.Sandbox.Xledger.Rows;

namespace HumaXledger.Tests.Sync.Running;

/// <summary>A field that Xledger stores in several records is written when all of them have the value.</summary>
public sealed class WriteLocationTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(Field.Email, Field.Email, true)]
    [InlineData(Field.Email, Field.Phone, false)]
    [InlineData(Field.GivenName, Field.FamilyName, true)]
    [InlineData(Field.FamilyName, Field.FamilyName, true)]
    [InlineData(Field.JobTitle, Field.FamilyName, false)]
    public void Outcome_AnotherRecordHasAnotherValue_IsNotConfirmed(Field written, Field disagrees, bool counts)
    {
        var places = new InnerDisagreement(
            disagrees,
            [new("contact.x", FieldValue.From("a")), new("subledger.x", FieldValue.From("b"))]
        );

        var outcome = Confirmed.InEveryPlace(Change(written), Person(places), "NO");

        Assert.Equal(counts ? ChangeState.Failed : ChangeState.Confirmed, outcome.State);
        Assert.Equal(counts ? new Reason(RunReasons.PlacesDisagree, "subledger.x") : null, outcome.Reason);
    }

    [Fact]
    public void Outcome_TwoSpellingsOfOneValue_AreConfirmed()
    {
        var places = new InnerDisagreement(
            Field.Phone,
            [
                new("contact.phone", FieldValue.From("+47 400 12 345")),
                new("subledger.phone", FieldValue.From("40012345")),
            ]
        );

        Assert.Equal(ChangeState.Confirmed, Confirmed.InEveryPlace(Change(Field.Phone), Person(places), "NO").State);
    }

    [Fact]
    public async Task Run_UnwritableLedgerRecord_IsNotConfirmedAndTheNextComparisonStillShowsIt()
    {
        await using var fixture = await SyncFixture.OpenAsync();
        var person = fixture.Ordinary(1)[0];
        var connection = await fixture.ConnectAsync(Cancellation);
        // A ledger record that is no supplier, with a flat e-mail that is stored elsewhere.
        var store = fixture.World.Xledger;
        var ledger = store.Subledgers.Find(store.Employees.Find(person.EmployeeDbId)!.SubledgerDbId)!;
        store.Edit(edit =>
            edit.Change(ledger, row => (row.LedgerType, row.Email) = (LedgerType.Customer, "gammel@example.no"))
        );
        Assert.Equal(
            EditOutcome.Done,
            fixture.World.EditInHuma(person.HumaId, SandboxField.Email, "ny.adresse@example.no")
        );
        var session = await fixture.ChooseAsync(
            await fixture.CompareAsync(connection, Cancellation),
            FieldChoice.UseHuma,
            [person],
            Cancellation
        );

        var report = await fixture.ApplyAsync(await fixture.ConfirmGuardsAsync(session, Cancellation), Cancellation);
        var again = await fixture.CompareAsync(connection, Cancellation);

        var change = Assert.Single(report.Changes, change => change.Field == Field.Email);
        Assert.Equal((ChangeState.Failed, RunReasons.PlacesDisagree), (change.State, change.Reason?.Code));
        Assert.Contains(again.Comparison.Differences, difference =>
            difference.Key == new DifferenceKey(change.HumaId!.Value, Field.Email)
        );
    }

    private static ChangeOutcome Confirmed => new(ChangeState.Confirmed, FieldValue.From("a"), null);

    private static Person Person(InnerDisagreement places) =>
        new(Side.Xledger, "1", Active: true, FieldValues.AllUnknown) { InnerDisagreements = [places] };

    private static ChangeRecord Change(Field field) =>
        new()
        {
            PersonName = "Kari",
            Field = field,
            From = FieldValue.Nothing,
            To = FieldValue.From("a"),
        };
}

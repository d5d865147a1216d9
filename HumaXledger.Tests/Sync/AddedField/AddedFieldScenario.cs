using HumaXledger.Core.Huma;
using HumaXledger.Core.People;
using HumaXledger.Core.Planning.Comparing;
using HumaXledger.Core.Planning.Deciding;
using HumaXledger.Core.Storage.Plans;
using HumaXledger.Core.Storage.Runs;
using HumaXledger.Core.Sync.FollowUps;
using HumaXledger.Core.Xledger;
using HumaXledger.Sandbox.Xledger.Rows;
using HumaXledger.Tests.Sync.FollowUps;
using Microsoft.EntityFrameworkCore;

namespace HumaXledger.Tests.Sync.AddedField;

/// <summary>
/// A cost code: a custom profile field in Huma, a plain text of the contact in Xledger. Its three entries are all that
/// is said of it anywhere.
/// </summary>
public static class AddedFieldScenario
{
    private const Field CostCode = (Field)15;
    private const string InHumaCalled = "costCode";
    private const string InXledgerCalled = "notes";

    private static readonly FieldCapability Plain = new(
        Readable: true,
        Writable: true,
        Clearable: true,
        Unique: false,
        Required: false
    );

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static async Task RunAsync()
    {
        FurtherFields<FieldRules>.Entries.Add(
            new(CostCode, "costCode", FieldKind.Text, Huma: Plain, Xledger: Plain)
            {
                WrittenTo = XledgerRecords.Contact,
            }
        );
        FurtherFields<HumaField>.Entries.Add(HumaField.Custom(CostCode, InHumaCalled));
        FurtherFields<XledgerField>.Entries.Add(XledgerField.OfContact(CostCode, InXledgerCalled));
        Assert.Equal(CostCode, FieldRules.ByName("costCode"));
        await using var fixture = await SyncFixture.OpenAsync(options =>
            options.Switches.Huma.CustomTexts.Add(InHumaCalled)
        );
        var people = fixture.Ordinary(4);
        var (differs, inHumaOnly, inXledgerOnly, agrees) = (people[0], people[1], people[2], people[3]);
        Keep(fixture, differs, "4100", "4200");
        Keep(fixture, inHumaOnly, "4300", null);
        Keep(fixture, inXledgerOnly, null, "4400");
        Keep(fixture, agrees, "4500", "4500");
        var connection = await fixture.ConnectAsync(Cancellation);

        // Read from both sides, and shown as differences.
        var session = await fixture.CompareAsync(connection, Cancellation);
        Assert.Equal(
            new (string?, string?)[] { ("4100", "4200"), ("4300", null), (null, "4400") }.Order(),
            Differences(session.Comparison).Select(one => (one.Huma.TextOrNull, one.Xledger.TextOrNull)).Order()
        );

        // Planned, written and read back; each step is in the journal.
        session = await fixture.ChooseAsync(session, FieldChoice.UseHuma, [differs, inHumaOnly], Cancellation);
        session = await fixture.ChooseAsync(session, FieldChoice.UseXledger, [inXledgerOnly], Cancellation);
        Assert.All(session.Preview.Changes, change => Assert.Equal(CostCode, change.Field));
        var run = await fixture.ApplyAsync(session, Cancellation);
        Assert.Equal(RunState.Completed, run.Run.State);
        await AssertJournalAsync(fixture, run.Plan.Id);
        Assert.Equal(("4100", "4100"), Held(fixture, differs));
        Assert.Equal(("4300", "4300"), Held(fixture, inHumaOnly));
        Assert.Equal(("4400", "4400"), Held(fixture, inXledgerOnly));
        Assert.Empty(Differences((await fixture.CompareAsync(connection, Cancellation)).Comparison));

        // Undone, which empties it where there was none.
        var undone = await fixture.UndoAsync(new UndoScope(run.Run.Id));
        Assert.Equal((RunState.Completed, 3), (undone.Run.State, undone.Count(ChangeState.Confirmed)));
        await AssertJournalAsync(fixture, undone.Plan.Id);
        Assert.Equal(("4100", "4200"), Held(fixture, differs));
        Assert.Equal(("4300", null), Held(fixture, inHumaOnly));
        Assert.Equal((null, "4400"), Held(fixture, inXledgerOnly));
        Assert.Equal(("4500", "4500"), Held(fixture, agrees));
    }

    private static async Task AssertJournalAsync(SyncFixture fixture, Guid plan)
    {
        await using var store = fixture.Store();
        var changes = await store
            .Changes.AsNoTracking()
            .Where(change => change.PlanId == plan)
            .ToListAsync(Cancellation);
        Assert.Equal(3, changes.Count);
        Assert.All(changes, change => Assert.Equal((CostCode, ChangeState.Confirmed), (change.Field, change.State)));
    }

    private static IEnumerable<Difference> Differences(Comparison comparison) =>
        comparison.Differences.Where(difference => difference.Field == CostCode);

    private static void Keep(SyncFixture fixture, Someone person, string? huma, string? xledger)
    {
        if (huma is not null)
        {
            fixture.World.Huma.Change(
                person.HumaId,
                user => user with { CustomTexts = user.CustomTexts.SetItem(InHumaCalled, huma) },
                out _
            );
        }

        if (xledger is not null)
        {
            fixture.World.Xledger.Edit(edit =>
                edit.Change(ContactOf(fixture, person), row => row.More = row.More.SetItem(InXledgerCalled, xledger))
            );
        }
    }

    private static (string? Huma, string? Xledger) Held(SyncFixture fixture, Someone person) =>
        (
            fixture.World.Huma.Find(person.HumaId)!.CustomTexts.GetValueOrDefault(InHumaCalled),
            ContactOf(fixture, person).More.GetValueOrDefault(InXledgerCalled) as string
        );

    private static ContactRow ContactOf(SyncFixture fixture, Someone person) =>
        fixture.World.Xledger.Contacts.Find(fixture.World.Xledger.Employees.Find(person.EmployeeDbId)!.ContactDbId)!;
}

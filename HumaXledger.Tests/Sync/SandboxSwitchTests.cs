using HumaXledger.Core.People;
using HumaXledger.Core.Planning;
using HumaXledger.Core.Planning.Comparing;
using HumaXledger.Core.Storage.Plans;
using HumaXledger.Core.Storage.Runs;
using HumaXledger.Sandbox;
using HumaXledger.Sandbox.Huma;
using HumaXledger.Sandbox.Xledger;
using HumaXledger.Tests.Sandbox;
using Microsoft.Extensions.Logging;

namespace HumaXledger.Tests.Sync;

/// <summary>
/// The main job under the other answers to what the contracts leave open. The two systems are independent, so each case
/// takes an answer of both.
/// </summary>
public sealed class SandboxSwitchTests
{
    private static readonly Dictionary<string, Action<XledgerSwitches, HumaSwitches>> Answers = new()
    {
        ["adding makes contact and ledger record; null empties"] = (xledger, huma) =>
        {
            (xledger.AddEmployeesCreatesContactAndSubledger, xledger.NullInput, xledger.EmptyString) = (
                true,
                NullInput.Clears,
                EmptyString.Ignored
            );
            (huma.ClearBy, huma.EmptyValue) = (ClearBy.Null, EmptyValue.Null);
        },
        ["identification masked; no employment on the profile"] = (xledger, huma) =>
        {
            xledger.SocialSec = SocialSec.Masked;
            huma.DeprecatedEmployment = DeprecatedEmployment.Absent;
        },
        ["identification hidden on both sides"] = (xledger, huma) =>
        {
            xledger.SocialSec = SocialSec.Null;
            huma.HiddenFields = ["bankAccount", "identifications"];
        },
        ["batches not atomic, no contact id; uniqueness as 409, locks as 400"] = (xledger, huma) =>
        {
            (xledger.AtomicBatches, xledger.ContactIdRequired) = (false, false);
            (huma.UniquenessStatus, huma.LockedWrite) = (409, LockedWrite.BadRequest);
        },
        ["genders in Norwegian; uniqueness as 422, locks as 403"] = (xledger, huma) =>
        {
            xledger.GenderCodes = GenderCodes.Norwegian;
            (huma.UniquenessStatus, huma.LockedWrite) = (422, LockedWrite.Forbidden);
        },
        ["genders as numbers; phones rewritten, employment of the main position"] = (xledger, huma) =>
        {
            xledger.GenderCodes = GenderCodes.Numbers;
            (huma.PhoneFormat, huma.DeprecatedEmployment) = (PhoneFormat.E164, DeprecatedEmployment.MainPosition);
        },
        ["nothing empties"] = (xledger, huma) =>
        {
            (xledger.NullInput, xledger.EmptyString) = (NullInput.Ignored, EmptyString.Ignored);
            huma.ClearBy = ClearBy.None;
        },
        ["emptying refused; either empties"] = (xledger, huma) =>
        {
            (xledger.NullInput, xledger.EmptyString) = (NullInput.Refused, EmptyString.Refused);
            huma.ClearBy = ClearBy.Either;
        },
        ["addresses keep their parts; incomplete ones accepted"] = (xledger, huma) =>
        {
            (xledger.AddressInput, xledger.AddressTakesCountryText) = (AddressInput.KeepsOtherParts, true);
            (huma.IncompleteAddress, huma.BankAccountType) = (IncompleteAddress.Accepted, BankAccountType.Uppercase);
        },
        ["names and e-mail follow; unknown input refused"] = (xledger, huma) =>
        {
            (xledger.DescriptionFollowsNames, xledger.SubledgerFollowsEmployeeDescription, xledger.FlatEmail) = (
                true,
                true,
                FlatInput.Both
            );
            (huma.UnknownInput, huma.BankAccountType) = (UnknownInput.Refused, BankAccountType.SchemaName);
        },
        ["flat inputs land on the contact; dateFrom not demanded"] = (xledger, _) =>
        {
            (xledger.FlatEmail, xledger.FlatPhone, xledger.FlatPhoneSubledger) = (
                FlatInput.Contact,
                FlatInput.Contact,
                FlatInput.Contact
            );
            (xledger.AddEmployeesNeedsDateFrom, xledger.NodesCountTogether) = (false, false);
        },
        ["flat inputs land on the ledger record; entities listed to everybody"] = (xledger, _) =>
        {
            (xledger.FlatEmail, xledger.FlatPhone, xledger.FlatPhoneSubledger) = (
                FlatInput.Subledger,
                FlatInput.Subledger,
                FlatInput.Subledger
            );
            xledger.EntitiesNeedOwner = false;
        },
        ["flat inputs land where nobody can read them"] = (xledger, _) =>
            (xledger.FlatEmail, xledger.FlatPhone, xledger.FlatPhoneSubledger) = (
                FlatInput.Employee,
                FlatInput.Employee,
                FlatInput.Employee
            ),
        ["codes not unique, other statuses, edges shuffled; integrations lock nothing"] = (xledger, huma) =>
        {
            (
                xledger.UniqueEmployeeCodes,
                xledger.ValidationErrorStatus,
                xledger.RefusedMutationStatus,
                xledger.EdgesOrder
            ) = (false, 200, 400, EdgesOrder.Shuffled);
            (huma.IntegrationLocksFields, huma.IntegrationKey) = (false, IntegrationKey.Name);
        },
        ["composite cursors, no data on errors; deactivated people invisible, a group needed"] = (xledger, huma) =>
        {
            (xledger.CompositeCursors, xledger.DataOnError) = (true, DataOnError.Absent);
            (huma.DeactivatedVisible, huma.EmptyGroupsAccepted) = (false, false);
        },
    };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<string> Names => [.. Answers.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public async Task MainJob_WithOtherSandboxSwitches_WritesTheDecisionsAndNothingElse(string answers)
    {
        await using var fixture = await SyncFixture.OpenAsync(
            sandbox => Answers[answers](sandbox.Switches.Xledger, sandbox.Switches.Huma),
            log: LogLevel.Trace
        );
        var connection = await fixture.ConnectAsync(Cancellation);
        var session = await fixture.DecideEverythingAsync(
            await fixture.CompareAsync(connection, Cancellation),
            Cancellation
        );
        var before = Held(fixture);

        var report = await fixture.ApplyAsync(session, Cancellation);

        var changes = report.People.SelectMany(person => person.Changes).ToList();
        Tell(changes);
        Assert.Equal((RunState.Completed, null, 0), (report.Run.State, report.Run.Failure?.Code, report.NotReached));
        // Where nothing empties a field, emptying is refused, and a person who is there unseen is not added again;
        // everything else is written.
        var values = changes.Where(change => change.Kind == ChangeKind.Update && change.To.IsValue).ToList();
        var written = values.Count(change => change.State is ChangeState.Confirmed or ChangeState.AwaitingConfirmation);
        Assert.True(written >= values.Count * 9 / 10, $"Only {written} of {values.Count} values are written.");
        AssertOnlyPlannedIsDifferent(before, Held(fixture), changes);

        var again = await fixture.CompareAsync(connection, Cancellation);
        var confirmed = changes
            .Where(change => change.State == ChangeState.Confirmed)
            .Select(change => new DifferenceKey(change.HumaId!.Value, change.Field))
            .ToHashSet();
        Assert.DoesNotContain(again.Comparison.Differences, difference => confirmed.Contains(difference.Key));
        await fixture.AssertNothingLeakedAsync(Cancellation);
    }

    [Theory]
    [InlineData(SocialSec.Masked)]
    [InlineData(SocialSec.Null)]
    public async Task MainJob_IdentificationHiddenInXledger_IsNeitherADifferenceNorWritten(SocialSec shown)
    {
        await using var fixture = await SyncFixture.OpenAsync(sandbox => sandbox.Switches.Xledger.SocialSec = shown);
        var connection = await fixture.ConnectAsync(Cancellation);
        var before = fixture
            .World.Xledger.Contacts.All()
            .Where(contact => contact.SocialSec is not null)
            .ToDictionary(contact => contact.DbId, contact => contact.SocialSec);
        var session = await fixture.DecideEverythingAsync(
            await fixture.CompareAsync(connection, Cancellation),
            Cancellation
        );

        Assert.DoesNotContain(session.Preview.Changes, change =>
            change.Field == Field.Identification && change.Kind == ChangeKind.Update && !change.To.IsValue
        );
        Assert.DoesNotContain(session.Preview.Changes, change =>
            change is { Field: Field.Identification, Target: Side.Huma, Kind: ChangeKind.Update }
        );
        await fixture.ApplyAsync(session, Cancellation);

        Assert.All(before, contact =>
            Assert.Equal(contact.Value, fixture.World.Xledger.Contacts.Find(contact.Key)!.SocialSec)
        );
    }

    // Every value of every person in either system.
    private static Dictionary<(Side Side, string Id, SandboxField Field), string> Held(SyncFixture fixture)
    {
        var held = new Dictionary<(Side, string, SandboxField), string>();
        foreach (var person in fixture.World.People(null, 0, int.MaxValue).Page)
        {
            Add(Side.Huma, person.HumaId?.ToString(), person.Huma);
            Add(Side.Xledger, person.EmployeeDbId?.ToString(), person.Xledger);
        }

        return held;

        void Add(Side side, string? id, IReadOnlyDictionary<SandboxField, string> values)
        {
            foreach (var (field, text) in id is null ? new Dictionary<SandboxField, string>() : values)
            {
                held[(side, id!, field)] = text;
            }
        }
    }

    private static void AssertOnlyPlannedIsDifferent(
        Dictionary<(Side Side, string Id, SandboxField Field), string> before,
        Dictionary<(Side Side, string Id, SandboxField Field), string> after,
        IReadOnlyList<ChangeRecord> changes
    )
    {
        var planned = changes.ToLookup(change =>
            (
                change.Target,
                change.Target == Side.Huma ? change.HumaId?.Value : change.XledgerId?.Value,
                change.Field.InSandbox()
            )
        );
        foreach (
            var place in before
                .Keys.Union(after.Keys)
                .Where(place => before.GetValueOrDefault(place) != after.GetValueOrDefault(place))
        )
        {
            var about = planned[(place.Side, place.Id, place.Field)].ToList();
            Assert.True(
                about.Count > 0,
                $"{place.Field} of {place.Id} in {place.Side} was changed, and nobody asked for it."
            );
            Assert.True(
                about.Exists(change =>
                    change.Kind == ChangeKind.Create || change.State is ChangeState.Confirmed or ChangeState.Failed
                ),
                $"{place.Field} of {place.Id} in {place.Side} was changed, "
                    + $"and the result says {about[0].State} {about[0].Reason?.Code}."
            );
        }
    }

    private static void Tell(IEnumerable<ChangeRecord> changes)
    {
        foreach (
            var group in changes
                .Where(change => change.State != ChangeState.Confirmed)
                .GroupBy(change => (change.Target, change.Kind, change.Field, change.State, change.Reason?.Code))
        )
        {
            TestContext.Current.TestOutputHelper?.WriteLine($"{group.Key} {group.Count()}");
        }
    }
}

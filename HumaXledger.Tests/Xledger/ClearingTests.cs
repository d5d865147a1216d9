using HumaXledger.Core.People;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Xledger;
using HumaXledger.Sandbox;
using HumaXledger.Sandbox.Xledger;
using HumaXledger.Sandbox.Xledger.Rows;

namespace HumaXledger.Tests.Xledger;

/// <summary>
/// How Xledger clears a field is not documented: every plausible behavior must end with an empty field or a report.
/// </summary>
public class ClearingTests
{
    private static readonly (Field, string?)[] All =
    [
        (Field.Phone, null),
        (Field.DateOfBirth, null),
        (Field.JobTitle, null),
        (Field.ProbationEnd, null),
        (Field.Gender, null),
        (Field.Identification, null),
        (Field.EmploymentStart, null),
    ];

    public static TheoryData<NullInput, EmptyString> Ways =>
        new(
            from nulls in Enum.GetValues<NullInput>()
            from empties in Enum.GetValues<EmptyString>()
            select (nulls, empties)
        );

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Clear_EveryField_EndsEmptyOrIsReported(NullInput nulls, EmptyString empties)
    {
        await using var lab = await XledgerLab.StartAsync(on => (on.NullInput, on.EmptyString) = (nulls, empties));
        var kari = lab.Hire("1");

        var outcome = await lab.WriteAsync(kari, [.. All, (Field.Email, "ny@example.no")]);

        Assert.Null(outcome.Refusal);
        var left = outcome.NotWritten.TryGetValue($"{kari.DbId}", out var fields) ? fields.Keys.ToHashSet() : [];
        var read = (await lab.ReadAsync(kari)).Person;
        foreach (var (field, _) in All)
        {
            Assert.Equal((field, left.Contains(field)), (field, read[field] != FieldValue.Nothing));
        }

        Assert.Equal("ny@example.no", lab.Contact(kari).Email);
        var texts = nulls == NullInput.Clears || empties == EmptyString.Clears;
        Assert.Equal(!texts, left.Contains(Field.JobTitle));
        Assert.Equal(!texts, left.Contains(Field.Gender));
        Assert.Equal(!texts, left.Contains(Field.Phone));
        // An empty text is no date: a date that may not be null cannot be cleared in another way.
        Assert.Equal(!texts || nulls == NullInput.Refused, left.Contains(Field.ProbationEnd));
        Assert.Equal(left.Order(), outcome.Impossible.Select(one => one.Field).Order());
    }

    [Theory]
    [InlineData(NullInput.Clears, EmptyString.Refused)]
    [InlineData(NullInput.Ignored, EmptyString.Clears)]
    [InlineData(NullInput.Refused, EmptyString.Clears)]
    public async Task Clear_ASecondTime_NeedsNoMoreTries(NullInput nulls, EmptyString empties)
    {
        await using var lab = await XledgerLab.StartAsync(on => (on.NullInput, on.EmptyString) = (nulls, empties));
        await lab.WriteAsync(lab.Hire("1"), (Field.JobTitle, null));
        var ola = lab.Hire("2");
        var current = await lab.ReadAsync(ola);
        var before = lab.World.Meter.ThisMonth.Requests;

        await lab.Client.WriteAsync(
            [new(current, XledgerLab.Values((Field.JobTitle, null), (Field.DateOfBirth, "1991-06-18")))],
            CancellationToken.None
        );

        Assert.Equal(1, lab.World.Meter.ThisMonth.Requests - before);
        Assert.Null(lab.Contact(ola).JobTitle);
    }

    [Theory]
    [InlineData(NullInput.Clears, EmptyString.Refused, "Text=Null Date=Null")]
    [InlineData(NullInput.Ignored, EmptyString.Clears, "Text=EmptyText Date=EmptyText")]
    public async Task Clear_InAnotherProcessThatKnowsWhatIsStored_NeedsNoMoreTries(
        NullInput nulls,
        EmptyString empties,
        string stored
    )
    {
        await using var lab = await XledgerLab.StartAsync(on => (on.NullInput, on.EmptyString) = (nulls, empties));
        await lab.WriteAsync(lab.Hire("1"), (Field.JobTitle, null), (Field.DateOfBirth, null));
        var ola = lab.Hire("2");
        var current = await lab.ReadAsync(ola);
        var before = lab.World.Meter.ThisMonth.Requests;

        var outcome = await lab.InAnotherProcessAsync(lab.Client.Knowledge.Stored, client =>
            client.WriteAsync(
                [new(current, XledgerLab.Values((Field.JobTitle, null), (Field.DateOfBirth, null)))],
                CancellationToken.None
            )
        );

        Assert.Equal((stored, 1), (lab.Client.Knowledge.Stored, lab.World.Meter.ThisMonth.Requests - before));
        Assert.Null(outcome.Refusal);
        Assert.Equal((null, null), (lab.Contact(ola).JobTitle, lab.Contact(ola).Birthday));
    }

    [Theory]
    [InlineData("Text=Null")]
    [InlineData("Text=EmptyText")]
    [InlineData("Text=Gone Never=Null = Adding=perhaps")]
    [InlineData("")]
    public async Task Clear_WhatIsStoredIsOutdatedOrUnreadable_IsFoundOutAnew(string stored)
    {
        await using var lab = await XledgerLab.StartAsync(on =>
            (on.NullInput, on.EmptyString) = stored.EndsWith("EmptyText", StringComparison.Ordinal)
                ? (NullInput.Clears, EmptyString.Refused)
                : (NullInput.Refused, EmptyString.Clears)
        );
        var kari = lab.Hire("1");
        var current = await lab.ReadAsync(kari);

        var outcome = await lab.InAnotherProcessAsync(stored, client =>
            client.WriteAsync([new(current, XledgerLab.Values((Field.JobTitle, null)))], CancellationToken.None)
        );

        Assert.Null(outcome.Refusal);
        Assert.Empty(outcome.NotWritten);
        Assert.Null(lab.Contact(kari).JobTitle);
    }

    [Theory]
    [InlineData("Text=Null")]
    [InlineData("")]
    public async Task Clear_OneOfTwoIsRefused_ClearsTheOtherAndKeepsWhatIsKnown(string stored)
    {
        await using var lab = await XledgerLab.StartAsync(on =>
            (on.NullInput, on.EmptyString) = (NullInput.Clears, EmptyString.Refused)
        );
        var (gone, kari) = (lab.Hire("1"), lab.Hire("2"));
        XledgerUpdate[] both = [await ClearTitleAsync(gone), await ClearTitleAsync(kari)];
        Assert.Equal(EditOutcome.Done, lab.World.DeleteInXledger(gone.DbId));

        var (together, alone, other, known) = await lab.InAnotherProcessAsync(stored, async client =>
            (
                await client.WriteAsync(both, CancellationToken.None),
                await client.WriteAsync([both[0]], CancellationToken.None),
                await client.WriteAsync([both[1]], CancellationToken.None),
                client.Knowledge.Stored
            )
        );

        // What is known is part of the request, which is refused whole; otherwise the two are told apart.
        Assert.Equal(stored.Length > 0, together.Refusal is not null);
        Assert.Equal(stored.Length > 0 ? [] : [$"{gone.DbId}"], together.NotWritten.Keys);
        Assert.NotNull(alone.Refusal);
        Assert.Equal((null, 0), (other.Refusal, other.NotWritten.Count));
        Assert.Null(lab.Contact(kari).JobTitle);
        Assert.Equal("Text=Null", known);

        async Task<XledgerUpdate> ClearTitleAsync(EmployeeRow person) =>
            new(await lab.ReadAsync(person), XledgerLab.Values((Field.JobTitle, null)));
    }

    public static TheoryData<FlatInput, NullInput> EachLanding =>
        new(from lands in Enum.GetValues<FlatInput>() from nulls in Enum.GetValues<NullInput>() select (lands, nulls));

    [Theory]
    [MemberData(nameof(EachLanding))]
    public async Task Clear_Phone_IsClearedInContactAndLedgerForEveryPlaceOfFlatInputs(FlatInput lands, NullInput nulls)
    {
        await using var lab = await XledgerLab.StartAsync(on =>
            (on.FlatPhone, on.FlatPhoneSubledger, on.NullInput) = (lands, lands, nulls)
        );
        var kari = lab.Hire("1");

        var outcome = await lab.WriteAsync(kari, (Field.Phone, null));
        var again = await lab.WriteAsync(lab.Hire("2"), (Field.Phone, null));

        Assert.Empty(outcome.NotWritten);
        Assert.Empty(again.NotWritten);
        Assert.All(lab.Store.Employees.All(), one =>
            Assert.Equal((null, null), (lab.Contact(one).Phone, lab.Ledger(one).Phone))
        );
        Assert.Equal(FieldValue.Nothing, (await lab.ReadAsync(kari)).Person[Field.Phone]);
    }

    [Theory]
    [InlineData(SocialSec.Masked)]
    [InlineData(SocialSec.Null)]
    public async Task Clear_HiddenIdentification_StillDetectsThatItRemains(SocialSec shown)
    {
        await using var lab = await XledgerLab.StartAsync(on =>
            (on.NullInput, on.EmptyString, on.SocialSec) = (NullInput.Ignored, EmptyString.Ignored, shown)
        );
        var kari = lab.Hire("1");

        var outcome = await lab.WriteAsync(kari, (Field.Identification, null));

        Assert.Equal(XledgerReasons.NotCleared, outcome.NotWritten[$"{kari.DbId}"][Field.Identification].Code);
    }
}

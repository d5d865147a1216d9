using HumaXledger.Core.Huma;
using HumaXledger.Core.People;
using HumaXledger.Core.People.Addresses;
using HumaXledger.Core.People.BankAccounts;
using HumaXledger.Core.People.NationalIds;
using HumaXledger.Core.Reasons;
using HumaXledger.Sandbox.FaultInjection;
using HumaXledger.Sandbox.Huma;
using HumaGroup = HumaXledger.Core.Huma.HumaGroup;
using SandboxGroup = HumaXledger.Sandbox.Huma.HumaGroup;
using SandboxUser = HumaXledger.Sandbox.Huma.HumaUser;

namespace HumaXledger.Tests.Huma;

public sealed class HumaAddingTests
{
    [Fact]
    public async Task Adding_PersonWithEverything_CreatesTheCompletePerson()
    {
        await using var lab = await HumaLab.StartAsync();

        var outcome = await lab.Client.AddAsync(Everything(), HumaScope.Everyone, CancellationToken.None);

        Assert.Null(outcome.PersonRefused);
        Assert.Empty(outcome.Refused);
        var held = Added(lab)!;
        Assert.Equal(
            (held.Id.ToString(), "Ingrid", "+47 922 22 222", "0077"),
            (outcome.Id?.Value, held.GivenName, held.Phone, held.EmploymentId)
        );
        Assert.Equal("Ingeniør", lab.Store.JobTitle(Assert.Single(held.Positions).TitleId)?.Name);
        Assert.Equal("17059012345", Assert.Single(held.Identifications).Value);
        Assert.Null(held.InvitedAt);
        Assert.Equal(
            Everything().With(Field.Identification, new IdentificationNumber("17059012345", "NO").ToValue()),
            outcome
                .After?.Person.Values.With(Field.TerminationNotice, FieldValue.NotKnown)
                .With(Field.EmploymentEnd, FieldValue.NotKnown)
        );
    }

    [Fact]
    public async Task Adding_WithinAGroup_MakesThePersonAMember()
    {
        await using var lab = await HumaLab.StartAsync(switches => switches.EmptyGroupsAccepted = false);
        var group = new SandboxGroup(Guid.NewGuid(), "Fjord AS", HumaGroupType.Company);
        lab.Store.Put(group);

        await lab.Client.AddAsync(
            Everything(),
            new HumaScope(new HumaGroup(group.Id.ToString(), "company", "Fjord AS")),
            CancellationToken.None
        );

        Assert.Equal([group.Id], Added(lab)!.Groups);
    }

    [Fact]
    public async Task Adding_WithoutAGroupWhereHumaRequiresOne_IsRefusedWithTheReason()
    {
        await using var lab = await HumaLab.StartAsync(switches => switches.EmptyGroupsAccepted = false);

        var outcome = await lab.Client.AddAsync(Everything(), HumaScope.Everyone, CancellationToken.None);

        Assert.Equal((null, new Reason(HumaReasons.GroupNeeded)), (outcome.Id, outcome.PersonRefused));
    }

    [Theory]
    [InlineData(400)]
    [InlineData(409)]
    [InlineData(422)]
    public async Task Adding_EmailOfAnotherPerson_AddsNoOne(int status)
    {
        await using var lab = await HumaLab.StartAsync(switches => switches.UniquenessStatus = status);
        lab.Add("Ola", user => user with { Email = "ingrid@example.no" });

        var outcome = await lab.Client.AddAsync(Everything(), HumaScope.Everyone, CancellationToken.None);

        Assert.Equal((null, new Reason(HumaReasons.PersonExists)), (outcome.Id, outcome.PersonRefused));
        Assert.Single(lab.Store.All(), user => user.IsPerson);
    }

    [Fact]
    public async Task Adding_PhoneOfAnotherPerson_AddsThePersonAndReportsTheField()
    {
        await using var lab = await HumaLab.StartAsync();
        lab.Add("Ola", user => user with { Phone = "+47 922 22 222" });

        var outcome = await lab.Client.AddAsync(Everything(), HumaScope.Everyone, CancellationToken.None);

        Assert.NotNull(outcome.Id);
        Assert.Equal([Field.Phone], outcome.Refused.Keys);
        Assert.Equal("0077", Added(lab)!.EmploymentId);
    }

    [Fact]
    public async Task Adding_WithoutEmail_IsRefusedWithoutARequest()
    {
        await using var lab = await HumaLab.StartAsync();
        lab.Break(FaultKind.Status500, "/huma/", times: 100);

        var outcome = await lab.Client.AddAsync(
            Everything().With(Field.Email, FieldValue.Nothing),
            HumaScope.Everyone,
            CancellationToken.None
        );

        Assert.Equal(new Reason(HumaReasons.PersonIncomplete, "email"), outcome.PersonRefused);
    }

    [Theory]
    [InlineData(FaultKind.ConnectionResetAfter)]
    [InlineData(FaultKind.ConnectionResetBefore)]
    [InlineData(FaultKind.TruncatedJson)]
    [InlineData(FaultKind.HtmlInsteadOfJson)]
    [InlineData(FaultKind.Status500)]
    [InlineData(FaultKind.Status429)]
    public async Task Adding_AnswerToTheFirstCallLost_AddsThePersonExactlyOnce(FaultKind kind)
    {
        await using var lab = await HumaLab.StartAsync();
        lab.Break(kind, "/huma/users");

        var outcome = await lab.Client.AddAsync(Everything(), HumaScope.Everyone, CancellationToken.None);

        Assert.Equal(Added(lab)!.Id.ToString(), outcome.Id?.Value);
        Assert.Empty(outcome.Refused);
        Assert.Equal("0077", Added(lab)!.EmploymentId);
    }

    [Fact]
    public async Task Adding_AnswerLostAndAnotherPersonHasTheEmail_DoesNotAdoptThatPerson()
    {
        await using var lab = await HumaLab.StartAsync();
        lab.Add("Ola", user => user with { Email = "ingrid@example.no" });
        lab.Break(FaultKind.ConnectionResetBefore, "/huma/users");

        var outcome = await lab.Client.AddAsync(Everything(), HumaScope.Everyone, CancellationToken.None);

        Assert.Equal((null, new Reason(HumaReasons.PersonExists)), (outcome.Id, outcome.PersonRefused));
    }

    [Fact]
    public async Task Adding_AnswerLostAndNothingCanBeRead_ReportsAnUnknownOutcome()
    {
        await using var lab = await HumaLab.StartAsync();
        await lab.Client.ReadGroupsAsync(CancellationToken.None);
        lab.Break(FaultKind.ConnectionResetAfter, "/huma/users");
        lab.Break(FaultKind.Status500, "/huma/users", times: 100);

        var fault = await Assert.ThrowsAsync<HumaFault>(() =>
            lab.Client.AddAsync(Everything(), HumaScope.Everyone, CancellationToken.None)
        );

        Assert.True(fault.OutcomeUnknown);
        Assert.NotNull(Added(lab));
    }

    [Fact]
    public async Task Adding_InterruptedAfterTheUserExists_ReportsTheIncompletePerson()
    {
        await using var lab = await HumaLab.StartAsync();
        lab.Break(FaultKind.Status500, "/huma/job-titles", times: 100);
        lab.Break(FaultKind.Status500, "/identifications", times: 100);

        var outcome = await lab.Client.AddAsync(Everything(), HumaScope.Everyone, CancellationToken.None);

        Assert.Equal(Added(lab)!.Id.ToString(), outcome.Id?.Value);
        Assert.Equal(
            [Field.JobTitle, Field.EmploymentStart, Field.ProbationEnd, Field.Identification],
            outcome.Refused.Keys.Order()
        );
        Assert.Equal("0077", Added(lab)!.EmploymentId);
        Assert.NotNull(outcome.After);
    }

    private static SandboxUser? Added(HumaLab lab) =>
        lab.Store.All().SingleOrDefault(user => user.Email == "ingrid@example.no");

    private static FieldValues Everything() =>
        new(
            new Dictionary<Field, FieldValue>
            {
                [Field.Email] = FieldValue.From("ingrid@example.no"),
                [Field.EmploymentId] = FieldValue.From("0077"),
                [Field.GivenName] = FieldValue.From("Ingrid"),
                [Field.FamilyName] = FieldValue.From("Sæther"),
                [Field.Phone] = FieldValue.From("+47 922 22 222"),
                [Field.DateOfBirth] = FieldValue.From("1990-05-17"),
                [Field.BankAccount] = new BankAccount("60210798462", "NO").ToValue(),
                [Field.Address] = new Address("Bakken 2", "5003", "Bergen", "NO").ToValue(),
                [Field.Gender] = FieldValue.From("Female"),
                [Field.JobTitle] = FieldValue.From("Ingeniør"),
                [Field.EmploymentStart] = FieldValue.From("2024-05-01"),
                [Field.ProbationEnd] = FieldValue.From("2024-11-01"),
                [Field.Identification] = FieldValue.From("17059012345"),
            }
        );
}

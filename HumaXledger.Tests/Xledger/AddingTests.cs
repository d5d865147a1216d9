using HumaXledger.Core.People;
using HumaXledger.Core.People.Addresses;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Xledger;
using HumaXledger.Sandbox.FaultInjection;
using HumaXledger.Sandbox.Xledger;
using HumaXledger.Sandbox.Xledger.Rows;

namespace HumaXledger.Tests.Xledger;

public class AddingTests
{
    public static FieldValues Someone => Person("1").Values;

    private static XledgerAddition Person(string code) =>
        new(
            $"c{code}",
            new FieldValues(
                XledgerLab.Values([
                    (Field.Email, $"ny{code}@example.no"),
                    (Field.EmploymentId, code),
                    (Field.GivenName, "Åse"),
                    (Field.FamilyName, "Nygård"),
                    (Field.Phone, "+47 911 22 333"),
                    (Field.DateOfBirth, "1991-06-18"),
                    (Field.Gender, "Female"),
                    (Field.JobTitle, "Sjef"),
                    (Field.EmploymentStart, "2024-01-01"),
                    (Field.ProbationEnd, "2024-07-01"),
                    (Field.Identification, "18069112345"),
                    (Field.Address, new Address("Kirkeveien 5", "0155", "Oslo", "NO").ToValue().TextOrNull),
                ])
            )
        );

    public static TheoryData<bool, bool> Ways =>
        new(from creates in new[] { false, true } from aliased in new[] { false, true } select (creates, aliased));

    [Theory]
    [MemberData(nameof(Ways))]
    public async Task Add_ACompletePerson_ReadsBackTheSame(bool creates, bool aliased)
    {
        await using var lab = await XledgerLab.StartAsync(
            on => on.AddEmployeesCreatesContactAndSubledger = creates,
            settings: [("AliasedWrites", $"{aliased}")]
        );
        var wanted = Person("0071");

        var outcome = await lab.Client.AddAsync([wanted, Person("0072")], lab.Owner, CancellationToken.None);

        Assert.Null(outcome.Refusal);
        Assert.Empty(outcome.NotWritten);
        Assert.Equal(["c0071", "c0072"], outcome.Added.Keys.Order());
        var read = (await lab.Client.ReadEmployeesAsync([outcome.Added["c0071"]], CancellationToken.None))[
            outcome.Added["c0071"]
        ];
        foreach (var (field, value) in wanted.Values.Where(pair => pair.Value.IsValue))
        {
            Assert.Equal((field, value.TextOrNull), (field, read.Person[field].TextOrNull));
        }

        Assert.Empty(read.Person.InnerDisagreements);
        Assert.NotNull(read.SubledgerId);
        Assert.Equal(
            (2, 2, 2),
            (lab.Store.Employees.All().Count(), lab.Store.Contacts.All().Count(), lab.Store.Subledgers.All().Count())
        );
    }

    [Theory]
    [InlineData(true, "2024-01-01", "2024-01-01")]
    [InlineData(true, null, "2026-01-15")]
    [InlineData(false, "2030-01-01", "2030-01-01")]
    [InlineData(false, null, "2026-01-15")]
    public async Task Add_EveryPerson_IsValidFromTheirStartOrToday(bool demanded, string? start, string validFrom)
    {
        await using var lab = await XledgerLab.StartAsync(on => on.AddEmployeesNeedsDateFrom = demanded);
        var someone = new XledgerAddition("c1", Someone.With(Field.EmploymentStart, FieldValue.From(start)));

        var outcome = await lab.Client.AddAsync([someone], lab.Owner, CancellationToken.None);

        Assert.Null(outcome.Refusal);
        var employee = lab.Store.Employees.All().Single();
        Assert.Equal(
            (Date(validFrom), start is null ? null : Date(start)),
            (employee.DateFrom, employee.EmploymentFrom)
        );
    }

    [Fact]
    public async Task Add_LateInTheEvening_IsValidFromTheDayInOslo()
    {
        await using var lab = await XledgerLab.StartAsync();
        // 23:30 UTC is half past midnight in Oslo.
        lab.Clock.Pass(new TimeSpan(12, 30, 0));

        await lab.Client.AddAsync(
            [new XledgerAddition("c1", Someone.With(Field.EmploymentStart, FieldValue.Nothing))],
            lab.Owner,
            CancellationToken.None
        );

        Assert.Equal(Date("2026-01-16"), lab.Store.Employees.All().Single().DateFrom);
    }

    [Fact]
    public async Task Add_300People_CreatesAndCompletesTheirRecordsInRequestsOf500()
    {
        await using var lab = await XledgerLab.StartAsync();

        var outcome = await lab.Client.AddAsync(
            [.. Enumerable.Range(1, 300).Select(number => Person($"{number}"))],
            lab.Owner,
            CancellationToken.None
        );

        Assert.Empty(outcome.NotWritten);
        Assert.Equal(
            (300, 300, 300),
            (lab.Store.Employees.All().Count(), lab.Store.Contacts.All().Count(), lab.Store.Subledgers.All().Count())
        );
        Assert.All(lab.Store.Employees.All(), employee =>
            Assert.Equal($"ny{employee.Code}@example.no", lab.Ledger(employee).Email)
        );
    }

    private static DateOnly? Date(string text) =>
        DateOnly.ParseExact(text, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);

    [Fact]
    public async Task Add_ToASubEntity_OwnsAllItsRecordsThere()
    {
        await using var lab = await XledgerLab.StartAsync();

        var outcome = await lab.ClientNamed("group level")
            .AddAsync([Person("1")], $"{lab.Sweden}", CancellationToken.None);

        Assert.Null(outcome.Refusal);
        Assert.Empty(outcome.NotWritten);
        Assert.Equal(
            (lab.Sweden, lab.Sweden, lab.Sweden),
            (
                lab.Store.Employees.All().Single().OwnerDbId,
                lab.Store.Contacts.All().Single().OwnerDbId,
                lab.Store.Subledgers.All().Single().OwnerDbId
            )
        );
    }

    [Theory]
    [InlineData(EdgesOrder.Reversed)]
    [InlineData(EdgesOrder.Shuffled)]
    public async Task Add_Many_GivesEachTheirOwnIdWhateverTheOrderOfTheAnswer(EdgesOrder order)
    {
        await using var lab = await XledgerLab.StartAsync(on => on.EdgesOrder = order);

        var outcome = await lab.Client.AddAsync(
            [.. Enumerable.Range(1, 20).Select(number => Person($"{number}"))],
            lab.Owner,
            CancellationToken.None
        );

        Assert.Equal(20, outcome.Added.Count);
        Assert.All(outcome.Added, pair =>
            Assert.Equal(pair.Key, $"c{lab.Store.Employees.Find(int.Parse(pair.Value.Value, null))!.Code}")
        );
    }

    [Fact]
    public async Task Add_TakenEmploymentId_IsRefusedAndAddsNoOne()
    {
        await using var lab = await XledgerLab.StartAsync();
        lab.Hire("1");

        var outcome = await lab.Client.AddAsync([Person("1"), Person("2")], lab.Owner, CancellationToken.None);

        Assert.Equal((XledgerReasons.DuplicateCode, 0), (outcome.Refusal!.Code, outcome.Added.Count));
        Assert.Single(lab.Store.Employees.All());
    }

    [Fact]
    public async Task Add_WithoutRequiredValues_IsNotSentAndTheOthersAre()
    {
        await using var lab = await XledgerLab.StartAsync();
        var nameless = new XledgerAddition("x", Person("1").Values.With(Field.FamilyName, FieldValue.Nothing));

        var outcome = await lab.Client.AddAsync([nameless, Person("2")], lab.Owner, CancellationToken.None);

        Assert.Equal(XledgerReasons.Needs, outcome.NotWritten["x"][Field.FamilyName].Code);
        Assert.Equal(["c2"], outcome.Added.Keys);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Add_OneWithAnUnknownCountry_IsAddedAndOnlyTheirRestIsReportedAsRemaining(bool creates)
    {
        await using var lab = await XledgerLab.StartAsync(on => on.AddEmployeesCreatesContactAndSubledger = creates);
        var far = new XledgerAddition(
            "c2",
            Person("2").Values.With(Field.Address, new Address("Städtle 1", "9490", "Vaduz", "LI").ToValue())
        );

        var outcome = await lab.Client.AddAsync([Person("1"), far, Person("3")], lab.Owner, CancellationToken.None);

        Assert.Null(outcome.Refusal);
        Assert.Equal(3, outcome.Added.Count);
        Assert.Equal(["c2"], outcome.NotWritten.Keys);
        Assert.Contains(Field.Address, outcome.NotWritten["c2"].Keys);
        Assert.Equal(2, lab.Store.Contacts.All().Count(contact => contact.JobTitle == "Sjef"));
    }

    [Fact]
    public async Task Add_SupplierNumberOfAnotherPerson_IsNotTakenOver()
    {
        await using var lab = await XledgerLab.StartAsync();
        lab.Store.Load(edit =>
            edit.Add(
                new SubledgerRow
                {
                    OwnerDbId = lab.Norway,
                    Code = "1",
                    Description = "Rørlegger AS",
                }
            )
        );

        var outcome = await lab.Client.AddAsync([Person("1")], lab.Owner, CancellationToken.None);

        Assert.Single(outcome.Added);
        Assert.Equal(XledgerReasons.SupplierTaken, outcome.NotWritten["c1"][Field.BankAccount].Code);
        Assert.Null(lab.Store.Employees.All().Single().SubledgerDbId);
        Assert.Equal("Rørlegger AS", lab.Store.Subledgers.All().Single().Description);
    }

    [Theory]
    [InlineData(FaultKind.ConnectionResetAfter)]
    [InlineData(FaultKind.TruncatedJson)]
    public async Task Add_AnswerLost_ReportsAnUnknownOutcomeAndDoesNotRetry(FaultKind kind)
    {
        await using var lab = await XledgerLab.StartAsync();
        lab.Break(kind, "AddEmployees");

        var fault = await Assert.ThrowsAsync<XledgerFault>(() =>
            lab.Client.AddAsync([Person("1")], lab.Owner, CancellationToken.None)
        );

        Assert.True(fault.OutcomeUnknown);
        Assert.Single(lab.Store.Employees.All());
        Assert.Single(await lab.Client.FindByEmploymentIdAsync(lab.Owner, ["1"], CancellationToken.None));
    }

    [Theory]
    [InlineData("AddContactsSuppliers")]
    [InlineData("UpdateEmployees")]
    public async Task Add_StoppedHalfWay_StillReportsWhoWasAddedAndWhatRemains(string operation)
    {
        await using var lab = await XledgerLab.StartAsync();
        lab.Break(FaultKind.Status500, operation);

        var outcome = await lab.Client.AddAsync([Person("1")], lab.Owner, CancellationToken.None);

        Assert.Equal(["c1"], outcome.Added.Keys);
        Assert.Contains(Field.JobTitle, outcome.NotWritten["c1"].Keys);
        Assert.Equal(XledgerReasons.Server, outcome.NotWritten["c1"][Field.JobTitle].Code);
    }
}

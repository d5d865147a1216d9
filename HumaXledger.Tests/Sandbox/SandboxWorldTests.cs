using HumaXledger.Sandbox;
using HumaXledger.Tests.Sandbox.Sample;

namespace HumaXledger.Tests.Sandbox;

/// <summary>The actions of the Portal's sandbox page in either system.</summary>
public sealed class SandboxWorldTests
{
    public static TheoryData<SandboxField, string> Values =>
        new()
        {
            { SandboxField.EmploymentId, "90210" },
            { SandboxField.GivenName, "Åse" },
            { SandboxField.FamilyName, "Nyheim" },
            { SandboxField.Phone, "+47 400 00 001" },
            { SandboxField.BirthDate, "1988-05-17" },
            { SandboxField.BankAccount, "99900000001" },
            { SandboxField.Address, "Fjellveien 3; 0571; Oslo; NO" },
            { SandboxField.Gender, "FEMALE" },
            { SandboxField.JobTitle, "Fyrvokter" },
            { SandboxField.EmploymentStart, "2020-01-01" },
            { SandboxField.ProbationEnd, "2020-07-01" },
            { SandboxField.TerminationNotice, "2026-10-01" },
            { SandboxField.EmploymentEnd, "2027-01-31" },
            { SandboxField.Identification, "12345" },
        };

    [Theory]
    [MemberData(nameof(Values))]
    public async Task Field_EditedInEitherSystem_ChangesOnlyThere(SandboxField field, string text)
    {
        await using var world = SampleTests.World();
        var pair = world.Catalogue.Pairs.First(one =>
            one.Agrees && world.Huma.Find(one.HumaId!.Value)!.Positions.Length == 1
        );
        var before = world.PersonByHumaId(pair.HumaId!.Value)!;

        Assert.Equal(EditOutcome.Done, world.EditInHuma(pair.HumaId.Value, field, text));
        var edited = world.PersonByHumaId(pair.HumaId.Value)!;
        Assert.Equal(text, edited.Huma[field]);
        Assert.Equal(before.Xledger, edited.Xledger);
        Assert.Equal(EditOutcome.Done, world.EditInXledger(pair.EmployeeDbId!.Value, field, text));
        edited = world.PersonByEmployee(pair.EmployeeDbId.Value)!;
        Assert.Equal(text, edited.Xledger[field]);
    }

    [Fact]
    public async Task Field_ClearedInEitherSystem_HoldsNoValue()
    {
        await using var world = SampleTests.World();
        var pair = world.Catalogue.Pairs.First(one => one.Agrees);

        foreach (
            var field in new[]
            {
                SandboxField.Phone,
                SandboxField.Address,
                SandboxField.BirthDate,
                SandboxField.Identification,
            }
        )
        {
            Assert.Equal(EditOutcome.Done, world.EditInHuma(pair.HumaId!.Value, field, " "));
            Assert.Equal(EditOutcome.Done, world.EditInXledger(pair.EmployeeDbId!.Value, field, null));
        }

        var person = world.PersonByHumaId(pair.HumaId!.Value)!;
        Assert.False(person.Huma.ContainsKey(SandboxField.Phone) || person.Xledger.ContainsKey(SandboxField.Address));
    }

    [Theory]
    [InlineData(SandboxField.BirthDate, "17.05.1988")]
    [InlineData(SandboxField.Email, "nowhere")]
    [InlineData(SandboxField.GivenName, null)]
    [InlineData(SandboxField.Address, "Fjellveien 3")]
    public async Task Edit_InvalidValueInHuma_IsRefused(SandboxField field, string? text)
    {
        await using var world = SampleTests.World();

        Assert.Equal(
            EditOutcome.NotValid,
            world.EditInHuma(world.Catalogue.Pairs.First(one => one.Agrees).HumaId!.Value, field, text)
        );
    }

    [Fact]
    public async Task Edit_ValueOfAnotherPersonInHuma_IsNotUnique()
    {
        await using var world = SampleTests.World();
        var pairs = world.Catalogue.Pairs.Where(one => one.Agrees).Take(2).ToList();

        Assert.Equal(
            EditOutcome.NotUnique,
            world.EditInHuma(
                pairs[0].HumaId!.Value,
                SandboxField.EmploymentId,
                world.PersonByHumaId(pairs[1].HumaId!.Value)!.Huma[SandboxField.EmploymentId]
            )
        );
    }

    [Fact]
    public async Task Edit_OfAnUnknownPerson_IsNotFound()
    {
        await using var world = SampleTests.World();

        Assert.Equal(EditOutcome.NotFound, world.EditInHuma(Guid.NewGuid(), SandboxField.Phone, "1"));
        Assert.Equal(EditOutcome.NotFound, world.EditInXledger(1, SandboxField.Phone, "1"));
    }

    [Fact]
    public async Task Hired_InOneSystem_IsOnlyThereUntilAddedToTheOther()
    {
        await using var world = SampleTests.World();

        var inHuma = world.PersonByHumaId(world.HireInHuma())!;
        var inXledger = world.PersonByEmployee(world.HireInXledger())!;

        Assert.Null(inHuma.EmployeeDbId);
        Assert.Null(inXledger.HumaId);
        Assert.Equal("Fjellheim Norge AS", inXledger.Entity);
        Assert.Equal(
            EditOutcome.Done,
            world.EditInXledger(
                inXledger.EmployeeDbId!.Value,
                SandboxField.EmploymentId,
                inHuma.Huma[SandboxField.EmploymentId]
            )
        );
        Assert.Equal(inXledger.EmployeeDbId, world.PersonByHumaId(inHuma.HumaId!.Value)!.EmployeeDbId);
    }

    [Fact]
    public async Task Deactivated_AndDeleted_InHuma_ShowAsSuch()
    {
        await using var world = SampleTests.World();
        var pair = world.Catalogue.Pairs.First(one => one.Agrees);

        world.DeactivateInHuma(pair.HumaId!.Value);
        Assert.False(world.PersonByHumaId(pair.HumaId.Value)!.ActiveInHuma);
        world.ReactivateInHuma(pair.HumaId.Value);
        Assert.True(world.PersonByHumaId(pair.HumaId.Value)!.ActiveInHuma);
        world.DeleteInHuma(pair.HumaId.Value);

        Assert.Null(world.PersonByHumaId(pair.HumaId.Value));
        Assert.Null(world.PersonByEmployee(pair.EmployeeDbId!.Value)!.HumaId);
    }

    [Fact]
    public async Task DeletedInXledger_IsGoneWithContactAndSubledger()
    {
        await using var world = SampleTests.World();
        var pair = world.Catalogue.Pairs.First(one => one.Agrees);
        var employee = world.Xledger.Employees.Find(pair.EmployeeDbId)!;

        Assert.Equal(EditOutcome.Done, world.DeleteInXledger(employee.DbId));

        Assert.Null(world.Xledger.Contacts.Find(employee.ContactDbId));
        Assert.Null(world.Xledger.Subledgers.Find(employee.SubledgerDbId));
        Assert.Null(world.PersonByHumaId(pair.HumaId!.Value)!.EmployeeDbId);
    }

    [Fact]
    public async Task People_Searched_GivesAPageAndTheTotal()
    {
        await using var world = SampleTests.World();

        var (total, page) = world.People("hansen", 0, 2);

        Assert.True(total > 2);
        Assert.Equal(2, page.Count);
        // Two people have a second record on one side only, listed beside the other system's record with the same
        // number.
        Assert.Equal(248, world.People(null, 240, 50).Total);
        Assert.Equal(248, world.People(null, 0, int.MaxValue).Page.Count);
    }

    [Fact]
    public async Task Changes_InEitherSystem_RaiseAnEvent()
    {
        await using var world = SampleTests.World();
        var reported = 0;
        world.Changed += () => reported++;
        var pair = world.Catalogue.Pairs.First(one => one.Agrees);

        world.EditInHuma(pair.HumaId!.Value, SandboxField.Phone, "1");
        world.EditInXledger(pair.EmployeeDbId!.Value, SandboxField.Phone, "1");
        world.Reset();

        Assert.True(reported >= 3);
    }

    [Fact]
    public async Task Credentials_BeginWithFullRightsAndNameEveryMissingOne()
    {
        await using var world = SampleTests.World();

        Assert.Equal("Full rights, Fjellheim Norge AS", world.FullXledgerToken.Name);
        Assert.Equal("Full rights", world.FullHumaKey.Purpose);
        Assert.Equal(
            HumaXledger.Sandbox.Xledger.XledgerRight.AskedForByHuma.Count,
            world.Credentials.Count(credential => credential.Name.EndsWith(" missing", StringComparison.Ordinal))
        );
        Assert.Contains(world.Credentials, credential => credential.Name == "Contact write missing");
        Assert.Contains(world.Credentials, credential => credential.Name == "Expired");
    }
}

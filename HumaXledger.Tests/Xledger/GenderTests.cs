using HumaXledger.Core.People;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Xledger;
using HumaXledger.Sandbox.Xledger;
using HumaXledger.Sandbox.Xledger.Rows;

namespace HumaXledger.Tests.Xledger;

public class GenderTests
{
    [Theory]
    [InlineData(GenderCodes.English)]
    [InlineData(GenderCodes.Norwegian)]
    [InlineData(GenderCodes.Numbers)]
    public async Task Write_GenderNotInUse_IsFoundByAQuery(GenderCodes codes)
    {
        await using var lab = await XledgerLab.StartAsync(on => on.GenderCodes = codes);
        var kari = lab.Hire("1", contact: row => row.GenderDbId = null);
        var ola = lab.Hire("2", contact: row => row.GenderDbId = null);

        var read = await lab.Client.ReadEmployeesAsync(lab.Owner, null, CancellationToken.None);
        var outcome = await lab.Client.WriteAsync(
            [
                .. read.Employees.Select(one => new XledgerUpdate(
                    one,
                    XledgerLab.Values(
                        (Field.Gender, one.Person[Field.EmploymentId].TextOrNull == "1" ? "Female" : "male")
                    )
                )),
            ],
            CancellationToken.None
        );

        Assert.Null(outcome.Refusal);
        Assert.Empty(outcome.NotWritten);
        Assert.Equal(
            (lab.Store.Gender(StandardValues.FemaleSubId).DbId, lab.Store.Gender(StandardValues.MaleSubId).DbId),
            (lab.Contact(kari).GenderDbId!.Value, lab.Contact(ola).GenderDbId!.Value)
        );
    }

    [Fact]
    public async Task Write_GenderWithoutCounterpart_IsLeftOutAndTheRestWritten()
    {
        await using var lab = await XledgerLab.StartAsync();
        var kari = lab.Hire("1");

        var outcome = await lab.WriteAsync(kari, (Field.Gender, "Non-binary"), (Field.JobTitle, "Sjef"));

        Assert.Null(outcome.Refusal);
        Assert.Equal(ValueReasons.GenderNoCounterpart, outcome.NotWritten[$"{kari.DbId}"][Field.Gender].Code);
        Assert.Equal(
            (lab.Store.Gender(StandardValues.FemaleSubId).DbId, "Sjef"),
            (lab.Contact(kari).GenderDbId!.Value, lab.Contact(kari).JobTitle)
        );
    }

    [Fact]
    public async Task Write_OtherGenderThatTheRegisterHas_KeepsItsCounterpart()
    {
        await using var lab = await XledgerLab.StartAsync();
        var other = new SystemValueRow
        {
            Definition = SystemValueRow.Gender,
            DbSubId = 3,
            Code = "X",
            Name = "Annet",
        };
        lab.Store.Load(edit => edit.Add(other));
        var kari = lab.Hire("1");

        var outcome = await lab.WriteAsync(kari, (Field.Gender, "Other"));

        Assert.Empty(outcome.NotWritten);
        Assert.Equal(lab.Store.Gender(3).DbId, lab.Contact(kari).GenderDbId);
    }

    [Fact]
    public async Task Write_GenderInUse_NeedsNoQuery()
    {
        await using var lab = await XledgerLab.StartAsync();
        lab.Hire("1", contact: row => row.GenderDbId = lab.Store.Gender(StandardValues.MaleSubId).DbId);
        var kari = lab.Hire("2");
        var read = await lab.Client.ReadEmployeesAsync(lab.Owner, null, CancellationToken.None);
        var before = lab.World.Meter.ThisMonth.Requests;

        await lab.Client.WriteAsync(
            [
                new XledgerUpdate(
                    read.Employees.Single(one => one.Id.Value == $"{kari.DbId}"),
                    XledgerLab.Values((Field.Gender, "Male"))
                ),
            ],
            CancellationToken.None
        );

        Assert.Equal(1, lab.World.Meter.ThisMonth.Requests - before);
        Assert.Equal(lab.Store.Gender(StandardValues.MaleSubId).DbId, lab.Contact(kari).GenderDbId);
    }
}

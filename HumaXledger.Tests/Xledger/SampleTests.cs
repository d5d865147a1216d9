using HumaXledger.Core.People;

namespace HumaXledger.Tests.Xledger;

public class SampleTests
{
    [Fact]
    public async Task Reading_TheSampleOrganization_EqualsTheSandbox()
    {
        await using var lab = await XledgerLab.StartAsync(people: 250);

        var reading = await lab.Client.ReadEmployeesAsync(lab.Owner, null, CancellationToken.None);

        Assert.Empty(reading.Problems);
        Assert.Equal(
            lab.Store.Employees.All()
                .Where(row => row.OwnerDbId == lab.Norway)
                .Select(row => ($"{row.DbId}", row.Code ?? ""))
                .Order(),
            reading
                .Employees.Select(employee => (employee.Id.Value, employee.Person[Field.EmploymentId].TextOrNull ?? ""))
                .Order()
        );
        Assert.Equal(1, lab.World.Meter.ThisMonth.Requests);
        // The sample contains some people whose records disagree; most do not.
        Assert.InRange(
            reading.Employees.Count(employee => employee.Person.InnerDisagreements.Count > 0),
            1,
            reading.Employees.Count / 4
        );
    }

    [Fact]
    public async Task Writing_ThreeHundredPeopleInThreeParts_TakesTwoRequestsBesideReading()
    {
        await using var lab = await XledgerLab.StartAsync(people: 500);
        var reading = await lab.Client.ReadEmployeesAsync(lab.Owner, null, CancellationToken.None);
        var chosen = reading.Employees.Where(employee => employee.ContactId is not null).Take(300).ToArray();
        var before = lab.World.Meter.ThisMonth.Requests;

        var outcome = await lab.Client.WriteAsync(
            [
                .. chosen.Select(employee => new Core.Xledger.XledgerUpdate(
                    employee,
                    XledgerLab.Values(
                        (Field.FamilyName, "Nygård"),
                        (Field.JobTitle, "Sjef"),
                        (Field.Phone, "+47 911 22 333")
                    )
                )),
            ],
            CancellationToken.None
        );
        var after = await lab.Client.ReadEmployeesAsync(
            [.. chosen.Select(employee => employee.Id)],
            CancellationToken.None
        );

        Assert.Null(outcome.Refusal);
        // Some 900 records, 500 per request.
        Assert.Equal((300, 4), (chosen.Length, (int)(lab.World.Meter.ThisMonth.Requests - before)));
        Assert.All(after.Values, employee =>
            Assert.Equal(
                ("Nygård", "Sjef"),
                (employee.Person[Field.FamilyName].TextOrNull, employee.Person[Field.JobTitle].TextOrNull)
            )
        );
    }
}

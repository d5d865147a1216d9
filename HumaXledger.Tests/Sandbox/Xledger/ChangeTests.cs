using HumaXledger.Sandbox.Xledger.Rows;

namespace HumaXledger.Tests.Sandbox.Xledger;

public class ChangeTests
{
    private const string Deltas =
        "query ($after: String) { employee_deltas(first: 100, after: $after) "
        + "{ edges { cursor node { dbId mutationType } } } }";

    [Fact]
    public async Task EmployeeDeltas_ReturnAddsUpdatesAndDeletesAfterACursor_ForThreeDays()
    {
        await using var xledger = await XledgerHost.StartAsync();
        var loaded = xledger.Hire("1");
        Assert.Equal("null", (await xledger.SendAsync(Deltas)).At("employee_deltas", "edges"));

        await xledger.SendAsync(
            "mutation { addEmployees(inputs: { node: { code: \"2\", description: \"Ola\", "
                + "dateFrom: \"2026-01-15\" } }) { edges { clientId } } }"
        );
        await xledger.SendAsync(
            $"mutation {{ updateEmployees(inputs: {{ node: {{ dbId: {loaded.DbId}, code: \"3\" }} }}) "
                + $"{{ edges {{ clientId }} }} }}"
        );
        var first = await xledger.SendAsync(Deltas);
        Assert.Equal(["ADDED", "UPDATED"], first.Nodes("employee_deltas", "mutationType"));

        xledger.Store.Edit(edit => edit.Remove(loaded));
        var after = first.Data.GetProperty("employee_deltas").GetProperty("edges")[1].GetProperty("cursor").GetString();
        var later = await xledger.SendAsync(Deltas, new { after });
        Assert.Equal([$"{loaded.DbId}"], later.Nodes("employee_deltas", "dbId"));
        Assert.Equal(["DELETED"], later.Nodes("employee_deltas", "mutationType"));

        xledger.Clock.Now += TimeSpan.FromDays(3) + TimeSpan.FromSeconds(1);
        Assert.Equal("null", (await xledger.SendAsync(Deltas)).At("employee_deltas", "edges"));
    }

    [Fact]
    public async Task EmployeeDeltas_OfAnotherCompany_AreNotShown()
    {
        await using var xledger = await XledgerHost.StartAsync();

        xledger.Store.Edit(edit => edit.Add(new EmployeeRow { OwnerDbId = xledger.Sweden, Code = "1" }));

        Assert.Equal("null", (await xledger.SendAsync(Deltas)).At("employee_deltas", "edges"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ChangedContact_TouchesItsEmployeeOnlyIfTheSwitchSaysSo(bool touches)
    {
        await using var xledger = await XledgerHost.StartAsync(switches =>
            switches.ContactChangeTouchesEmployee = touches
        );
        var employee = xledger.Hire("1");
        var before = employee.ModifiedAt;
        xledger.Clock.Now += TimeSpan.FromHours(1);

        xledger.Store.Edit(edit =>
            edit.Change(xledger.Store.Contacts.Find(employee.ContactDbId)!, row => row.JobTitle = "Kokk")
        );

        Assert.Equal(touches, xledger.Store.Employees.Find(employee.DbId)!.ModifiedAt > before);
        Assert.Equal(touches ? 1 : 0, xledger.Store.Deltas(XledgerRecord.Employee).Count);
        Assert.Equal(xledger.Clock.Now.UtcDateTime, xledger.Store.Contacts.Find(employee.ContactDbId)!.ModifiedAt);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ChangedSubledger_TouchesItsEmployeeOnlyIfTheSwitchSaysSo(bool touches)
    {
        await using var xledger = await XledgerHost.StartAsync(switches =>
            switches.SubledgerChangeTouchesEmployee = touches
        );
        var employee = xledger.Hire("1");

        xledger.Store.Edit(edit =>
            edit.Change(xledger.Store.Subledgers.Find(employee.SubledgerDbId)!, row => row.BankAccount = "86011117947")
        );

        Assert.Equal(touches ? 1 : 0, xledger.Store.Deltas(XledgerRecord.Employee).Count);
    }

    [Fact]
    public async Task Edit_ThatThrows_LeavesEverythingAsItWas()
    {
        await using var xledger = await XledgerHost.StartAsync();
        var employee = xledger.Hire("1");

        Assert.Throws<InvalidOperationException>(() =>
            xledger.Store.Edit(edit =>
            {
                edit.Change(employee, row => row.Code = "2");
                edit.Add(new EmployeeRow { OwnerDbId = xledger.Norway, Code = "3" });
                edit.Remove(xledger.Store.Contacts.Find(employee.ContactDbId)!);
                throw new InvalidOperationException();
            })
        );

        Assert.Same(employee, xledger.Store.Employees.All().Single());
        Assert.Equal(1, xledger.Store.Contacts.Count);
        Assert.Empty(xledger.Store.Deltas(XledgerRecord.Employee));
    }

    [Fact]
    public async Task Changed_IsRaisedOnceForEachEdit_AfterItIsDone()
    {
        await using var xledger = await XledgerHost.StartAsync();
        var employee = xledger.Hire("1");
        var reported = new List<IReadOnlyList<XledgerChange>>();
        xledger.Store.Changed += reported.Add;

        await xledger.SendAsync(
            $"mutation {{ updateEmployees(inputs: {{ node: {{ dbId: {employee.DbId}, phone: \"22334455\" }} }}) "
                + $"{{ edges {{ clientId }} }} }}"
        );

        Assert.Equal(
            [XledgerRecord.Employee, XledgerRecord.Contact],
            Assert.Single(reported).Select(change => change.Record)
        );
    }

    [Fact]
    public async Task Reset_StartsOverWithTheSameIds()
    {
        await using var xledger = await XledgerHost.StartAsync();
        var employee = xledger.Hire("1");

        xledger.Store.Reset(edit => edit.Add(new EmployeeRow { Code = "9" }));

        Assert.Equal(
            (employee.DbId, "9"),
            (xledger.Store.Employees.All().Single().DbId, xledger.Store.Employees.All().Single().Code)
        );
        Assert.NotEmpty(xledger.Store.Countries.All());
        Assert.Empty(xledger.Store.Tokens.All());
    }
}

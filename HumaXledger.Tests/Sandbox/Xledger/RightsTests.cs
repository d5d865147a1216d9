using HumaXledger.Sandbox.Xledger;

namespace HumaXledger.Tests.Sandbox.Xledger;

public class RightsTests
{
    [Theory]
    [InlineData(true, false, MissingRight.ErrorWithoutData)]
    [InlineData(true, false, MissingRight.Silent)]
    [InlineData(true, true, MissingRight.ErrorWithoutData)]
    [InlineData(false, false, MissingRight.ErrorWithoutData)]
    public async Task Entities_WithoutTheScopeOwner_AreListedOnlyIfTheSwitchSaysSo(
        bool needed,
        bool ticked,
        MissingRight answer
    )
    {
        await using var xledger = await XledgerHost.StartAsync(switches =>
            (switches.EntitiesNeedOwner, switches.MissingRight) = (needed, answer)
        );
        var token = xledger.Token("some", xledger.Group, ticked ? XledgerRight.Full : XledgerRight.AskedForByHuma);

        var reply = await xledger.SendAsync(
            "{ viewer { entity { ownerDbId } } entities(first: 10) { edges { node { ownerDbId } } } }",
            token: token
        );

        var listed = ticked || !needed;
        Assert.Equal(!listed && answer == MissingRight.ErrorWithoutData, reply.HasErrors);
        Assert.Equal(
            listed,
            reply.Root.GetRawText().Contains($"{{\"ownerDbId\":{xledger.Sweden}}}", StringComparison.Ordinal)
        );
    }

    public static TheoryData<XledgerScope, string> ReadsOfEachScope =>
        new()
        {
            { XledgerScope.Employee, "{ employees(first: 1) { pageInfo { hasNextPage } } }" },
            { XledgerScope.Employee, "{ employee_deltas(last: 1) { edges { cursor } } }" },
            { XledgerScope.Contact, "{ employees(first: 1) { edges { node { contact { firstName } } } } }" },
            { XledgerScope.Address, "{ contacts(first: 1) { edges { node { address { place } } } } }" },
            { XledgerScope.Company, "{ companies(first: 1) { edges { node { dbId } } } }" },
            { XledgerScope.Country, "{ countries(first: 1) { edges { node { code } } } }" },
            { XledgerScope.ObjectValue, "{ objectValues(first: 1) { edges { node { code } } } }" },
            { XledgerScope.Subledger, "{ employees(first: 1) { edges { node { subledger { bankAccount } } } } }" },
            { XledgerScope.Supplier, "{ suppliers(first: 1) { edges { node { dbId } } } }" },
            { XledgerScope.SystemValue, "{ contacts(first: 1) { edges { node { gender { code } } } } }" },
            { XledgerScope.Bank, "{ bankAccounts(first: 1) { edges { node { dbId } } } }" },
        };

    [Theory]
    [MemberData(nameof(ReadsOfEachScope))]
    public async Task Read_ScopeMissing_AnswersAnErrorWithoutDataThatDoesNotNameTheScope(
        XledgerScope scope,
        string query
    )
    {
        await using var xledger = await XledgerHost.StartAsync();
        var token = xledger.Token(
            "less",
            xledger.Norway,
            XledgerRight.AskedForByHuma.Remove(new XledgerRight(scope, XledgerAccess.Read))
        );

        var reply = await xledger.SendAsync(query, token: token);

        Assert.Equal(200, reply.Status);
        Assert.Equal("null", reply.Data.GetRawText());
        Assert.DoesNotContain(scope.ToString(), reply.Message, StringComparison.OrdinalIgnoreCase);
        Assert.False((await xledger.SendAsync(query)).HasErrors);
    }

    [Fact]
    public async Task Read_ScopeMissingAndSwitchSaysFieldNull_AnswersTheRestWithOneErrorForTheField()
    {
        await using var xledger = await XledgerHost.StartAsync(switches =>
            switches.MissingRight = MissingRight.FieldNull
        );
        xledger.Hire("1");
        xledger.Hire("2");
        var token = xledger.Token(
            "less",
            xledger.Norway,
            XledgerRight.AskedForByHuma.Remove(new XledgerRight(XledgerScope.Contact, XledgerAccess.Read))
        );

        var reply = await xledger.SendAsync(
            "{ employees(first: 5) { edges { node { code contact { firstName } } } } }",
            token: token
        );

        Assert.Equal(["1", "2"], reply.Nodes("employees", "code"));
        Assert.Equal(["null", "null"], reply.Nodes("employees", "contact"));
        Assert.Equal(1, reply.Root.GetProperty("errors").GetArrayLength());
        Assert.Equal("[\"employees\",\"edges\",0,\"node\",\"contact\"]", reply.Error.GetProperty("path").GetRawText());
    }

    [Fact]
    public async Task Read_ScopeMissingAndSwitchSaysForbidden_AnswersHttp403()
    {
        await using var xledger = await XledgerHost.StartAsync(switches =>
            switches.MissingRight = MissingRight.Forbidden
        );
        var token = xledger.Token("none", xledger.Norway);

        Assert.Equal(
            403,
            (await xledger.SendAsync("{ employees(first: 1) { edges { node { code } } } }", token: token)).Status
        );
        Assert.Equal(200, (await xledger.SendAsync("{ __typename }", token: token)).Status);
    }

    [Theory]
    [InlineData(
        XledgerScope.Employee,
        "mutation { updateEmployees(inputs: { node: { dbId: $id, trialTo: \"2026-02-01\" } }) { edges { clientId } } }"
    )]
    [InlineData(
        XledgerScope.Contact,
        "mutation { updateEmployees(inputs: { node: { dbId: $id, phone: \"22334455\" } }) { edges { clientId } } }"
    )]
    [InlineData(
        XledgerScope.Subledger,
        "mutation { updateEmployees(inputs: { node: { dbId: $id, bankAccount: \"1\" } }) { edges { clientId } } }"
    )]
    [InlineData(
        XledgerScope.Contact,
        "mutation { addContacts(inputs: { node: { firstName: \"Ola\" } }) { edges { clientId } } }"
    )]
    [InlineData(
        XledgerScope.Supplier,
        "mutation { addSuppliers(inputs: { node: { code: \"9\", description: \"Ola\" } }) { edges { clientId } } }"
    )]
    public async Task Write_WriteRightMissing_IsRefusedAndWritesNothing(XledgerScope scope, string mutation)
    {
        await using var xledger = await XledgerHost.StartAsync();
        var employee = xledger.Hire("1");
        var token = xledger.Token(
            "less",
            xledger.Norway,
            XledgerRight.AskedForByHuma.Remove(new XledgerRight(scope, XledgerAccess.Write))
        );
        var query = mutation.Replace("$id", employee.DbId.ToString());
        var before = xledger.Store.Deltas(HumaXledger.Sandbox.Xledger.Rows.XledgerRecord.Employee).Count;

        var refused = await xledger.SendAsync(query, token: token);

        Assert.Equal("null", refused.Data.GetRawText());
        Assert.Equal(before, xledger.Store.Deltas(HumaXledger.Sandbox.Xledger.Rows.XledgerRecord.Employee).Count);
        Assert.Same(xledger.Store.Employees.Find(employee.DbId), employee);
        Assert.False((await xledger.SendAsync(query)).HasErrors);
    }
}

using HumaXledger.Sandbox.Xledger;
using static HumaXledger.Tests.Sandbox.Xledger.EmployeeMutationTests;

namespace HumaXledger.Tests.Sandbox.Xledger;

public class EmployeeAdditionTests
{
    private const string Add =
        "mutation ($inputs: [AddEmployeesInput!]!) { addEmployees(inputs: $inputs) "
        + "{ edges { clientId node { dbId code contact { firstName } subledger { bankAccount } } } } }";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task AddEmployees_WithoutReferences_MakesContactAndSubledgerOnlyIfTheSwitchSaysSo(bool creates)
    {
        await using var xledger = await XledgerHost.StartAsync(switches =>
            (switches.AddEmployeesCreatesContactAndSubledger, switches.AddEmployeesNeedsDateFrom) = (creates, false)
        );

        var reply = await xledger.SendAsync(
            Add,
            Node(
                new
                {
                    code = "015",
                    description = "Ola Dunk",
                    firstName = "Ola",
                    lastName = "Dunk",
                    bankAccount = "86011117947",
                }
            )
        );

        Assert.Equal("\"015\"", reply.At("addEmployees", "edges", 0, "node", "code"));
        Assert.Equal(
            creates ? "{\"firstName\":\"Ola\"}" : "null",
            reply.At("addEmployees", "edges", 0, "node", "contact")
        );
        Assert.Equal(
            creates ? "{\"bankAccount\":\"86011117947\"}" : "null",
            reply.At("addEmployees", "edges", 0, "node", "subledger")
        );
        Assert.Equal(xledger.Norway, xledger.Store.Employees.All().Single().OwnerDbId);
    }

    [Fact]
    public async Task AddEmployees_WithReferences_LinksThemAndWritesTheFlatFieldsThere()
    {
        await using var xledger = await XledgerHost.StartAsync(switches => switches.AddEmployeesNeedsDateFrom = false);
        var contact = (
            await xledger.SendAsync(
                "mutation { addContacts(inputs: { node: { firstName: \"Ola\", lastName: \"Dunk\" } }) "
                    + "{ edges { node { dbId name } } } }"
            )
        )
            .Nodes("addContacts", "dbId")
            .Single();
        var supplier = (
            await xledger.SendAsync(
                "mutation { addSuppliers(inputs: { node: { code: \"015\", description: \"Ola Dunk\" } }) "
                    + "{ edges { node { dbId } } } }"
            )
        )
            .Nodes("addSuppliers", "dbId")
            .Single();

        var reply = await xledger.SendAsync(
            Add,
            Node(
                new
                {
                    code = "015",
                    description = "Ola Dunk",
                    contact = new { dbId = contact },
                    subledger = new { dbId = supplier },
                    phone = "22334455",
                    bankAccount = "86011117947",
                }
            )
        );

        Assert.Equal("{\"firstName\":\"Ola\"}", reply.At("addEmployees", "edges", 0, "node", "contact"));
        Assert.Equal("{\"bankAccount\":\"86011117947\"}", reply.At("addEmployees", "edges", 0, "node", "subledger"));
        Assert.Equal("22334455", xledger.Store.Contacts.All().Single().Phone);
    }

    [Theory]
    [InlineData("{ description: \"Ola\" }", "inputs.node.code: A value is required.")]
    [InlineData("{ code: \"1\" }", "inputs.node.description: A value is required.")]
    [InlineData("{ code: \"1\", description: \"Ola\" }", "inputs.node.dateFrom: A value is required.")]
    public async Task AddEmployees_WithoutRequiredFields_IsRefused(string node, string message)
    {
        await using var xledger = await XledgerHost.StartAsync();

        Assert.Equal(
            message,
            (
                await xledger.SendAsync(
                    $"mutation {{ addEmployees(inputs: {{ node: {node} }}) {{ edges {{ clientId }} }} }}"
                )
            ).Message
        );
    }

    [Fact]
    public async Task AddEmployees_WithOwner_CreatesInThatCompany()
    {
        await using var xledger = await XledgerHost.StartAsync();
        var group = xledger.Token("group", xledger.Group, XledgerRight.AskedForByHuma);

        await xledger.SendAsync(
            Add,
            Node(
                new
                {
                    code = "1",
                    description = "Ola",
                    dateFrom = "2026-01-15",
                    owner = new { code = "SE" },
                }
            ),
            group
        );
        var foreign = await xledger.SendAsync(
            Add,
            Node(
                new
                {
                    code = "2",
                    description = "Kari",
                    dateFrom = "2026-01-15",
                    owner = new { code = "SE" },
                }
            )
        );

        Assert.Equal(xledger.Sweden, xledger.Store.Employees.All().Single().OwnerDbId);
        Assert.Equal($"inputs.node.owner.code: No value matching owner {xledger.Norway}, code 'SE'.", foreign.Message);
    }
}

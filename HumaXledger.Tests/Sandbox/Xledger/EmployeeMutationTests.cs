using HumaXledger.Sandbox.Xledger;
using HumaXledger.Sandbox.Xledger.Rows;

namespace HumaXledger.Tests.Sandbox.Xledger;

public class EmployeeMutationTests
{
    private const string Update =
        "mutation ($inputs: [UpdateEmployeesInput!]!) { updateEmployees(inputs: $inputs) "
        + "{ edges { clientId node { dbId code modifiedAt } } } }";

    [Fact]
    public async Task UpdateEmployees_FlatFields_LandOnEmployeeContactAndSubledger()
    {
        await using var xledger = await XledgerHost.StartAsync(switches => switches.FlatEmail = FlatInput.Subledger);
        var employee = xledger.Hire("1");

        var reply = await xledger.SendAsync(
            Update,
            Node(
                new
                {
                    dbId = $"{employee.DbId}",
                    code = "007",
                    description = "Kåre Æsøy",
                    firstName = "Kåre",
                    lastName = "Æsøy",
                    birthday = "1990-02-03",
                    socialSec = "03029012345",
                    phone = "+4722334455",
                    phoneSubledger = "+4722334456",
                    email = "kare@example.no",
                    bankAccount = "86011117947",
                    employmentFrom = "2026-02-01",
                    employmentTo = "2027-02-01",
                    trialTo = "2026-08-01",
                    noticeDate = "2026-12-01",
                }
            )
        );

        Assert.Equal("\"a\"", reply.At("updateEmployees", "edges", 0, "clientId"));
        Assert.Equal("\"2026-01-15T12:00:00\"", reply.At("updateEmployees", "edges", 0, "node", "modifiedAt"));
        var after = xledger.Store.Employees.Find(employee.DbId)!;
        Assert.Equal(("007", "Kåre Æsøy", null), (after.Code, after.Description, after.Email));
        Assert.Equal(
            (new DateOnly(2026, 2, 1), new DateOnly(2027, 2, 1)),
            (after.EmploymentFrom!.Value, after.EmploymentTo!.Value)
        );
        Assert.Equal(
            (new DateOnly(2026, 8, 1), new DateOnly(2026, 12, 1)),
            (after.TrialTo!.Value, after.NoticeDate!.Value)
        );
        var contact = xledger.Store.Contacts.Find(after.ContactDbId)!;
        Assert.Equal(
            ("Kåre", "Æsøy", "Kåre Æsøy", "+4722334455", null),
            (contact.FirstName, contact.LastName, contact.Name, contact.Phone, contact.Email)
        );
        Assert.Equal((new DateOnly(1990, 2, 3), "03029012345"), (contact.Birthday!.Value, contact.SocialSec));
        var subledger = xledger.Store.Subledgers.Find(after.SubledgerDbId)!;
        Assert.Equal(
            ("kare@example.no", "+4722334456", "86011117947", "Kari Nordmann"),
            (subledger.Email, subledger.Phone, subledger.BankAccount, subledger.Description)
        );
    }

    [Fact]
    public async Task UpdateEmployees_FieldsLeftOut_StayAsTheyAre()
    {
        await using var xledger = await XledgerHost.StartAsync();
        var employee = xledger.Hire(
            "1",
            change: row => row.TrialTo = new DateOnly(2026, 4, 1),
            contact: row => row.Phone = "22334455"
        );

        await xledger.SendAsync(Update, Node(new { dbId = employee.DbId, noticeDate = "2026-05-01" }));

        var after = xledger.Store.Employees.Find(employee.DbId)!;
        Assert.Equal(
            (new DateOnly(2026, 4, 1), new DateOnly(2026, 5, 1)),
            (after.TrialTo!.Value, after.NoticeDate!.Value)
        );
        Assert.Equal("22334455", xledger.Store.Contacts.Find(after.ContactDbId)!.Phone);
    }

    [Theory]
    [InlineData(null, NullInput.Ignored, "kept")]
    [InlineData(null, NullInput.Clears, "cleared")]
    [InlineData(null, NullInput.Refused, "refused")]
    public async Task UpdateEmployees_Null_DoesWhatTheSwitchSays(string? value, NullInput input, string outcome) =>
        await Cleared(switches => switches.NullInput = input, value, outcome);

    [Theory]
    [InlineData(EmptyString.Clears, "cleared")]
    [InlineData(EmptyString.Ignored, "kept")]
    [InlineData(EmptyString.Refused, "refused")]
    public async Task UpdateEmployees_EmptyText_DoesWhatTheSwitchSays(EmptyString input, string outcome) =>
        await Cleared(switches => switches.EmptyString = input, "", outcome);

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task UpdateEmployees_OneBadNode_WritesNothing_UnlessBatchesAreNotAtomic(bool atomic)
    {
        await using var xledger = await XledgerHost.StartAsync(switches => switches.AtomicBatches = atomic);
        var (first, second, third) = (xledger.Hire("1"), xledger.Hire("2"), xledger.Hire("3"));

        var reply = await xledger.SendAsync(
            Update,
            Nodes(
                new
                {
                    dbId = first.DbId,
                    code = "10",
                    positionValue = (object?)null,
                },
                new
                {
                    dbId = second.DbId,
                    code = "20",
                    positionValue = (object?)new { code = "NONE" },
                },
                new
                {
                    dbId = third.DbId,
                    code = "30",
                    positionValue = (object?)null,
                }
            )
        );

        Assert.Equal(200, reply.Status);
        Assert.Equal("null", reply.Data.GetRawText());
        Assert.Equal(
            $"inputs.node.positionValue.code: No value matching owner {xledger.Norway}, code 'NONE'.",
            reply.Message
        );
        Assert.Equal([atomic ? "1" : "10", "2", "3"], xledger.Store.Employees.All().Select(row => row.Code));
        Assert.Equal(atomic ? 0 : 1, xledger.Store.Deltas(XledgerRecord.Employee).Count);
    }

    [Fact]
    public async Task UpdateEmployees_EmployeeOfAnotherEntity_IsNotFoundByTheToken()
    {
        await using var xledger = await XledgerHost.StartAsync();
        var other = xledger.Hire("1", change: row => row.OwnerDbId = xledger.Sweden);

        var reply = await xledger.SendAsync(Update, Node(new { dbId = other.DbId, code = "2" }));

        Assert.Equal(
            $"inputs.node.dbId: No value matching owner {xledger.Norway}, dbId '{other.DbId}'.",
            reply.Message
        );
        Assert.Equal("1", xledger.Store.Employees.Find(other.DbId)!.Code);
    }

    [Theory]
    [InlineData(500, false)]
    [InlineData(501, true)]
    public async Task UpdateEmployees_MoreThan500Nodes_IsRefused(int nodes, bool refused)
    {
        await using var xledger = await XledgerHost.StartAsync();
        var employee = xledger.Hire("1");

        var reply = await xledger.SendAsync(
            Update,
            Nodes([.. Enumerable.Range(0, nodes).Select(_ => new { dbId = employee.DbId })])
        );

        Assert.Equal(refused, reply.HasErrors);
    }

    [Fact]
    public async Task UpdateEmployees_CodeOfAColleague_IsRefused_AndTheSameCodeInTheOtherCompanyIsNot()
    {
        await using var xledger = await XledgerHost.StartAsync();
        var (first, second) = (xledger.Hire("1"), xledger.Hire("2"));
        xledger.Hire("9", change: row => row.OwnerDbId = xledger.Sweden);

        var taken = await xledger.SendAsync(Update, Node(new { dbId = first.DbId, code = "2" }));
        var twice = await xledger.SendAsync(
            Update,
            Nodes(new { dbId = first.DbId, code = "5" }, new { dbId = second.DbId, code = "5" })
        );
        var elsewhere = await xledger.SendAsync(Update, Node(new { dbId = first.DbId, code = "9" }));
        var swapped = await xledger.SendAsync(
            Update,
            Nodes(new { dbId = first.DbId, code = "11" }, new { dbId = second.DbId, code = "9" })
        );

        Assert.StartsWith("inputs.node.code: ", taken.Message);
        Assert.StartsWith("inputs.node.code: ", twice.Message);
        Assert.False(elsewhere.HasErrors);
        Assert.False(swapped.HasErrors);
        Assert.Equal(
            ["11", "9"],
            xledger.Store.Employees.All().Where(row => row.OwnerDbId == xledger.Norway).Select(row => row.Code)
        );
    }

    [Theory]
    [InlineData(EdgesOrder.AsSent, "a b c")]
    [InlineData(EdgesOrder.Reversed, "c b a")]
    public async Task UpdateEmployees_Edges_CarryTheirClientIdInWhateverOrder(EdgesOrder order, string expected)
    {
        await using var xledger = await XledgerHost.StartAsync(switches => switches.EdgesOrder = order);
        var codes = new Dictionary<string, EmployeeRow>
        {
            ["a"] = xledger.Hire("1"),
            ["b"] = xledger.Hire("2"),
            ["c"] = xledger.Hire("3"),
        };

        var reply = await xledger.SendAsync(Update, Nodes([.. codes.Values.Select(row => new { dbId = row.DbId })]));

        var edges = reply.Data.GetProperty("updateEmployees").GetProperty("edges").EnumerateArray().ToList();
        Assert.Equal(expected.Split(' '), edges.Select(edge => edge.GetProperty("clientId").GetString()));
        Assert.All(edges, edge =>
            Assert.Equal(
                codes[edge.GetProperty("clientId").GetString()!].DbId,
                edge.GetProperty("node").GetProperty("dbId").GetInt32()
            )
        );
    }

    [Theory]
    [InlineData(FlatInput.Employee, "e@example.no", null, null)]
    [InlineData(FlatInput.Contact, null, "e@example.no", null)]
    [InlineData(FlatInput.Subledger, null, null, "e@example.no")]
    [InlineData(FlatInput.Both, null, "e@example.no", "e@example.no")]
    public async Task UpdateEmployees_FlatEmail_LandsWhereTheSwitchSays(
        FlatInput lands,
        string? onEmployee,
        string? onContact,
        string? onSubledger
    )
    {
        await using var xledger = await XledgerHost.StartAsync(switches => switches.FlatEmail = lands);
        var employee = xledger.Hire("1");
        xledger.Store.Edit(edit =>
        {
            edit.Change(xledger.Store.Contacts.Find(employee.ContactDbId)!, row => row.Email = null);
            edit.Change(xledger.Store.Subledgers.Find(employee.SubledgerDbId)!, row => row.Email = null);
        });

        await xledger.SendAsync(Update, Node(new { dbId = $"{employee.DbId}", email = "e@example.no" }));

        var after = xledger.Store.Employees.Find(employee.DbId)!;
        Assert.Equal(
            (onEmployee, onContact, onSubledger),
            (
                after.Email,
                xledger.Store.Contacts.Find(after.ContactDbId)!.Email,
                xledger.Store.Subledgers.Find(after.SubledgerDbId)!.Email
            )
        );
    }

    [Theory]
    [InlineData(250, true, null)]
    [InlineData(251, true, "A request takes at most 500 nodes in all its mutations; this one has 502.")]
    [InlineData(251, false, null)]
    public async Task Mutations_InOneRequest_CountTheirNodesTogetherAsTheSwitchSays(
        int nodes,
        bool together,
        string? refusal
    )
    {
        await using var xledger = await XledgerHost.StartAsync(switches => switches.NodesCountTogether = together);
        var contacts = string.Join(
            ", ",
            Enumerable.Range(0, nodes).Select(number => $"{{ node: {{ firstName: \"A{number}\" }} }}")
        );

        var reply = await xledger.SendAsync(
            $"mutation {{ a: addContacts(inputs: [{contacts}]) {{ edges {{ clientId }} }} "
                + $"b: addContacts(inputs: [{contacts}]) {{ edges {{ clientId }} }} }}"
        );

        Assert.Equal(refusal, refusal is null ? null : reply.Message);
        Assert.Equal(refusal is null ? nodes * 2 : 0, xledger.Store.Contacts.All().Count());
    }

    [Theory]
    [InlineData(false, false, "Kari Nordmann", "Kari Nordmann")]
    [InlineData(true, false, "Ola Nordmann", "Kari Nordmann")]
    [InlineData(true, true, "Ola Nordmann", "Ola Nordmann")]
    public async Task UpdateEmployees_NewName_IsFollowedByDescriptionsAsTheSwitchesSay(
        bool follows,
        bool subledgerFollows,
        string description,
        string ledger
    )
    {
        await using var xledger = await XledgerHost.StartAsync(switches =>
            (switches.DescriptionFollowsNames, switches.SubledgerFollowsEmployeeDescription) = (
                follows,
                subledgerFollows
            )
        );
        var employee = xledger.Hire("1");

        await xledger.SendAsync(Update, Node(new { dbId = employee.DbId, firstName = "Ola" }));

        Assert.Equal(description, xledger.Store.Employees.Find(employee.DbId)!.Description);
        Assert.Equal(ledger, xledger.Store.Subledgers.Find(employee.SubledgerDbId)!.Description);
    }

    [Fact]
    public async Task UpdateEmployees_Gender_IsNoFieldOfTheInput()
    {
        await using var xledger = await XledgerHost.StartAsync();
        var employee = xledger.Hire("1");

        var variable = await xledger.SendAsync(Update, Node(new { dbId = employee.DbId, gender = new { code = "F" } }));
        var literal = await xledger.SendAsync(
            $"mutation {{ updateEmployees(inputs: {{ node: {{ dbId: {employee.DbId}, jobTitle: \"Chef\" }} }}) "
                + $"{{ edges {{ clientId }} }} }}"
        );

        Assert.Equal("INVALID_VALUE", variable.Code);
        Assert.Equal("ARGUMENTS_OF_CORRECT_TYPE", literal.Code);
    }

    [Fact]
    public async Task UpdateEmployees_ShowAlternatives_FailsAndListsValidValues()
    {
        await using var xledger = await XledgerHost.StartAsync();
        var employee = xledger.Hire("1");
        xledger.Store.Load(edit =>
            edit.Add(
                new ObjectValueRow
                {
                    OwnerDbId = xledger.Group,
                    Code = "DEV",
                    Description = "Developer",
                    ObjectKindDbId = 41,
                }
            )
        );
        var kind = xledger.Store.ObjectValues.All().Single();

        var reply = await xledger.SendAsync(
            Update,
            Node(
                new
                {
                    dbId = employee.DbId,
                    code = "2",
                    positionValue = new { showAlternatives = "YES" },
                }
            )
        );

        var example = reply.Error.GetProperty("extensions").GetProperty("exampleValidInputs")[0];
        Assert.Equal(
            $"{{\"code\":\"DEV\",\"dbId\":{kind.DbId},\"ownerDbId\":{xledger.Group},\"text\":\"Developer\"}}",
            example.GetRawText()
        );
        Assert.Equal("1", xledger.Store.Employees.Find(employee.DbId)!.Code);
    }

    [Fact]
    public async Task Mutations_SeveralByAlias_RunInOrder_AndTheOnesBeforeARefusalStay()
    {
        await using var xledger = await XledgerHost.StartAsync();
        var employee = xledger.Hire("1");
        var query =
            $"mutation {{ one: updateEmployees(inputs: {{ node: {{ dbId: {employee.DbId}, code: \"2\" }} }}) "
            + $"{{ edges {{ node {{ code }} }} }} "
            + $"two: updateEmployees(inputs: {{ node: {{ dbId: {employee.DbId}, code: \"3\", "
            + $"superior: {{ code: \"x\" }} }} }}) {{ edges {{ node {{ code }} }} }} "
            + $"three: updateEmployees(inputs: {{ node: {{ dbId: {employee.DbId}, code: \"4\" }} }}) "
            + $"{{ edges {{ node {{ code }} }} }} }}";

        var refused = await xledger.SendAsync(query);
        Assert.Equal("null", refused.Data.GetRawText());
        Assert.Equal("2", xledger.Store.Employees.Find(employee.DbId)!.Code);

        var good = await xledger.SendAsync(query.Replace(", superior: { code: \"x\" }", ""));
        Assert.Equal(
            "2 3 4",
            string.Join(
                ' ',
                good.Nodes("one", "code").Concat(good.Nodes("two", "code")).Concat(good.Nodes("three", "code"))
            )
        );
    }

    private static async Task Cleared(Action<XledgerSwitches> set, string? value, string outcome)
    {
        await using var xledger = await XledgerHost.StartAsync(set);
        var employee = xledger.Hire(
            "1",
            change: row => row.TrialTo = new DateOnly(2026, 4, 1),
            contact: row => row.Phone = "22334455"
        );

        var reply = await xledger.SendAsync(
            Update,
            Node(
                new
                {
                    dbId = employee.DbId,
                    trialTo = value,
                    phone = value,
                }
            )
        );

        Assert.Equal(outcome == "refused", reply.HasErrors);
        Assert.Equal(
            outcome == "cleared" ? null : new DateOnly(2026, 4, 1),
            xledger.Store.Employees.Find(employee.DbId)!.TrialTo
        );
        Assert.Equal(
            outcome == "cleared" ? null : "22334455",
            xledger.Store.Contacts.Find(employee.ContactDbId)!.Phone
        );
    }

    internal static object Node(object node) => Nodes(node);

    private static object Nodes(params object[] nodes) =>
        new { inputs = nodes.Select((node, index) => new { clientId = $"{(char)('a' + index % 26)}", node }) };
}

using System.Text.Json;
using HumaXledger.Sandbox.Xledger;
using HumaXledger.Sandbox.Xledger.Rows;

namespace HumaXledger.Tests.Sandbox.Xledger;

public class ConnectionTests
{
    [Fact]
    public async Task Connection_NothingMatches_HasNullForItsEdges()
    {
        await using var xledger = await XledgerHost.StartAsync();

        var reply = await xledger.SendAsync(
            "{ employees(first: 10) { edges { cursor } pageInfo { hasNextPage hasPreviousPage } } }"
        );

        Assert.Equal("null", reply.At("employees", "edges"));
        Assert.Equal("false", reply.At("employees", "pageInfo", "hasNextPage"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Employees_PagedForwardByTheLastEdgesCursor_GivesEachOnceInOrderOfCreation(bool composite)
    {
        await using var xledger = await XledgerHost.StartAsync(switches => switches.CompositeCursors = composite);
        var codes = Enumerable.Range(1, 7).Select(number => $"{number:000}").ToList();
        codes.ForEach(code => xledger.Hire(code));

        var found = new List<string>();
        string? after = null;
        bool more;
        do
        {
            var reply = await xledger.SendAsync(
                "query ($after: String) { employees(first: 3, after: $after) "
                    + "{ edges { cursor node { code } } pageInfo { hasNextPage } } }",
                new { after }
            );
            found.AddRange(reply.Nodes("employees", "code"));
            after = reply
                .Data.GetProperty("employees")
                .GetProperty("edges")
                .EnumerateArray()
                .Last()
                .GetProperty("cursor")
                .GetString();
            more = reply.At("employees", "pageInfo", "hasNextPage") == "true";
        } while (more);

        Assert.Equal(codes, found);
        Assert.Equal(composite, after!.Contains('.'));
    }

    [Fact]
    public async Task Employees_Last_ReturnsTheNewestAndHasPreviousPage()
    {
        await using var xledger = await XledgerHost.StartAsync();
        foreach (var code in new[] { "1", "2", "3" })
            xledger.Hire(code);

        var newest = await xledger.SendAsync(
            "{ employees(last: 2) { edges { cursor node { code } } pageInfo { hasPreviousPage } } }"
        );
        Assert.Equal(["2", "3"], newest.Nodes("employees", "code"));
        Assert.Equal("true", newest.At("employees", "pageInfo", "hasPreviousPage"));

        var before = newest.Data.GetProperty("employees").GetProperty("edges")[0].GetProperty("cursor").GetString();
        var earlier = await xledger.SendAsync(
            "query ($before: String) { employees(last: 2, before: $before) "
                + "{ edges { node { code } } pageInfo { hasPreviousPage } } }",
            new { before }
        );
        Assert.Equal(["1"], earlier.Nodes("employees", "code"));
        Assert.Equal("false", earlier.At("employees", "pageInfo", "hasPreviousPage"));
    }

    [Fact]
    public async Task Employees_OrderedAndPaged_ContinuesInThatOrder()
    {
        await using var xledger = await XledgerHost.StartAsync();
        foreach (var code in new[] { "3", "1", "4", "2" })
            xledger.Hire(code);
        const string query =
            "query ($after: String) { employees(first: 3, after: $after, orderBy: { field: CODE, direction: DESC }) "
            + "{ edges { cursor node { code } } } }";

        var first = await xledger.SendAsync(query);
        var second = await xledger.SendAsync(
            query,
            new
            {
                after = first.Data.GetProperty("employees").GetProperty("edges")[2].GetProperty("cursor").GetString(),
            }
        );

        Assert.Equal(["4", "3", "2"], first.Nodes("employees", "code"));
        Assert.Equal(["1"], second.Nodes("employees", "code"));
    }

    [Theory]
    [InlineData("employees(first: 10001)", "10000")]
    [InlineData("employees(first: 0)", "at least 1")]
    [InlineData("employees(first: 1, last: 1)", "first and last")]
    [InlineData("employees(first: 1, after: \"nowhere\")", "cursor")]
    public async Task Employees_ImpossiblePage_IsAnErrorInsideHttp200(string field, string inMessage)
    {
        await using var xledger = await XledgerHost.StartAsync();

        var reply = await xledger.SendAsync($"{{ {field} {{ edges {{ cursor }} }} }}");

        Assert.Equal(200, reply.Status);
        Assert.Equal("null", reply.Data.GetRawText());
        Assert.Contains(inMessage, reply.Message);
    }

    [Fact]
    public async Task Employees_WithoutFirstOrLast_GivesTheDefaultPageOnly()
    {
        await using var xledger = await XledgerHost.StartAsync(switches => switches.DefaultPageSize = 2);
        foreach (var code in new[] { "1", "2", "3" })
            xledger.Hire(code);

        var reply = await xledger.SendAsync("{ employees { edges { node { code } } pageInfo { hasNextPage } } }");

        Assert.Equal(["1", "2"], reply.Nodes("employees", "code"));
        Assert.Equal("true", reply.At("employees", "pageInfo", "hasNextPage"));
    }

    [Fact]
    public async Task PageInfo_EndCursor_IsUnknownUnlessTheSwitchDeclaresIt()
    {
        const string query = "{ countries(first: 2) { edges { cursor } pageInfo { endCursor } } }";
        await using var without = await XledgerHost.StartAsync();
        await using var with = await XledgerHost.StartAsync(switches => switches.EndCursor = true);

        Assert.Equal("FIELDS_ON_CORRECT_TYPE", (await without.SendAsync(query)).Code);
        var reply = await with.SendAsync(query);
        Assert.Equal(reply.At("countries", "edges", 1, "cursor"), reply.At("countries", "pageInfo", "endCursor"));
    }

    [Theory]
    [InlineData("", "now")]
    [InlineData("objectStatus: OPEN", "now")]
    [InlineData("objectStatus: CLOSED", "ended left")]
    [InlineData("objectStatus: ALL", "now ended left later")]
    public async Task Employees_ObjectStatus_IsOpenByDefaultAsOfToday(string argument, string expected)
    {
        await using var xledger = await XledgerHost.StartAsync();
        xledger.Hire("now", change: row => row.EmploymentTo = new DateOnly(2026, 1, 15));
        xledger.Hire("ended", change: row => row.EmploymentTo = new DateOnly(2026, 1, 14));
        xledger.Hire("left", change: row => row.DateTo = new DateOnly(2025, 12, 31));
        xledger.Hire("later", change: row => row.EmploymentFrom = new DateOnly(2026, 1, 16));

        var reply = await xledger.SendAsync($"{{ employees(first: 9 {argument}) {{ edges {{ node {{ code }} }} }} }}");

        Assert.Equal(expected.Split(' '), reply.Nodes("employees", "code"));
    }

    [Theory]
    [InlineData("", "group")]
    [InlineData("ownerSet: CURRENT", "group")]
    [InlineData("ownerSet: LOWER", "norway sweden")]
    [InlineData("ownerSet: MINE", "group norway sweden")]
    [InlineData("ownerSet: ALL", "group norway sweden")]
    public async Task Employees_OwnerSet_IsTheTokensOwnEntityByDefault(string argument, string expected)
    {
        await using var xledger = await XledgerHost.StartAsync();
        xledger.Hire("group", change: row => row.OwnerDbId = xledger.Group);
        xledger.Hire("norway");
        xledger.Hire("sweden", change: row => row.OwnerDbId = xledger.Sweden);
        var group = xledger.Token("group", xledger.Group, XledgerRight.AskedForByHuma);

        var reply = await xledger.SendAsync(
            $"{{ employees(first: 9 {argument}) {{ edges {{ node {{ code }} }} }} }}",
            token: group
        );
        var company = await xledger.SendAsync("{ employees(first: 9, ownerSet: ALL) { edges { node { code } } } }");

        Assert.Equal(expected.Split(' '), reply.Nodes("employees", "code"));
        Assert.Equal(["norway"], company.Nodes("employees", "code"));
    }

    [Theory]
    [InlineData("{ code: \"010\" }", "010")]
    [InlineData("{ code_in: [\"010\", \"030\"] }", "010 030")]
    [InlineData("{ code_in: \"010\" }", "010")]
    [InlineData("{ code_gt: \"010\" }", "020 030")]
    [InlineData("{ employmentTo: null }", "010 020")]
    [InlineData("{ employmentFrom_lte: \"2024-06-01\" }", "010 020")]
    [InlineData("{ employmentFrom_gte: \"2024-06-01\", employmentTo: null }", "020")]
    [InlineData("{ OR: [{ code: \"010\" }, { email: \"c@example.no\" }] }", "010 030")]
    [InlineData("{ AND: [{ code_gt: \"010\" }, { OR: [{ code: \"010\" }, { code: \"020\" }] }] }", "020")]
    [InlineData("{ modifiedAt_gte: \"2026-01-10T10:00:00\" }", "020 030")]
    [InlineData("{ modifiedAt_gt: \"2026-01-10T10:00:00\" }", "030")]
    [InlineData("{ modifiedAt_lt: \"2026-01-10T10:00:00\" }", "010")]
    public async Task Employees_Filter_TakesTheDocumentedOperators(string filter, string expected)
    {
        await using var xledger = await XledgerHost.StartAsync();
        Add(
            "010",
            new DateOnly(2024, 1, 1),
            null,
            "a@example.no",
            new DateTime(2026, 1, 10, 8, 59, 59, 900, DateTimeKind.Utc)
        );
        Add(
            "020",
            new DateOnly(2024, 6, 1),
            null,
            "b@example.no",
            new DateTime(2026, 1, 10, 9, 0, 0, 500, DateTimeKind.Utc)
        );
        Add(
            "030",
            new DateOnly(2025, 1, 1),
            new DateOnly(2027, 1, 1),
            "c@example.no",
            new DateTime(2026, 1, 10, 9, 0, 1, DateTimeKind.Utc)
        );

        var reply = await xledger.SendAsync(
            $"{{ employees(first: 9, filter: {filter}) {{ edges {{ node {{ code }} }} }} }}"
        );

        Assert.Equal(expected.Split(' '), reply.Nodes("employees", "code"));

        void Add(string code, DateOnly from, DateOnly? to, string email, DateTime modified) =>
            xledger.Hire(code, change: row =>
                (row.EmploymentFrom, row.EmploymentTo, row.Email, row.CreatedAt, row.ModifiedAt) = (
                    from,
                    to,
                    email,
                    modified,
                    modified
                )
            );
    }

    [Fact]
    public async Task Employees_FilterByIds_TakesThemAsAVariable_AndAnUnknownOperatorIsRefused()
    {
        await using var xledger = await XledgerHost.StartAsync();
        xledger.Hire("1");
        var second = xledger.Hire("2");

        var reply = await xledger.SendAsync(
            "query ($ids: [Int!]) { employees(first: 9, filter: { dbId_in: $ids }) { edges { node { code } } } }",
            new { ids = new[] { second.DbId, 1 } }
        );
        var refused = await xledger.SendAsync(
            "{ employees(first: 9, filter: { code_like: \"1\" }) { edges { node { code } } } }"
        );

        Assert.Equal(["2"], reply.Nodes("employees", "code"));
        Assert.Equal("ARGUMENTS_OF_CORRECT_TYPE", refused.Code);
    }

    [Fact]
    public async Task Values_OfEachKind_HaveTheDocumentedJsonForm()
    {
        await using var xledger = await XledgerHost.StartAsync();
        var employee = xledger.Hire(
            "015",
            change: row =>
            {
                row.EmploymentFrom = new DateOnly(2026, 3, 1);
                row.CreatedAt = new DateTime(2025, 7, 1, 22, 30, 0, DateTimeKind.Utc);
                row.ModifiedAt = new DateTime(2026, 1, 1, 23, 30, 0, DateTimeKind.Utc);
            },
            contact: row =>
            {
                row.GenderDbId = xledger.Store.Gender(StandardValues.FemaleSubId).DbId;
                row.SocialSec = "01019012345";
                row.Address = new AddressRow("Storgata 1", "0155", "Oslo", "NO");
            }
        );

        var reply = await xledger.SendAsync(
            """
            { employees(first: 1, objectStatus: ALL) { edges { node {
                dbId code employmentFrom employmentTo createdAt modifiedAt contactDbId socialSecurityMasked
                contact { dbId gender { dbId dbSubId code name } socialSec address { streetAddress fullAddress country { code description } } }
                subledger { dbId ledgerType { name } } } } } }
            """
        );

        var node = reply.Data.GetProperty("employees").GetProperty("edges")[0].GetProperty("node");
        Assert.Equal(JsonValueKind.Number, node.GetProperty("dbId").ValueKind);
        Assert.Equal("\"015\"", node.GetProperty("code").GetRawText());
        Assert.Equal("\"2026-03-01\"", node.GetProperty("employmentFrom").GetRawText());
        Assert.Equal(JsonValueKind.Null, node.GetProperty("employmentTo").ValueKind);
        Assert.Equal("\"2025-07-02T00:30:00\"", node.GetProperty("createdAt").GetRawText());
        Assert.Equal("\"2026-01-02T00:30:00\"", node.GetProperty("modifiedAt").GetRawText());
        Assert.Equal($"\"{employee.ContactDbId}\"", node.GetProperty("contactDbId").GetRawText());
        Assert.Equal("\"010190*****\"", node.GetProperty("socialSecurityMasked").GetRawText());
        var contact = node.GetProperty("contact");
        Assert.Equal(JsonValueKind.String, contact.GetProperty("dbId").ValueKind);
        Assert.Equal("\"F\"", contact.GetProperty("gender").GetProperty("code").GetRawText());
        Assert.Equal("\"01019012345\"", contact.GetProperty("socialSec").GetRawText());
        Assert.Equal(
            "\"Storgata 1, 0155 Oslo\"",
            contact.GetProperty("address").GetProperty("fullAddress").GetRawText()
        );
        Assert.Equal("\"NO\"", contact.GetProperty("address").GetProperty("country").GetProperty("code").GetRawText());
        Assert.Equal(JsonValueKind.Number, node.GetProperty("subledger").GetProperty("dbId").ValueKind);
        Assert.Equal(
            "\"SUPPLIER\"",
            node.GetProperty("subledger").GetProperty("ledgerType").GetProperty("name").GetRawText()
        );
    }

    [Theory]
    [InlineData(SocialSec.Clear, "01019012345")]
    [InlineData(SocialSec.Masked, "010190*****")]
    [InlineData(SocialSec.Null, "null")]
    public async Task Contact_SocialSec_ReadsAsTheSwitchSays(SocialSec form, string expected)
    {
        await using var xledger = await XledgerHost.StartAsync(switches => switches.SocialSec = form);
        xledger.Hire("1", contact: row => row.SocialSec = "01019012345");

        var reply = await xledger.SendAsync("{ contacts(first: 1) { edges { node { socialSec } } } }");

        Assert.Equal([expected], reply.Nodes("contacts", "socialSec"));
    }

    [Fact]
    public async Task Singular_ById_GivesTheRecordOnlyInsideTheTokensEntities()
    {
        await using var xledger = await XledgerHost.StartAsync();
        var own = xledger.Hire("1");
        var other = xledger.Hire("2", change: row => row.OwnerDbId = xledger.Sweden);
        const string query =
            "query ($own: ID, $other: ID) { own: employee(dbId: $own) { code } "
            + "other: employee(dbId: $other) { code } }";

        var reply = await xledger.SendAsync(query, new { own = own.DbId, other = $"{other.DbId}" });

        Assert.Equal("{\"code\":\"1\"}", reply.At("own"));
        Assert.Equal("null", reply.At("other"));
    }

    [Fact]
    public async Task ObjectValues_OfTheGroup_AreSeenFromACompanyWhenAskedFor()
    {
        await using var xledger = await XledgerHost.StartAsync();
        xledger.Store.Load(edit =>
        {
            edit.Add(
                new ObjectValueRow
                {
                    OwnerDbId = xledger.Group,
                    Code = "G1",
                    ObjectKindDbId = 41,
                }
            );
            edit.Add(
                new ObjectValueRow
                {
                    OwnerDbId = xledger.Norway,
                    Code = "N1",
                    ObjectKindDbId = 30,
                }
            );
        });

        var narrow = await xledger.SendAsync("{ objectValues(first: 9) { edges { node { code } } } }");
        var all = await xledger.SendAsync("{ objectValues(first: 9, ownerSet: ALL) { edges { node { code } } } }");
        var kind = await xledger.SendAsync(
            "{ objectValues(first: 9, ownerSet: ALL, filter: { objectKindDbId: 41 }) "
                + "{ edges { node { code objectKind { name } objectKindDbId } } } }"
        );

        Assert.Equal(["N1"], narrow.Nodes("objectValues", "code"));
        Assert.Equal(["G1", "N1"], all.Nodes("objectValues", "code"));
        Assert.Equal(["G1"], kind.Nodes("objectValues", "code"));
        Assert.Equal("\"41\"", kind.At("objectValues", "edges", 0, "node", "objectKindDbId"));
    }

    [Fact]
    public async Task Suppliers_AreTheSubledgersOfThatType()
    {
        await using var xledger = await XledgerHost.StartAsync();
        xledger.Hire("1");
        xledger.Hire("2", subledger: row => row.LedgerType = LedgerType.Customer);

        Assert.Equal(
            ["1"],
            (await xledger.SendAsync("{ suppliers(first: 9) { edges { node { code } } } }")).Nodes("suppliers", "code")
        );
        Assert.Equal(
            ["1", "2"],
            (await xledger.SendAsync("{ subledgers(first: 9) { edges { node { code } } } }")).Nodes(
                "subledgers",
                "code"
            )
        );
    }
}

using System.Text;
using System.Text.Json;
using HumaXledger.Core.People;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Xledger;
using HumaXledger.Tests.Fakes;

namespace HumaXledger.Tests.Xledger;

/// <summary>Answers that the sandbox does not give: each yields what is readable and names what is not.</summary>
public class OddAnswerTests
{
    [Fact]
    public async Task Ids_AsNumbersOrTexts_AreTheSame()
    {
        var reading = await ReadAsync(_ =>
            Page(
                """{ "cursor": "1", "node": { "dbId": "17", "ownerDbId": "5", "code": 42, "contact": { "dbId": 9 }, "subledger": { "dbId": "8" } } }"""
            )
        );

        var employee = Assert.Single(reading.Employees);
        Assert.Equal(
            ("17", "5", "42", "9", "8"),
            (
                employee.Id.Value,
                employee.Person.Owner,
                employee.Person[Field.EmploymentId].TextOrNull,
                employee.ContactId,
                employee.SubledgerId
            )
        );
    }

    [Theory]
    [InlineData("null, \"name\": null", null)]
    [InlineData("\"\", \"name\": \"\"", null)]
    [InlineData("\"Z\", \"name\": null", "Z")]
    public async Task Gender_WithNeitherCodeNorName_IsUnknown(string shown, string? read)
    {
        var reading = await ReadAsync(_ =>
            Page(
                $$"""{ "cursor": "1", "node": { "dbId": 17, "ownerDbId": 5, "contact": { "dbId": 9, "gender": { "dbId": 3, "code": {{shown}} } } } }"""
            )
        );

        Assert.Equal(
            read is null ? FieldValue.NotKnown : FieldValue.From(read),
            Assert.Single(reading.Employees).Person[Field.Gender]
        );
    }

    [Fact]
    public async Task Fields_Unknown_AreIgnored()
    {
        var reading = await ReadAsync(_ =>
            """{ "data": { "page": { "edges": [ { "cursor": "1", "node": { "dbId": 17, "ownerDbId": 5, "news": { "a": [1] } } } ], "pageInfo": { "hasNextPage": false, "x": 1 } }, "more": 1 }, "extensions": {} }"""
        );

        Assert.Single(reading.Employees);
    }

    [Fact]
    public async Task Text_WithALoneSurrogate_IsAnInvalidValueAndTheRestIsRead()
    {
        var reading = await ReadAsync(_ =>
            Page(
                """
                { "cursor": "1", "node": { "dbId": "17", "ownerDbId": "5", "code": "42", "contact": { "dbId": 9, "firstName": "Ka\ud83dri", "lastName": "Lie" } } }
                """
            )
        );

        var person = Assert.Single(reading.Employees).Person;
        Assert.Equal(("42", "Lie"), (person[Field.EmploymentId].TextOrNull, person[Field.FamilyName].TextOrNull));
        var given = Assert.IsType<FieldValue.Of>(person[Field.GivenName]);
        Assert.Equal(
            ValueReasons.TextCharacters,
            FieldCheck.Check(Field.GivenName, given, "NO", new DateOnly(2026, 6, 1)).Reason?.Code
        );
    }

    [Theory]
    [InlineData("""{ "cursor": "2", "node": { "ownerDbId": 5 } }""", "2")]
    [InlineData("""{ "cursor": "2", "node": { "dbId": 18 } }""", "18")]
    [InlineData("""{ "cursor": "2", "node": null }""", "2")]
    public async Task Record_WithoutItsId_IsReportedAndTheRestIsRead(string edge, string record)
    {
        var reading = await ReadAsync(_ =>
            Page($$"""{ "cursor": "1", "node": { "dbId": 17, "ownerDbId": 5 } }, {{edge}}""")
        );

        Assert.Equal("17", Assert.Single(reading.Employees).Id.Value);
        var problem = Assert.Single(reading.Problems);
        Assert.Equal(
            (record, XledgerReasons.RecordUnreadable, true),
            (problem.RecordId, problem.Reason.Code, problem.Incomplete)
        );
    }

    [Fact]
    public async Task Record_InTwoPages_IsReadOnce()
    {
        var reading = await ReadAsync(number =>
            number switch
            {
                1 => Page(
                    """{ "cursor": "a", "node": { "dbId": 1, "ownerDbId": 5 } }, { "cursor": "b", "node": { "dbId": 2, "ownerDbId": 5 } }""",
                    more: true
                ),
                _ => Page(
                    """{ "cursor": "c", "node": { "dbId": 2, "ownerDbId": 5 } }, { "cursor": "d", "node": { "dbId": 3, "ownerDbId": 5 } }"""
                ),
            }
        );

        Assert.Equal(["1", "2", "3"], reading.Employees.Select(employee => employee.Id.Value));
    }

    [Theory]
    [InlineData("""{ "cursor": "a", "node": { "dbId": 1, "ownerDbId": 5 } }""")]
    [InlineData("""{ "cursor": null, "node": { "dbId": 1, "ownerDbId": 5 } }""")]
    [InlineData("")]
    public async Task Paging_ThatDoesNotAdvance_IsAFaultAndNoEndlessLoop(string edges)
    {
        var fault = await Assert.ThrowsAsync<XledgerFault>(() => ReadAsync(_ => Page(edges, more: true)));

        Assert.Equal(XledgerReasons.Paging, fault.Reason.Code);
    }

    [Fact]
    public async Task Paging_WithEverNewCursorsAndTheSamePeople_IsAFault()
    {
        var fault = await Assert.ThrowsAsync<XledgerFault>(() =>
            ReadAsync(number =>
                Page($$"""{ "cursor": "{{number}}", "node": { "dbId": 1, "ownerDbId": 5 } }""", more: true)
            )
        );

        Assert.Equal(XledgerReasons.Paging, fault.Reason.Code);
    }

    [Fact]
    public async Task Answer_OfTwelveMegabytes_IsRead()
    {
        var edges = new StringBuilder();
        for (var number = 1; number <= 10_000; number++)
        {
            edges
                .Append(edges.Length == 0 ? "" : ",")
                .Append(
                    $$"""{ "cursor": "{{number}}", "node": { "dbId": {{number}}, "ownerDbId": 5, "code": "{{number}}", "description": "{{new string('x', 1_200)}}" } }"""
                );
        }

        var body = Page(edges.ToString());
        Assert.InRange(body.Length, 12_000_000, 20_000_000);

        Assert.Equal(10_000, (await ReadAsync(_ => body)).Employees.Count);
    }

    [Theory]
    [InlineData("<html>", XledgerReasons.NotJson, true)]
    [InlineData("", XledgerReasons.NotJson, true)]
    [InlineData("[]", XledgerReasons.NotJson, true)]
    [InlineData("{}", XledgerReasons.BrokenAnswer, true)]
    [InlineData("{ \"data\": null }", XledgerReasons.BrokenAnswer, true)]
    [InlineData("{ \"data\": { \"page\": null } }", XledgerReasons.AccessRefused, false)]
    [InlineData("{ \"errors\": [ \"what?\" ] }", XledgerReasons.Refused, false)]
    [InlineData("{ \"errors\": [ { \"message\": \"code: 'x\\ud83d'\" } ] }", XledgerReasons.Refused, false)]
    [InlineData("{ \"errors\": [ \"\\ud83d\" ] }", XledgerReasons.Refused, false)]
    public async Task Answer_OfAnotherFormat_IsReported(string body, string code, bool transient)
    {
        var fault = await Assert.ThrowsAsync<XledgerFault>(() => ReadAsync(_ => body));

        Assert.Equal((code, transient), (fault.Reason.Code, fault.Transient));
    }

    [Theory]
    [InlineData(301, XledgerReasons.Endpoint, false)]
    [InlineData(404, XledgerReasons.Endpoint, false)]
    [InlineData(401, XledgerReasons.TokenRejected, false)]
    [InlineData(503, XledgerReasons.Server, true)]
    public async Task Status_WithoutGraphQl_IsReported(int status, string code, bool transient)
    {
        var fault = await Assert.ThrowsAsync<XledgerFault>(() => ReadAsync(_ => "<html>", status));

        Assert.Equal((code, transient), (fault.Reason.Code, fault.Transient));
    }

    [Theory]
    [InlineData("2026-01-15T13:00:30", "2026-01-15T12:00:30Z")]
    [InlineData("2026-07-15T13:00:30", "2026-07-15T11:00:30Z")]
    [InlineData("2026-01-15T13:00:30+03:00", "2026-01-15T10:00:30Z")]
    [InlineData("2026-01-15T13:00:30Z", "2026-01-15T13:00:30Z")]
    [InlineData("soon", null)]
    public void Instant_WithOrWithoutOffset_IsUtc(string text, string? expected)
    {
        var read = Core.Xledger.Wire.OsloClock.ReadInstant(text);

        Assert.Equal(expected is null ? null : DateTimeOffset.Parse(expected, null).UtcDateTime, read);
    }

    [Theory]
    [InlineData("*****", true)]
    [InlineData("170590*****", true)]
    [InlineData("xxxxxx12345", true)]
    [InlineData("17059012345", false)]
    [InlineData("131052X308T", false)]
    [InlineData("19900517-2391", false)]
    public void SocialSecurity_Mask_IsRecognised(string text, bool masked) =>
        Assert.Equal(masked, Core.Xledger.Reading.SocialSecurity.IsMask(text));

    [Theory]
    [InlineData("180691*****", "18069112345", false)]
    [InlineData("180691*****", "180691-12345", false)]
    [InlineData("180691*****", "01019012345", true)]
    [InlineData("******12345", "18069154321", true)]
    [InlineData("180691 XXXXX", "18069112345", false)]
    [InlineData("180691*****", "", true)]
    [InlineData("19900101****", "900101-1234", false)]
    [InlineData("***", "18069112345", false)]
    public void SocialSecurity_WhatAMaskShows_ContradictsAnotherNumberAndNoOther(
        string mask,
        string number,
        bool contradicts
    ) => Assert.Equal(contradicts, Core.Xledger.Reading.SocialSecurity.Contradicts(mask, number));

    [Fact]
    public async Task List_ThatAlwaysHasNewRecords_IsAFaultBeforeItFillsTheMemory()
    {
        const int size = 10_000;
        var asked = 0;

        await Assert.ThrowsAsync<XledgerFault>(() =>
            ReadAsync(page =>
            {
                asked = page;
                return Page(
                    string.Join(
                        ", ",
                        Enumerable
                            .Range(((page - 1) * size) + 1, size)
                            .Select(id => $$"""{ "cursor": "{{id}}", "node": { "dbId": {{id}}, "ownerDbId": 5 } }""")
                    ),
                    more: true
                );
            })
        );

        Assert.InRange(asked, 30, 40);
    }

    [Fact]
    public async Task Id_ThatIsNoNumber_IsNotFound_AndTheOthersAre()
    {
        var found = await AskAsync(
            _ => Page("""{ "cursor": "1", "node": { "dbId": 17, "ownerDbId": 5 } }"""),
            client => client.ReadEmployeesAsync([new XledgerId("17"), new XledgerId("abc")], CancellationToken.None)
        );

        Assert.Equal([new XledgerId("17")], found.Keys);
    }

    private static string Page(string edges, bool more = false) =>
        $$"""{ "data": { "page": { "edges": {{(edges.Length == 0 ? "null" : $"[ {edges} ]")}}, "pageInfo": { "hasNextPage": {{(more ? "true" : "false")}} } } } }""";

    /// <summary>
    /// Reads the employees of entity 5 from a server that returns these bodies, by the number of the request.
    /// </summary>
    private static Task<XledgerReading> ReadAsync(Func<int, string> body, int status = 200) =>
        AskAsync(body, client => client.ReadEmployeesAsync("5", null, CancellationToken.None), status);

    private static async Task<T> AskAsync<T>(
        Func<int, string> body,
        Func<IXledgerClient, Task<T>> ask,
        int status = 200
    )
    {
        await using var lab = await XledgerLab.StartAsync();
        var pages = 0;
        await using var stub = await StubServer.StartAsync(async context =>
        {
            using var asked = await JsonDocument.ParseAsync(context.Request.Body);
            var answer = asked.RootElement.GetProperty("operationName").GetString() switch
            {
                "Employees" or "EmployeesByIds" => body(++pages),
                "Viewer" when status == 200 => """{ "data": { "viewer": { "entity": { "ownerDbId": 5 } } } }""",
                _ => status == 200
                    ? """{ "data": { "page": { "edges": null, "pageInfo": { "hasNextPage": false } } } }"""
                    : body(0),
            };
            context.Response.Headers.Location = "/elsewhere";
            await StubServer.JsonAsync(context, answer, status);
        });
        return await ask(lab.ClientAt(stub.Address));
    }
}

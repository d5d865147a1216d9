using HumaXledger.Core.Huma;
using HumaXledger.Core.People;
using HumaXledger.Core.Reasons;
using HumaXledger.Tests.Fakes;

namespace HumaXledger.Tests.Huma;

public sealed class HumaOddAnswerTests
{
    private const string Id = "11111111-2222-4333-8444-555555555555";

    [Fact]
    public async Task List_ItemWithoutId_IsAProblemAndTheRestIsRead()
    {
        await using var stub = await HumaStub.WithUsersAsync(
            ("""{"type":"user","givenName":"Nobody"}""", null),
            ($$"""{"id":"{{Id}}"}""", $$"""{"id":"{{Id}}","givenName":{"value":"Kari","editable":true} }""")
        );

        var reading = await stub.Client.ReadUsersAsync(HumaScope.Everyone, null, CancellationToken.None);

        Assert.Equal("Kari", Assert.Single(reading.Users).Person.DisplayName);
        var problem = Assert.Single(reading.Problems);
        Assert.Equal((HumaReasons.PersonWithoutId, true), (problem.Reason.Code, problem.Incomplete));
    }

    [Theory]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("")]
    [InlineData(@"a\u0000b")]
    public async Task List_ItemWhoseIdIsNone_IsAProblem_AndItsProfileIsNotAskedFor(string id)
    {
        await using var stub = await HumaStub.WithUsersAsync(
            ($$"""{"id":"{{id}}","type":"user"}""", null),
            ($$"""{"id":"{{new string('x', 201)}}","type":"user"}""", null),
            ($$"""{"id":"{{Id}}"}""", $$"""{"id":"{{Id}}","givenName":{"value":"Kari","editable":true} }""")
        );

        var reading = await stub.Client.ReadUsersAsync(HumaScope.Everyone, null, CancellationToken.None);

        Assert.Equal("Kari", Assert.Single(reading.Users).Person.DisplayName);
        Assert.Contains(reading.Problems, problem => problem.Reason.Code == HumaReasons.PersonWithoutId);
        Assert.DoesNotContain(stub.Server.Requests, request => request.Contains("xxx", StringComparison.Ordinal));
    }

    // A step in the path would be another address: of all users, or of the organization.
    [Theory]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("../jobs")]
    [InlineData("a?b#c")]
    public async Task Profile_OfAnIdThatIsNone_IsAskedForAtAnAddressOfAUser(string id)
    {
        await using var stub = await HumaStub.StartAsync(context => StubServer.JsonAsync(context, "{}", 404));

        await stub.Client.ReadUsersAsync([new HumaId(id)], CancellationToken.None);

        Assert.All(
            stub.Server.Requests.Where(request => !request.Contains("token", StringComparison.Ordinal)),
            request => Assert.Matches("^GET /users/[^/]", request)
        );
    }

    [Fact]
    public async Task List_ServiceUsersAndUnknownTypes_AreSkippedAndNotMissed()
    {
        await using var stub = await HumaStub.WithUsersAsync(
            ("""{"id":"a","type":"service_user"}""", null),
            ("""{"id":"b","type":"robot"}""", null)
        );

        var reading = await stub.Client.ReadUsersAsync(HumaScope.Everyone, null, CancellationToken.None);

        Assert.Empty(reading.Users);
        Assert.Empty(reading.Problems);
        Assert.Equal(0, reading.Announced);
    }

    [Fact]
    public async Task List_PersonDeletedBeforeTheProfileIsRead_IsNotMissed()
    {
        await using var stub = await HumaStub.WithUsersAsync(($$"""{"id":"{{Id}}","type":"user"}""", null));

        var reading = await stub.Client.ReadUsersAsync(HumaScope.Everyone, null, CancellationToken.None);

        Assert.Empty(reading.Users);
        Assert.Empty(reading.Problems);
        Assert.Equal(0, reading.Announced);
    }

    [Fact]
    public async Task List_WithoutItems_IsAFault()
    {
        await using var stub = await HumaStub.StartAsync(context =>
            StubServer.JsonAsync(context, """{"content":[]}""")
        );

        var fault = await Assert.ThrowsAsync<HumaFault>(() =>
            stub.Client.ReadUsersAsync(HumaScope.Everyone, null, CancellationToken.None)
        );

        Assert.Equal(new Reason(HumaReasons.AnswerUnexpected, "GET /users", "items"), fault.Reason);
    }

    [Fact]
    public async Task List_WithoutTotalThatRepeatsAPageWithoutIds_EndsAsIncomplete()
    {
        await using var stub = await HumaStub.StartAsync(context =>
            StubServer.JsonAsync(context, context.Request.Path == "/users" ? "{\"items\":[{\"type\":\"user\"}]}" : "{}")
        );

        var reading = await stub.Client.ReadUsersAsync(HumaScope.Everyone, null, CancellationToken.None);

        Assert.Empty(reading.Users);
        Assert.All(reading.Problems, problem =>
            Assert.Equal((HumaReasons.PersonWithoutId, true), (problem.Reason.Code, problem.Incomplete))
        );
        Assert.NotEmpty(reading.Problems);
        Assert.InRange(
            stub.Server.Requests.Count(request => request.StartsWith("GET /users", StringComparison.Ordinal)),
            1,
            4
        );
    }

    [Fact]
    public async Task List_ThatAlwaysHasNewItems_IsAFaultBeforeItFillsTheMemory()
    {
        const int page = 100_000;
        var pages = 0;
        await using var stub = await HumaStub.StartAsync(context =>
        {
            var first = page * Interlocked.Increment(ref pages);
            var items = Enumerable.Range(first, page).Select(id => $$"""{"id":"{{id}}"}""");
            return StubServer.JsonAsync(context, $$"""{"items":[{{string.Join(',', items)}}]}""");
        });

        var fault = await Assert.ThrowsAsync<HumaFault>(() => stub.Client.ReadGroupsAsync(CancellationToken.None));

        Assert.Equal(HumaReasons.AnswerUnexpected, fault.Reason.Code);
        Assert.InRange(pages, 4, 5);
    }

    [Fact]
    public async Task List_ServerThatIgnoresTheOffset_Terminates()
    {
        await using var stub = await HumaStub.StartAsync(context =>
            context.Request.Path == "/groups"
                ? StubServer.JsonAsync(
                    context,
                    """{"items":[{"id":"a","type":"team","name":"Salg"},{"id":"b","type":"starship"}]}"""
                )
                : Task.CompletedTask
        );

        Assert.Equal("Salg", Assert.Single(await stub.Client.ReadGroupsAsync(CancellationToken.None)).Name);
    }

    [Theory]
    [InlineData("""{"value":{"new":"shape"},"editable":true}""")]
    [InlineData("""{"value":[1,2],"editable":true}""")]
    [InlineData("""{"value":"\ud800","editable":true}""")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("\"plain\"")]
    public async Task Profile_PropertyOfAnotherType_IsUnknownAndNeverEmpty(string phone)
    {
        var read = await ReadAsync($$"""{"id":"{{Id}}","phone":{{phone}} }""");

        Assert.Equal(FieldValue.NotKnown, read[Field.Phone]);
    }

    [Theory]
    [InlineData(Field.BankAccount, "bankAccount", """{"type":"national","number":"8601\ud800","country":"NO"}""")]
    [InlineData(
        Field.Address,
        "homeAddress",
        """{"line1":"Storgata 1","postalCode":"0155","city":"Os\ud800lo","country":"NO"}"""
    )]
    public async Task Profile_PartWithALoneSurrogate_MakesTheWholeUnknownAndNeverEmpty(
        Field field,
        string property,
        string value
    )
    {
        var read = await ReadAsync($$"""{"id":"{{Id}}","{{property}}":{"value":{{value}},"editable":true} }""");

        Assert.Equal(FieldValue.NotKnown, read[field]);
    }

    [Theory]
    [InlineData("2024-01-31", "2024-01-31")]
    [InlineData("2024-01-31T00:00:00Z", "2024-01-31")]
    [InlineData("31.01.2024", null)]
    [InlineData("2024-02-31", null)]
    public async Task Profile_Date_IsTakenOnlyWhenItIsOne(string given, string? taken)
    {
        var read = await ReadAsync($$"""{"id":"{{Id}}","birthDate":{"value":"{{given}}","editable":true} }""");

        Assert.Equal(taken is null ? FieldValue.NotKnown : FieldValue.From(taken), read[Field.DateOfBirth]);
    }

    [Fact]
    public async Task Profile_UnknownPropertiesAndNumbersForTexts_AreTolerated()
    {
        var read = await ReadAsync(
            $$"""
            {"id":"{{Id}}","type":"user","status":{"active":true,"mood":"fine"},"somethingNew":{"deep":[{}]},
             "employmentId":{"value":42,"editable":true,"completeness":"unheard-of"},"phone":{"editable":true},"gender":{"value":" ","editable":true},
             "identifications":{"value":[{"id":"x","type":"driving_licence","value":"1"}],"editable":true},
             "bankAccount":{"value":{"type":"crypto","wallet":"x"},"editable":true} }
            """
        );

        Assert.Equal("42", read[Field.EmploymentId].TextOrNull);
        Assert.All((Field[])[Field.Phone, Field.Gender, Field.Identification, Field.JobTitle], field =>
            Assert.Equal(FieldValue.Nothing, read[field])
        );
        Assert.All((Field[])[Field.BankAccount, Field.Email, Field.Address], field =>
            Assert.Equal(FieldValue.NotKnown, read[field])
        );
    }

    // A cache in front of Huma gives another user's.
    [Theory]
    [InlineData($$"""{"note":"{{Id}}"}""")]
    [InlineData($$"""{"id":"99999999-2222-4333-8444-555555555555","note":"{{Id}}","givenName":{"value":"Kari"} }""")]
    public async Task Profile_WithoutTheIdThatWasAskedFor_IsAProblemOfThatPerson(string profile)
    {
        await using var stub = await HumaStub.WithUsersAsync(($$"""{"id":"{{Id}}","type":"user"}""", profile));

        var reading = await stub.Client.ReadUsersAsync(HumaScope.Everyone, null, CancellationToken.None);

        Assert.Empty(reading.Users);
        Assert.Equal(
            new Reason(HumaReasons.AnswerUnexpected, "GET /users/{id}", "id"),
            Assert.Single(reading.Problems).Reason
        );
    }

    [Theory]
    [InlineData("p1", true)]
    [InlineData("p2", false)]
    public async Task Position_AnsweredUnderAnotherId_IsAProblemOfThatPerson(string answered, bool isOwn)
    {
        await using var stub = await HumaStub.StartAsync(context =>
            StubServer.JsonAsync(
                context,
                context.Request.Path.Value! switch
                {
                    var path when path.EndsWith("/positions", StringComparison.Ordinal) =>
                        """{"items":[{"id":"p1","status":"CURRENT","contractStartDate":"2024-01-01"}],"total":1}""",
                    var path when path.Contains("/positions/", StringComparison.Ordinal) =>
                        $$"""{"id":"{{answered}}","title":{"name":"Kokk"},"contractStartDate":"2024-01-01"}""",
                    _ => $$"""{"id":"{{Id}}","givenName":{"value":"Kari","editable":true} }""",
                }
            )
        );

        var reading = await stub.Client.ReadEachAsync([new HumaId(Id)], CancellationToken.None);

        Assert.Equal(isOwn, reading.Users.Count == 1);
        Assert.Equal(
            isOwn ? [] : [new Reason(HumaReasons.AnswerUnexpected, "GET /users/{id}/positions/{position}", "id")],
            reading.Problems.Select(problem => problem.Reason)
        );
    }

    // An address belongs to one user.
    [Theory]
    [InlineData("""{"id":"11111111-2222-4333-8444-555555555555","email":"ola@example.no"}""")]
    [InlineData("""{"id":"11111111-2222-4333-8444-555555555555","email":{"value":"ola@example.no"} }""")]
    public async Task Adding_AnsweredWithAnotherUser_WritesNothingToThem(string answered)
    {
        await using var stub = await HumaStub.StartAsync(context => StubServer.JsonAsync(context, answered));

        var outcome = await stub.Client.AddAsync(
            new FieldValues(
                new Dictionary<Field, FieldValue>
                {
                    [Field.Email] = FieldValue.From("kari@example.no"),
                    [Field.GivenName] = FieldValue.From("Kari"),
                    [Field.FamilyName] = FieldValue.From("Nordmann"),
                    [Field.Phone] = FieldValue.From("+47 922 22 222"),
                }
            ),
            HumaScope.Everyone,
            CancellationToken.None
        );

        Assert.Equal((null, new Reason(HumaReasons.PersonExists)), (outcome.Id, outcome.PersonRefused));
        Assert.DoesNotContain(stub.Server.Requests, request => request.StartsWith("PATCH", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Positions_ThatTheKeyMayNotSee_AreUnknownLockedAndNeverCreated()
    {
        await using var stub = await HumaStub.StartAsync(context =>
            context.Request.Path.Value!.EndsWith("/positions", StringComparison.Ordinal)
                ? StubServer.JsonAsync(context, """{"errorCode":"access:denied"}""", 403)
                : StubServer.JsonAsync(
                    context,
                    $$"""{"id":"{{Id}}","jobTitle":{"value":{"name":"Leder"},"editable":false},"employmentEndDate":{"editable":false} }"""
                )
        );
        var user = (await stub.Client.ReadUsersAsync([new HumaId(Id)], CancellationToken.None)).Values.Single();

        var outcome = await stub.Client.WriteAsync(
            user,
            new Dictionary<Field, FieldValue>
            {
                [Field.JobTitle] = FieldValue.From("Vikar"),
                [Field.EmploymentStart] = FieldValue.From("2024-01-01"),
            },
            CancellationToken.None
        );

        Assert.Equal("Leder", user.Person[Field.JobTitle].TextOrNull);
        Assert.Equal(FieldValue.NotKnown, user.Person[Field.EmploymentEnd]);
        Assert.Equal(WriteLock.NotEditable, user.Person.Locks[Field.EmploymentStart]);
        Assert.Equal([Field.JobTitle, Field.EmploymentStart], outcome.Refused.Keys.Order());
        Assert.DoesNotContain(stub.Server.Requests, request =>
            request.StartsWith("POST /users", StringComparison.Ordinal)
        );
    }

    private static async Task<Person> ReadAsync(string profile)
    {
        await using var stub = await HumaStub.WithUsersAsync(("{}", profile));
        return Assert
            .Single((await stub.Client.ReadUsersAsync([new HumaId(Id)], CancellationToken.None)).Values)
            .Person;
    }
}

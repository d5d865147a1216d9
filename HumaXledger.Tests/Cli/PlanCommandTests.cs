using System.Text.Json;

namespace HumaXledger.Tests.Cli;

public sealed class PlanCommandTests : PlanCommandTest
{
    [Fact]
    public void Plan_OneField_IsWrittenInTheShapeOfTheDescription()
    {
        var links = Files.Write("links.json", """[{"humaId":"a1","xledgerId":"17"}]""");
        var baseline = Files.Write(
            "baseline.json",
            """[{"humaId":"a1","xledgerId":"17","fields":{"phone":"+4791234567","jobTitle":null}}]"""
        );
        var policy = Files.Write("policy.json", """{"fields":{"phone":"huma"}}""");
        var ran = Plan(
            [Person("a1", "\"phone\":\"+4790000000\"")],
            [Person("17", "\"phone\":\"+47 912 34 567\",\"jobTitle\":null")],
            "--links",
            links,
            "--baseline",
            baseline,
            "--policy",
            policy
        );

        Assert.Equal(
            """
            {"differences":[{"humaId":"a1","xledgerId":"17","field":"phone","kind":"changedInHuma","huma":"+4790000000","xledger":"+47 912 34 567","baseline":"+4791234567","allowed":["huma","xledger"],"proposed":"huma","reason":"Changed in Huma since the last synchronization."}],"changes":[{"target":"xledger","kind":"update","id":"17","field":"phone","from":"+47 912 34 567","to":"+4790000000"}],"blocked":[],"match":{"pairs":[{"humaId":"a1","xledgerId":"17","confidence":1,"state":"linked","evidence":[{"field":"givenName","agrees":true},{"field":"familyName","agrees":true},{"field":"phone","agrees":false}]}],"ambiguous":[],"onlyInHuma":[],"onlyInXledger":[]},"guards":[{"code":"createdInHuma","count":0,"limit":10,"tripped":false},{"code":"createdInXledger","count":0,"limit":10,"tripped":false},{"code":"identificationChanged","count":0,"limit":5,"tripped":false},{"code":"emailChanged","count":0,"limit":20,"tripped":false},{"code":"employmentIdChanged","count":0,"limit":10,"tripped":false},{"code":"valuesCleared","count":0,"limit":10,"tripped":false},{"code":"endDatesSet","count":0,"limit":10,"tripped":false},{"code":"peopleTouched","count":1,"limit":50,"tripped":false},{"code":"sideShrunken","count":0,"limit":5,"tripped":false}],"forecast":{"xledgerRequests":4,"humaRequests":0,"seconds":3.2}}

            """,
            ran.Output
        );
    }

    [Fact]
    public void Plan_LinkedPersonOverwrittenWithAnother_IsBlockedByAGuard()
    {
        var baseline = Files.Write(
            "baseline.json",
            """[{"humaId":"a1","xledgerId":"17","fields":{"givenName":"Kari","familyName":"Nordmann","dateOfBirth":"1985-03-14","identification":"14038512345"}}]"""
        );
        string[] before =
        [
            """{"id":"17","givenName":"Kari","familyName":"Nordmann","dateOfBirth":"1985-03-14","identification":"14038512345","phone":"91234567"}""",
        ];
        string[] now =
        [
            """{"id":"a1","givenName":"Ola","familyName":"Hansen","dateOfBirth":"1992-11-05","identification":"05119254321","phone":"91234568"}""",
        ];
        var ran = Plan(
            now,
            before,
            "--links",
            Linked(),
            "--baseline",
            baseline,
            "--policy",
            Files.Write("policy.json", """{"default":"huma"}""")
        ).Json;

        Assert.Empty(ran.GetProperty("changes").EnumerateArray());
        Assert.Equal(
            ["guard.otherPerson"],
            ran.GetProperty("blocked")
                .EnumerateArray()
                .Where(one => Text(one, "field") == "phone")
                .Select(one => Text(one, "code"))
        );
        Assert.Equal(
            1,
            Assert
                .Single(ran.GetProperty("guards").EnumerateArray(), guard => Text(guard, "code") == "otherPerson")
                .GetProperty("count")
                .GetInt32()
        );
    }

    [Fact]
    public void Plan_ScopeRulesOfThePolicy_LeavePeopleOutAndNameTheRule()
    {
        var policy = Files.Write(
            "policy.json",
            """{"default":"huma","rules":[{"contractType":"Consultant"},{"endedMonths":12},{"group":"g1"},{"humaUser":"b"},{"xledgerEmployee":"99"}]}"""
        );
        var ran = Plan(
            [Person("a1", """ "jobTitle":"Chef","contractTypes":["Consultant"],"groups":[] """), Other("a2")],
            [Person("17", """ "jobTitle":"Cook" """)],
            "--links",
            Linked(),
            "--policy",
            policy
        ).Json;

        Assert.Empty(ran.GetProperty("differences").EnumerateArray());
        Assert.Empty(ran.GetProperty("changes").EnumerateArray());
        Assert.Empty(ran.GetProperty("match").GetProperty("onlyInHuma").EnumerateArray());
        // For the other person, neither groups nor contract types are known.
        Assert.Equal(
            [("a1", "17", "scope.contract"), ("a2", null, "scope.unsure")],
            ran.GetProperty("match")
                .GetProperty("outOfScope")
                .EnumerateArray()
                .Select(one => (Text(one, "humaId"), one.GetProperty("xledgerId").GetString(), Text(one, "code")))
        );
    }

    [Fact]
    public void Plan_MissingIsUnknownAndNullIsEmpty_OnlyTheEmptyOneDiffers()
    {
        var difference = Assert.Single(
            Differences(
                Plan(
                    [Person("a1", "\"phone\":null")],
                    [Person("17", "\"phone\":\"91234567\",\"jobTitle\":\"Clerk\"")],
                    "--links",
                    Linked()
                )
            )
        );

        Assert.Equal(("phone", "missingInHuma"), (Text(difference, "field"), Text(difference, "kind")));
        Assert.Equal(JsonValueKind.Null, difference.GetProperty("huma").ValueKind);
        Assert.Equal("xledger", Text(difference, "proposed"));
    }

    [Fact]
    public void Plan_AddressAndBankAccount_AreWrittenInTheShapeInWhichTheyAreRead()
    {
        var changes = Plan(
            [
                Person(
                    "a1",
                    """ "address":{"street":"Storgata 1","postalCode":"0155","city":"Oslo","country":"NO"},"bankAccount":null """
                ),
            ],
            [
                Person(
                    "17",
                    """ "address":{"city":"Bergen"},"bankAccount":{"number":"86011117947","country":"NO","bic":null} """
                ),
            ],
            "--links",
            Linked(),
            "--policy",
            Files.Write("policy.json", """{"default":"ask","fields":{"address":"huma","bankAccount":"fillEmpty"}}""")
        )
            .Json.GetProperty("changes");

        Assert.Equal(
            """
            [{"target":"huma","kind":"update","id":"a1","field":"bankAccount","from":null,"to":{"number":"86011117947","country":"NO"}},{"target":"xledger","kind":"update","id":"17","field":"address","from":{"city":"Bergen"},"to":{"street":"Storgata 1","postalCode":"0155","city":"Oslo","country":"NO"}}]
            """,
            changes.GetRawText()
        );
    }

    [Fact]
    public void Plan_PersonAdded_IsCreatedUnderTheIdOfTheOtherSystem()
    {
        var ran = Plan(
            [Person("a1"), Other("a2")],
            [Person("17")],
            "--links",
            Linked(),
            "--decisions",
            Decided("""{"addToXledger":["a2","a2"]}""")
        ).Json;

        Assert.Equal(
            [
                ("xledger", "create", "a2", "email"),
                ("xledger", "create", "a2", "employmentId"),
                ("xledger", "create", "a2", "givenName"),
                ("xledger", "create", "a2", "familyName"),
            ],
            ran.GetProperty("changes")
                .EnumerateArray()
                .Select(change =>
                    (Text(change, "target"), Text(change, "kind"), Text(change, "id"), Text(change, "field"))
                )
        );
    }

    [Fact]
    public void Plan_MatchConfirmedByAPerson_IsCertain()
    {
        var decisions = Decided("""{"matches":[{"humaId":"a1","xledgerId":"18"}]}""");
        var pair = Assert.Single(
            Plan([Person("a1")], [Other("18")], "--decisions", decisions)
                .Json.GetProperty("match")
                .GetProperty("pairs")
                .EnumerateArray()
        );

        Assert.Equal("certain", Text(pair, "state"));
    }

    [Theory]
    [InlineData("""{"fields":[{"humaId":"gone","field":"phone","use":"huma"}]}""", "add.gone", "gone", null, "phone")]
    [InlineData(
        """{"fields":[{"humaId":"a2","field":"phone","use":"xledger"}]}""",
        "plan.onlyInHuma",
        "a2",
        null,
        "phone"
    )]
    [InlineData(
        """{"fields":[{"humaId":"a1","field":"gender","use":"xledger"}]}""",
        "forbidden.unknown",
        "a1",
        "17",
        "gender"
    )]
    [InlineData(
        """{"fields":[{"humaId":"a1","field":"bankAccount","use":"huma"}]}""",
        "forbidden.notWritable",
        "a1",
        "17",
        "bankAccount"
    )]
    [InlineData("""{"addToHuma":["99"]}""", "add.gone", null, "99", null)]
    [InlineData("""{"addToXledger":["a1"]}""", "add.paired", "a1", null, null)]
    [InlineData("""{"matches":[{"humaId":"a1","xledgerId":"99"}]}""", "match.refused.gone", "a1", "99", null)]
    [InlineData("""{"matches":[{"humaId":"a2","xledgerId":"17"}]}""", "match.refused.linked", "a2", "17", null)]
    public void Plan_ImpossibleDecision_IsBlockedWithTheReason(
        string decisions,
        string code,
        string? huma,
        string? xledger,
        string? field
    )
    {
        var ran = Plan(
            [Person("a1", "\"gender\":\"Female\",\"bankAccount\":null"), Other("a2")],
            [Person("17", "\"bankAccount\":{\"number\":\"86011117947\",\"country\":\"NO\"}")],
            "--links",
            Linked(),
            "--decisions",
            Decided(decisions)
        ).Json;
        var blocked = Assert.Single(ran.GetProperty("blocked").EnumerateArray());

        Assert.Equal(
            (code, huma, xledger, field),
            (Text(blocked, "code"), Text(blocked, "humaId"), Text(blocked, "xledgerId"), Text(blocked, "field"))
        );
        Assert.NotEmpty(Text(blocked, "message")!);
        Assert.Empty(ran.GetProperty("changes").EnumerateArray());
    }

    [Fact]
    public void Plan_DateOfBirthContradictsTheIdentityNumber_IsWrittenWithAWarning()
    {
        var identification = People.NationalIdBuilder.NorwegianFrom("310190", 100);
        var ran = Plan(
            [Person("a1", $"\"dateOfBirth\":\"1991-01-31\",\"identification\":\"{identification}\"")],
            [Person("17", $"\"dateOfBirth\":null,\"identification\":\"{identification}\"")],
            "--links",
            Linked(),
            "--policy",
            Files.Write("policy.json", """{"default":"fillEmpty"}""")
        );

        Assert.Equal(
            "Missing in Xledger. Warning for Xledger: The identity number gives another date of birth.",
            Text(Assert.Single(Differences(ran)), "reason")
        );
        Assert.Single(ran.Json.GetProperty("changes").EnumerateArray());
        Assert.Empty(ran.Json.GetProperty("blocked").EnumerateArray());
    }

    [Fact]
    public void Plan_DeactivatedUser_IsNotWrittenTo()
    {
        var ran = Plan(
            [Person("a1", "\"active\":false,\"phone\":null")],
            [Person("17", "\"phone\":\"91234567\"")],
            "--links",
            Linked(),
            "--policy",
            Files.Write("policy.json", """{"default":"xledger"}""")
        ).Json;

        Assert.Empty(ran.GetProperty("changes").EnumerateArray());
        Assert.Equal("forbidden.deactivated", Text(Assert.Single(ran.GetProperty("blocked").EnumerateArray()), "code"));
    }

    [Fact]
    public void Plan_GuardTrips_IsReportedWithItsLimitAndHoldsNothingBack()
    {
        var numbers = Enumerable.Range(0, 300).ToArray();
        var links = Files.Write(
            "links.json",
            $"[{string.Join(',', numbers.Select(number => $$"""{"humaId":"a{{number}}","xledgerId":"{{number}}"}"""))}]"
        );
        string People(string prefix, Func<int, string> end) =>
            $"[{string.Join(',', numbers.Select(number => $$"""{"id":"{{prefix}}{{number}}","employmentEnd":{{end(number)}}}"""))}]";
        var ran = CommandResult
            .Here([
                "plan",
                "--huma",
                Files.Write("huma.json", People("a", number => number < 20 ? "\"2027-01-31\"" : "null")),
                "--xledger",
                Files.Write("xledger.json", People("", _ => "null")),
                "--links",
                links,
                "--policy",
                Files.Write("policy.json", """{"default":"huma"}"""),
            ])
            .Json;

        var guard = ran.GetProperty("guards").EnumerateArray().Single(guard => Text(guard, "code") == "endDatesSet");
        Assert.Equal(
            (20, 15, true),
            (
                guard.GetProperty("count").GetInt32(),
                guard.GetProperty("limit").GetInt32(),
                guard.GetProperty("tripped").GetBoolean()
            )
        );
        Assert.Equal(20, ran.GetProperty("changes").GetArrayLength());
        Assert.Empty(ran.GetProperty("blocked").EnumerateArray());
    }

    [Fact]
    public void Plan_SideThatReadEmpty_HoldsEverythingBackWithTheReason()
    {
        var ran = Plan([], [Other("17")], "--decisions", Decided("""{"addToHuma":["17"]}""")).Json;

        Assert.Equal(
            ("sideShrunken", 1, 0),
            ran.GetProperty("guards")
                .EnumerateArray()
                .Where(guard => guard.GetProperty("tripped").GetBoolean())
                .Select(guard =>
                    (Text(guard, "code")!, guard.GetProperty("count").GetInt32(), guard.GetProperty("limit").GetInt32())
                )
                .Single()
        );
        Assert.Empty(ran.GetProperty("changes").EnumerateArray());
        Assert.All(ran.GetProperty("blocked").EnumerateArray(), blocked =>
            Assert.Equal("guard.held", Text(blocked, "code"))
        );
        Assert.NotEmpty(ran.GetProperty("blocked").EnumerateArray());
    }

    [Theory]
    [InlineData("\u202Eسلام\u200F")]
    [InlineData("e\u0301 👩‍👩‍👧 \u200B\uFEFF")]
    [InlineData("=HYPERLINK(\"http://example.com\")")]
    [InlineData("'; DROP TABLE people; -- \\ / < > & + \u2028 \u00A0 \u007F \uE000")]
    [InlineData("tab\tand\u0000nothing")]
    public void Plan_UnusualText_PassesThroughUnharmed(string text)
    {
        var ran = Plan(
            [Person("a1", $"\"jobTitle\":{JsonSerializer.Serialize(text)}")],
            [Person("17", "\"jobTitle\":null")],
            "--links",
            Linked()
        );

        Assert.Equal(text, Text(Assert.Single(Differences(ran)), "huma"));
        Assert.DoesNotContain(
            @"\u",
            ran.Output.Replace(@"\u0000", "", StringComparison.Ordinal),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Plan_NameOfTenThousandCharacters_PassesThroughUnharmed()
    {
        var text = string.Concat(Enumerable.Repeat("Åse-", 2_500));

        Assert.Equal(
            text,
            Text(
                Assert.Single(
                    Differences(
                        Plan(
                            [Person("a1", $"\"jobTitle\":\"{text}\"")],
                            [Person("17", "\"jobTitle\":null")],
                            "--links",
                            Linked()
                        )
                    )
                ),
                "huma"
            )
        );
    }

    [Fact]
    public void Plan_SameInputInAnotherOrder_GivesTheSameBytes()
    {
        var more = Enumerable.Range(0, 50).Select(number => Other($"b{number}", number)).ToArray();
        var policy = Files.Write("policy.json", """{"default":"huma"}""");
        var one = Plan(
            [Person("a1", "\"phone\":\"91234567\""), .. more],
            [Person("17", "\"phone\":null"), .. more.Select(Moved)],
            "--policy",
            policy
        );
        var other = Plan(
            [.. more.Reverse(), Person("a1", "\"phone\":\"91234567\"")],
            [.. more.Select(Moved).Reverse(), Person("17", "\"phone\":null")],
            "--policy",
            policy
        );

        Assert.Equal(one, other);
        Assert.NotEmpty(one.Json.GetProperty("differences").EnumerateArray());
    }

    private static string Moved(string person) =>
        person.Replace("\"id\":\"b", "\"id\":\"9").Replace("Hansen", "Jensen");

    private static string Other(string id, int number = 7) =>
        $$"""{"id":"{{id}}","email":"ola{{number}}@example.no","employmentId":"{{number}}","givenName":"Ola","familyName":"Hansen"}""";

    private string Decided(string decisions) => Files.Write("decisions.json", decisions);
}

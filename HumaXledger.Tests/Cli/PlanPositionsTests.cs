namespace HumaXledger.Tests.Cli;

public sealed class PlanPositionsTests : PlanCommandTest
{
    [Theory]
    // The day of the tests is 2026-03-01.
    [InlineData(
        """{"id":"p1","title":"Clerk","contractStartDate":"2017-07-31","contractEndDate":"2026-03-29"},{"id":"p2","title":"Manager","contractStartDate":"2026-03-30"}""",
        "Clerk",
        "2017-07-31",
        null
    )]
    [InlineData(
        """{"id":"p1","title":"Clerk","contractStartDate":"2017-07-31","contractEndDate":"2026-02-28"},{"id":"p2","title":"Manager","contractStartDate":"2026-03-01"}""",
        "Manager",
        "2017-07-31",
        null
    )]
    [InlineData(
        """{"title":"Clerk","contractStartDate":"2020-01-01","contractEndDate":"2026-03-29","percentage":60},{"title":"Manager","contractStartDate":"2021-01-01","percentage":40}""",
        "Clerk",
        "2020-01-01",
        null
    )]
    [InlineData(
        """{"title":"Clerk","contractStartDate":"2020-01-01","contractEndDate":"2026-12-31"}""",
        "Clerk",
        "2020-01-01",
        "2026-12-31"
    )]
    public void Plan_Positions_MakeOneEmployment(string positions, string title, string start, string? end)
    {
        var ran = Plan(
            [Person("a1", $"\"positions\":[{positions}]")],
            [
                Person(
                    "17",
                    $"\"jobTitle\":\"{title}\",\"employmentStart\":\"{start}\",\"employmentEnd\":{(end is null ? "null" : $"\"{end}\"")}"
                ),
            ],
            "--links",
            Linked()
        );

        Assert.Empty(Differences(ran));
    }

    [Fact]
    public void Plan_EndOfTwoOpenPositions_CannotBeWrittenToHumaWithTheReason()
    {
        var difference = Assert.Single(
            Differences(
                Plan(
                    [
                        Person(
                            "a1",
                            """ "positions":[{"title":"A","contractStartDate":"2020-01-01"},{"title":"B","contractStartDate":"2021-01-01"}] """
                        ),
                    ],
                    [Person("17", "\"employmentEnd\":\"2026-12-31\"")],
                    "--links",
                    Linked()
                )
            )
        );

        Assert.Equal("employmentEnd", Text(difference, "field"));
        Assert.DoesNotContain(
            "xledger",
            difference.GetProperty("allowed").EnumerateArray().Select(side => side.GetString())
        );
    }

    [Theory]
    [InlineData("\"jobTitle\":\"Clerk\",\"positions\":[]", "json.propertyConflict")]
    [InlineData("\"positions\":[{\"contractStartDate\":\"31.07.2017\"}]", "date.invalid")]
    [InlineData("\"positions\":{}", "json.wrongType")]
    [InlineData("\"positions\":[{\"start\":\"2017-07-31\"}]", "json.unknownProperty")]
    [InlineData("\"firstContractStartDate\":\"2017-07-31\"", "json.missingProperty")]
    public void Plan_PositionsInTheWrongForm_AreRefused(string properties, string code)
    {
        var ran = Plan([Person("a1", properties)], [Person("17")]);

        Assert.Equal((1, code), (ran.Status, ran.Code));
    }

    [Fact]
    public void Plan_PositionsOfAnEmployee_AreAnUnknownPropertyOfXledger() =>
        Assert.Equal("json.unknownProperty", Plan([Person("a1")], [Person("17", "\"positions\":[]")]).Code);
}

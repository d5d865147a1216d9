using System.Text;
using System.Text.Json;

namespace HumaXledger.Tests.Cli;

public sealed class ValidateCommandTests
{
    [Theory]
    [InlineData(
        """{ "field": "email", "value": "Kari@Example.NO" }""",
        """{"valid":true,"normalized":"kari@example.no","code":null,"message":null}"""
    )]
    [InlineData(
        """{ "field": "email", "value": "kari" }""",
        """{"valid":false,"normalized":null,"code":"email.syntax","message":"This is not an e-mail address."}"""
    )]
    [InlineData(
        """{ "value": "912 34 567", "country": "NO", "field": "phone" }""",
        """{"valid":true,"normalized":"+4791234567","code":null,"message":null}"""
    )]
    [InlineData(
        """{ "field": "bankAccount", "value": { "number": "8601.11.17947", "country": "NO" } }""",
        """{"valid":true,"normalized":"86011117947","code":null,"message":null}"""
    )]
    [InlineData(
        """{ "field": "bankAccount", "value": "86011117947", "country": null }""",
        """{"valid":true,"normalized":"86011117947","code":null,"message":null}"""
    )]
    [InlineData(
        """{ "field": "address", "value": { "street": "  Storgata  1 ", "country": "Norge" } }""",
        """{"valid":true,"normalized":{"street":"Storgata 1","country":"NO"},"code":null,"message":null}"""
    )]
    [InlineData(
        """{ "field": "address", "value": "Storgata 1" }""",
        """{"valid":true,"normalized":{"street":"Storgata 1"},"code":null,"message":null}"""
    )]
    public void Validate_OneValue_GivesItsVerdict(string line, string verdict) =>
        Assert.Equal(verdict + "\n", CommandResult.Validating(line).Output);

    [Theory]
    [InlineData("phone", "12", "phone.invalid")]
    [InlineData("dateOfBirth", "31.01.1990", "date.invalid")]
    [InlineData("employmentStart", "1066-10-14", "date.implausible")]
    [InlineData("identification", "31019012345", "identification.checksum")]
    [InlineData("bankAccount", "86011117948", "bankAccount.checksum")]
    [InlineData("givenName", " ", "text.empty")]
    [InlineData("jobTitle", "a\\u0007b", "text.characters")]
    public void Validate_InvalidValue_IsRefusedWithAStableCode(string field, string value, string code)
    {
        var verdict = Assert.Single(
            CommandResult.Validating($$"""{"field":"{{field}}","value":"{{value}}","country":"NO"}""").Lines
        );

        Assert.False(verdict.GetProperty("valid").GetBoolean());
        Assert.Equal(code, verdict.GetProperty("code").GetString());
        Assert.NotEmpty(verdict.GetProperty("message").GetString()!);
    }

    [Fact]
    public void Validate_UnknownCountry_IsAVerdictAndNoFormatError()
    {
        var ran = CommandResult.Validating(
            """{"field":"phone","value":"91234567","country":"Narnia"}""",
            """{"field":"address","value":{"street":"Storgata 1","country":"Narnia"}}"""
        );

        Assert.Equal(0, ran.Status);
        Assert.All(ran.Lines, verdict => Assert.Equal("country.unknown", verdict.GetProperty("code").GetString()));
    }

    [Fact]
    public void Validate_ImplausibleDate_IsValidWithACode()
    {
        var verdict = Assert.Single(CommandResult.Validating("""{"field":"dateOfBirth","value":"2025-01-01"}""").Lines);

        Assert.True(verdict.GetProperty("valid").GetBoolean());
        Assert.Equal("date.unlikely", verdict.GetProperty("code").GetString());
    }

    [Theory]
    [InlineData("null")]
    [InlineData("\"\"")]
    public void Validate_NoValue_IsRefusedAsEmpty(string value) =>
        Assert.Equal(
            "text.empty",
            Assert
                .Single(CommandResult.Validating($$"""{"field":"phone","value":{{value}}}""").Lines)
                .GetProperty("code")
                .GetString()
        );

    [Theory]
    [InlineData("""{"field":"email","value":"a@b.no","x":1}""", "json.unknownProperty", "line 2, $.x")]
    [InlineData("""{"field":"salary","value":"1"}""", "json.unknownWord", "line 2, $.field")]
    [InlineData("""{"field":"email"}""", "json.missingProperty", "line 2, $")]
    [InlineData("""{"value":"a@b.no"}""", "json.missingProperty", "line 2, $")]
    [InlineData("""{"field":"employmentId","value":1042}""", "json.wrongType", "line 2, $.value")]
    [InlineData("""{"field":"email","value":{"street":"x"}}""", "json.wrongType", "line 2, $.value")]
    [InlineData(
        """{"field":"address","value":{"street":"x","floor":"2"}}""",
        "json.unknownProperty",
        "line 2, $.value.floor"
    )]
    [InlineData("""{"field":"email","field":"phone","value":"x"}""", "json.duplicateProperty", "line 2, $.field")]
    [InlineData("""{"field":"email","value":"x"}{}""", "json.syntax", "line 2, $")]
    [InlineData("""{"field":"email","value":"x""", "json.syntax", "line 2, $.value")]
    [InlineData("""["email"]""", "json.wrongType", "line 2, $")]
    [InlineData("", "json.syntax", "line 2, $")]
    [InlineData("""{"field":"email","value":"\ud800"}""", "json.unicode", "line 2, $.value")]
    public void Validate_MalformedLine_ExitsWithOneAfterTheVerdictsBeforeIt(string line, string code, string path)
    {
        var ran = CommandResult.Validating(
            """{"field":"email","value":"a@b.no"}""",
            line,
            """{"field":"email","value":"c@d.no"}"""
        );

        Assert.Equal(1, ran.Status);
        Assert.Single(ran.Lines);
        Assert.Equal((code, "standard input: " + path), (ran.Code, ran.Path));
    }

    [Fact]
    public void Validate_InputInPiecesOfAnySize_GivesTheSameVerdicts()
    {
        var lines = Enumerable
            .Range(0, 300)
            .Select(number => $$"""{"field":"givenName","value":"{{new string('æ', number * 7)}}{{number}}"}""");
        var whole = CommandResult.Validating([.. lines]);

        Assert.Equal(300, whole.Lines.Length);
        Assert.All(new[] { 1, 7, 4096 }, size =>
            Assert.Equal(
                whole.Output,
                CommandResult
                    .Here(["validate"], new SlowStream(Encoding.UTF8.GetBytes(string.Join("\r\n", lines) + "\n"), size))
                    .Output
            )
        );
    }

    [Fact]
    public void Validate_LongInputWithABadLine_GivesEveryVerdictBeforeItInOrder()
    {
        var lines = Enumerable
            .Range(0, 20_000)
            .Select(number => $$"""{"field":"email","value":"p{{number}}@example.no"}""")
            .ToArray();
        Assert.Equal(
            Enumerable.Range(0, 20_000).Select(number => $"p{number}@example.no"),
            CommandResult.Validating(lines).Lines.Select(verdict => verdict.GetProperty("normalized").GetString())
        );

        Assert.Equal(CommandResult.Validating(lines), CommandResult.Validating([.. lines, ""]));

        lines[11_111] = "{}";
        var ran = CommandResult.Validating(lines);
        Assert.Equal((1, "standard input: line 11112, $"), (ran.Status, ran.Path));
        Assert.Equal(
            Enumerable.Range(0, 11_111).Select(number => $"p{number}@example.no"),
            ran.Lines.Select(verdict => verdict.GetProperty("normalized").GetString())
        );
    }

    [Fact]
    public void Validate_ByteOrderMarkBeforeTheFirstLine_IsIgnored() =>
        Assert.Single(CommandResult.Validating("\uFEFF{\"field\":\"email\",\"value\":\"a@b.no\"}").Lines);

    [Fact]
    public void Validate_LongAndUnusualText_ComesBackUnharmed()
    {
        var text = "=cmd|' /C calc'!A0 سلام 👩‍👩‍👧 e\u0301\u200B" + new string('x', 40);
        var verdict = Assert.Single(
            CommandResult.Validating(JsonSerializer.Serialize(new { field = "jobTitle", value = text })).Lines
        );

        // The normal form is for comparing: invisible characters and joiners are removed.
        Assert.Equal(
            text.Normalize().Replace("\u200B", "").Replace("\u200D", ""),
            verdict.GetProperty("normalized").GetString()
        );
        Assert.Equal(
            "text.tooLong",
            Assert
                .Single(
                    CommandResult
                        .Validating(
                            JsonSerializer.Serialize(new { field = "givenName", value = new string('å', 10_000) })
                        )
                        .Lines
                )
                .GetProperty("code")
                .GetString()
        );
    }

    [Theory]
    [InlineData("\u202Eسلام")]
    [InlineData("سلام\u200F")]
    public void Validate_BidirectionalControls_AreRefused(string text)
    {
        var verdict = Assert.Single(
            CommandResult.Validating(JsonSerializer.Serialize(new { field = "jobTitle", value = text })).Lines
        );

        Assert.Equal("text.characters", verdict.GetProperty("code").GetString());
    }

    [Fact]
    public void Validate_NoInput_WritesNothing() =>
        Assert.Equal(new CommandResult(0, "", ""), CommandResult.Validating());
}

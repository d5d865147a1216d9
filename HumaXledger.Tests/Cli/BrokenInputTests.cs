using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using HumaXledger.Cli;
using HumaXledger.Cli.Reading;
using HumaXledger.Core.People;
using HumaXledger.Core.Reasons;

namespace HumaXledger.Tests.Cli;

/// <summary>Malformed input exits with 1, reports the problem and its path, and writes no output.</summary>
public sealed class BrokenInputTests : IDisposable
{
    private readonly InputFiles _files = new();

    public void Dispose() => _files.Dispose();

    public static TheoryData<string, string, string> Persons =>
        new()
        {
            { "", "json.syntax", "line 1, $" },
            { "   \n\n", "json.syntax", "line 3, $" },
            { "{}", "json.wrongType", "line 1, $" },
            { "null", "json.wrongType", "line 1, $" },
            { "[", "json.syntax", "line 1, $[0]" },
            { "[]]", "json.syntax", "line 1, $" },
            { "[] x", "json.syntax", "line 1, $" },
            { "[]\n[]", "json.syntax", "line 2, $" },
            { "[1]", "json.wrongType", "line 1, $[0]" },
            { "[null]", "json.wrongType", "line 1, $[0]" },
            { "[[]]", "json.wrongType", "line 1, $[0]" },
            { "[{}]", "json.missingProperty", "line 1, $[0]" },
            { "[{\"id\":1}]", "json.wrongType", "line 1, $[0].id" },
            { "[{\"id\":null}]", "json.wrongType", "line 1, $[0].id" },
            { "[{\"id\":\" \"}]", "id.empty", "line 1, $[0].id" },
            { "[{\"id\":\"1\"},\n{\"id\":\"1\"}]", "input.sameIds", "line 2, $[1].id" },
            { "[{\"id\":\"1\"},\n{\"id\":\"2\",\n\"phone\":4791234567}]", "json.wrongType", "line 3, $[1].phone" },
            { "[{\"id\":\"1\",\"active\":\"true\"}]", "json.wrongType", "line 1, $[0].active" },
            { "[{\"id\":\"1\",\"active\":null}]", "json.wrongType", "line 1, $[0].active" },
            { "[{\"id\":\"1\",\n\"salary\":1}]", "json.unknownProperty", "line 2, $[0].salary" },
            { "[{\"id\":\"1\",\"Email\":\"a@b.no\"}]", "json.unknownProperty", "line 1, $[0].Email" },
            { "[{\"id\":\"1\",\"e mail\":\"a@b.no\"}]", "json.unknownProperty", "line 1, $[0]['e mail']" },
            { "[{\"id\":\"1\",\"id\":\"2\"}]", "json.duplicateProperty", "line 1, $[0].id" },
            { "[{\"id\":\"1\",\"email\":null,\"email\":\"a@b.no\"}]", "json.duplicateProperty", "line 1, $[0].email" },
            { "[{\"id\":\"1\",\"address\":\"Storgata 1\"}]", "json.wrongType", "line 1, $[0].address" },
            { "[{\"id\":\"1\",\"address\":{\"floor\":\"2\"}}]", "json.unknownProperty", "line 1, $[0].address.floor" },
            { "[{\"id\":\"1\",\"address\":{\"city\":{}}}]", "json.wrongType", "line 1, $[0].address.city" },
            {
                "[{\"id\":\"1\",\"bankAccount\":{\"country\":\"NO\"}}]",
                "json.missingProperty",
                "line 1, $[0].bankAccount"
            },
            { "[{\"id\":\"1\",\"bankAccount\":[\"86011117947\"]}]", "json.wrongType", "line 1, $[0].bankAccount" },
            { "[{\"id\":\"1\",}]", "json.syntax", "line 1, $[0].id" },
            { "[{\"id\":\"1\"},]", "json.syntax", "line 1, $[1]" },
            { "[{\"id\":\"1\"} {\"id\":\"2\"}]", "json.syntax", "line 1, $[1]" },
            { "[{\"id\":\"1\",\n\"email\":\"kari", "json.syntax", "line 2, $[0].email" },
            { "[{\"id\":\"1\",\"email\":\"a\0b\"}]", "json.syntax", "line 1, $[0].email" },
            { "[{\"id\":\"1\",\"email\":\"a\nb\"}]", "json.syntax", "$[0].email" },
            { "[{\"id\":\"1\",\"email\":\"\\ud83d\"}]", "json.unicode", "line 1, $[0].email" },
            { "[{'id':'1'}]", "json.syntax", "line 1, $[0]" },
            { "[{\"id\":\"1\"} // Kari\n]", "json.syntax", "line 1, $[1]" },
            { "[{\"id\":\"1\",\"email\":NaN}]", "json.syntax", "line 1, $[0].email" },
            {
                "[{\"id\":\"1\",\"email\":" + new string('[', 100) + "]",
                "json.tooDeep",
                "$[0].email[0][0][0][0][0][0][0][0][0][0][0][0][0]"
            },
        };

    [Theory]
    [MemberData(nameof(Persons))]
    public void Persons_Malformed_AreRefusedWithCodeAndPath(string content, string code, string path)
    {
        var broken = _files.Write("broken.json", content);
        var ran = CommandResult.Here([
            "match",
            "--huma",
            _files.People("huma.json", InputFiles.Kari),
            "--xledger",
            broken,
        ]);

        Assert.Equal(1, ran.Status);
        Assert.Equal("", ran.Output);
        Assert.Equal(code, ran.Code);
        Assert.StartsWith(broken + ": line ", ran.Path, StringComparison.Ordinal);
        Assert.EndsWith(path, ran.Path, StringComparison.Ordinal);
        Assert.NotEmpty(ran.Refusal.GetProperty("message").GetString()!);
    }

    [Theory]
    [InlineData(new byte[] { 0xFF, 0xFE, 0x5B, 0x00, 0x5D, 0x00 }, "json.syntax")]
    [InlineData(
        new byte[]
        {
            (byte)'[',
            (byte)'{',
            (byte)'"',
            (byte)'i',
            (byte)'d',
            (byte)'"',
            (byte)':',
            (byte)'"',
            0xC3,
            0x28,
            (byte)'"',
            (byte)'}',
            (byte)']',
        },
        "json.unicode"
    )]
    [InlineData(
        new byte[] { (byte)'[', (byte)'{', (byte)'"', 0xC3, (byte)'"', (byte)':', (byte)'1', (byte)'}', (byte)']' },
        "json.unknownProperty"
    )]
    [InlineData(new byte[] { 0x00 }, "json.syntax")]
    public void Bytes_InvalidUtf8_AreRefused(byte[] content, string code) =>
        Assert.Equal(
            (1, "", code),
            Outcome(
                CommandResult.Here([
                    "match",
                    "--huma",
                    _files.Write("broken.json", content),
                    "--xledger",
                    _files.People("xledger.json"),
                ])
            )
        );

    [Fact]
    public void ByteOrderMark_AtTheBeginningOfAFile_IsIgnored() =>
        Assert.Equal(
            0,
            CommandResult
                .Here([
                    "match",
                    "--huma",
                    _files.Write("huma.json", "\uFEFF[]"),
                    "--xledger",
                    _files.People("xledger.json"),
                ])
                .Status
        );

    [Theory]
    [InlineData("links", "{}", "json.wrongType", "$")]
    [InlineData("links", "[{\"humaId\":\"a1\"}]", "json.missingProperty", "$[0]")]
    [InlineData("links", "[{\"humaId\":\"a1\",\"xledgerId\":17}]", "json.wrongType", "$[0].xledgerId")]
    [InlineData("baseline", "[{\"humaId\":\"a1\",\"xledgerId\":\"17\"}]", "json.missingProperty", "$[0]")]
    [InlineData(
        "baseline",
        "[{\"humaId\":\"a1\",\"xledgerId\":\"17\",\"fields\":{\"id\":\"1\"}}]",
        "json.unknownProperty",
        "$[0].fields.id"
    )]
    [InlineData(
        "baseline",
        "[{\"humaId\":\"a\",\"xledgerId\":\"1\",\"fields\":{}},{\"humaId\":\"a\",\"xledgerId\":\"1\",\"fields\":{}}]",
        "baseline.duplicate",
        "$[1]"
    )]
    [InlineData("policy", "[]", "json.wrongType", "$")]
    [InlineData("policy", "{\"default\":\"Huma\"}", "json.unknownWord", "$.default")]
    [InlineData("policy", "{\"fields\":{\"phones\":\"huma\"}}", "json.unknownProperty", "$.fields.phones")]
    [InlineData("policy", "{\"fields\":{\"phone\":true}}", "json.wrongType", "$.fields.phone")]
    [InlineData("policy", "{} {}", "json.syntax", "$")]
    [InlineData("decisions", "[]", "json.wrongType", "$")]
    [InlineData("policy", "{\"rules\":[{\"endedMonths\":0}]}", "json.wrongType", "$.rules[0].endedMonths")]
    [InlineData("policy", "{\"rules\":[{}]}", "json.missingProperty", "$.rules[0]")]
    [InlineData(
        "policy",
        "{\"rules\":[{\"group\":\"1\",\"humaUser\":\"2\"}]}",
        "json.duplicateProperty",
        "$.rules[0].humaUser"
    )]
    [InlineData("decisions", "{\"field\":[]}", "json.unknownProperty", "$.field")]
    [InlineData("decisions", "{\"fields\":[],\"fields\":[]}", "json.duplicateProperty", "$.fields")]
    [InlineData("decisions", "{\"fields\":{}}", "json.wrongType", "$.fields")]
    [InlineData(
        "decisions",
        "{\"fields\":[{\"humaId\":\"a1\",\"field\":\"salary\",\"use\":\"huma\"}]}",
        "json.unknownWord",
        "$.fields[0].field"
    )]
    [InlineData(
        "decisions",
        "{\"fields\":[{\"humaId\":\"a1\",\"field\":\"phone\",\"use\":\"both\"}]}",
        "json.unknownWord",
        "$.fields[0].use"
    )]
    [InlineData(
        "decisions",
        "{\"fields\":[{\"humaId\":\"a1\",\"field\":\"phone\"}]}",
        "json.missingProperty",
        "$.fields[0]"
    )]
    [InlineData(
        "decisions",
        "{\"fields\":[{\"humaId\":\"a\",\"field\":\"phone\",\"use\":\"skip\"},{\"humaId\":\"a\",\"field\":\"phone\",\"use\":\"skip\"}]}",
        "decision.duplicate",
        "$.fields[1]"
    )]
    [InlineData("decisions", "{\"matches\":[{\"humaId\":\"a1\"}]}", "json.missingProperty", "$.matches[0]")]
    [InlineData("decisions", "{\"addToHuma\":[17]}", "json.wrongType", "$.addToHuma[0]")]
    [InlineData("decisions", "{\"addToHuma\":[\"17\"", "json.syntax", "$.addToHuma[1]")]
    public void OtherFile_Malformed_IsRefusedWithCodeAndPath(string option, string content, string code, string path)
    {
        var ran = CommandResult.Here([
            "plan",
            "--huma",
            _files.People("huma.json"),
            "--xledger",
            _files.People("xledger.json"),
            $"--{option}",
            _files.Write("broken.json", content),
        ]);

        Assert.Equal((1, "", code), Outcome(ran));
        Assert.EndsWith($"broken.json: line 1, {path}", ran.Path, StringComparison.Ordinal);
    }

    [Fact]
    public void File_Missing_IsRefusedByItsName()
    {
        Assert.Equal(
            (1, "", "file.missing"),
            Outcome(CommandResult.Here(["match", "--huma", _files.Missing, "--xledger", _files.People("xledger.json")]))
        );
        Assert.Equal(
            (1, "", "file.isFolder"),
            Outcome(CommandResult.Here(["match", "--huma", _files.Folder, "--xledger", _files.People("xledger.json")]))
        );
        Assert.Equal(
            _files.Missing,
            CommandResult.Here(["match", "--huma", _files.Missing, "--xledger", _files.Folder]).Path
        );
    }

    [Fact]
    public void MutationsOfAValidFile_OfEveryKind_ExitWithZeroOrOne()
    {
        var random = new System.Random(20260301);
        var good = Encoding.UTF8.GetBytes(
            $"[{InputFiles.Kari},{InputFiles.Kari.Replace("\"a1\"", "\"a2\"").Replace("Kari", "Kåre 😀")}]"
        );
        var other = _files.People("xledger.json", InputFiles.Kari);
        var statuses = Enumerable
            .Range(0, 400)
            .Select(_ =>
            {
                var ran = CommandResult.Here([
                    "plan",
                    "--huma",
                    _files.Write("huma.json", Slip(good, random)),
                    "--xledger",
                    other,
                ]);
                Assert.True(
                    ran.Status == 0
                        ? ran.Json.TryGetProperty("changes", out var _) && ran.Error == ""
                        : ran.Output == "" && ran.Code.Contains('.') && ran.Path.Contains("line ")
                );
                return ran.Status;
            })
            .ToList();

        Assert.All(statuses, status => Assert.InRange(status, 0, 1));
        Assert.InRange(statuses.Count(status => status == 1), 200, 400);
    }

    // Seen: U+FFFE in a name ended match and plan with an unhandled exception.
    [Theory]
    [InlineData("givenName", "Ka\uFFFEri")]
    [InlineData("familyName", "\uFFFE")]
    [InlineData("email", "kari\uFFFE@example.no")]
    [InlineData("phone", "+47 912\uFFFE34 567")]
    [InlineData("jobTitle", "\uFFFEAccountant")]
    [InlineData("gender", "\uFFFE")]
    [InlineData("identification", "3101\uFFFE9012345")]
    [InlineData("employmentStart", "2020-01-01\uFFFE")]
    public void TextThatCannotBeNormalized_IsRefusedWithAReasonAndTheRestIsProcessed(string field, string text)
    {
        var kari = JsonNode.Parse(InputFiles.Kari)!.AsObject();
        kari[field] = text;
        var huma = _files.People("huma.json", kari.ToJsonString());
        var other = InputFiles.Kari.Replace("Accountant", "Cook").Replace("Female", "Male");
        var xledger = _files.People("xledger.json", other);
        var policy = _files.Write("policy.json", """{ "default": "huma" }""");
        var links = _files.Write("links.json", """[{ "humaId": "a1", "xledgerId": "a1" }]""");

        Assert.Equal(0, CommandResult.Here(["match", "--huma", huma, "--xledger", xledger]).Status);
        var plan = CommandResult.Here([
            "plan",
            "--huma",
            huma,
            "--xledger",
            xledger,
            "--policy",
            policy,
            "--links",
            links,
        ]);

        Assert.Equal((0, ""), (plan.Status, plan.Error));
        Assert.Contains(
            field == "gender" ? ValueReasons.GenderNoCounterpart : ValueReasons.TextCharacters,
            plan.Output
        );
        Assert.InRange(plan.Json.GetProperty("changes").GetArrayLength(), 1, 2);
    }

    [Fact]
    public void AnyText_InEveryField_IsMatchedPlannedAndValidated() =>
        Prop.ForAll(
                Gen.Elements(
                        FieldRules.All.Select(rules => rules.Field).Except([Field.Address, Field.BankAccount]).ToArray()
                    )
                    .ToArbitrary(),
                Gen.Choose(0, char.MaxValue)
                    .Select(unit => (char)unit)
                    .Where(unit => !char.IsSurrogate(unit))
                    .NonEmptyListOf()
                    .ToArbitrary(),
                (field, units) =>
                {
                    var text = new string([.. units]);
                    var kari = JsonNode.Parse(InputFiles.Kari)!.AsObject();
                    kari[FieldRules.For(field).Name] = text;
                    var huma = _files.People("huma.json", kari.ToJsonString());
                    var xledger = _files.People("xledger.json", InputFiles.Kari);
                    var line = JsonSerializer.Serialize(new { field = FieldRules.For(field).Name, value = text });
                    return CommandResult.Here(["match", "--huma", huma, "--xledger", xledger]).Status == 0
                        && CommandResult.Here(["plan", "--huma", huma, "--xledger", xledger]).Status == 0
                        && CommandResult.Validating(line).Lines.Single().TryGetProperty("valid", out _);
                }
            )
            .Check(Config.QuickThrowOnFailure.WithMaxTest(300).WithReplay(20_260_601, 31));

    [Fact]
    public void AnyBytes_AsAFile_AreReadOrRefused() =>
        Check.QuickThrowOnFailure(
            Prop.ForAll(
                Gen.OneOf(
                        ArbMap.Default.GeneratorFor<byte[]>(),
                        Gen.Elements(
                                "[",
                                "]",
                                "{",
                                "}",
                                ",",
                                ":",
                                "\"",
                                "\"id\"",
                                "\"a\"",
                                "1",
                                "null",
                                "true",
                                "\n",
                                " ",
                                "\\",
                                "é",
                                "\"phone\"",
                                "-",
                                "e"
                            )
                            .ListOf()
                            .Select(parts => Encoding.UTF8.GetBytes(string.Concat(parts)))
                    )
                    .ToArbitrary(),
                bytes => Reads(bytes) is null or { Code.Length: > 0, Path.Length: > 0 }
            )
        );

    [Fact]
    public void AnyText_AsAName_IsReadAsItIs() =>
        Check.QuickThrowOnFailure(
            Prop.ForAll(ArbMap.Default.ArbFor<UnicodeString>(), ArbMap.Default.ArbFor<PositiveInt>(), (text, size) =>
            {
                var name = new string([.. (text.Get ?? "").Where(c => !char.IsSurrogate(c))]);
                var json = Encoding.UTF8.GetBytes(
                    $"[{{\"id\":\"1\"}},{{\"givenName\":{JsonSerializer.Serialize(name)},\"id\":\"2\"}}]"
                );
                using var source = new JsonSource(new SlowStream(json, size.Get), "text");
                return source
                    .Array<Person>("persons", new PersonReader(Side.Huma).Read)
                    .ToList()[1][Field.GivenName]
                    .Equals(FieldValue.From(name));
            })
        );

    [Fact]
    public void File_ReadInPiecesOfAnySize_GivesTheSamePeople()
    {
        var json = Encoding.UTF8.GetBytes(
            $"\uFEFF[{string.Join(",\n", Enumerable.Range(0, 50).Select(number => InputFiles.Kari.Replace("a1", $"a{number}")))}]"
        );
        List<Person> Read(int size)
        {
            using var source = new JsonSource(new SlowStream(json, size), "text");
            return [.. source.Array<Person>("persons", new PersonReader(Side.Huma).Read)];
        }

        var whole = Read(int.MaxValue);
        Assert.Equal(50, whole.Count);
        Assert.All(new[] { 1, 13, 1000 }, size =>
            Assert.Equal(
                whole.Select(person => (person.Id, person.Values)),
                Read(size).Select(person => (person.Id, person.Values))
            )
        );
    }

    private static (int, string, string) Outcome(CommandResult ran) => (ran.Status, ran.Output, ran.Code);

    private static Refusal? Reads(byte[] bytes)
    {
        try
        {
            using var source = new JsonSource(new MemoryStream(bytes), "bytes");
            _ = source.Array<Person>("persons", new PersonReader(Side.Xledger).Read).Count();
            return null;
        }
        catch (Refusal refusal)
        {
            return refusal;
        }
    }

    /// <summary>
    /// One random mutation: a byte removed, changed, doubled or inserted, the end cut off, a piece moved.
    /// </summary>
    private static byte[] Slip(byte[] good, System.Random random)
    {
        var bytes = good.ToList();
        var at = random.Next(bytes.Count);
        switch (random.Next(6))
        {
            case 0:
                bytes.RemoveAt(at);
                break;
            case 1:
                bytes[at] = (byte)random.Next(256);
                break;
            case 2:
                bytes.Insert(at, (byte)"[]{},:\"\\0\n"[random.Next(10)]);
                break;
            case 3:
                bytes.RemoveRange(at, bytes.Count - at);
                break;
            case 4:
                bytes.InsertRange(at, bytes.GetRange(at, Math.Min(random.Next(1, 40), bytes.Count - at)));
                break;
            default:
                bytes.RemoveRange(at, Math.Min(random.Next(1, 40), bytes.Count - at));
                break;
        }

        return [.. bytes];
    }
}

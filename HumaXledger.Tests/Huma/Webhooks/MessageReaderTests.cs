using System.Text;
using FsCheck;
using FsCheck.Fluent;
using HumaXledger.Core.Huma.Webhooks;

namespace HumaXledger.Tests.Huma.Webhooks;

public sealed class MessageReaderTests
{
    private const string Kari = "0b9f2c51-77a3-4f0e-9f4e-2f6a1c0d5e11",
        Ola = "5d3c8f90-1d2b-4c7a-8e6f-a1b2c3d4e5f6";

    [Fact]
    public void Message_WithSeveralUsers_NamesEachOnceInOrder()
    {
        var message = Read(
            $$"""{ "topic": "users-update", "users": [ { "id": "{{Ola}}", "email": "ola@example.no" }, { "id": "{{Kari}}" }, { "id": "{{Ola.ToUpperInvariant()}}" } ] }"""
        );

        Assert.Equal((HumaEvent.Updated, 0), (message.Event, message.WithoutId));
        Assert.Equal([Ola, Kari], message.People.Select(person => person.Value));
    }

    [Theory]
    [InlineData("users-create", HumaEvent.Created)]
    [InlineData("users-update", HumaEvent.Updated)]
    [InlineData("users-delete", HumaEvent.Deleted)]
    [InlineData("users-export", HumaEvent.Exported)]
    [InlineData("absence-create", HumaEvent.Unknown)]
    [InlineData("Users-Update", HumaEvent.Unknown)]
    public void Topic_MapsToTheKindOfChange(string topic, HumaEvent expected) =>
        Assert.Equal(expected, Read($$"""{"topic":"{{topic}}"}""", topic).Event);

    [Theory]
    [InlineData("{}")]
    [InlineData("""{ "users": null }""")]
    [InlineData("""{ "users": { "id": "0b9f2c51-77a3-4f0e-9f4e-2f6a1c0d5e11" } }""")]
    [InlineData("""{ "users": "0b9f2c51-77a3-4f0e-9f4e-2f6a1c0d5e11" }""")]
    [InlineData("""{ "users": [] }""")]
    public void Users_MissingOrNoList_AreEmpty(string body)
    {
        var message = Read(body.Insert(1, body == "{}" ? "\"topic\":\"users-update\"" : "\"topic\":\"users-update\","));

        Assert.Equal((0, 0), (message.People.Count, message.WithoutId));
    }

    [Fact]
    public void Users_WithoutAUsableId_AreSkippedAndCounted()
    {
        var message = Read(
            $$"""{ "topic": "users-update", "users": [ {}, null, 7, "{{Ola}}", { "id": 7 }, { "id": "7" }, { "id": "{{Ola.Replace("-", "")}}" }, { "id": "{{Guid.Empty}}" }, { "id": "{{Kari}}" } ] }"""
        );

        Assert.Equal(Kari, Assert.Single(message.People).Value);
        Assert.Equal(8, message.WithoutId);
    }

    [Fact]
    public void Properties_GivenTwice_LoseNoUser()
    {
        var message = Read(
            $$"""{ "topic": "users-update", "users": [ { "id": "{{Kari}}", "id": "{{Kari}}" } ], "users": [ { "id": "{{Ola}}" } ], "topic": "users-update" }"""
        );

        Assert.Equal([Kari, Ola], message.People.Select(person => person.Value));
    }

    [Theory]
    [InlineData("\"name\": \"\\ud800\",")]
    [InlineData("\"\\udfff\": 1,")]
    [InlineData("\"email\": \"\\uDC00\\uD800\",")]
    [InlineData("\"note\": \"\\\\\\ud834\\ud834\\udd1e\",")]
    public void Text_WithHalfAPairOfSurrogates_LosesNoUser(string half)
    {
        var message = Read(
            $$"""{ "topic": "users-update", {{half}} "users": [ { "id": "\ud800" }, { {{half}} "id": "{{Kari}}" } ] }"""
        );

        Assert.Equal(Kari, Assert.Single(message.People).Value);
        Assert.Equal(1, message.WithoutId);
    }

    [Theory]
    [InlineData("""["\ud834\udd1e", "\\ud834", "\u00e6", "\n", "\"]""")]
    [InlineData("\\")]
    [InlineData("\\u")]
    [InlineData("")]
    public void Halves_WhereThereAreNone_LeaveTheTextAsItIs(string json)
    {
        ReadOnlyMemory<byte> text = Encoding.UTF8.GetBytes(json);

        Assert.Equal(text, JsonHalves.Replaced(text));
    }

    [Theory]
    [InlineData("\\ud800", "\\ufffd")]
    [InlineData("\\ud834\\ud834\\udd1e", "\\ufffd\\ud834\\udd1e")]
    [InlineData("\\\\\\udd1e\\n", "\\\\\\ufffd\\n")]
    public void Halves_InAnEscape_AreReplaced(string json, string expected) =>
        Assert.Equal(expected, Encoding.UTF8.GetString(JsonHalves.Replaced(Encoding.UTF8.GetBytes(json)).Span));

    [Fact]
    public void Body_WithByteOrderMark_IsRead() =>
        Assert.True(
            HumaMessageReader.TryRead(
                new byte[] { 0xEF, 0xBB, 0xBF }
                    .Concat("""{"topic":"t"}"""u8.ToArray())
                    .ToArray(),
                "t",
                out _,
                out _
            )
        );

    public static TheoryData<string, byte[]> NoJson =>
        new()
        {
            { "nothing", [] },
            { "white space", "  "u8.ToArray() },
            { "cut off", """{"topic":"users-update","users":[{"id":"0b9f2c51"""u8.ToArray() },
            { "two documents", """{"topic":"users-update"}{"topic":"users-update"}"""u8.ToArray() },
            { "a list", """[{"topic":"users-update"}]"""u8.ToArray() },
            { "a text", "\"users-update\""u8.ToArray() },
            { "a form", "topic=users-update"u8.ToArray() },
            { "UTF-16", Encoding.Unicode.GetBytes("""{"topic":"users-update"}""") },
            { "Latin-1", Encoding.Latin1.GetBytes("""{"topic":"users-update","users":[{"givenName":"Åse"}]}""") },
            {
                "too deep",
                Encoding.UTF8.GetBytes(
                    $$"""{"topic":"users-update","users":{{new string('[', 100)}}{{new string(']', 100)}}}"""
                )
            },
            { "far too deep", Encoding.UTF8.GetBytes(new string('[', 1_000_000)) },
            { "a comment", """{"topic":"users-update"/*users*/}"""u8.ToArray() },
        };

    [Theory]
    [MemberData(nameof(NoJson))]
    public void Body_ThatIsNoJsonObjectInUtf8_IsNotRead(string what, byte[] body)
    {
        Assert.False(HumaMessageReader.TryRead(body, "users-update", out _, out var fault), what);
        Assert.Equal(HumaMessageFault.NotJson, fault);
    }

    [Theory]
    [InlineData("""{"topic":"users-create"}""", "users-update")]
    [InlineData("""{"topic":"users-update"}""", "USERS-UPDATE")]
    [InlineData("""{"topic":"users-update"}""", null)]
    [InlineData("""{"topic":"users-update"}""", "")]
    [InlineData("{}", "users-update")]
    [InlineData("""{"topic":7}""", "7")]
    [InlineData("""{"topic":null}""", "")]
    [InlineData("""{"topic":"users-update","topic":"users-delete"}""", "users-delete")]
    [InlineData("""{"topic":"a\u0000b"}""", "a\0b")]
    public void Topic_OfHeaderAndBodyNotTheSame_IsRefused(string body, string? header)
    {
        Assert.False(HumaMessageReader.TryRead(Encoding.UTF8.GetBytes(body), header, out _, out var fault));
        Assert.Equal(HumaMessageFault.TopicDiffers, fault);
    }

    [Fact]
    public void Topic_LongerThanAnyTopic_IsRefused()
    {
        var topic = new string('t', HumaMessageReader.LongestTopic + 1);

        Assert.False(
            HumaMessageReader.TryRead(Encoding.UTF8.GetBytes($$"""{"topic":"{{topic}}"}"""), topic, out _, out _)
        );
    }

    [Fact]
    public void Body_OfAnyBytes_IsReadOrRefusedButNeverThrows() =>
        Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), ArbMap.Default.ArbFor<string?>(), (body, header) =>
            {
                HumaMessageReader.TryRead(body, header, out var message, out var fault);
                return (message is null) != (fault == HumaMessageFault.None);
            })
            .Check(Config.QuickThrowOnFailure.WithMaxTest(500).WithReplay(20_260_601, 31));

    private static HumaMessage Read(string body, string topic = "users-update")
    {
        Assert.True(
            HumaMessageReader.TryRead(Encoding.UTF8.GetBytes(body), topic, out var message, out var fault),
            $"{fault}"
        );
        return message;
    }
}

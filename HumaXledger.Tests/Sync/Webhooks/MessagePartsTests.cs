using System.Text;
using HumaXledger.Core.People;
using HumaXledger.Core.Sync.Webhooks;

namespace HumaXledger.Tests.Sync.Webhooks;

/// <summary>A person's part of a message holds what is theirs, whatever other people are in it.</summary>
public sealed class MessagePartsTests
{
    private const string Id = "abcdef22-2222-2222-2222-222222222222";
    private const string Other = "11111111-1111-1111-1111-111111111111";
    private const string Name = "Kari Nordmann";

    private static readonly MessageParts Kari = new(new HumaId(Id), [Name]);

    // What only the other one has.
    private const string OtherUser = $$$"""
        {"id":"{{{Other}}}","email":"other@example.com","employmentId":"not-hers"}
        """;

    // @user is the whole entry of the other one.
    public static TheoryData<string, string[]> Messages =>
        new()
        {
            // Several users, in any spelling of the id.
            {
                """{"topic":"users-update","users":[@user,{"id":"@ID","phone":"1"}]}""",
                ["""{"id":"@ID","phone":"1"}"""]
            },
            { """{"topic":"users-update","users":[@user]}""", [] },
            // Once, with everything inside.
            {
                """{"topic":"t","users":[{"id":"@id","displayName":"@name","bankAccount":{"owner":"@name"}}]}""",
                ["""{"id":"@id","displayName":"@name","bankAccount":{"owner":"@name"}}"""]
            },
            // Nested arrays, and a second list.
            {
                """{"topic":"t","users":[[@user,[{"id":"@id"}]]],"users":[{"id":"@id","phone":null}]}""",
                ["""{"id":"@id"}""", """{"id":"@id","phone":null}"""]
            },
            // A namesake's profile, and parts of it without an id.
            {
                """{"topic":"t","users":[{"id":"@other","displayName":"@name","bankAccount":{"owner":"@name"}}]}""",
                []
            },
            // Called like the topic.
            { """{"topic":"@name","users":[@user]}""", [] },
            { """{"topic":"@id","users":[@user]}""", [] },
            // Of a colleague's profile only that it mentions her; and her colleague is no part of hers.
            {
                """{"topic":"t","users":[{"id":"@other","email":"o@example.com","supervisor":"@id","next":["@id"]}]}""",
                ["""{"supervisor":"@id","next":"@id"}"""]
            },
            {
                """{"topic":"t","users":[{"id":"@other","email":"o@example.com","boss":{"id":"@id","phone":"1"}}]}""",
                ["""{"id":"@id","phone":"1"}"""]
            },
            {
                """{"topic":"t","users":[{"id":"@id","supervisor":@user,"team":[@user,{"id":"@more"}]}]}""",
                ["""{"id":"@id","team":[{"id":"@more"}]}"""]
            },
            // What has an id of its own and is hers: a job title, an identification, an absence.
            {
                """{"topic":"t","users":[{"id":"@id","jobTitles":[{"id":"@more","name":"Prest"}]}]}""",
                ["""{"id":"@id","jobTitles":[{"id":"@more","name":"Prest"}]}"""]
            },
            {
                """{"topic":"absence","absence":{"id":"@more","user":"@id","days":3}}""",
                ["""{"id":"@more","user":"@id","days":3}"""]
            },
            {
                """{"topic":"absence","absence":{"id":"@more","userId":"@id","email":"k@example.com"}}""",
                ["""{"id":"@more","userId":"@id","email":"k@example.com"}"""]
            },
            // A team of several, and one that is called like her.
            {
                """{"topic":"team","team":{"id":"@more","members":["@other","@id"],"name":"Kor"}}""",
                ["""{"members":"@id"}"""]
            },
            { """{"topic":"team","team":{"id":"@more","name":"@name"}}""", [] },
            // The whole message is about her, its list of users is not.
            { """{"topic":"t","user":"@id","days":3,"users":[@user]}""", ["""{"topic":"t","user":"@id","days":3}"""] },
            // No id at all: the name is what there is.
            {
                """{"topic":"t","absences":[{"who":"kari nordmann","days":3},{"who":"Ola","days":4}]}""",
                ["""{"who":"kari nordmann","days":3}"""]
            },
            { """[{"id":"@id"},@user,"@id",3]""", ["""{"id":"@id"}"""] },
            {
                """{"topic":"t","users":[{"id":"@id","givenName":"Åse \"\ud83d\ude00\""}]}""",
                ["""{"id":"@id","givenName":"Åse \"\uD83D\uDE00\""}"""]
            },
            { """{"id":"@id",""", [] },
            { "", [] },
        };

    [Theory]
    [MemberData(nameof(Messages))]
    public void Part_OfAMessage_HoldsOnlyWhatIsTheirs(string message, string[] expected) =>
        Assert.Equal(expected.Select(Filled), Kari.Of(Encoding.UTF8.GetBytes(Filled(message))));

    private static string Filled(string text) =>
        text.Replace("@user", OtherUser)
            .Replace("@id", Id)
            .Replace("@ID", Id.ToUpperInvariant())
            .Replace("@other", Other)
            .Replace("@name", Name)
            .Replace("@more", $"{Guid.AllBitsSet}");

    [Fact]
    public void Part_OfAPersonCalledLikeATopic_IsTheirOwn()
    {
        var body = Encoding.UTF8.GetBytes(
            $$$"""{"topic":"users-export","users":[{{{OtherUser}}},{"id":"{{{Id}}}","name":"users-export"}]}"""
        );

        var part = Assert.Single(new MessageParts(new HumaId(Id), ["users-export"]).Of(body));

        Assert.DoesNotContain("not-hers", part, StringComparison.Ordinal);
    }

    [Fact]
    public void Message_GoesWithThePerson_WhereItSaysSomethingOfThem()
    {
        var mine = Encoding.UTF8.GetBytes($$$"""{"topic":"t","users":[{{{OtherUser}}},{"id":"{{{Id}}}"}]}""");
        var namesake = Encoding.UTF8.GetBytes(
            $$$"""{"topic":"{{{Name}}}","users":[{"id":"{{{Other}}}","displayName":"{{{Name}}}"}]}"""
        );
        var cut = Encoding.UTF8.GetBytes($$$"""{"topic":"t","users":[{"id":"{{{Id}}}",""");

        Assert.True(Kari.AnyIn(mine));
        Assert.False(Kari.AnyIn(namesake));
        Assert.True(Kari.AnyIn(cut));
        Assert.False(Kari.AnyIn("{"u8.ToArray()));
    }

    // Only the name is left of a person who had an id in Huma.
    [Fact]
    public void Message_WithoutAKnownId_GoesWithTheName_AndNoProfileIsTaken()
    {
        var known = new MessageParts(id: null, [Name, ""]);
        var profile = Encoding.UTF8.GetBytes(
            $$$"""{"topic":"t","users":[{"id":"{{{Other}}}","displayName":"{{{Name}}}","phone":""}]}"""
        );

        Assert.True(known.AnyIn(profile));
        Assert.Empty(known.Of(profile));
        Assert.False(known.AnyIn(Encoding.UTF8.GetBytes($$$"""{"topic":"{{{Name}}}","users":[{{{OtherUser}}}]}""")));
    }
}

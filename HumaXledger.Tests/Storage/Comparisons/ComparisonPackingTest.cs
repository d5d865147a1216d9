using System.IO.Compression;
using System.Text;
using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using HumaXledger.Core.People;
using HumaXledger.Core.Planning.Comparing;
using HumaXledger.Core.Planning.Deciding;
using HumaXledger.Core.Storage.Comparisons;

namespace HumaXledger.Tests.Storage.Comparisons;

public sealed class ComparisonPackingTest
{
    [Fact]
    public void Input_Any_RoundTrips() =>
        Prop.ForAll(ComparisonInputs.Any, input =>
                ComparisonInputs.AssertSame(input, ComparisonPacking.Unpack(ComparisonPacking.Pack(input)))
            )
            .QuickCheckThrowOnFailure();

    [Fact]
    public void Input_OfANewerShape_IsRefusedWithTheRemedy()
    {
        var fault = Assert.Throws<InvalidDataException>(() =>
            ComparisonPacking.Unpack(Packed("""{ "version": 2, "huma": [] }"""))
        );

        Assert.Contains("Compare again", fault.Message);
    }

    [Fact]
    public void Input_WithPropertiesOfALaterVersion_IsReadWithoutThem()
    {
        var input = ComparisonPacking.Unpack(
            Packed(
                """{ "version": 1, "new": { "a": [1] }, "huma": [ { "id": "huma-1", "new": [ {} ], "values": { "new": { "x": 1 }, "phone": null } } ] }"""
            )
        );

        Assert.Equal("huma-1", input.Huma.Single().Id);
        Assert.True(input.Huma.Single().Values[Field.Phone].IsKnown);
    }

    [Fact]
    public void Input_OfManyPieces_RoundTripsAndSharesWhatManyHave()
    {
        var people = Enumerable
            .Range(0, 3_000)
            .Select(number => new Person(
                Side.Huma,
                $"huma-{number}",
                Active: true,
                FieldValues
                    .AllUnknown.With(Field.FamilyName, FieldValue.From("Bjørn \"Ås\" Nygård"))
                    .With(Field.Email, FieldValue.From($"person{number}@example.com"))
                    // One is longer than a piece.
                    .With(Field.JobTitle, FieldValue.From(new string('å', number == 7 ? 200_000 : 10 + (number % 3))))
            ))
            .ToArray();
        var input = new ComparisonInput(people, [], [], [], Policy.AlwaysAsk);

        var read = ComparisonPacking.Unpack(ComparisonPacking.Pack(input));

        ComparisonInputs.AssertSame(input, read);
        Assert.Single(
            read.Huma.Select(person => person[Field.FamilyName]).ToHashSet(ReferenceEqualityComparer.Instance)
        );
        Assert.Equal(
            people.Length,
            read.Huma.Select(person => person[Field.Email]).ToHashSet(ReferenceEqualityComparer.Instance).Count
        );
    }

    [Fact]
    public void Input_OfManyPiecesAndALaterVersion_IsReadWithoutWhatIsNew()
    {
        var people = Enumerable
            .Range(0, 3_000)
            .Select(number =>
                $$"""{ "new": [ { "id": "x" } ], "id": "huma-{{number}}", "values": { "new": [ 1 ], "gender": "female" } }"""
            );

        var read = ComparisonPacking.Unpack(
            Packed($$"""{ "version": 1, "new": [ [], {} ], "huma": [ {{string.Join(", ", people)}} ], "last": 1 }""")
        );

        Assert.Equal(Enumerable.Range(0, 3_000).Select(number => $"huma-{number}"), read.Huma.Select(one => one.Id));
        Assert.All(read.Huma, person => Assert.Equal("female", person[Field.Gender].TextOrNull));
    }

    [Theory]
    [InlineData("""{ "version": 1, "huma": [ { "id": "huma-1" """)]
    [InlineData("""{ "version": 1, "huma": [ """)]
    [InlineData("""{ "version": 1 """)]
    [InlineData("")]
    [InlineData("huma")]
    public void Input_ThatEndsInTheMiddle_IsRefused(string json) =>
        Assert.ThrowsAny<JsonException>(() => ComparisonPacking.Unpack(Packed(json)));

    private static byte[] Packed(string json)
    {
        using var packed = new MemoryStream();
        using (var compressor = new BrotliStream(packed, CompressionLevel.Fastest))
        {
            compressor.Write(Encoding.UTF8.GetBytes(json));
        }

        return packed.ToArray();
    }
}

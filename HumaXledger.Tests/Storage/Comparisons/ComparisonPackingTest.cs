using System.IO.Compression;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
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
        Assert.True(input.Huma.Single().Values[HumaXledger.Core.People.Field.Phone].IsKnown);
    }

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

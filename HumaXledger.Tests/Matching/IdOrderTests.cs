using FsCheck;
using FsCheck.Fluent;
using HumaXledger.Core.Matching.Features;
using HumaXledger.Core.People;

namespace HumaXledger.Tests.Matching;

/// <summary>People are sorted by the ordinal order of their ids, whatever the ids are.</summary>
public sealed class IdOrderTests
{
    [Theory]
    [InlineData("b", "a", "", "ab", "aB", "a\0", "aé", "a\uFFFF", "abcde", "abcd", "abcdE")]
    [InlineData("1000001", "1000000", "999999", "10000010", "1")]
    public void Of_FewIds_AreInOrdinalOrder(params string[] ids) => AssertSorted(ids);

    [Fact]
    public void Of_ManyIdsWithALongCommonBeginning_AreInOrdinalOrder() =>
        AssertSorted([
            .. Enumerable.Range(0, 5_000).Select(index => $"00000000-0000-4000-8000-{index * 7919 % 5_000:D12}"),
            .. Enumerable.Range(0, 5_000).Select(index => $"{index * 104_729 % 5_000}"),
        ]);

    // More calls of itself than a stack holds, if it went on letter by letter.
    [Fact]
    public void Of_LongIdsWithACommonBeginning_AreInOrdinalOrder() =>
        AssertSorted([.. Enumerable.Range(0, 20).Select(index => $"{new string('x', 400_000)}{20 - index}")]);

    [Fact]
    public void Of_AnyIds_AreInOrdinalOrder() =>
        Prop.ForAll(
                Gen.Elements('a', 'b', '\0', 'é', '\uD800')
                    .ArrayOf()
                    .Select(letters => new string(letters))
                    .ArrayOf()
                    .ToArbitrary(),
                AssertSorted
            )
            .QuickCheckThrowOnFailure();

    private static void AssertSorted(string[] ids)
    {
        Person[] people = [.. ids.Select(id => new Person(Side.Huma, id, Active: true, FieldValues.AllUnknown))];

        var order = IdOrder.Of(people);

        Assert.Equal(ids.Order(StringComparer.Ordinal), order.Select(position => people[position].Id));
        Assert.Equal(Enumerable.Range(0, ids.Length), order.Order());
    }
}

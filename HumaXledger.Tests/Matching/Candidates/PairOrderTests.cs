using HumaXledger.Core.Matching.Candidates;

namespace HumaXledger.Tests.Matching.Candidates;

/// <summary>Grouping of blocking keys and the order of pairs, against sorting.</summary>
public sealed class PairOrderTests
{
    private const int People = 500;

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 1)]
    [InlineData(2, 1)]
    [InlineData(3_000, 1)]
    [InlineData(3_000, 40)]
    [InlineData(3_000, 1_000_000)]
    public void Keys_OfAllSizes_AreGroupedWithTheirOwners(int count, int kinds)
    {
        var random = new Random(7);
        var groups = new KeyGroups();
        // The same memory is used again: by fewer keys, and by as many.
        foreach (var some in (int[])[count, count / 2, count])
        {
            var keys = Enumerable.Range(0, some).Select(_ => 1 + (ulong)random.Next(kinds)).ToArray();
            var owners = Enumerable.Range(0, some).Select(index => index % 2 == 0 ? index : ~index).ToArray();

            groups.Restart(some + 1);
            for (var index = 0; index < some; index++)
            {
                groups.Add(keys[index], owners[index]);
            }

            groups.Add(0, owner: 7);
            groups.Group();

            var (grouped, ownersOf) = (groups.Keys.ToArray(), groups.Owners.ToArray());
            Assert.Equal(keys.Zip(owners).Order(), grouped.Zip(ownersOf).Order());
            Assert.Equal(
                keys.Distinct().Count(),
                grouped.Where((key, index) => index == 0 || key != grouped[index - 1]).Count()
            );
        }
    }

    [Fact]
    public void Pairs_OfSeveralLists_AreInOrderEachOnce()
    {
        var random = new Random(8);
        var lists = Enumerable
            .Range(0, 5)
            .Select(list => Enumerable.Range(0, list * 2_000).Select(_ => Pair(random)).ToList())
            .ToList();

        Assert.Equal(lists.SelectMany(list => list).Distinct().Order(), PairOrder.Of(lists, People));
        Assert.Empty(
            PairOrder.Of(
                [
                    [],
                ],
                People
            )
        );
        Assert.Empty(PairOrder.Of([], huma: 0));
    }

    private static ulong Pair(Random random) => ((ulong)random.Next(People) << 32) | (uint)random.Next(40);
}

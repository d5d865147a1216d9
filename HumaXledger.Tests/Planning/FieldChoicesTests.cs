using HumaXledger.Core.People;
using HumaXledger.Core.Planning.Comparing;
using HumaXledger.Core.Planning.Deciding;

namespace HumaXledger.Tests.Planning;

/// <summary>Choices that share what did not change are the same as a copy of all of them.</summary>
public sealed class FieldChoicesTests
{
    private const int People = 300;
    private const int Acts = 400;

    [Fact]
    public void With_AfterManyActs_HoldsWhatACopyWouldHold_AndEarlierOnesStayAsTheyWere()
    {
        var random = new Random(19);
        var (now, expected) = (Decisions.None, new Dictionary<DifferenceKey, FieldChoice>());
        var kept = new List<(Decisions Decisions, Dictionary<DifferenceKey, FieldChoice> Expected)>();
        for (var act = 0; act < Acts; act++)
        {
            var size = act % 50 == 0 ? People : random.Next(1, 4);
            var choices = Enumerable.Range(0, size).Select(_ => (Key(random), Choice(random))).ToList();

            now = now.With(choices);
            foreach (var (key, choice) in choices)
            {
                if (choice is { } chosen)
                {
                    expected[key] = chosen;
                }
                else
                {
                    expected.Remove(key);
                }
            }

            kept.Add((now, new Dictionary<DifferenceKey, FieldChoice>(expected)));
        }

        Assert.All(kept, one =>
        {
            Assert.Equal(one.Expected.Count, one.Decisions.Fields.Count);
            Assert.Equal(one.Expected.Count, one.Decisions.Fields.Keys.Distinct().Count());
            Assert.All(one.Decisions.Fields, pair => Assert.Equal(one.Expected[pair.Key], pair.Value));
            Assert.All(one.Expected, pair => Assert.Equal(pair.Value, one.Decisions.Fields[pair.Key]));
        });
        Assert.Contains(kept, one => one.Expected.Count is > 0 and < People);
    }

    [Fact]
    public void With_OneChoiceMore_SharesTheOthers()
    {
        var all = Decisions.None.With(
            Enumerable
                .Range(0, 100_000)
                .Select(number =>
                    (new DifferenceKey(new HumaId($"{number}"), Field.JobTitle), (FieldChoice?)FieldChoice.UseHuma)
                )
        );
        var key = new DifferenceKey(new HumaId("7"), Field.JobTitle);
        var before = GC.GetAllocatedBytesForCurrentThread();

        var now = all.With([(key, FieldChoice.Skip)]);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 10_000);
        Assert.Equal((FieldChoice.Skip, FieldChoice.UseHuma), (now.Fields[key], all.Fields[key]));
    }

    [Fact]
    public void Choice_ThatIsTakenBack_IsNotThere()
    {
        var key = new DifferenceKey(new HumaId("1"), Field.Phone);

        var withdrawn = Decisions.None.With([(key, FieldChoice.Skip)]).With([(key, null)]);

        Assert.Empty(withdrawn.Fields);
        Assert.False(withdrawn.Fields.ContainsKey(key));
        Assert.Throws<KeyNotFoundException>(() => withdrawn.Fields[key]);
    }

    private static DifferenceKey Key(Random random) =>
        new(new HumaId($"{random.Next(People)}"), random.Next(2) == 0 ? Field.Phone : Field.JobTitle);

    private static FieldChoice? Choice(Random random) =>
        random.Next(4) is var drawn and < 3 ? (FieldChoice)drawn : null;
}

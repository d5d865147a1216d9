using HumaXledger.Core.Matching.Names;

namespace HumaXledger.Tests.Matching;

public sealed class TypingErrorTests
{
    [Theory]
    [InlineData("", "", 0)]
    [InlineData("hansen", "hansen", 0)]
    [InlineData("hansen", "hanse", 1)]
    [InlineData("hansen", "hannsen", 1)]
    [InlineData("hansen", "hamsen", 1)]
    [InlineData("hansen", "hasnen", 1)]
    [InlineData("hansen", "jensen", 2)]
    [InlineData("", "kari", 4)]
    public void AreWithin_TextsAtThisDistance_FromThatLimitOn(string one, string other, int errors)
    {
        Assert.True(NameLikeness.AreWithin(one, other, errors));
        Assert.True(NameLikeness.AreWithin(other, one, errors));
        Assert.False(NameLikeness.AreWithin(one, other, errors - 1));
    }

    // A record with a long text in both systems would take minutes, for each pair.
    [Fact]
    public void AreWithin_TextsThatDifferOverALongPart_IsFalseWithoutCountingErrors()
    {
        var (one, other) = ($"x{new string('a', 400_000)}x", $"y{new string('b', 400_000)}y");

        Assert.False(NameLikeness.AreWithin(one, other, errors: 400_002));
        Assert.True(NameLikeness.AreWithin($"{one}{other}", $"{one}-{other}", errors: 1));
    }

    [Fact]
    public void AreWithin_AnyTexts_AgreesWithTheFullDistanceTable()
    {
        var random = new Random(20261128);
        for (var round = 0; round < 20_000; round++)
        {
            var (one, other) = (Text(random), Text(random));
            var apart = Distance(one, other);
            for (var errors = 0; errors <= 4; errors++)
            {
                Assert.True(
                    apart <= errors == NameLikeness.AreWithin(one, other, errors),
                    $"{one} and {other} are {apart} apart, asked for {errors}"
                );
            }
        }
    }

    // Few letters, so that most texts share some.
    private static string Text(Random random) => string.Create(random.Next(0, 9), random, static (text, random) =>
        {
            for (var at = 0; at < text.Length; at++)
            {
                text[at] = (char)('a' + random.Next(3));
            }
        });

    /// <summary>Optimal string alignment by definition, with the full table.</summary>
    private static int Distance(string one, string other)
    {
        var cells = new int[one.Length + 1, other.Length + 1];
        for (var row = 0; row <= one.Length; row++)
        {
            for (var column = 0; column <= other.Length; column++)
            {
                cells[row, column] =
                    row == 0 || column == 0
                        ? row + column
                        : Math.Min(
                            Math.Min(cells[row - 1, column], cells[row, column - 1]) + 1,
                            cells[row - 1, column - 1] + (one[row - 1] == other[column - 1] ? 0 : 1)
                        );
                if (row > 1 && column > 1 && one[row - 1] == other[column - 2] && one[row - 2] == other[column - 1])
                {
                    cells[row, column] = Math.Min(cells[row, column], cells[row - 2, column - 2] + 1);
                }
            }
        }

        return cells[one.Length, other.Length];
    }
}

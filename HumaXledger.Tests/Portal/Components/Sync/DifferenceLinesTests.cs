using HumaXledger.Core.People;
using HumaXledger.Portal.Components.Pages.Sync.Differences;

namespace HumaXledger.Tests.Portal.Components.Sync;

/// <summary>The lines of the table of differences: heads of groups and rows, made where they are asked for.</summary>
public sealed class DifferenceLinesTests
{
    private static readonly DifferenceRow[] Rows =
    [
        Row("Anna", Field.JobTitle),
        Row("Bo", Field.Phone),
        Row("Bo", Field.JobTitle),
        Row("Bo", Field.Email),
        Row("Cato", Field.Phone),
        Row("Cato", Field.JobTitle),
    ];

    [Theory]
    [InlineData(DifferenceOrder.Name, "Anna: 0 | Bo: 1 2 3 | Cato: 4 5")]
    [InlineData(DifferenceOrder.NameDown, "Cato: 4 5 | Bo: 1 2 3 | Anna: 0")]
    [InlineData(DifferenceOrder.Most, "Bo: 1 2 3 | Cato: 4 5 | Anna: 0")]
    public void Lines_ByPerson_AreInTheOrder(DifferenceOrder order, string expected) =>
        Assert.Equal(expected, Drawn(DifferenceLines.Of(Rows, byField: false, order)));

    [Fact]
    public void Lines_ByField_AreInTheOrderOfNamesWithinAField()
    {
        var drawn = Drawn(DifferenceLines.Of(Rows, byField: true, DifferenceOrder.Most));

        Assert.Equal("JobTitle: 0 2 5 | Phone: 1 4 | Email: 3", drawn);
    }

    [Fact]
    public void Lines_OfNothing_AreNone()
    {
        Assert.Empty(DifferenceLines.None);
        Assert.Empty(DifferenceLines.Of([], byField: true, DifferenceOrder.Most));
        Assert.Throws<ArgumentOutOfRangeException>(() => DifferenceLines.None[0]);
    }

    [Fact]
    public void Line_AskedForTwice_IsEqual_SoThatItsRowStays()
    {
        var lines = DifferenceLines.Of(Rows, byField: false, DifferenceOrder.Name);

        Assert.All(lines, line => Assert.Equal(line, lines[line.Number]));
        Assert.Equal(lines.Count, lines.Distinct().Count());
    }

    private static string Drawn(DifferenceLines lines)
    {
        Assert.Equal(Enumerable.Range(0, lines.Count), lines.Select(line => line.Number));
        var groups = lines
            .Select((line, number) => (line.Line, number))
            .Where(one => one.Line is DifferenceLine.Group)
            .Select(one =>
            {
                var group = (DifferenceLine.Group)one.Line;
                var below = Enumerable
                    .Range(one.number + 1, group.Rows.Count)
                    .Select(number => Assert.IsType<DifferenceLine.Of>(lines[number].Line).Row);
                Assert.Equal(group.Rows, below);
                return $"{group.Title}: {string.Join(' ', group.Rows.Select(row => Array.IndexOf(Rows, row)))}";
            });
        return string.Join(" | ", groups);
    }

    private static DifferenceRow Row(string person, Field field) =>
        new(SampleReview.Conflict(person, field), null, person, null, $"{field}", "Conflict");
}

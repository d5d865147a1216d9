using HumaXledger.Core.Sync.Watching;

namespace HumaXledger.Tests.Sync.Watching;

public sealed class ScheduleOffsetTests
{
    [Fact]
    public void Of_ManyConnections_SpreadsThemOverTheHourAndKeepsEachInItsPlace()
    {
        var connections = Enumerable
            .Range(0, 6_000)
            .Select(_ => Guid.CreateVersion7(new DateTimeOffset(2026, 1, 15, 12, 0, 0, TimeSpan.Zero)))
            .ToList();

        var minutes = connections.CountBy(id => (int)ScheduleOffset.Of(id).TotalMinutes).ToDictionary();

        Assert.Equal(Enumerable.Range(0, 60), minutes.Keys.Order());
        Assert.All(minutes.Values, count => Assert.InRange(count, 40, 180));
        Assert.All(connections, id => Assert.Equal(ScheduleOffset.Of(id), ScheduleOffset.Of(Guid.Parse($"{id}"))));
    }

    [Fact]
    public void Last_BeforeAndAfterTheTurnOfAConnection_IsOfThisDayOrOfTheDayBefore()
    {
        var id = Guid.NewGuid();
        // 02:30 in Oslo.
        var turn = new DateTime(2026, 2, 1, 1, 30, 0, DateTimeKind.Utc) + ScheduleOffset.Of(id);

        Assert.Equal(turn, ScheduleOffset.Last(id, new TimeOnly(2, 30), turn));
        Assert.Equal(turn, ScheduleOffset.Last(id, new TimeOnly(2, 30), turn.AddHours(23)));
        Assert.Equal(turn.AddDays(-1), ScheduleOffset.Last(id, new TimeOnly(2, 30), turn.AddSeconds(-1)));
    }
}

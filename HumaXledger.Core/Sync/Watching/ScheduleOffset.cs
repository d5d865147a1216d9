using System.Buffers.Binary;
using HumaXledger.Core.Sync.Systems;

namespace HumaXledger.Core.Sync.Watching;

/// <summary>
/// Spreads the daily tasks of connections over the hour after their time of day: most keep the default time, and would
/// all begin in the same minute.
/// </summary>
internal static class ScheduleOffset
{
    private const int Seconds = 3_600;

    /// <summary>How long after its time a connection begins: below an hour, always the same.</summary>
    public static TimeSpan Of(Guid connectionId)
    {
        Span<byte> bytes = stackalloc byte[16];
        connectionId.TryWriteBytes(bytes);
        // The first bytes of an id are a time, the last ones are random.
        return TimeSpan.FromSeconds(BinaryPrimitives.ReadUInt32LittleEndian(bytes[12..]) % Seconds);
    }

    /// <summary>When a connection's turn for this time of day in Oslo last came, in UTC.</summary>
    public static DateTime Last(Guid connectionId, TimeOnly at, DateTime now)
    {
        var offset = Of(connectionId);
        return SystemDay.Last(at, now - offset) + offset;
    }
}

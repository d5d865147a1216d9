using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace HumaXledger.Core.Storage.Mapping;

/// <summary>
/// Times are UTC in the database and come back as such. Cut to microseconds, PostgreSQL's precision, so that both
/// providers hold the same.
/// </summary>
internal sealed class UtcConverter()
    : ValueConverter<DateTime, DateTime>(time => ToStore(time), time => DateTime.SpecifyKind(time, DateTimeKind.Utc))
{
    private static DateTime ToStore(DateTime time)
    {
        var utc = time.Kind == DateTimeKind.Local ? time.ToUniversalTime() : time;
        return new DateTime(utc.Ticks - utc.Ticks % TimeSpan.TicksPerMicrosecond, DateTimeKind.Utc);
    }
}

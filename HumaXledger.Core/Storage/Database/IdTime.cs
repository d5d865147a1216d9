using System.Buffers.Binary;

namespace HumaXledger.Core.Storage.Database;

/// <summary>
/// When a row was made, by its id, a UUID of version 7. What is sealed for the id is bound to that time, while every
/// column can be changed in the database.
/// </summary>
internal static class IdTime
{
    /// <returns>UTC. Null of another id, which this product never made: 48 bits of milliseconds reach beyond the
    /// calendar.</returns>
    public static DateTime? Of(Guid id)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes, bigEndian: true, out _);
        var milliseconds = BinaryPrimitives.ReadUInt64BigEndian(bytes) >> 16;
        return id.Version == 7 && milliseconds < (DateTime.MaxValue - DateTime.UnixEpoch).TotalMilliseconds
            ? DateTime.UnixEpoch.AddMilliseconds(milliseconds)
            : null;
    }
}

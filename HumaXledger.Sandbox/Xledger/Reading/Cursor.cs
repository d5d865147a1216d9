using System.Globalization;

namespace HumaXledger.Sandbox.Xledger.Reading;

/// <summary>
/// A position in a connection: the record's id, alone or after another number and a point (contracts/xledger.md 2.1).
/// </summary>
internal static class Cursor
{
    /// <summary>
    /// The cursor of a record, in the form that <see cref="XledgerSwitches.CompositeCursors"/> chooses.
    /// </summary>
    public static string Of(long key, int owner, XledgerSwitches switches) =>
        switches.CompositeCursors
            ? string.Create(CultureInfo.InvariantCulture, $"{owner}.{key}")
            : key.ToString(CultureInfo.InvariantCulture);

    /// <summary>The id in a cursor of either form; null for any other text.</summary>
    public static long? Key(string? cursor)
    {
        if (cursor is null)
            return null;
        var last = cursor.AsSpan(cursor.LastIndexOf('.') + 1);
        return long.TryParse(last, NumberStyles.None, CultureInfo.InvariantCulture, out var key)
            ? key
            : throw XledgerErrors.Refused("Invalid cursor.");
    }
}

using HumaXledger.Core.Huma;
using HumaXledger.Core.Reasons;

namespace HumaXledger.Core.Sync.Systems;

/// <summary>A side was read without fault, but the list was incomplete.</summary>
internal sealed class IncompleteRead(Reason reason) : Exception(reason.ToString())
{
    /// <summary>Which side, and why.</summary>
    public Reason Reason { get; } = reason;

    /// <summary>
    /// People who are announced and not there cannot even be named: nothing can be concluded. One record that is known
    /// to be unreadable only keeps conclusions from absence back.
    /// </summary>
    /// <exception cref="IncompleteRead">People are missing without being named.</exception>
    public static void Refuse(HumaReading reading)
    {
        if (reading.Users.Count + reading.Problems.Count(problem => problem.Incomplete) < reading.Announced)
        {
            throw new IncompleteRead(
                new Reason(ConnectionReasons.ReadIncomplete, $"{reading.Users.Count}", $"{reading.Announced}")
            );
        }
    }
}

using HumaXledger.Core.People;

namespace HumaXledger.Core;

/// <summary>
/// Hears of every request to an outside system, so that forecasts can be checked and allowances watched.
/// </summary>
public interface IUsageMeter
{
    /// <param name="bytesUp">Bytes of the request body.</param>
    /// <param name="bytesDown">Bytes of the answer's body as received.</param>
    void Count(Side side, long bytesUp, long bytesDown);
}

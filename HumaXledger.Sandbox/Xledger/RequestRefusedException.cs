namespace HumaXledger.Sandbox.Xledger;

/// <summary>The whole request is refused: the response has this error and no data.</summary>
internal sealed class RequestRefusedException(XledgerError error) : Exception(error.Message)
{
    /// <summary>The error of the response.</summary>
    public XledgerError Error => error;
}

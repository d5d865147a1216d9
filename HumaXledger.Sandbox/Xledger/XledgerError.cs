using GraphQL;

namespace HumaXledger.Sandbox.Xledger;

/// <summary>
/// An error in Xledger's own form: its code is also on the entry itself, where Xledger's own sample reads it. The other
/// errors of a response are those of GraphQL.NET.
/// </summary>
internal sealed class XledgerError : ExecutionError
{
    /// <summary>Takes the code and the message for people.</summary>
    public XledgerError(string code, string message)
        : base(message) => Code = code;
}

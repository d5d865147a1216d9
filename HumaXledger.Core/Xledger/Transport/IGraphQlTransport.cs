using System.Text.Json.Nodes;

namespace HumaXledger.Core.Xledger.Transport;

/// <summary>
/// Sends one GraphQL request of one token, once. Limits and retries are the caller's (<see
/// cref="XledgerConversation"/>), which relies on every failure saying whether the request may have been executed.
/// </summary>
/// <remarks>
/// The tests of the contract run against any implementation: <c>HumaXledger.Tests/Xledger/TransportContractTest.cs</c>.
/// </remarks>
internal interface IGraphQlTransport
{
    /// <summary>
    /// The answer with its data and errors, whatever the HTTP status. Cancellation passes through; no request is sent
    /// twice, and no redirect is followed.
    /// </summary>
    /// <exception cref="XledgerFault">
    /// There is no GraphQL answer: no connection, no answer in time, a lost or broken one, one that is too large, or a
    /// status without GraphQL. <see cref="HumaXledger.Core.Transport.SystemFault.OutcomeUnknown"/> where the document
    /// writes and may have been executed. The fault has neither the token nor a value of document, variables or answer.
    /// </exception>
    Task<GraphQlAnswer<TData>> SendAsync<TData>(
        GraphQlDocument document,
        JsonObject variables,
        CancellationToken cancellation
    )
        where TData : class;
}

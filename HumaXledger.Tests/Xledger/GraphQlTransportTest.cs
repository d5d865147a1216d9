using HumaXledger.Core;
using HumaXledger.Core.Transport;
using HumaXledger.Core.Xledger;
using HumaXledger.Core.Xledger.Transport;

namespace HumaXledger.Tests.Xledger;

/// <summary>The product's own transport under the contract.</summary>
public sealed class GraphQlTransportTest : TransportContractTest
{
    private protected override IGraphQlTransport Create(
        HttpClient http,
        XledgerAccess access,
        TimeSpan requestTimeout,
        IUsageMeter? usage,
        RemoteClock remote,
        TimeProvider time
    ) => new GraphQlTransport(http, access, requestTimeout, usage, remote, time);
}

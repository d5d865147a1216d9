namespace HumaXledger.Sandbox.Xledger;

/// <summary>The Xledger half of the sandbox, put together.</summary>
public sealed class XledgerSystem
{
    public XledgerSystem(
        XledgerStore store,
        XledgerMeter meter,
        XledgerSwitches switches,
        XledgerLimits limits,
        TimeProvider time
    )
    {
        Traffic = new TokenTraffic(time, limits);
        Endpoint = new XledgerEndpoint(
            store,
            switches,
            new XledgerAnswers(store, switches, limits, Traffic, time),
            Traffic,
            meter,
            time
        );
    }

    /// <summary>What each token has used of its limits.</summary>
    public TokenTraffic Traffic { get; }

    internal XledgerEndpoint Endpoint { get; }
}

public static class XledgerRoutes
{
    /// <summary>Maps the GraphQL endpoint at <c>/xledger/graphql</c>, in the group it is called on.</summary>
    public static IEndpointConventionBuilder MapXledger(this IEndpointRouteBuilder endpoints, XledgerSystem system) =>
        endpoints.MapPost("/xledger/graphql", (RequestDelegate)system.Endpoint.HandleAsync);
}

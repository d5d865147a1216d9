namespace HumaXledger.Sandbox.Xledger;

/// <summary>The simulated Xledger: store, limits and endpoint.</summary>
public sealed class XledgerSystem
{
    /// <summary>Connects the parts; the store may be shared with other code.</summary>
    public XledgerSystem(
        XledgerStore store,
        XledgerMeter meter,
        XledgerSwitches switches,
        XledgerLimits limits,
        TimeProvider time
    )
    {
        Traffic = new TokenTraffic(time, limits, meter);
        Endpoint = new XledgerEndpoint(
            store,
            switches,
            new XledgerAnswers(store, switches, limits, Traffic, time),
            Traffic,
            meter,
            time
        );
    }

    /// <summary>Each token's use of its limits.</summary>
    public TokenTraffic Traffic { get; }

    internal XledgerEndpoint Endpoint { get; }
}

/// <summary>Routes of the simulated Xledger.</summary>
public static class XledgerRoutes
{
    /// <summary>Maps the GraphQL endpoint at <c>/xledger/graphql</c>, in the group it is called on.</summary>
    public static IEndpointConventionBuilder MapXledger(this IEndpointRouteBuilder endpoints, XledgerSystem system) =>
        endpoints.MapPost("/xledger/graphql", (RequestDelegate)system.Endpoint.HandleAsync);
}

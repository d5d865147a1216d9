using System.Net;
using HumaXledger.Portal.Exports;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace HumaXledger.Tests.Access;

/// <summary>Few files are made at once; some wait, the others are refused with a sentence.</summary>
public sealed class ExportLimitTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Exports_MoreThanWait_AreRefusedWithASentenceAndTheOthersFollow()
    {
        await using var portal = await EntraPortal.StartAsync(
            Cancellation,
            "--Limits:ExportsPerUser=1",
            "--Limits:Exports=1"
        );
        using var visitor = portal.Visitor();
        await visitor.SignInWithEntraAsync(Cancellation);
        // Takes the node's only turn, as a file does that is being made.
        var limiter = portal.Services.GetRequiredService<IOptions<RateLimiterOptions>>().Value.GlobalLimiter!;
        var turn = await limiter.AcquireAsync(Export(), cancellationToken: Cancellation);
        Assert.True(turn.IsAcquired);

        // One user: one at its turn, two waiting.
        var sent = Enumerable.Range(0, 4).Select(_ => visitor.OpenAsync("/activity/export.csv", Cancellation)).ToList();
        using var refused = await await Task.WhenAny(sent);

        Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
        Assert.Equal(TimeSpan.FromSeconds(10), refused.Headers.RetryAfter?.Delta);
        Assert.StartsWith(
            "Too many files are being made",
            await refused.Content.ReadAsStringAsync(Cancellation),
            StringComparison.Ordinal
        );
        turn.Dispose();
        var answers = await Task.WhenAll(sent);
        Assert.Equal(3, answers.Count(answer => answer.StatusCode == HttpStatusCode.OK));
        Array.ForEach(answers, answer => answer.Dispose());
        // Pages are not files.
        Assert.Equal(HttpStatusCode.OK, await EntraSteps.StatusAsync(visitor, "/"));
    }

    [Fact]
    public async Task EveryEndpointThatMakesAFile_Counts()
    {
        await using var portal = await EntraPortal.StartAsync(Cancellation);

        var files = portal
            .Services.GetRequiredService<EndpointDataSource>()
            .Endpoints.OfType<RouteEndpoint>()
            .Where(endpoint =>
                endpoint.RoutePattern.RawText is { } path
                && (
                    path.EndsWith("{format}", StringComparison.Ordinal)
                    || path.EndsWith("-in-clear", StringComparison.Ordinal)
                )
            )
            .ToList();

        Assert.InRange(files.Count, 6, 20);
        Assert.All(files, file => Assert.NotNull(file.Metadata.GetMetadata<ExportAttribute>()));
    }

    private static DefaultHttpContext Export()
    {
        var context = new DefaultHttpContext();
        context.Connection.RemoteIpAddress = IPAddress.Parse("192.0.2.1");
        context.SetEndpoint(new Endpoint(null, new EndpointMetadataCollection(new ExportAttribute()), null));
        return context;
    }
}

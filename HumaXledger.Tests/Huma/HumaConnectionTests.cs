using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using HumaXledger.Core.Huma;
using HumaXledger.Core.Huma.Wire;
using HumaXledger.Tests.Fakes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace HumaXledger.Tests.Huma;

/// <summary>The protocol that is negotiated with a server over TLS.</summary>
public sealed class HumaConnectionTests
{
    [Theory]
    [InlineData(HttpProtocols.Http1AndHttp2, "HTTP/2")]
    [InlineData(HttpProtocols.Http1, "HTTP/1.1")]
    public async Task Request_ServerOffers_UsesHttp2WhereItIsOffered(HttpProtocols offered, string used)
    {
        await using var server = await SecureServer.StartAsync(offered, _ => Task.CompletedTask);

        await server.ReadAsync();

        Assert.Equal(used, Assert.Single(server.Requests).Protocol);
    }

    [Fact]
    public async Task Requests_MoreThanAConnectionAllows_AreSentOnOthersAtTheSameTime()
    {
        var (waiting, everyone) = (0, new TaskCompletionSource());
        await using var server = await SecureServer.StartAsync(
            HttpProtocols.Http2,
            _ =>
            {
                if (Interlocked.Increment(ref waiting) == 6)
                {
                    everyone.SetResult();
                }

                return everyone.Task;
            },
            mostStreams: 2
        );

        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => server.ReadAsync()));

        Assert.Equal(6, server.Requests.Count);
        Assert.True(server.Requests.DistinctBy(request => request.Connection).Count() > 1);
    }

    [Fact]
    public async Task Requests_OneAfterTheOther_ShareAConnection()
    {
        await using var server = await SecureServer.StartAsync(HttpProtocols.Http1, _ => Task.CompletedTask);

        for (var request = 0; request < 3; request++)
        {
            await server.ReadAsync();
        }

        Assert.Equal(3, server.Requests.Count);
        Assert.Single(server.Requests.DistinctBy(request => request.Connection));
    }

    /// <summary>A server with a certificate of a test's authority, and the product's connections to it.</summary>
    private sealed class SecureServer : IAsyncDisposable
    {
        private readonly TestAuthority _authority = new();
        private WebApplication? _app;
        private HttpClient? _http;
        private HumaWire? _wire;

        public ConcurrentQueue<(string Protocol, string Connection)> Requests { get; } = new();

        public static async Task<SecureServer> StartAsync(
            HttpProtocols offered,
            Func<HttpContext, Task> before,
            int mostStreams = 100
        )
        {
            var server = new SecureServer();
            var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
            builder
                .WebHost.UseKestrelCore()
                .UseKestrelHttpsConfiguration()
                .ConfigureKestrel(kestrel =>
                {
                    kestrel.Limits.Http2.MaxStreamsPerConnection = mostStreams;
                    kestrel.Listen(IPAddress.Loopback, 0, listen =>
                    {
                        listen.Protocols = offered;
                        listen.UseHttps(server._authority.Certificate);
                    });
                });
            server._app = builder.Build();
            server._app.Run(async context =>
            {
                server.Requests.Enqueue((context.Request.Protocol, context.Connection.Id));
                await before(context);
                await StubServer.JsonAsync(context, "{}");
            });
            await server._app.StartAsync();
            server.Connect();
            return server;
        }

        public async Task ReadAsync()
        {
            using var answer = await _wire!.AttemptAsync(HumaCall.Get("/users"), null, CancellationToken.None);
            Assert.Null(answer.Refusal);
        }

        private void Connect()
        {
            var patience = TimeSpan.FromSeconds(20);
            var connections = HumaClientFactory.Connections(patience);
            connections.SslOptions.CertificateChainPolicy = new X509ChainPolicy
            {
                TrustMode = X509ChainTrustMode.CustomRootTrust,
                RevocationMode = X509RevocationMode.NoCheck,
                CustomTrustStore = { X509CertificateLoader.LoadCertificateFromFile(_authority.RootFile) },
            };
            _http = new HttpClient(connections);
            // The certificate is for this name.
            var address = new UriBuilder(_app!.Urls.First()) { Host = "localhost" }.Uri;
            _wire = new HumaWire(_http, address, patience, null, TimeProvider.System);
        }

        public async ValueTask DisposeAsync()
        {
            _http?.Dispose();
            using var now = new CancellationTokenSource();
            await now.CancelAsync();
            await _app!.StopAsync(now.Token);
            await _app.DisposeAsync();
            _authority.Dispose();
        }
    }
}

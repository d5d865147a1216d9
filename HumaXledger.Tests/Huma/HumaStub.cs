using HumaXledger.Core;
using HumaXledger.Core.Huma;
using HumaXledger.Tests.Fakes;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;

namespace HumaXledger.Tests.Huma;

/// <summary>A client of a server that issues a token and then answers as the test says.</summary>
internal sealed class HumaStub : IAsyncDisposable
{
    public const string ClientSecret = "5b2f7e0c-0000-4000-8000-00000000c0de";
    public const string AccessToken = "tok-for-a-test";

    private readonly HumaClientFactory _factory;

    private HumaStub(StubServer server, HumaClientFactory factory) => (Server, _factory) = (server, factory);

    public StubServer Server { get; }

    public IHumaClient Client => _factory.Create(new HumaAccess(Server.Address, "client", new Secret(ClientSecret)));

    public int TokensGiven => Server.Requests.Count(request => request == "POST /auth/oauth/token");

    public static async Task<HumaStub> StartAsync(
        RequestDelegate answer,
        double timeoutSeconds = 20,
        int parallelRequests = 4
    )
    {
        var server = await StubServer.StartAsync(context =>
            context.Request.Path == "/auth/oauth/token"
                ? StubServer.JsonAsync(
                    context,
                    $$"""{"access_token":"{{AccessToken}}","token_type":"bearer","expires_in":300,"organizationId":"0F000000-0000-4000-8000-00000000000A","news":[1]}"""
                )
                : answer(context)
        );
        return new HumaStub(
            server,
            new HumaClientFactory(Options.Create(HumaLab.Quick(timeoutSeconds, parallelRequests)), TimeProvider.System)
        );
    }

    /// <summary>Serves these users: the list of active ones, and a profile each.</summary>
    public static Task<HumaStub> WithUsersAsync(params (string Item, string? Profile)[] users) =>
        StartAsync(context =>
        {
            if (context.Request.Path != "/users")
            {
                var id = context.Request.Path.Value!.Split('/')[2];
                var profile = users
                    .FirstOrDefault(user => user.Profile?.Contains(id, StringComparison.OrdinalIgnoreCase) == true)
                    .Profile;
                return context.Request.Path.Value.EndsWith("/positions", StringComparison.Ordinal)
                    ? StubServer.JsonAsync(context, """{"items":[]}""")
                    : StubServer.JsonAsync(context, profile ?? "{}", profile is null ? 404 : 200);
            }

            var first = context.Request.Query["isActive"] == "true" && context.Request.Query["offset"] == "0";
            return StubServer.JsonAsync(
                context,
                $$"""{"items":[{{(first ? string.Join(',', users.Select(user => user.Item)) : "")}}]}"""
            );
        });

    public async ValueTask DisposeAsync()
    {
        _factory.Dispose();
        await Server.DisposeAsync();
    }
}

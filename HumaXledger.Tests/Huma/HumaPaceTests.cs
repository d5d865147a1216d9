using System.Collections.Concurrent;
using System.Globalization;
using HumaXledger.Core.Huma;
using HumaXledger.Core.People;
using HumaXledger.Core.Reasons;
using HumaXledger.Tests.Fakes;
using Microsoft.AspNetCore.Http;

namespace HumaXledger.Tests.Huma;

/// <summary>
/// How many requests are under way while everyone is read, and what becomes of them. Every user of the server has one
/// profile and one list of positions to read.
/// </summary>
public sealed class HumaPaceTests
{
    private const int People = 120;
    private const string LastPage = "100";

    [Theory]
    // Profiles at the same time; all requests at the same time.
    [InlineData(1, 1)]
    [InlineData(3, 3)]
    [InlineData(4, 5)]
    [InlineData(8, 10)]
    public async Task Listing_ReadsProfilesUpToTheSettingAndAQuarterMoreInAll(int profiles, int requests)
    {
        var traffic = new Traffic();
        await using var stub = await HumaStub.StartAsync(context => traffic.CountAsync(context, kind =>
                    // Held until as many are there as may be: fewer would never be answered.
                    kind switch
                    {
                        Kind.Profile => traffic.UntilAsync(() => traffic.MostProfiles >= profiles),
                        Kind.Positions => traffic.UntilAsync(() => traffic.Most >= requests),
                        _ => Task.CompletedTask,
                    }), parallelRequests: profiles);

        var reading = await stub.Client.ReadUsersAsync(HumaScope.Everyone, null, CancellationToken.None);

        Assert.Equal(People, reading.Users.Count);
        Assert.Equal((profiles, requests), (traffic.MostProfiles, traffic.Most));
    }

    [Fact]
    public async Task Listing_LastPageNotYetRead_ProfilesAreReadAndReportedWithoutTotal()
    {
        var traffic = new Traffic();
        await using var stub = await HumaStub.StartAsync(context =>
            traffic.CountAsync(context, kind =>
                kind == Kind.List && context.Request.Query["offset"] == LastPage
                    ? traffic.UntilAsync(() => traffic.Profiles >= 100)
                    : Task.CompletedTask
            )
        );
        var reported = new ConcurrentQueue<ReadCount>();

        await stub.Client.ReadUsersAsync(
            HumaScope.Everyone,
            new CountListener(reported.Enqueue),
            CancellationToken.None
        );

        Assert.Equal(reported.Select(count => count.Read).Order(), reported.Select(count => count.Read));
        Assert.Null(reported.First().Total);
        Assert.Equal(new ReadCount(People, People), reported.Last());
        Assert.DoesNotContain(reported.SkipWhile(count => count.Total is null), count => count.Total != People);
    }

    [Fact]
    public async Task Listing_PageRefused_EndsTheProfilesUnderWayAndSaysWhichRequestItWas()
    {
        var traffic = new Traffic();
        await using var stub = await HumaStub.StartAsync(context => traffic.CountAsync(context, async kind =>
            {
                if (kind == Kind.Profile)
                {
                    await Traffic.ForeverAsync(context);
                }
                else if (context.Request.Query["offset"] == LastPage)
                {
                    await traffic.UntilAsync(() => traffic.MostProfiles == 4);
                    context.Response.StatusCode = 403;
                }
            }));

        var fault = await Assert.ThrowsAsync<HumaFault>(() =>
            stub.Client.ReadUsersAsync(HumaScope.Everyone, null, CancellationToken.None)
        );

        Assert.Equal(new Reason(HumaReasons.Forbidden, "GET /users"), fault.Reason);
        await Until.SoAsync(() => traffic.Now == 0);
        Assert.Equal(4, traffic.Profiles);
    }

    [Fact]
    public async Task Listing_KeyRefusedForProfiles_EndsTheListUnderWay()
    {
        var traffic = new Traffic();
        await using var stub = await HumaStub.StartAsync(context => traffic.CountAsync(context, async kind =>
            {
                if (kind == Kind.Profile)
                {
                    context.Response.StatusCode = 401;
                }
                else if (context.Request.Query["offset"] == LastPage)
                {
                    await Traffic.ForeverAsync(context);
                }
            }));

        var fault = await Assert.ThrowsAsync<HumaFault>(() =>
            stub.Client.ReadUsersAsync(HumaScope.Everyone, null, CancellationToken.None)
        );

        Assert.Equal(new Reason(HumaReasons.TokenRefused, "GET /users/{id}"), fault.Reason);
        await Until.SoAsync(() => traffic.Now == 0);
    }

    private enum Kind
    {
        List,
        Profile,
        Positions,
    }

    /// <summary>Counts the requests of a server of <see cref="People"/> users and answers them.</summary>
    private sealed class Traffic
    {
        private readonly Lock _gate = new();
        private readonly List<(Func<bool> So, TaskCompletionSource Then)> _waiting = [];
        private int _profilesNow;

        public int Now { get; private set; }

        public int Most { get; private set; }

        public int MostProfiles { get; private set; }

        /// <summary>All requests for profiles so far.</summary>
        public int Profiles { get; private set; }

        public async Task CountAsync(HttpContext context, Func<Kind, Task> answer)
        {
            var path = context.Request.Path.Value!;
            var kind =
                path == "/users" ? Kind.List
                : path.EndsWith("/positions", StringComparison.Ordinal) ? Kind.Positions
                : Kind.Profile;
            Change(kind, 1);
            try
            {
                await answer(kind);
                await StubServer.JsonAsync(context, Body(kind, context.Request), context.Response.StatusCode);
            }
            finally
            {
                Change(kind, -1);
            }
        }

        public Task UntilAsync(Func<bool> so)
        {
            lock (_gate)
            {
                var then = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                _waiting.Add((so, then));
                Look();
                return then.Task;
            }
        }

        public static async Task ForeverAsync(HttpContext context)
        {
            var aborted = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            await using var registration = context.RequestAborted.Register(() => aborted.TrySetCanceled());
            await aborted.Task;
        }

        private void Change(Kind kind, int by)
        {
            lock (_gate)
            {
                Now += by;
                Most = Math.Max(Most, Now);
                if (kind == Kind.Profile)
                {
                    _profilesNow += by;
                    MostProfiles = Math.Max(MostProfiles, _profilesNow);
                    Profiles += by > 0 ? 1 : 0;
                }

                Look();
            }
        }

        private void Look()
        {
            foreach (var (_, then) in _waiting.Where(one => one.So()))
            {
                then.TrySetResult();
            }
        }

        private static string Body(Kind kind, HttpRequest request)
        {
            if (kind != Kind.List)
            {
                return kind == Kind.Positions
                    ? """{"items":[]}"""
                    : $$"""{"id":"{{request.Path.Value!.Split('/')[2]}}"}""";
            }

            var offset = int.Parse(request.Query["offset"]!, CultureInfo.InvariantCulture);
            var total = request.Query["isActive"] == "true" ? People : 0;
            var items = Enumerable
                .Range(offset, Math.Clamp(total - offset, 0, 50))
                .Select(number => $$"""{"id":"person-{{number}}","type":"user"}""");
            return $$"""{"total":{{total}},"items":[{{string.Join(',', items)}}]}""";
        }
    }
}

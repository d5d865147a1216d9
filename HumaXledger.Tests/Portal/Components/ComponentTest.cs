using System.Globalization;
using AngleSharp.Dom;
using Bunit;
using HumaXledger.Core.Access;
using HumaXledger.Core.Storage.Activity;
using HumaXledger.Core.Storage.Database;
using HumaXledger.Portal.Access;
using HumaXledger.Portal.Appearance;
using HumaXledger.Portal.Localisation;
using HumaXledger.Tests.Fakes;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;
using Moq;
using MudBlazor.Services;
using TestContext = Xunit.TestContext;

namespace HumaXledger.Tests.Portal.Components;

/// <summary>Renders components with the product's texts, for one signed-in user, without a browser.</summary>
public abstract class ComponentTest : BunitContext
{
    static ComponentTest() => DefaultWaitTimeout = Until.Patience;

    protected ComponentTest()
    {
        Use("en-GB");
        JSInterop.Mode = JSRuntimeMode.Loose;
        Services
            .AddLogging()
            .AddLanguages()
            .AddMudServices()
            .AddScoped<Snackbars>()
            .AddSingleton<TimeProvider>(Clock)
            .AddSingleton<AuthenticationStateProvider>(_user)
            .AddSingleton(Mock.Of<IHostApplicationLifetime>())
            .AddSingleton(Mock.Of<IDbContextFactory<SyncDbContext>>())
            .AddSingleton(provider => new ReaderContexts(
                provider.GetRequiredService<IDbContextFactory<SyncDbContext>>(),
                // Made only for a user whose roles hold for some connections.
                null!
            ))
            .AddScoped<ActivityLog>()
            .AddScoped<Refusals>()
            .AddScoped<CurrentUser>()
            .AddScoped<CircuitInput>()
            .AddScoped<SignInAgainPrompt>()
            .AddScoped<SingleReveal>();
    }

    private readonly OneUser _user = new();

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    protected FakeTimeProvider Clock { get; } = new(new DateTimeOffset(2026, 11, 29, 12, 0, 0, TimeSpan.Zero));

    /// <summary>Language and region of what is rendered from now on.</summary>
    protected static void Use(string culture) =>
        CultureInfo.CurrentCulture = CultureInfo.CurrentUICulture = CultureInfo.GetCultureInfo(culture);

    /// <summary>Signs a user in who has just given proof of identity.</summary>
    protected void SignIn(params Role[] roles) => SignIn(Clock.GetUtcNow().UtcDateTime, roles);

    /// <summary>Signs a user in, with the time of the last proof of identity.</summary>
    protected void SignIn(DateTime authenticatedAt, params Role[] roles) =>
        SignIn(new Actor("1", "Kari", null, roles.ToHashSet()) { AuthenticatedAt = authenticatedAt });

    /// <summary>The user of what is rendered from now on; what is rendered already is told.</summary>
    protected void SignIn(Actor actor) => _user.Use(actor);

    /// <summary>What a user reads, without the markup's spaces.</summary>
    protected static string TextOf(INode node) =>
        string.Join(' ', node.TextContent.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

    private sealed class OneUser : AuthenticationStateProvider
    {
        private Actor? _actor;

        public void Use(Actor actor)
        {
            _actor = actor;
            NotifyAuthenticationStateChanged(GetAuthenticationStateAsync());
        }

        public override Task<AuthenticationState> GetAuthenticationStateAsync() =>
            Task.FromResult(new AuthenticationState(_actor is null ? new() : Claims.Of(_actor, "key", "test")));
    }
}

using System.Text.RegularExpressions;
using HumaXledger.Core.Sync.Activity;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.AspNetCore.Diagnostics;

namespace HumaXledger.Portal.Access;

/// <summary>
/// Notes who asked for a page, an endpoint or the hub without the role for it. Told is the address as the product knows
/// it, not as it was typed: somebody may have typed a number into it. Whoever is not signed in is sent to
/// the sign-in and not noted; that happens with every session that ends.
/// </summary>
public sealed partial class RefusedAddresses(Refusals refusals) : IAuthorizationMiddlewareResultHandler
{
    /// <summary>What no route matches.</summary>
    private const string Elsewhere = "/…";

    private readonly AuthorizationMiddlewareResultHandler _usual = new();

    public Task HandleAsync(
        RequestDelegate next,
        HttpContext context,
        AuthorizationPolicy policy,
        PolicyAuthorizationResult authorizeResult
    )
    {
        // The page that says so is authorized in its turn.
        if (authorizeResult.Forbidden && context.Features.Get<IStatusCodeReExecuteFeature>() is null)
        {
            refusals.Note(
                Visit.ActorOf(context),
                ActivityCodes.AddressRefused,
                ConnectionOf(context.Request.RouteValues),
                Plain((context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? Elsewhere)
            );
        }

        return _usual.HandleAsync(next, context, policy, authorizeResult);
    }

    public static Guid? ConnectionOf(IReadOnlyDictionary<string, object?> values) =>
        Guid.TryParse(
            $"{values.FirstOrDefault(value => value.Key.Equals("connectionId", StringComparison.OrdinalIgnoreCase)).Value}",
            out var connection
        )
            ? connection
            : null;

    /// <summary>
    /// A route's pattern without what only a program reads in it: <c>/connections/{ConnectionId:guid}</c> →
    /// <c>/connections/…</c>.
    /// </summary>
    public static string Plain(string pattern) => "/" + Parameter().Replace(pattern.TrimStart('/'), "…");

    [GeneratedRegex(@"\{[^}]*\}", RegexOptions.None, 1_000)]
    private static partial Regex Parameter();
}

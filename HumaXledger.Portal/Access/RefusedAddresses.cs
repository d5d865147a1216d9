using System.Text.RegularExpressions;
using HumaXledger.Core.Access;
using HumaXledger.Core.Sync.Activity;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Authorization.Policy;
using Microsoft.AspNetCore.Diagnostics;

namespace HumaXledger.Portal.Access;

/// <summary>
/// Counts requests for a page, an endpoint or the hub without the permission for it. The log gets the route pattern,
/// not the path as typed, which may contain personal values. Requests without a session are redirected to the sign-in
/// and not counted: that happens whenever a session ends.
/// </summary>
public sealed partial class RefusedAddresses(Refusals refusals) : IAuthorizationMiddlewareResultHandler
{
    /// <summary>Stands for every path that matches no route.</summary>
    private const string Elsewhere = "/…";

    private readonly AuthorizationMiddlewareResultHandler _usual = new();

    public Task HandleAsync(
        RequestDelegate next,
        HttpContext context,
        AuthorizationPolicy policy,
        PolicyAuthorizationResult authorizeResult
    )
    {
        // The page that shows the refusal is authorized by a second pass, which must not be counted.
        if (authorizeResult.Forbidden && context.Features.Get<IStatusCodeReExecuteFeature>() is null)
        {
            var actor = Visit.ActorOf(context);
            var connection = ConnectionOf(context.Request.RouteValues);
            refusals.Note(
                actor,
                ActivityCodes.AddressRefused,
                connection,
                Plain((context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? Elsewhere)
            );
            // Whether there is such a connection is not for them to know.
            if (connection is not null && !actor.May(Permission.SeeStatus, connection) && actor.GroupRoles.Count > 0)
            {
                context.Response.StatusCode = StatusCodes.Status404NotFound;
                return Task.CompletedTask;
            }
        }

        return _usual.HandleAsync(next, context, policy, authorizeResult);
    }

    /// <summary>The connection that a route's values name; null without one.</summary>
    public static Guid? ConnectionOf(IReadOnlyDictionary<string, object?> values) =>
        Guid.TryParse(
            values
                .FirstOrDefault(value => value.Key.Equals("connectionId", StringComparison.OrdinalIgnoreCase))
                .Value?.ToString(),
            out var connection
        )
            ? connection
            : null;

    /// <summary>
    /// A route pattern with its parameters replaced: <c>/connections/{ConnectionId:guid}</c> → <c>/connections/…</c>.
    /// </summary>
    public static string Plain(string pattern) => "/" + Parameter().Replace(pattern.TrimStart('/'), "…");

    [GeneratedRegex(@"\{[^}]*\}", RegexOptions.None, 1_000)]
    private static partial Regex Parameter();
}

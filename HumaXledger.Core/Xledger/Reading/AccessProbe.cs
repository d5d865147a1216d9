using System.Text.Json;
using System.Text.Json.Nodes;
using HumaXledger.Core.People;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Xledger.Documents;
using HumaXledger.Core.Xledger.Transport;
using HumaXledger.Core.Xledger.Wire;

namespace HumaXledger.Core.Xledger.Reading;

/// <summary>
/// Tests what a token may do. Xledger's refusals do not state reliably whether the token is invalid or which right is
/// missing.
/// </summary>
internal sealed class AccessProbe(XledgerConversation conversation, PageReader pages)
{
    private const int EntityPage = 1_000;

    /// <summary>Rights whose records are visible only as part of a contact.</summary>
    private static readonly string[] SeenThroughContacts = ["Address", "System Value"];

    private readonly Dictionary<string, RightState> _tried = [];

    /// <summary>The token's own entity.</summary>
    /// <exception cref="XledgerFault">The token is not accepted.</exception>
    public async Task<XledgerEntity> RequireTokenAsync(CancellationToken cancellation)
    {
        var answer = await conversation.ProbeAsync<ViewerData>(XledgerDocuments.Viewer, [], cancellation);
        ThrowIfNotAboutAccess(answer);
        return
            answer.Errors.Count == 0
            && answer.Data?.Viewer?.Entity is { } entity
            && ToEntity(entity, isOwn: true) is { } own
            ? own
            : throw new XledgerFault(
                XledgerFaultCause.Token,
                new Reason(XledgerReasons.TokenRejected),
                transient: false
            );
    }

    /// <summary>
    /// The token's own entity and the entities that Xledger lists. Listing is not among the requested rights and may be
    /// refused to a token that has all of them: then only the own entity is known.
    /// </summary>
    public async Task<XledgerEntities> ReadEntitiesAsync(CancellationToken cancellation)
    {
        var own = await RequireTokenAsync(cancellation);
        if (!await ListsEntitiesAsync(cancellation))
        {
            return new XledgerEntities([own], Complete: false);
        }

        var entities = new List<XledgerEntity> { own };
        await foreach (var page in pages.ReadAsync<EntityNode>(XledgerDocuments.Entities, EntityPage, Id, cancellation))
        {
            var read = page
                .Records.Select(record => record.Node is null ? null : ToEntity(record.Node, isOwn: false))
                .OfType<XledgerEntity>();
            entities.AddRange(read.Where(entity => entity.OwnerDbId != own.OwnerDbId));
        }

        return new XledgerEntities(entities, Complete: true);
    }

    /// <summary>
    /// Whether entities are listed to this token. Failures other than a refusal are left to the read.
    /// </summary>
    private async Task<bool> ListsEntitiesAsync(CancellationToken cancellation)
    {
        var answer = await conversation.ProbeAsync<PageData<EntityNode>>(
            XledgerDocuments.Entities,
            new JsonObject { ["first"] = 1, ["after"] = null },
            cancellation
        );
        var kind = ErrorKinds.Of(answer.Errors, answer.Status);
        return kind is ErrorKind.Timeout
            || (kind != ErrorKind.None && (int)answer.Status >= 500)
            || (kind == ErrorKind.None && answer.Data?.Page is not null);
    }

    /// <summary>
    /// Whether a right could be seen to work. Each scope is read once, however many rights of it are asked for:
    /// afterwards the answer is the one of then.
    /// </summary>
    public async Task<RightState> TryAsync(XledgerRight right, CancellationToken cancellation)
    {
        var state = await TryReadAsync(right.Scope, _tried, cancellation);
        return right.Write && state == RightState.Granted ? RightState.Untested : state;
    }

    /// <summary>
    /// The cause of a refused read: the token, or a missing read right. The same fault where neither explains it.
    /// </summary>
    public async Task<XledgerFault> ExplainAsync(XledgerFault refused, CancellationToken cancellation)
    {
        await RequireTokenAsync(cancellation);
        // Rights may have changed since they were tried.
        var tried = new Dictionary<string, RightState>();
        foreach (var right in XledgerRight.Needed.Where(right => !right.Write))
        {
            if (await TryReadAsync(right.Scope, tried, cancellation) == RightState.Missing)
            {
                return new XledgerFault(
                    XledgerFaultCause.Right,
                    new Reason(XledgerReasons.RightMissing, right.Group, right.Scope, "read"),
                    transient: false,
                    refused
                );
            }
        }

        return refused;
    }

    /// <summary>Whether a fault may concern access, so that <see cref="ExplainAsync"/> is useful.</summary>
    public static bool MayExplain(XledgerFault fault) =>
        fault.Cause
            is XledgerFaultCause.Access
                or XledgerFaultCause.Unhandled
                or XledgerFaultCause.Refused
                or XledgerFaultCause.Token;

    private async Task<RightState> TryReadAsync(
        string scope,
        Dictionary<string, RightState> tried,
        CancellationToken cancellation
    )
    {
        if (!tried.TryGetValue(scope, out var state))
        {
            tried[scope] = state = await ReadAsync(scope, tried, cancellation);
        }

        return state;
    }

    private async Task<RightState> ReadAsync(
        string scope,
        Dictionary<string, RightState> tried,
        CancellationToken cancellation
    )
    {
        var answer = await conversation.ProbeAsync<PageData<ProbeNode>>(
            XledgerDocuments.RightProbes[scope],
            [],
            cancellation
        );
        ThrowIfNotAboutAccess(answer);
        var throughContacts = SeenThroughContacts.Contains(scope);
        if (answer.Errors.Count > 0 || answer.Data?.Page is null)
        {
            // Without the contacts nothing is said about their parts.
            return throughContacts && await TryReadAsync("Contact", tried, cancellation) != RightState.Granted
                ? RightState.Untested
                : RightState.Missing;
        }

        // A part that no contact has shows nothing.
        var edges = answer.Data.Page.Edges ?? [];
        return throughContacts && !edges.Any(edge => edge?.Node?.Seen is { ValueKind: JsonValueKind.Object })
            ? RightState.Untested
            : RightState.Granted;
    }

    private static void ThrowIfNotAboutAccess<TData>(GraphQlAnswer<TData> answer)
        where TData : class
    {
        switch (ErrorKinds.Of(answer.Errors, answer.Status))
        {
            case ErrorKind.Timeout:
                throw new XledgerFault(
                    XledgerFaultCause.Timeout,
                    new Reason(XledgerReasons.QueryTimeout),
                    transient: true
                );
            case ErrorKind.Document or ErrorKind.Value:
                throw new XledgerFault(
                    XledgerFaultCause.Answer,
                    new Reason(XledgerReasons.Document, ErrorKinds.ShownCode(answer.Errors)),
                    transient: false
                );
            case not ErrorKind.None when (int)answer.Status >= 500:
                throw new XledgerFault(
                    XledgerFaultCause.Server,
                    new Reason(XledgerReasons.Server, $"{(int)answer.Status}"),
                    transient: true
                );
            default:
                return;
        }
    }

    private static XledgerEntity? ToEntity(EntityNode node, bool isOwn) =>
        Id(node) is { } id && GivenText.IsUsable(id, GivenText.LongestOfSystem)
            ? new XledgerEntity(
                id,
                Usable(node.Owner?.Code),
                new[] { Usable(node.Owner?.Description), Usable(node.Owner?.Code) }.FirstOrDefault(
                    name => name.Length > 0,
                    id
                ),
                isOwn
            )
            : null;

    private static string Usable(string? name) => GivenText.Usable(name, GivenText.LongestOfSystem);

    private static string? Id(EntityNode node) => node.OwnerDbId ?? node.Owner?.DbId;
}

using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Transport;
using HumaXledger.Core.Xledger.Transport;
using HumaXledger.Core.Xledger.Wire;

namespace HumaXledger.Core.Xledger.Reading;

/// <summary>One record of a page, or the cursor of a record without content.</summary>
internal sealed record Read<TNode>(TNode? Node, string? Cursor)
    where TNode : class;

/// <summary>The records of one page that were not in an earlier page.</summary>
internal sealed record Page<TNode>(IReadOnlyList<Read<TNode>> Records, Unreadable Unreadable)
    where TNode : class
{
    /// <summary>The entity that the token belongs to, where the document asks and Xledger answers.</summary>
    public string? TokenEntity { get; init; }
}

/// <summary>
/// Reads a connection to its end by the last edge's cursor, because <c>endCursor</c> is unreliable
/// (contracts/xledger.md 2.1). A cursor that does not advance, or an announced page that does not come, is a fault:
/// nothing may be concluded from an incomplete read.
/// </summary>
internal sealed class PageReader(XledgerConversation conversation)
{
    /// <summary>
    /// A page that times out or is too large is requested again with half as many records, down to this many.
    /// </summary>
    private const int SmallestPage = 250;

    private const int SmallerPages = 4;

    /// <summary>The pages in order; <paramref name="key"/> identifies a record across pages.</summary>
    public async IAsyncEnumerable<Page<TNode>> ReadAsync<TNode>(
        GraphQlDocument document,
        int first,
        Func<TNode, string?> key,
        [EnumeratorCancellation] CancellationToken cancellation
    )
        where TNode : class
    {
        var keys = new HashSet<string>();
        var cursors = new HashSet<string>();
        string? after = null;
        var (smaller, read) = (0, 0);
        var repeated = false;
        while (true)
        {
            var variables = new JsonObject { ["first"] = first, ["after"] = after };
            GraphQlAnswer<PageData<TNode>> answer;
            try
            {
                answer = await conversation.QueryAsync<PageData<TNode>>(document, variables, cancellation);
            }
            catch (XledgerFault fault)
                when (smaller < SmallerPages && fault.Cause is XledgerFaultCause.Timeout or XledgerFaultCause.TooLarge)
            {
                await conversation.PauseAsync(smaller++, cancellation);
                first = Math.Max(Math.Min(SmallestPage, first), first / 2);
                continue;
            }

            // No records and no error may be the answer to a missing right; the paging itself works.
            var page = answer.Data!.Page
                ?? throw new XledgerFault(
                    XledgerFaultCause.Access,
                    new Reason(XledgerReasons.AccessRefused),
                    transient: false
                );
            var edges = page.Edges ?? [];
            var fresh = new List<Read<TNode>>(edges.Count);
            foreach (var edge in edges)
            {
                // A record without a key cannot be compared; it is passed on, to be reported.
                if (edge?.Node is null || key(edge.Node) is not { } id || keys.Add(id))
                {
                    fresh.Add(new Read<TNode>(edge?.Node, edge?.Cursor));
                }
            }

            read += edges.Count;
            if (read > ListBound.Most)
            {
                throw Stuck();
            }

            if (fresh.Count == 0 && after is not null && !repeated && edges.Count > 0 && edges[^1]?.Cursor == after)
            {
                // The previous page came again: request the next one once more.
                repeated = true;
                await conversation.PauseAsync(0, cancellation);
                continue;
            }

            repeated = false;
            var more = page.PageInfo?.HasNextPage ?? throw Stuck();
            if (after is not null && edges.Count == 0)
            {
                throw Stuck();
            }

            var own = answer.Data.Viewer?.Entity;
            yield return new Page<TNode>(fresh, Unreadable.From(answer.Errors))
            {
                TokenEntity = own?.OwnerDbId ?? own?.Owner?.DbId,
            };
            if (!more)
            {
                yield break;
            }

            after = edges.Count == 0 ? null : edges[^1]?.Cursor;
            if (string.IsNullOrEmpty(after) || !cursors.Add(after) || fresh.Count == 0)
            {
                throw Stuck();
            }
        }
    }

    private static XledgerFault Stuck() =>
        new(XledgerFaultCause.Answer, new Reason(XledgerReasons.Paging), transient: true);
}

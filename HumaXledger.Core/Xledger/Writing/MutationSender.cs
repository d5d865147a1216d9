using System.Text.Json;
using System.Text.Json.Nodes;
using HumaXledger.Core.Reasons;
using HumaXledger.Core.Xledger.Documents;
using HumaXledger.Core.Xledger.Reading;
using HumaXledger.Core.Xledger.Transport;
using HumaXledger.Core.Xledger.Wire;

namespace HumaXledger.Core.Xledger.Writing;

/// <summary>One input of a mutation.</summary>
internal readonly record struct Input(Part Part, string ClientId, JsonObject Node)
{
    public override string ToString() => $"{Part} {ClientId}";
}

/// <summary>
/// The nodes that were accepted, and why something was refused. Both are set only where there were several requests.
/// </summary>
internal sealed record MutationAnswer(
    Reason? Refusal,
    IReadOnlyDictionary<(Part Part, string ClientId), JsonElement> Nodes
);

/// <summary>
/// Sends inputs in as few requests as the limit on nodes allows: under aliases, or separately for each kind of record.
/// A refusal is a result; a failure of the connection is an <see cref="XledgerFault"/> that states whether something
/// may have been written.
/// </summary>
internal sealed class MutationSender(XledgerConversation conversation, AccessProbe access, bool aliased)
{
    /// <summary>
    /// Nodes in one request. 500 is documented for a mutation (contracts/xledger.md 5); whether the aliased mutations
    /// of a request are counted together is not, so they are here.
    /// </summary>
    public const int NodesPerRequest = 500;

    /// <summary>Updates records of any part.</summary>
    public Task<MutationAnswer> UpdateAsync(IReadOnlyList<Input> inputs, CancellationToken cancellation) =>
        SendAsync(inputs, XledgerDocuments.Update, cancellation);

    /// <summary>Adds contacts and suppliers.</summary>
    public Task<MutationAnswer> AddAsync(IReadOnlyList<Input> inputs, CancellationToken cancellation) =>
        SendAsync(inputs, XledgerDocuments.Add, cancellation);

    /// <summary>Adds employees.</summary>
    public Task<MutationAnswer> AddEmployeesAsync(IReadOnlyList<Input> inputs, CancellationToken cancellation) =>
        SendAsync(inputs, _ => XledgerDocuments.AddEmployees, cancellation);

    private async Task<MutationAnswer> SendAsync(
        IReadOnlyList<Input> inputs,
        Func<Part, GraphQlDocument> document,
        CancellationToken cancellation
    )
    {
        var nodes = new Dictionary<(Part, string), JsonElement>();
        foreach (var request in Requests(inputs))
        {
            var byPart = request.GroupBy(input => input.Part).OrderBy(group => group.Key).ToArray();
            var parts = byPart.Aggregate(Part.None, (all, group) => all | group.Key);
            var literals = byPart
                .Select(group => (Alias(group.Key), $"[{string.Join(", ", group.Select(Literal))}]"))
                .ToArray();
            var answer = await conversation.MutateAsync<WriteData>(document(parts).FillWith(literals), cancellation);
            if (await RefusalAsync(answer, parts, cancellation) is { } refusal)
            {
                return new MutationAnswer(refusal, nodes);
            }

            foreach (
                var (part, edges) in new[]
                {
                    (Part.Employee, answer.Data!.Employees?.Edges),
                    (Part.Contact, answer.Data.Contacts?.Edges),
                    (Part.Supplier, answer.Data.Suppliers?.Edges),
                }
            )
            {
                foreach (var edge in edges ?? [])
                {
                    if (edge is { ClientId: { } clientId, Node.ValueKind: JsonValueKind.Object })
                    {
                        nodes[(part, clientId)] = edge.Node;
                    }
                }
            }
        }

        return new MutationAnswer(null, nodes);
    }

    /// <summary>The parts of a person are adjacent, so that a lost request affects as few people as possible.</summary>
    private IEnumerable<Input[]> Requests(IReadOnlyList<Input> inputs) =>
        aliased
            ? inputs.GroupBy(input => input.ClientId).SelectMany(person => person).Chunk(NodesPerRequest)
            : inputs
                .GroupBy(input => input.Part)
                .OrderBy(group => group.Key)
                .SelectMany(group => group.Chunk(NodesPerRequest));

    private static string Literal(Input input) =>
        GraphQlLiteral.Of(new JsonObject { ["clientId"] = input.ClientId, ["node"] = input.Node.DeepClone() });

    private async Task<Reason?> RefusalAsync(
        GraphQlAnswer<WriteData> answer,
        Part parts,
        CancellationToken cancellation
    )
    {
        var several = (parts & (parts - 1)) != Part.None;
        switch (ErrorKinds.Of(answer.Errors, answer.Status))
        {
            case ErrorKind.None:
                return null;
            case ErrorKind.Timeout:
                throw new XledgerFault(
                    XledgerFaultCause.Timeout,
                    new Reason(XledgerReasons.QueryTimeout),
                    transient: true
                )
                {
                    OutcomeUnknown = true,
                };
            case var _ when (int)answer.Status >= 500:
                throw new XledgerFault(
                    XledgerFaultCause.Server,
                    new Reason(XledgerReasons.Server, $"{(int)answer.Status}"),
                    transient: true
                )
                {
                    OutcomeUnknown = true,
                };
            case ErrorKind.Document:
                throw new XledgerFault(
                    XledgerFaultCause.Answer,
                    new Reason(XledgerReasons.Document, ErrorKinds.ShownCode(answer.Errors)),
                    transient: false
                );
            case ErrorKind.Access:
                await access.RequireTokenAsync(cancellation);
                throw new XledgerFault(XledgerFaultCause.Right, MissingRight(answer.Errors, parts), transient: false)
                {
                    OutcomeUnknown = several,
                };
            default:
                var refusal = ErrorKinds.Refusal(answer.Errors);
                if (!refusal.NamesInput)
                {
                    // No input is named: an invalid token would be refused the same way.
                    await access.RequireTokenAsync(cancellation);
                }

                return refusal.Reason;
        }
    }

    /// <summary>The missing write right, where the request or the error's path identifies it.</summary>
    private static Reason MissingRight(IReadOnlyList<GraphQlError> errors, Part parts)
    {
        var named = errors.Select(error => error.Path.FirstOrDefault()).FirstOrDefault(alias => alias is not null);
        var part = new[] { Part.Employee, Part.Contact, Part.Supplier }
            .Where(each => each == parts || Alias(each) == named)
            .FirstOrDefault();
        return part switch
        {
            Part.Employee => new Reason(XledgerReasons.RightMissing, "Human Resources", "Employee", "write"),
            Part.Contact => new Reason(XledgerReasons.RightMissing, "Common", "Contact", "write"),
            Part.Supplier => new Reason(XledgerReasons.RightMissing, "Common", "Supplier", "write"),
            _ => new Reason(XledgerReasons.WriteRightMissing),
        };
    }

    private static string Alias(Part part) =>
        part switch
        {
            Part.Employee => "employees",
            Part.Contact => "contacts",
            _ => "suppliers",
        };
}

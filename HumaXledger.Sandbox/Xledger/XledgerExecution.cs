using GraphQL;
using GraphQL.Execution;
using GraphQL.Types;
using GraphQLParser.AST;
using ExecutionContext = GraphQL.Execution.ExecutionContext;

namespace HumaXledger.Sandbox.Xledger;

/// <summary>
/// Executes one request in order, after Xledger's limits and rights have been applied. The library executes node by
/// node, each with a task, a context and newly collected fields, which is too slow for a page of 10,000 employees; so
/// fields are collected once for all records, and their values are put into the nodes directly.
/// </summary>
internal sealed class XledgerExecution(XledgerRequest request, TokenTraffic.Account traffic) : ExecutionStrategy
{
    private readonly Dictionary<GraphQLSelectionSet, Selected[]> _selected = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<GraphQLField> _reported = new(ReferenceEqualityComparer.Instance);
    private bool _anyRefused;

    /// <inheritdoc />
    /// <exception cref="RequestRefusedException">
    /// A limit, a right or a resolver refuses the whole request; the effects of earlier root fields remain.
    /// </exception>
    public override Task<ExecutionResult> ExecuteAsync(ExecutionContext context)
    {
        request.Writes = context.Operation.Operation == OperationType.Mutation;
        var roots = Select(context, GetOperationRootType(context), context.Operation.SelectionSet);
        Admit([.. roots.Select(root => InputObject.Of(context.ArgumentValues?.GetValueOrDefault(root.Field)))]);
        return base.ExecuteAsync(context);
    }

    /// <summary>Does nothing: a node is executed when it is made.</summary>
    public override Task ExecuteNodeTreeAsync(ExecutionContext context, ExecutionNode rootNode) => Task.CompletedTask;

    /// <summary>Makes the nodes below an object and executes them.</summary>
    protected override void SetSubFieldNodes(ExecutionContext context, ObjectExecutionNode parent)
    {
        var fields = _selected[parent.SelectionSet!];
        var nodes = new ExecutionNode[fields.Length];
        parent.SubFields = nodes;
        for (var index = 0; index < nodes.Length; index++)
        {
            var selected = fields[index];
            var node = selected.Scalar is { } scalar
                ? new ValueExecutionNode(parent, scalar, selected.Field, selected.Definition, null)
                : BuildExecutionNode(parent, selected.Definition.ResolvedType!, selected.Field, selected.Definition);
            nodes[index] = node;
            if (selected.Refused)
                Refuse(context, node);
            else if (selected.Row is { } row)
                Complete(context, node, row.Value(parent.Result!, request));
            else
                Ended(ExecuteNodeAsync(context, node));
        }
    }

    private void Complete(ExecutionContext context, ExecutionNode node, object? value)
    {
        if (value is null && node.FieldDefinition.ResolvedType is not NonNullGraphType)
            return;
        switch (node)
        {
            case ValueExecutionNode leaf when value is not null:
                leaf.Result = leaf.GraphType.Serialize(value);
                break;
            case ObjectExecutionNode below when value is not null:
                below.Result = value;
                SetSubFieldNodes(context, below);
                break;
            default:
                node.Result = value;
                Ended(CompleteNodeAsync(context, node));
                break;
        }
    }

    // No resolver of the sandbox, and none of introspection, waits for anything.
    private static void Ended(Task task) => task.GetAwaiter().GetResult();

    /// <summary>Collects the fields of a selection and, recursively, of the objects below.</summary>
    private Selected[] Select(ExecutionContext context, IObjectGraphType type, GraphQLSelectionSet selections)
    {
        if (_selected.TryGetValue(selections, out var known))
            return known;
        Selected[] fields =
        [
            .. CollectFieldsFrom(context, type, selections, null)
                .Values.Select(found => new Selected(
                    found.field,
                    found.fieldType,
                    found.fieldType.Resolver as RowResolver,
                    Nullable(found.fieldType.ResolvedType!) as ScalarGraphType,
                    Refused: !Rights.MayRead(found.fieldType, request)
                )),
        ];
        _selected.Add(selections, fields);
        foreach (var field in fields)
        {
            _anyRefused |= field.Refused;
            if (field.Definition.ResolvedType!.GetNamedType() is IObjectGraphType below)
                Select(context, below, field.Field.SelectionSet!);
        }

        return fields;
    }

    private static IGraphType Nullable(IGraphType type) => type is NonNullGraphType some ? some.ResolvedType! : type;

    private void Admit(IReadOnlyList<InputObject> roots)
    {
        if (traffic.Pay(request.Limits.CreditsPerRequest + roots.Sum(Price)) is { } broke)
            throw new RequestRefusedException(broke);
        var (switches, limits) = (request.Switches, request.Limits);
        var nodes = roots.Sum(root => root.Get<object?[]>("inputs")?.Length ?? 0);
        if (request.Writes && switches.NodesCountTogether && nodes > limits.NodesPerMutation)
            throw XledgerErrors.Refused(
                $"A request takes at most {limits.NodesPerMutation} nodes in all its mutations; this one has {nodes}."
            );
        if (_anyRefused && switches.MissingRight is not (MissingRight.FieldNull or MissingRight.Silent))
            throw new RequestRefusedException(XledgerErrors.NoAccess);
        if (request.Half)
            request.NodesLeft = Math.Max(1, nodes / 2);
    }

    private int Price(InputObject root) =>
        root.Get<object?[]>("inputs") is { } nodes
            ? nodes.Length / request.Limits.NodesPerCredit
            // A size that is refused afterwards must neither give credits back nor overflow the sum.
            : Math.Clamp((int?)root["first"] ?? (int?)root["last"] ?? 0, 0, request.Limits.RecordsPerQuery)
                / request.Limits.RecordsPerCredit;

    // One error per field: a page of 10,000 rows would repeat it 10,000 times.
    private void Refuse(ExecutionContext context, ExecutionNode node)
    {
        if (request.Switches.MissingRight != MissingRight.Silent && _reported.Add(node.Field))
            SetNodeError(context, node, XledgerErrors.NoAccess);
    }

    /// <summary>A field of a selection.</summary>
    /// <param name="Row">Its resolver where it depends on the source object and the request alone.</param>
    /// <param name="Scalar">Its type where it is a scalar; null for lists and objects.</param>
    private sealed record Selected(
        GraphQLField Field,
        FieldType Definition,
        RowResolver? Row,
        ScalarGraphType? Scalar,
        bool Refused
    );
}

using System.Collections;

namespace HumaXledger.Sandbox.GraphQL;

/// <summary>
/// An object of the response as parallel lists of names and values. Values are null, text, numbers, booleans, objects
/// and lists of them.
/// </summary>
public sealed record ResultObject(IReadOnlyList<string> Names, IReadOnlyList<object?> Values);

/// <summary>
/// Resolves a plan into a response (specification 6.4): in order; a null in a non-null position makes its parent null.
/// </summary>
internal sealed class Execution<TState>(TState state)
    where TState : class
{
    /// <summary>Marks a null that its position does not allow and that its parent must become.</summary>
    private static readonly object Bubble = new();

    private readonly List<GraphQlError> _errors = [];
    private readonly HashSet<FieldPlan<TState>> _reported = [];

    /// <summary>The errors so far, at most one per field.</summary>
    public IReadOnlyList<GraphQlError> Errors => _errors;

    /// <summary>Resolves the root; null where a null propagated to it.</summary>
    public ResultObject? Root(SelectionPlan<TState> plan) => Object(plan, state, null) as ResultObject;

    private object Object(SelectionPlan<TState> plan, object source, Step? path)
    {
        var values = new object?[plan.Fields.Count];
        for (var index = 0; index < values.Length; index++)
        {
            var field = plan.Fields[index];
            var value = field.Refusal is { } refusal
                ? Refuse(field, refusal, new Step(path, field.ResponseName))
                : Complete(
                    field.Definition.Type,
                    field.Resolver(new Resolving<TState>(state, source, field.Arguments)),
                    field,
                    path,
                    field.ResponseName
                );
            if (value == Bubble)
                return Bubble;
            values[index] = value;
        }

        return new ResultObject(plan.Names, values);
    }

    private object? Complete(TypeReference type, object? value, FieldPlan<TState> field, Step? parent, object step)
    {
        if (type is TypeReference.NonNull nonNull)
        {
            if (value is not null)
                return CompleteValue(nonNull.Of, value, field, parent, step);
            Report(
                field,
                new GraphQlError(
                    "INVALID_OPERATION",
                    $"Cannot return null for a non-null type. Field: {field.Definition.Name}, Type: {type}."
                ),
                new Step(parent, step)
            );
            return Bubble;
        }

        var completed = value is null ? null : CompleteValue(type, value, field, parent, step);
        return completed == Bubble ? null : completed;
    }

    private object CompleteValue(TypeReference type, object value, FieldPlan<TState> field, Step? parent, object step)
    {
        if (type is TypeReference.List list)
            return Items(list.Of, (IEnumerable)value, field, new Step(parent, step));
        return type.Innermost switch
        {
            ScalarType scalar => scalar.Write(value),
            EnumType => value,
            _ => Object(field.Selections!, value, new Step(parent, step)),
        };
    }

    private object Items(TypeReference of, IEnumerable values, FieldPlan<TState> field, Step path)
    {
        var items = new List<object?>();
        foreach (var value in values)
        {
            var item = Complete(of, value, field, path, items.Count);
            if (item == Bubble)
                return Bubble;
            items.Add(item);
        }

        return items;
    }

    private object? Refuse(FieldPlan<TState> field, GraphQlError refusal, Step path)
    {
        if (!field.Silent)
            Report(field, refusal, path);
        return field.Definition.Type is TypeReference.NonNull ? Bubble : null;
    }

    // One error per field: a page of 10,000 rows would repeat it 10,000 times.
    private void Report(FieldPlan<TState> field, GraphQlError error, Step path)
    {
        if (_reported.Add(field))
            _errors.Add(error with { Locations = [field.At], Path = path.ToList() });
    }

    private sealed record Step(Step? Parent, object Name)
    {
        public IReadOnlyList<object> ToList() => Parent is null ? [Name] : [.. Parent.ToList(), Name];
    }
}

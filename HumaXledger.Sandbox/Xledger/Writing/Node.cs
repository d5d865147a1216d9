using HumaXledger.Sandbox.GraphQL;

namespace HumaXledger.Sandbox.Xledger.Writing;

/// <summary>
/// One node of a mass mutation. What null and an empty text do is decided here, for every field alike.
/// </summary>
internal sealed class Node(InputObject input, XledgerRequest request)
{
    /// <summary>
    /// How errors name the place: no index of the node, as seen in the real messages (contracts/xledger.md 7.4).
    /// </summary>
    private const string Root = "inputs.node";

    private enum Given
    {
        Nothing,
        Clear,
        Value,
    }

    public InputObject Input => input;

    public static string Path(string field) => $"{Root}.{field}";

    /// <summary>Whether any of the fields would write something.</summary>
    public bool Has(params ReadOnlySpan<string> fields)
    {
        foreach (var field in fields)
        {
            if (Look(field) != Given.Nothing)
                return true;
        }

        return false;
    }

    /// <summary>The value as it is, null where it is absent; for keys.</summary>
    public long? Id(string field) => input[field] as long?;

    public void Text(string field, Action<string?> set)
    {
        if (Look(field) is var given and not Given.Nothing)
            set(given == Given.Clear ? null : (string)input[field]!);
    }

    public void Date(string field, Action<DateOnly?> set)
    {
        if (Look(field) is var given and not Given.Nothing)
            set(given == Given.Clear ? null : (DateOnly)input[field]!);
    }

    /// <summary>Hands over every field of the list that would write something; null clears.</summary>
    public void Each(IEnumerable<string> fields, Action<string, object?> set)
    {
        foreach (var field in fields)
        {
            if (Look(field) is var given and not Given.Nothing)
                set(field, given == Given.Clear ? null : input[field]);
        }
    }

    /// <summary>A reference: the lookup finds its row; one that is cleared gives null.</summary>
    public void Reference<TRow>(string field, Func<InputObject, TRow> find, Action<TRow?> set)
        where TRow : class
    {
        if (Look(field) is var given and not Given.Nothing)
            set(given == Given.Clear ? null : find((InputObject)input[field]!));
    }

    /// <exception cref="RequestRefusedException">The field is absent, null or empty.</exception>
    public void Demand(string field)
    {
        if (input[field] is null or "")
            throw XledgerErrors.Refused(Path(field), "A value is required.");
    }

    private Given Look(string field)
    {
        if (!input.Has(field))
            return Given.Nothing;
        return input[field] switch
        {
            null => request.Switches.NullInput switch
            {
                NullInput.Clears => Given.Clear,
                NullInput.Refused => throw XledgerErrors.Refused(Path(field), "Null is not allowed."),
                _ => Given.Nothing,
            },
            "" => Empty(field),
            InputObject reference when reference.Any() && reference.All(part => part.Value is "") => Empty(field),
            _ => Given.Value,
        };
    }

    private Given Empty(string field) =>
        request.Switches.EmptyString switch
        {
            EmptyString.Clears => Given.Clear,
            EmptyString.Refused => throw XledgerErrors.Refused(Path(field), "An empty value is not allowed."),
            _ => Given.Nothing,
        };
}

namespace HumaXledger.Sandbox.Xledger.Writing;

/// <summary>One node of a mass mutation. Decides for all fields alike what null and an empty text do.</summary>
internal sealed class Node(InputObject input, XledgerRequest request)
{
    /// <summary>
    /// Prefix of paths in errors: without the index of the node, as in the real messages (contracts/xledger.md 7.4).
    /// </summary>
    private const string Root = "inputs.node";

    private enum Given
    {
        Nothing,
        Clear,
        Value,
    }

    /// <summary>The input itself, for nested values.</summary>
    public InputObject Input => input;

    /// <summary>The path of a field for errors.</summary>
    public static string Path(string field) => $"{Root}.{field}";

    /// <summary>Whether any of the fields would change something.</summary>
    public bool Has(params ReadOnlySpan<string> fields)
    {
        foreach (var field in fields)
        {
            if (Look(field) != Given.Nothing)
                return true;
        }

        return false;
    }

    /// <summary>An id exactly as it was sent; null when absent.</summary>
    public long? Id(string field) => input[field] as long?;

    /// <summary>Sets a text; null clears.</summary>
    public void Text(string field, Action<string?> set)
    {
        if (Look(field) is var given and not Given.Nothing)
            set(given == Given.Clear ? null : (string)input[field]!);
    }

    /// <summary>Sets a date; null clears.</summary>
    public void Date(string field, Action<DateOnly?> set)
    {
        if (Look(field) is var given and not Given.Nothing)
            set(given == Given.Clear ? null : (DateOnly)input[field]!);
    }

    /// <summary>Sets every field of the list that would change something; null clears.</summary>
    public void Each(IEnumerable<string> fields, Action<string, object?> set)
    {
        foreach (var field in fields)
        {
            if (Look(field) is var given and not Given.Nothing)
                set(field, given == Given.Clear ? null : input[field]);
        }
    }

    /// <summary>Sets a reference to the row that <paramref name="find"/> returns; null clears.</summary>
    public void Reference<TRow>(string field, Func<InputObject, TRow> find, Action<TRow?> set)
        where TRow : class
    {
        if (Look(field) is var given and not Given.Nothing)
            set(given == Given.Clear ? null : find((InputObject)input[field]!));
    }

    /// <summary>Requires a value.</summary>
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

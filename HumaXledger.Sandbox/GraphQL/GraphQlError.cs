namespace HumaXledger.Sandbox.GraphQL;

/// <summary>One entry of an answer's <c>errors</c>.</summary>
/// <param name="Code">Written to <c>extensions.code</c>, and beside the message where <see cref="CodeOnTop"/> is
/// set.</param>
public sealed record GraphQlError(string Code, string Message)
{
    public IReadOnlyList<Location> Locations { get; init; } = [];

    /// <summary>
    /// Response names and list indexes from the root to the field; null when the error is of the whole request.
    /// </summary>
    public IReadOnlyList<object>? Path { get; init; }

    /// <summary>Whether the code also stands on the entry itself, as Xledger's own sample reads it.</summary>
    public bool CodeOnTop { get; init; }

    /// <summary>The section of the specification that a rule comes from, as GraphQL.NET writes it.</summary>
    public string? Number { get; init; }

    /// <summary>
    /// More members of <c>extensions</c>: texts, numbers, or a list of rows
    /// (<c>IReadOnlyList&lt;IReadOnlyDictionary&lt;string, object?&gt;&gt;</c>).
    /// </summary>
    public IReadOnlyDictionary<string, object>? Extensions { get; init; }
}

/// <summary>The document cannot be read.</summary>
public sealed class GraphQlSyntaxException(Location at, string message)
    : Exception($"Syntax Error GraphQL ({at.Line}:{at.Column}) {message}")
{
    public Location At => at;
}

/// <summary>The request as a whole is refused while it is carried out: nothing of its data is answered.</summary>
public sealed class RequestRefusedException(GraphQlError error) : Exception(error.Message)
{
    public GraphQlError Error => error;
}

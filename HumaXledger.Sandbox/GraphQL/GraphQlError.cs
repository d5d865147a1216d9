namespace HumaXledger.Sandbox.GraphQL;

/// <summary>One entry of <c>errors</c>.</summary>
/// <param name="Code">
/// Written to <c>extensions.code</c>, and next to the message where <see cref="CodeOnTop"/> is set.
/// </param>
/// <param name="Message">For people.</param>
public sealed record GraphQlError(string Code, string Message)
{
    /// <summary>Places in the document.</summary>
    public IReadOnlyList<Location> Locations { get; init; } = [];

    /// <summary>
    /// Response names and list indexes from the root to the field; null for an error of the whole request.
    /// </summary>
    public IReadOnlyList<object>? Path { get; init; }

    /// <summary>Whether the code is also on the entry itself, where Xledger's own sample reads it.</summary>
    public bool CodeOnTop { get; init; }

    /// <summary>The section of the specification with the violated rule, as GraphQL.NET writes it.</summary>
    public string? Number { get; init; }

    /// <summary>
    /// Further members of <c>extensions</c>: texts, numbers, or a list of rows
    /// (<c>IReadOnlyList&lt;IReadOnlyDictionary&lt;string, object?&gt;&gt;</c>).
    /// </summary>
    public IReadOnlyDictionary<string, object>? Extensions { get; init; }
}

/// <summary>The document cannot be parsed.</summary>
public sealed class GraphQlSyntaxException(Location at, string message)
    : Exception($"Syntax Error GraphQL ({at.Line}:{at.Column}) {message}")
{
    /// <summary>The place of the error.</summary>
    public Location At => at;
}

/// <summary>A resolver refuses the whole request: the response has no data.</summary>
public sealed class RequestRefusedException(GraphQlError error) : Exception(error.Message)
{
    /// <summary>The error of the response.</summary>
    public GraphQlError Error => error;
}

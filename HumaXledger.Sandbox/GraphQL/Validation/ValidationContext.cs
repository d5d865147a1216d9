namespace HumaXledger.Sandbox.GraphQL.Validation;

/// <summary>One document held against one schema. Rules report into it.</summary>
internal sealed class ValidationContext
{
    /// <summary>Further errors are dropped.</summary>
    private const int MostErrors = 50;

    private readonly List<GraphQlError> _errors = [];

    public ValidationContext(Schema schema, Document document)
    {
        Schema = schema;
        Document = document;
        Fragments = document
            .Fragments.GroupBy(fragment => fragment.Name)
            .ToDictionary(same => same.Key, same => same.First());
    }

    public Schema Schema { get; }
    public Document Document { get; }

    /// <summary>Fragments by name; the first where several have the same name.</summary>
    public IReadOnlyDictionary<string, Fragment> Fragments { get; }

    public IReadOnlyList<GraphQlError> Errors => _errors;

    /// <summary>Adds an error.</summary>
    /// <param name="number">The section of the specification, as GraphQL.NET numbers its rules.</param>
    public void Report(string code, string number, string message, Location at)
    {
        if (_errors.Count < MostErrors)
            _errors.Add(new GraphQlError(code, message) { Number = number, Locations = [at] });
    }

    /// <summary>The object type of a name; null where it is unknown or no object type.</summary>
    public ObjectType? Object(string name) => Schema.Type(name) as ObjectType;
}

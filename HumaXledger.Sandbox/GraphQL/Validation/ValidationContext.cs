namespace HumaXledger.Sandbox.GraphQL.Validation;

/// <summary>One document held against one schema. Rules report into it.</summary>
internal sealed class ValidationContext
{
    /// <summary>More errors than this help nobody.</summary>
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

    /// <summary>By name; of two with one name the first.</summary>
    public IReadOnlyDictionary<string, Fragment> Fragments { get; }

    public IReadOnlyList<GraphQlError> Errors => _errors;

    /// <param name="number">The section of the specification, as GraphQL.NET numbers its rules.</param>
    public void Report(string code, string number, string message, Location at)
    {
        if (_errors.Count < MostErrors)
            _errors.Add(new GraphQlError(code, message) { Number = number, Locations = [at] });
    }

    /// <summary>The object type of that name, or null when it is unknown or no object.</summary>
    public ObjectType? Object(string name) => Schema.Type(name) as ObjectType;
}

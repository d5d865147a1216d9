namespace HumaXledger.Sandbox.GraphQL.Validation;

/// <summary>
/// The validation rules of the specification, section 5, with GraphQL.NET's codes (contracts/xledger.md 7.3).
/// </summary>
public static class Validator
{
    /// <summary>The errors of a document; empty where it is valid.</summary>
    public static IReadOnlyList<GraphQlError> Validate(Schema schema, Document document)
    {
        var validation = new ValidationContext(schema, document);
        OperationRules.Check(validation);
        FragmentRules.Check(validation);
        SelectionRules.Check(validation);
        VariableRules.Check(validation);
        // Merging follows fragments, so they must be known and free of cycles.
        if (validation.Errors.Count == 0)
            MergeRules.Check(validation);
        return validation.Errors;
    }
}

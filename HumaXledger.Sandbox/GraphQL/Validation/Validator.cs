namespace HumaXledger.Sandbox.GraphQL.Validation;

/// <summary>
/// The rules of the specification, section 5, with the codes that GraphQL.NET gives them (contracts/xledger.md 7.3). An
/// empty list
/// means the document is valid.
/// </summary>
public static class Validator
{
    public static IReadOnlyList<GraphQlError> Validate(Schema schema, Document document)
    {
        var validation = new ValidationContext(schema, document);
        OperationRules.Check(validation);
        FragmentRules.Check(validation);
        SelectionRules.Check(validation);
        VariableRules.Check(validation);
        // Merging follows every fragment and needs them known and free of cycles.
        if (validation.Errors.Count == 0)
            MergeRules.Check(validation);
        return validation.Errors;
    }
}

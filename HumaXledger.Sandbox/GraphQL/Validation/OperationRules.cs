namespace HumaXledger.Sandbox.GraphQL.Validation;

/// <summary>Operations have different names, or there is only one.</summary>
internal static class OperationRules
{
    public static void Check(ValidationContext validation)
    {
        var operations = validation.Document.Operations;
        foreach (
            var again in operations
                .Where(operation => operation.Name is not null)
                .GroupBy(operation => operation.Name)
                .SelectMany(same => same.Skip(1))
        )
            validation.Report(
                "UNIQUE_OPERATION_NAMES",
                "5.2.1.1",
                $"There can only be one operation named {again.Name}.",
                again.At
            );
        if (operations.Count > 1)
        {
            foreach (var anonymous in operations.Where(operation => operation.Name is null))
                validation.Report(
                    "LONE_ANONYMOUS_OPERATION",
                    "5.2.2.1",
                    "This anonymous operation must be the only defined operation.",
                    anonymous.At
                );
        }
    }
}

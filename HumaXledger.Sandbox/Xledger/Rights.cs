using HumaXledger.Sandbox.GraphQL;

namespace HumaXledger.Sandbox.Xledger;

/// <summary>
/// The scope that reading a field needs. Types without one (the token's own entity, webhooks) are open to every token.
/// </summary>
internal static class Rights
{
    private static readonly Dictionary<string, XledgerScope> Scopes = new()
    {
        ["Employee"] = XledgerScope.Employee,
        ["EmployeeGroup"] = XledgerScope.Employee,
        ["EmployeePosition"] = XledgerScope.Employee,
        ["Contact"] = XledgerScope.Contact,
        ["Address"] = XledgerScope.Address,
        ["Company"] = XledgerScope.Company,
        ["Country"] = XledgerScope.Country,
        ["ObjectValue"] = XledgerScope.ObjectValue,
        ["ObjectKind"] = XledgerScope.ObjectValue,
        ["Subledger"] = XledgerScope.Subledger,
        ["Supplier"] = XledgerScope.Supplier,
        ["SystemValue"] = XledgerScope.SystemValue,
        ["BankAccount"] = XledgerScope.Bank,
    };

    private const string Entities = "entities";

    private static readonly Dictionary<string, XledgerScope> Deltas = new()
    {
        ["employee_deltas"] = XledgerScope.Employee,
        ["supplier_deltas"] = XledgerScope.Supplier,
    };

    /// <summary>Marks the fields that the token may not read; true when there are any.</summary>
    public static bool Mark(PreparedRequest<XledgerRequest> prepared, XledgerRequest request)
    {
        var refused = prepared
            .Selections.AllFields()
            .Where(field => Scope(field, request.Switches) is { } scope && !request.May(scope, XledgerAccess.Read))
            .ToList();
        foreach (var field in refused)
            (field.Refusal, field.Silent) = (
                XledgerErrors.NoAccess,
                request.Switches.MissingRight == MissingRight.Silent
            );
        return refused.Count > 0;
    }

    private static XledgerScope? Scope(FieldPlan<XledgerRequest> field, XledgerSwitches switches)
    {
        if (field.Definition.Name == Entities)
            return switches.EntitiesNeedOwner ? XledgerScope.Owner : null;
        if (Deltas.TryGetValue(field.Definition.Name, out var delta))
            return delta;
        // Reading a connection needs the scope of its records, whichever fields are read.
        var type = field.Definition.Type.Innermost.Name;
        var record = type.EndsWith("Connection", StringComparison.Ordinal) ? type[..^"Connection".Length] : type;
        return Scopes.TryGetValue(record, out var scope) ? scope : null;
    }
}

using GraphQL;
using GraphQL.Types;

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

    /// <summary>Whether the token may read a field.</summary>
    public static bool MayRead(FieldType field, XledgerRequest request) =>
        Scope(field, request.Switches) is not { } scope || request.May(scope, XledgerAccess.Read);

    private static XledgerScope? Scope(FieldType field, XledgerSwitches switches)
    {
        if (field.Name == Entities)
            return switches.EntitiesNeedOwner ? XledgerScope.Owner : null;
        if (Deltas.TryGetValue(field.Name, out var delta))
            return delta;
        // Reading a connection needs the scope of its records, whichever fields are read.
        var type = field.ResolvedType!.GetNamedType().Name;
        var record = type.EndsWith("Connection", StringComparison.Ordinal) ? type[..^"Connection".Length] : type;
        return Scopes.TryGetValue(record, out var scope) ? scope : null;
    }
}

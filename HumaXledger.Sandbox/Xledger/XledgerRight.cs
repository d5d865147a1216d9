using System.Collections.Immutable;

namespace HumaXledger.Sandbox.Xledger;

/// <summary>One tick on Xledger's token page: a scope, to read or to write.</summary>
public readonly record struct XledgerRight(XledgerScope Scope, XledgerAccess Access)
{
    /// <summary>The rights that Huma's own integration asks for (contracts/xledger.md 1.5).</summary>
    public static ImmutableHashSet<XledgerRight> AskedForByHuma { get; } =
    [
        .. Enum.GetValues<XledgerScope>().Select(scope => new XledgerRight(scope, XledgerAccess.Read)),
        new(XledgerScope.Employee, XledgerAccess.Write),
        new(XledgerScope.Contact, XledgerAccess.Write),
        new(XledgerScope.Subledger, XledgerAccess.Write),
        new(XledgerScope.Supplier, XledgerAccess.Write),
    ];
}

public enum XledgerScope
{
    Employee,
    Contact,
    Address,
    Company,
    Country,
    ObjectValue,
    Subledger,
    Supplier,
    SystemValue,
    Bank,
}

public enum XledgerAccess
{
    Read,
    Write,
}

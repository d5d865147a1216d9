using System.Collections.Immutable;

namespace HumaXledger.Sandbox.Xledger;

/// <summary>One check box on Xledger's token page: a scope, to read or to write.</summary>
public readonly record struct XledgerRight(XledgerScope Scope, XledgerAccess Access)
{
    /// <summary>The rights that Huma's own integration asks for (contracts/xledger.md 1.5).</summary>
    public static ImmutableHashSet<XledgerRight> AskedForByHuma { get; } =
    [
        .. Enum.GetValues<XledgerScope>()
            .Where(scope => scope != XledgerScope.Owner)
            .Select(scope => new XledgerRight(scope, XledgerAccess.Read)),
        new(XledgerScope.Employee, XledgerAccess.Write),
        new(XledgerScope.Contact, XledgerAccess.Write),
        new(XledgerScope.Subledger, XledgerAccess.Write),
        new(XledgerScope.Supplier, XledgerAccess.Write),
    ];

    /// <summary><see cref="AskedForByHuma"/> and the list of entities.</summary>
    public static ImmutableHashSet<XledgerRight> Full { get; } =
        AskedForByHuma.Add(new(XledgerScope.Owner, XledgerAccess.Read));
}

/// <summary>The scopes of Xledger's token page that the sandbox distinguishes.</summary>
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

    /// <summary>
    /// Entities and the owner of a record; not among the rights that Huma's own integration asks for.
    /// </summary>
    Owner,
}

/// <summary>The two columns of Xledger's token page.</summary>
public enum XledgerAccess
{
    Read,
    Write,
}

namespace HumaXledger.Core.People;

/// <summary>Huma's own immutable id of a user: a UUID in its canonical lower-case form.</summary>
public readonly record struct HumaId(string Value)
{
    public override string ToString() => Value;
}

/// <summary>
/// Xledger's own immutable id of an employee: the dbId as text (a JSON number on the wire, accepted as a string too).
/// </summary>
public readonly record struct XledgerId(string Value)
{
    public override string ToString() => Value;
}

/// <summary>A Huma user and an Xledger employee who are the same person.</summary>
public readonly record struct Link(HumaId Huma, XledgerId Xledger);

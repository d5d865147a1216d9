using HumaXledger.Core.Reasons;

namespace HumaXledger.Core.People;

/// <summary>
/// What the check of one value says. A valid value may carry a reason: a warning that refuses nothing.
/// <c>Normalised</c> is the value in its canonical spelling
/// (E.164, lower-case e-mail, digits only, ISO country …), null where it is refused.
/// </summary>
public sealed record Verdict(bool Valid, string? Normalised, Reason? Reason)
{
    public static Verdict Accept(string normalised, Reason? warning = null) => new(true, normalised, warning);

    public static Verdict Refuse(string code, params IReadOnlyList<string> arguments) =>
        new(false, null, new Reason(code, arguments));

    // The normalised value may be an identity number: it never prints itself.
    public override string ToString() => $"{(Valid ? "valid" : "refused")}{(Reason is null ? "" : $" {Reason}")}";
}

using HumaXledger.Core.Reasons;

namespace HumaXledger.Core.People;

/// <summary>
/// The outcome of checking one value. A valid value may carry a reason, which is then a warning. <c>Normalised</c> is
/// the value in its canonical spelling (E.164, lower-case e-mail, digits only, ISO country …), null where it is
/// refused.
/// </summary>
public sealed record Verdict(bool Valid, string? Normalised, Reason? Reason)
{
    /// <summary>A valid value, optionally with a warning.</summary>
    public static Verdict Accept(string normalised, Reason? warning = null) => new(true, normalised, warning);

    public static Verdict Refuse(string code, params IReadOnlyList<string> arguments) =>
        new(false, null, new Reason(code, arguments));

    // The normalized value may be an identity number, so it is not printed.
    public override string ToString() => $"{(Valid ? "valid" : "refused")}{(Reason is null ? "" : $" {Reason}")}";
}

namespace HumaXledger.Core.Reasons;

/// <summary>
/// Why something is so, for a person to read: a stable code and what goes into its sentence. The sentence itself is the
/// reader's language's
/// (Portal/Resources, key <c>Reason.{Code}</c>). A reason explains and never steers; arguments never hold a sensitive
/// value.
/// </summary>
public sealed record Reason(string Code, params IReadOnlyList<string> Arguments)
{
    public bool Equals(Reason? other) =>
        other is not null && Code == other.Code && Arguments.SequenceEqual(other.Arguments);

    public override int GetHashCode() => Code.GetHashCode(StringComparison.Ordinal);

    public override string ToString() => Arguments.Count == 0 ? Code : $"{Code}({string.Join(", ", Arguments)})";
}

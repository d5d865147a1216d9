namespace HumaXledger.Core.Reasons;

/// <summary>
/// An explanation for a user: a stable code and its arguments. The sentence is in the reader's language
/// (Portal/Localisation/Reasons, under the code). A reason explains and does not control the program; arguments never
/// contain a sensitive value.
/// </summary>
public sealed record Reason(string Code, params IReadOnlyList<string> Arguments)
{
    public bool Equals(Reason? other) =>
        other is not null && Code == other.Code && Arguments.SequenceEqual(other.Arguments);

    public override int GetHashCode() => Code.GetHashCode(StringComparison.Ordinal);

    /// <summary>A fixed order for lists: by code, then by the arguments.</summary>
    public static int Compare(Reason one, Reason other)
    {
        var code = string.CompareOrdinal(one.Code, other.Code);
        return code != 0
            ? code
            : string.CompareOrdinal(string.Join('\n', one.Arguments), string.Join('\n', other.Arguments));
    }

    public override string ToString() => Arguments.Count == 0 ? Code : $"{Code}({string.Join(", ", Arguments)})";
}
